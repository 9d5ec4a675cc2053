"""Requests to fill in: of every step of every version, read back as the command that does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import blanks, requests
from models.commands.steps import StepCommand
from models.procedure import Procedure
from tests.roads import PROCEDURES


@pytest.mark.parametrize("procedure", PROCEDURES.all(), ids=lambda one: one.id)
def test_request_to_fill_in_is_read_as_the_command_of_its_step(procedure: Procedure, tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    steps = [step for stage in procedure.stages for step in stage.steps]

    for step in steps:
        file.write_text(blanks.written(blanks.request_of(procedure, step, "vi"), "vi"), encoding="utf-8")
        command = requests.read(str(file))

        assert isinstance(command, StepCommand)
        assert (command.model_dump()["command"], command.step) == (step.kind.value, step.id)
        forms = [procedure.forms.form(one) for one in step.papers]
        asked = {field.id for form in forms for field in form.fields if field.required}
        assert asked <= set(command.answers)


def test_request_to_fill_in_tells_what_each_field_takes() -> None:
    procedure = PROCEDURES.version("vn-2022")
    step = procedure.step("mentorship")

    request = blanks.request_of(procedure, step, "en")
    told = blanks.written(request, "en")

    verdict = next(one for one in request.fields if one.id == "verdict")
    assert (verdict.required, verdict.example) == (True, "continued")
    assert "one of: continued, recommended, declined; required" in told
    assert "# answers" not in told
    assert {one.form for one in request.papers} == set(step.papers)

"""Substitution at the command line: asked by the same door as all else, told with both names."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from console.exits import Exit
from tests.console.programs import Run
from tests.roads import BRANCH, Road
from tests.substitutions import DAY, given_over, member_of_branch

_OFFER = """\
command: offer_substitution
account: {absent}
role: secretary
unit: {unit}
substitute: {substitute}
tasks: [papers]
since: {since}
until: {since}
reason: Đi học.
"""


def test_offer_from_a_file_is_weighed_and_refused_with_its_arithmetic(
    road: Road, run: Run, tmp_path: Path
) -> None:
    absent, file = road.secretary(BRANCH), tmp_path / "offer.yaml"
    file.write_text(
        _OFFER.format(absent=absent, unit=BRANCH, substitute=member_of_branch(road), since=date(2021, 9, 7)),
        encoding="utf-8",
    )

    ended = run("step", "submit", str(file), "--by", absent)

    assert ended.code == Exit.REFUSED
    assert "A substitution begins today" in " ".join(ended.err.split())


def test_timeline_names_who_acted_and_for_whom(road: Road, run: Run) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    dossier = road.open(DAY)
    given_over(road, absent, substitute)
    command, _ = road.command(dossier, "mentor_assignment", DAY)
    road.do(command, substitute, DAY)

    told = run("dossier", "timeline", dossier, "--by", absent)
    plain = json.loads(run("dossier", "timeline", dossier, "--by", absent, "--json").out)

    assert "Nguyễn Văn Ví Dụ 3 on behalf of Nguyễn Văn Ví Dụ 1" in " ".join(told.out.split())
    assert [(one["actor"], one["on_behalf_of"]) for one in plain] == [
        (absent, None), (substitute, road.rolls[BRANCH][0])
    ]  # fmt: skip

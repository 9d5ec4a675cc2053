"""Forms: drawn from commands and procedures, read back as typed, with what is wrong beside each field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk import forms
from desk.forms import Field, Form, Group
from desk.forms.papers import MODELS
from models import commands
from models.commands import COMMAND, Command
from models.errors import Conflict, Malformed, Refused
from models.procedure import StepKind
from models.requirements import Requirement
from tests.roads import PROCEDURES, answers

_VOTE = {"dossier": "HS-2022-0001", "step": "branch_vote"}
_WRITTEN = ["{:%d/%m/%Y}", "{0.day}/{0.month}/{0.year}", "{:%d-%m-%Y}", " {:%d.%m.%Y} ", "{:%Y-%m-%d}"]
_STEPS = [
    (version, step)
    for version in ("vn-2016", "vn-2022", "vn-2025")
    for stage in PROCEDURES.version(version).stages
    for step in stage.steps
    if step.kind is not StepKind.WAITING
]


def _fault(form: Form, model: type[Command], **known: object) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        forms.command(form, model, **known)
    return refused.value


def _wrongs(form: Form) -> dict[str, str]:
    return {one.name: one.wrong for one in form.fields if one.wrong}


def test_fields_of_a_command_have_the_kind_of_what_they_hold() -> None:
    form = forms.of_command(commands.AddPerson, "vi")

    kinds = {one.name: one.kind for one in form.fields}
    assert kinds["full_name"] == "line"
    assert kinds["sex"] == "choice"
    assert kinds["born_on"] == "date"
    assert [one.text for one in form.fields if one.name == "sex"] == ["Giới tính"]
    assert [one.name for one in form.fields if one.required] == ["id", "full_name", "sex", "born_on"]
    assert "command" not in kinds


def test_long_texts_flags_counts_and_lists_have_inputs_of_their_own() -> None:
    reason = forms.of_command(commands.Suspend, "vi").field("reason")
    votes = forms.of_command(commands.TakeSeat, "vi").field("votes")
    yes = forms.of_command(commands.Vote, "vi").field("yes")
    items = forms.of_command(commands.ReturnForSupplement, "vi").field("items")
    replies = forms.of_command(commands.SupplementDone, "vi").field("answers")

    assert [one.kind for one in (reason, votes, yes, items, replies) if one] == [
        "text", "flag", "count", "table", "table",
    ]  # fmt: skip
    assert items is not None
    assert [column.name for column in items.columns] == ["item", "reason", "step"]


def test_every_command_can_be_drawn() -> None:
    models = COMMAND.core_schema
    assert models

    for name in commands.__all__:
        model = getattr(commands, name)
        if isinstance(model, type) and issubclass(model, Command) and "command" in model.model_fields:
            form = forms.of_command(model, "en")
            assert all(one.text for one in form.fields if one.kind != "hidden"), name


@pytest.mark.parametrize(("version", "step"), _STEPS, ids=lambda one: getattr(one, "id", one))
def test_form_of_a_step_gives_back_what_was_typed_into_all_its_papers(version: str, step: object) -> None:
    procedure = PROCEDURES.version(version)
    spec = procedure.step(getattr(step, "id"))  # noqa: B009 -- pytest hands over an object
    typed = forms.as_typed({"answers": answers(procedure, spec)})

    form = forms.filled(forms.of_step(procedure, spec, "vi"), typed)

    assert forms.plain(form).get("answers", {}) == answers(procedure, spec)


def test_form_step_asks_for_a_person_only_where_it_puts_one_in_charge() -> None:
    procedure = PROCEDURES.version("vn-2022")
    steps = [step for stage in procedure.stages for step in stage.steps if step.kind is StepKind.FORM]

    asked = {step.id: forms.of_step(procedure, step, "vi").field("person") is not None for step in steps}

    assert asked == {step.id: step.assigns is not None for step in steps}
    assert set(asked.values()) == {True, False}


def test_days_and_counts_are_read_as_the_office_writes_them() -> None:
    typed = {"meeting": "HN-1", "yes": "1.234", "no": " 2 ", "blank": "", "invalid": "0"}
    form = forms.filled(forms.of_command(commands.Vote, "vi"), typed)

    command = forms.command(form, commands.Vote, **_VOTE)

    assert command.model_dump() == _VOTE | {
        "command": "vote", "answers": {}, "meeting": "HN-1", "yes": 1234, "no": 2, "blank": 0, "invalid": 0,
        "chair_vote": None,
    }  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(_WRITTEN))
def test_day_is_read_however_it_is_separated(on: date, written: str) -> None:
    form = Form(groups=(Group(fields=(Field(name="on", kind="date", text="Ngày"),)),))

    assert forms.plain(forms.filled(form, {"on": written.format(on)})) == {"on": on.isoformat()}


@pytest.mark.parametrize("typed", ["31/02/2026", "25/11/26", "hôm nay", "25/11/2026 8h", "11/25/2026"])
def test_day_that_is_none_is_said_beside_its_field_and_stays_as_typed(typed: str) -> None:
    form = forms.filled(forms.of_command(commands.Suspend, "vi"), {"on": typed, "reason": "Đi học xa."})

    wrong = forms.told(form, _fault(form, commands.Suspend, dossier="HS-2022-0001"), "vi")

    assert _wrongs(wrong) == {"on": "Cần là một ngày, viết như 25/11/2026."}
    assert [(one.text, one.anchor) for one in wrong.problems] == [
        ("Ngày thực hiện: cần là một ngày, viết như 25/11/2026.", "f-on")
    ]
    on = wrong.field("on")
    assert on is not None
    assert on.typed == typed


def test_blank_fields_are_missing_in_the_readers_language() -> None:
    form = forms.filled(forms.of_command(commands.Vote, "en"), {"meeting": "  ", "yes": "x1", "no": "1"})

    wrong = forms.told(form, _fault(form, commands.Vote, **_VOTE), "en")

    assert set(_wrongs(wrong)) == {"meeting", "yes"}
    assert all("cần" not in text for text in _wrongs(wrong).values())


@pytest.mark.parametrize("typed", ["true", "1e3", "1.5", "-1", "１２", "1 2", "12.34"])
def test_count_is_a_whole_number_and_nothing_that_resembles_one(typed: str) -> None:
    form = forms.filled(forms.of_command(commands.Vote, "vi"), {"meeting": "HN-1", "yes": typed, "no": "1"})

    assert set(_wrongs(forms.told(form, _fault(form, commands.Vote, **_VOTE), "vi"))) == {"yes"}


def test_rows_are_read_by_place_and_blank_ones_left_out() -> None:
    typed = {"on": "01/02/2022", "items.0.item": "Lý lịch", "items.0.reason": "Thiếu xác nhận",
             "items.2.item": "Đơn", "items.2.reason": "Chưa ký", "items.2.step": "application"}  # fmt: skip
    form = forms.filled(forms.of_command(commands.ReturnForSupplement, "vi"), typed)

    command = forms.command(form, commands.ReturnForSupplement, dossier="HS-2022-0001")

    assert [one.item for one in command.items] == ["Lý lịch", "Đơn"]
    items = form.field("items")
    assert items is not None
    assert len(items.rows) == 3


def test_list_of_texts_is_typed_as_a_table_of_one_column() -> None:
    form = forms.filled(
        forms.of_command(commands.SupplementDone, "vi"),
        {"on": "01/02/2022", "answers.0": "Đã bổ sung", "answers.1": "Đã ký"},
    )

    command = forms.command(form, commands.SupplementDone, dossier="HS-2022-0001")

    assert command.answers == ("Đã bổ sung", "Đã ký")


def test_row_number_that_would_fill_the_memory_draws_no_more_rows_than_a_table_may_have() -> None:
    form = forms.filled(
        forms.of_command(commands.ReturnForSupplement, "vi"),
        {"items.999.item": "x", f"items.{'9' * 5000}.item": "x"},
    )

    items = form.field("items")
    assert items is not None
    assert len(items.rows) == 200


def test_refusal_stands_beside_the_field_it_is_about_and_the_rest_on_top() -> None:
    procedure = PROCEDURES.version("vn-2022")
    step = next(one for stage in procedure.stages for one in stage.steps if one.kind is StepKind.VOTE)
    form = forms.of_step(procedure, step, "vi")
    paper = next(one for one in form.fields if one.name.startswith("answers."))
    missing = Requirement(
        rule="answer.missing", source="§ 1", figures={"field": paper.name.removeprefix("answers.")}, met=False
    )
    late = Requirement(rule="dossier.live", source="", figures={"status": "closed"}, met=False)

    wrong = forms.told(form, Refused([missing, late]), "vi")

    assert _wrongs(wrong) == {paper.name: "Chưa có, cần điền."}
    assert [one.anchor for one in wrong.problems] == [paper.anchor, "form"]


@pytest.mark.parametrize(
    ("error", "name"),
    [(Malformed("answer.date", field="value", value="x"), "value"), (Conflict("key.used", key="k"), "")],
)
def test_other_errors_stand_beside_the_field_they_name(error: Malformed | Conflict, name: str) -> None:
    form = forms.told(forms.of_command(commands.CorrectPerson, "vi"), error, "vi")

    assert list(_wrongs(form)) == ([name] if name else [])
    assert len(form.problems) == 1


def test_form_keeps_its_key_while_it_is_mended_and_has_a_new_one_otherwise() -> None:
    form = forms.of_command(commands.Suspend, "vi")

    assert forms.filled(form, {}, key=form.key).key == form.key
    assert forms.of_command(commands.Suspend, "vi").key != form.key


def test_field_drawn_otherwise_keeps_what_was_typed() -> None:
    form = forms.filled(forms.of_command(commands.Ceremony, "vi"), {"person": "nguoi-001"})
    people = (forms.Choice(value="nguoi-001", text="Trần Văn Đức"),)

    changed = form.changed("person", kind="choice", choices=people)

    before, after = form.field("person"), changed.field("person")
    assert before is not None
    assert after == replace(before, kind="choice", choices=people)


def test_every_kind_of_step_has_a_command_but_the_waiting_that_ends_by_itself() -> None:
    assert set(StepKind) - set(MODELS) == {StepKind.WAITING}

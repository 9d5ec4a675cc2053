"""What a correction does to the papers on file: those of its own text follow it, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from engine.rules.given import Filing
from models import commands
from models.events import Corrected, Filed, MentorReplaced, StepEvents
from models.state import PaperOnFile
from tests.walks import SECOND, Walk, at, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
BEFORE, AFTER, OTHER = "a" * 64, "b" * 64, "c" * 64


def _filed() -> tuple[Walk, date, Filing]:
    """Return a dossier whose certificate of the awareness course was filed a day ago, and what was typed."""
    walk, day = at("awareness_course")
    command, _ = walk.command("awareness_course", day)
    origin = walk.do(command, day, enclosure=BEFORE)[0]
    assert isinstance(origin, StepEvents)
    answers = command.answers  # type: ignore[attr-defined]  # a form
    return walk, day, Filing(origin=origin, sequence=len(walk.told), enclosure=BEFORE, answers=answers)


def _correct(walk: Walk, day: date, filing: Filing, **answers: object) -> Corrected:
    command = commands.Correction(
        dossier=NUMBER, step="awareness_course", on=day, answers=answers, reason="Gõ nhầm."
    )
    event = walk.do(command, day, filed=filing, enclosure=AFTER)[0]
    assert isinstance(event, Corrected)
    return event


def test_corrected_day_of_a_certificate_moves_the_day_until_which_it_serves() -> None:
    walk, day, filing = _filed()

    event = _correct(walk, day, filing, issued_on="2020-02-29")

    moved = Filed(form="CN-NTVĐ", dated=date(2020, 2, 29), valid_until=date(2025, 2, 28))
    assert event.filed == (moved,)
    assert walk.state.papers["CN-NTVĐ"] == PaperOnFile(
        step="awareness_course", dated=moved.dated, valid_until=moved.valid_until, enclosure=AFTER
    )


def test_correction_goes_on_record_with_the_text_it_replaces_and_where_its_papers_are_made() -> None:
    walk, day, filing = _filed()

    event = _correct(walk, day, filing, issued_on="2020-02-29")

    assert event == Corrected(
        on=day, enclosure=AFTER, checked=event.checked, step="awareness_course", flow=filing.origin.flow,
        outcome="submitted", unit="cb", corrects=filing.sequence, before=BEFORE, forms=(),
        fields=("issued_on",), filed=event.filed,
    )  # fmt: skip
    assert [one.rule for one in event.checked] == [
        "step.date", "step.done", "correction.changes", "paper.dated",
    ]  # fmt: skip
    assert all(one.met for one in event.checked)
    assert event.checked[2].figures == {"fields": "issued_on"}


def test_certificate_renewed_meanwhile_keeps_its_own_days_and_one_dropped_does_not_come_back() -> None:
    walk, day, filing = _filed()
    renewed = PaperOnFile(step="awareness_course", dated=day, valid_until=None, enclosure=OTHER)
    other = replace(renewed, step="application")
    anew = with_state(walk, papers={"CN-NTVĐ": renewed, "1-KNĐ": other})
    dropped = with_state(walk, papers={"1-KNĐ": other})

    _correct(anew, day, filing, issued_on="2020-02-29")
    _correct(dropped, day, filing, issued_on="2020-02-29")

    assert anew.state.papers == {"CN-NTVĐ": renewed, "1-KNĐ": other}
    assert dropped.state.papers == {"1-KNĐ": other}


def test_certificate_is_not_corrected_to_a_day_after_it_was_filed() -> None:
    walk, day, filing = _filed()
    command = commands.Correction(
        dossier=NUMBER, step="awareness_course", on=day + ONE_DAY, reason="Gõ nhầm.",
        answers={"issued_on": (day + ONE_DAY).isoformat()},
    )  # fmt: skip

    assert set(walk.refused(command, day + ONE_DAY, filed=filing)) == {"paper.dated"}


def test_mentor_who_has_gone_already_is_replaced_by_another_and_nobody_is_named_as_former() -> None:
    walk, day = at("branch_vote")
    walk = with_state(walk, guides=tuple(replace(one, until=day) for one in walk.state.guides))

    walk.tell(day, command="replace_mentor", on=day, person=SECOND, reason="Chuyển đi.")

    event = walk.told[-1]
    assert isinstance(event, MentorReplaced)
    assert (event.former, event.person) == (None, SECOND)


def test_every_field_a_correction_changes_is_told_in_order() -> None:
    walk, day = at("opinions")
    command, _ = walk.command("opinions", day)
    origin = walk.do(command, day, enclosure=BEFORE)[0]
    assert isinstance(origin, StepEvents)
    filing = Filing(origin=origin, sequence=len(walk.told), enclosure=BEFORE, answers=command.answers)  # type: ignore[attr-defined]  # a form
    correction = commands.Correction(
        dossier=NUMBER, step="opinions", on=day, answers={"weaknesses": "B.", "strengths": "A."},
        reason="Gõ nhầm.",
    )  # fmt: skip

    event = walk.do(correction, day, filed=filing, enclosure=AFTER)[0]

    assert isinstance(event, Corrected)
    assert event.fields == ("strengths", "weaknesses")
    assert [one.figures for one in event.checked if one.rule == "correction.changes"] == [
        {"fields": "strengths, weaknesses"}
    ]


def test_step_that_was_done_but_is_dropped_is_not_corrected() -> None:
    walk, day, filing = _filed()
    dropped = with_state(walk, done={})
    command = commands.Correction(
        dossier=NUMBER, step="awareness_course", on=day, answers={"issued_on": "2020-02-29"}, reason="Nhầm."
    )

    assert set(dropped.refused(command, day, filed=filing)) == {"step.done"}


def test_corrected_introduction_of_a_union_files_its_own_form_again_and_no_other() -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day)
    origin = walk.do(command, day, enclosure=BEFORE)[0]
    assert isinstance(origin, StepEvents)
    filing = Filing(origin=origin, sequence=len(walk.told), enclosure=BEFORE, answers=command.answers)  # type: ignore[attr-defined]  # a step
    correction = commands.Correction(
        dossier=NUMBER, step="endorsement", on=day, answers={"strengths": "Đã sửa."}, reason="Gõ nhầm."
    )

    event = walk.do(correction, day, filed=filing, enclosure=AFTER)[0]

    assert isinstance(event, Corrected)
    assert event.filed == (Filed(form="4-KNĐ", dated=day, valid_until=None),)
    assert (event.forms, event.unit) == (("4-KNĐ",), "doan")

"""What an event owes: documents the procedure asks for, and whom it wants told."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from engine import rules
from engine.rules.due import DueNotice, documents, notices
from engine.rules.given import Due
from models import commands
from models.events import DossierEvents
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, with_state

ONE_DAY = timedelta(days=1)


def _owed(walk: Walk) -> dict[str, DueNotice]:
    return {one.notice: one for one in notices(VN_2022, walk.state, walk.told[-1])}


def _papers(walk: Walk) -> list[tuple[str, str | None, str]]:
    return [(one.form, one.symbol, one.unit) for one in documents(VN_2022, walk.state, walk.told[-1])]


def _persons(notice: DueNotice) -> list[str | None]:
    return [whom["person"] for whom in notice.to if whom["person"]]


def _roles(notice: DueNotice) -> list[tuple[str | None, str | None]]:
    return [(whom["unit"], whom["role"]) for whom in notice.to if whom["unit"]]


@pytest.mark.parametrize(
    ("step", "papers"),
    [
        ("mentor_assignment", [("NQ-PC", "NQ/CB", "cb")]),
        ("awareness_course", []),
        ("branch_vote", [("6-KNĐ", "NQ/CB", "cb")]),
        ("grassroots_vote", [("8-KNĐ", "NQ/ĐU", "du")]),
        ("decision", [("9-KNĐ", "QĐ/QU", "qu")]),
        ("endorsement", [("4-KNĐ", "NQ/ĐTN", "doan")]),
        ("recognition_decision", [("16-KNĐ", "QĐ/QU", "qu")]),
    ],
)
def test_step_leaves_the_papers_the_procedure_names(
    step: str, papers: list[tuple[str, str | None, str]]
) -> None:
    walk, day = at(step)

    walk.step(step, day)

    assert _papers(walk) == papers


def test_decision_that_refuses_leaves_no_decision_of_admission() -> None:
    walk, day = at("decision")

    walk.step("decision", day, yes=0, no=9)

    assert _papers(walk) == []
    assert "9-KNĐ" not in walk.state.papers
    assert "decision_refused" in _owed(walk)


def test_recognition_is_told_to_the_mentor_it_releases() -> None:
    walk, day = at("recognition_decision")

    walk.step("recognition_decision", day)

    assert _persons(_owed(walk)["recognised"]) == [CANDIDATE, MENTOR]


def test_body_the_line_does_not_have_is_not_addressed() -> None:
    walk, day = at("branch_vote")

    walk.step("branch_vote", day)

    addressed = [one for notice in _owed(walk).values() for one in _roles(notice)]
    assert all(unit is not None for unit, _ in addressed)
    assert all(one["unit"] or one["person"] for notice in _owed(walk).values() for one in notice.to)


def test_everybody_is_addressed_once_in_a_notice() -> None:
    walk, _ = at("awareness_course")

    opened = _owed(walk)["step_opened"]

    whom: list[Mapping[str, str | None]] = list(opened.to)
    assert len({tuple(one.items()) for one in whom}) == len(whom)
    assert ("cb", "secretary") in _roles(opened)
    assert ("du", "clerk") in _roles(opened)


def test_word_of_an_opened_introduction_reaches_the_mentor_and_the_union() -> None:
    walk, _ = at("introduction")

    opened = _owed(walk)["step_opened"]

    assert _persons(opened) == [MENTOR]
    assert ("doan", "union_officer") in _roles(opened)


@pytest.mark.parametrize(
    ("command", "notice"),
    [
        ({"command": "suspend"}, "suspended"),
        ({"command": "withdraw"}, "withdrawn"),
        ({"command": "close", "cause": "death"}, "closed"),
        ({"command": "replace_mentor", "person": SECOND}, "mentor_replaced"),
    ],
)
def test_crossing_event_is_told_to_the_branch_and_whom_it_concerns(
    command: dict[str, object], notice: str
) -> None:
    walk, day = at("branch_vote")

    walk.tell(day, None, on=day, reason="Lý do.", **command)

    told = _owed(walk)[notice]
    assert {("cb", "secretary"), ("cb", "clerk")} <= set(_roles(told))
    assert _persons(told) == {
        "suspended": [], "withdrawn": [MENTOR], "closed": [MENTOR], "mentor_replaced": [SECOND, MENTOR],
    }[notice]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "notice"), [(-7, "limit_before"), (0, "limit_reached"), (30, "limit_passed")]
)
def test_reminder_is_told_before_at_and_after_a_limit_and_escalated(days: int, notice: str) -> None:
    walk, _ = at("decision")
    walk = with_state(walk, line=("cb", "du", "qu", "tinh-uy"))
    step = walk.state.open_step("decision")
    assert step is not None
    assert step.due_on is not None
    on = step.due_on + days * ONE_DAY
    above = "tinh-uy" if days > 0 else None

    walk.tell(
        on, command="remind", on=on, about="limit", subject="decision", due_on=step.due_on, days=days,
        escalated_to=above,
    )  # fmt: skip

    told = _owed(walk)[notice]
    assert ("qu", "secretary") in _roles(told)
    assert (("tinh-uy", "secretary") in _roles(told)) is (days > 0)
    assert _persons(told) == [MENTOR]


@pytest.mark.parametrize(
    "moved",
    [
        {"days": 1}, {"about": "reports"}, {"escalated_to": "qu"}, {"subject": "probation"},
        {"due_on": date(2023, 1, 1)},
    ],
)  # fmt: skip
def test_reminder_of_what_no_longer_holds_is_refused(moved: dict[str, object]) -> None:
    walk, _ = at("decision")
    step = walk.state.open_step("decision")
    assert step is not None
    assert step.due_on is not None
    said = {"dossier": "HS-2021-0001", "on": step.due_on, "about": "limit", "subject": "decision",
            "due_on": step.due_on, "days": 0}  # fmt: skip

    assert set(walk.refused(commands.Remind.model_validate(said), step.due_on)) == set()
    assert set(walk.refused(commands.Remind.model_validate(said | moved), step.due_on)) == {"reminder.due"}


_DIGESTS = (
    "template_version",
    "content_sha256",
    "pdf_sha256",
    "docx_sha256",
    "html_sha256",
    "context_sha256",
)


@pytest.mark.parametrize(
    ("known", "unmet"),
    [
        ({}, set()),
        ({"form": "8-KNĐ"}, {"document.due"}),
        ({"number": 2}, {"document.due"}),
        ({"unit": "du"}, {"document.due"}),
        ({"is_issued": True}, {"document.not_issued"}),
    ],
)
def test_paper_is_noted_as_made_once_and_only_as_it_was_due(
    known: dict[str, object], unmet: set[str]
) -> None:
    walk, day = at("grassroots_vote")
    due: dict[str, object] = {"form": "6-KNĐ", "number": 1, "symbol": "NQ/CB", "unit": "cb", "dated": day}
    plain = due | dict.fromkeys(_DIGESTS, "0") | {"command": "issue_document", "document": "VB-1"}
    command = commands.COMMAND.validate_python(plain | {"dossier": "HS-2021-0001"})
    here = Due(**(due | {"is_issued": False} | known))  # type: ignore[arg-type]  # the fields by name

    assert set(walk.refused(command, day, due=here)) == unmet
    assert set(walk.refused(command, day, due=None)) == {"document.due"}


@pytest.mark.parametrize(
    ("about", "became", "unmet"),
    [
        (1, None, set()),
        (1, "dead", set()),
        (0, None, {"notice.about"}),
        (999, None, {"notice.about"}),
        (1, "sent", {"notice.not_sent"}),
    ],
)
def test_notice_tells_of_something_on_record_and_is_sent_once(
    about: int, became: str | None, unmet: set[str]
) -> None:
    walk, day = at("decision")
    command = commands.SendNotice(
        dossier="HS-2021-0001",
        about=about,
        notice="step_opened",
        person=MENTOR,
        channel="email",
        outcome="sent",
    )

    assert set(walk.refused(command, day, became=became)) == unmet


def test_what_is_noted_moves_nothing() -> None:
    walk, _ = at("decision")
    before = walk.state
    step = before.open_step("decision")
    assert step is not None
    assert step.due_on is not None
    day = step.due_on
    events: list[DossierEvents] = []
    for command in (
        commands.Remind(
            dossier="HS-2021-0001", on=day, about="limit", subject="decision", due_on=day, days=0
        ),
        commands.SendNotice(
            dossier="HS-2021-0001", about=1, notice="x", person=MENTOR, channel="email", outcome="dead"
        ),
    ):  # fmt: skip
        events += walk.do(command, day)

    assert walk.state == before
    assert all(rules.evolve(before, event, 99) == before for event in events)
    assert with_state(walk).state == before

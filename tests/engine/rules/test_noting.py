"""What the walker and the sweep note: only what is due, each thing once, and nothing is moved by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.rules.given import Due
from models.commands import COMMAND
from models.events import DocumentIssued, NoticeSent, Reminded
from models.requirements import Figure, Requirement
from tests.walks import MENTOR, VN_2022, Walk, at

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
RECORD = "Hồ sơ: giấy tờ và thông báo theo đúng việc đã ghi"
Told = dict[str, Requirement]


def _told(rule: str, source: str, /, **figures: Figure) -> Told:
    return {rule: Requirement(rule=rule, source=source, figures=figures, met=False)}


def _refused(walk: Walk, day: date, facts: dict[str, object] | None = None, /, **command: object) -> Told:
    asked = COMMAND.validate_python({"dossier": NUMBER} | command)
    return walk.refused(asked, day, **(facts or {}))


def _noted(walk: Walk, day: date, facts: dict[str, object] | None = None, /, **command: object) -> object:
    before = walk.state
    event = walk.do(COMMAND.validate_python({"dossier": NUMBER} | command), day, **(facts or {}))[0]
    assert walk.state == before
    return event


def _due(day: date, **known: object) -> Due:
    plain: dict[str, object] = {
        "form": "6-KNĐ", "number": 1, "symbol": "NQ/CB", "unit": "cb", "dated": day, "is_issued": False,
    }  # fmt: skip
    return Due(**(plain | known))  # type: ignore[arg-type]  # the fields by name


def _issuing(day: date) -> dict[str, object]:
    digests = ("content_sha256", "pdf_sha256", "docx_sha256", "html_sha256", "context_sha256")
    return {
        "command": "issue_document", "document": "VB-1", "form": "6-KNĐ", "number": 1, "symbol": "NQ/CB",
        "unit": "cb", "dated": day, "template_version": "3",
    } | {name: str(at) * 64 for at, name in enumerate(digests)}  # fmt: skip


@pytest.mark.parametrize(
    "known", [{"form": "8-KNĐ"}, {"number": 2}, {"symbol": "NQ/ĐU"}, {"unit": "du"}, {"dated": None}]
)
def test_paper_noted_otherwise_than_it_was_due_is_told(known: dict[str, object]) -> None:
    walk, day = at("grassroots_vote")
    other = {name: day - ONE_DAY if value is None else value for name, value in known.items()}

    refused = _refused(walk, day, {"due": _due(day, **other)}, **_issuing(day))

    assert refused == _told("document.due", RECORD, document="VB-1", form="6-KNĐ")


def test_paper_noted_twice_is_told() -> None:
    walk, day = at("grassroots_vote")

    refused = _refused(walk, day, {"due": _due(day, is_issued=True)}, **_issuing(day))

    assert refused == _told("document.not_issued", RECORD, document="VB-1", form="6-KNĐ")


@pytest.mark.parametrize(
    ("outcome", "became", "refused"),
    [
        ("sent", None, False), ("sent", "dead", False), ("sent", "digest", False), ("sent", "sent", True),
        ("sent", "unwanted", True), ("dead", "digest", False), ("dead", "sent", True),
        ("digest", None, False), ("digest", "dead", False), ("digest", "digest", True),
        ("unwanted", None, False), ("unwanted", "digest", True), ("unwanted", "sent", True),
    ],
)  # fmt: skip
def test_what_waits_for_the_daily_mail_is_sent_or_given_up_after_and_nothing_else_twice(
    outcome: str, became: str | None, *, refused: bool
) -> None:
    walk, day = at("decision")
    newest = len(walk.told)
    plain = {"command": "send_notice", "notice": "step_opened", "person": MENTOR, "channel": "email"}

    told = _refused(walk, day, {"became": became}, about=newest, outcome=outcome, **plain)

    once = _told(
        "notice.not_sent", "Một người, một việc, một thông báo", notice="step_opened", about=newest,
        channel="email",
    )  # fmt: skip
    assert told == (once if refused else {})


@pytest.mark.parametrize("beyond", [0, 1])
def test_notice_of_nothing_on_record_is_told(beyond: int) -> None:
    walk, day = at("decision")
    about = len(walk.told) + 1 if beyond else 0
    plain = {"command": "send_notice", "notice": "step_opened", "person": MENTOR, "channel": "email"}

    assert _refused(walk, day, about=about, outcome="sent", **plain) == _told(
        "notice.about", RECORD, notice="step_opened", about=about, channel="email"
    )


def test_reminder_before_its_day_tells_the_limit() -> None:
    walk, _ = at("decision")
    step = walk.state.open_step("decision")
    assert step is not None
    assert step.due_on is not None
    said = {"command": "remind", "about": "limit", "subject": "decision", "due_on": step.due_on, "days": 0}

    refused = _refused(walk, step.due_on - ONE_DAY, on=step.due_on, **said)

    assert refused == _told(
        "reminder.due", "Nhắc theo thời hạn của hồ sơ lúc ghi", due_on=step.due_on.isoformat()
    )


def test_what_the_walker_notes_says_what_was_made_sent_and_reminded_of() -> None:
    walk, _ = at("decision")
    step = walk.state.open_step("decision")
    assert step is not None
    assert step.due_on is not None
    day = step.due_on + ONE_DAY
    digests = ("content_sha256", "pdf_sha256", "docx_sha256", "html_sha256", "context_sha256")
    made = {name: str(place) * 64 for place, name in enumerate(digests)} | {"template_version": "3"}
    named = {"form": "6-KNĐ", "number": 1, "symbol": "NQ/CB", "unit": "cb", "dated": day}
    due = Due(**named, is_issued=False)  # type: ignore[arg-type]  # the fields by name

    issued = _noted(walk, day, {"due": due}, command="issue_document", document="VB-1", **named, **made)
    sent = _noted(
        walk, day, command="send_notice", about=3, notice="step_opened", person=MENTOR, channel="email",
        outcome="sent", receipt="r1",
    )  # fmt: skip
    reminded = _noted(
        walk, day, command="remind", on=day, about="limit", subject="decision", due_on=step.due_on, days=1,
        escalated_to=None,
    )  # fmt: skip

    assert issued == DocumentIssued(document="VB-1", form="6-KNĐ", **made)  # type: ignore[arg-type]  # the digests by name
    assert sent == NoticeSent(
        about=3, notice="step_opened", person=MENTOR, channel="email", outcome="sent", receipt="r1"
    )
    assert reminded == Reminded(
        on=day, about="limit", subject="decision", flow=step.flow, due_on=step.due_on, days=1,
        escalated_to=None,
    )  # fmt: skip


def test_reminder_of_a_step_of_another_stage_is_made_by_that_stages_flow() -> None:
    walk, _ = at("decision")
    walk.state = replace(walk.state, stage="sourcing")
    step = walk.state.open[0]
    assert step.due_on is not None
    said = {"command": "remind", "about": "limit", "subject": "decision", "due_on": step.due_on, "days": 0}

    event = _noted(walk, step.due_on, on=step.due_on, **said)

    assert isinstance(event, Reminded)
    assert event.flow == step.flow != VN_2022.stage("sourcing").flow

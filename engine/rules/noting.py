"""What the walker and the sweep note on the timeline: reminders, documents made, notices sent."""

from __future__ import annotations

from engine.rules.given import Due, Facts
from engine.rules.reminding import reminders_of
from models.commands import IssueDocument, Remind, SendNotice
from models.events import DocumentIssued, NoticeSent, Reminded
from models.requirements import Requirement
from models.state import DossierState

_SOURCE = "Hồ sơ: giấy tờ và thông báo theo đúng việc đã ghi"
_DUE = "Nhắc theo thời hạn của hồ sơ lúc ghi"
_ONCE = "Một người, một việc, một thông báo"

Commands = Remind | IssueDocument | SendNotice
Events = Reminded | DocumentIssued | NoticeSent


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Ask that what is noted belongs to this dossier as it stands now, and was not noted before."""
    match command:
        case Remind():
            return (_still_due(state, command, facts),)
        case IssueDocument():
            return _issuable(command, facts.due)
        case SendNotice():
            return _sendable(command, facts)


def _still_due(state: DossierState, command: Remind, facts: Facts) -> Requirement:
    """Ask that there is still what the sweep read before the lock: a limit may be met or moved meanwhile."""
    said = (command.about, command.subject, command.due_on, command.days, command.escalated_to)
    there = {
        (one.about, one.subject, one.due_on, one.days, one.escalated_to)
        for one in reminders_of(state, facts.procedure, command.on, facts.calendar)
    }
    return Requirement(
        rule="reminder.due",
        source=_DUE,
        figures={"due_on": command.due_on.isoformat()},
        met=command.on <= facts.today and said in there,
    )


def _issuable(command: IssueDocument, due: Due | None) -> tuple[Requirement, ...]:
    named = (command.form, command.number, command.symbol, command.unit, command.dated)
    same = due is not None and named == (due.form, due.number, due.symbol, due.unit, due.dated)
    figures = {"document": command.document, "form": command.form}
    return (
        Requirement(rule="document.due", source=_SOURCE, figures=figures, met=same),
        Requirement(
            rule="document.not_issued", source=_SOURCE, figures=figures, met=due is None or not due.is_issued
        ),
    )


def _sendable(command: SendNotice, facts: Facts) -> tuple[Requirement, ...]:
    figures: dict[str, str | int] = {
        "notice": command.notice,
        "about": command.about,
        "channel": command.channel,
    }
    told = 1 <= command.about <= facts.newest
    # What waits for the daily mail is sent or given up after; only what was given up begins anew.
    open_yet = {None, "dead"} if command.outcome in {"digest", "unwanted"} else {None, "dead", "digest"}
    return (
        Requirement(rule="notice.about", source=_SOURCE, figures=figures, met=told),
        Requirement(rule="notice.not_sent", source=_ONCE, figures=figures, met=facts.became in open_yet),
    )


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return what was noted."""
    match command:
        case Remind():
            return [_reminded(state, command, facts)]
        case IssueDocument():
            return [
                DocumentIssued(
                    document=command.document,
                    form=command.form,
                    template_version=command.template_version,
                    content_sha256=command.content_sha256,
                    pdf_sha256=command.pdf_sha256,
                    docx_sha256=command.docx_sha256,
                    html_sha256=command.html_sha256,
                    context_sha256=command.context_sha256,
                )
            ]
        case SendNotice():
            return [
                NoticeSent(
                    about=command.about,
                    notice=command.notice,
                    person=command.person,
                    channel=command.channel,
                    outcome=command.outcome,
                    receipt=command.receipt,
                )
            ]


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state unchanged: papers and notices follow decisions, they make none."""
    return state


def _reminded(state: DossierState, command: Remind, facts: Facts) -> Reminded:
    present = state.open_step(command.subject)
    return Reminded(
        on=command.on,
        about=command.about,
        subject=command.subject,
        flow=present.flow if present is not None else facts.procedure.stage(state.stage).flow,
        due_on=command.due_on,
        days=command.days,
        escalated_to=command.escalated_to,
    )

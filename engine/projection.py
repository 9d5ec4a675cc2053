"""The present as rows: what lists and inboxes read, written with the event and never apart from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.database import WriteSession
from engine.timeline import AnyEvent, Head
from models import commands, events
from models.commands import Command
from models.document import Document
from models.dossier import Dossier, WorkItem
from models.notice import InboxMessage, Notice
from models.person import Mentorship, Person
from models.procedure import Procedure, StepKind
from models.scan import Scan
from models.state import DossierState, OpenStep, Status

STATE: TypeAdapter[DossierState] = TypeAdapter(DossierState)
"""Reads and writes the state a dossier's row keeps."""


_dossier, _item = Dossier.__table__, WorkItem.__table__
_UPDATE_DOSSIER = update(_dossier).where(_dossier.c.number == bindparam("of"))
_UPDATE_WORK_ITEM = update(_item).where(_item.c.dossier == bindparam("of"), _item.c.step == bindparam("was"))
_DELETE_WORK_ITEM = delete(_item).where(_item.c.dossier == bindparam("of"), _item.c.step == bindparam("was"))
_INSERT_WORK_ITEM = insert(_item)
_INSERT_DOCUMENT = insert(Document.__table__)


def open_row(session: WriteSession, state: DossierState, at: datetime) -> None:
    """Give a new dossier its row."""
    row = _row(state, Head(sequence=0, hash=""), at)
    session.write(
        insert(Dossier.__table__),
        row | {"number": state.number, "candidate_id": state.candidate, "source": state.source,
               "opened_on": state.opened_on},
    )  # fmt: skip


def write(
    session: WriteSession, before: DossierState | None, state: DossierState, told: Sequence[AnyEvent],
    procedure: Procedure, head: Head, at: datetime,
) -> None:  # fmt: skip
    """Bring every row that shows the dossier up to its new state."""
    session.write(_UPDATE_DOSSIER, _row(state, head, at) | {"of": state.number})
    _write_work_items(session, state.number, () if before is None else before.open, state.open)
    _write_guides(session, before, state)
    for sequence, event in enumerate(told, start=head.sequence - len(told) + 1):
        if isinstance(event, events.StepEvent | events.Corrected) and event.papers:
            for paper in event.papers:
                session.write(_INSERT_DOCUMENT, _due_document(state.number, sequence, event, paper))
        _write_event(session, state, sequence, event, procedure, at)
        _write_scan(session, state.number, sequence, event)


def note(session: WriteSession, command: Command, at: datetime) -> None:
    """Keep what a noted command shows a reader but the timeline need not carry."""
    if not isinstance(command, commands.SendNotice):
        return
    if command.channel != "inbox" or command.outcome != "sent":
        return
    kept = session.one(
        select(Notice.id).where(
            Notice.dossier == command.dossier,
            Notice.about == command.about,
            Notice.notice == command.notice,
            Notice.person_id == command.person,
            Notice.channel == "inbox",
        )
    )
    if kept is None:
        raise AssertionError(command.notice)  # written by the event before
    session.write(
        insert(InboxMessage.__table__),
        {"notice_id": kept.id, "person_id": command.person, "dossier": command.dossier, "at": at,
         "subject": command.subject or "", "body": command.body or ""},
    )  # fmt: skip


def document_about(session: WriteSession, dossier: str, about: int, form: str) -> str | None:
    """Return the mark of the document of a form that an event asked for, which a corrected one replaces."""
    return session.scalar(
        select(Document.document).where(
            Document.dossier == dossier, Document.about == about, Document.form == form
        )
    )


def _row(state: DossierState, head: Head, at: datetime) -> dict[str, Any]:
    return {
        "unit_id": state.unit,
        "procedure": state.procedure,
        "status": state.status.value,
        "stage": state.stage,
        "joined_on": state.joined_on,
        "ended_on": state.ended_on,
        "changed_at": at,
        "state": STATE.dump_json(state).decode(),
        "sequence": head.sequence,
        "head": head.hash,
    }


def _write_work_items(
    session: WriteSession, dossier: str, before: Sequence[OpenStep], after: Sequence[OpenStep]
) -> None:
    come = {one.step: _work_item(dossier, one) for one in after if one not in before}
    gone = [one.step for one in before if one not in after]
    # A step mostly makes way for another: its row is rewritten instead of one going and one coming, the same
    # step in its own row first, so that no step ever stands in two.
    stays = [step for step in gone if step in come]
    makes_way = [step for step in gone if step not in come]
    fresh = [step for step in come if step not in stays]
    for was, step in [*zip(stays, stays, strict=True), *zip(makes_way, fresh, strict=False)]:
        session.write(_UPDATE_WORK_ITEM, come[step] | {"of": dossier, "was": was})
    if left := makes_way[len(fresh) :]:
        session.write(_DELETE_WORK_ITEM, [{"of": dossier, "was": step} for step in left])
    if new := fresh[len(makes_way) :]:
        session.write(_INSERT_WORK_ITEM, [come[step] for step in new])


def _work_item(dossier: str, step: OpenStep) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "step": step.step,
        "stage": step.stage,
        "kind": step.kind.value,
        "unit_id": step.unit,
        "opened_on": step.opened_on,
        "due_on": step.due_on,
        "attempt": step.attempt,
    }


def _write_guides(session: WriteSession, before: DossierState | None, state: DossierState) -> None:
    old = () if before is None else before.guides
    table = Mentorship.__table__
    for position, guide in enumerate(state.guides):
        row = {"person_id": guide.person, "role": guide.role, "unit_id": guide.unit, "since": guide.since,
               "until": guide.until}  # fmt: skip
        if position >= len(old):
            session.write(insert(table), row | {"dossier": state.number, "position": position})
        elif old[position] != guide:
            here = (table.c.dossier == state.number, table.c.position == position)
            session.write(update(table).where(*here).values(row))


def _write_event(
    session: WriteSession,
    state: DossierState,
    sequence: int,
    event: AnyEvent,
    procedure: Procedure,
    at: datetime,
) -> None:
    match event:
        case events.DocumentIssued():
            session.write(
                update(Document.__table__)
                .where(Document.__table__.c.document == event.document)
                .values(_issued_document(event, at))
            )
        case events.DocumentSigned():
            session.write(
                update(Document.__table__)
                .where(Document.__table__.c.document == event.document)
                .values(signed_sha256=event.after_sha256, signed_in=sequence)
            )
        case events.NoticeSent():
            _write_notice(session, _notice(state.number, event, at))
        case events.CeremonyHeld():
            _write_person(
                session, state.candidate, standing="probationary", joined_on=event.on, unit_id=state.unit
            )
        case events.Transferred():
            _write_person(session, state.candidate, unit_id=event.unit, in_unit_since=event.on)
        case events.StepEvent() if event.moved.ends is Status.RECOGNISED:
            _write_person(
                session, state.candidate, standing="official", official_on=_probation_ended(state, procedure)
            )
        case events.StepEvent() if event.moved.ends is Status.REMOVED:
            _write_person(session, state.candidate, standing="none")
        case events.Closed() if state.joined_on is not None:
            _write_person(session, state.candidate, standing="none")
        case _:
            pass


def _write_scan(session: WriteSession, dossier: str, sequence: int, event: AnyEvent) -> None:
    table = Scan.__table__
    match event:
        case events.ScanAttached():
            row = {"dossier": dossier, "sequence": sequence, "paper": event.paper, "kind": event.format,
                   "size": event.size, "sha256": event.sha256, "enclosure": event.enclosure or "",
                   "standing": "waiting", "document": event.document, "settled": None}  # fmt: skip
            session.write(insert(table), row)
        case events.ScanChecked(scan=scan, verdict=standing):
            _settle(session, dossier, scan, standing, sequence)
        case events.ScanReleased(scan=scan):
            _settle(session, dossier, scan, "released", sequence)
        case _:
            pass


def _settle(session: WriteSession, dossier: str, scan: int, standing: str, sequence: int) -> None:
    table = Scan.__table__
    here = (table.c.dossier == dossier, table.c.sequence == scan)
    session.write(update(table).where(*here).values(standing=standing, settled=sequence))


def _write_notice(session: WriteSession, row: dict[str, Any]) -> None:
    """Write what became of a notice; one given up or put by may be sent after all, one sent stays."""
    session.write(_PUT_NOTICE[session.dialect], row)


def _putting_a_notice(insert_into: Any) -> Any:  # noqa: ANN401 -- the dialects' inserts share no type of conflicts
    statement = insert_into(Notice.__table__).inline()
    became = {name: statement.excluded[name] for name in ("outcome", "receipt", "recorded_at")}
    return statement.on_conflict_do_update(
        index_elements=["dossier", "about", "notice", "person_id", "channel"],
        set_=became,
        where=Notice.__table__.c.outcome.in_(("dead", "digest")),
    )


_PUT_NOTICE = {
    "sqlite": _putting_a_notice(sqlite.insert),
    "postgresql": _putting_a_notice(postgresql.insert),
}


def _probation_ended(state: DossierState, procedure: Procedure) -> date | None:
    """Return the exact end of the term: recognition counts from it, however late it is decided.

    Source: Regulation 29-QĐ/TW, 4.2 b.
    """
    for stage in procedure.stages:
        for step in stage.steps:
            if step.kind is StepKind.WAITING and step.id in state.done:
                return state.done[step.id].on
    return state.ended_on


def _write_person(session: WriteSession, person: str, **values: object) -> None:
    session.write(update(Person.__table__).where(Person.__table__.c.id == person).values(**values))


def _due_document(
    dossier: str, about: int, event: events.StepEvent | events.Corrected, paper: events.PaperDue
) -> dict[str, Any]:
    return {
        "document": paper.document,
        "dossier": dossier,
        "about": about,
        "form": paper.form,
        "unit_id": paper.unit,
        "symbol": paper.symbol,
        "year": event.on.year,
        "number": paper.number,
        "dated": event.on,
        "replaces": paper.replaces,
    }


def _issued_document(event: events.DocumentIssued, at: datetime) -> dict[str, Any]:
    return {
        "issued_at": at,
        "template_version": event.template_version,
        "content_sha256": event.content_sha256,
        "pdf_sha256": event.pdf_sha256,
        "docx_sha256": event.docx_sha256,
        "html_sha256": event.html_sha256,
        "context_sha256": event.context_sha256,
    }


def _notice(dossier: str, event: events.NoticeSent, at: datetime) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "about": event.about,
        "notice": event.notice,
        "person_id": event.person,
        "channel": event.channel,
        "outcome": event.outcome,
        "receipt": event.receipt,
        "recorded_at": at,
    }

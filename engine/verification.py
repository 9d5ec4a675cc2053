"""Whether the record still says what was recorded: chains, replay, enclosures, rolls and documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine import rules
from engine.database import ReadSession
from engine.enclosures import sealed_digest
from engine.projection import STATE
from engine.timeline import Entry, verified
from models import events
from models.document import Document
from models.dossier import Dossier, WorkItem
from models.errors import BrokenRecord, NotFound
from models.meeting import Meeting, RollEntry
from models.state import DossierState
from models.timeline import Enclosure, Stream, TimelineEntry

_AT_ONCE = 500  # digests a question; databases limit how many values one may carry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where the record does not verify."""

    stream: str
    sequence: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked, and everything that did not hold."""

    streams: int
    entries: int
    erased: int
    """Enclosures erased on purpose; their digests still stand in the chain."""
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Say whether everything verifies."""
        return not self.faults


def verify(session: ReadSession, stream: str | None = None) -> Verification:
    """Check one stream, or every stream on record; raises `NotFound` for a stream nobody began."""
    heads = {name: head for name, head in _heads(session) if stream in {None, name}}
    names = sorted({*heads, *_streams(session, stream)})
    if stream is not None and not names:
        raise NotFound("dossier.unknown", dossier=stream)
    faults: list[Fault] = []
    entries = 0
    for name in names:
        told: list[Entry] = []
        faults += _chain_faults(session, name, heads.get(name), told)
        entries += len(told)
        faults += _faults_of(session, name, told)
    return Verification(
        streams=len(names), entries=entries, erased=_erased(session, stream), faults=tuple(faults)
    )


def _heads(session: ReadSession) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the newest entry every stream's own row claims: a chain cut short at its end shows here."""
    for statement in (
        select(Dossier.number, Dossier.sequence, Dossier.head),
        select(Meeting.number, Meeting.sequence, Meeting.head),
        select(Stream.name, Stream.sequence, Stream.head),
    ):
        for name, sequence, head in session.rows(statement):
            yield name, (sequence, head)


def _streams(session: ReadSession, stream: str | None) -> list[str]:
    statement = select(TimelineEntry.stream).distinct()
    if stream is not None:
        statement = statement.where(TimelineEntry.stream == stream)
    return [row.stream for row in session.rows(statement)]


def _chain_faults(
    session: ReadSession, name: str, head: tuple[int, str] | None, told: list[Entry]
) -> Iterator[Fault]:
    """Yield what is wrong with the chain, filling `told` with the entries that hold."""
    try:
        told.extend(verified(session, name))
    except BrokenRecord as broken:
        yield Fault(stream=name, sequence=int(broken.figures["sequence"]), code=broken.code)
        return
    last = (told[-1].sequence, told[-1].hash) if told else (0, "")
    if head != last:
        yield Fault(stream=name, sequence=last[0], code="timeline.cut")


def _faults_of(session: ReadSession, name: str, told: list[Entry]) -> Iterator[Fault]:
    yield from _enclosure_faults(session, name, told)
    first = told[0].event if told else None
    if isinstance(first, events.DossierOpened):
        yield from _state_faults(session, name, told)
        yield from _document_faults(session, name, told)
    if isinstance(first, events.MeetingOpened):
        yield from _roll_faults(session, name, first)


def _state_faults(session: ReadSession, name: str, told: list[Entry]) -> Iterator[Fault]:
    state: DossierState | None = None
    for entry in told:
        state = rules.evolve(state, entry.event, entry.sequence)
    row = session.one(select(*_SHOWN).where(Dossier.number == name))
    if row is None or state is None or STATE.validate_json(row.state) != state:
        yield Fault(stream=name, sequence=told[-1].sequence, code="state.differs")
        return
    if (row.status, row.stage, row.unit_id, row.procedure, row.candidate_id) != (
        state.status.value, state.stage, state.unit, state.procedure, state.candidate,
    ):  # fmt: skip
        yield Fault(stream=name, sequence=told[-1].sequence, code="dossier.differs")
    waiting = session.rows(
        select(WorkItem.step, WorkItem.unit_id, WorkItem.due_on).where(WorkItem.dossier == name)
    )
    if {(one.step, one.unit_id, one.due_on) for one in waiting} != {
        (one.step, one.unit, one.due_on) for one in state.open
    }:
        yield Fault(stream=name, sequence=told[-1].sequence, code="work_items.differ")


_SHOWN = (
    Dossier.state,
    Dossier.status,
    Dossier.stage,
    Dossier.unit_id,
    Dossier.procedure,
    Dossier.candidate_id,
)


def _enclosure_faults(session: ReadSession, name: str, told: list[Entry]) -> Iterator[Fault]:
    kept = _enclosures(session, told)
    for entry in told:
        digest = _enclosed(entry)
        if digest is None:
            continue
        row = kept.get(digest)
        if row is None:
            yield Fault(stream=name, sequence=entry.sequence, code="enclosure.missing")
        elif row.body is None and row.erased_at is None:
            yield Fault(stream=name, sequence=entry.sequence, code="enclosure.emptied")
        elif row.body is not None and sealed_digest(row.salt, row.body.encode()) != digest:
            yield Fault(stream=name, sequence=entry.sequence, code="enclosure.altered")


def _enclosed(entry: Entry) -> str | None:
    """Return the digest of what was typed with an entry, or of the roll a meeting froze."""
    return getattr(entry.event, "enclosure", None) or getattr(entry.event, "roll_sha256", None)


def _enclosures(session: ReadSession, told: list[Entry]) -> dict[str, Any]:
    digests = [digest for entry in told if (digest := _enclosed(entry))]
    kept: dict[str, Any] = {}
    for begin in range(0, len(digests), _AT_ONCE):
        statement = select(Enclosure.digest, Enclosure.salt, Enclosure.body, Enclosure.erased_at).where(
            Enclosure.digest.in_(digests[begin : begin + _AT_ONCE])
        )
        kept |= {row.digest: row for row in session.rows(statement)}
    return kept


def _document_faults(session: ReadSession, name: str, told: list[Entry]) -> Iterator[Fault]:
    rows = {row.document: row for row in session.rows(select(*_DOCUMENT).where(Document.dossier == name))}
    marks = set()
    for entry in told:
        event = entry.event
        for paper in event.papers if isinstance(event, events.StepEvent | events.Corrected) else ():
            marks.add(paper.document)
            row = rows.get(paper.document)
            due = (paper.form, paper.number, paper.symbol, paper.unit, entry.sequence)
            if row is None or (row.form, row.number, row.symbol, row.unit_id, row.about) != due:
                yield Fault(stream=name, sequence=entry.sequence, code="document.differs")
        if isinstance(event, events.DocumentIssued):
            row = rows.get(event.document)
            made = (event.pdf_sha256, event.docx_sha256, event.html_sha256, event.context_sha256)
            if row is None or (row.pdf_sha256, row.docx_sha256, row.html_sha256, row.context_sha256) != made:
                yield Fault(stream=name, sequence=entry.sequence, code="document.differs")
    if set(rows) - marks:
        yield Fault(stream=name, sequence=told[-1].sequence, code="document.unrecorded")


_DOCUMENT = (
    Document.document,
    Document.form,
    Document.number,
    Document.symbol,
    Document.unit_id,
    Document.about,
    Document.pdf_sha256,
    Document.docx_sha256,
    Document.html_sha256,
    Document.context_sha256,
)


def _roll_faults(session: ReadSession, name: str, opened: events.MeetingOpened) -> Iterator[Fault]:
    """Hold the roll's rows to the roll that was frozen, and the counts to its rows."""
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == opened.roll_sha256))
    frozen = None if body is None else json.loads(body)["roll"]
    rows = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason)
        .where(RollEntry.meeting == name)
        .order_by(RollEntry.person_id)
    )
    kept = [
        {"person": row.person_id, "standing": row.standing, "present": row.present, "reason": row.reason}
        for row in rows
    ]
    members = [row for row in rows if row.standing == "member"]
    counts = (len(members), sum(row.present for row in members))
    if counts != (opened.roll, opened.present):
        yield Fault(stream=name, sequence=1, code="roll.counts_differ")
    if frozen is not None and sorted(frozen, key=lambda one: one["person"]) != kept:
        yield Fault(stream=name, sequence=1, code="roll.differs")


def _erased(session: ReadSession, stream: str | None) -> int:
    statement = select(Enclosure.digest).where(Enclosure.erased_at.is_not(None))
    if stream is not None:
        statement = statement.where(Enclosure.stream == stream)
    return len(session.rows(statement))

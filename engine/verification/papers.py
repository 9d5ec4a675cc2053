"""A dossier's documents and notices: as its timeline asked for them, and none that it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.database import ReadSession
from engine.timeline import Entry
from engine.verification.reading import Fault, rows_as_kept
from models import events
from models.document import Document
from models.meeting import Meeting
from models.notice import InboxMessage, Notice
from models.outbox import OutboxRow
from models.scan import Scan


def document_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield documents that differ from what was asked for and made, are unrecorded, or will never be made."""
    expected, about = _expected(told)
    kept = rows_as_kept(
        session, select(Document.document, *_ASKED, *_MADE, *_SIGNED).where(Document.dossier == name)
    )
    rows: dict[str, tuple[Any, ...]] = {row.document: tuple(row)[1:] for row in kept or ()}
    for mark, one in expected.items():
        if rows.get(mark) != one:
            yield Fault(stream=name, sequence=about[mark], code="document.differs")
    if set(rows) - set(expected):
        yield Fault(stream=name, sequence=told[-1].sequence, code="document.unrecorded")
    owed = {one[0] for one in expected.values() if one[len(_ASKED)] is None}
    waiting = select(OutboxRow.sequence).where(OutboxRow.stream == name, OutboxRow.done_at.is_(None))
    for sequence in sorted(owed - {row.sequence for row in session.rows(waiting)} if owed else ()):
        yield Fault(stream=name, sequence=sequence, code="document.not_owed")


_ASKED = (
    Document.about,
    Document.form,
    Document.unit_id,
    Document.symbol,
    Document.year,
    Document.number,
    Document.dated,
    Document.replaces,
)
_MADE = (
    Document.issued_at,
    Document.template_version,
    Document.content_sha256,
    Document.pdf_sha256,
    Document.docx_sha256,
    Document.html_sha256,
    Document.context_sha256,
)
_SIGNED = (Document.signed_sha256, Document.signed_in)
_NOT_MADE, _NOT_SIGNED = (None,) * len(_MADE), (None,) * len(_SIGNED)


def _expected(told: Sequence[Entry]) -> tuple[dict[str, tuple[Any, ...]], dict[str, int]]:
    """Return every document as its row should be, and the newest entry that tells of it."""
    expected: dict[str, tuple[Any, ...]] = {}
    about: dict[str, int] = {}
    for entry in told:
        event = entry.event
        if isinstance(event, events.StepEvent | events.Corrected):
            for paper in event.papers:
                expected[paper.document] = _asked(entry.sequence, event.on, paper) + _NOT_MADE + _NOT_SIGNED
                about[paper.document] = entry.sequence
        if isinstance(event, events.DocumentIssued):
            asked = expected.get(event.document, (None,) * len(_ASKED))[: len(_ASKED)]
            expected[event.document] = asked + _made(entry, event) + _NOT_SIGNED
            about[event.document] = entry.sequence
        if isinstance(event, events.DocumentSigned):
            made = expected.get(event.document, (None,) * len(_ASKED) + _NOT_MADE)[: -len(_SIGNED)]
            expected[event.document] = (*made, event.after_sha256, entry.sequence)
            about[event.document] = entry.sequence
    return expected, about


def _asked(about: int, on: date, paper: events.PaperDue) -> tuple[Any, ...]:
    return about, paper.form, paper.unit, paper.symbol, on.year, paper.number, on, paper.replaces


def _made(entry: Entry, event: events.DocumentIssued) -> tuple[Any, ...]:
    return (
        entry.at, event.template_version, event.content_sha256, event.pdf_sha256, event.docx_sha256,
        event.html_sha256, event.context_sha256,
    )  # fmt: skip


def scan_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield where the scans kept differ from those on the timeline."""
    expected: dict[int, tuple[Any, ...]] = {}
    for entry in told:
        match entry.event:
            case events.ScanAttached() as event:
                attached = (event.paper, event.format, event.size, event.sha256, event.enclosure or "")
                expected[entry.sequence] = (*attached, event.document, "waiting", None)
            case events.ScanChecked(scan=scan, verdict=standing):
                expected[scan] = (*expected.get(scan, ())[:6], standing, entry.sequence)
            case events.ScanReleased(scan=scan):
                expected[scan] = (*expected.get(scan, ())[:6], "released", entry.sequence)
    kept = rows_as_kept(
        session,
        select(
            Scan.sequence, Scan.paper, Scan.kind, Scan.size, Scan.sha256, Scan.enclosure, Scan.document,
            Scan.standing, Scan.settled,
        ).where(Scan.dossier == name),
    )  # fmt: skip
    if kept is None or {row.sequence: tuple(row)[1:] for row in kept} != expected:
        yield Fault(stream=name, sequence=told[-1].sequence, code="scans.differ")


def archived_files(session: ReadSession, dossier: str | None = None) -> tuple[str, ...]:
    """Return the digest of every file the record says lies in the archive, of one stream or of all."""
    made = select(*_FILES).order_by(Document.dossier, Document.document)
    scanned = select(Scan.sha256).order_by(Scan.dossier, Scan.sequence)
    if dossier is not None:
        made, scanned = made.where(Document.dossier == dossier), scanned.where(Scan.dossier == dossier)
    found = [digest for row in session.rows(made) for digest in row if digest]
    found += [row.sha256 for row in session.rows(scanned)]
    signed = select(Meeting.minutes_sha256).order_by(Meeting.number)
    if dossier is not None:
        signed = signed.where(Meeting.number == dossier)
    found += [row.minutes_sha256 for row in session.rows(signed) if row.minutes_sha256]
    return tuple(dict.fromkeys(found))


def signed_files(session: ReadSession, dossier: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return the digests of every unsigned PDF that was signed, each with that of its signed one."""
    signed = select(Document.pdf_sha256, Document.signed_sha256).where(Document.signed_sha256.is_not(None))
    if dossier is not None:
        signed = signed.where(Document.dossier == dossier)
    return tuple((str(one[0]), str(one[1])) for one in session.rows(signed.order_by(Document.document)))


_FILES = (
    Document.pdf_sha256,
    Document.docx_sha256,
    Document.html_sha256,
    Document.context_sha256,
    Document.signed_sha256,
)


def notice_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield where the notices kept differ from those on the timeline, or an inbox lacks its message.

    The wording of a message stands on no chain: that it was reworded cannot be found.
    """
    expected = _sent(told)
    kept = rows_as_kept(
        session,
        select(
            Notice.about, Notice.notice, Notice.person_id, Notice.channel, Notice.outcome, Notice.receipt,
            Notice.recorded_at,
        ).where(Notice.dossier == name),
    )  # fmt: skip
    if kept is None or {tuple(row[:4]): tuple(row[4:]) for row in kept} != expected:
        yield Fault(stream=name, sequence=told[-1].sequence, code="notices.differ")
    read = select(Notice.about, Notice.notice, Notice.person_id).join(
        InboxMessage, InboxMessage.notice_id == Notice.id
    )
    shown = {tuple(row) for row in session.rows(read.where(Notice.dossier == name))}
    if shown != {one[:3] for one, became in expected.items() if one[3] == "inbox" and became[0] == "sent"}:
        yield Fault(stream=name, sequence=told[-1].sequence, code="inbox.differs")


def _sent(told: Sequence[Entry]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return what became of every notice: one given up or put by may be sent after all, one sent stays."""
    expected: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for entry in told:
        event = entry.event
        if isinstance(event, events.NoticeSent):
            which = (event.about, event.notice, event.person, event.channel)
            if which not in expected or expected[which][0] in {"dead", "digest"}:
                expected[which] = (event.outcome, event.receipt, entry.at)
    return expected

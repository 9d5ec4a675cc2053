"""The chains: every entry against the one before, its newest against the stream's row, and what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from engine.database import ReadSession
from engine.enclosures import sealed_digest
from engine.timeline import Entry, verified
from engine.verification.reading import Fault, rows_as_kept
from models.dossier import Dossier
from models.errors import BrokenRecord
from models.meeting import Meeting
from models.timeline import Enclosure, Stream, TimelineEntry

_AT_ONCE = 500  # digests a question; databases limit how many values one may carry


def heads(session: ReadSession) -> dict[str, tuple[int, str]]:
    """Return the newest entry every stream's own row claims: a chain cut short at its end shows here."""
    claimed: dict[str, tuple[int, str]] = {}
    for statement in (
        select(Dossier.number, Dossier.sequence, Dossier.head),
        select(Meeting.number, Meeting.sequence, Meeting.head),
        select(Stream.name, Stream.sequence, Stream.head),
    ):
        claimed |= {name: (sequence, head) for name, sequence, head in session.rows(statement)}
    return claimed


def streams(session: ReadSession) -> set[str]:
    """Return every stream that has an entry."""
    return {row.stream for row in session.rows(select(TimelineEntry.stream).distinct())}


def chain_faults(
    session: ReadSession, name: str, head: tuple[int, str] | None, told: list[Entry]
) -> Iterator[Fault]:
    """Yield what is wrong with a chain, filling `told` with the entries that hold."""
    try:
        told.extend(verified(session, name))
    except BrokenRecord as broken:
        yield Fault(stream=name, sequence=int(broken.figures["sequence"]), code=broken.code)
        return
    except ValueError:  # an instant that is none: the database's own reading fails before ours
        yield Fault(stream=name, sequence=_unreadable(session, name), code="timeline.unreadable")
        return
    last = (told[-1].sequence, told[-1].hash) if told else (0, "")
    if not told or head != last:
        yield Fault(stream=name, sequence=last[0], code="timeline.cut")


def _unreadable(session: ReadSession, name: str) -> int:
    """Return the first entry whose instant cannot be read."""
    all_of = select(TimelineEntry.sequence).where(TimelineEntry.stream == name)
    for row in session.rows(all_of.order_by(TimelineEntry.sequence)):
        here = (TimelineEntry.stream == name, TimelineEntry.sequence == row.sequence)
        if rows_as_kept(session, select(TimelineEntry.at).where(*here)) is None:
            return int(row.sequence)
    return 0


def enclosure_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield what was typed and is lost, emptied or altered.

    No command erases what was typed yet: text that is marked as erased was erased past the program.
    """
    kept = _enclosures(session, told)
    for entry in told:
        digest = _enclosed(entry)
        code = None if digest is None else _wrong(kept.get(digest), digest)
        if code is not None:
            yield Fault(stream=name, sequence=entry.sequence, code=code)


def _wrong(row: Any, digest: str) -> str | None:  # noqa: ANN401 -- a row of `_enclosures`
    if row is None:
        return "enclosure.missing"
    if row.body is None:
        return "enclosure.erased" if row.is_erased else "enclosure.emptied"
    return None if sealed_digest(row.salt, row.body.encode()) == digest else "enclosure.altered"


def _enclosed(entry: Entry) -> str | None:
    """Return the digest of what was typed with an entry, or of the roll a meeting froze."""
    return getattr(entry.event, "enclosure", None) or getattr(entry.event, "roll_sha256", None)


def _enclosures(session: ReadSession, told: Sequence[Entry]) -> dict[str, Any]:
    digests = [digest for entry in told if (digest := _enclosed(entry))]
    kept: dict[str, Any] = {}
    for begin in range(0, len(digests), _AT_ONCE):
        statement = select(
            Enclosure.digest,
            Enclosure.salt,
            Enclosure.body,
            Enclosure.erased_at.is_not(None).label("is_erased"),
        ).where(Enclosure.digest.in_(digests[begin : begin + _AT_ONCE]))
        kept |= {row.digest: row for row in rows_as_kept(session, statement) or ()}
    return kept

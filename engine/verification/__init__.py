"""Whether the record still says what was recorded: chains, replay, enclosures, rolls, papers, register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.database import ReadSession
from engine.timeline import REGISTER, Entry
from engine.verification.ballots import ballot_faults
from engine.verification.chains import chain_faults, enclosure_faults, heads, streams
from engine.verification.dossiers import dossier_faults
from engine.verification.meetings import meeting_faults, vote_faults
from engine.verification.papers import (
    archived_files,
    document_faults,
    notice_faults,
    scan_faults,
    signed_files,
)
from engine.verification.proxies import proxy_faults, represented_faults
from engine.verification.reading import Fault
from engine.verification.register import absent_register, register_faults
from engine.verification.series import series_faults
from models import events
from models.errors import NotFound
from models.timeline import Enclosure

__all__ = ["Fault", "Verification", "archived_files", "signed_files", "verify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked, and everything that did not hold."""

    streams: int
    entries: int
    erased: int
    """Enclosures whose text is gone; their digests still stand in the chain."""
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Say whether everything verifies."""
        return not self.faults


def verify(session: ReadSession, stream: str | None = None) -> Verification:
    """Check one stream, or every stream on record; raises `NotFound` for a stream nobody began.

    Only the whole record shows that a whole stream is gone: by the gap in its series of numbers.
    """
    claimed = heads(session)
    known = {*claimed, *streams(session)}
    names = known if stream is None else known & {stream}
    if stream is not None and not names:
        raise NotFound("dossier.unknown", dossier=stream)
    faults: list[Fault] = []
    entries = 0
    for name in sorted(names):
        told: list[Entry] = []
        broken = list(chain_faults(session, name, claimed.get(name), told))
        entries += len(told)
        faults += [*broken, *enclosure_faults(session, name, told)]
        if not broken:
            faults += _faults_of(session, name, told)
    if stream is None:
        faults += [*absent_register(session, known), *series_faults(session, known)]
    return Verification(
        streams=len(names), entries=entries, erased=_erased(session, stream), faults=tuple(faults)
    )


def _faults_of(session: ReadSession, name: str, told: list[Entry]) -> Iterator[Fault]:
    """Yield where the rows differ from a timeline whose chain holds."""
    first = told[0].event
    if isinstance(first, events.DossierOpened) and first.number == name:
        yield from dossier_faults(session, name, told)
        yield from document_faults(session, name, told)
        yield from notice_faults(session, name, told)
        yield from scan_faults(session, name, told)
        yield from vote_faults(session, name, told)
        yield from ballot_faults(session, name, told)
        yield from represented_faults(session, name, told)
    elif isinstance(first, events.MeetingConvened | events.MeetingOpened) and first.number == name:
        yield from meeting_faults(session, name, told)
        yield from proxy_faults(session, name, told)
    elif name == REGISTER:
        yield from register_faults(session, told)
    else:
        yield Fault(stream=name, sequence=1, code="timeline.stray")


def _erased(session: ReadSession, stream: str | None) -> int:
    statement = select(func.count()).select_from(Enclosure).where(Enclosure.erased_at.is_not(None))
    if stream is not None:
        statement = statement.where(Enclosure.stream == stream)
    return session.scalar(statement) or 0

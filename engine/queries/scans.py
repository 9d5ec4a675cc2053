"""The scans of a dossier's papers: which file shows which, who attached it, and whether it may be opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from engine.database import ReadSession
from models.account import Account
from models.errors import NotFound
from models.person import Person
from models.scan import Scan
from models.timeline import Enclosure, TimelineEntry

USABLE = frozenset({"clean", "released"})
"""How a scan stands that whoever reads the dossier may open."""
WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanLine:
    """One scan."""

    sequence: int
    """Of the entry that attached it; by it the scan is known."""
    paper: str
    format: str
    size: int
    sha256: str
    standing: str
    """`waiting`, `clean`, `released` or `infected`."""
    name: str
    """As the file was called where it came from; empty once that was erased."""
    account: str
    person: str | None
    by: str
    """Full name of who attached it, or the account."""
    on_behalf_of: str | None
    """The absent person for whom they did."""
    at: datetime
    document: str | None
    """Made document whose print, signed by hand, it shows; its number was compared."""

    @property
    def is_usable(self) -> bool:
        """Say whether whoever reads the dossier may open it."""
        return self.standing in USABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingScan:
    """A scan nothing has looked at."""

    dossier: str
    sequence: int
    sha256: str


def waiting_scans(session: ReadSession) -> tuple[WaitingScan, ...]:
    """Return every scan that waits to be checked, those of one dossier together."""
    rows = session.rows(
        select(Scan.dossier, Scan.sequence, Scan.sha256)
        .where(Scan.standing == WAITING)
        .order_by(Scan.dossier, Scan.sequence)
    )
    return tuple(WaitingScan(dossier=row.dossier, sequence=row.sequence, sha256=row.sha256) for row in rows)


def scans_of(session: ReadSession, number: str) -> tuple[ScanLine, ...]:
    """Return the scans of a dossier, the newest first; whether the reader may see it is asked before."""
    return tuple(_lines(session, number, None))


def scan_on(session: ReadSession, number: str, sequence: int) -> ScanLine:
    """Return one scan of a dossier; raises `NotFound`."""
    found = next(_lines(session, number, sequence), None)
    if found is None:
        raise NotFound("scan.unknown", dossier=number)
    return found


def _lines(session: ReadSession, number: str, sequence: int | None) -> Iterator[ScanLine]:
    statement = (
        select(
            Scan.sequence, Scan.paper, Scan.kind, Scan.size, Scan.sha256, Scan.standing, Scan.document,
            Enclosure.body,
            TimelineEntry.actor, TimelineEntry.on_behalf_of, TimelineEntry.at, Account.person_id,
            Person.full_name,
        )
        .join(
            TimelineEntry,
            and_(TimelineEntry.stream == Scan.dossier, TimelineEntry.sequence == Scan.sequence),
        )
        .outerjoin(Enclosure, Enclosure.digest == Scan.enclosure)
        .outerjoin(Account, Account.id == TimelineEntry.actor)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(Scan.dossier == number)
        .order_by(Scan.sequence.desc())
    )  # fmt: skip
    if sequence is not None:
        statement = statement.where(Scan.sequence == sequence)
    for row in session.rows(statement):
        yield ScanLine(
            sequence=row.sequence,
            paper=row.paper,
            format=row.kind,
            size=row.size,
            sha256=row.sha256,
            standing=row.standing,
            name="" if row.body is None else str(json.loads(row.body).get("name", "")),
            account=row.actor,
            person=row.person_id,
            by=row.full_name or row.actor,
            on_behalf_of=row.on_behalf_of,
            at=row.at,
            document=row.document,
        )

"""A dossier's timeline as its page tells it: the entries, by whom, what was typed, and the names in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, false, or_, select

from engine import timeline
from engine.database import ReadSession
from engine.queries.dossier import account_holders, people_named, units_named
from engine.timeline import AnyEvent, Entry
from models.account import Account, RoleGrant
from models.document import Document
from models.errors import NotFound
from models.person import Person
from models.requirements import Requirement
from models.timeline import Enclosure

_PERSONS = ("person", "former", "by_person", "candidate", "chair", "secretary", "holder")
_UNITS = ("unit", "from_unit", "escalated_to", "body", "asked_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that happened to a dossier."""

    entries: tuple[Entry, ...]
    """The earliest first."""
    holders: Mapping[str, str]
    """Account → full name."""
    names: Mapping[str, str]
    """Person or unit id → name, of all the entries speak of."""
    typed: Mapping[str, Mapping[str, Any]]
    """Digest → what was typed; texts that were erased are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """One document as it may be fetched."""

    document: str
    form: str
    number: int | None
    symbol: str | None
    dated: date
    pdf_sha256: str
    docx_sha256: str
    html_sha256: str
    is_signed: bool
    """Whether it bears a digital signature."""


def history(session: ReadSession, number: str, *, since: int = 1, at_most: int | None = None) -> History:
    """Return what happened to a dossier from an entry on; whether the reader may see it is asked before."""
    told = tuple(timeline.entries(session, number, since=since, at_most=at_most))
    spoken = {one for entry in told for one in (*spoken_of(entry.event), entry.on_behalf_of or "")}
    digests = [text for one in told if (text := getattr(one.event, "enclosure", None)) is not None]
    return History(
        entries=told,
        holders=account_holders(session, {one.actor for one in told}),
        names=names_of(session, spoken),
        typed=_typed(session, digests),
    )


def names_of(session: ReadSession, ids: Iterable[str]) -> Mapping[str, str]:
    """Return the names of persons and units by their ids."""
    wanted = set(ids)
    return {**people_named(session, wanted), **units_named(session, wanted)}


def spoken_of(event: AnyEvent) -> Iterator[str]:
    """Yield the ids of the persons and units an event speaks of."""
    for told in (event, *getattr(event, "interested", ()), *getattr(event, "represented", ())):
        for name in (*_PERSONS, *_UNITS):
            value = getattr(told, name, None)
            if isinstance(value, str):
                yield value
    yield from figures_of(getattr(event, "checked", ()))


def figures_of(weighed: Iterable[Requirement]) -> Iterator[str]:
    """Yield the texts in the figures of requirements that may be ids of persons or units."""
    for one in weighed:
        for value in one.figures.values():
            if isinstance(value, str):
                yield from value.split(", ")


def who_acts(
    session: ReadSession, places: Iterable[tuple[str, tuple[str, ...]]]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return by unit and role the full names of those who may act there."""
    wanted = [and_(RoleGrant.unit_id == unit, RoleGrant.role.in_(roles)) for unit, roles in places if roles]
    rows = session.rows(
        select(RoleGrant.unit_id, RoleGrant.role, Person.full_name)
        .join(Account, Account.id == RoleGrant.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(Account.is_active, or_(false(), *wanted))
        .order_by(Person.name_key)
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        place = (row.unit_id, row.role)
        found[place] = (*found.get(place, ()), row.full_name)
    return found


def document_file(session: ReadSession, number: str, document: str) -> DocumentFile:
    """Return a made document of a dossier; raises `NotFound` for one that is another's, or not made yet."""
    row = session.one(
        select(
            Document.document, Document.form, Document.number, Document.symbol,
            Document.dated, Document.pdf_sha256, Document.docx_sha256, Document.html_sha256,
            Document.signed_sha256,
        ).where(Document.document == document, Document.dossier == number, Document.issued_at.is_not(None))
    )  # fmt: skip
    if row is None:
        raise NotFound("document.unknown", document=document)
    return DocumentFile(
        document=row.document,
        form=row.form,
        number=row.number,
        symbol=row.symbol,
        dated=row.dated,
        pdf_sha256=str(row.pdf_sha256),
        docx_sha256=str(row.docx_sha256),
        html_sha256=str(row.html_sha256),
        is_signed=row.signed_sha256 is not None,
    )


def _typed(session: ReadSession, digests: list[str]) -> Mapping[str, Mapping[str, Any]]:
    rows = session.rows(select(Enclosure.digest, Enclosure.body).where(Enclosure.digest.in_(digests)))
    return {row.digest: json.loads(row.body) for row in rows if row.body is not None}

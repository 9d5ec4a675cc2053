"""Dossiers as people read them: the list, one dossier whole, its documents, and who is named in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, literal, select

from engine.access import SYSTEM, UNION_ROLES, Actor, in_scope, may_read, unions_asked
from engine.database import ReadSession
from engine.projection import STATE
from models.account import Account
from models.document import Document
from models.dossier import Dossier, WorkItem
from models.errors import NotFound
from models.person import Person
from models.procedure import StepKind
from models.state import DossierState, Status
from models.text import fold
from models.timeline import TimelineEntry
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers a list shows; None and empty: all."""

    status: str | None = None
    stage: str | None = None
    unit: str | None = None
    """A unit with all that stands below it."""
    name: str | None = None
    """Part of the candidate's name, written with or without marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A step that awaits somebody."""

    step: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One dossier in a list."""

    number: str
    candidate: str
    """Full name."""
    unit: str
    """Name of the branch."""
    procedure: str
    status: str
    stage: str
    opened_on: date
    joined_on: date | None
    ended_on: date | None
    awaits: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWhole:
    """One dossier with everything its page shows."""

    state: DossierState
    candidate: str
    born_on: date
    changed_at: datetime
    people: Mapping[str, str]
    """Person id → full name, of everybody the state names."""
    units: Mapping[str, str]
    """Unit id → name."""
    sequence: int
    """Of the newest timeline entry."""
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document of a dossier, due or made."""

    document: str
    form: str
    number: int | None
    symbol: str | None
    unit: str
    """Name of the body that issues it."""
    dated: date
    issued_at: datetime | None
    """None while it is due."""
    pdf_sha256: str | None
    docx_sha256: str | None
    html_sha256: str | None
    replaces: str | None
    signed_sha256: str | None
    """Of the PDF with its digital signature, if it bears one."""


def dossiers(session: ReadSession, actor: Actor, wanted: Wanted) -> tuple[DossierLine, ...]:
    """Return the dossiers an actor may see, by number."""
    statement = (
        select(
            Dossier.number, Dossier.procedure, Dossier.status, Dossier.stage, Dossier.opened_on,
            Dossier.joined_on, Dossier.ended_on, Person.full_name, Unit.name,
        )
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .order_by(Dossier.number)
    )  # fmt: skip
    if wanted.status is not None:
        statement = statement.where(Dossier.status == wanted.status)
    if wanted.stage is not None:
        statement = statement.where(Dossier.stage == wanted.stage)
    if wanted.name is not None:
        statement = statement.where(Person.name_folded.contains(fold(wanted.name), autoescape=True))
    if wanted.unit is not None:
        above = select(Unit.path).where(Unit.id == wanted.unit).scalar_subquery()
        statement = statement.where(Unit.path.startswith(above))
    rows = session.rows(in_scope(statement, actor))
    awaited = _awaited(session, [row.number for row in rows])
    return tuple(
        DossierLine(
            number=row.number,
            candidate=row.full_name,
            unit=row.name,
            procedure=row.procedure,
            status=row.status,
            stage=row.stage,
            opened_on=row.opened_on,
            joined_on=row.joined_on,
            ended_on=row.ended_on,
            awaits=tuple(awaited[row.number]),
        )
        for row in rows
    )


def dossier(session: ReadSession, actor: Actor, number: str) -> DossierWhole:
    """Return one dossier whole; raises `NotFound` for one that is unknown to the actor."""
    row = session.one(
        select(
            Dossier.state,
            Dossier.changed_at,
            Dossier.sequence,
            Dossier.head,
            Person.full_name,
            Person.born_on,
        )
        .join(Person, Person.id == Dossier.candidate_id)
        .where(Dossier.number == number)
    )
    state = None if row is None else STATE.validate_json(row.state)
    if row is None or state is None or not _readable(session, actor, state):
        raise NotFound("dossier.unknown", dossier=number)
    return DossierWhole(
        state=state,
        candidate=row.full_name,
        born_on=row.born_on,
        changed_at=row.changed_at,
        people=people_named(
            session,
            {
                state.candidate,
                *(one.person for one in state.guides),
                *(one.person for one in state.interests),
            },
        ),
        units=units_named(
            session, {*state.line, *state.bodies.values(), *(one.unit for one in state.guides)}
        ),
        sequence=row.sequence,
        head=row.head,
    )


def documents(session: ReadSession, actor: Actor, number: str) -> tuple[DocumentLine, ...]:
    """Return a dossier's documents in the order in which they became due; raises `NotFound`."""
    dossier(session, actor, number)
    rows = session.rows(
        select(
            Document.document, Document.form, Document.number, Document.symbol, Unit.name, Document.dated,
            Document.issued_at, Document.pdf_sha256, Document.docx_sha256, Document.html_sha256,
            Document.replaces, Document.signed_sha256,
        )
        .join(Unit, Unit.id == Document.unit_id)
        .where(Document.dossier == number)
        .order_by(Document.about, Document.document)
    )  # fmt: skip
    return tuple(
        DocumentLine(
            document=row.document,
            form=row.form,
            number=row.number,
            symbol=row.symbol,
            unit=row.name,
            dated=row.dated,
            issued_at=row.issued_at,
            pdf_sha256=row.pdf_sha256,
            docx_sha256=row.docx_sha256,
            html_sha256=row.html_sha256,
            replaces=row.replaces,
            signed_sha256=row.signed_sha256,
        )
        for row in rows
    )


def people_named(session: ReadSession, persons: Iterable[str]) -> Mapping[str, str]:
    """Return full names by person id."""
    rows = session.rows(select(Person.id, Person.full_name).where(Person.id.in_(sorted(set(persons)))))
    return {row.id: row.full_name for row in rows}


def person_named(session: ReadSession, person: str | None) -> str:
    """Return somebody's full name; empty for nobody, and whoever the register does not know by their id."""
    return "" if person is None else people_named(session, [person]).get(person, person)


def units_named(session: ReadSession, units: Iterable[str]) -> Mapping[str, str]:
    """Return names by unit id."""
    rows = session.rows(select(Unit.id, Unit.name).where(Unit.id.in_(sorted(set(units)))))
    return {row.id: row.name for row in rows}


def units_within(session: ReadSession, actor: Actor) -> tuple[str, ...]:
    """Return the ids of the units by whose roles an actor reads, and of all below them, from the top."""
    roots = select(Unit.path).where(Unit.id.in_({one.unit for one in actor.reads})).subquery()
    below = func.substr(Unit.path, 1, func.length(roots.c.path)) == roots.c.path
    found = select(Unit.id, Unit.path).order_by(Unit.path)
    if actor.account != SYSTEM:
        found = found.join(roots, below).distinct()
    return tuple(row.id for row in session.rows(found))


def account_holders(session: ReadSession, accounts: Iterable[str]) -> Mapping[str, str]:
    """Return the full name of whoever holds an account, by account id; accounts of nobody are left out."""
    rows = session.rows(
        select(Account.id, Person.full_name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_(sorted(set(accounts))))
    )
    return {row.id: row.full_name for row in rows}


def endorsed_by(actor: Actor) -> ColumnElement[bool]:
    """Ask for a timeline's entry in which a union's officer endorsed: that dossier they read ever after."""
    is_officer = literal(any(grant.role in UNION_ROLES for grant in actor.reads))
    return and_(is_officer, TimelineEntry.kind == "endorsed", TimelineEntry.actor == actor.account)


def awaits_union(unions: Collection[str]) -> ColumnElement[bool]:
    """Ask for a dossier that awaits the endorsement of one of these unions, which their officers may read."""
    endorsing = select(WorkItem.dossier).where(WorkItem.kind == StepKind.ENDORSEMENT.value)
    # Which union serves a dossier stands in its state. Not LIKE, for which `_` stands for any sign.
    named = literal('"') + Unit.kind + '":"' + Unit.id + '"'
    serving = select(Unit.id).where(
        Unit.id.in_(unions), func.replace(Dossier.state, named, "") != Dossier.state
    )
    return and_(
        Dossier.status.in_((Status.UNDER_WAY.value, Status.RETURNED.value)),
        Dossier.number.in_(endorsing),
        serving.correlate(Dossier).exists(),
    )


def _readable(session: ReadSession, actor: Actor, state: DossierState) -> bool:
    stakes = frozenset(one.person for one in state.guides)
    if may_read(actor, state.line, stakes, unions_asked(state)).allowed:
        return True
    own = select(TimelineEntry.id).where(TimelineEntry.stream == state.number, endorsed_by(actor))
    return session.scalar(own.limit(1)) is not None


def _awaited(session: ReadSession, numbers: list[str]) -> Mapping[str, list[Awaited]]:
    rows = session.rows(
        select(WorkItem.dossier, WorkItem.step, WorkItem.due_on)
        .where(WorkItem.dossier.in_(numbers))
        .order_by(WorkItem.dossier, WorkItem.due_on.nulls_last(), WorkItem.opened_on, WorkItem.step)
    )
    found: defaultdict[str, list[Awaited]] = defaultdict(list)
    for row in rows:
        found[row.dossier].append(Awaited(step=row.step, due_on=row.due_on))
    return found

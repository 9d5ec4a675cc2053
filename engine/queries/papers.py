"""What is on record for one document that is due: read once, handed on as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from engine import rules
from engine.database import ReadSession
from engine.numbers import printed
from engine.organisation import signer_of
from engine.queries.attendance import OnRoll, attended_at
from engine.timeline import Entry, entries
from models import events
from models.document import Document
from models.errors import NotFound
from models.papers import (
    Answer,
    EarlierPaper,
    MemberFacts,
    PaperFacts,
    PersonFacts,
    SeatFacts,
    TallyFacts,
    UnitFacts,
)
from models.person import Person
from models.procedure import FieldKind, Procedure
from models.state import DossierState, Guide
from models.text import person_key
from models.timeline import Enclosure
from models.unit import Seat, Unit

_MEMBER = "Đảng viên"  # the position of somebody who holds no seat, as papers print it


def paper_facts(session: ReadSession, document: str, procedure: Procedure) -> PaperFacts:
    """Return all that is on record for a document, as it stood after the step it speaks of.

    A corrected paper speaks of its step as that stood then, with the corrected text. Raises `NotFound` for a
    document that was never due, or whose body has nobody to sign.
    """
    due = session.one(select(*_DUE).where(Document.document == document))
    if due is None:
        raise NotFound("document.unknown", document=document)
    told = [one for one in entries(session, due.dossier) if one.sequence <= due.about]
    sequence, subject = _subject(told)
    state = _state_after(told, sequence)
    bodies, texts = _units(session, state), _texts(session, due.dossier)
    issuer = bodies[due.unit_id]
    return PaperFacts(
        form=due.form,
        step=subject.step,
        outcome=subject.outcome,
        dossier=due.dossier,
        document=document,
        number=due.number,
        symbol=due.symbol,
        dated=due.dated,
        recorded_at=told[-1].at,
        candidate=_person(session, state.candidate),
        issuer=issuer,
        superior=_superior(session, due.unit_id),
        branch=bodies[state.unit],
        bodies={kind: bodies[unit] for kind, unit in state.bodies.items()},
        signer=_signer(session, issuer, due.dated),
        answers=_answers(texts, told[-1].event, procedure, due.form),
        members=tuple(_member(session, one, bodies, state.ended_on) for one in state.guides),
        tally=_tally(session, due.dossier, sequence, subject, _signer_or_none(session, issuer, due.dated)),
        earlier=_earlier(session, due.dossier, told, procedure, bodies, texts),
        joined_on=state.joined_on,
        source=state.source,
    )


_DUE = (
    Document.dossier,
    Document.about,
    Document.form,
    Document.unit_id,
    Document.symbol,
    Document.number,
    Document.dated,
)


def _subject(told: Sequence[Entry]) -> tuple[int, events.StepEvents]:
    """Return the step a document speaks of: the last one, or the one a correction corrects."""
    last = told[-1].event
    wanted = last.step if isinstance(last, events.Corrected) else None
    for entry in reversed(told):
        event = entry.event
        if isinstance(event, events.StepEvents) and wanted in {None, event.step}:
            return entry.sequence, event
    raise NotFound("document.no_step", document=told[-1].stream)


def _state_after(told: Sequence[Entry], sequence: int) -> DossierState:
    """Return where the dossier stood after an entry: since then it may have moved to other bodies."""
    state: DossierState | None = None
    for entry in told[:sequence]:
        state = rules.evolve(state, entry.event, entry.sequence)
    if state is None:
        raise AssertionError(sequence)  # every timeline begins with an opening
    return state


def _units(session: ReadSession, state: DossierState) -> dict[str, UnitFacts]:
    wanted = {*state.line, *state.bodies.values(), *(one.unit for one in state.guides), state.unit}
    rows = session.rows(select(Unit.id, Unit.kind, Unit.name, Unit.place).where(Unit.id.in_(sorted(wanted))))
    return {row.id: UnitFacts(id=row.id, kind=row.kind, name=row.name, place=row.place) for row in rows}


def _superior(session: ReadSession, unit: str) -> UnitFacts | None:
    parent = select(Unit.parent_id).where(Unit.id == unit).scalar_subquery()
    row = session.one(select(Unit.id, Unit.kind, Unit.name, Unit.place).where(Unit.id == parent))
    return None if row is None else UnitFacts(id=row.id, kind=row.kind, name=row.name, place=row.place)


_PERSON = (
    Person.id,
    Person.full_name,
    Person.sex,
    Person.born_on,
    Person.birthplace,
    Person.home_town,
    Person.ethnicity,
    Person.religion,
    Person.residence,
    Person.occupation,
    Person.education,
    Person.identity_number,
    Person.union_joined_on,
    Person.joined_on,
    Person.official_on,
)


_FIELDS = tuple(column.key for column in _PERSON)


def _person(session: ReadSession, person: str) -> PersonFacts:
    row = session.one(select(*_PERSON).where(Person.id == person))
    if row is None:
        raise NotFound("person.unknown", person=person)
    return PersonFacts(**dict(zip(_FIELDS, row, strict=True)))


def _signer_or_none(session: ReadSession, unit: UnitFacts, on: date) -> SeatFacts | None:
    found = signer_of(session, unit.id, on)
    return None if found is None else SeatFacts(full_name=found.full_name, position=found.position)


def _signer(session: ReadSession, unit: UnitFacts, on: date) -> SeatFacts:
    found = _signer_or_none(session, unit, on)
    if found is None:
        raise NotFound("signer.unknown", unit=unit.id, on=on.isoformat())
    return found


def _texts(session: ReadSession, dossier: str) -> dict[str, str | None]:
    """Return everything typed into a dossier, by digest; what was erased is None."""
    kept = select(Enclosure.digest, Enclosure.body).where(Enclosure.stream == dossier)
    return {row.digest: row.body for row in session.rows(kept)}


def _answers(
    texts: Mapping[str, str | None], event: object, procedure: Procedure, form: str
) -> Mapping[str, Answer]:
    enclosure = getattr(event, "enclosure", None)
    stated: dict[str, Answer] = {"place": event.place} if isinstance(event, events.CeremonyHeld) else {}
    if enclosure is None:
        return stated
    body = texts.get(enclosure)
    if body is None:
        raise NotFound("enclosure.erased", enclosure=enclosure)
    typed: dict[str, Any] = json.loads(body).get("answers", {})
    days = {one.id for one in procedure.forms.form(form).fields if one.kind is FieldKind.DATE}
    return stated | {
        name: date.fromisoformat(value) if name in days else value
        for name, value in typed.items()
        if value is not None
    }


def _member(
    session: ReadSession, guide: Guide, bodies: Mapping[str, UnitFacts], ended_on: date | None
) -> MemberFacts:
    """Return a guide; whom the very end of the dossier releases still serves on the paper that ends it."""
    return MemberFacts(
        person=_person(session, guide.person),
        role=guide.role,
        position=_position(session, guide.person, guide.unit, guide.since),
        branch=bodies[guide.unit].name,
        assigned_on=guide.since,
        ended_on=None if guide.until == ended_on else guide.until,
    )


def _position(session: ReadSession, person: str, unit: str, on: date) -> str | None:
    return session.scalar(
        select(Seat.position)
        .where(
            Seat.person_id == person,
            Seat.unit_id == unit,
            Seat.since <= on,
            or_(Seat.until.is_(None), Seat.until > on),
        )
        .order_by(Seat.since)
        .limit(1)
    )


def _tally(
    session: ReadSession, dossier: str, sequence: int, event: events.StepEvents, officer: SeatFacts | None
) -> TallyFacts | None:
    if isinstance(event, events.Endorsed) and event.body is not None and officer is not None:
        return TallyFacts(
            held_on=event.on, chair=officer, secretary=officer, roll=event.roll, probationary=0,
            present=event.present, probationary_present=0, absences=(), excused=(), yes=event.yes,
            no=event.no, blank=event.present - event.yes - event.no, invalid=0,
            passed=event.outcome == "endorsed",
        )  # fmt: skip
    if not isinstance(event, events.Voted | events.Decided):
        return None
    attended = attended_at(session, event.meeting, dossier, sequence)
    if attended is None:
        raise NotFound("meeting.unknown", meeting=event.meeting)
    unit = str(event.unit)  # a body always votes, in a meeting of its own
    return TallyFacts(
        held_on=event.on,
        chair=_officer(session, attended.chair, unit, event.on),
        secretary=_officer(session, attended.secretary, unit, event.on),
        roll=attended.roll,
        probationary=attended.probationary,
        present=attended.present,
        probationary_present=attended.probationary_present,
        absences=_away(attended.people, is_excused=False),
        excused=_away(attended.people, is_excused=True),
        yes=event.yes,
        no=event.no,
        blank=event.blank,
        invalid=event.invalid,
        passed=event.outcome in {"passed", "approved"},
        cast=event.ballots_cast,
        represented=_represented(attended.people, event),
    )


def _represented(
    people: Iterable[OnRoll], event: events.Voted | events.Decided
) -> tuple[tuple[str, str], ...]:
    names = {one.person: one.full_name for one in people}
    return tuple((names[one.person], names[one.holder]) for one in event.represented)


def _away(people: Iterable[OnRoll], *, is_excused: bool) -> tuple[tuple[str, str], ...]:
    """Return name and reason of who was absent or left, or of who is excused, by name."""
    return tuple(
        (one.full_name, one.reason)
        for one in sorted(people, key=lambda one: (person_key(one.full_name), one.person))
        if not one.present and (one.standing == "excused") == is_excused
    )


def _officer(session: ReadSession, person: str, unit: str, on: date) -> SeatFacts:
    position = _position(session, person, unit, on)
    return SeatFacts(full_name=_person(session, person).full_name, position=position or _MEMBER)


def _earlier(
    session: ReadSession,
    dossier: str,
    told: Sequence[Entry],
    procedure: Procedure,
    bodies: Mapping[str, UnitFacts],
    texts: Mapping[str, str | None],
) -> tuple[EarlierPaper, ...]:
    """Return the papers filed before, with their numbers where they had one, oldest first."""
    rows = session.rows(
        select(Document.about, Document.form, Document.number, Document.symbol, Document.dated, Unit.name)
        .join(Unit, Unit.id == Document.unit_id)
        .where(Document.dossier == dossier, Document.about < told[-1].sequence)
    )
    issued = {(row.about, row.form): row for row in rows}
    found: list[EarlierPaper] = []
    for entry in told[:-1]:
        event = entry.event
        if isinstance(event, events.Corrected):
            found += _corrected(session, event, told[: entry.sequence], procedure, issued, texts)
        if not isinstance(event, events.StepEvents):
            continue
        for paper in event.filed:
            row = issued.get((entry.sequence, paper.form))
            numbered = row is not None and row.number is not None and row.symbol is not None
            found.append(
                EarlierPaper(
                    form=paper.form,
                    number=printed(row.number, row.symbol) if row is not None and numbered else None,
                    dated=paper.dated,
                    issuer=row.name if row is not None else _name(bodies, event.unit),
                    answers=_typed(texts, event, procedure, paper.form),
                    tally=_tally(session, dossier, entry.sequence, event, None),
                )
            )
    return tuple(found)


def _corrected(
    session: ReadSession,
    event: events.Corrected,
    told: Sequence[Entry],
    procedure: Procedure,
    issued: Mapping[Any, Any],
    texts: Mapping[str, str | None],
) -> Iterator[EarlierPaper]:
    """Yield the papers a correction, the last thing told, made again: from then on they are what counts."""
    sequence, subject = _subject(told)
    for paper in event.papers:
        row = issued[told[-1].sequence, paper.form]
        yield EarlierPaper(
            form=paper.form,
            number=None if paper.number is None else printed(paper.number, str(paper.symbol)),
            dated=event.on,
            issuer=row.name,
            answers=_typed(texts, event, procedure, paper.form),
            tally=_tally(session, told[0].stream, sequence, subject, None),
        )


def _name(bodies: Mapping[str, UnitFacts], unit: str | None) -> str:
    found = None if unit is None else bodies.get(unit)
    return "" if found is None else found.name


def _typed(
    texts: Mapping[str, str | None],
    event: events.StepEvents | events.Corrected,
    procedure: Procedure,
    form: str,
) -> Mapping[str, Answer]:
    known = {one.code for one in procedure.forms.forms}
    return _answers(texts, event, procedure, form) if form in known else {}

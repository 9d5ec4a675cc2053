"""The people of the register: a list by name, and one of them with everything that may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.administration import PAGE, Section, address, refuse_strangers, sections
from desk.asking import Asked
from desk.pages.admin_do import done
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import register_people as query
from engine.queries.register_people import PersonFacts, PersonFilter, PersonRow
from engine.queries.register_units import unit_facts
from engine.queries.rights import Reach, reach_of, reading, reading_people
from outputs.wording.fields import field_caption

_LIST, _ONE = "/settings/people", "/settings/person"
_STANDINGS = ("none", "probationary", "official")
_MARK = "~"
"""Stands between the name key and the id of the last line shown; in neither of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of the list, with where the row leads."""

    person: PersonRow
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """The people within the reader's reach."""

    TEMPLATE: ClassVar[str] = "admin_people.html"

    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    words: str
    unit: str
    unit_name: str
    standing: str
    standings: tuple[str, ...]
    seat_in: str
    """Unit for which somebody is looked for to take a seat; empty where the list is only read."""
    seat_in_name: str
    after: str
    may_add: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing the register says of a person, and where it is corrected."""

    name: str
    text: str
    value: str | date | None
    correct: str
    """Empty where the reader may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One person."""

    TEMPLATE: ClassVar[str] = "admin_person.html"

    person: PersonFacts
    facts: tuple[Fact, ...]
    may: frozenset[str]
    reads_accounts: bool
    leavable: frozenset[str]
    """Units in which the reader may end a seat."""
    done: str


def show_list(asked: Asked) -> Response:
    """Show the people the reader looks after, by name."""
    with asked.desk.database.reading() as session:
        reach = reading_people(session, asked.actor(session))
        refuse_strangers(reach)
        seat_in = asked.query("seat_in")
        wanted = PersonFilter(
            words=asked.query("q").strip()[:200], unit=asked.query("unit"), standing=_standing(asked)
        )
        key, _, number = asked.query("after").partition(_MARK)
        found = query.people(session, reach, wanted, after=(key, number), size=PAGE + 1)
        seats = reach_of(session, actor_of(session, asked.account), "take_seat")
        context = ListContext(
            sections=sections(asked, session),
            lines=tuple(Line(person=one, address=_leads_to(one, seat_in)) for one in found[:PAGE]),
            words=wanted.words,
            unit=wanted.unit,
            unit_name=unit_facts(session, reach, wanted.unit).name if wanted.unit else "",
            standing=wanted.standing,
            standings=_STANDINGS,
            seat_in=seat_in,
            seat_in_name=unit_facts(session, seats, seat_in).name if seat_in else "",
            after=_next(wanted, seat_in, found),
            may_add=bool(reach_of(session, actor_of(session, asked.account), "add_person")),
        )
    return page(asked, context)


def _standing(asked: Asked) -> str:
    return next((one for one in _STANDINGS if one == asked.query("standing")), "")


def _leads_to(one: PersonRow, seat_in: str) -> str:
    if seat_in:
        return address("/settings/do/take_seat", person=one.id, unit=seat_in)
    return address(_ONE, id=one.id)


def _next(wanted: PersonFilter, seat_in: str, found: tuple[PersonRow, ...]) -> str:
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    return address(
        _LIST, q=wanted.words, unit=wanted.unit, standing=wanted.standing, seat_in=seat_in,
        after=f"{last.name_key}{_MARK}{last.id}",
    )  # fmt: skip


def show(asked: Asked) -> Response:
    """Show one person."""
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        reach = reading_people(session, actor)
        refuse_strangers(reach)
        person = query.person_facts(session, actor, reach, asked.query("id"))
        acting = actor_of(session, asked.account)
        may = {name for name in _COMMANDS if reach_of(session, acting, name).covers(person.unit_path)}
        context = Context(
            person=person,
            facts=_facts(asked, person, may_correct="correct_person" in may),
            may=frozenset(may | _anywhere(session, asked)),
            reads_accounts=reading(session, actor).covers(person.unit_path),
            leavable=_leavable(person, reach_of(session, acting, "leave_seat")),
            done=done(asked),
        )
    return page(asked, context)


def _anywhere(session: ReadSession, asked: Asked) -> set[str]:
    """Return what depends on a unit chosen on the form, and not on the person's own."""
    acting = actor_of(session, asked.account)
    return {"take_seat"} if reach_of(session, acting, "take_seat") else set()


def _leavable(person: PersonFacts, reach: Reach) -> frozenset[str]:
    return frozenset(one.unit for one in person.seats if reach.covers(one.path))


def _facts(asked: Asked, person: PersonFacts, *, may_correct: bool) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            name=name,
            text=field_caption(name, asked.language) or name,
            value=value,
            correct=address("/settings/do/correct_person", person=person.id, field=name)
            if may_correct
            else "",
        )
        for name, value in person.correctable.items()
    )


_COMMANDS = ("correct_person", "enter_standing", "open_account")

ROUTES = (get(_LIST, show_list), get(_ONE, show))

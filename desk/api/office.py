"""The office over the API: who I am, meetings, units, people, regulations and figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from desk.api import meeting_shapes, shapes
from desk.api.caller import Reader
from desk.api.dossiers import Number, Words
from desk.api.paging import Page, Paged, day, page, text
from desk.api.problems import described
from engine.queries import durations, meetings, workload
from engine.queries.lists import Filter
from engine.queries.onward import (
    MeetingMark,
    PersonMark,
    meetings_after,
    people_after,
    units_after,
)
from engine.queries.rights import reading_people
from engine.queries.scopes import scopes_of
from models.commands.shape import Reference
from models.errors import NotFound
from models.procedure import Procedure

ROUTER = APIRouter()


class MeetingsAsked(Paged):
    """Which meetings."""

    unit: Reference | None = None


class PeopleAsked(Paged):
    """Which people."""

    q: Words = ""
    """Parts of the name, in any order, with or without marks."""
    unit: Reference | None = None


@ROUTER.get("/me", tags=["office"], responses=described())
def me(caller: Reader) -> shapes.Me:
    """Whose token this is, and how far it goes."""
    bearer = caller.bearer
    with caller.desk.database.reading() as session:
        held = caller.actor(session).grants
        scopes = scopes_of(session, caller.account)
    person = None if bearer.person is None else shapes.Named(id=bearer.person, name=bearer.full_name or "")
    return shapes.Me(
        account=bearer.account,
        person=person,
        token=bearer.token,
        may_record=bearer.may_record,
        expires_at=bearer.expires_at,
        roles=tuple(
            shapes.Role(role=one.role, unit=shapes.Named(id=one.unit, name=one.unit_name))
            for one in scopes
            if any((one.role, one.unit) == (grant.role, grant.unit) for grant in held)
        ),
        is_narrowed=bearer.only is not None,
    )


@ROUTER.get("/meetings", tags=["meetings"], responses=described())
def meetings_of(caller: Reader, asked: Annotated[MeetingsAsked, Query()]) -> Page[meeting_shapes.MeetingLine]:
    """The meetings of the units under the account, the newest first."""
    found = asked.read(day, text)
    mark = None if found is None else MeetingMark(held_on=found[0], number=found[1])
    with caller.desk.database.reading() as session:
        lines = meetings_after(
            session, caller.actor(session), asked.unit or "", after=mark, at_most=asked.enough
        )
    kept, rest = page(asked, lines, lambda one: asked.written(one.held_on, one.number))
    return Page(items=tuple(meeting_shapes.MeetingLine.model_validate(one) for one in kept), next=rest)


@ROUTER.get("/meetings/{number}", tags=["meetings"], responses=described(404))
def meeting(caller: Reader, number: Number) -> meeting_shapes.Meeting:
    """One meeting with its agenda and its roll."""
    with caller.desk.database.reading() as session:
        found = meetings.meeting(session, caller.actor(session), number)
    return meeting_shapes.Meeting(
        **meeting_shapes.MeetingLine.model_validate(found.line).model_dump(),
        hour=found.hour,
        place=found.place,
        chair=found.chair,
        secretary=found.secretary,
        probationary=found.probationary,
        probationary_present=found.probationary_present,
        entries=tuple(meeting_shapes.OnRoll.model_validate(one) for one in found.entries),
        changes=tuple(meeting_shapes.AttendanceChange.model_validate(one) for one in found.changes),
        proxies=tuple(meeting_shapes.Proxy.model_validate(one) for one in found.proxies),
        agenda=tuple(meeting_shapes.AgendaPoint.model_validate(one) for one in found.points),
        chain=tuple(one.number for one in found.chain),
        minutes_sha256=found.minutes_sha256,
        chair_signed=found.chair_signed,
        secretary_signed=found.secretary_signed,
    )


@ROUTER.get("/units", tags=["office"], responses=described())
def units(caller: Reader, asked: Annotated[Paged, Query()]) -> Page[shapes.Unit]:
    """The units in which the account holds a role, with all below them, as they stand in the tree."""
    found = asked.read(text)
    after = "" if found is None else found[0]
    with caller.desk.database.reading() as session:
        lines = units_after(session, caller.actor(session), after=after, at_most=asked.enough)
    kept, rest = page(asked, lines, lambda one: asked.written(one.path))
    return Page(items=tuple(shapes.Unit.model_validate(one) for one in kept), next=rest)


@ROUTER.get("/units/{unit}", tags=["office"], responses=described(404))
def unit_of(caller: Reader, unit: Number) -> shapes.Unit:
    """One unit."""
    with caller.desk.database.reading() as session:
        found = units_after(session, caller.actor(session), after="", at_most=1, unit=unit)
    if not found:
        raise NotFound("unit.unknown", unit=unit)
    return shapes.Unit.model_validate(found[0])


@ROUTER.get("/people", tags=["office"], responses=described())
def people(caller: Reader, asked: Annotated[PeopleAsked, Query()]) -> Page[shapes.Person]:
    """The people the account looks after, by name; what else the register knows stays there."""
    found = asked.read(text, text)
    mark = None if found is None else PersonMark(name_key=found[0], person=found[1])
    with caller.desk.database.reading() as session:
        lines = people_after(
            session,
            reading_people(session, caller.actor(session)),
            after=mark,
            at_most=asked.enough,
            words=asked.q,
            unit=asked.unit or "",
        )
    kept, rest = page(asked, lines, lambda one: asked.written(one.name_key, one.person))
    return Page(items=tuple(shapes.Person.model_validate(one) for one in kept), next=rest)


@ROUTER.get("/people/{person}", tags=["office"], responses=described(404))
def person_of(caller: Reader, person: Number) -> shapes.Person:
    """One person."""
    with caller.desk.database.reading() as session:
        reach = reading_people(session, caller.actor(session))
        found = people_after(session, reach, after=None, at_most=1, person=person)
    if not found:
        raise NotFound("person.unknown", person=person)
    return shapes.Person.model_validate(found[0])


@ROUTER.get("/procedures", tags=["procedures"], responses=described())
def procedures(caller: Reader) -> tuple[shapes.ProcedureLine, ...]:
    """Every version of the regulation, the oldest first."""
    return tuple(shapes.ProcedureLine.model_validate(one) for one in caller.desk.procedures.all())


@ROUTER.get("/procedures/{procedure}", tags=["procedures"], responses=described(404))
def procedure_of(
    caller: Reader, procedure: Annotated[str, Path(pattern="^[a-z0-9-]+$", max_length=80)]
) -> Procedure:
    """One version whole: its stages, steps, forms and numbers, each with its source."""
    return caller.desk.procedures.version(procedure)


@ROUTER.get("/figures", tags=["figures"], responses=described())
def figures(
    caller: Reader,
    unit: Annotated[Reference | None, Query(description="A unit with all that stands below it.")] = None,
    year: Annotated[
        int | None, Field(ge=1900, le=2199), Query(description="In which the dossiers were opened.")
    ] = None,
) -> shapes.Figures:
    """Where dossiers stand, how long steps take against their limits, what is late, who guides whom."""
    wanted, today = Filter(unit=unit or "", year=year), caller.today
    with caller.desk.database.reading() as session:
        actor = caller.actor(session)
        spent = durations.durations(session, actor, wanted, today)
        return shapes.Figures(
            totals=shapes.Totals.model_validate(workload.totals(session, actor, wanted, today)),
            by_stage=workload.by_stage(session, actor, wanted, today),
            durations=tuple(shapes.Duration.model_validate(one) for one in spent.values()),
            late_units=tuple(
                shapes.LateUnit.model_validate(one)
                for one in workload.late_units(session, actor, wanted, today)
            ),
            mentors=tuple(
                shapes.MentorLoad.model_validate(one)
                for one in workload.mentors(session, actor, Filter(unit=unit or ""), today)
            ),
        )

"""The committee desk: what awaits the bodies somebody acts for, to be decided one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk.asking import Asked
from desk.batch.rows import known_in
from desk.batch.sitting import MOST, Sitting, sitting
from desk.numbers import page_number
from desk.recording.weighing import NOBODY
from desk.routes import get
from desk.templating import page
from engine import batches
from engine.batches import Kept
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries import committee
from engine.queries.committee import Agendum, Docket, Docketed
from engine.queries.meetings import MeetingLine, convened_meetings
from models.commands import StepCommand
from models.errors import DiudatError
from models.procedure import StepKind
from models.requirements import Requirement, unmet
from outputs.wording import Language, error_text, sentence
from outputs.wording.names import said

PATH = "/committee"
_ONLY_TYPED = ("answer.", "vote.tally", "paper.dated")
"""Beginnings of rules that weigh what is only typed when the step is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One body, or one of its steps, to look at."""

    address: str
    text: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier that awaits the body."""

    line: Docketed
    address: str
    """Where the step is done for this dossier alone."""
    blockers: tuple[str, ...]
    """What it still lacks, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One batch of the reader's, in a list."""

    kept: Kept
    address: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The committee desk."""

    TEMPLATE: ClassVar[str] = "committee.html"

    bodies: tuple[Way, ...]
    steps: tuple[Way, ...]
    unit: str
    step: str
    title: str
    """What the body is asked at the step."""
    total: int
    rows: tuple[Row, ...]
    are_all_chosen: bool
    all_address: str
    needs_meeting: bool
    meetings: tuple[MeetingLine, ...]
    convened: tuple[MeetingLine, ...]
    """Meetings of the body to come."""
    open_meeting: str
    before: str
    after: str
    batches: tuple[BatchLine, ...]


def show(asked: Asked) -> Response:
    """Show what awaits a body at one of its steps; the first there is, if none is named."""
    at = page_number(asked.query("page"))
    with asked.desk.database.reading() as session:
        actor, procedures = asked.actor(session), asked.desk.procedures
        agenda = committee.agenda_of(session, actor, procedures, asked.today)
        here = _here(asked, agenda)
        found = Docket(lines=(), has_more=False)
        if here is not None:
            found = committee.docket(
                session, actor, procedures, unit=here.unit, step=here.step, at=(at - 1) * MOST, size=MOST
            )
        sat = _sat(asked, session, here, found)
        kept = batches.latest(session, asked.account)
        convened = convened_meetings(session, here.unit) if here is not None else ()
    rows = () if sat is None else tuple(_rows(asked, found, sat))
    return page(asked, _context(asked, agenda, here, found, sat, rows, kept, convened))


def _context(
    asked: Asked, agenda: Sequence[Agendum], here: Agendum | None, found: Docket, sat: Sitting | None,
    rows: tuple[Row, ...], kept: Sequence[Kept], convened: tuple[MeetingLine, ...],
) -> Context:  # fmt: skip
    unit, step = ("", "") if here is None else (here.unit, here.step)
    at = page_number(asked.query("page"))
    back = address(unit, step)
    return Context(
        bodies=tuple(_bodies(agenda, unit)),
        steps=tuple(_steps(asked, agenda, unit, step)),
        unit=unit,
        step=step,
        title=title_of(asked.desk.procedures, step, asked.language),
        total=0 if here is None else here.dossiers,
        rows=rows,
        are_all_chosen=bool(asked.query("all")),
        all_address=address(unit, step, page=at, all=1),
        needs_meeting=sat is not None and sat.needs_meeting,
        meetings=() if sat is None else sat.meetings,
        convened=convened,
        open_meeting=f"/meetings/new?{urlencode({'unit': unit, 'then': back})}",
        before=address(unit, step, page=at - 1) if at > 1 else "",
        after=address(unit, step, page=at + 1) if found.has_more else "",
        batches=tuple(
            BatchLine(
                kept=one,
                address=f"{PATH}/batches/{one.id}",
                title=title_of(asked.desk.procedures, one.step, asked.language),
            )
            for one in kept
        ),
    )


def address(unit: str, step: str, **more: int) -> str:
    """Return the address of what awaits a body at a step."""
    shown = {name: value for name, value in more.items() if (name, value) != ("page", 1)}
    return f"{PATH}?{urlencode({'unit': unit, 'step': step} | shown)}" if unit else PATH


def title_of(procedures: Procedures, step: str, language: Language) -> str:
    """Return the title of a step as the newest version that knows it has it."""
    known = (one.step(step).title for one in reversed(procedures.all()) if one.has_step(step))
    found = next(known, None)
    return step if found is None else said(found, language)


def _here(asked: Asked, agenda: Sequence[Agendum]) -> Agendum | None:
    """Return the step the address names, the first of the body it names, or the first of all."""
    unit, step = asked.query("unit"), asked.query("step")
    of_unit = [one for one in agenda if one.unit == unit] if unit else list(agenda)
    exact = (one for one in of_unit if one.step == step)
    return next(exact, of_unit[0] if of_unit else None)


def _bodies(agenda: Sequence[Agendum], unit: str) -> Iterator[Way]:
    for one in dict.fromkeys((each.unit, each.unit_name) for each in agenda):
        count = sum(each.dossiers for each in agenda if each.unit == one[0])
        yield Way(address=address(one[0], ""), text=one[1], count=count, is_here=one[0] == unit)


def _steps(asked: Asked, agenda: Sequence[Agendum], unit: str, step: str) -> Iterator[Way]:
    for one in agenda:
        if one.unit == unit:
            yield Way(
                address=address(unit, one.step),
                text=title_of(asked.desk.procedures, one.step, asked.language),
                count=one.dossiers,
                is_here=one.step == step,
            )


def _sat(asked: Asked, session: ReadSession, here: Agendum | None, found: Docket) -> Sitting | None:
    numbers = [one.number for one in found.lines]
    return None if here is None else sitting(asked, session, here.unit, here.step, numbers)


def _rows(asked: Asked, found: Docket, sat: Sitting) -> Iterator[Row]:
    """Yield the dossiers of the page, each weighed as far as it can be before anything is typed."""
    weighed = {one.number: _missing(asked, sat, one) for one in found.lines}
    every = [one for missing in weighed.values() if not isinstance(missing, str) for one in missing]
    with asked.desk.database.reading() as session:
        known = known_in(session, every)
    for line in found.lines:
        missing = weighed[line.number]
        names = replace(sat, procedure=asked.desk.procedures.version(line.procedure)).names(known)
        yield Row(
            line=line,
            address=f"/dossiers/{line.number}/{sat.step.id}",
            blockers=(missing,)
            if isinstance(missing, str)
            else tuple(sentence(one, asked.language, names) for one in missing),
        )


def _missing(asked: Asked, sat: Sitting, line: Docketed) -> tuple[Requirement, ...] | str:
    """Return what a dossier still lacks; where it cannot even be weighed, why not, in words."""
    try:
        weighed = asked.desk.registry.weigh(_stand_in(asked, sat, line), by=asked.account, at=asked.at)
    except DiudatError as error:
        return error_text(error, asked.language, sat.names())
    return tuple(_of_the_dossier(sat, unmet(weighed)))


def _stand_in(asked: Asked, sat: Sitting, line: Docketed) -> StepCommand:
    """Return the command with nothing typed yet, in the newest open meeting where one is needed."""
    given: dict[str, object] = {"dossier": line.number, "step": sat.step.id}
    if sat.step.kind is StepKind.REVIEW:
        return sat.model.model_validate(given | {"on": asked.today, "verdict": "clear"})
    meeting = sat.meetings[0].number if sat.meetings else NOBODY
    return sat.model.model_validate(given | {"meeting": meeting, "yes": 0, "no": 0})


def _of_the_dossier(sat: Sitting, missing: Sequence[Requirement]) -> Iterator[Requirement]:
    """Yield what is missing apart from what is still to be typed, and the meeting if there is none."""
    for one in missing:
        is_typed = one.rule.startswith(_ONLY_TYPED)
        is_meeting = one.rule == "meeting.known" and not sat.meetings
        if not (is_typed or is_meeting):
            yield one


ROUTES = (get(PATH, show),)

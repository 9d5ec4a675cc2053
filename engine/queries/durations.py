"""How many days dossiers spend in each step, told from their timelines, beside the limits they were given."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import Filter, narrowed
from models.dossier import Dossier
from models.person import Person
from models.timeline import TimelineEntry

_MEDIAN, _SLOWEST_TENTH = 0.5, 0.9
# Reminders, notices and documents move nothing; they are most of a timeline.
_IDLE = ("document_issued", "notice_sent", "reminded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long one step takes; days are calendar days, those of a suspension left out."""

    step: str
    times: int
    """How often it was done."""
    median_days: int
    slow_days: int
    """Nine of ten were done within so many days."""
    limit_days: int | None
    """What was usually allowed: the median from opening to last day; None where nothing limits it."""
    late: int
    """How often it was done after its last day."""


@dataclass(slots=True)
class _Road:
    """One dossier while its timeline is read."""

    opened: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    """Open step → since when, until when."""
    pauses: list[tuple[date, date]] = field(default_factory=list)
    suspended_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    step: str
    days: int
    allowed: int | None
    late: bool


def durations(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> Mapping[str, Duration]:
    """Return how long each step takes in the dossiers an actor sees of a filter, by step."""
    done: defaultdict[str, list[_Done]] = defaultdict(list)
    for one in _all_done(session, actor, wanted, today):
        done[one.step].append(one)
    return {step: _duration(step, spans) for step, spans in done.items()}


def _all_done(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> Iterator[_Done]:
    numbers = narrowed(
        select(Dossier.number).join(Person, Person.id == Dossier.candidate_id), actor, wanted, today
    )
    statement = (
        select(TimelineEntry.stream, TimelineEntry.payload)
        .where(TimelineEntry.stream.in_(numbers), TimelineEntry.kind.not_in(_IDLE))
        .order_by(TimelineEntry.stream, TimelineEntry.sequence)
    )
    stream, road = "", _Road()
    for row in session.stream(statement):
        if row.stream != stream:
            stream, road = row.stream, _Road()
        yield from _told(road, json.loads(row.payload))


def _told(road: _Road, event: Mapping[str, Any]) -> Iterator[_Done]:
    """Follow one event; yield the step it ended, if it ended one."""
    moved = event.get("moved") or {}
    opens = {one["step"]: one for one in moved.get("opens", ())}
    match event["kind"]:
        case "suspended":
            road.suspended_on = date.fromisoformat(event["on"])
        case "resumed" if road.suspended_on is not None:
            road.pauses.append((road.suspended_on, date.fromisoformat(event["on"])))
            road.suspended_on = None
        case "limit_extended" if event["step"] in road.opened:
            since, _ = road.opened[event["step"]]
            road.opened[event["step"]] = (since, date.fromisoformat(event["due_on"]))
        case "migrated":
            road.opened = {one["step"]: _span(one) for one in event["open"]}
    step = event.get("step")
    for closed in moved.get("closes", ()):
        # A step that opens again at once (a report every three months) goes on.
        if closed not in opens and closed in road.opened:
            span = road.opened.pop(closed)
            if closed == step and event.get("outcome") is not None:
                yield _done(road, closed, span, date.fromisoformat(event["on"]))
    for name, one in opens.items():
        since, until = _span(one)
        road.opened[name] = (road.opened[name][0] if name in road.opened else since, until)


def _span(opened: Mapping[str, Any]) -> tuple[date, date | None]:
    until = opened.get("due_on")
    return date.fromisoformat(opened["opened_on"]), None if until is None else date.fromisoformat(until)


def _done(road: _Road, step: str, span: tuple[date, date | None], on: date) -> _Done:
    since, until = span
    paused = sum(max(0, (min(end, on) - max(begin, since)).days) for begin, end in road.pauses)
    return _Done(
        step=step,
        days=max(0, (on - since).days - paused),
        allowed=None if until is None else (until - since).days,
        late=until is not None and on > until,
    )


def _duration(step: str, spans: list[_Done]) -> Duration:
    days = sorted(one.days for one in spans)
    allowed = sorted(one.allowed for one in spans if one.allowed is not None)
    return Duration(
        step=step,
        times=len(spans),
        median_days=_percentile(days, _MEDIAN),
        slow_days=_percentile(days, _SLOWEST_TENTH),
        limit_days=_percentile(allowed, _MEDIAN) if allowed else None,
        late=sum(one.late for one in spans),
    )


def _percentile(ordered: list[int], share: float) -> int:
    """Return the smallest value that at least this share of the values do not exceed."""
    reached = next(place for place in range(1, len(ordered) + 1) if place >= share * len(ordered))
    return ordered[reached - 1]

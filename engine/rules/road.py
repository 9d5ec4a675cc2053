"""The road: where an outcome leads, what a step's opening says, and what an event owes afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.rules.given import Facts
from engine.rules.time_limits import Calendar, add_days, due_on
from models.events import Moved, StepEvent
from models.procedure import Lead, Length, Limit, Procedure, Stage, Step, StepKind
from models.requirements import Requirement
from models.state import DoneStep, DossierState, OpenStep, PaperOnFile, Status

_ON = Lead(go="on")


def lead_of(step: Step, outcome: str) -> Lead:
    """Return where the outcome leads; an outcome the procedure does not name goes on."""
    return step.leads.get(outcome, _ON)


def way_back_open(state: DossierState, step: Step, outcome: str) -> tuple[Requirement, ...]:
    """Ask that a way back is not taken more often than the procedure allows."""
    lead = lead_of(step, outcome)
    if lead.at_most is None:
        return ()
    taken = state.ways_back.get(_way(step, outcome), 0)
    return (
        Requirement(
            rule="road.at_most",
            source=step.source,
            figures={"step": step.id, "outcome": outcome, "taken": taken, "at_most": lead.at_most},
            met=taken < lead.at_most,
        ),
    )


def advance(state: DossierState, present: OpenStep, outcome: str, on: date, facts: Facts) -> Moved:
    """Return where the outcome of a present step leads, on the day it was decided."""
    step = facts.procedure.step(present.step)
    lead = lead_of(step, outcome)
    way_back = _way(step, outcome) if lead.at_most is not None else None
    if lead.go == "repeat":
        again = _opened(state, step, on, facts, before=present)
        return Moved(closes=(step.id,), opens=(again,), way_back=way_back)
    if present.again:
        return Moved(closes=(step.id,))
    if lead.go == "end":
        closes = tuple(one.step for one in state.open)
        return Moved(closes=closes, ends=Status(str(lead.end)))
    done = dict(state.done)
    done[step.id] = DoneStep(outcome=outcome, on=on, attempt=present.attempt, sequence=0)
    if lead.go == "to":
        closes = tuple(one.step for one in state.open)
        drops = tuple(later_than(facts.procedure, str(lead.to)))
        target = replace(state, done={name: one for name, one in done.items() if name not in drops})
        opens = enter(target, str(lead.to), on, facts)
        return Moved(closes=closes, opens=opens, drops=drops, stage=_stage_of(opens), way_back=way_back)
    return _onward(replace(state, done=done), present, on, facts)


def enter(state: DossierState, place: str, on: date, facts: Facts) -> tuple[OpenStep, ...]:
    """Return the steps that open when the road reaches a stage, or a step within one.

    Steps whose line lacks the body, and steps whose earlier result still holds, are passed over.
    """
    steps, stages = _from(facts.procedure, place)
    opens = _openable(state, steps, on, facts)
    for stage in stages:
        if opens:
            break
        opens = _openable(state, (stage.steps, stage.together), on, facts)
    return opens


def reopened(state: DossierState, step: str, on: date, facts: Facts) -> OpenStep:
    """Return an earlier step opened once more: when it is done, nothing else moves."""
    return replace(_opened(state, facts.procedure.step(step), on, facts), again=True)


def later_than(procedure: Procedure, place: str) -> Iterator[str]:
    """Yield the id of every step from a stage or step onwards, in the procedure's order."""
    reached = False
    for stage in procedure.stages:
        for step in stage.steps:
            reached = reached or place in {stage.id, step.id}
            if reached:
                yield step.id


def limit_of(step: Step, on: date, state: DossierState, calendar: Calendar) -> date | None:
    """Return the last day on which the step is in time, if the procedure sets one (inclusive).

    Days on which the dossier was suspended after the limit began count in no limit, but a term fixed by the
    statutes (a waiting) runs on.
    """
    if step.kind is StepKind.WAITING and step.wait is not None:
        return due_on(_counted_from(step.counted_from, on, state.done), step.wait, calendar)
    if step.limit is not None:
        start = _counted_from(step.limit.counted_from, on, state.done)
        return add_days(due_on(start, step.limit, calendar), _days_suspended(state, start))
    if step.reports_every is not None:
        return due_on(on, step.reports_every, calendar)
    return None


def valid_until(dated: date, valid_for: Length | None, calendar: Calendar) -> date | None:
    """Return the last day on which a paper serves; None where nothing limits it."""
    return None if valid_for is None else due_on(dated, valid_for, calendar)


def extended(limit: Limit, due: date, calendar: Calendar) -> date:
    """Return the day to which a limit is extended; the procedure must know an extension."""
    if limit.extension is None:
        message = "the procedure knows no extension here"
        raise ValueError(message)
    return due_on(due, limit.extension, calendar)


def moved(state: DossierState, where: Moved, on: date) -> DossierState:
    """Return the state after a movement: steps closed, opened, dropped, or the road ended."""
    stays = tuple(one for one in state.open if one.step not in where.closes)
    done = {name: one for name, one in state.done.items() if name not in where.drops}
    ways = dict(state.ways_back)
    if where.way_back is not None:
        ways[where.way_back] = ways.get(where.way_back, 0) + 1
    there = replace(
        state,
        open=(*stays, *where.opens),
        done=done,
        ways_back=ways,
        stage=where.stage or state.stage,
    )
    return there if where.ends is None else ended(there, where.ends, on)


def ended(state: DossierState, status: Status, on: date) -> DossierState:
    """Return the state of a dossier that has ended: nothing awaits anybody, and its mentor is free again."""
    guides = tuple(one if one.until else replace(one, until=on) for one in state.guides)
    return replace(
        state, status=status, open=(), supplement=None, suspended_on=None, suspended_from=None,
        guides=guides, ended_on=on,
    )  # fmt: skip


def step_done(state: DossierState, event: StepEvent, sequence: int) -> DossierState:
    """Return the state after any step: done, its papers on file, the road moved."""
    done = dict(state.done)
    done[event.step] = DoneStep(outcome=event.outcome, on=event.on, attempt=event.attempt, sequence=sequence)
    papers = dict(state.papers)
    for paper in event.filed:
        papers[paper.form] = PaperOnFile(
            step=event.step, dated=paper.dated, valid_until=paper.valid_until, enclosure=event.enclosure
        )
    return moved(replace(state, done=done, papers=papers), event.moved, event.on)


def _onward(state: DossierState, present: OpenStep, on: date, facts: Facts) -> Moved:
    stage = facts.procedure.stage(present.stage)
    if stage.together:
        waiting = [one for one in state.open if one.stage == stage.id and not one.again]
        if len(waiting) > 1:
            return Moved(closes=(present.step,))
        last = max(on, *(state.done[one.id].on for one in stage.steps if one.id in state.done))
        opens = enter(state, stage.id, last, facts)
    else:
        opens = enter(state, present.step, on, facts)
    opens = tuple(one for one in opens if state.open_step(one.step) is None or one.step == present.step)
    return Moved(closes=(present.step,), opens=opens, stage=_stage_of(opens))


def _from(procedure: Procedure, place: str) -> tuple[tuple[tuple[Step, ...], bool], tuple[Stage, ...]]:
    for number, stage in enumerate(procedure.stages):
        following = tuple(one for one in procedure.stages[number + 1 :] if not one.apart)
        if stage.id == place:
            return (stage.steps, stage.together), following
        for position, step in enumerate(stage.steps):
            if step.id == place:
                return (stage.steps if stage.together else stage.steps[position:], stage.together), following
    raise KeyError(place)


def _openable(
    state: DossierState, steps: tuple[tuple[Step, ...], bool], on: date, facts: Facts
) -> tuple[OpenStep, ...]:
    wanted = [one for one in steps[0] if one.id not in state.done and _has_place(state, one)]
    chosen = wanted if steps[1] else wanted[:1]
    return tuple(_opened(state, one, on, facts) for one in chosen)


def _has_place(state: DossierState, step: Step) -> bool:
    return step.only_where is None or step.only_where in state.bodies


def _opened(
    state: DossierState, step: Step, on: date, facts: Facts, before: OpenStep | None = None
) -> OpenStep:
    stage = facts.procedure.stage_of(step.id)
    return OpenStep(
        step=step.id,
        stage=stage.id,
        flow=stage.flow,
        kind=step.kind,
        unit=state.bodies.get(str(step.acts.body)),
        opened_on=on,
        due_on=limit_of(step, on, state, facts.calendar),
        attempt=1 if before is None else before.attempt + 1,
        again=False if before is None else before.again,
        reports=0 if before is None else before.reports + (step.kind is StepKind.ASSESSMENT),
    )


def _days_suspended(state: DossierState, start: date) -> int:
    return sum((one.until - max(one.since, start)).days for one in state.pauses if one.until > start)


def _counted_from(place: str | None, on: date, done: Mapping[str, DoneStep]) -> date:
    if place is None or place == "opening" or place not in done:
        return on
    return done[place].on


def _stage_of(opens: tuple[OpenStep, ...]) -> str | None:
    return opens[0].stage if opens else None


def _way(step: Step, outcome: str) -> str:
    return f"{step.id}.{outcome}"

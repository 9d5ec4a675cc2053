"""Whether the road of a procedure can be walked: every lead arrives, and every way back has a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.procedure_file import Location, did_you_mean
from models.procedure import OUTCOMES, Lead, Procedure, Stage, Step

_ON = Lead(go="on")
_AGAINST = frozenset({"continued", "declined", "failed", "exhausted", "unclear", "refused"})
"""Outcomes that do not carry the matter: they never go on unless the procedure says so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a procedure says that the engine cannot follow."""

    where: Location
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step where it stands on the road."""

    order: int
    stage: Stage
    stage_number: int
    step: Step
    step_number: int

    @property
    def where(self) -> Location:
        """Return where in the file the step is written."""
        return ("stages", self.stage_number, "steps", self.step_number)

    def comes_before(self, other: Place) -> bool:
        """Say whether this step is always behind a dossier that stands at the other one."""
        side_by_side = self.stage_number == other.stage_number and self.stage.together
        return self.order < other.order and not side_by_side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One outcome of a step and where it leads."""

    place: Place
    outcome: str
    lead: Lead
    to: tuple[str, ...]
    falls_off: bool

    @property
    def where(self) -> Location:
        return (*self.place.where, "leads", self.outcome)


def doubts(procedure: Procedure) -> Iterator[Doubt]:
    """Yield what stands in the way of walking the road from its first step to its ends."""
    there = places(procedure)
    known = {one.step.id: one for one in reversed(there)}
    yield from _twice(procedure, there)
    for place in there:
        yield from _leads(procedure, place, known)
    ways = tuple(way for place in there for way in _ways(procedure, place, known))
    yield from _off_the_road(ways)
    yield from _circles(ways, known)
    yield from _unreached(procedure, there, ways)


def places(procedure: Procedure) -> tuple[Place, ...]:
    """Return every step in the procedure's order."""
    steps = [
        (number, stage, position, step)
        for number, stage in enumerate(procedure.stages)
        for position, step in enumerate(stage.steps)
    ]
    return tuple(
        Place(order=order, stage=stage, stage_number=number, step=step, step_number=position)
        for order, (number, stage, position, step) in enumerate(steps)
    )


def outcomes_of(step: Step) -> tuple[str, ...]:
    """Return the outcomes the step can have; a vote is exhausted only where it may be repeated."""
    again = step.vote is not None and step.vote.attempts is not None
    return tuple(one for one in OUTCOMES[step.kind] if one != "exhausted" or again)


def _twice(procedure: Procedure, there: tuple[Place, ...]) -> Iterator[Doubt]:
    for word, named in (
        ("step", [((*one.where, "id"), one.step.id) for one in there]),
        ("stage", [(("stages", number, "id"), one.id) for number, one in enumerate(procedure.stages)]),
    ):
        seen: set[str] = set()
        for where, name in named:
            if name in seen:
                yield Doubt(
                    where,
                    "id.twice",
                    f"is the second {word} called `{name}`.",
                    "Give it a name of its own.",
                )
            seen.add(name)


def _leads(procedure: Procedure, place: Place, known: Mapping[str, Place]) -> Iterator[Doubt]:
    step = place.step
    for outcome in outcomes_of(step):
        if outcome in _AGAINST and outcome not in step.leads:
            yield Doubt(
                (*place.where, "leads", outcome),
                "lead.silent",
                f"says nothing of `{outcome}`, which would go on like a success.",
                f"Write `{outcome}:` under `leads:`, and `go: on` if that is meant.",
            )
    for outcome, lead in step.leads.items():
        where = (*place.where, "leads", outcome)
        if outcome not in outcomes_of(step):
            yield Doubt(
                where,
                "lead.impossible",
                "can only come of a vote that may be repeated.",
                "Write `attempts:` into the vote, or take this lead out.",
            )
        if lead.go == "repeat" and not _bounded_repeat(step, outcome, lead):
            yield Doubt(
                where,
                "lead.endless",
                "may be repeated without end.",
                _REPEAT_REMEDY.get(outcome, "Write `at_most:` beside `go: repeat`."),
            )
        if lead.to is not None:
            yield from _target(procedure, lead.to, known, (*where, "to"))


_REPEAT_REMEDY = {
    "failed": "Write `attempts:` into the vote, or `at_most:` beside `go: repeat`.",
    "continued": "Write `reports_every:` at the step, or `at_most:` beside `go: repeat`.",
}


def _bounded_repeat(step: Step, outcome: str, lead: Lead) -> bool:
    if lead.at_most is not None:
        return True
    if outcome == "failed":
        return step.vote is not None and step.vote.attempts is not None
    # Guidance goes on for as long as it takes: what bounds it is that the mentor must report.
    return outcome == "continued" and step.reports_every is not None


def _target(procedure: Procedure, name: str, known: Mapping[str, Place], where: Location) -> Iterator[Doubt]:
    stage = next((one for one in procedure.stages if one.id == name), None)
    place = known.get(name)
    if stage is None and place is None:
        names = (*known, *(one.id for one in procedure.stages))
        yield Doubt(
            where,
            "lead.unknown",
            f"leads to `{name}`, which is no step and no stage.",
            did_you_mean(name, names, "Name a step or a stage of this file."),
        )
    elif stage is not None and place is not None and not _same_place(stage, place):
        yield Doubt(
            where,
            "lead.ambiguous",
            f"names a step and a stage `{name}`, which differ.",
            "Rename one of the two.",
        )


def _same_place(stage: Stage, place: Place) -> bool:
    return place.stage.id == stage.id and (stage.together or place.step_number == 0)


def _ways(procedure: Procedure, place: Place, known: Mapping[str, Place]) -> Iterator[_Way]:
    for outcome in outcomes_of(place.step):
        lead = place.step.leads.get(outcome, _ON)
        to, arrives = _arrival(procedure, place, lead, known)
        yield _Way(place=place, outcome=outcome, lead=lead, to=to, falls_off=not arrives)


def _arrival(
    procedure: Procedure, place: Place, lead: Lead, known: Mapping[str, Place]
) -> tuple[tuple[str, ...], bool]:
    if lead.go in {"end", "repeat"}:
        return (), True
    if lead.go == "on":
        behind = len(place.stage.steps) if place.stage.together else place.step_number + 1
        return _entered(procedure, place.stage_number, behind)
    for number, stage in enumerate(procedure.stages):
        if stage.id == lead.to:
            return _entered(procedure, number, 0)
    target = known.get(str(lead.to))
    if target is None:
        return (), True
    return _entered(procedure, target.stage_number, 0 if target.stage.together else target.step_number)


def _entered(procedure: Procedure, number: int, first: int) -> tuple[tuple[str, ...], bool]:
    """Return the steps that may open from a place on, and whether one of them surely does."""
    found: list[str] = []
    for later, stage in enumerate(procedure.stages[number:]):
        if later and stage.apart:
            continue
        steps = stage.steps if later else stage.steps[first:]
        for step in steps:
            found.append(step.id)
            if step.only_where is None and not stage.together:
                return tuple(found), True
        if any(step.only_where is None for step in steps):
            return tuple(found), True
    return tuple(found), False


def _off_the_road(ways: tuple[_Way, ...]) -> Iterator[Doubt]:
    for way in ways:
        if way.falls_off:
            yield Doubt(
                way.where,
                "lead.off_the_road",
                f"`{way.outcome}` goes on where no step follows.",
                "Write how the dossier ends (`go: end`), or where it leads (`go: to`).",
            )


def _circles(ways: tuple[_Way, ...], known: Mapping[str, Place]) -> Iterator[Doubt]:
    free = _graph(way for way in ways if way.lead.at_most is None)
    for way in ways:
        start = way.place
        back = [name for name in way.to if known[name].order <= start.order]
        if way.lead.at_most is None and any(start.step.id in _reach({name}, free) for name in back):
            yield Doubt(
                way.where,
                "lead.circle",
                f"leads back to `{back[0]}`, round and round.",
                "Write `at_most:` beside it: how often this way back may be taken.",
            )


def _unreached(procedure: Procedure, there: tuple[Place, ...], ways: tuple[_Way, ...]) -> Iterator[Doubt]:
    start, _ = _entered(procedure, 0, 0)
    reached = _reach(set(start), _graph(ways))
    for number, stage in enumerate(procedure.stages):
        missed = [one for one in there if one.stage_number == number and one.step.id not in reached]
        if len(missed) == len(stage.steps):
            yield _unreachable(("stages", number, "id"), "stage", stage.id)
        else:
            yield from (_unreachable((*one.where, "id"), "step", one.step.id) for one in missed)
    backwards: dict[str, set[str]] = {}
    for name, targets in _graph(ways).items():
        for target in targets:
            backwards.setdefault(target, set()).add(name)
    ending = {way.place.step.id for way in ways if way.lead.go == "end"}
    leaves = _reach(ending, backwards)
    for place in there:
        if place.step.id in reached - leaves:
            yield Doubt(
                (*place.where, "id"),
                "step.trap",
                "leads to no end.",
                "Let one of its outcomes, or of a later step, end the dossier.",
            )
    if not any(way.lead.end == "recognised" and way.place.step.id in reached for way in ways):
        yield Doubt(
            ("stages",),
            "end.unreached",
            "never ends in `recognised`.",
            "Let an outcome of a step that is reached say `{go: end, end: recognised}`.",
        )


def _unreachable(where: Location, word: str, name: str) -> Doubt:
    return Doubt(
        where,
        f"{word}.unreached",
        f"is a {word} no dossier ever reaches.",
        f"Let an outcome lead to `{name}`, or take the {word} out.",
    )


def _graph(ways: Iterator[_Way] | tuple[_Way, ...]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for way in ways:
        graph.setdefault(way.place.step.id, set()).update(way.to)
    return graph


def _reach(start: set[str], graph: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        new = graph.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached

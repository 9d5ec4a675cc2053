"""An auditor who reads timelines with the regulation beside him, and trusts none of the engine's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from engine.timeline import Entry
from models import events
from models.document import Document, NumberSeries
from models.dossier import Dossier
from models.meeting import Meeting, RollEntry
from models.person import Person
from models.procedure import (
    Procedure,
    RequiredAge,
    RequiredOutcome,
    RequiredPaper,
    Step,
    StepKind,
    Threshold,
    VoteRule,
)
from tests.roads import ZONE, Road


@dataclass
class Audit:
    """What the auditor has read so far of one dossier."""

    road: Road
    procedure: Procedure
    bodies: dict[str, str]
    born_on: date
    open: dict[str, bool] = field(default_factory=dict)
    """Step → whether it is done anew."""
    opened_on: dict[str, date] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    papers: dict[str, date | None] = field(default_factory=dict)
    """Form → last day on which it serves."""
    status: str = "under_way"

    def read(self, entry: Entry) -> None:
        """Read one entry, and fail where the regulation was not kept."""
        event = entry.event
        if isinstance(event, events.StepEvent):
            self._step(event, entry.at.astimezone(ZONE).date())
        elif isinstance(event, events.Migrated):
            self.procedure = self.road.registry.procedures.version(event.procedure)
        elif isinstance(event, events.Transferred):
            self.bodies = dict(event.bodies)
        self.status = {
            "returned": "returned", "supplemented": "under_way", "suspended": "suspended",
            "withdrawn": "ended", "closed": "ended",
        }.get(event.kind, self.status)  # fmt: skip
        if isinstance(event, events.Resumed):
            self.status = "moving"  # as before the pause: under way, or returned
        moved = getattr(event, "moved", None)
        if isinstance(moved, events.Moved):
            self._move(moved)

    def _step(self, event: events.StepEvent, recorded_on: date) -> None:
        spec = self.procedure.step(event.step)
        assert event.step in self.open, event.step
        assert self.status in {"under_way", "moving"} or self.open[event.step], self.status
        assert self.opened_on[event.step] <= event.on <= recorded_on
        if not isinstance(event, events.Assessed) or event.outcome == "recommended":
            for asked in spec.requires:
                self._require(asked, event.on)
        if isinstance(event, events.Voted | events.Decided):
            assert not any(self.open.values()), "something is done anew"
            _audit_vote(self.road, spec, event)
            assert event.unit == self.bodies[str(spec.acts.body)]
        self.outcomes[event.step] = event.outcome
        for paper in event.filed:
            self.papers[paper.form] = paper.valid_until
        self._pass_over(spec, event.outcome)

    def _pass_over(self, spec: Step, outcome: str) -> None:
        """Let go of the steps an outcome leads past, as the regulation says where a third vote has failed."""
        order = [step.id for stage in self.procedure.stages for step in stage.steps]
        lead = spec.leads.get(outcome)
        if lead is not None and lead.to in order:
            for step in order[order.index(spec.id) + 1 : order.index(lead.to)]:
                self.outcomes.setdefault(step, "passed over")

    def _require(self, asked: object, on: date) -> None:
        if isinstance(asked, RequiredPaper):
            assert asked.form in self.papers, asked.form
            until = self.papers[asked.form]
            assert until is None or on <= until
        if isinstance(asked, RequiredOutcome):
            assert self.outcomes[asked.step] == asked.outcome
            assert asked.step not in self.open
        if isinstance(asked, RequiredAge):
            months = 12 * (on.year - self.born_on.year) + on.month - self.born_on.month
            months -= on.day < self.born_on.day
            assert months >= asked.from_months

    def _move(self, moved: events.Moved) -> None:
        for step in moved.closes:
            self.open.pop(step, None)
        for step in moved.drops:
            self.outcomes.pop(step, None)
        for present in moved.opens:
            self.open[present.step] = present.again
            self.opened_on[present.step] = present.opened_on
            if not present.again:
                self._reached(present.stage)
        if moved.ends is not None:
            self.status = "ended"

    def _reached(self, stage: str) -> None:
        """No stage is reached before every step of those before it has been done."""
        for earlier in self.procedure.stages:
            if earlier.id == stage:
                return
            for step in earlier.steps:
                skipped = earlier.apart or (
                    step.only_where is not None and step.only_where not in self.bodies
                )
                assert skipped or step.id in self.outcomes, (stage, step.id)


def audit(road: Road, dossier: str) -> Audit:
    """Read a whole timeline; return what the auditor knows at its end."""
    told = road.entries(dossier)
    opened = told[0].event
    assert isinstance(opened, events.DossierOpened)
    with road.database.reading() as session:
        born_on = session.scalar(select(Person.born_on).where(Person.id == opened.candidate))
    assert born_on is not None
    auditor = Audit(
        road=road,
        procedure=road.registry.procedures.version(opened.procedure),
        bodies=dict(opened.bodies),
        born_on=born_on,
    )
    for entry in told:
        auditor.read(entry)
    return auditor


def _audit_vote(road: Road, spec: Step, event: events.Voted | events.Decided) -> None:
    """Count the frozen roll again, name by name, and weigh the vote in exact fractions."""
    with road.database.reading() as session:
        rows = session.rows(
            select(RollEntry.standing, RollEntry.present).where(RollEntry.meeting == event.meeting)
        )
        unit = session.scalar(select(Meeting.unit_id).where(Meeting.number == event.meeting))
    members = [row for row in rows if row.standing == "member"]
    present = sum(row.present for row in members)
    assert event.yes is not None
    assert event.no is not None
    assert event.blank is not None
    cast = event.yes + event.no + event.blank + event.invalid
    counted = present + len(event.represented)
    bases = {"roll": len(members), "present": counted, "cast": cast, "valid": event.yes + event.no}
    rule = spec.vote
    assert rule is not None
    assert (event.roll, event.present, unit) == (len(members), present, event.unit)
    assert cast <= counted
    assert rule.proxies is not None or not event.represented
    assert _holds(rule.quorum, counted, bases)
    assert rule.participation is None or _holds(rule.participation, cast, bases)
    carried = event.outcome in {"passed", "approved"}
    assert carried == _carries(rule, event, bases)


def _carries(rule: VoteRule, event: events.Voted | events.Decided, bases: dict[str, int]) -> bool:
    assert event.yes is not None
    assert event.no is not None
    votes_for = event.yes
    if rule.casting_vote is not None and event.yes == event.no:
        if event.chair_vote != "yes":
            return False
        votes_for += 1
    vetoes = {"chair": event.chair_vote == "no", "any": event.no > 0}
    if rule.veto is not None and vetoes[rule.veto.by]:
        return False
    return _holds(rule.majority, votes_for, bases)


def _holds(threshold: Threshold, part: int, bases: dict[str, int]) -> bool:
    strict = threshold.comparison == "more_than"
    if threshold.number is not None:
        return part > threshold.number if strict else part >= threshold.number
    assert threshold.share is not None
    whole = bases[str(threshold.of)]
    if not whole:
        return False
    reached, asked = Fraction(part, whole), Fraction(*threshold.share)
    return reached > asked if strict else reached >= asked


def audit_numbers(road: Road) -> None:
    """No number is missing and none is given twice, whatever was refused in between."""
    with road.database.reading() as session:
        papers = session.rows(
            select(Document.unit_id, Document.symbol, Document.year, Document.number).where(
                Document.number.is_not(None)
            )
        )
        series = session.rows(
            select(NumberSeries.unit_id, NumberSeries.symbol, NumberSeries.year, NumberSeries.last)
        )
        dossiers = [row.number for row in session.rows(select(Dossier.number))]
        meetings = [row.number for row in session.rows(select(Meeting.number))]
    given: dict[tuple[str, str | None, int], list[int]] = {}
    for row in papers:
        given.setdefault((row.unit_id, row.symbol, row.year), []).append(row.number or 0)
    for row in series:
        if row.symbol in {"HS", "HN"}:
            named = dossiers if row.symbol == "HS" else meetings
            numbers = [int(one[8:]) for one in named if one.startswith(f"{row.symbol}-{row.year}-")]
        else:
            numbers = given.pop((row.unit_id, row.symbol, row.year))
        assert sorted(numbers) == list(range(1, row.last + 1))
    assert given == {}


def waits_for_a_term(procedure: Procedure, step: str) -> bool:
    """Say whether nothing but time does a step."""
    return procedure.step(step).kind is StepKind.WAITING

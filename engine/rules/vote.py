"""A body votes: quorum and majority over the roll frozen when its meeting opened, in whole numbers.

The figures come from the secretary, who counted in the room, or from a ballot on members' own devices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from engine.rules.before import common, required
from engine.rules.counts import told, told_of_the_chair, weighed_count
from engine.rules.given import Facts, Meeting
from engine.rules.interests import counting, interested, represented
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from engine.rules.tallies import Tally, weighed_tally
from models.commands import Decision, RecordBallot, Vote
from models.events import Decided, Interested, Voted
from models.procedure import ChairVote, Step, StepKind
from models.requirements import Requirement
from models.state import DossierState, OpenStep, Represented

Commands = Vote | Decision | RecordBallot
_KINDS = {Vote: ("vote",), Decision: ("decision",), RecordBallot: ("vote", "decision")}


class _Figures(TypedDict):
    """What a vote came to, however it was held."""

    present: int
    yes: int | None
    no: int | None
    blank: int | None
    invalid: int
    ballot: str | None
    way: str
    cast: int | None
    interested: tuple[Interested, ...]
    represented: tuple[Represented, ...]
    chair_vote: ChairVote | None


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the meeting, the tally, the quorum and the majority; the majority decides the outcome."""
    meeting = facts.meeting
    on = None if meeting is None else meeting.held_on
    step = facts.procedure.step(command.step)
    asked = (
        *common(state, command, facts, on, _KINDS[type(command)]),
        *required(state, step, on or facts.today, facts),
        _counted_where_said(state, command, step),
    )
    if meeting is None or step.vote is None:
        return (*asked, _meeting_known(step, command.meeting))
    weighed = (*asked, *decided_in(state, step, meeting), *_figures_weighed(state, command, facts, meeting))
    ended = outcome(weighed, state.open_step(command.step), step)
    return (*weighed, *way_back_open(state, step, ended))


def _counted_where_said(state: DossierState, command: Commands, step: Step) -> Requirement:
    """Ask that a ballot is recorded as it was counted, and nothing else while one is under way."""
    ballot = state.ballot
    if isinstance(command, RecordBallot):
        named = (command.ballot, command.step, command.meeting)
        same = ballot is not None and (ballot.id, ballot.step, ballot.meeting) == named
        met = same and ballot is not None and ballot.is_counted
        figures = {"ballot": command.ballot}
        return Requirement(rule="ballot.counted", source=step.source, figures=figures, met=met)
    figures = {"ballot": "" if ballot is None else ballot.id}
    none = ballot is None or ballot.step != step.id
    return Requirement(rule="ballot.none_under_way", source=step.source, figures=figures, met=none)


def _figures_weighed(
    state: DossierState, command: Commands, facts: Facts, meeting: Meeting
) -> tuple[Requirement, ...]:
    step = facts.procedure.step(command.step)
    if step.vote is None:
        return ()
    if not isinstance(command, RecordBallot):
        counted = counting(state, meeting, step.vote)
        return weighed_tally(Tally.of(command), counted, step.vote, step.source)
    return () if facts.count is None else weighed_count(state, facts.count, meeting, step)


def outcome(weighed: tuple[Requirement, ...], present: OpenStep | None, step: Step) -> str:
    """Return how the vote ended: carried, failed, or failed for the last time the rule allows."""
    carried = all(one.met for one in weighed if one.decides)
    if step.kind.value == "decision":
        return "approved" if carried else "refused"
    if carried:
        return "passed"
    attempts = step.vote.attempts if step.vote is not None else None
    last = attempts is not None and present is not None and present.attempt >= attempts.amount
    return "exhausted" if last else "failed"


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Voted | Decided]:
    """Return what the vote recorded; every requirement that admits it is met."""
    meeting = facts.meeting
    step = facts.procedure.step(command.step)
    if meeting is None:
        raise AssertionError(command.meeting)  # the requirements ask for it
    ended = outcome(checked, state.open_step(command.step), step)
    kind = Decided if step.kind is StepKind.DECISION else Voted
    return [
        kind(
            **done(state, command, facts, checked, on=meeting.held_on, outcome=ended),
            **_figures(state, command, facts, meeting),
            meeting=meeting.number,
            roll=meeting.roll,
            needed=int(next(one.figures["needed"] for one in checked if one.rule == "vote.majority")),
        )
    ]


def _figures(state: DossierState, command: Commands, facts: Facts, meeting: Meeting) -> _Figures:
    rule = facts.procedure.step(command.step).vote
    known = () if rule is None else interested(state, meeting, rule)
    if not isinstance(command, RecordBallot):
        return _Figures(
            present=meeting.present, yes=command.yes, no=command.no, blank=command.blank,
            invalid=command.invalid, ballot=None, way="tally", cast=None, interested=known,
            represented=() if rule is None else represented(state, meeting, rule),
            chair_vote=command.chair_vote,
        )  # fmt: skip
    count = facts.count
    if count is None:
        raise AssertionError(command.ballot)  # the requirements ask for a counted ballot
    held = replace(meeting, represented=count.represented)
    return _Figures(
        present=count.present, yes=told(count.yes, count), no=told(count.no, count),
        blank=told(count.blank, count), invalid=count.invalid, ballot=command.ballot, way=count.way,
        cast=count.cast, interested=known,
        represented=() if rule is None else represented(state, held, rule),
        chair_vote=None if rule is None else told_of_the_chair(count, rule).chair_vote,
    )  # fmt: skip


def evolve(state: DossierState, event: Voted | Decided, sequence: int) -> DossierState:
    """Return the state after the vote."""
    after = step_done(state, event, sequence)
    return after if event.ballot is None else replace(after, ballot=None)


def _meeting_known(step: Step, number: str) -> Requirement:
    return Requirement(rule="meeting.known", source=step.source, figures={"meeting": number}, met=False)


def decided_in(state: DossierState, step: Step, meeting: Meeting) -> tuple[Requirement, ...]:
    """Weigh that a meeting may decide on the dossier: the body's own, open, with a judge in it."""
    present = state.open_step(step.id)
    roll_kind = step.vote.roll if step.vote is not None else ""
    figures = {"meeting": meeting.number, "unit": meeting.unit, "roll": meeting.roll_kind}
    others = meeting.present - meeting.with_a_stake
    anew = sorted(one.step for one in state.open if one.again)
    return (
        Requirement(
            rule="vote.nothing_reopened", source=step.source, figures={"steps": ", ".join(anew)},
            met=not anew,
        ),
        Requirement(
            rule="meeting.open", source=step.source, figures=figures,
            met=meeting.is_open and meeting.roll_kind == roll_kind
            and present is not None and meeting.unit == present.unit,
        ),
        Requirement(
            rule="vote.four_eyes", source=step.source,
            figures={"present": meeting.present, "with_a_stake": meeting.with_a_stake},
            met=others >= 1,
        ),
    )  # fmt: skip

"""A body votes: quorum and majority over the roll frozen when its meeting opened, in whole numbers."""

from __future__ import annotations

from engine.rules.before import common, required
from engine.rules.given import Facts, Meeting
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from engine.rules.tallies import Tally, weighed_tally
from models.commands import Decision, Vote
from models.events import Decided, Voted
from models.procedure import Step
from models.requirements import Requirement
from models.state import DossierState, OpenStep

_KIND = {Vote: "vote", Decision: "decision"}


def requirements(state: DossierState, command: Vote | Decision, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the meeting, the tally, the quorum and the majority; the majority decides the outcome."""
    meeting = facts.meeting
    on = None if meeting is None else meeting.held_on
    step = facts.procedure.step(command.step)
    asked = (
        *common(state, command, facts, on, (_KIND[type(command)],)),
        *required(state, step, on or facts.today, facts),
    )
    if meeting is None or step.vote is None:
        return (*asked, _meeting_known(step, command.meeting))
    weighed = (
        *asked,
        *_meeting(state, command, meeting, step),
        *weighed_tally(Tally.of(command), meeting, step.vote, step.source),
    )
    ended = outcome(weighed, state.open_step(command.step), step)
    return (*weighed, *way_back_open(state, step, ended))


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
    state: DossierState, command: Vote | Decision, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Voted | Decided]:
    """Return what the vote recorded; every requirement that admits it is met."""
    meeting = facts.meeting
    step = facts.procedure.step(command.step)
    if meeting is None:
        raise AssertionError(command.meeting)  # the requirements ask for it
    ended = outcome(checked, state.open_step(command.step), step)
    kind = Decided if isinstance(command, Decision) else Voted
    return [
        kind(
            **done(state, command, facts, checked, on=meeting.held_on, outcome=ended),
            meeting=meeting.number,
            roll=meeting.roll,
            present=meeting.present,
            yes=command.yes,
            no=command.no,
            blank=command.blank,
            invalid=command.invalid,
            chair_vote=command.chair_vote,
            needed=int(next(one.figures["needed"] for one in checked if one.rule == "vote.majority")),
        )
    ]


def evolve(state: DossierState, event: Voted | Decided, sequence: int) -> DossierState:
    """Return the state after the vote."""
    return step_done(state, event, sequence)


def _meeting_known(step: Step, number: str) -> Requirement:
    return Requirement(rule="meeting.known", source=step.source, figures={"meeting": number}, met=False)


def _meeting(
    state: DossierState, command: Vote | Decision, meeting: Meeting, step: Step
) -> tuple[Requirement, ...]:
    present = state.open_step(command.step)
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

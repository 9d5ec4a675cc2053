"""Members vote on their own devices: when such a ballot may open, what its count comes to, what annuls it."""

from __future__ import annotations

from dataclasses import replace

from engine.rules.before import dated_in_order, reached, required
from engine.rules.counts import told, weighed_count
from engine.rules.given import Facts
from engine.rules.interests import counting, represented
from engine.rules.tallies import admitted
from engine.rules.vote import decided_in, outcome
from models.commands import CloseBallot, DeclareInterest, OpenBallot, VoidBallot
from models.events import BallotClosed, BallotOpened, BallotVoided, InterestDeclared
from models.requirements import Requirement
from models.state import LIVE, Ballot, DossierState, Interest, Status

Commands = OpenBallot | CloseBallot | VoidBallot | DeclareInterest
Events = BallotOpened | BallotClosed | BallotVoided | InterestDeclared

_KINDS = ("vote", "decision")
_DECLARED = "Quy định về người có quan hệ với người được xét"


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh what the opening of a ballot, its count or its annulment asks."""
    match command:
        case OpenBallot():
            return _openable(state, command, facts)
        case CloseBallot():
            return (*_is_open(state, command, facts), *_count(state, command, facts))
        case VoidBallot():
            return _is_open(state, command, facts)
        case DeclareInterest():
            return _declarable(state, command, facts)


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return what happened to the ballot, or what was declared."""
    match command:
        case OpenBallot():
            return [_opened(state, command, facts, checked)]
        case CloseBallot():
            return [_closed(state, command, facts, checked)]
        case VoidBallot():
            ballot = _the(state)
            return [_voided(ballot, facts, "annulled", checked)]
        case DeclareInterest():
            return [
                InterestDeclared(
                    on=command.on, enclosure=facts.enclosure, checked=checked, person=command.person,
                    relation=command.relation,
                )
            ]  # fmt: skip


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state after it."""
    match event:
        case BallotOpened():
            ballot = Ballot(
                id=event.ballot, step=event.step, attempt=event.attempt, procedure=event.procedure,
                meeting=event.meeting, unit=event.unit, way=event.way,
            )  # fmt: skip
            return replace(state, ballot=ballot)
        case BallotClosed():
            ballot = replace(_the(state), is_counted=True, represented=event.represented)
            return replace(state, ballot=ballot)
        case BallotVoided():
            return replace(state, ballot=None)
        case InterestDeclared():
            interest = Interest(person=event.person, relation=event.relation, since=event.on)
            others = tuple(one for one in state.interests if one.person != event.person)
            return replace(state, interests=(*others, interest))


def orphaned(state: DossierState, facts: Facts, cause: str) -> tuple[BallotVoided, ...]:
    """Return the end of a ballot that has nothing left to vote on, after what just happened: the `cause`.

    The candidate withdrew, the dossier was returned, suspended, moved to another branch or another version
    of its procedure: whatever members cast was cast on something else.
    """
    ballot = state.ballot
    if ballot is None or _awaits(state, ballot):
        return ()
    return (_voided(ballot, facts, cause, ()),)


def _awaits(state: DossierState, ballot: Ballot) -> bool:
    present = state.open_step(ballot.step)
    return (
        state.status is Status.UNDER_WAY
        and state.procedure == ballot.procedure
        and present is not None
        and (present.attempt, present.unit) == (ballot.attempt, ballot.unit)
    )


def _openable(state: DossierState, command: OpenBallot, facts: Facts) -> tuple[Requirement, ...]:
    step, meeting = facts.procedure.step(command.step), facts.meeting
    on = facts.today if meeting is None else meeting.held_on
    asked = (
        *reached(state, step, facts, on, _KINDS),
        *required(state, step, on, facts),
        _ballot("ballot.only_one", step.source, met=state.ballot is None, ballot=_name(state)),
    )
    if meeting is None or step.vote is None:
        figures = {"meeting": command.meeting}
        return (*asked, Requirement(rule="meeting.known", source=step.source, figures=figures, met=False))
    figures = {"way": command.way}
    knows_enough = command.way == "open" or not step.vote.asks_the_chair
    return (
        *asked,
        *decided_in(state, step, meeting),
        Requirement(rule="ballot.way", source=step.source, figures=figures, met=knows_enough),
        *admitted(counting(state, meeting, step.vote), step.vote),
    )


def _opened(
    state: DossierState, command: OpenBallot, facts: Facts, checked: tuple[Requirement, ...]
) -> BallotOpened:
    meeting, present = facts.meeting, state.open_step(command.step)
    if meeting is None or present is None:
        raise AssertionError(command.step)  # the requirements ask for both
    return BallotOpened(
        on=meeting.held_on,
        enclosure=facts.enclosure,
        checked=checked,
        ballot=f"{state.number}-B{facts.newest + 1}",
        step=command.step,
        attempt=present.attempt,
        procedure=state.procedure,
        meeting=meeting.number,
        unit=meeting.unit,
        way=command.way,
    )


def _is_open(state: DossierState, command: CloseBallot | VoidBallot, facts: Facts) -> tuple[Requirement, ...]:
    ballot, step = state.ballot, facts.procedure.step(command.step)
    same = ballot is not None and (ballot.id, ballot.step) == (command.ballot, command.step)
    if isinstance(command, CloseBallot):
        same = same and ballot is not None and ballot.meeting == command.meeting
    met = same and ballot is not None and not ballot.is_counted
    return (_ballot("ballot.open", step.source, met=met, ballot=command.ballot),)


def _count(state: DossierState, command: CloseBallot, facts: Facts) -> tuple[Requirement, ...]:
    if facts.count is None or facts.meeting is None:
        return ()  # not the ballot that is open, which stands in the way by itself
    return weighed_count(state, facts.count, facts.meeting, facts.procedure.step(command.step))


def _closed(
    state: DossierState, command: CloseBallot, facts: Facts, checked: tuple[Requirement, ...]
) -> BallotClosed:
    ballot, count, step = _the(state), facts.count, facts.procedure.step(command.step)
    if count is None or facts.meeting is None or step.vote is None:
        raise AssertionError(command.ballot)  # loaded with the ballot that is open, at a step that votes
    held = replace(facts.meeting, represented=count.represented)
    return BallotClosed(
        on=facts.meeting.held_on,
        enclosure=facts.enclosure,
        checked=checked,
        ballot=ballot.id,
        step=ballot.step,
        meeting=ballot.meeting,
        way=ballot.way,
        present=count.present,
        cast=count.cast,
        yes=told(count.yes, count),
        no=told(count.no, count),
        blank=told(count.blank, count),
        outcome=outcome(checked, state.open_step(ballot.step), step),
        represented=represented(state, held, step.vote),
    )


def _voided(ballot: Ballot, facts: Facts, cause: str, checked: tuple[Requirement, ...]) -> BallotVoided:
    return BallotVoided(
        on=facts.today,
        enclosure=facts.enclosure if cause == "annulled" else None,
        checked=checked,
        ballot=ballot.id,
        step=ballot.step,
        meeting=ballot.meeting,
        cause=cause,
    )


def _declarable(state: DossierState, command: DeclareInterest, facts: Facts) -> tuple[Requirement, ...]:
    known = {one.person: one.relation for one in state.interests}
    return (
        dated_in_order(command.on, state.opened_on, facts.today),
        Requirement(
            rule="dossier.live", source=facts.procedure.basis[0], figures={"status": state.status.value},
            met=state.status in LIVE,
        ),
        Requirement(
            rule="interest.of_another", source=_DECLARED, figures={"person": command.person},
            met=command.person != state.candidate and command.person in facts.people,
        ),
        Requirement(
            rule="interest.new", source=_DECLARED, figures={"person": command.person},
            met=known.get(command.person) != command.relation,
        ),
        _ballot(
            "interest.before_voting", _DECLARED, met=not facts.has_voted, ballot=_name(state),
            person=command.person,
        ),
    )  # fmt: skip


def _the(state: DossierState) -> Ballot:
    if state.ballot is None:
        raise AssertionError(state.number)  # every event about a ballot follows its opening
    return state.ballot


def _name(state: DossierState) -> str:
    return "" if state.ballot is None else state.ballot.id


def _ballot(rule: str, source: str, *, met: bool, **figures: str | int) -> Requirement:
    return Requirement(rule=rule, source=source, figures=figures, met=met)

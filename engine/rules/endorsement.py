"""The candidate is introduced a second time: by another member, or by a union's executive committee."""

from __future__ import annotations

from dataclasses import replace

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.guides import acquainted, nobody_asked, official
from engine.rules.majorities import weighed_threshold
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from models.commands import Endorsement
from models.events import Endorsed
from models.procedure import EndorsementSource, Step
from models.requirements import Requirement
from models.state import DossierState, Guide


def requirements(state: DossierState, command: Endorsement, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh who endorses, and the tally where a committee does; its majority decides the outcome."""
    step = facts.procedure.step(command.step)
    chosen = _chosen(step, command)
    known = Requirement(
        rule="endorsement.source",
        source=step.source,
        figures={"endorser": command.endorser},
        met=chosen is not None and (chosen.body is None or chosen.body in state.bodies),
    )
    forms = () if chosen is None else (chosen.form,)
    asked = (
        *common(state, command, facts, command.on, ("endorsement",), forms=forms),
        *required(state, step, command.on, facts),
        known,
    )
    if chosen is None:
        return asked
    weighed = _tally(command, chosen, step) if chosen.body else _member(state, command, chosen, step, facts)
    return (*asked, *weighed, *way_back_open(state, step, _outcome((*asked, *weighed))))


def decide(
    state: DossierState, command: Endorsement, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Endorsed]:
    """Return the endorsement, or that it was declined."""
    chosen = _chosen(facts.procedure.step(command.step), command)
    if chosen is None:
        raise AssertionError(command.endorser)  # the requirements ask for it
    return [
        Endorsed(
            **done(
                state, command, facts, checked,
                on=command.on, outcome=_outcome(checked), forms=(chosen.form,),
            ),
            endorser=command.endorser,
            person=command.person,
            body=None if chosen.body is None else state.bodies.get(chosen.body),
            roll=command.roll,
            present=command.present,
            yes=command.yes,
            no=command.no,
        )
    ]  # fmt: skip


def evolve(state: DossierState, event: Endorsed, sequence: int) -> DossierState:
    """Return the state with the endorsement, and the second introducer where a member gave it."""
    after = step_done(state, event, sequence)
    if event.endorser != "member" or event.person is None:
        return after
    guide = Guide(person=event.person, role="introducer", unit=after.unit, since=event.on)
    ended = tuple(
        replace(one, until=event.on) if one.role == "introducer" and one.until is None else one
        for one in after.guides
    )
    return replace(after, guides=(*ended, guide))


def _chosen(step: Step, command: Endorsement) -> EndorsementSource | None:
    return next((one for one in step.endorsements if one.id == command.endorser), None)


def _outcome(weighed: tuple[Requirement, ...]) -> str:
    return "endorsed" if all(one.met for one in weighed if one.decides) else "declined"


def _member(
    state: DossierState, command: Endorsement, chosen: EndorsementSource, step: Step, facts: Facts
) -> tuple[Requirement, ...]:
    member = None if command.person is None else facts.people.get(command.person)
    if member is None:
        figures = {"person": command.person or "", "role": "introducer"}
        return (Requirement(rule="member.known", source=step.source, figures=figures, met=False),)
    others = {one.person for one in state.guides_now("mentor")} | {state.candidate}
    found = [
        official(member, step.source, command.on),
        Requirement(
            rule="member.second", source=step.source, figures={"person": member.person},
            met=member.person not in others,
        ),
        Requirement(
            rule="endorsement.no_tally", source=step.source, figures={"roll": command.roll},
            met=not (command.roll or command.present or command.yes or command.no),
        ),
    ]  # fmt: skip
    if chosen.acquainted is not None:
        found.append(acquainted(state, member, chosen.acquainted, command.on, facts))
    return tuple(found)


def _tally(command: Endorsement, chosen: EndorsementSource, step: Step) -> tuple[Requirement, ...]:
    counted = Requirement(
        rule="endorsement.tally",
        source=step.source,
        figures={"roll": command.roll, "present": command.present, "ballots": command.yes + command.no},
        met=0 < command.present <= command.roll and command.yes + command.no <= command.present,
    )
    nobody = nobody_asked(command.person, step.source)
    if chosen.majority is None:
        return (nobody, counted)
    bases = {"roll": command.roll, "present": command.present}
    ballots = command.yes + command.no
    majority = weighed_threshold(
        "vote.majority",
        chosen.majority,
        command.yes,
        bases | {"cast": ballots, "valid": ballots},
        decides=True,
    )
    return (nobody, counted, majority)

"""What is mended on the way: an error corrected, a step done anew, a mentor replaced, a limit extended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.rules.answers import answered
from engine.rules.before import dated_in_order, paper_dated
from engine.rules.due import documents
from engine.rules.given import Facts, Filing
from engine.rules.guides import assignable
from engine.rules.papers import filed as papers_filed
from engine.rules.road import extended, reopened
from engine.rules.steps import redoable
from models.commands import Correction, ExtendLimit, Reopen, ReplaceMentor
from models.events import (
    Corrected,
    Endorsed,
    Filed,
    LimitExtended,
    MentorReplaced,
    Moved,
    Reopened,
    StepEvents,
)
from models.procedure import Assignment, Step
from models.requirements import Requirement
from models.state import LIVE, DossierState, Guide, Status

Commands = Correction | Reopen | ReplaceMentor | ExtendLimit
Events = Corrected | Reopened | MentorReplaced | LimitExtended


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh what the mending asks."""
    in_order = dated_in_order(command.on, state.latest_on or state.opened_on, facts.today)
    match command:
        case Correction():
            return (in_order, *_correctable(state, command, facts))
        case Reopen():
            return (in_order, _live(state, facts), *_reopenable(state, command, facts))
        case ReplaceMentor():
            rule = facts.procedure.mentor_candidates
            asked = Assignment(role="mentor", same_unit=True, at_most_candidates=rule)
            member = assignable(state, command.person, asked, rule.source, command.on, facts)
            return (in_order, _live(state, facts), *_another(state, command, facts), *member)
        case ExtendLimit():
            return (in_order, _live(state, facts), *_extendable(state, command, facts))


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return what was mended."""
    match command:
        case Correction():
            return [_corrected(state, command, facts, checked)]
        case Reopen():
            opens = (reopened(state, command.step, command.on, facts),)
            return [
                Reopened(
                    on=command.on, enclosure=facts.enclosure, checked=checked, step=command.step,
                    moved=Moved(opens=opens),
                )
            ]  # fmt: skip
        case ReplaceMentor():
            former = next((one.person for one in state.guides_now("mentor")), None)
            return [
                MentorReplaced(
                    on=command.on, enclosure=facts.enclosure, checked=checked, former=former,
                    person=command.person, unit=state.unit,
                )
            ]  # fmt: skip
        case ExtendLimit():
            return [_limit_extended(state, command, facts, checked)]


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state after the mending."""
    match event:
        case Corrected():
            papers = {
                form: replace(paper, enclosure=event.enclosure) if paper.enclosure == event.before else paper
                for form, paper in state.papers.items()
            }
            for one in event.filed:
                if one.form in papers and papers[one.form].enclosure == event.enclosure:
                    papers[one.form] = replace(papers[one.form], dated=one.dated, valid_until=one.valid_until)
            return replace(state, papers=papers)
        case Reopened():
            return replace(state, open=(*state.open, *event.moved.opens))
        case MentorReplaced():
            ended = tuple(
                replace(one, until=event.on) if one.role == "mentor" and one.until is None else one
                for one in state.guides
            )
            guide = Guide(person=event.person, role="mentor", unit=event.unit, since=event.on)
            return replace(state, guides=(*ended, guide))
        case LimitExtended():
            later = tuple(
                replace(one, due_on=event.due_on, extended=True) if one.step == event.step else one
                for one in state.open
            )
            return replace(state, open=later)


def _live(state: DossierState, facts: Facts) -> Requirement:
    return Requirement(
        rule="dossier.live",
        source=facts.procedure.basis[0],
        figures={"status": state.status.value},
        met=state.status in LIVE and state.status is not Status.SUSPENDED,
    )


def _another(state: DossierState, command: ReplaceMentor, facts: Facts) -> tuple[Requirement, ...]:
    now = {one.person for one in state.guides_now("mentor")}
    source = facts.procedure.mentor_candidates.source
    return (
        Requirement(
            rule="mentor.another", source=source, figures={"person": command.person},
            met=command.person not in now,
        ),
        Requirement(
            rule="mentor.was_assigned", source=source, figures={"dossier": state.number},
            met=any(one.role == "mentor" for one in state.guides),
        ),
    )  # fmt: skip


def _correctable(state: DossierState, command: Correction, facts: Facts) -> tuple[Requirement, ...]:
    step = facts.procedure.step(command.step)
    done = state.done.get(step.id)
    known = Requirement(
        rule="step.done",
        source=step.source,
        figures={"step": step.id},
        met=done is not None and facts.filed is not None,
    )
    if facts.filed is None:
        return (known,)
    changed = changed_fields(facts.filed.answers, command.answers)
    differs = Requirement(
        rule="correction.changes",
        source=step.source,
        figures={"fields": ", ".join(changed)},
        met=bool(changed),
    )
    corrected = {**facts.filed.answers, **command.answers}
    forms = _forms_of(step, facts.filed.origin)
    in_order = paper_dated(step, corrected, facts.filed.origin.on)
    return (known, differs, *answered(step, corrected, facts.procedure, forms), *in_order)


def _forms_of(step: Step, origin: StepEvents) -> tuple[str, ...]:
    """Return the papers whose fields were asked when the step was done."""
    if not isinstance(origin, Endorsed):
        return step.papers
    return tuple(one.form for one in step.endorsements if one.id == origin.endorser)


def _filed_anew(command: Correction, before: Filing, facts: Facts) -> tuple[Filed, ...]:
    """Return the papers of the step with the days their corrected text gives them."""
    origin = before.origin
    step = facts.procedure.step(command.step)
    corrected = {**before.answers, **command.answers}
    return papers_filed(step, origin.outcome, corrected, origin.on, facts, _forms_of(step, origin))


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Return the ids of the fields whose text a correction changes."""
    return tuple(sorted(name for name, value in after.items() if before.get(name) != value))


def _corrected(
    state: DossierState, command: Correction, facts: Facts, checked: tuple[Requirement, ...]
) -> Corrected:
    filed = facts.filed
    if filed is None:
        raise AssertionError(command.step)  # the requirements ask for it
    papers = documents(facts.procedure, state, filed.origin)
    return Corrected(
        on=command.on,
        enclosure=facts.enclosure,
        checked=checked,
        step=command.step,
        flow=facts.procedure.stage_of(command.step).flow,
        outcome=filed.origin.outcome,
        unit=next((one.unit for one in papers), filed.origin.unit),
        corrects=filed.sequence,
        before=filed.enclosure,
        forms=tuple(one.form for one in papers),
        filed=_filed_anew(command, filed, facts),
        fields=changed_fields(filed.answers, command.answers),
    )


def _reopenable(state: DossierState, command: Reopen, facts: Facts) -> tuple[Requirement, ...]:
    step = facts.procedure.step(command.step)
    return (
        Requirement(
            rule="step.done",
            source=step.source,
            figures={"step": step.id},
            met=step.id in state.done and state.open_step(step.id) is None,
        ),
        Requirement(
            rule="step.may_be_redone", source=step.source, figures={"kind": step.kind.value},
            met=redoable(step),
        ),
    )  # fmt: skip


def _extendable(state: DossierState, command: ExtendLimit, facts: Facts) -> tuple[Requirement, ...]:
    present = state.open_step(command.step)
    step = facts.procedure.step(command.step)
    extension = step.limit.extension if step.limit is not None else None
    source = extension.source if extension is not None else step.source
    return (
        Requirement(
            rule="limit.extendable", source=source, figures={"step": step.id},
            met=extension is not None and present is not None and present.due_on is not None,
        ),
        Requirement(
            rule="limit.extended_once", source=source, figures={"step": step.id},
            met=present is not None and not present.extended,
        ),
    )  # fmt: skip


def _limit_extended(
    state: DossierState, command: ExtendLimit, facts: Facts, checked: tuple[Requirement, ...]
) -> LimitExtended:
    present = state.open_step(command.step)
    limit = facts.procedure.step(command.step).limit
    if present is None or present.due_on is None or limit is None:
        raise AssertionError(command.step)  # the requirements ask for all three
    return LimitExtended(
        on=command.on,
        enclosure=facts.enclosure,
        checked=checked,
        step=command.step,
        due_on=extended(limit, present.due_on, facts.calendar),
    )

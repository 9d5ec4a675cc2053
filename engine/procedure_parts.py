"""Whether the parts of a procedure fit: its papers, what its steps ask for, who acts, what is cited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from engine import procedure_votes
from engine.procedure_file import Location, did_you_mean
from engine.procedure_road import Doubt, Place, outcomes_of, places
from models.procedure import (
    FormField,
    Procedure,
    Required,
    RequiredAge,
    RequiredEducation,
    RequiredFreshPapers,
    RequiredOutcome,
    RequiredPaper,
    Step,
)


def doubts(procedure: Procedure) -> Iterator[Doubt]:
    """Yield what does not fit together."""
    there = places(procedure)
    known = {one.step.id: one for one in reversed(there)}
    filed = _filed(there)
    yield from _incoming(procedure)
    yield from _symbols(procedure)
    yield from _sources(procedure)
    yield from _term(procedure)
    yield from _transfer(procedure, known)
    for place in there:
        yield from _papers(procedure, place)
        yield from _outcomes_named(place)
        yield from _requires(place, known, filed)
        yield from _counted_from(place, known)
        yield from _persons(procedure, place, there)
        yield from procedure_votes.doubts(place)


def _filed(there: tuple[Place, ...]) -> dict[str, list[Place]]:
    filed: dict[str, list[Place]] = {}
    for place in there:
        step = place.step
        for code in (*step.papers, *step.may_file, *(one.form for one in step.endorsements)):
            filed.setdefault(code, []).append(place)
    return filed


def _incoming(procedure: Procedure) -> Iterator[Doubt]:
    forms = {form.code for form in procedure.forms.forms}
    for number, paper in enumerate(procedure.incoming):
        if paper.code in forms or paper.code in {one.code for one in procedure.incoming[:number]}:
            yield Doubt(
                ("incoming", number, "code"),
                "form.twice",
                f"is the second paper with the code `{paper.code}`.",
                "Give it a code of its own.",
            )


def _symbols(procedure: Procedure) -> Iterator[Doubt]:
    forms = tuple(form.code for form in procedure.forms.forms)
    for code in procedure.symbols:
        if code not in forms:
            yield Doubt(
                ("symbols", code),
                "form.unknown",
                f"numbers the paper `{code}`, which is not known.",
                did_you_mean(code, forms, f"Name a form of `{procedure.forms.id}`."),
            )


def _papers(procedure: Procedure, place: Place) -> Iterator[Doubt]:
    step, where = place.step, place.where
    forms = tuple(form.code for form in procedure.forms.forms)
    incoming = tuple(paper.code for paper in procedure.incoming)
    named: list[tuple[Location, str, tuple[str, ...]]] = [
        *(((*where, "papers", number), code, forms) for number, code in enumerate(step.papers)),
        *(((*where, "may_file", number), code, incoming) for number, code in enumerate(step.may_file)),
        *(
            ((*where, "documents", number, "form"), due.form, forms)
            for number, due in enumerate(step.documents)
        ),
        *(
            ((*where, "endorsements", number, "form"), one.form, forms)
            for number, one in enumerate(step.endorsements)
        ),
    ]
    for number, required in enumerate(step.requires):
        for key, code in _codes(required):
            named.append(((*where, "requires", number, key), code, (*forms, *incoming)))
    for spot, code, known in named:
        if code not in known:
            yield Doubt(
                spot,
                "form.unknown",
                f"names the paper `{code}`, which is not known.",
                did_you_mean(code, known, f"Add it to `{procedure.forms.id}` or to `incoming`."),
            )
    yield from _fields_twice(procedure, step, where)


def _fields_twice(procedure: Procedure, step: Step, where: Location) -> Iterator[Doubt]:
    wanted = {*step.papers, *step.may_file}
    fields: list[FormField] = [
        field for form in procedure.forms.forms if form.code in wanted for field in form.fields
    ] + [field for paper in procedure.incoming if paper.code in wanted for field in paper.fields]
    for name, often in Counter(field.id for field in fields).items():
        if often > 1:
            yield Doubt(
                (*where, "papers"),
                "field.twice",
                f"has the field `{name}` on two papers of one step.",
                "Rename one of them: what is typed at a step is kept under the field's name.",
            )


def _codes(required: Required) -> Iterator[tuple[str, str]]:
    match required:
        case RequiredPaper(form=code):
            yield "form", code
        case RequiredFreshPapers(forms=codes):
            yield from (("forms", code) for code in codes)
        case RequiredAge(above_with=str(code)):
            yield "above_with", code
        case RequiredEducation(unless_paper=str(code)):
            yield "unless_paper", code


def _outcomes_named(place: Place) -> Iterator[Doubt]:
    step = place.step
    due = (
        *((("documents", number), one.when) for number, one in enumerate(step.documents)),
        *((("notices", number), one.when) for number, one in enumerate(step.notices)),
    )
    for spot, when in due:
        for outcome in when:
            if outcome not in outcomes_of(step):
                yield _no_outcome((*place.where, *spot, "when"), step, outcome)


def _no_outcome(where: Location, step: Step, outcome: str) -> Doubt:
    known = outcomes_of(step)
    return Doubt(
        where,
        "outcome.unknown",
        f"names `{outcome}`, which `{step.id}` never ends in.",
        did_you_mean(outcome, known, f"Write one of {', '.join(known)}."),
    )


def _requires(place: Place, known: Mapping[str, Place], filed: Mapping[str, list[Place]]) -> Iterator[Doubt]:
    for number, required in enumerate(place.step.requires):
        where = (*place.where, "requires", number)
        if isinstance(required, RequiredOutcome):
            yield from _required_outcome(place, required, known, where)
        for key, code in _codes(required):
            if code in filed and not any(_in_time(one, place) for one in filed[code]):
                yield Doubt(
                    (*where, key),
                    "paper.late",
                    f"asks for `{code}`, which is filed only later, at `{filed[code][0].step.id}`.",
                    "Ask for it at a later step, or file it earlier.",
                )
            elif code not in filed:
                yield Doubt(
                    (*where, key),
                    "paper.never",
                    f"asks for `{code}`, which no step files.",
                    "Put it among the `papers` or `may_file` of an earlier step.",
                )


def _in_time(earlier: Place, place: Place) -> bool:
    side_by_side = earlier.stage_number == place.stage_number and place.stage.together
    return earlier.order < place.order or (side_by_side and earlier.order != place.order)


def _required_outcome(
    place: Place, required: RequiredOutcome, known: Mapping[str, Place], where: Location
) -> Iterator[Doubt]:
    earlier = known.get(required.step)
    if earlier is None:
        yield _no_step((*where, "step"), required.step, known)
    elif required.outcome not in outcomes_of(earlier.step):
        yield _no_outcome((*where, "outcome"), earlier.step, required.outcome)
    elif not _in_time(earlier, place):
        yield Doubt(
            (*where, "step"),
            "step.later",
            f"asks for `{required.step}`, which comes later.",
            "Name an earlier step.",
        )


def _no_step(where: Location, name: str, known: Mapping[str, Place]) -> Doubt:
    return Doubt(
        where,
        "step.unknown",
        f"names `{name}`, which is no step.",
        did_you_mean(name, tuple(known), "Name a step of this file."),
    )


def _counted_from(place: Place, known: Mapping[str, Place]) -> Iterator[Doubt]:
    step = place.step
    from_limit = step.limit.counted_from if step.limit is not None else "opening"
    for where, name in (
        ((*place.where, "limit", "counted_from"), from_limit),
        ((*place.where, "counted_from"), step.counted_from or "opening"),
    ):
        earlier = known.get(name)
        if name == "opening":
            continue
        if earlier is None:
            yield _no_step(where, name, known)
        elif not earlier.comes_before(place):
            yield Doubt(
                where,
                "step.later",
                f"counts from `{name}`, which is not done before.",
                "Name a step that is always done earlier, or `opening`.",
            )
        elif earlier.step.only_where is not None:
            yield Doubt(
                where,
                "step.passed_over",
                f"counts from `{name}`, passed over where no `{earlier.step.only_where}` is.",
                "Name a step that every dossier takes.",
            )


def _persons(procedure: Procedure, place: Place, there: tuple[Place, ...]) -> Iterator[Doubt]:
    step = place.step
    assigned = {one.step.assigns.role for one in there if one.comes_before(place) and one.step.assigns}
    if step.acts.person is not None and step.acts.person not in assigned:
        yield Doubt(
            (*place.where, "acts", "person"),
            "person.nobody",
            f"lets the {step.acts.person} act, whom no earlier step names.",
            f"Let an earlier step say `assigns: {{role: {step.acts.person}}}`.",
        )
    most = step.assigns.at_most_candidates if step.assigns is not None else None
    general = procedure.mentor_candidates.amount
    if most is not None and most.amount != general:
        yield Doubt(
            (*place.where, "assigns", "at_most_candidates"),
            "number.disagrees",
            f"says {most.amount} where `mentor_candidates` says {general}.",
            "Make the two numbers one.",
        )


def _term(procedure: Procedure) -> Iterator[Doubt]:
    if procedure.in_force_until is not None and procedure.in_force_until < procedure.in_force_from:
        yield Doubt(
            ("in_force_until",),
            "term.backwards",
            "lies before `in_force_from`.",
            "Correct one of the two days.",
        )


def _transfer(procedure: Procedure, known: Mapping[str, Place]) -> Iterator[Doubt]:
    rule = procedure.transfer
    for key, name in (("until", rule.until), ("restart_at", rule.restart_at)):
        if name not in known:
            yield _no_step(("transfer", key), name, known)
    until, restart = known.get(rule.until), known.get(rule.restart_at)
    if until is not None and restart is not None and restart.order > until.order:
        yield Doubt(
            ("transfer", "restart_at"),
            "step.later",
            f"begins again at `{rule.restart_at}`, behind `{rule.until}`.",
            "Name a step before the one that settles the matter.",
        )


def _sources(procedure: Procedure) -> Iterator[Doubt]:
    names = tuple(_name(text) for text in procedure.basis)
    for where, source in _cited(procedure, ()):
        for part in source.split(";"):
            if not any(_cites(part.strip(), name) for name in names):
                yield Doubt(
                    (*where, "source"),
                    "source.unknown",
                    f"cites “{part.strip()}”, which `basis` does not list.",
                    f"Begin with one of: {'; '.join(names)}.",
                )


def _name(basis: str) -> str:
    return re.split(r",| \(", basis, maxsplit=1)[0].strip()


def _cites(part: str, name: str) -> bool:
    return part == name or part.startswith((f"{name},", f"{name} "))


def _cited(value: object, where: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, BaseModel):
        source = getattr(value, "source", None)
        if isinstance(source, str):
            yield where, source
        for name in type(value).model_fields:
            yield from _cited(getattr(value, name), (*where, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _cited(one, (*where, number))

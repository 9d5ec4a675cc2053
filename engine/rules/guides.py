"""Whether a member may guide, introduce or have charge of a candidate."""

from __future__ import annotations

from datetime import date

from engine.rules.given import Facts, Member
from engine.rules.time_limits import due_on
from models.procedure import Assignment, Length
from models.requirements import Requirement
from models.state import DossierState


def assignable(
    state: DossierState, person: str | None, asked: Assignment, source: str, on: date, facts: Facts
) -> tuple[Requirement, ...]:
    """Weigh the member a step names: standing, unit, how many people guided, how long acquainted."""
    member = None if person is None else facts.people.get(person)
    if member is None:
        figures = {"person": person or "", "role": asked.role}
        return (Requirement(rule="member.known", source=source, figures=figures, met=False),)
    found = [official(member, source, on), _not_the_candidate(state, member, source)]
    if asked.same_unit:
        figures = {"person": member.person, "unit": state.unit, "has": member.unit or ""}
        found.append(
            Requirement(
                rule="member.same_unit", source=source, figures=figures, met=member.unit == state.unit
            )
        )
    if asked.at_most_candidates is not None:
        found.append(_capacity(member, asked.at_most_candidates.amount, asked.at_most_candidates.source))
    if asked.acquainted is not None:
        found.append(acquainted(state, member, asked.acquainted, on, facts))
    return tuple(found)


def nobody_asked(person: str | None, source: str) -> Requirement:
    """Ask that nobody is named where the step puts nobody in charge."""
    return Requirement(
        rule="member.not_asked", source=source, figures={"person": person or ""}, met=person is None
    )


def official(member: Member, source: str, on: date) -> Requirement:
    """Ask that the member is official on the day."""
    since = member.official_on
    return Requirement(
        rule="member.official",
        source=source,
        figures={"person": member.person, "standing": member.standing, "on": on.isoformat()},
        met=member.standing == "official" and since is not None and since <= on,
    )


def acquainted(state: DossierState, member: Member, length: Length, on: date, facts: Facts) -> Requirement:
    """Ask how long member and candidate have worked or lived in the same organisation, the dossier's branch.

    Source: the introducer must have been together with the candidate for at least the length given.
    """
    together = max(
        (one for one in (member.in_unit_since, facts.applicant.in_unit_since) if one), default=None
    )
    both = member.in_unit_since is not None and facts.applicant.in_unit_since is not None
    figures: dict[str, str | int] = {"person": member.person, "needed": length.amount, "on": on.isoformat()}
    figures |= {"unit": state.unit, "has": member.unit or ""}
    if both and together is not None:
        figures["since"] = together.isoformat()
    known = both and together is not None and due_on(together, length, facts.calendar) <= on
    met = known and member.unit == state.unit
    return Requirement(rule="member.acquainted", source=length.source, figures=figures, met=met)


def _not_the_candidate(state: DossierState, member: Member, source: str) -> Requirement:
    return Requirement(
        rule="member.not_candidate",
        source=source,
        figures={"person": member.person},
        met=member.person != state.candidate,
    )


def _capacity(member: Member, at_most: int, source: str) -> Requirement:
    return Requirement(
        rule="mentor.capacity",
        source=source,
        figures={"person": member.person, "has": member.candidates, "at_most": at_most},
        met=member.candidates < at_most,
    )

"""Who votes though no stranger to the candidate, and what the procedure makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.rules.given import Meeting
from models.events import Interested
from models.procedure import InterestRule, VoteRule
from models.state import DossierState, Represented

VOTES, ABSTAINS, LEAVES = "votes", "abstains", "leaves"


def relations(state: DossierState) -> Mapping[str, str]:
    """Return who is no stranger to the candidate: by what was declared, else by what is on record."""
    guides = {one.person: one.role for one in state.guides if one.until is None}
    return guides | {one.person: one.relation for one in state.interests}


def rule_for(relation: str, rule: VoteRule) -> InterestRule | None:
    """Return what the procedure says of a relation; None where it says nothing, and the member votes."""
    return next((one for one in rule.interests if relation in one.relations), None)


def treatment(relation: str, rule: VoteRule) -> str:
    """Return what a relation means for the vote: `votes`, `abstains` or `leaves`."""
    found = rule_for(relation, rule)
    return VOTES if found is None else found.treatment


def matter(state: DossierState, rule: VoteRule) -> tuple[str, ...]:
    """Return the persons of whom it must be known whether they are on a roll: all who would not simply vote.

    Whoever declared an interest is named even where the procedure lets them vote.
    """
    declared = {one.person for one in state.interests}
    return tuple(
        sorted(
            person
            for person, relation in relations(state).items()
            if person in declared or treatment(relation, rule) != VOTES
        )
    )


def interested(state: DossierState, meeting: Meeting, rule: VoteRule) -> tuple[Interested, ...]:
    """Return those on the roll of a meeting who are no strangers to the candidate."""
    known = relations(state)
    return tuple(
        Interested(
            person=one.person,
            relation=known[one.person],
            treatment=treatment(known[one.person], rule),
            is_present=one.is_present,
        )
        for one in meeting.concerned
        if one.person in known
    )


def represented(state: DossierState, meeting: Meeting, rule: VoteRule) -> tuple[Represented, ...]:
    """Return those absent who count as present in a vote on one dossier.

    A holder who does not vote on it votes for nobody; who leaves the roll is not counted though represented.
    """
    known = relations(state)

    def treated(person: str) -> str:
        return treatment(known[person], rule) if person in known else VOTES

    return tuple(
        one for one in meeting.represented if treated(one.holder) == VOTES and treated(one.person) != LEAVES
    )


def counting(state: DossierState, meeting: Meeting, rule: VoteRule) -> Meeting:
    """Return a meeting as it counts for one dossier: without those who leave the roll for this vote.

    Who abstains counts in the roll and among those present, and casts no ballot; who is represented counts
    as if they were there.
    """
    found = interested(state, meeting, rule)
    leaving = [one for one in found if one.treatment == LEAVES]
    by_proxy = represented(state, meeting, rule)
    there = {one.person for one in by_proxy} | {one.person for one in found if one.is_present}
    return replace(
        meeting,
        roll=meeting.roll - len(leaving),
        present=meeting.present - sum(one.is_present for one in leaving) + len(by_proxy),
        abstaining=sum(one.treatment == ABSTAINS and one.person in there for one in found),
        represented=by_proxy,
    )

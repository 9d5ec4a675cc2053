"""A vote as the minutes of a meeting print it: how it was held, its figures and its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from engine.numbers import printed
from engine.queries.minutes import MeetingFacts, Minuted
from models.events import Interested
from models.requirements import Requirement
from models.state import Represented
from outputs.wording import Names, caption, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote with its arithmetic."""

    title: str
    dossier: str
    candidate: str
    born_on: date
    branch: str
    way: str
    """How it was held, in words."""
    cast: int
    yes: int | None
    """None, as the next two, where fewer than five voted in secret."""
    no: int | None
    blank: int | None
    invalid: int
    interested: tuple[str, ...]
    """Those who are no strangers to the candidate, each with what that meant."""
    represented: tuple[str, ...]
    """Those absent who counted as present, each with who voted for them."""
    arithmetic: tuple[str, ...]
    """Quorum and majority in words, each with its source."""
    outcome: str
    papers: tuple[str, ...]
    """Papers the vote leads to, with their numbers."""


def ballot_of(facts: MeetingFacts, one: Minuted) -> Ballot:
    """Return a vote as the minutes print it."""
    names = Names(voters=facts.line.roll_kind)
    return Ballot(
        title=one.matter.title,
        dossier=one.matter.dossier,
        candidate=one.matter.candidate,
        born_on=one.matter.born_on,
        branch=one.matter.branch,
        way=caption("way", one.way, "vi"),
        cast=one.cast,
        yes=one.yes,
        no=one.no,
        blank=one.blank,
        invalid=one.invalid,
        interested=tuple(_interested(facts, each) for each in one.interested),
        represented=tuple(_represented(facts, each) for each in one.represented),
        arithmetic=tuple(arithmetic(each, names) for each in one.shares),
        outcome=caption("outcome", one.outcome, "vi"),
        papers=tuple(
            f"{each.form} số {printed(each.number, each.symbol)}"
            for each in one.papers
            if each.number is not None and each.symbol is not None
        ),
    )


def _interested(facts: MeetingFacts, one: Interested) -> str:
    names = {each.person: each.full_name for each in facts.people}
    relation, treatment = caption("relation", one.relation, "vi"), caption("treatment", one.treatment, "vi")
    return f"đồng chí {names.get(one.person, one.person)} ({relation}): {treatment}"


def _represented(facts: MeetingFacts, one: Represented) -> str:
    names = {each.person: each.full_name for each in facts.people}
    absent, holder = (names.get(each, each) for each in (one.person, one.holder))
    return f"đồng chí {absent} (đồng chí {holder} bỏ phiếu thay)"


def arithmetic(one: Requirement, names: Names) -> str:
    """Say a requirement with its figures as part of a longer sentence, its source in brackets."""
    words = sentence(replace(one, source=""), "vi", names).rstrip(".")
    return f"{words} ({one.source})" if one.source else words

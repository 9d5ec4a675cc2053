"""Votes by proxy as people see them: who votes for whom in a meeting, and whose vote somebody holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.ballots import counting_proxies, participation
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.dossier import people_named
from engine.rules.interests import VOTES, relations, treatment
from engine.rules.proxies import Proxy
from engine.sittings import members_here, proxies_in
from models.procedure import VoteRule
from models.state import DossierState


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyLine:
    """One proxy of a meeting, and whether it has effect."""

    person: str
    """Who gave it."""
    full_name: str
    holder: str
    holder_name: str
    effect: str
    """`ahead` until the meeting opens; `counts`; or why not: `giver_here`, `holder_away`, `off_roll`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Somebody who gave their proxy to the reader, before one ballot."""

    person: str
    full_name: str
    receipt: str | None
    """Of the vote the reader cast for them; None while they have not."""
    stands: str
    """`voted`; `open` where the reader may vote for them now; else why not: `secret` (nobody votes for
    another), `here` (they vote themselves), `related` (either may not vote), `uncounted`."""

    @property
    def is_open(self) -> bool:
        """Say whether the reader may vote for them now."""
        return self.stands == "open"


def proxies_of(session: ReadSession, meeting: str) -> tuple[ProxyLine, ...]:
    """Return the proxies of a meeting in the order in which they were given."""
    given = proxies_in(session, meeting)
    if not given:
        return ()
    here = members_here(session, meeting)
    names = people_named(session, [name for one in given for name in (one.person, one.holder)])
    return tuple(
        ProxyLine(
            person=one.person,
            full_name=names[one.person],
            holder=one.holder,
            holder_name=names[one.holder],
            effect=_effect(one, here),
        )
        for one in given
    )


def allow_any(procedures: Procedures) -> bool:
    """Say whether any regulation of the office lets somebody vote for another: mostly none does."""
    steps = (step for one in procedures.all() for stage in one.stages for step in stage.steps)
    return any(one.vote is not None and one.vote.proxies is not None for one in steps)


def absent_for(
    session: ReadSession, person: str, ballot: str, meeting: str, way: str, rule: VoteRule | None,
    state: DossierState,
) -> tuple[Absent, ...]:  # fmt: skip
    """Return those whose proxy somebody holds in a ballot's meeting, and whether it can be used there."""
    theirs = [one for one in proxies_in(session, meeting) if one.holder == person]
    if not theirs:
        return ()
    names = people_named(session, [one.person for one in theirs])
    here = members_here(session, meeting)
    counted = _counted(session, ballot, meeting, rule)
    related = set(related_among(state, rule, [person, *(one.person for one in theirs)]))
    found = []
    for one in theirs:
        vote = participation(session, ballot, one.person)
        cast = None if vote is None or vote.cast_by != person else vote.receipt
        if cast is not None:
            stands = "voted"
        elif way == "secret":
            stands = "secret"
        elif one not in counted:
            stands = "here" if here.get(one.person) else "uncounted"
        elif {person, one.person} & related:
            stands = "related"
        else:
            stands = "open" if vote is None else "here"
        found.append(Absent(person=one.person, full_name=names[one.person], receipt=cast, stands=stands))
    return tuple(found)


def holders_in(
    session: ReadSession, ballot: str, meeting: str, rule: VoteRule | None, state: DossierState
) -> Mapping[str, str]:
    """Return for whom somebody may vote in an open ballot now, each with that holder."""
    counted = _counted(session, ballot, meeting, rule)
    strangers = set(related_among(state, rule, [one.holder for one in counted]))
    return {one.person: one.holder for one in counted if one.holder not in strangers}


def related_among(state: DossierState, rule: VoteRule | None, persons: Iterable[str]) -> tuple[str, ...]:
    """Return who of some persons may not vote, because they are no strangers to the candidate."""
    known = relations(state)
    return tuple(
        one for one in persons if rule is not None and one in known and treatment(known[one], rule) != VOTES
    )


def _counted(session: ReadSession, ballot: str, meeting: str, rule: VoteRule | None) -> tuple[Proxy, ...]:
    if rule is None or rule.proxies is None:
        return ()
    return counting_proxies(session, ballot, meeting, rule.proxies.amount)


def _effect(one: Proxy, here: Mapping[str, bool]) -> str:
    if not here:
        return "ahead"
    if one.person not in here or one.holder not in here:
        return "off_roll"
    if here[one.person]:
        return "giver_here"
    return "counts" if here[one.holder] else "holder_away"

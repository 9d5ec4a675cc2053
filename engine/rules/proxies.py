"""Absent members vote by proxy where the procedure allows it: who may give one, and which of them count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.rules.sitting import Sitting, weighed
from models.commands import GiveProxy
from models.requirements import Requirement
from models.state import MeetingStanding

Here = Mapping[str, bool]
"""Who counts in the roll of a meeting, and whether they are there now; before it opens nobody is."""

_AHEAD = frozenset({MeetingStanding.CONVENED, MeetingStanding.OPEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """That a member may vote for another in one meeting."""

    person: str
    """Who gave it."""
    holder: str


def most_allowed(agenda: Iterable[int | None]) -> int | None:
    """Return for how many one member may vote by the most generous point of an agenda; None without one."""
    return max((amount or 0 for amount in agenda), default=None)


def giving_requirements(
    command: GiveProxy,
    sitting: Sitting,
    giver: str,
    *,
    given: Sequence[Proxy],
    here: Here,
    agenda: Iterable[int | None],
) -> tuple[Requirement, ...]:
    """Weigh who gives a proxy to whom, over those given before and what the agenda allows at the most."""
    holder, most = command.holder, most_allowed(agenda)
    before = next((one.holder for one in given if one.person == giver), None)
    own = [one.person for one in given if one.holder == giver]
    passed_on = next((one.holder for one in given if one.person == holder), None)
    asked = (
        _ahead(sitting),
        weighed("proxy.allowed", most != 0, meeting=sitting.number),
        weighed("proxy.of_another", holder != giver, person=giver),
        weighed("meeting.on_roll", holder in here, persons="" if holder in here else holder),
        weighed("proxy.absent", not here.get(giver, False), person=giver),
        weighed("proxy.once", before is None, person=giver, holder=before or ""),
        weighed("proxy.giver_holds_none", not own, person=giver, persons=", ".join(own)),
        weighed("proxy.holder_gave_none", passed_on is None, holder=holder, person=passed_on or ""),
    )
    if not most:
        return asked
    held = sum(one.holder == holder and not here.get(one.person, False) for one in given)
    return (*asked, weighed("proxy.at_most", held < most, holder=holder, held=held, at_most=most))


def revoking_requirements(
    sitting: Sitting, giver: str, *, given: Sequence[Proxy], is_used: bool
) -> tuple[Requirement, ...]:
    """Weigh that there is a proxy to take back, and nothing was cast by it."""
    has_given = any(one.person == giver for one in given)
    return (
        _ahead(sitting),
        weighed("proxy.given", has_given, person=giver),
        weighed("proxy.unused", not is_used, person=giver),
    )


def in_effect(
    given: Sequence[Proxy], here: Here, at_most: int | None, voted: Collection[str] = ()
) -> tuple[Proxy, ...]:
    """Return the proxies that count for one vote: who gave them is absent, who holds them is there.

    One member votes for `at_most` absent ones (None: for nobody): those for whom they have `voted` already,
    then those who gave theirs first. Who came after their vote was cast takes a place all the same.
    """
    if not at_most:
        return ()
    found = []
    for holder in dict.fromkeys(one.holder for one in given if here.get(one.holder, False)):
        asked = [one for one in given if one.holder == holder and one.person in here]
        theirs = [one for one in asked if not here[one.person] or one.person in voted]
        counted = sorted(theirs, key=lambda one: one.person not in voted)[:at_most]
        found += [one for one in counted if not here[one.person]]
    return tuple(one for one in given if one in found)


def _ahead(sitting: Sitting) -> Requirement:
    return weighed("proxy.ahead", sitting.standing in _AHEAD, meeting=sitting.number)

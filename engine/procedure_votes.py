"""Whether the votes a procedure asks for make sense: nothing always holds, never holds or undoes another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.procedure_file import Location
from engine.procedure_road import Doubt, Place
from models.procedure import Step, Threshold, VoteRule


def doubts(place: Place) -> Iterator[Doubt]:
    """Yield what is senseless about the votes held at a step."""
    yield from _endorsements(place.step, place.where)
    rule = place.step.vote
    if rule is None:
        return
    where = (*place.where, "vote")
    for key, threshold in _thresholds(rule):
        yield from _senseless((*where, key), threshold)
        yield from _out_of_reach((*where, key), threshold, rule)
    yield from _bases(rule, where)
    yield from _casting_vote(rule, where)
    yield from _veto(rule, where)
    yield from _interests(rule, where)
    yield from _proxies(rule, where)


def _proxies(rule: VoteRule, where: Location) -> Iterator[Doubt]:
    """Doubt proxies by which nobody could vote for anybody, or one member for everybody else."""
    if rule.proxies is None:
        return
    spot = (*where, "proxies", "amount")
    if rule.proxies.amount == 0:
        yield Doubt(
            spot,
            "proxies.none",
            "allows proxies, but a member may vote for nobody by one.",
            "Write how many absent members one may vote for, or take the line out.",
        )
    elif rule.least_roll is not None and rule.proxies.amount >= rule.least_roll.amount:
        yield Doubt(
            spot,
            "proxies.everybody",
            f"lets one member vote for {rule.proxies.amount} absent ones where a roll of "
            f"{rule.least_roll.amount} may vote (`least_roll`): for all others and more.",
            f"Write at most {rule.least_roll.amount - 1}.",
        )


def _interests(rule: VoteRule, where: Location) -> Iterator[Doubt]:
    """Doubt a relation of which two things are said: only the first would ever count."""
    seen: set[str] = set()
    for number, one in enumerate(rule.interests):
        for relation in one.relations:
            if relation in seen:
                yield Doubt(
                    (*where, "interests", number, "relations"),
                    "interest.twice",
                    f"says again what `{relation}` means for this vote.",
                    "Name each relation once.",
                )
            seen.add(relation)


def _thresholds(rule: VoteRule) -> Iterator[tuple[str, Threshold]]:
    yield "quorum", rule.quorum
    if rule.participation is not None:
        yield "participation", rule.participation
    yield "majority", rule.majority


def _endorsements(step: Step, where: Location) -> Iterator[Doubt]:
    for number, one in enumerate(step.endorsements):
        spot = (*where, "endorsements", number)
        if one.body is not None and one.majority is None:
            yield Doubt(
                (*spot, "body"),
                "majority.missing",
                f"lets a body endorse (`{one.body}`), but not by which majority.",
                "Write `majority:` beside it: without one, any tally would carry.",
            )
        elif one.majority is not None:
            yield from _senseless((*spot, "majority"), one.majority)


def _senseless(where: Location, threshold: Threshold) -> Iterator[Doubt]:
    """Doubt a threshold that nobody is needed to reach, or that everybody together does not reach."""
    key = "number" if threshold.share is None else "share"
    strict = threshold.comparison == "more_than"
    none_needed = threshold.number == 0 if threshold.share is None else threshold.share[0] == 0
    if none_needed and not strict:
        yield Doubt(
            (*where, key),
            "threshold.always",
            "is reached by nobody at all.",
            "Ask for one at least, or take the line out where it may be left out.",
        )
    if strict and threshold.share is not None and threshold.share[0] == threshold.share[1]:
        yield Doubt(
            (*where, key),
            "threshold.never",
            "asks for more than the whole, which nobody can reach.",
            "Write `at_least` for unanimity, or a smaller share.",
        )


def _out_of_reach(where: Location, threshold: Threshold, rule: VoteRule) -> Iterator[Doubt]:
    if threshold.number is None or rule.least_roll is None:
        return
    needed = threshold.number + (threshold.comparison == "more_than")
    if needed > rule.least_roll.amount:
        yield Doubt(
            (*where, "number"),
            "threshold.out_of_reach",
            f"asks for {needed} where a roll of {rule.least_roll.amount} may vote (`least_roll`).",
            f"Raise `least_roll` to {needed}, or ask for fewer.",
        )


def _bases(rule: VoteRule, where: Location) -> Iterator[Doubt]:
    if rule.quorum.of not in {None, "roll"}:
        yield Doubt(
            (*where, "quorum", "of"),
            "threshold.base",
            f"measures those present by `{rule.quorum.of}`, which is not known before they meet.",
            "Write `of: roll`, or a `number`.",
        )
    if rule.participation is not None and rule.participation.of in {"cast", "valid"}:
        yield Doubt(
            (*where, "participation", "of"),
            "threshold.base",
            f"measures the ballots cast by `{rule.participation.of}`: they are always enough.",
            "Write `of: roll` or `of: present`, or a `number`.",
        )


def _casting_vote(rule: VoteRule, where: Location) -> Iterator[Doubt]:
    """Doubt a casting vote where a tie is anything else than one vote short of half."""
    if rule.casting_vote is None:
        return
    share, strict = rule.majority.share, rule.majority.comparison == "more_than"
    if rule.majority.is_unanimity:
        yield Doubt(
            (*where, "casting_vote"),
            "casting_vote.unanimity",
            "breaks ties where only unanimity carries: with votes against it there is none.",
            "Take one of the two out.",
        )
    elif share is None or 2 * share[0] != share[1] or not strict:
        yield Doubt(
            (*where, "casting_vote"),
            "casting_vote.no_half",
            "breaks ties, but the majority is not `more_than` a half: a tie would not be what it misses by.",
            "Write `comparison: more_than, share: [1, 2]` in `majority`, or take the casting vote out.",
        )
    elif rule.veto is not None and rule.veto.by == "any":
        yield Doubt(
            (*where, "casting_vote"),
            "casting_vote.vetoed",
            "breaks ties where any vote against stops the matter: a tie always has one.",
            "Take one of the two out, or give the veto to the chair.",
        )


def _veto(rule: VoteRule, where: Location) -> Iterator[Doubt]:
    if rule.veto is not None and rule.majority.is_unanimity:
        yield Doubt(
            (*where, "veto"),
            "veto.unanimity",
            "stops what a vote against stops already: only unanimity carries.",
            "Take the veto out.",
        )

"""Substitution: every rule by itself, and that no chain and no circle can come about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.access import GIVEN_OVER, RIGHTS
from engine.rules.substitution import Given, Terms, requirements
from models import commands
from models.commands import SubstitutionCommands, Task
from models.requirements import unmet

TODAY = date(2026, 11, 2)
TERMS = Terms(
    account="a@x", absent="a", substitute="b", role="secretary", unit="cb",
    tasks=frozenset({"papers", "votes"}), since=date(2026, 11, 9), until=date(2026, 11, 20),
)  # fmt: skip
GIVEN = Given(today=TODAY, terms=TERMS, holds_role=True, is_near=True, accepted=())
OFFER = commands.OfferSubstitution(
    account="a@x", role="secretary", unit="cb", substitute="b@x", tasks=("papers", "votes"),
    since=TERMS.since, until=TERMS.until, reason="Đi học.",
)  # fmt: skip
ACCEPT = commands.AcceptSubstitution(account="b@x", substitution="LT-0001")
DECLINE = commands.DeclineSubstitution(account="b@x", substitution="LT-0001")
END = commands.EndSubstitution(account="a@x", substitution="LT-0001")


def _missing(command: SubstitutionCommands, given: Given) -> set[str]:
    return {one.rule for one in unmet(requirements(command, given))}


def _terms(**changed: object) -> Given:
    return replace(GIVEN, terms=replace(TERMS, **changed))  # type: ignore[arg-type]  # fields of `Terms`


def test_offer_and_acceptance_with_nothing_in_the_way_are_met() -> None:
    assert _missing(OFFER, GIVEN) == set()
    assert _missing(ACCEPT, GIVEN) == set()


@pytest.mark.parametrize(
    ("since", "until", "missing"),
    [
        (TODAY, TODAY, set()),
        (TODAY - timedelta(days=1), TODAY, {"substitution.days"}),
        (TODAY + timedelta(days=2), TODAY + timedelta(days=1), {"substitution.days"}),
        (TODAY, TODAY + timedelta(days=91), set()),
        (TODAY, TODAY + timedelta(days=92), {"substitution.length"}),
    ],
)
def test_days_begin_today_or_later_and_are_at_most_a_quarter(
    since: date, until: date, missing: set[str]
) -> None:
    assert _missing(OFFER, _terms(since=since, until=until)) == missing


def test_acceptance_may_come_on_the_last_day_and_not_after() -> None:
    assert _missing(ACCEPT, replace(GIVEN, today=TERMS.until)) == set()
    assert _missing(ACCEPT, replace(GIVEN, today=TERMS.until + timedelta(days=1))) == {
        "substitution.not_over"
    }


@pytest.mark.parametrize("command", [OFFER, ACCEPT])
def test_persons_are_two_who_are_known_near_and_hold_the_role(command: SubstitutionCommands) -> None:
    assert _missing(command, _terms(substitute="a")) == {"substitution.another_person"}
    assert _missing(command, _terms(substitute=None)) == {"substitution.another_person"}
    assert _missing(command, _terms(absent=None)) == {"substitution.another_person"}
    assert _missing(command, replace(GIVEN, holds_role=False)) == {"substitution.role_held"}
    assert _missing(command, replace(GIVEN, is_near=False)) == {"substitution.near"}


@pytest.mark.parametrize(
    ("standing", "missing"),
    [
        ("offered", (False, False, False)),
        ("accepted", (True, True, False)),
        ("declined", (True, True, True)),
        ("ended", (True, True, True)),
    ],
)
def test_what_is_settled_is_not_settled_again(standing: str, missing: tuple[bool, ...]) -> None:
    found = [
        "substitution.standing" in _missing(one, _terms(standing=standing)) for one in (ACCEPT, DECLINE, END)
    ]

    assert tuple(found) == missing


@pytest.mark.parametrize("command", [OFFER, ACCEPT])
def test_other_substitutions_stand_in_the_way_on_common_days_alone(command: SubstitutionCommands) -> None:
    substitute_away = replace(TERMS, account="b@x", absent="b", substitute="c")
    absent_stands_in = replace(TERMS, account="c@x", absent="c", substitute="a")
    same_task = replace(TERMS, substitute="c", tasks=frozenset({"votes"}))
    for other, missing in (
        (substitute_away, {"substitution.substitute_present"}),
        (absent_stands_in, {"substitution.absent_free"}),
        (same_task, {"substitution.no_overlap"}),
        (replace(same_task, tasks=frozenset({"movements"})), set()),
        (replace(same_task, role="clerk"), set()),
        (replace(same_task, unit="cb2"), set()),
        (replace(TERMS, account="c@x", absent="c", substitute="b"), set()),
    ):
        assert _missing(command, replace(GIVEN, accepted=(other,))) == missing
        last_day = replace(other, since=TERMS.until, until=TERMS.until)
        assert _missing(command, replace(GIVEN, accepted=(last_day,))) == missing
        day_after = replace(
            other, since=TERMS.until + timedelta(days=1), until=TERMS.until + timedelta(days=9)
        )
        assert _missing(command, replace(GIVEN, accepted=(day_after,))) == set()


_PEOPLE = st.sampled_from("abcde")
_DAYS = st.integers(0, 12).map(lambda days: TODAY + timedelta(days=days))
_TASKS = st.frozensets(st.sampled_from(sorted(GIVEN_OVER)), min_size=1)


@st.composite
def _offered(draw: st.DrawFn) -> Terms:
    since, until = sorted((draw(_DAYS), draw(_DAYS)))
    absent: str = draw(_PEOPLE)
    tasks: frozenset[Task] = draw(_TASKS)
    return Terms(
        account=absent, absent=absent, substitute=draw(_PEOPLE), role="secretary", unit="cb", tasks=tasks,
        since=since, until=until,
    )  # fmt: skip


def _chained(accepted: list[Terms], day: date) -> set[str]:
    """Return who on a day is both away and standing in: said of days and sets, not of pairs of terms."""
    there = [one for one in accepted if one.since <= day <= one.until]
    return {str(one.absent) for one in there} & {str(one.substitute) for one in there}


@given(offers=st.lists(_offered(), max_size=14))
def test_whatever_is_offered_and_accepted_stays_one_link_deep_and_without_a_circle(
    offers: list[Terms],
) -> None:
    accepted: list[Terms] = []
    for one in offers:
        weighed = replace(GIVEN, terms=one, accepted=tuple(accepted))
        if not _missing(ACCEPT, weighed):
            accepted.append(one)

    for day in (TODAY + timedelta(days=days) for days in range(13)):
        there = [one for one in accepted if one.since <= day <= one.until]
        doers = [(one.absent, task) for one in there for task in one.tasks]
        assert _chained(accepted, day) == set()
        assert len(doers) == len(set(doers)), "one substitute a task a day"
        assert all(one.absent != one.substitute for one in there)


@given(offers=st.lists(_offered(), max_size=14), last=_offered())
def test_what_is_refused_for_another_would_have_made_a_chain_or_a_second_substitute(
    offers: list[Terms], last: Terms
) -> None:
    accepted: list[Terms] = []
    for one in offers:
        if not _missing(ACCEPT, replace(GIVEN, terms=one, accepted=tuple(accepted))):
            accepted.append(one)
    missing = _missing(ACCEPT, replace(GIVEN, terms=last, accepted=tuple(accepted)))
    then = [*accepted, last]

    days = [last.since + timedelta(days=days) for days in range((last.until - last.since).days + 1)]
    chained = any(_chained(then, day) for day in days) and last.absent != last.substitute
    twice = any(
        one.absent == last.absent and one.since <= day <= one.until and one.tasks & last.tasks
        for one in accepted
        for day in days
    )
    expected = {"substitution.another_person"} if last.absent == last.substitute else set()
    found = missing - {"substitution.no_overlap"} - expected
    if last.absent != last.substitute:
        assert bool(found) == chained
    assert ("substitution.no_overlap" in missing) == twice


def test_tasks_hold_commands_of_the_table_each_in_one_kind_and_nothing_personal() -> None:
    given_over = [command for commands_of in GIVEN_OVER.values() for command in commands_of]
    personal = {
        name
        for name, rights in RIGHTS.items()
        if {"account", "system", "issuer"} & {one.where for one in rights} and name != "add_person"
    }

    assert len(given_over) == len(set(given_over))
    assert set(given_over) <= set(RIGHTS)
    assert not set(given_over) & (personal | {"assessment", "migrate", "cast_vote"})

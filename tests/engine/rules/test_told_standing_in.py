"""What the rules of proxies, substitutions and summons tell, whole, met or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine.rules.proxies import Proxy, giving_requirements, in_effect, revoking_requirements
from engine.rules.substitution import Given, Standing, Terms
from engine.rules.substitution import requirements as substitution_requirements
from engine.rules.summoning import is_ahead, reminded_at
from models import commands
from models.requirements import Figure, Requirement
from tests.roads import ZONE, noon
from tests.told import CONVENED, DAY, HELD, ONE_DAY, order, whole
from tests.walks import CALENDAR

AWAY = "Quy tắc làm thay khi vắng mặt của cơ quan"


HERE = {"an": True, "binh": True, "cuong": False, "dung": False}


@pytest.mark.parametrize(
    ("giver", "holder", "unmet"),
    [
        ("cuong", "an", {}),
        ("cuong", "xuan", {"meeting.on_roll": {"persons": "xuan"}}),
        ("an", "binh", {"proxy.absent": {"person": "an"}}),
        ("cuong", "cuong", {"proxy.of_another": {"person": "cuong"}}),
    ],
)
def test_proxy_that_is_given_tells_all_that_it_asks(
    giver: str, holder: str, unmet: dict[str, dict[str, Figure]]
) -> None:
    command = commands.GiveProxy(meeting="HN-1", holder=holder)
    figures: dict[str, dict[str, Figure]] = {
        "proxy.ahead": {"meeting": "HN-1"}, "proxy.allowed": {"meeting": "HN-1"},
        "proxy.of_another": {"person": giver}, "meeting.on_roll": {"persons": ""},
        "proxy.absent": {"person": giver}, "proxy.once": {"person": giver, "holder": ""},
        "proxy.giver_holds_none": {"person": giver, "persons": ""},
        "proxy.holder_gave_none": {"holder": holder, "person": ""},
        "proxy.at_most": {"holder": holder, "held": 0, "at_most": 2},
    }  # fmt: skip

    told = giving_requirements(command, HELD, giver, given=(), here=HERE, agenda=[None, 2])

    assert list(told) == [
        order(rule, met=rule not in unmet, **unmet.get(rule, known)) for rule, known in figures.items()
    ]


def test_giver_whom_no_roll_knows_yet_is_absent() -> None:
    command = commands.GiveProxy(meeting="HN-1", holder="an")

    told = giving_requirements(command, CONVENED, "xuan", given=(), here={"an": False}, agenda=[1])

    assert [one.rule for one in told if not one.met] == []


def test_proxy_of_whom_no_roll_knows_takes_a_place() -> None:
    command = commands.GiveProxy(meeting="HN-1", holder="an")
    given = (Proxy(person="xuan", holder="an"),)

    told = giving_requirements(command, HELD, "cuong", given=given, here=HERE, agenda=[1])

    assert [one for one in told if not one.met] == [
        order("proxy.at_most", met=False, holder="an", held=1, at_most=1)
    ]


def test_proxy_that_is_taken_back_tells_whose_it_is() -> None:
    given = (Proxy(person="cuong", holder="an"),)

    for giver, is_used in (("cuong", False), ("cuong", True), ("dung", False)):
        assert revoking_requirements(HELD, giver, given=given, is_used=is_used) == (
            order("proxy.ahead", met=True, meeting="HN-1"),
            order("proxy.given", met=giver == "cuong", person=giver),
            order("proxy.unused", met=not is_used, person=giver),
        )


def test_proxies_of_two_holders_and_two_of_one_count() -> None:
    to_an, to_binh, also_to_an = (
        Proxy(person=giver, holder=holder)
        for giver, holder in (("cuong", "an"), ("dung", "binh"), ("dung", "an"))
    )

    assert in_effect((to_an, to_binh), HERE, 1) == (to_an, to_binh)
    assert in_effect((to_an, also_to_an), HERE, 2) == (to_an, also_to_an)
    assert in_effect((to_an, also_to_an), HERE, 1) == (to_an,)
    assert in_effect((to_an, also_to_an), HERE, 1, {"dung"}) == (also_to_an,)


def test_who_came_after_their_vote_was_cast_takes_a_place_all_the_same() -> None:
    given = tuple(Proxy(person=giver, holder="an") for giver in ("cuong", "dung"))

    assert in_effect(given, HERE | {"cuong": True}, 1, {"cuong"}) == ()
    assert in_effect(given, HERE | {"cuong": True}, 1) == given[1:]


def test_holder_whom_the_roll_does_not_know_votes_for_nobody() -> None:
    assert in_effect((Proxy(person="cuong", holder="xuan"),), HERE, 2) == ()


@pytest.mark.parametrize(
    ("hour", "at", "ahead"),
    [
        (None, DAY, True),
        (None, DAY + ONE_DAY, False),
        ("12:01", DAY, True),
        ("12:00", DAY, False),
        ("11:59", DAY - ONE_DAY, True),
    ],
)
def test_meeting_is_ahead_until_it_begins(*, hour: str | None, at: date, ahead: bool) -> None:
    assert is_ahead(DAY, hour, noon(at), ZONE) is ahead


def test_meeting_without_an_hour_is_ahead_until_midnight_at_the_office() -> None:
    midnight = datetime(2022, 9, 20, 17, tzinfo=UTC)

    assert is_ahead(DAY, None, midnight - timedelta(seconds=1), ZONE)
    assert not is_ahead(DAY, None, midnight, ZONE)


def test_members_are_reminded_in_utc_on_the_working_day_before() -> None:
    monday = date(2022, 9, 19)

    told = reminded_at(monday, CALENDAR, ZONE)

    assert told.isoformat() == "2022-09-16T00:00:00+00:00"
    assert told.tzinfo is UTC


TERMS = Terms(
    account="a@x", absent="a", substitute="b", role="secretary", unit="cb",
    tasks=frozenset({"papers", "votes"}), since=DAY, until=DAY + 10 * ONE_DAY,
)  # fmt: skip
OFFER = commands.OfferSubstitution(
    account="a@x", role="secretary", unit="cb", substitute="b@x", tasks=("papers", "votes"),
    since=TERMS.since, until=TERMS.until, reason="Đi học.",
)  # fmt: skip


def _of_both(absent: str = "a", substitute: str = "b", others: str = "", **unmet: bool) -> list[Requirement]:
    figures: dict[str, dict[str, Figure]] = {
        "another_person": {"absent": absent, "substitute": substitute},
        "role_held": {"absent": absent, "role": "secretary", "unit": "cb"},
        "near": {"substitute": substitute, "unit": "cb"},
        "substitute_present": {"person": substitute},
        "absent_free": {"person": absent},
        "no_overlap": {"others": others},
    }
    return [
        whole(AWAY, f"substitution.{rule}", met=unmet.get(rule, True), **known)
        for rule, known in figures.items()
    ]


def _given(today: date = DAY, **known: Any) -> Given:  # noqa: ANN401 -- the fields by name
    plain: dict[str, Any] = {"terms": TERMS, "holds_role": True, "is_near": True, "accepted": ()}
    return Given(today=today, **(plain | known))


def test_offer_tells_days_length_and_persons() -> None:
    assert list(substitution_requirements(OFFER, _given())) == [
        whole(
            AWAY, "substitution.days", met=True, since="2022-09-20", until="2022-09-30", today="2022-09-20"
        ),
        whole(AWAY, "substitution.length", met=True, days=11, at_most=92),
        *_of_both(),
    ]


@pytest.mark.parametrize(
    ("command", "standing", "met"),
    [
        (commands.AcceptSubstitution, "offered", True),
        (commands.AcceptSubstitution, "accepted", False),
        (commands.DeclineSubstitution, "offered", True),
        (commands.DeclineSubstitution, "ended", False),
        (commands.EndSubstitution, "offered", True),
        (commands.EndSubstitution, "accepted", True),
        (commands.EndSubstitution, "declined", False),
    ],
)
def test_answer_tells_what_became_of_the_offer_and_an_acceptance_everything_anew(
    *,
    command: type[commands.AcceptSubstitution],
    standing: Standing,
    met: bool,
) -> None:
    given = _given(DAY + 10 * ONE_DAY, terms=replace(TERMS, standing=standing))
    answer = command(account="b@x", substitution="LT-0001")

    told = list(substitution_requirements(answer, given))

    first = whole(AWAY, "substitution.standing", met=met, became=standing)
    rest = [
        whole(AWAY, "substitution.not_over", met=True, until="2022-09-30", today="2022-09-30"),
        *_of_both(),
    ]
    assert told == [first, *(rest if command is commands.AcceptSubstitution else [])]


def test_nobody_is_told_of_by_an_empty_name() -> None:
    told = list(substitution_requirements(OFFER, _given(terms=replace(TERMS, absent=None, substitute=None))))

    assert told[2:] == _of_both("", "", another_person=False)
    half = substitution_requirements(OFFER, _given(terms=replace(TERMS, absent=None)))
    assert list(half)[2:] == _of_both("", "b", another_person=False)


def test_others_who_stand_in_are_named_in_order_and_those_on_other_days_or_tasks_are_not() -> None:
    others = [
        replace(TERMS, substitute="d", since=TERMS.until, until=TERMS.until + ONE_DAY),
        replace(TERMS, substitute="c", since=DAY - ONE_DAY, until=DAY),
        replace(TERMS, substitute="e", since=TERMS.until + ONE_DAY, until=TERMS.until + ONE_DAY),
        replace(TERMS, substitute="f", tasks=frozenset({"reviews"})),
        replace(TERMS, substitute="g", unit="cb9"),
        replace(TERMS, substitute="h", role="clerk"),
    ]

    told = list(substitution_requirements(OFFER, _given(accepted=tuple(others))))

    assert told[2:] == _of_both(others="c, d", no_overlap=False)


def test_other_of_nobody_stands_in_all_the_same() -> None:
    told = list(substitution_requirements(OFFER, _given(accepted=(replace(TERMS, substitute=None),))))

    assert told[2:] == _of_both(others="", no_overlap=False)


def test_chain_is_told_by_who_is_away_and_stands_in() -> None:
    away = replace(TERMS, absent="b", substitute="c")
    standing_in = replace(TERMS, absent="c", substitute="a")

    told = list(substitution_requirements(OFFER, _given(accepted=(away, standing_in))))

    assert told[2:] == _of_both(substitute_present=False, absent_free=False)

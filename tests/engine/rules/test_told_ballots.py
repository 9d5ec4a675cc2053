"""What the rules of ballots tell, whole: opened, counted, annulled, orphaned; who declared an interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest

from engine import rules
from engine.rules.given import Count
from models import commands
from models.commands import Command
from models.commands.ballots import Way
from models.events import BallotClosed, BallotOpened, BallotVoided, DossierEvents, InterestDeclared
from models.procedure import CastingVote
from models.requirements import Figure, Requirement
from models.state import Ballot, Interest, Represented, Status
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, meeting, with_state, with_vote

ONE_DAY = timedelta(days=1)
CONSIDERED = "Điều lệ Đảng 2011, Điều 4 và Điều 5; Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (7)"
DECLARED = "Quy định về người có quan hệ với người được xét"
STEP, TYPED, NUMBER = "branch_vote", "e" * 64, "HS-2021-0001"


def _told(source: str, rule: str, /, **figures: Figure) -> dict[str, Requirement]:
    return {rule: Requirement(rule=rule, source=source, figures=figures, met=False)}


def _checked(event: DossierEvents) -> tuple[Requirement, ...]:
    assert isinstance(event, BallotOpened | BallotVoided | InterestDeclared)
    return event.checked


def _open(way: Way = "open", number: str = "") -> commands.OpenBallot:
    return commands.OpenBallot(dossier=NUMBER, step=STEP, meeting=number or "HN-1", way=way)


def _voting(way: Way = "open") -> tuple[Walk, date, str]:
    """Return a walk with a ballot open, the day, and the ballot's id."""
    walk, day = at(STEP)
    newest = len(walk.told)
    walk.do(_open(way), day, meeting=meeting("cb", day, number="HN-1"))
    return walk, day, f"{NUMBER}-B{newest + 1}"


def _close(ballot: str, number: str = "HN-1") -> commands.CloseBallot:
    return commands.CloseBallot(dossier=NUMBER, step=STEP, meeting=number, ballot=ballot)


def _void(ballot: str, step: str = STEP) -> commands.VoidBallot:
    return commands.VoidBallot(dossier=NUMBER, step=step, ballot=ballot, reason="Nhầm hồ sơ.")


def _count(**known: Any) -> Count:  # noqa: ANN401 -- the fields by name
    plain: dict[str, Any] = {"way": "open", "present": 8, "yes": 6, "no": 1, "blank": 1}
    return Count(**(plain | known))


@pytest.mark.parametrize("way", ["open", "secret"])
def test_ballot_that_opens_is_on_record_with_all_that_it_is_about(way: Way) -> None:
    walk, day = at(STEP)
    newest = len(walk.told)

    told = walk.do(_open(way), day, meeting=meeting("cb", day, number="HN-1"), enclosure=TYPED)

    ballot = f"{NUMBER}-B{newest + 1}"
    assert told == [
        BallotOpened(
            on=day, enclosure=TYPED, checked=_checked(told[0]), ballot=ballot, step=STEP, attempt=1,
            procedure="vn-2022", meeting="HN-1", unit="cb", way=way,
        )
    ]  # fmt: skip
    assert walk.state.ballot == Ballot(
        id=ballot, step=STEP, attempt=1, procedure="vn-2022", meeting="HN-1", unit="cb", way=way
    )
    weighed = {one.rule: (dict(one.figures), one.met) for one in _checked(told[0])}
    assert weighed["ballot.only_one"] == ({"ballot": ""}, True)
    assert weighed["ballot.way"] == ({"way": way}, True)
    assert {"step.open", "vote.four_eyes", "meeting.open", "vote.quorum"} <= set(weighed)


def test_ballot_that_may_not_open_says_why() -> None:
    walk, day, ballot = _voting()
    fresh, then = at(STEP)

    assert walk.refused(_open(), day, meeting=meeting("cb", day)) == _told(
        CONSIDERED, "ballot.only_one", ballot=ballot
    )
    assert fresh.refused(_open(), then, meeting=None) == _told(CONSIDERED, "meeting.known", meeting="HN-1")
    assert set(fresh.refused(_open(), then, meeting=meeting("cb", then, present=5))) == {"vote.quorum"}
    assert set(fresh.refused(_open(), then, meeting=meeting("cb", then + ONE_DAY))) == {"step.date"}


def test_ballot_opens_in_no_meeting_held_before_its_step_was_reached() -> None:
    walk, day = at(STEP)
    present = walk.state.open_step(STEP)
    assert present is not None
    early = present.opened_on - ONE_DAY

    told = walk.refused(_open(), day, meeting=meeting("cb", early))

    figures = {"on": early, "today": day, "earliest": present.opened_on}
    assert dict(told["step.date"].figures) == {name: when.isoformat() for name, when in figures.items()}


@pytest.mark.parametrize(("way", "refused"), [("secret", True), ("open", False)])
def test_secret_ballot_cannot_say_how_the_chair_voted(way: Way, *, refused: bool) -> None:
    walk, day = at(STEP)
    walk.procedure = with_vote(STEP, casting_vote=CastingVote(source="Nguồn"))

    told = walk.refused(_open(way), day, meeting=meeting("cb", day))

    assert told == (_told(CONSIDERED, "ballot.way", way=way) if refused else {})


@pytest.mark.parametrize(
    ("way", "cast", "shown"),
    [("open", 8, True), ("secret", 8, True), ("secret", 5, True), ("secret", 4, False)],
)
def test_count_is_on_record_and_broken_down_where_it_betrays_nobody(
    way: Way, cast: int, *, shown: bool
) -> None:
    walk, day, ballot = _voting(way)
    count = _count(way=way, yes=cast - 2, represented=(Represented(person="x", holder="y"),))

    told = walk.do(
        _close(ballot), day, meeting=meeting("cb", day, number="HN-1"), count=count, enclosure=TYPED
    )

    closed = told[0]
    assert isinstance(closed, BallotClosed)
    assert told == [
        BallotClosed(
            on=day, enclosure=TYPED, checked=closed.checked, ballot=ballot, step=STEP, meeting="HN-1",
            way=way, present=8, cast=cast, yes=cast - 2 if shown else None, no=1 if shown else None,
            blank=1 if shown else None, outcome="passed" if cast == 8 else "failed",
            represented=(Represented(person="x", holder="y"),),
        )
    ]  # fmt: skip
    assert walk.state.ballot is not None
    assert (walk.state.ballot.is_counted, walk.state.ballot.represented) == (True, closed.represented)
    majority = next(one for one in closed.checked if one.rule == "vote.majority")
    assert ("part" in majority.figures) is shown
    opened = next(one for one in closed.checked if one.rule == "ballot.open")
    assert (opened.source, dict(opened.figures), opened.met) == (CONSIDERED, {"ballot": ballot}, True)


def test_ballot_that_is_not_open_is_neither_counted_nor_annulled() -> None:
    walk, day, ballot = _voting()
    held = meeting("cb", day, number="HN-1")
    strange: list[Command] = [_close("B-0"), _close(ballot, "HN-2"), _void("B-0"), _void(ballot, "opinions")]
    counted = walk.copy()
    counted.do(_close(ballot), day, meeting=held, count=_count())

    refused = [walk.refused(one, day, meeting=held, count=None) for one in strange]
    again = [counted.refused(one, day, meeting=held, count=None) for one in (_close(ballot), _void(ballot))]

    named = ["B-0", ballot, "B-0", ballot]
    assert [dict(one["ballot.open"].figures) for one in (*refused, *again)] == [
        {"ballot": one} for one in (*named, ballot, ballot)
    ]
    assert [one["ballot.open"].source for one in refused[:3]] == [CONSIDERED] * 3


def test_count_waits_for_whoever_must_be_there() -> None:
    walk, day, ballot = _voting()
    held = meeting("cb", day, number="HN-1")

    assert set(walk.refused(_close(ballot), day, meeting=held, count=_count(present=5, yes=3))) == {
        "vote.quorum"
    }
    assert set(walk.refused(_close(ballot), day, meeting=held, count=_count(yes=0, no=0, blank=0))) == {
        "vote.tally"
    }


def test_annulled_ballot_keeps_the_reason_and_leaves_nothing_open() -> None:
    walk, day, ballot = _voting()

    told = walk.do(_void(ballot), day, enclosure=TYPED)

    assert told == [
        BallotVoided(
            on=day, enclosure=TYPED, checked=_checked(told[0]), ballot=ballot, step=STEP, meeting="HN-1",
            cause="annulled",
        )
    ]  # fmt: skip
    assert [one.rule for one in _checked(told[0])] == ["ballot.open"]
    assert walk.state.ballot is None


@pytest.mark.parametrize("counted", [False, True])
def test_ballot_with_nothing_left_to_vote_on_ends_with_what_ended_it(*, counted: bool) -> None:
    walk, day, ballot = _voting()
    if counted:
        walk.do(_close(ballot), day, meeting=meeting("cb", day, number="HN-1"), count=_count())

    told = walk.do(
        commands.Withdraw(dossier=NUMBER, on=day, reason="Gia đình."), day + ONE_DAY, enclosure=TYPED
    )

    assert told[1:] == [
        BallotVoided(
            on=day + ONE_DAY, enclosure=None, checked=(), ballot=ballot, step=STEP, meeting="HN-1",
            cause="withdrawn",
        )
    ]  # fmt: skip
    assert walk.state.ballot is None


@pytest.mark.parametrize(
    "changed", [{"attempt": 2}, {"unit": "cb9"}, {"procedure": "vn-2016"}, {"step": "opinions"}]
)
def test_ballot_on_anything_else_than_what_is_open_now_is_void(changed: dict[str, Any]) -> None:
    walk, day, ballot = _voting()
    assert walk.state.ballot is not None
    assert walk.state.ballot.id == ballot
    other = with_state(walk, ballot=replace(walk.state.ballot, **changed))

    told = other.do(
        commands.DeclareInterest(dossier=NUMBER, on=day, person=SECOND, relation="other", reason="Bạn học."),
        day,
    )

    assert [one.kind for one in told] == ["interest_declared", "ballot_voided"]
    assert other.state.ballot is None


def test_interest_is_on_record_and_the_last_word_of_one_person_counts() -> None:
    walk, day, ballot = _voting()
    kinds: tuple[Literal["kinship", "other"], ...] = ("kinship", "other")
    told = [
        walk.do(
            commands.DeclareInterest(dossier=NUMBER, on=day, person=SECOND, relation=one, reason="Anh em."),
            day,
            enclosure=TYPED,
        )[0]
        for one in kinds
    ]

    assert told[0] == InterestDeclared(
        on=day, enclosure=TYPED, checked=_checked(told[0]), person=SECOND, relation="kinship"
    )
    assert walk.state.interests == (Interest(person=SECOND, relation="other", since=day),)
    opened = walk.state.opened_on.isoformat()
    assert [(one.rule, one.source, dict(one.figures), one.met) for one in _checked(told[1])] == [
        ("step.date", "Thứ tự các bước của quy trình",
         {"on": day.isoformat(), "today": day.isoformat(), "earliest": opened}, True),
        ("dossier.live", VN_2022.basis[0], {"status": "under_way"}, True),
        ("interest.of_another", DECLARED, {"person": SECOND}, True),
        ("interest.new", DECLARED, {"person": SECOND}, True),
        ("interest.before_voting", DECLARED, {"ballot": ballot, "person": SECOND}, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "facts", "rule"),
    [
        (CANDIDATE, {}, "interest.of_another"),
        ("nobody", {}, "interest.of_another"),
        (SECOND, {"has_voted": True}, "interest.before_voting"),
        (MENTOR, {}, "interest.new"),
    ],
)
def test_interest_that_may_not_be_declared_says_why(person: str, facts: dict[str, Any], rule: str) -> None:
    walk, day, _ = _voting()
    walk = with_state(walk, interests=(Interest(person=MENTOR, relation="kinship", since=day),))
    command = commands.DeclareInterest(
        dossier=NUMBER, on=day, person=person, relation="kinship", reason="Anh em."
    )

    assert set(walk.refused(command, day, **facts)) == {rule}


def test_interest_is_declared_while_a_dossier_lives_and_of_no_day_to_come() -> None:
    walk, day = at(STEP)
    ended = with_state(walk, status=Status.WITHDRAWN)

    def declared(on: date) -> commands.DeclareInterest:
        return commands.DeclareInterest(
            dossier=NUMBER, on=on, person=SECOND, relation="kinship", reason="Anh em."
        )

    told = rules.requirements(walk.state, declared(day), walk.facts(day))
    assert dict(told[-1].figures) == {"ballot": "", "person": SECOND}
    assert set(ended.refused(declared(day), day)) == {"dossier.live"}
    assert set(walk.refused(declared(day + ONE_DAY), day)) == {"step.date"}
    assert set(walk.refused(declared(walk.state.opened_on - ONE_DAY), day)) == {"step.date"}

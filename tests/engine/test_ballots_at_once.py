"""Members who vote at the same moment, twice, and just as the ballot is closed: on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.ballots import Participation
from models import commands
from models.ballot import BallotParticipant, CountedBallot, NamedVote, SealedBallot
from models.commands.ballots import Way
from models.errors import Refused
from models.events import BallotClosed, BallotVoided
from tests.ballots import STEP, Voting, assert_verified, voting
from tests.roads import BRANCH, Road
from tests.together import at_once


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members in a meeting, nobody away."""
    return voting(road, tmp_path)


def _rows(branch: Voting, table: type) -> int:
    with branch.road.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("way", ["open", "secret"])
def test_nine_members_at_once_are_counted_each_once(branch: Voting, way: Way) -> None:
    ballot = branch.open(way)

    answers = at_once(*[lambda one=one: branch.cast(one, "yes", ballot) for one in range(9)])
    (closed,) = branch.close().events

    assert all(isinstance(one, Participation) for one in answers)
    assert isinstance(closed, BallotClosed)
    assert (closed.cast, closed.yes) == (9, 9)
    assert_verified(branch)


@pytest.mark.parametrize("way", ["open", "secret"])
def test_same_member_on_two_devices_votes_once_and_gets_one_receipt(branch: Voting, way: Way) -> None:
    ballot = branch.open(way)

    answers = at_once(
        *[lambda: branch.cast(3, "yes", ballot)] * 4, *[lambda: branch.cast(3, "no", ballot)] * 2
    )

    receipts = [one for one in answers if isinstance(one, Participation)]
    assert len(receipts) == 6
    assert len({one.receipt for one in receipts}) == 1
    assert sorted(one.repeated for one in receipts) == [False, *[True] * 5]
    assert _rows(branch, BallotParticipant) == 1
    assert _rows(branch, NamedVote if way == "open" else SealedBallot) == 1


@pytest.mark.parametrize("round_", range(3))
def test_vote_that_meets_the_count_is_in_it_or_refused(branch: Voting, round_: int) -> None:
    ballot = branch.open("secret" if round_ else "open")
    for member in range(7):
        branch.cast(member, "yes", ballot)

    answers = at_once(
        lambda: branch.cast(7, "no", ballot), branch.close, lambda: branch.cast(8, "no", ballot)
    )

    late = [one for one in (answers[0], answers[2]) if isinstance(one, Refused)]
    closed = next(
        one.event for one in branch.road.entries(branch.dossier) if isinstance(one.event, BallotClosed)
    )
    assert {rule.rule for one in late for rule in one.unmet} <= {"ballot.open"}
    assert closed.cast == 9 - len(late)
    assert closed.no == 2 - len(late)
    assert _rows(branch, BallotParticipant) == closed.cast
    assert_verified(branch)


def test_two_who_close_at_once_count_once(branch: Voting) -> None:
    ballot = branch.open()
    for member in range(6):
        branch.cast(member, "yes", ballot)

    at_once(branch.close, branch.close)

    kinds = [one.event.kind for one in branch.road.entries(branch.dossier)]
    assert kinds.count("ballot_closed") == 1
    assert _rows(branch, CountedBallot) == 6
    assert_verified(branch)


def test_vote_that_meets_the_candidate_withdrawing_leaves_no_seal_behind(branch: Voting) -> None:
    ballot = branch.open()
    withdraw = commands.Withdraw(dossier=branch.dossier, on=branch.on, reason="xin rút")

    at_once(
        *[lambda one=one: branch.cast(one, "yes", ballot) for one in range(4)],
        lambda: branch.do(withdraw),
    )

    assert isinstance(branch.road.entries(branch.dossier)[-1].event, BallotVoided)
    assert _rows(branch, SealedBallot) == 0
    assert_verified(branch)


def test_meeting_that_closes_as_a_ballot_opens_has_it_or_refuses_it(branch: Voting) -> None:
    opening = commands.OpenBallot(dossier=branch.dossier, step=STEP, meeting=branch.meeting, way="open")
    closing = commands.CloseMeeting(meeting=branch.meeting)

    answers = at_once(lambda: branch.do(opening), lambda: branch.do(closing))

    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == 1
    assert {one.rule for one in refused[0].unmet} <= {"meeting.open", "meeting.ballots_settled"}
    assert branch.road.secretary(BRANCH)

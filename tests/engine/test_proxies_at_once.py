"""Who holds a proxy and who gave it, voting, arriving and taking it back at one moment: both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from engine.ballots import Participation
from engine.registry import Recorded
from engine.sittings import proxies_in
from models.ballot import BallotParticipant, NamedVote
from models.errors import Refused
from models.events import BallotClosed
from tests.ballots import Voting, assert_verified, voting
from tests.proxies import cast_for, give, revoke, under
from tests.roads import Road
from tests.sittings import attendance
from tests.together import at_once


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members, the last two away, of whom one has given a proxy to the first."""
    branch = voting(under(road, 1), tmp_path, absent=2)
    give(road, branch.meeting, branch.on, branch.members[8], branch.members[0])
    return branch


def _votes_of(branch: Voting, member: int) -> list[tuple[str, str | None]]:
    with branch.road.database.reading() as session:
        rows = session.rows(
            select(NamedVote.choice, BallotParticipant.cast_by)
            .join(BallotParticipant, BallotParticipant.person_id == NamedVote.person_id)
            .where(NamedVote.person_id == branch.members[member])
        )
        return [(row.choice, row.cast_by) for row in rows]


def _assert_counted(branch: Voting, cast: int) -> None:
    for member in range(7):
        branch.cast(member, "yes")
    (closed,) = branch.close().events
    assert isinstance(closed, BallotClosed)
    assert closed.cast == cast
    assert_verified(branch)


@pytest.mark.parametrize("round_", range(3))
def test_holder_and_giver_who_has_just_arrived_vote_at_once_and_one_vote_counts(
    branch: Voting, round_: int
) -> None:
    assert round_ >= 0
    branch.open("open")

    def arrives_and_votes() -> Participation:
        attendance(branch.road, branch.meeting, branch.on, branch.members[8], "arrived")
        return branch.cast(8, "no")

    by_proxy, own = at_once(lambda: cast_for(branch, 0, 8, "yes"), arrives_and_votes)

    ((choice, cast_by),) = _votes_of(branch, 8)
    assert isinstance(own, Participation)
    if isinstance(by_proxy, Participation):
        assert (choice, cast_by) == ("yes", branch.members[0])
        assert (own.receipt, own.repeated, own.cast_by) == (by_proxy.receipt, True, branch.members[0])
    else:
        assert isinstance(by_proxy, Refused)
        assert {one.rule for one in by_proxy.unmet} <= {"ballot.proxy", "ballot.not_voted"}
        assert (choice, cast_by, own.repeated) == ("no", None, False)
    _assert_counted(branch, 8)


def test_holder_on_many_devices_votes_once_for_the_absent(branch: Voting) -> None:
    branch.open("open")

    answers = at_once(
        *[lambda: cast_for(branch, 0, 8, "yes")] * 3, *[lambda: cast_for(branch, 0, 8, "no")] * 3
    )

    receipts = [one for one in answers if isinstance(one, Participation)]
    assert len(receipts) == 6
    assert len({one.receipt for one in receipts}) == 1
    assert sorted(one.repeated for one in receipts) == [False, *[True] * 5]
    assert len(_votes_of(branch, 8)) == 1
    _assert_counted(branch, 8)


@pytest.mark.parametrize("round_", range(3))
def test_proxy_taken_back_as_it_is_used_is_either_used_or_gone(branch: Voting, round_: int) -> None:
    assert round_ >= 0
    branch.open("open")

    by_proxy, revoked = at_once(
        lambda: cast_for(branch, 0, 8, "yes"),
        lambda: revoke(branch.road, branch.meeting, branch.on, branch.members[8]),
    )

    was_used = isinstance(by_proxy, Participation)
    assert isinstance(revoked, Recorded) != was_used
    with branch.road.database.reading() as session:
        assert bool(proxies_in(session, branch.meeting)) == was_used
    _assert_counted(branch, 8 if was_used else 7)


def test_member_who_gives_two_proxies_at_once_has_given_one(branch: Voting) -> None:
    given = at_once(
        lambda: give(branch.road, branch.meeting, branch.on, branch.members[7], branch.members[1]),
        lambda: give(branch.road, branch.meeting, branch.on, branch.members[7], branch.members[2]),
    )

    refused = [one for one in given if isinstance(one, Refused)]
    assert [one.rule for each in refused for one in each.unmet] == ["proxy.once"]
    with branch.road.database.reading() as session:
        assert len(proxies_in(session, branch.meeting)) == 2

"""Proxies used: cast, refused, counted, with the interests of both weighed; on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models import commands
from models.ballot import BallotParticipant, NamedVote, SealedBallot
from models.commands import CastBallot
from models.errors import NotFound
from models.events import BallotClosed, Voted
from models.state import Represented
from tests.ballots import STEP, Voting, assert_verified, refused, voting
from tests.proxies import cast_for, gives, notes, revokes, under
from tests.roads import OTHER_BRANCH, Road


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members, the last two away, each of whom may vote for one other."""
    return voting(under(road, 1), tmp_path, absent=2)


def test_open_ballot_counts_who_is_represented_and_tells_by_whom(branch: Voting) -> None:
    gives(branch, 8, 0)
    gives(branch, 7, 1)
    branch.open("open")
    own = branch.cast(0, "yes")
    for member in range(1, 7):
        branch.cast(member, "no" if member == 6 else "yes")
    by_proxy = cast_for(branch, 0, 8, "no")

    (closed,) = branch.close().events
    (voted,) = branch.record().events

    ids = branch.members
    represented = (Represented(person=ids[7], holder=ids[1]), Represented(person=ids[8], holder=ids[0]))
    assert own.receipt != by_proxy.receipt
    assert by_proxy.cast_by == ids[0]
    assert isinstance(closed, BallotClosed)
    assert isinstance(voted, Voted)
    assert (closed.present, closed.cast, closed.yes, closed.no) == (7, 8, 6, 2)
    assert (
        tuple(sorted(closed.represented, key=lambda one: one.person))
        == voted.represented
        == tuple(sorted(represented, key=lambda one: one.person))
    )
    quorum = next(one for one in voted.checked if one.rule == "vote.quorum")
    assert (quorum.figures["part"], quorum.figures["represented"]) == (9, 2)
    with branch.road.database.reading() as session:
        rows = session.rows(
            select(NamedVote.person_id, NamedVote.choice, NamedVote.cast_by).where(
                NamedVote.cast_by.is_not(None)
            )
        )
    assert [tuple(row) for row in rows] == [(ids[8], "no", ids[0])]
    assert_verified(branch)


def test_second_vote_for_a_member_changes_nothing_whoever_casts_it(branch: Voting) -> None:
    gives(branch, 8, 0)
    branch.open("open")
    first = cast_for(branch, 0, 8, "yes")

    again = cast_for(branch, 0, 8, "no")
    notes(branch, 8, "arrived")
    own = branch.cast(8, "no")

    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert (own.receipt, own.repeated, own.cast_by) == (first.receipt, True, branch.members[0])
    assert refused(lambda: revokes(branch, 8)) == {"proxy.unused"}
    for member in range(7):
        branch.cast(member, "yes")
    (closed,) = branch.close().events
    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.cast, closed.represented) == (8, 8, ())
    branch.record()
    assert_verified(branch)


def test_member_who_arrives_votes_alone_and_their_proxy_has_no_effect(branch: Voting) -> None:
    gives(branch, 8, 0)
    branch.open("open")
    notes(branch, 8, "arrived")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    assert branch.cast(8, "yes").cast_by is None
    notes(branch, 8, "left")
    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.not_voted"}


def test_holder_who_leaves_votes_for_nobody_and_what_they_cast_stays(branch: Voting) -> None:
    gives(branch, 8, 3)
    gives(branch, 7, 4)
    branch.open("open")
    cast_for(branch, 3, 8, "yes")
    notes(branch, 3, "left")
    notes(branch, 4, "left")

    assert refused(lambda: cast_for(branch, 4, 7, "yes")) == {"ballot.present", "ballot.proxy"}
    for member in (0, 1, 2, 5, 6):
        branch.cast(member, "yes")
    (closed,) = branch.close().events

    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.cast) == (5, 6)
    assert closed.represented == (Represented(person=branch.members[8], holder=branch.members[3]),)
    branch.record()
    assert_verified(branch)


def test_proxy_of_somebody_who_did_not_give_it_isrefused_and_tells_nothing(branch: Voting) -> None:
    branch.open("open")
    branch.cast(5, "yes")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    assert refused(lambda: cast_for(branch, 0, 5, "yes")) == {"ballot.proxy"}
    unknown = CastBallot(ballot=branch.ballot.id, choice="yes", on_behalf_of="nobody")
    assert refused(lambda: branch.road.registry.cast(unknown, by=f"{branch.members[0]}@self")) == {
        "ballot.proxy"
    }
    stranger = branch.road.rolls[OTHER_BRANCH][0]
    with pytest.raises(NotFound):
        branch.road.registry.cast(unknown, by=f"{stranger}@self")


def test_proxies_without_effect_under_a_regulation_that_has_none(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, absent=2)
    gives(branch, 8, 0)  # no agenda: it is weighed when somebody votes
    branch.open("open")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    for member in range(7):
        branch.cast(member, "yes")
    (closed,) = branch.close().events
    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.represented) == (7, ())
    assert_verified(branch)


def test_secret_ballot_knows_no_proxies(branch: Voting) -> None:
    gives(branch, 8, 0)
    branch.open("secret")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy_in_the_open"}
    for member in range(7):
        branch.cast(member, "yes")
    with branch.road.database.reading() as session:
        assert session.rows(
            select(BallotParticipant.cast_by).where(BallotParticipant.cast_by.is_not(None))
        ) == []  # fmt: skip
        assert len(session.rows(select(SealedBallot.id))) == 7
    (closed,) = branch.close().events
    (voted,) = branch.record().events

    assert isinstance(closed, BallotClosed)
    assert isinstance(voted, Voted)
    assert (closed.present, closed.represented, voted.represented) == (7, (), ())
    assert_verified(branch)


def _declares(branch: Voting, member: int) -> None:
    branch.do(
        commands.DeclareInterest(
            dossier=branch.dossier, on=branch.on, person=branch.members[member], relation="kinship",
            reason="anh họ",
        )
    )  # fmt: skip


def test_holder_who_abstains_casts_no_vote_for_anybody(branch: Voting) -> None:
    gives(branch, 8, 0)
    _declares(branch, 0)
    branch.open("open")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.may_vote"}
    for member in range(1, 7):
        branch.cast(member, "yes")
    branch.close()
    (voted,) = branch.record().events
    assert isinstance(voted, Voted)
    assert (voted.present, voted.represented, voted.yes) == (7, (), 6)
    assert_verified(branch)


def test_member_who_abstains_is_represented_counts_and_has_no_vote(branch: Voting) -> None:
    gives(branch, 8, 0)
    _declares(branch, 8)
    branch.open("open")

    assert refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.may_vote"}
    for member in range(7):
        branch.cast(member, "yes")
    branch.close()
    (voted,) = branch.record().events
    assert isinstance(voted, Voted)
    assert voted.represented == (Represented(person=branch.members[8], holder=branch.members[0]),)
    tally = next(one for one in voted.checked if one.rule == "vote.tally")
    assert (tally.figures["present"], voted.present) == (8, 7)
    assert_verified(branch)


def test_who_has_voted_for_another_declares_no_interest_any_more(branch: Voting) -> None:
    gives(branch, 8, 0)
    branch.open("open")
    cast_for(branch, 0, 8, "yes")

    assert refused(lambda: _declares(branch, 0)) == {"interest.before_voting"}
    assert refused(lambda: _declares(branch, 8)) == {"interest.before_voting"}


def test_vote_in_the_room_counts_who_is_represented(branch: Voting) -> None:
    gives(branch, 8, 0)
    eight, by = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting, yes=8)
    nine, _ = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting, yes=9)

    assert refused(lambda: branch.road.do(nine, by, branch.on)) == {"vote.tally"}
    (voted,) = branch.road.do(eight, by, branch.on).events

    assert isinstance(voted, Voted)
    assert (voted.present, voted.yes) == (7, 8)
    assert voted.represented == (Represented(person=branch.members[8], holder=branch.members[0]),)
    assert_verified(branch)

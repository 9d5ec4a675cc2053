"""Votes on members' own devices, from opening to result, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine import rules
from engine.ballots import counted_before
from engine.verification import verify
from models import commands
from models.ballot import BallotBox, BallotParticipant, CountedBallot, SealedBallot
from models.commands.ballots import Choice, Way
from models.errors import Malformed, NotFound, OutsideFailure
from models.events import BallotClosed, BallotOpened, BallotVoided, Voted
from models.state import DossierState, Status
from tests.ballots import STEP, Voting, refused, voting
from tests.roads import BRANCH, OTHER_BRANCH, Road, noon


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members in a meeting, nobody away."""
    return voting(road, tmp_path)


def _rows(branch: Voting, table: type) -> int:
    with branch.road.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("way", ["open", "secret"])
def test_ballot_is_counted_and_its_result_recorded(branch: Voting, way: Way) -> None:
    ballot = branch.open(way)
    six: list[Choice] = ["yes"] * 6
    two: list[Choice] = ["no"] * 2
    choices: list[Choice] = [*six, *two, "blank"]
    receipts = {branch.cast(member, choice).receipt for member, choice in enumerate(choices)}

    (closed,) = branch.close().events
    (recorded,) = branch.record().events

    assert len(receipts) == 9
    assert isinstance(closed, BallotClosed)
    assert (closed.cast, closed.yes, closed.no, closed.blank) == (9, 6, 2, 1)
    assert closed.outcome == "passed"
    assert isinstance(recorded, Voted)
    assert (recorded.yes, recorded.no, recorded.blank, recorded.invalid) == (6, 2, 1, 0)
    assert (recorded.outcome, recorded.needed, recorded.ballot, recorded.way) == ("passed", 6, ballot, way)
    assert branch.road.state(branch.dossier).ballot is None
    assert branch.road.state(branch.dossier).done[STEP].outcome == "passed"


def test_ballot_carries_by_the_same_shares_as_a_tally(branch: Voting) -> None:
    branch.open()
    for member in range(9):
        branch.cast(member, "yes" if member < 5 else "no")

    (closed,) = branch.close().events

    assert isinstance(closed, BallotClosed)
    assert closed.outcome == "failed"
    majority = next(one for one in closed.checked if one.rule == "vote.majority")
    assert (majority.figures["part"], majority.figures["needed"], majority.met) == (5, 6, False)


def test_second_vote_changes_nothing_and_answers_with_the_first_receipt(branch: Voting) -> None:
    branch.open()
    first = branch.cast(0, "yes")

    second = branch.cast(0, "no")

    assert (second.receipt, second.repeated) == (first.receipt, True)
    assert (_rows(branch, BallotParticipant), _rows(branch, SealedBallot)) == (1, 1)


def test_nobody_votes_after_the_count(branch: Voting) -> None:
    ballot = branch.open()
    branch.cast(0, "yes")
    branch.cast(1, "yes")
    branch.close()

    assert refused(lambda: branch.cast(2, "no", ballot)) == {"ballot.open"}


def test_who_is_not_on_the_roll_learns_nothing_of_a_ballot(branch: Voting) -> None:
    ballot = branch.open()
    stranger = branch.road.rolls[OTHER_BRANCH][0]

    with pytest.raises(NotFound) as known:
        branch.cast(stranger, "yes", ballot)
    with pytest.raises(NotFound) as unknown:
        branch.cast(0, "yes", "HS-2021-9999-B1")

    assert known.value.code == unknown.value.code == "ballot.unknown"


def test_who_is_away_does_not_vote(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, absent=1)
    branch.open()

    assert refused(lambda: branch.cast(8, "yes")) == {"ballot.present"}


def test_substitute_at_the_desk_casts_no_vote_of_the_secretary(branch: Voting) -> None:
    branch.open()
    clerk = branch.road.account("clerk", BRANCH)

    with pytest.raises(NotFound):
        branch.road.registry.cast(commands.CastBallot(ballot=branch.ballot.id, choice="yes"), by=clerk)


def test_ballot_opens_only_where_the_meeting_may_decide(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, absent=4)

    assert refused(branch.open) == {"vote.quorum"}


def test_one_ballot_at_a_time_on_a_dossier(branch: Voting) -> None:
    branch.open()

    assert refused(branch.open) == {"ballot.only_one"}


def test_tally_of_the_room_is_refused_while_members_vote(branch: Voting) -> None:
    branch.open()
    command, by = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting)

    assert refused(lambda: branch.road.do(command, by, branch.on)) == {"ballot.none_under_way"}


def test_result_is_recorded_only_once_counted_and_only_its_own(branch: Voting) -> None:
    branch.open()
    branch.cast(0, "yes")

    assert "ballot.counted" in refused(branch.record)


def test_count_is_not_rehearsed(branch: Voting) -> None:
    branch.open()
    branch.cast(0, "yes")
    command = commands.CloseBallot(
        dossier=branch.dossier, step=STEP, meeting=branch.meeting, ballot=branch.ballot.id
    )

    with pytest.raises(Malformed) as refused:
        branch.road.registry.weigh(command, by=branch.road.secretary(BRANCH), at=noon(branch.on))

    assert refused.value.code == "command.not_weighed"


def test_ballot_in_which_nobody_voted_is_not_counted_but_annulled(branch: Voting) -> None:
    branch.open()

    assert refused(branch.close) == {"vote.tally"}
    (voided,) = branch.void().events

    assert isinstance(voided, BallotVoided)
    assert voided.cause == "annulled"


def test_annulled_ballot_leaves_nothing_cast_and_the_body_votes_anew(branch: Voting) -> None:
    first = branch.open()
    branch.cast(0, "no")
    branch.void()
    second = branch.open()
    for member in range(9):
        branch.cast(member, "yes")
    branch.close()

    assert first != second
    assert _rows(branch, SealedBallot) == 0
    assert _rows(branch, CountedBallot) == 9
    assert isinstance(branch.record().events[0], Voted)


@pytest.mark.parametrize("way", ["open", "secret"])
def test_candidate_who_withdraws_ends_the_ballot(branch: Voting, way: Way) -> None:
    ballot = branch.open(way)
    branch.cast(0, "yes")
    told = branch.do(commands.Withdraw(dossier=branch.dossier, on=branch.on, reason="xin rút")).events

    assert [one.kind for one in told] == ["withdrawn", "ballot_voided"]
    assert isinstance(told[1], BallotVoided)
    assert (told[1].ballot, told[1].cause) == (ballot, "withdrawn")
    assert branch.road.state(branch.dossier).status is Status.WITHDRAWN
    assert _rows(branch, SealedBallot) == 0
    assert refused(lambda: branch.cast(1, "yes", ballot)) == {"ballot.open"}


@pytest.mark.parametrize("verb", ["suspend", "return", "transfer"])
def test_whatever_leaves_nothing_to_vote_on_ends_the_ballot(branch: Voting, verb: str) -> None:
    branch.open()
    branch.cast(0, "yes")
    branch.close()  # also where it was counted already
    given: dict[str, dict[str, object]] = {
        "suspend": {"command": "suspend", "reason": "chờ xác minh"},
        "return": {"command": "return_for_supplement", "items": [{"item": "Đơn", "reason": "thiếu"}]},
        "transfer": {"command": "transfer", "to_unit": OTHER_BRANCH, "reason": "chuyển công tác"},
    }

    told = branch.do(
        commands.COMMAND.validate_python({"dossier": branch.dossier, "on": branch.on} | given[verb])
    ).events

    assert isinstance(told[-1], BallotVoided)
    assert told[-1].cause == told[0].kind
    assert branch.road.state(branch.dossier).ballot is None


def test_migrated_procedure_ends_the_ballot(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, since=date(2024, 6, 3))
    branch.open()
    administrator = road.account("administrator", BRANCH)
    later = max(branch.on, date(2025, 7, 1))
    command = commands.Migrate(dossier=branch.dossier, on=later, procedure="vn-2025", reason="quy định mới")

    told = road.do(command, administrator, later).events

    assert [one.kind for one in told] == ["migrated", "ballot_voided"]


def test_fewer_than_five_secret_ballots_are_not_broken_down(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path)
    ballot = branch.open()
    for member in range(4):
        branch.cast(member, "yes" if member else "no")
    (closed,) = branch.close().events
    (recorded,) = branch.record().events

    assert isinstance(closed, BallotClosed)
    assert (closed.cast, closed.yes, closed.no, closed.blank) == (4, None, None, None)
    assert isinstance(recorded, Voted)
    assert (recorded.yes, recorded.no, recorded.blank, recorded.ballots_cast) == (None, None, None, 4)
    assert recorded.outcome == "failed"
    told = "".join(one.event.__repr__() for one in road.entries(branch.dossier)[-2:])
    assert "'part': 3" not in told
    with road.database.reading() as session:
        count = counted_before(session, ballot)
    assert count is not None
    assert (count.yes, count.no) == (3, 1)  # so that who verifies the record can count again


def test_open_vote_of_fewer_than_five_is_told_whole(branch: Voting) -> None:
    branch.open("open")
    for member in range(4):
        branch.cast(member, "yes")

    (closed,) = branch.close().events

    assert isinstance(closed, BallotClosed)
    assert closed.yes == 4


def test_key_is_gone_after_the_count_and_its_loss_before_says_what_to_do(branch: Voting) -> None:
    keys = branch.road.registry.ballot_keys
    assert keys is not None
    branch.open()
    branch.cast(0, "yes")
    assert [ballot for ballot, _ in keys.kept()] == [branch.ballot.id]
    branch.close()
    assert list(keys.kept()) == []
    branch.record()
    other = branch.road.at(STEP)[0]
    second = Voting(road=branch.road, dossier=other, on=branch.on, meeting=branch.meeting)
    second.on = branch.road.state(other).latest_on or branch.on
    second.meeting = branch.road.meeting(BRANCH, second.on)
    second.open()
    second.cast(0, "yes")
    keys.destroy(second.ballot.id)

    with pytest.raises(OutsideFailure) as lost:
        second.close()

    assert lost.value.code == "ballot.key_lost"
    assert isinstance(second.void().events[0], BallotVoided)


def test_keys_that_were_left_are_forgotten_and_those_of_open_ballots_kept(branch: Voting) -> None:
    keys = branch.road.registry.ballot_keys
    assert keys is not None
    branch.open()
    keys.make("HS-2021-0099-B7")  # an opening that was rolled back
    newest = max(made for _, made in keys.kept())

    early = branch.road.registry.forget_keys(newest - timedelta(hours=1))
    late = branch.road.registry.forget_keys(newest + timedelta(hours=1))

    assert (early, late) == (0, 1)
    assert [ballot for ballot, _ in keys.kept()] == [branch.ballot.id]


def test_without_a_place_for_keys_no_secret_ballot_opens(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path)
    road.registry = replace(road.registry, ballot_keys=None)

    with pytest.raises(OutsideFailure) as refused:
        branch.open()

    assert refused.value.code == "ballot.no_keys"
    assert road.state(branch.dossier).ballot is None
    assert isinstance(branch.open("open"), str)


def test_state_is_what_the_timeline_replays(branch: Voting) -> None:
    branch.open()
    branch.cast(0, "yes")
    states: DossierState | None = None
    for entry in branch.road.entries(branch.dossier):
        states = rules.evolve(states, entry.event, entry.sequence)

    assert states == branch.road.state(branch.dossier)
    assert isinstance(branch.road.entries(branch.dossier)[-1].event, BallotOpened)
    with branch.road.database.reading() as session:
        assert session.scalar(select(BallotBox.standing)) == "open"


def test_who_arrives_may_vote_and_who_votes_and_leaves_still_counts(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, absent=2)
    branch.open()
    for member in range(7):
        branch.cast(member, "yes")
    for member, change in ((3, "left"), (8, "arrived")):
        branch.do(
            commands.COMMAND.validate_python(
                {
                    "command": "note_attendance", "meeting": branch.meeting, "change": change,
                    "person": branch.members[member], "reason": "việc riêng",
                }
            )
        )  # fmt: skip
    branch.cast(8, "no")

    (closed,) = branch.close().events

    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.cast, closed.yes, closed.no) == (8, 8, 7, 1)


def test_meeting_is_not_closed_over_a_ballot_that_is_not_settled(branch: Voting) -> None:
    closing = commands.CloseMeeting(meeting=branch.meeting)
    branch.open("open")
    assert refused(lambda: branch.do(closing)) == {"meeting.ballots_settled"}
    for member in range(9):
        branch.cast(member, "yes")
    branch.close()
    assert refused(lambda: branch.do(closing)) == {"meeting.ballots_settled"}
    branch.record()

    assert branch.do(closing).events[0].kind == "meeting_closed"
    with branch.road.database.reading() as session:
        assert verify(session).faults == ()

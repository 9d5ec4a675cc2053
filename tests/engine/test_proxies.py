"""Votes by proxy through the registry: given, taken back, used, refused, and on record; both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from engine.access import Grant
from engine.database import WriteSession
from engine.sittings import proxies_in
from engine.verification import verify
from models import commands
from models.ballot import BallotParticipant, NamedVote, SealedBallot
from models.commands import CastBallot
from models.errors import Conflict, Forbidden, NotFound, Refused
from models.events import BallotClosed, ProxyGiven, ProxyRevoked, Voted
from models.meeting import ProxyRow
from models.state import Represented
from tests.ballots import STEP, Voting, voting
from tests.proxies import cast_for, give, revoke, under
from tests.roads import BRANCH, OTHER_BRANCH, PROCEDURES, Road
from tests.sittings import attendance, convene, opened, told, unmet_rules


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members, the last two away, each of whom may vote for one other."""
    return voting(under(road, 1), tmp_path, absent=2)


def _refused(doing: Callable[[], object]) -> set[str]:
    with pytest.raises(Refused) as refusal:
        doing()
    return {one.rule for one in refusal.value.unmet}


def _give(branch: Voting, giver: int, holder: int, key: str | None = None) -> object:
    return give(branch.road, branch.meeting, branch.on, branch.members[giver], branch.members[holder], key)


def _revoke(branch: Voting, giver: int) -> object:
    return revoke(branch.road, branch.meeting, branch.on, branch.members[giver])


def _notes(branch: Voting, member: int, change: str) -> None:
    attendance(branch.road, branch.meeting, branch.on, branch.members[member], change)


def _assert_verified(branch: Voting) -> None:
    with branch.road.database.reading() as session:
        assert verify(session).faults == ()


def _pairs(branch: Voting) -> list[tuple[int, int]]:
    with branch.road.database.reading() as session:
        found = proxies_in(session, branch.meeting)
    place = branch.members.index
    return [(place(one.person), place(one.holder)) for one in found]


def test_proxy_is_given_and_taken_back_on_the_meetings_timeline(branch: Voting) -> None:
    giver, holder = branch.members[8], branch.members[0]

    (given,) = give(branch.road, branch.meeting, branch.on, giver, holder).events
    between = _pairs(branch)
    (revoked,) = revoke(branch.road, branch.meeting, branch.on, giver).events

    assert given == ProxyGiven(number=branch.meeting, person=giver, holder=holder)
    assert revoked == ProxyRevoked(number=branch.meeting, person=giver, holder=holder)
    assert (between, _pairs(branch)) == ([(8, 0)], [])
    entry = branch.road.entries(branch.meeting)[-1]
    assert (entry.actor, entry.on_behalf_of) == (f"{giver}@self", None)
    _assert_verified(branch)


def test_proxy_sent_twice_under_one_key_is_given_once(branch: Voting) -> None:
    first = _give(branch, 8, 0, "khoa-1")
    again = _give(branch, 8, 0, "khoa-1")

    assert again.events == first.events  # type: ignore[attr-defined]
    assert again.repeated  # type: ignore[attr-defined]
    with pytest.raises(Conflict):
        _give(branch, 8, 1, "khoa-1")
    assert _pairs(branch) == [(8, 0)]


def test_limits_links_and_presence_are_weighed_when_a_proxy_is_given(branch: Voting) -> None:
    _give(branch, 8, 0)

    assert _refused(lambda: _give(branch, 8, 1)) == {"proxy.once"}
    assert _refused(lambda: _give(branch, 7, 8)) == {"proxy.holder_gave_none"}
    assert _refused(lambda: _give(branch, 7, 7)) == {"proxy.of_another"}
    assert _refused(lambda: _give(branch, 3, 1)) == {"proxy.absent"}
    assert _refused(lambda: _revoke(branch, 7)) == {"proxy.given"}
    _notes(branch, 6, "left")
    assert _refused(lambda: _give(branch, 0, 1)) == {"proxy.absent", "proxy.giver_holds_none"}
    _give(branch, 7, 0)  # the meeting has no agenda: how many count is weighed when one votes

    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    assert _refused(lambda: cast_for(branch, 0, 7, "yes")) == {"ballot.proxy"}
    _assert_verified(branch)


def test_convened_meeting_weighs_the_most_generous_point_of_its_agenda(road: Road, tmp_path: Path) -> None:
    branch = voting(under(road, 1), tmp_path)
    number = convene(road, branch.on, [branch.dossier])
    roll = branch.members

    give(road, number, branch.on, roll[8], roll[2])

    assert _refused(lambda: give(road, number, branch.on, roll[7], roll[2])) == {"proxy.at_most"}
    stranger = road.rolls[OTHER_BRANCH][0]
    assert _refused(lambda: give(road, number, branch.on, roll[7], stranger)) == {"meeting.on_roll"}
    with pytest.raises(Forbidden):
        give(road, number, branch.on, stranger, roll[3])


def test_agenda_under_a_regulation_without_proxies_takes_none(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path)
    number = convene(road, branch.on, [branch.dossier])

    with pytest.raises(Refused) as refused:
        give(road, number, branch.on, branch.members[8], branch.members[0])

    assert road.registry.procedures is PROCEDURES
    assert unmet_rules(refused) == ["proxy.allowed"]


def test_proxy_is_of_the_member_alone_not_of_secretary_substitute_or_token(branch: Voting) -> None:
    road = branch.road
    command = commands.GiveProxy(meeting=branch.meeting, holder=branch.members[1])
    secretary = road.secretary(BRANCH)
    absent = f"{branch.members[8]}@self"
    clerk = road.account("clerk", BRANCH)

    for account in (clerk, "system"):
        with pytest.raises(Forbidden):
            road.do(command, account, branch.on)
    with pytest.raises(Forbidden):
        road.registry.record(
            command, by=secretary, at=road.entries(branch.meeting)[-1].at, only=Grant("secretary", BRANCH)
        )
    by_the_secretary = _refused(lambda: road.do(command, secretary, branch.on))

    assert by_the_secretary == {"proxy.absent"}  # the secretary's own, who is there
    assert road.do(command, absent, branch.on).events
    with pytest.raises(NotFound):
        road.do(commands.GiveProxy(meeting="HN-2021-9999", holder=branch.members[1]), absent, branch.on)


def test_meeting_that_is_over_takes_no_proxy(branch: Voting) -> None:
    told(branch.road, "close_meeting", branch.meeting, branch.on)

    assert _refused(lambda: _give(branch, 8, 0)) == {"proxy.ahead"}
    assert _refused(lambda: _revoke(branch, 8)) == {"proxy.ahead", "proxy.given"}


def test_open_ballot_counts_who_is_represented_and_tells_by_whom(branch: Voting) -> None:
    _give(branch, 8, 0)
    _give(branch, 7, 1)
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
    _assert_verified(branch)


def test_second_vote_for_a_member_changes_nothing_whoever_casts_it(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("open")
    first = cast_for(branch, 0, 8, "yes")

    again = cast_for(branch, 0, 8, "no")
    _notes(branch, 8, "arrived")
    own = branch.cast(8, "no")

    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert (own.receipt, own.repeated, own.cast_by) == (first.receipt, True, branch.members[0])
    assert _refused(lambda: _revoke(branch, 8)) == {"proxy.unused"}
    for member in range(7):
        branch.cast(member, "yes")
    (closed,) = branch.close().events
    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.cast, closed.represented) == (8, 8, ())
    branch.record()
    _assert_verified(branch)


def test_member_who_arrives_votes_alone_and_their_proxy_has_no_effect(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("open")
    _notes(branch, 8, "arrived")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    assert branch.cast(8, "yes").cast_by is None
    _notes(branch, 8, "left")
    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.not_voted"}


def test_holder_who_leaves_votes_for_nobody_and_what_they_cast_stays(branch: Voting) -> None:
    _give(branch, 8, 3)
    _give(branch, 7, 4)
    branch.open("open")
    cast_for(branch, 3, 8, "yes")
    _notes(branch, 3, "left")
    _notes(branch, 4, "left")

    assert _refused(lambda: cast_for(branch, 4, 7, "yes")) == {"ballot.present", "ballot.proxy"}
    for member in (0, 1, 2, 5, 6):
        branch.cast(member, "yes")
    (closed,) = branch.close().events

    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.cast) == (5, 6)
    assert closed.represented == (Represented(person=branch.members[8], holder=branch.members[3]),)
    branch.record()
    _assert_verified(branch)


def test_proxy_of_somebody_who_did_not_give_it_is_refused_and_tells_nothing(branch: Voting) -> None:
    branch.open("open")
    branch.cast(5, "yes")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    assert _refused(lambda: cast_for(branch, 0, 5, "yes")) == {"ballot.proxy"}
    unknown = CastBallot(ballot=branch.ballot.id, choice="yes", on_behalf_of="nobody")
    assert _refused(lambda: branch.road.registry.cast(unknown, by=f"{branch.members[0]}@self")) == {
        "ballot.proxy"
    }
    stranger = branch.road.rolls[OTHER_BRANCH][0]
    with pytest.raises(NotFound):
        branch.road.registry.cast(unknown, by=f"{stranger}@self")


def test_proxies_without_effect_under_a_regulation_that_has_none(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path, absent=2)
    _give(branch, 8, 0)  # no agenda: it is weighed when somebody votes
    branch.open("open")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy"}
    for member in range(7):
        branch.cast(member, "yes")
    (closed,) = branch.close().events
    assert isinstance(closed, BallotClosed)
    assert (closed.present, closed.represented) == (7, ())
    _assert_verified(branch)


def test_secret_ballot_knows_no_proxies(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("secret")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.proxy_in_the_open"}
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
    _assert_verified(branch)


def _declares(branch: Voting, member: int) -> None:
    branch.do(
        commands.DeclareInterest(
            dossier=branch.dossier, on=branch.on, person=branch.members[member], relation="kinship",
            reason="anh họ",
        )
    )  # fmt: skip


def test_holder_who_abstains_casts_no_vote_for_anybody(branch: Voting) -> None:
    _give(branch, 8, 0)
    _declares(branch, 0)
    branch.open("open")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.may_vote"}
    for member in range(1, 7):
        branch.cast(member, "yes")
    branch.close()
    (voted,) = branch.record().events
    assert isinstance(voted, Voted)
    assert (voted.present, voted.represented, voted.yes) == (7, (), 6)
    _assert_verified(branch)


def test_member_who_abstains_is_represented_counts_and_has_no_vote(branch: Voting) -> None:
    _give(branch, 8, 0)
    _declares(branch, 8)
    branch.open("open")

    assert _refused(lambda: cast_for(branch, 0, 8, "yes")) == {"ballot.may_vote"}
    for member in range(7):
        branch.cast(member, "yes")
    branch.close()
    (voted,) = branch.record().events
    assert isinstance(voted, Voted)
    assert voted.represented == (Represented(person=branch.members[8], holder=branch.members[0]),)
    tally = next(one for one in voted.checked if one.rule == "vote.tally")
    assert (tally.figures["present"], voted.present) == (8, 7)
    _assert_verified(branch)


def test_who_has_voted_for_another_declares_no_interest_any_more(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("open")
    cast_for(branch, 0, 8, "yes")

    assert _refused(lambda: _declares(branch, 0)) == {"interest.before_voting"}
    assert _refused(lambda: _declares(branch, 8)) == {"interest.before_voting"}


def test_vote_in_the_room_counts_who_is_represented(branch: Voting) -> None:
    _give(branch, 8, 0)
    eight, by = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting, yes=8)
    nine, _ = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting, yes=9)

    assert _refused(lambda: branch.road.do(nine, by, branch.on)) == {"vote.tally"}
    (voted,) = branch.road.do(eight, by, branch.on).events

    assert isinstance(voted, Voted)
    assert (voted.present, voted.yes) == (7, 8)
    assert voted.represented == (Represented(person=branch.members[8], holder=branch.members[0]),)
    _assert_verified(branch)


def test_meeting_opens_over_proxies_of_which_some_have_no_effect(road: Road, tmp_path: Path) -> None:
    branch = voting(under(road, 1), tmp_path)
    roll, on = branch.members, branch.on
    number = convene(road, on, [branch.dossier])
    for giver, holder in ((8, 0), (7, 1), (6, 5)):
        give(road, number, on, roll[giver], roll[holder])
    away = [{"person": roll[one], "reason": "đi công tác"} for one in (8, 5, 6)]
    opened(road, number, on, absent=away)  # the seventh came though represented; the fifth holds one, absent

    command, by = road.command(branch.dossier, STEP, on, meeting=number, yes=7)
    (voted,) = road.do(command, by, on).events

    assert isinstance(voted, Voted)
    assert (voted.present, voted.represented) == (6, (Represented(person=roll[8], holder=roll[0]),))
    _assert_verified(branch)


def test_annulled_ballot_gives_the_proxy_back(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    branch.void()

    _revoke(branch, 8)

    assert _pairs(branch) == []
    _assert_verified(branch)


_TAMPERED = {
    "other_holder": ("UPDATE meeting_proxy SET holder_id = 'P2' WHERE giver_id = 'P8'", {"proxies.differ"}),
    "proxy_gone": (
        "DELETE FROM meeting_proxy WHERE giver_id = 'P8'",
        {"proxies.differ", "ballot.register_differs"},
    ),
    "other_hand": (
        "UPDATE ballot_participant SET cast_by = 'P2' WHERE person_id = 'P8'",
        {"ballot.register_differs"},
    ),
    "own_hand": (
        "UPDATE named_vote SET cast_by = NULL WHERE person_id = 'P8'",
        {"ballot.register_differs"},
    ),
}


class _UndoneError(Exception):
    """Takes back what a tampering wrote."""


def _unguard(session: WriteSession) -> None:
    for table in ("meeting_proxy", "ballot_participant", "named_vote"):
        if session.dialect == "postgresql":
            session.write(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            for verb in ("update", "delete"):
                session.write(text(f"DROP TRIGGER {table}_refuses_{verb}"))


def test_verification_names_every_row_of_a_proxy_that_was_changed(branch: Voting) -> None:
    _give(branch, 8, 0)
    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    for member in range(7):
        branch.cast(member, "yes")
    branch.close()
    branch.record()
    _assert_verified(branch)

    for name, (statement, codes) in _TAMPERED.items():
        told_of: set[str] = set()
        filled = statement.replace("P2", branch.members[2]).replace("P8", branch.members[8])
        with pytest.raises(_UndoneError), branch.road.database.writing() as session:
            _unguard(session)
            assert session.write(text(filled)) == 1
            told_of = {one.code for one in verify(session).faults}
            raise _UndoneError
        assert told_of >= codes, name


def test_database_itself_refuses_to_change_a_proxy(branch: Voting) -> None:
    _give(branch, 8, 0)

    for statement in ("UPDATE meeting_proxy SET holder_id = NULL", "DELETE FROM meeting_proxy"):
        with pytest.raises(Exception, match=r"append-only|refuse"), branch.road.database.writing() as session:
            session.write(text(statement))
    row = {"meeting": branch.meeting, "sequence": 99, "giver_id": "nobody", "holder_id": None}
    with pytest.raises(Exception, match=r"(?i)foreign key"), branch.road.database.writing() as session:
        session.write(insert(ProxyRow.__table__), row)

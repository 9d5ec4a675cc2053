"""Votes by proxy through the registry: given, taken back, used, refused, and on record; both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, text

from engine.access import Grant
from engine.database import WriteSession
from engine.sittings import proxies_in
from engine.verification import verify
from models import commands
from models.errors import Conflict, Forbidden, NotFound, Refused
from models.events import ProxyGiven, ProxyRevoked, Voted
from models.meeting import ProxyRow
from models.state import Represented
from tests.ballots import STEP, Voting, assert_verified, refused, voting
from tests.proxies import cast_for, give, gives, notes, revoke, revokes, under
from tests.roads import BRANCH, OTHER_BRANCH, PROCEDURES, Road
from tests.sittings import convene, opened, told, unmet_rules


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members, the last two away, each of whom may vote for one other."""
    return voting(under(road, 1), tmp_path, absent=2)


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
    assert_verified(branch)


def test_proxy_sent_twice_under_one_key_is_given_once(branch: Voting) -> None:
    first = gives(branch, 8, 0, "khoa-1")
    again = gives(branch, 8, 0, "khoa-1")

    assert again.events == first.events
    assert again.repeated
    with pytest.raises(Conflict):
        gives(branch, 8, 1, "khoa-1")
    assert _pairs(branch) == [(8, 0)]


def test_limits_links_and_presence_are_weighed_when_a_proxy_is_given(branch: Voting) -> None:
    gives(branch, 8, 0)

    assert refused(lambda: gives(branch, 8, 1)) == {"proxy.once"}
    assert refused(lambda: gives(branch, 7, 8)) == {"proxy.holder_gave_none"}
    assert refused(lambda: gives(branch, 7, 7)) == {"proxy.of_another"}
    assert refused(lambda: gives(branch, 3, 1)) == {"proxy.absent"}
    assert refused(lambda: revokes(branch, 7)) == {"proxy.given"}
    notes(branch, 6, "left")
    assert refused(lambda: gives(branch, 0, 1)) == {"proxy.absent", "proxy.giver_holds_none"}
    gives(branch, 7, 0)  # the meeting has no agenda: how many count is weighed when one votes

    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    assert refused(lambda: cast_for(branch, 0, 7, "yes")) == {"ballot.proxy"}
    assert_verified(branch)


def test_convened_meeting_weighs_the_most_generous_point_of_its_agenda(road: Road, tmp_path: Path) -> None:
    branch = voting(under(road, 1), tmp_path)
    number = convene(road, branch.on, [branch.dossier])
    roll = branch.members

    give(road, number, branch.on, roll[8], roll[2])

    assert refused(lambda: give(road, number, branch.on, roll[7], roll[2])) == {"proxy.at_most"}
    stranger = road.rolls[OTHER_BRANCH][0]
    assert refused(lambda: give(road, number, branch.on, roll[7], stranger)) == {"meeting.on_roll"}
    with pytest.raises(Forbidden):
        give(road, number, branch.on, stranger, roll[3])


def test_agenda_under_a_regulation_without_proxies_takes_none(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path)
    number = convene(road, branch.on, [branch.dossier])

    with pytest.raises(Refused) as told_why:
        give(road, number, branch.on, branch.members[8], branch.members[0])

    assert road.registry.procedures is PROCEDURES
    assert unmet_rules(told_why) == ["proxy.allowed"]


def test_proxy_is_of_the_member_alone_not_of_secretary_clerk_or_token(branch: Voting) -> None:
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
    by_the_secretary = refused(lambda: road.do(command, secretary, branch.on))

    assert by_the_secretary == {"proxy.absent"}  # the secretary's own, who is there
    assert road.do(command, absent, branch.on).events
    with pytest.raises(NotFound):
        road.do(commands.GiveProxy(meeting="HN-2021-9999", holder=branch.members[1]), absent, branch.on)


def test_meeting_that_is_over_takes_no_proxy(branch: Voting) -> None:
    told(branch.road, "close_meeting", branch.meeting, branch.on)

    assert refused(lambda: gives(branch, 8, 0)) == {"proxy.ahead"}
    assert refused(lambda: revokes(branch, 8)) == {"proxy.ahead", "proxy.given"}


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
    assert_verified(branch)


def test_annulled_ballot_gives_the_proxy_back(branch: Voting) -> None:
    gives(branch, 8, 0)
    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    branch.void()

    revokes(branch, 8)

    assert _pairs(branch) == []
    assert_verified(branch)


_TAMPERED = {
    "other_holder": ("UPDATE meeting_proxy SET holder_id = 'P2' WHERE giver_id = 'P8'", {"proxies.differ"}),
    "proxy_gone": (
        "DELETE FROM meeting_proxy WHERE giver_id = 'P8'",
        {"proxies.differ", "ballot.register_differs"},
    ),
    "represented_by_nobody": (
        "DELETE FROM meeting_proxy WHERE giver_id = 'P7'",
        {"proxies.differ", "vote.represented_differs"},
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
    gives(branch, 8, 0)
    gives(branch, 7, 1)  # of whom nothing is cast
    branch.open("open")
    cast_for(branch, 0, 8, "yes")
    for member in range(7):
        branch.cast(member, "yes")
    branch.close()
    branch.record()
    assert_verified(branch)

    for name, (statement, codes) in _TAMPERED.items():
        told_of: set[str] = set()
        filled = statement
        for place in (2, 7, 8):
            filled = filled.replace(f"P{place}", branch.members[place])
        with pytest.raises(_UndoneError), branch.road.database.writing() as session:
            _unguard(session)
            assert session.write(text(filled)) == 1
            told_of = {one.code for one in verify(session).faults}
            raise _UndoneError
        assert told_of >= codes, name


def test_database_itself_refuses_to_change_a_proxy(branch: Voting) -> None:
    gives(branch, 8, 0)

    for statement in ("UPDATE meeting_proxy SET holder_id = NULL", "DELETE FROM meeting_proxy"):
        with pytest.raises(Exception, match=r"append-only|refuse"), branch.road.database.writing() as session:
            session.write(text(statement))
    row = {"meeting": branch.meeting, "sequence": 99, "giver_id": "nobody", "holder_id": None}
    with pytest.raises(Exception, match=r"(?i)foreign key"), branch.road.database.writing() as session:
        session.write(insert(ProxyRow.__table__), row)

"""What happens to meetings and substitutions is told once to everybody, inside the program and by mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine import messages
from engine.messages import Word
from engine.preferences import NEVER, Preferences, Quiet, choose
from engine.queries.letters import dead_letters
from engine.resending import owe_again
from engine.verification import verify
from flows import letters
from flows import walk as walking
from flows.announcements import give_word
from flows.waves import prefect_at, until_nothing_waits
from models.errors import NotFound
from models.person import Person
from settings import Settings
from tests.announcements import BASE_URL, awaiting, claimed, give_all
from tests.flows.conftest import Install
from tests.flows.errands import inbox_of, waiting
from tests.flows.postbox import Postbox
from tests.flows.threads import in_a_thread
from tests.roads import BRANCH, LONG_AGO, OTHER_BRANCH, Road, noon
from tests.sittings import convene, opened, told
from tests.substitutions import DAY, member_of_branch, offer

_WEEK = timedelta(days=7)


def _convened(road: Road) -> tuple[str, date]:
    """Convene the branch in a week, with nothing else left to be done; return the meeting and today."""
    dossiers, day = awaiting(road, 1)
    claimed(road, noon(day))  # what came before is left aside
    return convene(road, day, dossiers, held_on=day + _WEEK), day


def _members(road: Road) -> list[str]:
    """Return who is told when the secretary convenes the branch."""
    return road.rolls[BRANCH][1:]


def _mail_all(road: Road, settings: Settings, day: date) -> None:
    for one in claimed(road, noon(day), messages.FLOW):
        in_a_thread(letters.send, one, settings, noon(day))


def test_members_are_told_in_their_language_and_mailed_whatever_they_chose(
    road: Road, install: Install, postbox: Postbox
) -> None:
    settings = install(road)
    others = _members(road)
    english = road.member(BRANCH, LONG_AGO, language="en")
    number, day = _convened(road)
    silent = Preferences(modes={"email": {"tasks": NEVER}}, quiet=Quiet(since=0, until=23 * 60 + 59))
    choose(road.database, english, silent, noon(day))

    given = give_all(road, noon(day))
    _mail_all(road, settings, day)

    assert given == 1
    on = f"{day + _WEEK:%d/%m/%Y}"
    ((subject, body),) = inbox_of(road.database, english)
    assert subject == f"You are called to a meeting on {on}"
    assert {inbox_of(road.database, one)[0][0] for one in others} == {f"Triệu tập họp ngày {on}"}
    assert f"08:00, {on}" in body
    assert f"{BASE_URL}/meetings/{number}" in body
    assert sorted(postbox.recipients()) == sorted(f"{one}@example.org" for one in (english, *others))
    assert len(set(postbox.names())) == len(others) + 1


def test_mails_name_the_dossiers_and_nobody(sqlite_road: Road, install: Install, postbox: Postbox) -> None:
    road, settings = sqlite_road, install(sqlite_road)
    number, day = _convened(road)
    told(road, "call_off_meeting", number, day, reason="Ông Nguyễn Văn Ví Dụ ốm ở Phường 4.")

    give_all(road, noon(day))
    _mail_all(road, settings, day)

    with road.database.reading() as session:
        people = session.rows(select(Person.full_name, Person.residence, Person.birthplace))
    assert len(postbox.taken) == len(_members(road))  # that it was convened is overtaken
    for mail in postbox.taken:
        text = f"{mail['Subject']}\n{mail.get_content()}"
        assert "HS-2021-0001" in text
        assert "ốm" not in text
        for one in people:
            assert not any(part and part in text for part in one)


def test_walker_that_falls_at_any_moment_tells_everybody_once(
    road: Road, install: Install, postbox: Postbox
) -> None:
    settings = install(road)
    number, day = _convened(road)
    (errand,) = claimed(road, noon(day))
    words = [Word(person=one, subject="x", body="y") for one in (*_members(road), "nobody")]

    with pytest.raises(IntegrityError):  # falls within the transaction, when almost everything is written
        messages.carry_word(road.database, errand, "meeting_convened", words, noon(day))
    fallen = (Counter(flow for flow, _ in waiting(road.database)), _told(road))
    give = partial(give_word, errand, road.database, BASE_URL, noon(day))
    give()  # falls right after it
    with ThreadPoolExecutor(2) as walkers:  # taken up again, by two whose leases overlap
        list(walkers.map(lambda _: give(), range(2)))
    _mail_all(road, settings, day)
    _mail_all(road, settings, day)

    assert (fallen[0]["announcements"], fallen[1]) == (2, {})  # this one, and the reminder in a week
    assert _told(road) == dict.fromkeys(_members(road), 1)
    assert sorted(postbox.recipients()) == [f"{one}@example.org" for one in _members(road)]
    assert number in postbox.taken[0].get_content()


def _told(road: Road) -> dict[str, int]:
    return {one: many for one in road.rolls[BRANCH] if (many := len(inbox_of(road.database, one))) > 0}


def test_reminder_comes_on_the_eve_with_the_agenda_of_then_unless_it_was_called_off(road: Road) -> None:
    dossiers, day = awaiting(road, 3)
    kept, dropped = (convene(road, day, [one], held_on=day + _WEEK) for one in dossiers[:2])
    give_all(road, noon(day))
    told(road, "change_agenda", kept, day, agenda=[{"dossier": dossiers[2], "step": "branch_vote"}])
    told(road, "call_off_meeting", dropped, day, reason="Trùng lịch.")
    give_all(road, noon(day))
    before = [subject for subject, _ in inbox_of(road.database, _members(road)[0])]

    given = give_all(road, noon(day + _WEEK))

    subjects = inbox_of(road.database, _members(road)[0])
    assert (len(before), given, len(subjects)) == (4, 2, 5)
    subject, body = subjects[-1]
    assert subject.startswith("Nhắc: cuộc họp ngày ")
    assert (dossiers[2] in body, dossiers[0] in body) == (True, False)
    with road.database.reading() as session:
        assert verify(session).faults == ()


def test_reminder_is_for_who_is_on_the_roll_by_then(road: Road) -> None:
    number, day = _convened(road)
    give_all(road, noon(day))
    joined, gone, after = road.member(BRANCH, day), road.rolls[BRANCH][5], day + timedelta(days=1)
    road.tell(
        after, command="enter_standing", person=gone, unit=OTHER_BRANCH, standing="official",
        joined_on=date(2005, 2, 3), official_on=date(2006, 2, 3), in_unit_since=after,
    )  # fmt: skip

    give_all(road, noon(day + _WEEK))

    told_of_it = {one: [subject for subject, _ in inbox_of(road.database, one)] for one in (joined, gone)}
    reminder = f"Nhắc: cuộc họp ngày {day + _WEEK:%d/%m/%Y}"
    assert [one.startswith(reminder) for one in told_of_it[joined]] == [True]
    assert [one.startswith(reminder) for one in told_of_it[gone]] == [False]
    assert inbox_of(road.database, road.rolls[BRANCH][0]) == [], number  # who convened it knows


def test_adjourned_meeting_is_one_word_that_names_both(sqlite_road: Road) -> None:
    (first, second), day = awaiting(sqlite_road)
    number = convene(sqlite_road, day, [first, second])
    opened(sqlite_road, number, day)
    told(sqlite_road, "adjourn_meeting", number, day, reason="Thiếu người.", again_on=day + _WEEK)

    give_all(sqlite_road, noon(day))

    ((subject, body),) = inbox_of(sqlite_road.database, _members(sqlite_road)[0])
    assert subject == f"Cuộc họp ngày {day:%d/%m/%Y} hoãn, họp lại ngày {day + _WEEK:%d/%m/%Y}"
    assert f"Cuộc họp {number} ngày" in body
    assert (first in body, second in body) == (True, True)
    assert f"/meetings/{number}" not in body  # the address is that of the meeting that takes its place


def test_party_of_a_substitution_is_told_what_became_of_it_then(sqlite_road: Road) -> None:
    road = sqlite_road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    found = offer(road, absent, substitute)
    road.tell(DAY, substitute, command="decline_substitution", account=substitute, substitution=found)

    give_all(road, noon(DAY))

    (offered,), (declined,) = (inbox_of(road.database, road.rolls[BRANCH][one]) for one in (2, 0))
    assert offered[0] == "Có người nhờ bạn làm thay khi vắng mặt"
    assert declined[0] == "Người được nhờ đã từ chối làm thay bạn"
    assert "10/09/2021 – 30/09/2021" in offered[1]


def test_mail_given_up_is_listed_with_its_reason_and_sent_again(
    road: Road, install: Install, postbox: Postbox
) -> None:
    settings = install(road)
    _, day = _convened(road)
    give_all(road, noon(day))
    unlucky = _members(road)[3]
    postbox.answer = lambda mail: "550 5.1.1 unknown" if unlucky in str(mail["To"]) else "250 taken"
    _mail_all(road, settings, day)
    with road.database.reading() as session:
        (dead,) = dead_letters(session)
        of_a_dossier = dead_letters(session, dossier="HS-2021-0001")
    postbox.answer = lambda _: "250 taken"

    owed = [owe_again(road.database, dead, noon(day)) for _ in range(2)]
    _mail_all(road, settings, day)

    assert (dead.person, dead.notice, dead.dossier) == (unlucky, "meeting_convened", "-")
    assert dead.receipt == "mail.refused answer=550 5.1.1"
    assert (of_a_dossier, owed) == ((), [True, False])
    assert postbox.recipients().count(f"{unlucky}@example.org") == 1
    with road.database.reading() as session:
        assert dead_letters(session) == ()


def test_stage_is_served_by_its_own_flow() -> None:
    assert walking._stage("announcements").fn.__module__ == "flows.announcements"


@pytest.fixture
def prefect(prefect_api: str) -> Iterator[str]:
    """Run the flows of a test in this run's server."""
    with prefect_at(prefect_api):
        yield prefect_api


@pytest.mark.xdist_group("prefect")
@pytest.mark.usefixtures("prefect")
def test_waves_tell_and_mail_until_nothing_waits(
    sqlite_road: Road, install: Install, postbox: Postbox
) -> None:
    install(sqlite_road)
    _, day = _convened(sqlite_road)

    done = in_a_thread(until_nothing_waits, noon(day), walker="another")

    assert done == {"errands": 1 + len(_members(sqlite_road)), "failed": 0}
    assert len(postbox.taken) == len(_members(sqlite_road))
    assert _told(sqlite_road) == dict.fromkeys(_members(sqlite_road), 1)


def test_event_that_is_not_on_record_is_said_so(sqlite_road: Road) -> None:
    _, day = _convened(sqlite_road)
    (errand,) = claimed(sqlite_road, noon(day))

    with pytest.raises(NotFound):
        give_word(replace(errand, sequence=99), sqlite_road.database, BASE_URL, noon(day))

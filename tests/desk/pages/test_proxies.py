"""Votes by proxy at the desk: given on the member's own page, used on the ballot's, seen where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.ballot import NamedVote
from models.events import ProxyGiven, Voted
from tests.desks import Browser
from tests.polls import CHOICE, Polls, polls_in, proved
from tests.proxies import give, under
from tests.roads import OTHER_BRANCH, Road
from tests.sending import key_of, text_of
from tests.sittings import attendance, told


@pytest.fixture
def polls(sqlite_road: Road, tmp_path: Path) -> Polls:
    """Nine members, the last two away, under a regulation by which one may vote for another."""
    return polls_in(under(sqlite_road, 1), tmp_path, absent=2)


def _give(polls: Polls, giver: int, holder: int) -> None:
    held = polls.voting
    give(held.road, held.meeting, held.on, held.members[giver], held.members[holder])


def _name(polls: Polls, member: int) -> str:
    return f"Nguyễn Văn Ví Dụ {int(polls.voting.members[member].removeprefix('nguoi-'))}"


def _place(polls: Polls) -> str:
    return f"/meetings/{polls.voting.meeting}/proxy"


def _meeting_page(browser: Browser, polls: Polls) -> str:
    return text_of(browser.get(f"/meetings/{polls.voting.meeting}"))


def test_absent_member_gives_a_proxy_sees_it_and_takes_it_back(polls: Polls) -> None:
    absent = polls.member(8)
    inbox = absent.get("/")
    asked = absent.get(_place(polls))
    given = absent.post(_place(polls), {"holder": polls.voting.members[0], "_key": key_of(asked)})
    shown = absent.get(_place(polls))
    after = absent.get("/")
    seen = _meeting_page(polls.secretary(), polls)
    revoked = absent.post(f"{_place(polls)}/revoke", {"_key": key_of(shown)})
    gone = _meeting_page(polls.secretary(), polls)

    assert f'href="{_place(polls)}"' in inbox.text
    assert given.status_code == revoked.status_code == 303, text_of(given)
    assert f"Bạn đã ủy quyền cho {_name(polls, 0)}" in text_of(shown)
    assert f"Bạn đã ủy quyền cho {_name(polls, 0)}" in text_of(after)
    assert f"{_name(polls, 8)} ủy quyền cho {_name(polls, 0)} Đang có hiệu lực" in seen
    assert "Đang có hiệu lực" not in gone
    assert f"{_name(polls, 8)} rút ủy quyền đã giao {_name(polls, 0)}" in gone
    events = [one.event for one in polls.voting.road.entries(polls.voting.meeting)]
    assert sum(isinstance(one, ProxyGiven) for one in events) == 1


def test_proxy_is_given_only_by_who_proved_themselves_and_sent_twice_counts_once(polls: Polls) -> None:
    absent = polls.member(8)
    posted = {"holder": polls.voting.members[0], "_key": key_of(absent.get(_place(polls)))}
    polls.desk.clock.on(minutes=20)

    asked = absent.post(_place(polls), posted)
    proved(absent)
    first = absent.post(_place(polls), posted)
    second = absent.post(_place(polls), posted)

    assert (asked.status_code, first.status_code) == (403, 303)
    assert second.status_code in {303, 422}
    events = [one.event for one in polls.voting.road.entries(polls.voting.meeting)]
    assert sum(isinstance(one, ProxyGiven) for one in events) == 1


def test_refusal_names_people_and_strangers_learn_of_no_meeting(polls: Polls) -> None:
    _give(polls, 7, 1)
    absent = polls.member(8)
    refused = absent.post(_place(polls), {"holder": polls.voting.members[7]})
    nobody = absent.post(_place(polls), {"holder": ""})
    stranger = polls.desk.signed_in(f"{_stranger(polls)}@self")
    proved(stranger)

    assert refused.status_code == nobody.status_code == 422
    assert f"{_name(polls, 7)} đã ủy quyền cho {_name(polls, 1)}" in text_of(refused)
    assert stranger.get(_place(polls)).status_code == 404
    assert stranger.post(_place(polls), {"holder": polls.voting.members[0]}).status_code == 404
    assert stranger.post(f"{_place(polls)}/revoke", {}).status_code == 404


def _stranger(polls: Polls) -> str:
    road = polls.voting.road
    person = road.member(OTHER_BRANCH, polls.voting.on)
    road.tell(polls.voting.on, command="open_account", id=f"{person}@self", person=person)
    return person


def test_member_who_is_there_is_offered_no_proxy(polls: Polls) -> None:
    here = polls.member(3)

    shown = here.get(_place(polls))

    assert 'name="holder"' not in shown.text
    assert _place(polls) not in here.get("/").text


def test_ballot_has_a_card_for_who_is_represented_that_says_so_plainly(polls: Polls) -> None:
    _give(polls, 8, 0)
    ballot = polls.voting.open("open")
    holder = polls.member(0)

    inbox = text_of(holder.get("/"))
    shown = holder.get(polls.page)
    polls_for = {CHOICE: "no", "_for": polls.voting.members[8]}
    by_proxy = holder.post(polls.page, polls_for)
    between = holder.get(polls.page)
    own = holder.post(polls.page, {CHOICE: "yes"})
    after = holder.get(polls.page)
    again = holder.post(polls.page, polls_for | {CHOICE: "yes"})

    assert f"Bỏ phiếu thay {_name(polls, 8)}" in inbox
    assert shown.text.count(f'name="{CHOICE}"') == 6
    assert "Phiếu của chính bạn" in text_of(shown)
    assert f"Lá phiếu này là của {_name(polls, 8)}, không phải của bạn." in text_of(shown)
    assert f"Gửi phiếu thay {_name(polls, 8)}: không tán thành" in text_of(shown)
    assert by_proxy.status_code == own.status_code == again.status_code == 303
    assert between.text.count(f'name="{CHOICE}"') == 3
    assert after.text.count("receipt-code") == 2
    assert f"Bạn đã bỏ phiếu thay {_name(polls, 8)}" in text_of(after)
    with polls.desk.desk.database.reading() as session:
        rows = session.rows(select(NamedVote.choice).where(NamedVote.cast_by.is_not(None)))
    assert [row.choice for row in rows] == ["no"]
    absent = polls.member(8)
    assert f"{_name(polls, 0)} đã bỏ phiếu thay bạn." in text_of(absent.get(f"/ballots/{ballot}"))


def test_watch_and_result_name_who_votes_for_whom(polls: Polls) -> None:
    _give(polls, 8, 0)
    _give(polls, 7, 1)
    polls.voting.open("open")
    secretary = polls.secretary()
    polls.member(0).post(polls.page, {CHOICE: "yes", "_for": polls.voting.members[8]})
    watched = text_of(secretary.get(f"{polls.page}/watch"))
    for member in range(7):
        polls.voting.cast(member, "yes")
    page = polls.page
    asked = secretary.post(f"{page}/close")
    secretary.post(f"{page}/close", {"_key": key_of(asked), "_sure": "yes"})
    result = text_of(secretary.get(f"{page}/result"))
    recording = text_of(secretary.get(f"{polls.step}?ballot={polls.voting.ballot.id}"))
    timeline = text_of(secretary.get(f"/dossiers/{polls.voting.dossier}"))

    assert "1/9 đã bỏ phiếu" in watched
    assert f"{_name(polls, 8)} – {_name(polls, 0)} bỏ thay" in watched
    assert f"{_name(polls, 7)} – {_name(polls, 1)} bỏ thay" in watched
    assert "2 vắng, đã ủy quyền" in result
    assert f"{_name(polls, 7)} {_name(polls, 1)} bỏ thay" in result
    assert "có 9, kể cả 2 người vắng đã ủy quyền" in result
    assert f"{_name(polls, 8)} {_name(polls, 0)} bỏ thay tán thành" in result
    assert "Có mặt 7 Vắng, đã ủy quyền 2 Đã bỏ phiếu 8" in recording
    assert f"{_name(polls, 0)} bỏ phiếu thay {_name(polls, 8)}" in timeline


def test_secret_ballot_offers_no_vote_for_another(polls: Polls) -> None:
    _give(polls, 8, 0)
    polls.voting.open("secret")
    holder = polls.member(0)

    shown = holder.get(polls.page)
    refused = holder.post(polls.page, {CHOICE: "yes", "_for": polls.voting.members[8]})

    assert shown.text.count(f'name="{CHOICE}"') == 3
    assert "Bỏ phiếu kín thì không ai bỏ thay được." in text_of(shown)
    assert refused.status_code == 422
    assert "chỉ bỏ phiếu thay trong biểu quyết công khai" in text_of(refused)
    assert "Bỏ phiếu thay" not in text_of(holder.get("/"))


def test_page_says_that_who_gave_the_proxy_has_come(polls: Polls) -> None:
    _give(polls, 8, 0)
    polls.voting.open("open")
    held = polls.voting
    attendance(held.road, held.meeting, held.on, held.members[8], "arrived")

    shown = text_of(polls.member(0).get(polls.page))
    seen = _meeting_page(polls.secretary(), polls)

    assert "Người này tự biểu quyết." in shown
    assert "Không có hiệu lực: người ủy quyền có mặt" in seen


def test_minutes_and_resolution_say_who_was_represented(polls: Polls) -> None:
    _give(polls, 8, 0)
    held = polls.voting
    eight, by = held.road.command(held.dossier, "branch_vote", held.on, meeting=held.meeting, yes=8)
    held.road.do(eight, by, held.on)
    told(held.road, "close_meeting", held.meeting, held.on)

    minutes = text_of(polls.secretary().get(f"/meetings/{held.meeting}/papers/minutes/preview"))

    assert isinstance(polls.told(Voted)[0], Voted)
    assert f"đồng chí {_name(polls, 8)} ủy quyền cho đồng chí {_name(polls, 0)}" in minutes
    assert (
        "Vắng mặt, tính như có mặt vì đã ủy quyền: "
        f"đồng chí {_name(polls, 8)} (đồng chí {_name(polls, 0)} bỏ phiếu thay)." in minutes
    )


def test_office_without_proxies_never_speaks_of_them(sqlite_road: Road, tmp_path: Path) -> None:
    polls = polls_in(sqlite_road, tmp_path, absent=2)
    absent = polls.member(8)

    assert "Ủy quyền" not in _meeting_page(polls.secretary(), polls)
    assert "ủy quyền" not in text_of(absent.get("/"))
    assert 'name="holder"' not in absent.get(_place(polls)).text

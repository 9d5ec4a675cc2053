"""A ballot as others see it: who conducts it, who may only read of it, and the pages that lead to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.access import AccessLine
from models.events import BallotVoided
from tests.ballots import STEP
from tests.polls import CHOICE, Polls, polls_in
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road
from tests.sending import confirmed, key_of, text_of


@pytest.fixture
def polls(sqlite_road: Road, tmp_path: Path) -> Polls:
    """Nine members in a meeting, on SQLite."""
    return polls_in(sqlite_road, tmp_path)


def test_watch_says_who_has_voted_and_nobody_but_who_conducts_it_sees_that(polls: Polls) -> None:
    polls.voting.open()
    polls.voting.cast(3, "yes")
    road = polls.voting.road
    secretary = polls.secretary()
    above = polls.desk.signed_in(road.secretary(COMMITTEE))
    stranger = polls.desk.signed_in(road.secretary(OTHER_BRANCH))
    voter = polls.member(5)

    page = secretary.get(f"{polls.page}/watch")
    part = secretary.get(f"{polls.page}/watch", headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    assert "1/9 đã bỏ phiếu" in text_of(page)
    assert "Chưa bỏ phiếu (8)" in text_of(part)
    assert above.get(f"{polls.page}/watch").headers["Location"] == f"{polls.page}/result"
    assert "1/9 đã bỏ phiếu" in text_of(above.get(f"{polls.page}/result"))
    assert above.get(polls.page).headers["Location"] == f"{polls.page}/result"
    assert voter.get(f"{polls.page}/watch").status_code == 404
    assert [
        stranger.get(f"{polls.page}{one}").status_code
        for one in ("", "/watch", "/result", "/void", "/interest")
    ] == [404] * 5
    assert stranger.post(polls.page, {CHOICE: "yes"}).status_code == 404
    assert stranger.post(f"{polls.page}/close", {"_sure": "yes"}).status_code == 404
    assert above.post(f"{polls.page}/close", {"_sure": "yes"}).status_code == 403


def test_voter_without_a_role_sees_the_ballot_and_its_result_and_not_the_dossier(polls: Polls) -> None:
    polls.voting.open()
    ballot = polls.page
    voter = polls.member(5)
    page = voter.get(ballot)
    for at in range(9):
        polls.voting.cast(at, "yes")
    polls.voting.close()

    result = voter.get(f"{ballot}/result")

    assert page.status_code == result.status_code == 200
    assert f"/dossiers/{polls.voting.dossier}" not in page.text + result.text
    assert "9 tán thành" in text_of(result)
    assert voter.get(f"/dossiers/{polls.voting.dossier}").status_code == 404


def test_reading_a_ballot_leaves_a_line_and_watching_it_does_not_leave_one_every_two_seconds(
    polls: Polls,
) -> None:
    polls.voting.open()
    voter, secretary = polls.member(5), polls.secretary()
    before = polls.rows(AccessLine)

    voter.get(polls.page)
    secretary.get(f"{polls.page}/watch")
    one_each = polls.rows(AccessLine) - before
    for _ in range(3):
        secretary.get(f"{polls.page}/watch", headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    assert one_each == 2
    assert polls.rows(AccessLine) - before == 2


def test_few_secret_ballots_are_nowhere_broken_down(polls: Polls) -> None:
    polls.voting.open()
    ballot = polls.page
    for at in range(4):
        polls.voting.cast(at, "yes" if at else "no")
    polls.voting.close()
    secretary = polls.secretary()

    pages = [
        secretary.get(one)
        for one in (f"{ballot}/result", polls.step, f"/dossiers/{polls.voting.dossier}?show=all")
    ]

    assert "Dưới năm người bỏ phiếu kín" in text_of(pages[0])
    assert "không nêu, vì dưới năm người" in text_of(pages[1])
    assert "bỏ phiếu kín, 4 người bỏ phiếu; không nêu số phiếu từng loại" in text_of(pages[2])
    told = " ".join(map(text_of, pages))
    assert [
        one for one in re.findall(r"\S+ tán thành|tán thành \d+|phiếu trắng \d+", told) if "3" in one
    ] == []
    assert "có 3." not in told


def test_dossier_step_and_meeting_say_that_a_ballot_is_under_way(polls: Polls) -> None:
    polls.voting.open()
    polls.voting.cast(0, "yes")
    secretary = polls.secretary()

    dossier = secretary.get(f"/dossiers/{polls.voting.dossier}")
    step = secretary.get(polls.step)
    meeting = secretary.get(f"/meetings/{polls.voting.meeting}")

    assert "Đang biểu quyết trên thiết bị: 1/9 đã bỏ phiếu." in text_of(dossier)
    assert step.headers["Location"] == f"{polls.page}/watch"
    assert f'href="{polls.page}/watch"' in meeting.text


def test_meeting_leads_to_opening_a_ballot_on_what_awaits_the_body(polls: Polls) -> None:
    secretary = polls.secretary()

    meeting = secretary.get(f"/meetings/{polls.voting.meeting}")
    place = f"{polls.step}?way=secret&meeting={polls.voting.meeting}"

    assert place.replace("&", "&amp;") in meeting.text
    assert f'value="{polls.voting.meeting}" checked' in secretary.get(place).text


def test_tally_typed_before_the_ballot_was_opened_is_told_of_it_and_not_lost(polls: Polls) -> None:
    secretary = polls.secretary()
    shown = secretary.get(polls.step)
    polls.voting.open()

    answer = secretary.post(
        polls.step,
        {"meeting": polls.voting.meeting, "yes": "8", "no": "1", "_key": key_of(shown)},
    )

    assert answer.status_code == 422
    assert "đang biểu quyết hoặc đã biểu quyết trên thiết bị" in text_of(answer)
    assert 'name="yes" value="8"' in answer.text


def test_ballot_is_annulled_with_its_reason_and_stands_before_the_next(polls: Polls) -> None:
    first = polls.voting.open()
    polls.voting.cast(0, "no")
    secretary = polls.secretary()
    place = f"{polls.page}/void"
    unsaid = secretary.post(place, {"_key": key_of(secretary.get(place))})

    done = secretary.post(place, {"_key": key_of(unsaid), "reason": "mở nhầm hồ sơ"})
    gone = secretary.get(f"/ballots/{first}/result")
    second = polls.voting.open()
    for at in range(9):
        polls.voting.cast(at, "yes")
    polls.voting.close()
    later = secretary.get(f"/ballots/{second}/result")

    assert unsaid.status_code == 422
    assert done.headers["Location"] == f"/ballots/{first}/result"
    assert len(polls.told(BallotVoided)) == 1
    assert "mở nhầm hồ sơ" in text_of(gone)
    assert f'href="/ballots/{first}/result"' in later.text
    assert "Bị hủy: được hủy trong cuộc họp" in text_of(later)


def test_closing_says_who_has_not_voted_and_refuses_when_nobody_has(polls: Polls) -> None:
    polls.voting.open()
    secretary = polls.secretary()

    asked = secretary.post(f"{polls.page}/close")
    refused = secretary.post(f"{polls.page}/close", {"_sure": "yes", "_key": key_of(asked)})

    assert "Còn 9 người có mặt chưa bỏ phiếu" in text_of(asked)
    assert refused.status_code == 422
    assert "Chưa đóng được" in text_of(refused)
    assert polls.voting.ballot.is_counted is False


def test_secretary_declares_the_interest_of_somebody_who_votes(polls: Polls) -> None:
    secretary = polls.secretary()
    offered = secretary.get(f"/dossiers/{polls.voting.dossier}/do")
    place = f"/dossiers/{polls.voting.dossier}/do/declare_interest"
    shown = secretary.get(place)
    day = f"{polls.voting.on:%d/%m/%Y}"
    typed = {"on": day, "person": polls.voting.members[2], "relation": "other", "reason": "cùng làm ăn"}
    stranger = polls.voting.road.rolls[OTHER_BRANCH][0]
    posted = typed | {"_key": key_of(shown)}

    refused = secretary.post(place, posted | {"person": stranger})
    done = confirmed(secretary, place, posted)

    assert place in offered.text
    assert refused.status_code == 422
    assert "/receipt/" in done.headers["Location"], text_of(done)
    assert polls.voting.road.state(polls.voting.dossier).interests[0].relation == "other"


def test_batch_of_the_committee_desk_leaves_out_what_is_voted_on_elsewhere(polls: Polls) -> None:
    polls.voting.open()
    secretary = polls.secretary()
    number = polls.voting.dossier
    place = f"/committee/batch?unit={BRANCH}&step={STEP}&d={number}"

    checked = secretary.post(
        place,
        {"all.meeting": polls.voting.meeting, f"{number}.yes": "9", f"{number}.no": "0"},
    )

    assert "đang biểu quyết hoặc đã biểu quyết trên thiết bị" in text_of(checked)
    assert "way=secret" not in checked.text

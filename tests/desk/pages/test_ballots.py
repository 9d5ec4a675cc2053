"""Voting at the desk: from opening to result, and that a choice is left nowhere but in its ballot."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from models.ballot import BallotParticipant
from models.base import Base
from models.commands import COMMAND, NoteAttendance
from models.events import InterestDeclared, Voted
from models.session import Draft
from tests.ballots import STEP
from tests.desks import PASSWORD, Browser
from tests.polls import CHOICE, Polls, polls_in, proved
from tests.roads import Road, answers
from tests.sending import confirmed, key_of, text_of, typed_of


@pytest.fixture
def polls(sqlite_road: Road, tmp_path: Path) -> Polls:
    """Nine members in a meeting, on SQLite."""
    return polls_in(sqlite_road, tmp_path)


@pytest.mark.parametrize("way", ["open", "secret"])
def test_branch_votes_at_the_desk_from_opening_to_the_recorded_result(
    road: Road, tmp_path: Path, way: str
) -> None:
    polls = polls_in(road, tmp_path)
    secretary = polls.secretary()
    place = f"{polls.step}?way={way}"
    shown = secretary.get(place)
    posted = {"meeting": polls.voting.meeting, "way": way, "_key": key_of(shown)}
    checked = secretary.post(place, posted)
    opened = secretary.post(place, posted | {"_sure": "yes"})
    ballot = polls.page
    choices = ["yes"] * 7 + ["no", "blank"]
    voted = [polls.member(at).post(ballot, {CHOICE: choice}) for at, choice in enumerate(choices)]
    watched = secretary.get(f"{ballot}/watch")
    asked = secretary.post(f"{ballot}/close")
    closed = secretary.post(f"{ballot}/close", {"_key": key_of(asked), "_sure": "yes"})
    result = secretary.get(f"{ballot}/result")
    recording = secretary.get(polls.step)
    recorded = _record(polls, secretary, recording)

    assert checked.status_code == 200
    assert opened.headers["Location"] == f"{ballot}/watch"
    assert [(one.status_code, one.headers["Location"]) for one in voted] == [(303, ballot)] * 9
    assert "9/9 đã bỏ phiếu" in text_of(watched)
    assert "Mọi người có mặt được biểu quyết đều đã bỏ phiếu." in text_of(asked)
    assert closed.headers["Location"] == f"{ballot}/result"
    assert "7 tán thành" in text_of(result)
    assert "Cần ít nhất 6/9 đảng viên chính thức tán thành" in text_of(result)
    assert ("Ai chọn gì" in result.text) == (way == "open")
    assert 'name="yes"' not in recording.text
    assert "Tán thành 7" in text_of(recording)
    assert "/receipt/" in recorded.headers["Location"], text_of(recorded)
    (event,) = polls.told(Voted)
    assert isinstance(event, Voted)
    assert (event.yes, event.no, event.blank, event.way, event.outcome) == (7, 1, 1, way, "passed")


def _record(polls: Polls, browser: Browser, shown: httpx.Response) -> httpx.Response:
    road = polls.voting.road
    procedure = road.procedure(polls.voting.dossier)
    asked = answers(procedure, procedure.step(STEP))
    command = COMMAND.validate_python(
        {"command": "record_ballot", "dossier": polls.voting.dossier, "step": STEP, "meeting": "-",
         "ballot": "-", "answers": asked}
    )  # fmt: skip
    typed = {name: text for name, text in typed_of(command).items() if name.startswith("answers.")}
    place = f"{polls.step}?ballot={polls.voting.ballot.id}"
    posted = typed | {"_key": key_of(shown)}
    checked = browser.post(place, posted)
    assert checked.status_code == 200, text_of(checked)
    return confirmed(browser, place, posted)


def test_choices_are_shown_only_to_who_proved_themselves(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.desk.signed_in(f"{polls.voting.members[0]}@self")
    polls.desk.clock.on(minutes=20)

    asked = browser.get(polls.page)
    then = browser.post("/elevate", {"_then": polls.page, "_proof": PASSWORD})
    shown = browser.get(polls.page)

    assert (asked.status_code, CHOICE in asked.text) == (403, False)
    assert then.headers["Location"] == polls.page
    assert shown.text.count(f'name="{CHOICE}"') == 3
    assert "Gửi phiếu: không tán thành" in text_of(shown)


def test_vote_leaves_a_receipt_that_comes_back_and_a_second_changes_nothing(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)

    browser.post(polls.page, {CHOICE: "yes"})
    first = browser.get(polls.page)
    again = browser.post(polls.page, {CHOICE: "no"})
    second = browser.get(polls.page)

    assert "Bạn đã bỏ phiếu." in text_of(first)
    assert CHOICE not in first.text
    assert again.status_code == 303
    with polls.desk.desk.database.reading() as session:
        (receipt,) = [row.receipt for row in session.rows(select(BallotParticipant.receipt))]
    assert receipt in first.text
    assert receipt in second.text


@pytest.mark.parametrize("late", ["not elevated", "signed out"])
def test_choice_that_comes_too_late_is_thrown_away_and_asked_anew(polls: Polls, late: str) -> None:
    polls.voting.open()
    browser = polls.member(0)
    polls.desk.clock.on(minutes=20) if late == "not elevated" else polls.desk.clock.on(days=3)

    with capture_logs() as logged:
        sent = browser.post(polls.page, {CHOICE: "no"})
    where = sent.headers["Location"]
    if late == "signed out":
        browser.sign_in(f"{polls.voting.members[0]}@self")
    proved(browser)
    shown = browser.get(f"{polls.page}?again=1")

    assert sent.status_code == 303
    assert CHOICE not in where
    assert "again" in where
    assert "hãy chọn lại" in text_of(shown)
    assert polls.rows(Draft) == 0
    assert polls.rows(BallotParticipant) == 0
    assert CHOICE not in json.dumps(logged, default=str)


def test_nothing_chosen_is_asked_for_and_nothing_is_taken(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)

    answer = browser.post(polls.page, {CHOICE: "perhaps"})

    assert answer.status_code == 422
    assert "Chọn một trong ba" in text_of(answer)
    assert "perhaps" not in answer.text
    assert polls.rows(BallotParticipant) == 0


def test_pages_of_a_ballot_are_kept_by_no_browser_and_asked_for_by_no_address(polls: Polls) -> None:
    polls.voting.open()
    member, secretary = polls.member(0), polls.secretary()

    answers_given = [
        member.get(polls.page),
        member.post(polls.page, {CHOICE: "x"}),
        member.post(polls.page, {CHOICE: "yes"}),
        member.get(polls.page),
        secretary.get(f"{polls.page}/watch"),
        secretary.get(f"{polls.page}/result"),
    ]

    assert {one.headers["Cache-Control"] for one in answers_given} == {"no-store"}
    assert 'autocomplete="off"' in answers_given[0].text
    assert 'method="get"' not in _main(answers_given[0].text)
    assert polls.member(1).get(f"{polls.page}?{CHOICE}=yes").text.count("Bạn đã bỏ phiếu.") == 0


def _main(html: str) -> str:
    """What stands in the page itself, without the frame with its search."""
    return html.partition("<main")[2].partition("</main>")[0]


def test_no_table_and_no_log_line_holds_a_choice_beside_a_person(polls: Polls) -> None:
    polls.voting.open("secret")
    with capture_logs() as logged:
        for at in range(9):
            member = polls.member(at)
            member.get(polls.page)
            member.post(polls.page, {CHOICE: "blank"})
            member.get(polls.page)
        secretary = polls.secretary()
        ballot = polls.page
        secretary.post(f"{ballot}/close", {"_sure": "yes"})

    found = {}
    with polls.desk.desk.database.reading() as session:
        for name, table in Base.metadata.tables.items():
            cells = [str(cell) for row in session.rows(select(*table.c)) for cell in row]
            if any(cell == "blank" or '"blank"' in cell or CHOICE in cell for cell in cells):
                found[name] = len(cells)
    # The count on the timeline says how many left it blank; the procedures' texts are in no table.
    assert set(found) == {"counted_ballot", "timeline_entry"}
    assert not any("blank" in json.dumps(one, default=str) or CHOICE in str(one) for one in logged)
    assert len([one for one in logged if one.get("path") == ballot]) >= 27


def test_ballot_awaits_its_voters_before_everything_else(polls: Polls) -> None:
    voter, secretary = polls.member(5), polls.secretary()
    assert "(0)" in voter.get("/").text
    polls.voting.open()

    before = voter.get("/")
    voter.post(polls.page, {CHOICE: "yes"})
    after = voter.get("/")

    assert f'href="{polls.page}"' in before.text
    assert "Bỏ phiếu kín: Chi bộ biểu quyết đề nghị kết nạp" in text_of(before)
    assert "Việc chờ tôi (1)" in before.text
    assert f'href="{polls.page}"' not in after.text
    assert "Việc chờ tôi (0)" in after.text
    inbox = _main(secretary.get("/").text)
    assert inbox.index(polls.page) < inbox.index(f"/dossiers/{polls.voting.dossier}")


def test_member_declares_an_interest_before_voting_and_it_is_seen_on_the_dossier(polls: Polls) -> None:
    polls.voting.open()
    voter = polls.member(4)
    place = f"{polls.page}/interest"
    shown = voter.get(place)
    typed = {"relation": "kinship", "reason": "anh họ", "_key": key_of(shown)}
    nothing = voter.post(place, {"relation": "", "reason": ""})
    checked = voter.post(place, typed)

    done = voter.post(place, typed | {"_sure": "yes"})
    afterwards = voter.get(polls.page)
    dossier = polls.secretary().get(f"/dossiers/{polls.voting.dossier}")

    assert nothing.status_code == 422
    assert "anh họ" in checked.text
    assert done.headers["Location"] == polls.page
    (told,) = polls.told(InterestDeclared)
    assert isinstance(told, InterestDeclared)
    assert (told.person, told.relation) == (polls.voting.members[4], "kinship")
    assert "Có quan hệ họ hàng với người được xét: không biểu quyết" in text_of(afterwards)
    assert CHOICE not in afterwards.text
    assert "Người có quan hệ" in text_of(dossier)


def test_who_is_away_is_told_so_and_votes_once_there(sqlite_road: Road, tmp_path: Path) -> None:
    polls = polls_in(sqlite_road, tmp_path, absent=1)
    polls.voting.open()
    late = polls.member(8)
    away = late.get(polls.page)
    refused = late.post(polls.page, {CHOICE: "yes"})

    assert "Bạn đang được ghi là vắng" in text_of(away)
    assert refused.status_code == 422
    assert "Chỉ người đang có mặt" in text_of(refused)
    assert polls.rows(BallotParticipant) == 0
    polls.voting.do(
        NoteAttendance(
            meeting=polls.voting.meeting, person=polls.voting.members[8], change="arrived", reason="tới muộn"
        )
    )
    assert "Gửi phiếu" in late.get(polls.page).text
    assert late.post(polls.page, {CHOICE: "yes"}).status_code == 303


def test_vote_after_the_count_is_refused_in_words(polls: Polls) -> None:
    polls.voting.open()
    page = polls.page
    late = polls.member(8)
    for at in range(8):
        polls.voting.cast(at, "yes")
    polls.voting.close()

    answer = late.post(page, {CHOICE: "no"})

    assert answer.status_code == 422
    assert "Phiếu chưa được nhận" in text_of(answer)
    assert "đã đóng" in text_of(answer)


def test_who_signs_in_again_finds_no_vote_waiting_to_be_sent(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)
    polls.desk.clock.at += timedelta(days=3)
    browser.post(polls.page, {CHOICE: "no", "other": "thing"})

    browser.sign_in(f"{polls.voting.members[0]}@self")

    assert "other" not in browser.get("/").text
    assert polls.rows(Draft) == 0

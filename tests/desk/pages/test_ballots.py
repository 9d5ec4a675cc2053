"""Voting at the desk: from opening to result, and that a choice is left nowhere but in its ballot."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from models.access import AccessLine
from models.ballot import BallotParticipant
from models.base import Base
from models.commands import COMMAND, NoteAttendance
from models.events import BallotVoided, InterestDeclared, Voted
from models.session import Draft
from tests.ballots import STEP, Voting, voting
from tests.desks import PASSWORD, Browser, DeskTest, desk_over
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road, answers, noon
from tests.sending import confirmed, key_of, text_of, typed_of

UNSAID = "_choice"


@dataclass
class Polls:
    """A branch in a meeting, before a desk."""

    voting: Voting
    desk: DeskTest

    @property
    def page(self) -> str:
        """Return the address of the ballot under way."""
        return f"/ballots/{self.voting.ballot.id}"

    @property
    def step(self) -> str:
        """Return the address of the step."""
        return f"/dossiers/{self.voting.dossier}/{STEP}"

    def member(self, position: int) -> Browser:
        """Return the browser of a member, who has proved themselves."""
        browser = self.desk.signed_in(f"{self.voting.members[position]}@self")
        proved(browser)
        return browser

    def secretary(self) -> Browser:
        """Return the browser of the branch's secretary, who has proved themselves."""
        browser = self.desk.signed_in()
        proved(browser)
        return browser


def proved(browser: Browser) -> None:
    """Prove oneself again, as the page of choices asks."""
    assert browser.post("/elevate", {"_then": "/", "_proof": PASSWORD}).status_code == 303


def _polls(road: Road, folder: Path, absent: int = 0) -> Polls:
    held = voting(road, folder, absent)
    desk = desk_over(road, folder)
    desk.clock.at = noon(held.on)
    return Polls(voting=held, desk=desk)


@pytest.fixture
def polls(sqlite_road: Road, tmp_path: Path) -> Polls:
    """Nine members in a meeting, on SQLite."""
    return _polls(sqlite_road, tmp_path)


def _rows(polls: Polls, table: type) -> int:
    with polls.desk.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _told(polls: Polls, kind: type) -> list[object]:
    entries = polls.voting.road.entries(polls.voting.dossier)
    return [one.event for one in entries if isinstance(one.event, kind)]


@pytest.mark.parametrize("way", ["open", "secret"])
def test_branch_votes_at_the_desk_from_opening_to_the_recorded_result(
    road: Road, tmp_path: Path, way: str
) -> None:
    polls = _polls(road, tmp_path)
    secretary = polls.secretary()
    place = f"{polls.step}?way={way}"
    shown = secretary.get(place)
    posted = {"meeting": polls.voting.meeting, "way": way, "_key": key_of(shown)}
    checked = secretary.post(place, posted)
    opened = secretary.post(place, posted | {"_sure": "yes"})
    ballot = polls.page
    choices = ["yes"] * 7 + ["no", "blank"]
    voted = [polls.member(at).post(ballot, {UNSAID: choice}) for at, choice in enumerate(choices)]
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
    (event,) = _told(polls, Voted)
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

    assert (asked.status_code, UNSAID in asked.text) == (403, False)
    assert then.headers["Location"] == polls.page
    assert shown.text.count(f'name="{UNSAID}"') == 3
    assert "Gửi phiếu: không tán thành" in text_of(shown)


def test_vote_leaves_a_receipt_that_comes_back_and_a_second_changes_nothing(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)

    browser.post(polls.page, {UNSAID: "yes"})
    first = browser.get(polls.page)
    again = browser.post(polls.page, {UNSAID: "no"})
    second = browser.get(polls.page)

    assert "Bạn đã bỏ phiếu." in text_of(first)
    assert UNSAID not in first.text
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
        sent = browser.post(polls.page, {UNSAID: "no"})
    where = sent.headers["Location"]
    if late == "signed out":
        browser.sign_in(f"{polls.voting.members[0]}@self")
    proved(browser)
    shown = browser.get(f"{polls.page}?again=1")

    assert sent.status_code == 303
    assert UNSAID not in where
    assert "again" in where
    assert "hãy chọn lại" in text_of(shown)
    assert _rows(polls, Draft) == 0
    assert _rows(polls, BallotParticipant) == 0
    assert UNSAID not in json.dumps(logged, default=str)


def test_nothing_chosen_is_asked_for_and_nothing_is_taken(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)

    answer = browser.post(polls.page, {UNSAID: "perhaps"})

    assert answer.status_code == 422
    assert "Chọn một trong ba" in text_of(answer)
    assert "perhaps" not in answer.text
    assert _rows(polls, BallotParticipant) == 0


def test_pages_of_a_ballot_are_kept_by_no_browser_and_asked_for_by_no_address(polls: Polls) -> None:
    polls.voting.open()
    member, secretary = polls.member(0), polls.secretary()

    answers_given = [
        member.get(polls.page),
        member.post(polls.page, {UNSAID: "x"}),
        member.post(polls.page, {UNSAID: "yes"}),
        member.get(polls.page),
        secretary.get(f"{polls.page}/watch"),
        secretary.get(f"{polls.page}/result"),
    ]

    assert {one.headers["Cache-Control"] for one in answers_given} == {"no-store"}
    assert 'autocomplete="off"' in answers_given[0].text
    assert 'method="get"' not in re_main(answers_given[0].text)
    assert polls.member(1).get(f"{polls.page}?{UNSAID}=yes").text.count("Bạn đã bỏ phiếu.") == 0


def re_main(html: str) -> str:
    """What stands in the page itself, without the frame with its search."""
    return html.partition("<main")[2].partition("</main>")[0]


def test_no_table_and_no_log_line_holds_a_choice_beside_a_person(polls: Polls) -> None:
    polls.voting.open("secret")
    with capture_logs() as logged:
        for at in range(9):
            member = polls.member(at)
            member.get(polls.page)
            member.post(polls.page, {UNSAID: "blank"})
            member.get(polls.page)
        secretary = polls.secretary()
        ballot = polls.page
        secretary.post(f"{ballot}/close", {"_sure": "yes"})

    found = {}
    with polls.desk.desk.database.reading() as session:
        for name, table in Base.metadata.tables.items():
            cells = [str(cell) for row in session.rows(select(*table.c)) for cell in row]
            if any(cell == "blank" or '"blank"' in cell or UNSAID in cell for cell in cells):
                found[name] = len(cells)
    # The count on the timeline says how many left it blank; the procedures' texts are in no table.
    assert set(found) == {"counted_ballot", "timeline_entry"}
    assert not any("blank" in json.dumps(one, default=str) or UNSAID in str(one) for one in logged)
    assert len([one for one in logged if one.get("path") == ballot]) >= 27


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
    assert stranger.post(polls.page, {UNSAID: "yes"}).status_code == 404
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
    before = _rows(polls, AccessLine)

    voter.get(polls.page)
    secretary.get(f"{polls.page}/watch")
    one_each = _rows(polls, AccessLine) - before
    for _ in range(3):
        secretary.get(f"{polls.page}/watch", headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    assert one_each == 2
    assert _rows(polls, AccessLine) - before == 2


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


def test_ballot_awaits_its_voters_before_everything_else(polls: Polls) -> None:
    voter, secretary = polls.member(5), polls.secretary()
    assert "(0)" in voter.get("/").text
    polls.voting.open()

    before = voter.get("/")
    voter.post(polls.page, {UNSAID: "yes"})
    after = voter.get("/")

    assert f'href="{polls.page}"' in before.text
    assert "Bỏ phiếu kín: Chi bộ biểu quyết đề nghị kết nạp" in text_of(before)
    assert "Việc chờ tôi (1)" in before.text
    assert f'href="{polls.page}"' not in after.text
    assert "Việc chờ tôi (0)" in after.text
    inbox = re_main(secretary.get("/").text)
    assert inbox.index(polls.page) < inbox.index(f"/dossiers/{polls.voting.dossier}")


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
    assert len(_told(polls, BallotVoided)) == 1
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
    (told,) = _told(polls, InterestDeclared)
    assert isinstance(told, InterestDeclared)
    assert (told.person, told.relation) == (polls.voting.members[4], "kinship")
    assert "có quan hệ họ hàng với người được xét" in text_of(afterwards)
    assert "Người có quan hệ" in text_of(dossier)


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


def test_who_is_away_is_told_so_and_votes_once_there(sqlite_road: Road, tmp_path: Path) -> None:
    polls = _polls(sqlite_road, tmp_path, absent=1)
    polls.voting.open()
    late = polls.member(8)
    away = late.get(polls.page)
    refused = late.post(polls.page, {UNSAID: "yes"})

    assert "Bạn đang được ghi là vắng" in text_of(away)
    assert refused.status_code == 422
    assert "Chỉ người đang có mặt" in text_of(refused)
    assert _rows(polls, BallotParticipant) == 0
    polls.voting.do(
        NoteAttendance(
            meeting=polls.voting.meeting, person=polls.voting.members[8], change="arrived", reason="tới muộn"
        )
    )
    assert "Gửi phiếu" in late.get(polls.page).text
    assert late.post(polls.page, {UNSAID: "yes"}).status_code == 303


def test_vote_after_the_count_is_refused_in_words(polls: Polls) -> None:
    polls.voting.open()
    page = polls.page
    late = polls.member(8)
    for at in range(8):
        polls.voting.cast(at, "yes")
    polls.voting.close()

    answer = late.post(page, {UNSAID: "no"})

    assert answer.status_code == 422
    assert "Phiếu chưa được nhận" in text_of(answer)
    assert "đã đóng" in text_of(answer)


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


def test_who_signs_in_again_finds_no_vote_waiting_to_be_sent(polls: Polls) -> None:
    polls.voting.open()
    browser = polls.member(0)
    polls.desk.clock.at += timedelta(days=3)
    browser.post(polls.page, {UNSAID: "no", "other": "thing"})

    browser.sign_in(f"{polls.voting.members[0]}@self")

    assert "other" not in browser.get("/").text
    assert _rows(polls, Draft) == 0

"""Each kind of step done once through its page, as somebody with a browser and no script does it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engine import access_log, drafts
from tests.desks import PASSWORD, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, START
from tests.sending import at_step, confirmed, key_of, send, text_of, typed_of

KINDS = [
    ("mentor_assignment", "submitted", {}),
    ("mentorship", "continued", {"verdict": "continued"}),
    ("awareness_course", "submitted", {}),
    ("curriculum_vitae", "submitted", {}),
    ("introduction", "recommended", {}),
    ("endorsement", "endorsed", {}),
    ("endorsement", "endorsed", {"endorser": "member"}),
    ("branch_vote", "passed", {}),
    ("decision", "approved", {}),
    ("decision_receipt", "submitted", {}),
    ("admission_ceremony", "held", {}),
]


@pytest.mark.parametrize(("step", "outcome", "given"), KINDS)
def test_step_done_through_its_page_is_recorded(
    sqlite_desk: DeskTest, step: str, outcome: str, given: dict[str, object]
) -> None:
    number, on = at_step(sqlite_desk, step)
    command, by = sqlite_desk.road.command(number, step, on, **given)
    typed = typed_of(command)
    way = f"?endorser={typed['endorser']}" if step == "endorsement" else ""

    answer = send(sqlite_desk.signed_in(by), f"/dossiers/{number}/{step}{way}", typed)

    assert answer.status_code == 303, text_of(answer)
    newest = sqlite_desk.road.entries(number)[-1]
    assert answer.headers["Location"] == f"/dossiers/{number}/receipt/{newest.sequence}"
    assert (newest.actor, getattr(newest.event, "step", ""), getattr(newest.event, "outcome", "")) == (
        by, step, outcome,
    )  # fmt: skip


def test_verification_done_through_its_page_is_recorded(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "verification")
    sqlite_desk.road.step(number, "curriculum_vitae", on)
    command, by = sqlite_desk.road.command(number, "verification", on)

    answer = send(sqlite_desk.signed_in(by), f"/dossiers/{number}/verification", typed_of(command))

    assert answer.status_code == 303, text_of(answer)
    assert sqlite_desk.road.state(number).done["verification"].outcome == "clear"


def test_receipt_says_entry_time_and_what_is_next(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    command, by = sqlite_desk.road.command(number, "branch_vote", on)
    browser = sqlite_desk.signed_in(by)

    answer = send(browser, f"/dossiers/{number}/branch_vote", typed_of(command))
    receipt = text_of(browser.get(answer.headers["Location"]))

    newest = sqlite_desk.road.entries(number)[-1]
    assert f"{newest.sequence} · {number}" in receipt
    assert f"{on:%d/%m/%Y} 12:00" in receipt
    assert "Hồ sơ này còn chờ Đảng ủy cơ sở biểu quyết đề nghị kết nạp Đảng ủy Quân sự Quận 4" in receipt


def test_vote_page_shows_the_share_of_the_frozen_roll_and_its_source(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    meeting = sqlite_desk.road.meeting(BRANCH, on, absent=2)

    page = text_of(sqlite_desk.signed_in().get(f"/dossiers/{number}/branch_vote"))

    assert f"{meeting}, họp ngày {on:%d/%m/%Y}, có mặt 7/9 đảng viên chính thức" in page
    assert "Cần ít nhất 6/9 đảng viên chính thức tán thành (2/3 tổng số), có 0." in page
    assert "Cần ít nhất 6/9 đảng viên chính thức có mặt (2/3 tổng số), có 7." in page
    assert "Điều lệ Đảng 2011, Điều 4 và Điều 5" in page


def test_vote_page_works_the_tally_out_without_recording(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    meeting = sqlite_desk.road.meeting(BRANCH, on)
    browser = sqlite_desk.signed_in()
    before = len(sqlite_desk.road.entries(number))

    page = browser.post(
        f"/dossiers/{number}/branch_vote", {"meeting": meeting, "yes": "5", "no": "4", "_weigh": "yes"}
    )

    assert page.status_code == 200
    assert "có 5. Điều lệ" in text_of(page)
    assert "Kết quả theo số phiếu: không được thông qua" in text_of(page)
    assert len(sqlite_desk.road.entries(number)) == before


def test_vote_page_without_a_meeting_leads_to_opening_one(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")

    page = sqlite_desk.signed_in().get(f"/dossiers/{number}/branch_vote")

    assert "Chưa có cuộc họp nào đang mở" in page.text
    assert f"/meetings/new?unit={BRANCH}&amp;then=%2Fdossiers%2F{number}%2Fbranch_vote" in page.text


def test_refusal_shows_everything_unmet_and_keeps_what_was_typed(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    meeting = sqlite_desk.road.meeting(BRANCH, on, absent=4)
    command, by = sqlite_desk.road.command(number, "branch_vote", on, meeting=meeting)
    typed = typed_of(command) | {"yes": "7", "no": "1", "answers.trust": "", "answers.qualities": "Tốt <b>"}

    page = sqlite_desk.signed_in(by).post(f"/dossiers/{number}/branch_vote", typed)

    assert page.status_code == 422
    shown = text_of(page)
    assert "Có 3 chỗ cần sửa" in shown
    assert "8 phiếu, có mặt 5." in shown
    assert "Cần ít nhất 6/9 đảng viên chính thức có mặt (2/3 tổng số), có 5." in shown
    assert "Tín nhiệm" in shown or "chưa có, cần điền." in shown
    assert "Lỗi:" in page.text.partition("</title>")[0]
    assert "Tốt &lt;b&gt;" in page.text
    assert 'value="7"' in page.text


def test_double_submit_counts_once_and_is_answered_alike(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    command, by = sqlite_desk.road.command(number, "branch_vote", on)
    browser = sqlite_desk.signed_in(by)
    address = f"/dossiers/{number}/branch_vote"
    posted = typed_of(command) | {"_key": key_of(browser.get(address))}

    first = confirmed(browser, address, posted)
    recorded = len(sqlite_desk.road.entries(number))
    second = confirmed(browser, address, posted)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(sqlite_desk.road.entries(number)) == recorded


def test_form_changed_under_a_used_key_is_refused(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    command, by = sqlite_desk.road.command(number, "branch_vote", on)
    browser = sqlite_desk.signed_in(by)
    address = f"/dossiers/{number}/branch_vote"
    posted = typed_of(command) | {"_key": key_of(browser.get(address))}
    confirmed(browser, address, posted)

    again = confirmed(browser, address, posted | {"yes": "8"})

    assert again.status_code == 409
    assert sqlite_desk.road.state(number).done["branch_vote"].outcome == "passed"


def test_nothing_is_recorded_before_the_answers_are_checked_and_the_password_given(
    sqlite_desk: DeskTest,
) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    command, by = sqlite_desk.road.command(number, "branch_vote", on)
    browser = sqlite_desk.signed_in(by)
    address = f"/dossiers/{number}/branch_vote"
    posted = typed_of(command) | {"_key": key_of(browser.get(address))}

    checked = browser.post(address, posted)
    sqlite_desk.clock.on(minutes=16)  # signing in proves who it is for a quarter of an hour
    asked = browser.post(address, posted | {"_sure": "yes"})
    wrong = browser.post(address, posted | {"_sure": "yes", "_proof": "không phải"})

    assert "Kết quả sẽ ghi: được thông qua" in text_of(checked)
    assert (asked.status_code, wrong.status_code) == (403, 422)
    assert sqlite_desk.road.state(number).open_step("branch_vote") is not None


def test_people_without_the_role_are_refused_and_strangers_find_nothing(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")
    road = sqlite_desk.road
    address = f"/dossiers/{number}/branch_vote"

    above = sqlite_desk.signed_in(road.secretary(COMMITTEE))
    beside = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))

    assert (above.get(address).status_code, above.post(address, {"_sure": "yes"}).status_code) == (403, 403)
    assert (beside.get(address).status_code, beside.post(address, {"_sure": "yes"}).status_code) == (404, 404)
    assert sqlite_desk.browser().get(address).status_code == 303


def test_unknown_step_has_no_page_and_a_later_one_says_so(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()

    assert browser.get(f"/dossiers/{number}/khong_co").status_code == 404
    assert "Hồ sơ chưa tới bước này" in browser.get(f"/dossiers/{number}/admission_ceremony").text
    assert "Bước này đã làm ngày" in text_of(browser.get(f"/dossiers/{number}/application"))


def test_hostile_input_is_refused_and_breaks_nothing(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    elsewhere = sqlite_desk.road.meeting(COMPETENT, on)
    browser = sqlite_desk.signed_in()
    address = f"/dossiers/{number}/branch_vote"
    before = len(sqlite_desk.road.entries(number))

    for given in (
        {"meeting": elsewhere, "yes": "9", "no": "0"},
        {"meeting": "' OR 1=1 --", "yes": "-1", "no": "1e9"},
        {"meeting": "HN" * 500, "yes": "９", "no": "\u202e1"},
        {"answers.history.999999.period": "x", "answers.unknown": "y", "command": "close", "dossier": "HS-1"},
        {"yes": "9" * 5000, "answers.trust": "\x00"},
    ):
        page = browser.post(address, given | {"_sure": "yes", "_proof": PASSWORD})
        assert page.status_code in {400, 404, 422}, (given, page.status_code)
        assert "họp ngày" not in page.text or elsewhere not in text_of(page)

    assert len(sqlite_desk.road.entries(number)) == before


def test_member_not_offered_cannot_be_named(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "mentor_assignment")
    command, by = sqlite_desk.road.command(number, "mentor_assignment", on)
    stranger = sqlite_desk.road.rolls[COMPETENT][3]

    page = sqlite_desk.signed_in(by).post(
        f"/dossiers/{number}/mentor_assignment", typed_of(command) | {"person": stranger, "_sure": "yes"}
    )

    assert page.status_code == 422
    assert "cần chọn một mục" in page.text
    assert stranger not in page.text
    assert "danh sách ghi" not in page.text


def test_mentor_choice_says_how_many_each_member_guides(desk: DeskTest) -> None:
    road = desk.road
    first = road.open(START + timedelta(days=4))
    road.step(first, "mentor_assignment", START + timedelta(days=5))
    mentor = road.state(first).guides_now("mentor")[0].person
    number, on = at_step(desk, "mentor_assignment")

    page = desk.signed_in().get(f"/dossiers/{number}/mentor_assignment")

    chosen = re.search(rf'value="{mentor}">([^<]+)<', page.text)
    assert chosen is not None
    assert chosen[1].endswith("đang giúp đỡ 1/2 người")
    assert f'value="{on:%d/%m/%Y}"' in page.text


def test_table_row_is_added_without_a_script_and_what_was_typed_stays(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "curriculum_vitae")
    browser = sqlite_desk.signed_in()
    typed = {"answers.history.0.period": "2006–2018", "answers.degree": "Cử nhân"}

    page = browser.post(f"/dossiers/{number}/curriculum_vitae", typed | {"_add_row": "answers.history"})

    assert page.status_code == 200
    assert 'name="answers.history.1.period"' in page.text
    assert 'value="2006–2018"' in page.text
    assert 'value="Cử nhân"' in page.text


def test_draft_is_kept_shown_again_and_dropped_once_recorded(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "mentor_assignment")
    command, by = sqlite_desk.road.command(number, "mentor_assignment", on)
    browser = sqlite_desk.signed_in(by)
    address = f"/dossiers/{number}/mentor_assignment"

    browser.post(address, {"answers.guidance": "Viết dở", "_save_draft": "yes"})
    shown = browser.get(address).text
    send(browser, address, typed_of(command))
    sqlite_desk.road.tell(
        on, sqlite_desk.road.secretary(BRANCH), command="withdraw", dossier=number, on=on, reason="Thôi"
    )

    assert "Viết dở" in shown
    with sqlite_desk.desk.database.reading() as session:
        assert drafts.kept(session, by, number, "mentor_assignment") is None


def test_reading_the_form_of_a_step_is_logged(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()

    browser.get(f"/dossiers/{number}/branch_vote")
    with sqlite_desk.desk.database.reading() as session:
        kept = [(one.account, one.what) for one in access_log.readings(session, number)]

    assert kept == [(sqlite_desk.road.secretary(BRANCH), "branch_vote")]


def test_what_only_a_recommendation_asks_is_said_once_it_is_chosen(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "mentorship")
    browser = sqlite_desk.signed_in(sqlite_desk.road.mentor(number))
    address = f"/dossiers/{number}/mentorship"
    asked_of_recommending = "Phải được giúp đỡ ít nhất 12 tháng"

    begun = browser.get(address)
    unchosen = browser.post(address, {"_key": key_of(begun)})
    chosen = browser.post(address, {"_key": key_of(begun), "_weigh": "yes", "verdict": "recommended"})

    assert asked_of_recommending not in text_of(begun)
    assert unchosen.status_code == 422
    assert asked_of_recommending not in text_of(unchosen)
    assert asked_of_recommending in text_of(chosen)


def test_step_page_offers_to_return_the_dossier_instead(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "mentorship")
    browser = sqlite_desk.signed_in(sqlite_desk.road.mentor(number))

    mentor = browser.get(f"/dossiers/{number}/mentorship").text
    sqlite_desk.road.drive(number, "branch_vote", on)
    secretary = sqlite_desk.signed_in().get(f"/dossiers/{number}/branch_vote").text

    assert f"/dossiers/{number}/return" not in mentor
    assert f"/dossiers/{number}/do" not in mentor
    assert f"/dossiers/{number}/return" in secretary
    assert f"/dossiers/{number}/do" in secretary


def test_step_page_speaks_english(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    sqlite_desk.road.meeting(BRANCH, on)

    page = sqlite_desk.signed_in().get(f"/dossiers/{number}/branch_vote?lang=en")

    assert '<html lang="en"' in page.text
    assert "Check before recording" in page.text
    assert "Requirements" in page.text

"""What may be done at any step, each once through its page; and who is offered what."""

from __future__ import annotations

import re

import pytest

from models.state import Status
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH
from tests.sending import at_step, confirmed, key_of, send, text_of


@pytest.mark.parametrize(
    ("command", "typed", "status"),
    [
        ("suspend", {"reason": "Đi học xa"}, Status.SUSPENDED),
        ("withdraw", {"reason": "Không còn nguyện vọng"}, Status.WITHDRAWN),
        ("close", {"reason": "Chuyển ngành", "cause": "left_unit"}, Status.CLOSED),
    ],
)
def test_command_given_through_its_page_is_recorded(
    sqlite_desk: DeskTest, command: str, typed: dict[str, str], status: Status
) -> None:
    number, on = at_step(sqlite_desk, "mentorship")
    browser = sqlite_desk.signed_in()

    answer = send(browser, f"/dossiers/{number}/do/{command}", typed | {"on": f"{on:%d/%m/%Y}"})

    assert answer.status_code == 303, text_of(answer)
    assert sqlite_desk.road.state(number).status is status
    assert "Đã ghi vào hồ sơ" in browser.get(answer.headers["Location"]).text


def test_suspended_dossier_is_resumed(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "mentorship")
    browser = sqlite_desk.signed_in()
    typed = {"reason": "Đi học xa", "on": f"{on:%d/%m/%Y}"}
    send(browser, f"/dossiers/{number}/do/suspend", typed)

    again = browser.get(f"/dossiers/{number}/do/suspend")
    send(browser, f"/dossiers/{number}/do/resume", typed)

    assert again.status_code == 403
    assert sqlite_desk.road.state(number).status is Status.UNDER_WAY


def test_mentor_is_replaced_by_one_of_the_branch(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "mentorship")
    former = sqlite_desk.road.state(number).guides_now("mentor")[0].person
    browser = sqlite_desk.signed_in()
    address = f"/dossiers/{number}/do/replace_mentor"
    page = browser.get(address).text
    another = next(one for one in sqlite_desk.road.rolls[BRANCH] if one != former)

    send(browser, address, {"on": f"{on:%d/%m/%Y}", "person": another, "reason": "Chuyển công tác"})

    assert f'value="{another}"' in page
    assert f'value="{former}"' not in page
    assert sqlite_desk.road.state(number).guides_now("mentor")[0].person == another


def test_step_is_reopened_after_it_was_chosen_from_those_that_may(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()

    steps = browser.get(f"/dossiers/{number}/do/reopen").text
    answer = send(
        browser,
        f"/dossiers/{number}/do/reopen?step=opinions",
        {"on": f"{on:%d/%m/%Y}", "reason": "Giấy đã cũ"},
    )

    assert "do/reopen?step=opinions" in steps
    assert "do/reopen?step=mentor_assignment" not in steps
    assert answer.status_code == 303
    present = sqlite_desk.road.state(number).open_step("opinions")
    assert present is not None
    assert present.again


def test_limit_is_extended_once(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "decision")
    before = sqlite_desk.road.state(number).open_step("decision")
    browser = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMPETENT))
    address = f"/dossiers/{number}/do/extend_limit?step=decision"

    answer = send(browser, address, {"on": f"{on:%d/%m/%Y}", "reason": "Chờ xác minh thêm"})
    again = browser.post(address, {"on": f"{on:%d/%m/%Y}", "reason": "Nữa"})

    after = sqlite_desk.road.state(number).open_step("decision")
    assert answer.status_code == 303
    assert before is not None
    assert after is not None
    assert before.due_on is not None
    assert after.due_on is not None
    assert after.due_on > before.due_on
    assert again.status_code == 422
    assert "chỉ được gia hạn một lần" in text_of(again)


def test_correction_begins_with_what_is_on_record_and_changes_one_field(desk: DeskTest) -> None:
    number, on = at_step(desk, "branch_vote")
    browser = desk.signed_in()
    address = f"/dossiers/{number}/do/correction?step=application"
    page = browser.get(address)
    fields = re.findall(r'name="(answers\.[a-z_]+)"[^>]*value="([^"]*)"', page.text)
    areas = re.findall(r'<textarea[^>]*name="(answers\.[a-z_]+)"[^>]*>\n([^<]*)</textarea>', page.text)
    typed = dict(fields + areas) | {"answers.workplace": "Xí nghiệp mới"}
    posted = typed | {"on": f"{on:%d/%m/%Y}", "reason": "Ghi nhầm", "_key": key_of(page)}

    answer = confirmed(browser, address, posted)
    again = confirmed(browser, address, posted)

    assert answer.status_code == 303, text_of(answer)
    assert again.headers["Location"] == answer.headers["Location"]
    event = desk.road.entries(number)[-1].event
    assert getattr(event, "fields", ()) == ("workplace",)


def test_correction_without_a_change_is_refused(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()
    address = f"/dossiers/{number}/do/correction?step=decision_receipt"

    assert browser.get(address).status_code in {200, 403}
    page = browser.post(address, {"on": f"{on:%d/%m/%Y}", "reason": "Thử"})

    assert page.status_code == 422


def test_dossier_moves_to_another_branch(desk: DeskTest) -> None:
    number, on = at_step(desk, "mentorship")
    browser = desk.signed_in()

    answer = send(
        browser,
        f"/dossiers/{number}/do/transfer",
        {"on": f"{on:%d/%m/%Y}", "to_unit": OTHER_BRANCH, "reason": "Chuyển nơi làm việc"},
    )

    assert answer.status_code == 303
    assert desk.road.state(number).unit == OTHER_BRANCH


def test_administrator_moves_a_dossier_to_another_version_only_where_one_is_in_force(
    sqlite_desk: DeskTest,
) -> None:
    number, on = at_step(sqlite_desk, "mentorship")
    administrator = sqlite_desk.road.account("administrator", COMPETENT)
    browser = sqlite_desk.signed_in(administrator)
    address = f"/dossiers/{number}/do/migrate"

    page = browser.post(address, {"on": f"{on:%d/%m/%Y}", "procedure": "vn-2025", "reason": "Văn bản mới"})

    assert browser.get(address).status_code == 200
    assert page.status_code == 422
    assert sqlite_desk.signed_in().get(address).status_code == 403


def test_return_and_its_answer_item_by_item(desk: DeskTest) -> None:
    number, on = at_step(desk, "branch_vote")
    road, day = desk.road, f"{on:%d/%m/%Y}"
    browser = desk.signed_in()
    one_more = browser.post(
        f"/dossiers/{number}/return", {"items.0.item": "Đơn", "_add_row": "items", "on": day}
    )

    returned = send(
        browser,
        f"/dossiers/{number}/return",
        {
            "on": day,
            "items.0.item": "Bản nhận xét nơi cư trú",
            "items.0.reason": "Thiếu dấu",
            "items.0.step": "opinions",
            "items.1.item": "Ảnh",
            "items.1.reason": "Mờ",
        },
    )
    shown = browser.get(f"/dossiers/{number}/supplement")
    early = browser.post(
        f"/dossiers/{number}/supplement", {"on": day, "answers.0": "Đã bổ sung", "answers.1": "Đã thay"}
    )
    road.step(number, "opinions", on)
    done = send(
        browser,
        f"/dossiers/{number}/supplement",
        {"on": day, "answers.0": "Đã bổ sung", "answers.1": "Đã thay ảnh"},
    )

    assert 'name="items.1.item"' in one_more.text
    assert returned.status_code == 303, text_of(returned)
    assert "Bản nhận xét nơi cư trú" in shown.text
    assert "Thiếu dấu" in shown.text
    assert (early.status_code, done.status_code) == (422, 303)
    assert "Các bước được yêu cầu phải làm lại xong; còn chờ: Tổng hợp ý kiến nhận xét." in text_of(early)
    assert road.state(number).status is Status.UNDER_WAY


def test_return_without_items_is_refused(sqlite_desk: DeskTest) -> None:
    number, on = at_step(sqlite_desk, "branch_vote")

    page = sqlite_desk.signed_in().post(f"/dossiers/{number}/return", {"on": f"{on:%d/%m/%Y}"})

    assert page.status_code == 422
    assert "Có một chỗ cần sửa" in page.text


def test_commands_are_offered_only_to_those_who_may(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")
    road = sqlite_desk.road
    inspector = road.account("inspector", COMPETENT)
    address = f"/dossiers/{number}/do"

    own = sqlite_desk.signed_in().get(address).text
    above = sqlite_desk.signed_in(road.secretary(COMMITTEE)).get(address).text
    watching = sqlite_desk.signed_in(inspector)
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))

    assert "do/withdraw" in own
    assert "do/migrate" not in own
    assert "do/withdraw" not in above
    assert "do/close" in above
    assert "không làm được việc nào khác" in watching.get(address).text
    assert watching.get(f"{address}/close").status_code == 403
    assert watching.post(f"{address}/close", {"_sure": "yes"}).status_code == 403
    for path in (address, f"{address}/close", f"{address}/reopen?step=opinions"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{address}/close", {"_sure": "yes"}).status_code == 404


def test_command_nobody_gives_at_the_desk_has_no_page(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "mentorship")
    browser = sqlite_desk.signed_in()

    for command in ("issue_document", "remind", "vote", "open_dossier", "..%2f", "x" * 300):
        assert browser.get(f"/dossiers/{number}/do/{command}").status_code == 404
    assert browser.get(f"/dossiers/{number}/do/reopen?step=khong_co").status_code == 404
    assert browser.get(f"/dossiers/{number}/receipt/999").status_code == 404
    assert browser.get(f"/dossiers/{number}/receipt/x").status_code == 404

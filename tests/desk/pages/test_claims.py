"""Steps taken and given back: seen by colleagues, counted in the inbox, over by themselves."""

from urllib.parse import unquote

from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH
from tests.sending import at_step, send, text_of, typed_of


def test_step_taken_is_shown_to_colleagues_and_ends_when_it_is_done(desk: DeskTest) -> None:
    road = desk.road
    number, on = at_step(desk, "branch_vote")
    place = f"/claims/{number}/branch_vote"
    secretary, clerk = desk.signed_in(), desk.signed_in(road.account("clerk", BRANCH))
    stranger = desk.signed_in(road.secretary(OTHER_BRANCH))

    taken = secretary.post(place, {"_then": "/?who=mine"})
    mine, theirs = text_of(secretary.get("/?who=mine")), text_of(clerk.get("/"))
    seen = text_of(clerk.get(f"/dossiers/{number}"))
    at_the_step = text_of(clerk.get(f"/dossiers/{number}/branch_vote"))
    second, again = clerk.post(place), secretary.post(place)
    refused = [clerk.post(f"{place}/release").status_code, stranger.post(place).status_code]
    command, _ = road.command(number, "branch_vote", on)
    done = send(clerk, f"/dossiers/{number}/branch_vote", typed_of(command))

    assert (taken.status_code, taken.headers["Location"], again.status_code) == (303, "/?who=mine", 303)
    assert "Tôi đang làm từ hôm nay 12:00" in mine
    assert "Mọi việc 1 Tôi đã nhận 1 Chưa ai nhận 0" in mine
    assert "Đang làm: Nguyễn Văn Ví Dụ 1 từ hôm nay 12:00" in theirs
    assert "Đang làm: Nguyễn Văn Ví Dụ 1 từ hôm nay 12:00" in seen
    assert "Nguyễn Văn Ví Dụ 1 đã nhận việc này từ hôm nay 12:00." in at_the_step
    assert (second.status_code, refused) == (409, [403, 404])
    assert "Nguyễn Văn Ví Dụ 1 đã nhận việc này trước." in text_of(second)
    assert done.status_code == 303
    assert "Đang làm" not in text_of(clerk.get(f"/dossiers/{number}"))


def test_claim_on_a_supplement_is_given_back_by_its_holder_or_the_head_of_the_unit(
    sqlite_desk: DeskTest,
) -> None:
    road = sqlite_desk.road
    number, on = at_step(sqlite_desk, "grassroots_vote")
    items = [{"item": "Đơn xin vào Đảng", "reason": "Thiếu chữ ký", "step": "application"}]
    road.tell(
        on, road.secretary(COMMITTEE), command="return_for_supplement", dossier=number, on=on, items=items
    )
    place = f"/claims/{number}/supplement"
    clerk, head = sqlite_desk.signed_in(road.account("clerk", BRANCH)), sqlite_desk.signed_in()

    clerk.post(place)
    held = text_of(head.get("/?step=supplement"))
    by_head = head.post(f"{place}/release").status_code
    head.post(place)
    not_by_clerk = clerk.post(f"{place}/release").status_code
    by_holder = head.post(f"{place}/release").status_code

    assert "Đang làm: Nguyễn Văn Ví Dụ" in held
    assert (by_head, not_by_clerk, by_holder) == (303, 403, 303)
    assert "Mọi việc 1 Tôi đã nhận 0 Chưa ai nhận 1" in text_of(head.get("/?step=supplement"))


def test_receipt_offers_the_next_duty_of_the_view_that_nobody_else_has(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    first, _ = road.at("branch_vote")
    taken, _ = road.at("branch_vote")
    number, on = at_step(sqlite_desk, "branch_vote")
    other, _ = road.at("application", on)
    clerk, browser = sqlite_desk.signed_in(road.account("clerk", BRANCH)), sqlite_desk.signed_in()
    clerk.post(f"/claims/{taken}/branch_vote")

    browser.get("/?step=branch_vote")
    command, _ = road.command(first, "branch_vote", on)
    receipt = browser.get(
        send(browser, f"/dossiers/{first}/branch_vote", typed_of(command)).headers["Location"]
    )
    browser.get("/?step=application")
    elsewhere = browser.get(unquote(str(receipt.url.path)))

    assert f'href="/dossiers/{number}/branch_vote">Làm việc tiếp theo' in receipt.text
    assert 'href="/?step=branch_vote"' in receipt.text
    assert f'href="/dossiers/{other}/application">Làm việc tiếp theo' in elsewhere.text


def test_view_and_way_back_that_were_forged_lead_nowhere_else(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()
    browser.cookies.set("duties", "due=never&step=%00%3Cscript%3E&page=-9")

    away = browser.post(f"/claims/{number}/branch_vote", {"_then": "//evil.example/"})
    sequence = sqlite_desk.road.entries(number)[-1].sequence
    receipt = browser.get(f"/dossiers/{number}/receipt/{sequence}")

    assert away.headers["Location"] == "/"
    assert (receipt.status_code, "<script>" in receipt.text) == (200, False)

"""What is said about a dossier is read by those it was said to, and never lost."""

import re

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.comment import Comment
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH
from tests.sending import at_step, key_of, text_of


def _say(browser: Browser, number: str, body: str, visibility: str) -> str:
    key = key_of(browser.get(f"/dossiers/{number}/comments"))
    for _ in range(2):  # sent twice, said once
        answer = browser.post(
            f"/dossiers/{number}/comments", {"_key": key, "body": body, "visibility": visibility}
        )
        assert answer.status_code == 303, text_of(answer)
    return key


def test_comment_is_read_by_those_it_was_said_to(desk: DeskTest) -> None:
    road = desk.road
    number, _ = at_step(desk, "application")
    secretary, clerk = desk.signed_in(), desk.signed_in(road.account("clerk", BRANCH))
    committee, mentor = desk.signed_in(road.secretary(COMMITTEE)), desk.signed_in(road.mentor(number))
    inspector = desk.signed_in(road.account("inspector", COMPETENT))
    everybody = (secretary, clerk, committee, mentor, inspector)

    _say(secretary, number, "Chỉ trong chi bộ.", f"unit:{BRANCH}")
    _say(secretary, number, "Cho người đọc <hồ sơ>.", "readers")
    _say(secretary, number, "Cho cả người kiểm tra.", "inspectors")
    pages = [text_of(one.get(f"/dossiers/{number}")) for one in everybody]

    assert [page.count("Chỉ trong chi bộ.") for page in pages] == [1, 1, 0, 0, 0]
    assert [page.count("Cho người đọc <hồ sơ>.") for page in pages] == [1, 1, 1, 1, 0]
    assert [page.count("Cho cả người kiểm tra.") for page in pages] == [1, 1, 1, 1, 1]
    assert "Tất cả 3 Của tôi 3 Trong đơn vị 1 Người đọc hồ sơ 1 Cả người kiểm tra 1" in pages[0]
    assert ["Viết trao đổi" in page for page in pages] == [True, True, True, True, False]
    narrowed = text_of(clerk.get(f"/dossiers/{number}?talk=unit"))
    assert ("Chỉ trong chi bộ." in narrowed, "Cho cả người kiểm tra." in narrowed) == (True, False)


def test_comment_struck_out_keeps_its_words_for_inspectors_alone(desk: DeskTest) -> None:
    road = desk.road
    number, _ = at_step(desk, "application")
    author, clerk = desk.signed_in(), desk.signed_in(road.account("clerk", BRANCH))
    inspector = desk.signed_in(road.account("inspector", COMPETENT))
    _say(author, number, "Viết vội.", "inspectors")
    _say(author, number, "Viết lâu rồi.", "inspectors")
    place = f"/dossiers/{number}/comments"
    later, first = re.findall(r"comments/(\d+)/strike", author.get(place).text)

    by_other = clerk.post(f"{place}/{first}/strike").status_code
    struck = author.post(f"{place}/{first}/strike").status_code
    desk.clock.on(minutes=16)
    too_late = author.post(f"{place}/{later}/strike").status_code
    pages = [text_of(one.get(place)) for one in (author, clerk, inspector)]

    assert (by_other, struck, too_late) == (404, 303, 403)
    assert ["Viết vội." in page for page in pages] == [False, False, True]
    assert ["Người viết đã gạch bỏ" in page for page in pages] == [True, True, True]
    assert all("Viết lâu rồi." in page for page in pages)
    for statement in (delete(Comment), update(Comment).values(body="Khác")):
        with pytest.raises(DBAPIError), desk.desk.database.writing() as session:
            session.write(statement)


def test_comment_is_refused_to_strangers_inspectors_and_other_units(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    number, _ = at_step(sqlite_desk, "application")
    place, said = f"/dossiers/{number}/comments", {"body": "Chữ đã gõ.", "visibility": "readers"}
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))
    inspector = sqlite_desk.signed_in(road.account("inspector", COMPETENT))
    author = sqlite_desk.signed_in()

    elsewhere = author.post(place, said | {"visibility": f"unit:{COMMITTEE}"})
    blank, long = author.post(place, said | {"body": " "}), author.post(place, said | {"body": "ă" * 4001})

    assert [one.get(place).status_code for one in (stranger, inspector)] == [404, 200]
    assert [one.post(place, said).status_code for one in (stranger, inspector)] == [404, 403]
    assert [one.status_code for one in (elsewhere, blank, long)] == [422, 422, 422]
    assert "Chữ đã gõ." in elsewhere.text
    assert "Chưa có trao đổi nào" in text_of(author.get(f"/dossiers/{number}"))
    assert author.post(f"{place}/9x/strike").status_code == 404

"""Procedures, notices' texts, notices given up and the state of the system, as administration shows them."""

from __future__ import annotations

import re
from datetime import date

from engine import outbox, signs_of_life
from engine.access import SYSTEM
from engine.timeline import REGISTER
from models import commands
from outputs.notices import notice_ids
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, PROCEDURES, START, noon
from tests.sending import text_of
from tests.statements import asked

COMPARE, MIGRATION = "/settings/procedures/compare", "/settings/migration"


def _administrator(desk: DeskTest, unit: str = COMPETENT) -> Browser:
    return desk.signed_in(desk.road.account("administrator", unit))


def _given_up(desk: DeskTest, dossier: str, notice: str = "step_opened") -> None:
    desk.road.do(
        commands.SendNotice.model_validate(
            {
                "dossier": dossier, "about": 1, "notice": notice, "person": desk.road.rolls[BRANCH][0],
                "channel": "email", "outcome": "dead", "receipt": "mail.refused 550", "subject": "Hồ sơ",
                "body": "Việc cần làm",
            }
        ),
        SYSTEM, START,
    )  # fmt: skip


def _owed(desk: DeskTest) -> int:
    with desk.desk.database.reading() as session:
        return outbox.lag(session).waiting


def test_every_version_is_read_whole_with_its_sources_by_anybody(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in(sqlite_desk.road.account("member", BRANCH))
    for version in PROCEDURES.all():
        for lang in ("vi", "en"):
            page = text_of(browser.get(f"/settings/procedures/{version.id}?lang={lang}"))
            titles = [step.title.model_dump()[lang] for stage in version.stages for step in stage.steps]

            assert [one for one in (*titles, *version.basis) if " ".join(one.split()) not in page] == []
            assert "%(" not in page
    whole = text_of(browser.get("/settings/procedures/vn-2022?lang=vi"))

    assert "Họp được khi có mặt ít nhất 2/3 tổng số đảng viên chính thức." in whole
    assert "Thông qua khi tán thành quá 1/2" in whole
    assert "không đề nghị: đến “Phân công đảng viên giúp đỡ”, nhiều nhất 2 lần" in whole
    assert "cần đối chiếu" in whole
    assert browser.get("/settings/procedures/vn-1900").status_code == 404


def test_two_versions_are_compared_with_and_without_what_only_cites_otherwise(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    every = browser.get(f"{COMPARE}?before=vn-2022&after=vn-2025")
    content = browser.get(f"{COMPARE}?before=vn-2022&after=vn-2025&show=content")
    same = browser.get(f"{COMPARE}?before=vn-2022&after=vn-2022")

    assert "có hiệu lực từ đổi 30/07/2021 01/07/2025" in text_of(content)
    assert every.text.count('<th scope="row">') > content.text.count('<th scope="row">') > 0
    assert "Hai phiên bản giống nhau" in same.text
    assert browser.get(f"{COMPARE}?before=nothing").status_code == 404


def test_migration_is_tried_within_the_administrators_reach_and_records_nothing(desk: DeskTest) -> None:
    number, on = desk.road.at("mentorship")
    desk.clock.at = noon(max(on, date(2025, 8, 4)))
    browser = _administrator(desk, COMMITTEE)
    before = len(desk.road.entries(number)), len(desk.road.entries(REGISTER))

    back = browser.get(f"{MIGRATION}?before=vn-2022&after=vn-2016")
    on_page = browser.get(f"{MIGRATION}?before=vn-2022&after=vn-2025")
    elsewhere = _administrator(desk, OTHER_BRANCH).get(f"{MIGRATION}?before=vn-2022&after=vn-2025")

    assert "không chuyển được" in back.text
    assert f'href="/dossiers/{number}/do/migrate"' in on_page.text
    assert f'href="/dossiers/{number}/do/migrate"' not in back.text
    assert "1 hồ sơ chưa kết thúc" in text_of(on_page)
    assert (elsewhere.status_code, number in elsewhere.text) == (200, False)
    assert desk.signed_in().get(MIGRATION).status_code == 404
    assert desk.road.procedure(number).id == "vn-2022"
    assert len(desk.road.entries(number)) == before[0]
    assert "hồ sơ đang theo" in text_of(browser.get("/settings/procedures"))


def test_every_notice_is_previewed_in_both_languages(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    listed = re.findall(r'href="/settings/notices/([a-z_]+)"', browser.get("/settings/notices").text)

    assert set(listed) == notice_ids()
    page = browser.get("/settings/notices/limit_before").text
    assert len(re.findall(r'class="card" lang="(vi|en)"', page)) == 2
    assert "HS-2026-0012" in page
    assert browser.get("/settings/notices/kinds.yaml").status_code == 404


def test_notices_given_up_are_sent_again_one_and_all_within_reach(desk: DeskTest) -> None:
    mine = desk.road.open(START)
    theirs = desk.road.open(START, unit=OTHER_BRANCH)
    for dossier in (mine, theirs):
        _given_up(desk, dossier)
    browser = _administrator(desk, BRANCH)
    one_row = asked(desk.desk.database, lambda: browser.get("/settings/letters"))
    _given_up(desk, mine, "returned")
    _given_up(desk, mine, "resumed")
    waiting = _owed(desk)
    page = browser.get("/settings/letters")
    letters = re.findall(r'name="letter" value="(\d+)"', page.text)
    three_rows = asked(desk.desk.database, lambda: browser.get("/settings/letters"))
    strange = str(int(min(letters)) + 1)  # the other branch's

    one = browser.post("/settings/letters", {"letter": letters[0]})
    twice = browser.post("/settings/letters", {"letter": letters[0]})
    refused = [browser.post("/settings/letters", {"letter": given}) for given in (strange, "x", "9" * 15)]
    after_one = _owed(desk)
    every = browser.post("/settings/letters", {"all": "yes"})

    assert (theirs in page.text, len(letters), one_row) == (False, 3, three_rows)
    assert [answer.headers["Location"][-8:] for answer in (one, twice, every)] == [
        "resent=1", "resent=0", "resent=2",
    ]  # fmt: skip
    assert [answer.status_code for answer in refused] == [404] * 3
    assert (after_one, _owed(desk)) == (waiting + 1, waiting + 3)
    assert browser.get("/settings/letters").text.count("đang chờ gửi lại") == 3
    inspector = desk.signed_in(desk.road.account("inspector", BRANCH))
    assert inspector.get("/settings/letters").status_code == 200
    assert inspector.post("/settings/letters", {"all": "yes"}).status_code == 404
    assert desk.signed_in().get("/settings/letters").status_code == 404


def test_state_of_the_system_is_shown_to_those_who_keep_it(desk: DeskTest) -> None:
    desk.road.open(START)
    desk.clock.at = noon(START)
    signs_of_life.give(desk.desk.database, signs_of_life.SWEEP, desk.clock.at)
    desk.clock.on(minutes=20)
    browser = _administrator(desk)
    page = text_of(browser.get("/settings/system"))

    assert "đã chờ 20 phút mà không ai nhận" in page
    assert "chưa chạy lần nào" in page  # the walker
    assert "Lần quét hạn gần nhất hôm nay" in page
    assert "Lần niêm phong nhật ký gần nhất chưa thiết lập" in page
    assert {"postgresql": "PostgreSQL ", "sqlite": "SQLite "}[desk.desk.database.dialect] in page
    assert desk.signed_in().get("/settings/system").status_code == 404

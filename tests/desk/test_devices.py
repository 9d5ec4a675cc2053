"""A sign-in in a browser not seen before is told to whom the account belongs, and to nobody else."""

from __future__ import annotations

from sqlalchemy import select

from engine import outbox, sessions
from engine.messages import messages_of
from models.notice import InboxMessage
from models.outbox import OutboxRow
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH
from tests.sending import text_of

_CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


def _told(desk: DeskTest, account: str) -> list[str]:
    with desk.desk.database.reading() as session:
        return [one.body for one in messages_of(session, account.partition("@")[0]).messages]


def _come(desk: DeskTest, account: str, browser: Browser | None = None) -> Browser:
    browser = browser or desk.browser()
    browser.headers = browser.headers | {"User-Agent": _CHROME}
    assert browser.sign_in(account).status_code == 303
    desk.clock.on(minutes=5)
    return browser


def test_new_browser_is_told_once_and_a_known_one_or_the_first_not(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    first = _come(desk, account)
    at_first = _told(desk, account)
    first.post("/sign-out")
    _come(desk, account, first)
    known = _told(desk, account)

    second = _come(desk, account)
    second.post("/sign-out")
    _come(desk, account, second)

    (body,) = _told(desk, account)
    assert at_first == known == []
    assert "Chrome trên Android" in body
    assert "192.0.2.7" in body
    assert "http://127.0.0.1:8000/profile/devices" in body
    assert account not in body
    with desk.desk.database.reading() as session:
        (owed,) = session.rows(select(OutboxRow.flow, OutboxRow.stream).where(OutboxRow.flow == "letters"))
        assert outbox.waits(session, "test", desk.clock.at)
    assert (owed.flow, owed.stream) == ("letters", "-")


def test_other_account_in_a_known_browser_is_new_to_it_and_a_wrong_password_tells_nobody(
    sqlite_desk: DeskTest,
) -> None:
    account, other = (sqlite_desk.with_password(sqlite_desk.road.account("clerk", BRANCH)) for _ in range(2))
    browser = _come(sqlite_desk, account)
    _come(sqlite_desk, other)
    browser.post("/sign-out")

    refused = sqlite_desk.browser().sign_in(account, "not the password")
    _come(sqlite_desk, other, browser)

    assert refused.status_code == 422
    assert (_told(sqlite_desk, account), len(_told(sqlite_desk, other))) == ([], 1)


def test_account_whose_sessions_were_forgotten_is_told_all_the_same(sqlite_desk: DeskTest) -> None:
    account = sqlite_desk.with_password(sqlite_desk.road.secretary(BRANCH))
    _come(sqlite_desk, account)
    sqlite_desk.clock.on(days=100)
    assert sessions.forget_old(sqlite_desk.desk.database, sqlite_desk.clock.at) == 1

    _come(sqlite_desk, account)

    assert len(_told(sqlite_desk, account)) == 1


def test_messages_are_shown_counted_and_marked_as_read_by_their_reader_alone(desk: DeskTest) -> None:
    account, other = (desk.with_password(desk.road.account("clerk", BRANCH)) for _ in range(2))
    for _ in range(3):
        browser = _come(desk, account)
    stranger = _come(desk, other)
    newest = max(_ids(desk))

    before, elsewhere = browser.get("/notices"), stranger.get("/notices")
    stranger.post("/notices", {"newest": str(newest)})
    still = browser.get("/notices").text.count("chưa đọc</span>")
    browser.post("/notices", {"newest": str(newest)})
    after = browser.get("/notices")

    assert text_of(before).count("Tài khoản của bạn vừa đăng nhập trên thiết bị mới") == 2
    assert "192.0.2.7" in text_of(before)
    assert "Tin tự động" not in before.text
    assert "Chưa có thông báo nào" in elsewhere.text
    assert still > 0
    assert "chưa đọc" not in after.text
    assert browser.post("/notices", {"newest": "x"}).headers["Location"] == "/notices"
    assert {browser.get(f"/notices?before={one}").status_code for one in ("x", "9" * 15, "9" * 9, "-1")} == {
        200
    }
    assert "192.0.2.7" not in text_of(browser.get(f"/notices?before={min(_ids(desk))}"))


def _ids(desk: DeskTest) -> list[int]:
    with desk.desk.database.reading() as session:
        return [row.id for row in session.rows(select(InboxMessage.id))]

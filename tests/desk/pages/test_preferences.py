"""The page on which people choose how to be told: what is kept, what stays, and whose choice it is."""

from __future__ import annotations

import re

import pytest

from engine.preferences import NOTHING_CHOSEN, Preferences, Quiet, preferences_of
from outputs.kinds import kinds
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE
from tests.sending import text_of

_PATH = "/profile/notices"


def _chosen(desk: DeskTest, account: str) -> Preferences:
    person = account.partition("@")[0]
    with desk.desk.database.reading() as session:
        return preferences_of(session, [person]).get(person, NOTHING_CHOSEN)


def test_choices_are_kept_shown_again_and_are_nobody_else_s(desk: DeskTest) -> None:
    account, other = desk.road.secretary(BRANCH), desk.road.secretary(COMMITTEE)
    browser = desk.signed_in(account)
    before = browser.get(_PATH)
    typed = {
        "mode.limits": "digest", "mode.progress": "never", "mode.tasks": "sometimes", "mode.nothing": "never",
        "quiet_from": "22h30", "quiet_until": "6:00", "days_off": "yes", "person": other, "_key": "x",
    }  # fmt: skip

    answer = browser.post(_PATH, typed)
    after = browser.get(answer.headers["Location"])

    assert (before.status_code, answer.status_code) == (200, 303)
    assert _chosen(desk, account) == Preferences(
        modes={"email": {"limits": "digest", "progress": "never"}},
        quiet=Quiet(since=22 * 60 + 30, until=6 * 60, on_days_off=True),
    )
    assert _chosen(desk, other) == NOTHING_CHOSEN
    checked = re.findall(r'name="mode\.(\w+)" value="(\w+)" checked', after.text)
    assert dict(checked) == {one.id: "at_once" for one in kinds()} | {"limits": "digest", "progress": "never"}
    assert all(one in after.text for one in ('value="22:30"', 'value="06:00"', "Đã lưu cách nhận thông báo."))
    assert 'lang="en"' in browser.get(f"{_PATH}?lang=en").text


def test_duty_cannot_be_switched_off_and_says_so(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    duties = [one for one in kinds() if one.duty is not None]

    browser.post(_PATH, {f"mode.{one.id}": "never" for one in kinds()})
    shown = browser.get(_PATH)

    kept = _chosen(sqlite_desk, sqlite_desk.road.secretary(BRANCH)).modes["email"]
    assert set(kept) == {one.id for one in kinds()} - {one.id for one in duties}
    for one in duties:
        assert one.duty is not None
        assert f'name="mode.{one.id}" value="never"' not in shown.text
        assert one.duty.source in text_of(shown)


@pytest.mark.parametrize(
    ("since", "until"),
    [("25:00", "6:00"), ("22:60", "6"), ("22:00", ""), ("tối", "sáng"), ("7", "7"), ("２２", "6")],
)
def test_hours_that_are_none_are_told_and_nothing_typed_is_lost(
    sqlite_desk: DeskTest, since: str, until: str
) -> None:
    browser = sqlite_desk.signed_in()

    answer = browser.post(_PATH, {"mode.limits": "never", "quiet_from": since, "quiet_until": until})

    assert answer.status_code == 422
    assert f'value="{since}"' in answer.text
    assert 'name="mode.limits" value="never" checked' in answer.text
    assert "<title>Lỗi:" in answer.text.replace("\n", "")
    assert _chosen(sqlite_desk, sqlite_desk.road.secretary(BRANCH)) == NOTHING_CHOSEN


def test_account_of_nobody_has_nothing_to_choose(sqlite_desk: DeskTest) -> None:
    sqlite_desk.road.tell(sqlite_desk.clock.at.date(), command="open_account", id="chuong-trinh")
    browser = sqlite_desk.signed_in("chuong-trinh")

    assert browser.get(_PATH).status_code == 404
    assert browser.post(_PATH, {"mode.limits": "never"}).status_code == 404
    assert _PATH not in browser.get("/notices").text

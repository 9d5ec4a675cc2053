"""Lists page by page: nothing twice, nothing left out, whatever is added meanwhile; cursors are our own."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from engine.rules.time_limits import add_months
from tests.desk.api.programs import program
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, START
from tests.statements import asked

_ORDERS = ("number", "name", "deadline")


def _opened(desk: DeskTest, *names: str) -> list[str]:
    """Open a dossier for each name."""
    found = []
    for name in names:
        person = desk.road.person(BRANCH, add_months(START, -1), full_name=name)
        found.append(desk.road.open(START, person))
    return found


def _returned(desk: DeskTest, numbers: list[str]) -> None:
    """Return dossiers for supplement, a day after another, so that their limits differ."""
    for days, number in enumerate(numbers):
        on = START + timedelta(days=2 + days)
        item = {"item": "Giấy khai sinh", "reason": "Thiếu bản sao."}
        by = desk.road.secretary(BRANCH)
        desk.road.tell(on, by, command="return_for_supplement", dossier=number, on=on, items=[item])


def test_pages_hold_every_dossier_once_in_the_order_of_the_list(desk: DeskTest) -> None:
    numbers = _opened(desk, "Đỗ An", "Lê Ân", "Lê An", "Trần Ánh", "Lê An")
    _returned(desk, numbers[1::2])
    caller = program(desk)

    for order in _ORDERS:
        whole = [one["number"] for one in caller.items("/dossiers", sort=order, limit=100)]

        assert sorted(whole) == numbers
        for limit in (1, 2, 5):
            assert [one["number"] for one in caller.items("/dossiers", sort=order, limit=limit)] == whole


def test_page_begins_after_the_last_line_whatever_came_between(desk: DeskTest) -> None:
    _opened(desk, "Bùi Bình", "Đỗ Dung", "Hồ Hoa", "Lý Liên")
    caller = program(desk)
    for order in _ORDERS:
        first = caller.get("/dossiers", sort=order, limit=2).json()
        _opened(desk, "An An", f"Phạm {order}")

        rest = caller.items("/dossiers", sort=order, limit=2, cursor=first["next"])

        seen = [one["number"] for one in (*first["items"], *rest)]
        assert len(seen) == len(set(seen))
        assert {"HS-2021-0001", "HS-2021-0002", "HS-2021-0003", "HS-2021-0004"} <= set(seen)
    assert {one["candidate"] for one in caller.items("/dossiers", q="an an")} == {"An An"}


def test_inbox_goes_on_after_duties_with_and_without_a_limit(desk: DeskTest) -> None:
    numbers = _opened(desk, *(f"Nguyễn Văn {letter}" for letter in "ABCDE"))
    _returned(desk, numbers[:3])
    desk.clock.on(days=10)
    caller = program(desk)

    whole = caller.items("/inbox", limit=100)
    paged = caller.items("/inbox", limit=2)

    assert paged == whole
    assert {one["step"] for one in whole} >= {"supplement"}
    limits = [one["due_on"] or "9999" for one in whole]
    assert limits == sorted(limits)
    assert len({limit for limit in limits if limit != "9999"}) == 3
    assert "9999" in limits


def test_units_people_and_meetings_are_paged_as_the_office_orders_them(desk: DeskTest) -> None:
    on = desk.desk.day(desk.clock.at)
    for days in range(3):
        desk.road.meeting(BRANCH, on - timedelta(days=days % 2))
    caller = program(desk, desk.road.account("inspector", COMMITTEE))

    for path in ("/units", "/people", "/meetings"):
        whole = caller.items(path, limit=100)
        assert len(whole) > 2
        assert caller.items(path, limit=2) == whole, path
    meetings = [(one["held_on"], one["number"]) for one in caller.items("/meetings")]
    assert meetings == sorted(meetings, reverse=True)
    paths = [one["path"] for one in caller.items("/units")]
    assert paths == sorted(paths)
    assert {one["unit"] for one in caller.items("/people", unit=BRANCH)} == {BRANCH}
    own_alone = program(desk, desk.road.secretary(COMMITTEE)).items("/people")
    assert {one["unit"] for one in own_alone} == {COMMITTEE}
    named = [one["full_name"] for one in caller.items("/people", q="DU 7 nguyen")]
    assert named == ["Nguyễn Văn Ví Dụ 17", "Nguyễn Văn Ví Dụ 7"]


def test_cursor_that_no_page_gave_is_unreadable(desk: DeskTest) -> None:
    _opened(desk, "Đỗ An", "Lê An", "Trần An")
    caller = program(desk)
    good = str(caller.get("/dossiers", sort="name", limit=1).json()["next"])
    bound, key, number = json.loads(base64.urlsafe_b64decode(good + "=" * (-len(good) % 4)))

    def made(*parts: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()

    wrong = [
        "x", "%", "", good[:-4], good + "AAAA", made(), made(bound), made(bound, key), made(bound, key, 1),
        made(bound, key, "a\x00b"), made(bound, [key], number), made("0" * 12, key, number),
        made(bound, key, number, number), base64.urlsafe_b64encode(b"[" * 1400).decode(), "ộ",
        base64.urlsafe_b64encode(b'{"a": 1}').decode(), base64.urlsafe_b64encode(b"1").decode(),
    ]  # fmt: skip
    for cursor in wrong:
        answer = caller.get("/dossiers", sort="name", limit=1, cursor=cursor)
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor.unusable"), cursor
    assert caller.get("/dossiers", sort="name", cursor=made(bound, key, number)).status_code == 200
    for elsewhere in ({"sort": "number"}, {"sort": "name", "unit": BRANCH}, {"sort": "name", "q": "an"}):
        assert caller.get("/dossiers", cursor=good, **elsewhere).status_code == 400
    for path in ("/inbox", "/units", "/people", "/meetings", "/dossiers/HS-2021-0001/timeline"):
        assert caller.get(path, cursor=good).status_code == 400
    assert caller.get("/dossiers", cursor="x" * 2001).status_code == 422


def test_questions_to_the_database_do_not_grow_with_the_lines(desk: DeskTest) -> None:
    caller = program(desk, desk.road.secretary(COMMITTEE))
    paths = ("/inbox", "/dossiers", "/units", "/people", "/meetings", "/search?q=nguyen")
    on = desk.desk.day(desk.clock.at)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            _opened(desk, "Nguyễn Văn Ví Dụ")
            desk.road.meeting(BRANCH, on)
        counts.append(
            {path: asked(desk.desk.database, lambda path=path: caller.send("GET", path)) for path in paths}  # type: ignore[misc]  # bound now
        )

    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 6

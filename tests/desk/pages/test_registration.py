"""Entering a recruit and opening a dossier at the desk."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, noon

_PERSON = {
    "full_name": "Trần Thị Ví Dụ",
    "sex": "female",
    "born_on": "3/2/2001",
    "occupation": "Dân quân thường trực",
    "language": "vi",
    "in_unit_since": "6/9/2021",
}


def _key(text: str) -> str:
    found = re.search(r'name="_key" value="([0-9a-f]+)"', text)
    assert found is not None
    return found[1]


def test_recruit_is_entered_and_a_dossier_opened_with_answers_checked_in_between(desk: DeskTest) -> None:
    browser = desk.signed_in(desk.road.secretary(BRANCH))
    typed = _PERSON | {"_key": _key(browser.get("/dossiers/new/person").text)}

    checked = browser.post("/dossiers/new/person", typed)
    before = browser.get("/dossiers/new").text
    entered = browser.post("/dossiers/new/person", typed | {"_sure": "yes"})
    again = browser.post("/dossiers/new/person", typed | {"_sure": "yes"})
    leads = urlsplit(entered.headers["location"])
    candidate = parse_qs(leads.query)["candidate"][0]
    form = browser.get(entered.headers["location"]).text
    opens = {"candidate": candidate, "source": "standing_militia", "on": "8/9/2021", "_key": _key(form)}
    weighed = browser.post("/dossiers/new", opens)
    opened = browser.post("/dossiers/new", opens | {"_sure": "yes"})
    twice = browser.post("/dossiers/new", opens | {"_sure": "yes"})

    assert "Trần Thị Ví Dụ" in checked.text
    assert "03/02/2001" in checked.text
    assert "Trần Thị Ví Dụ" not in before
    assert again.headers["location"] == entered.headers["location"]
    assert f'value="{candidate}" checked' in form
    assert "Trần Thị Ví Dụ, sinh ngày 03/02/2001" in weighed.text
    assert desk.road.dossiers() == ["HS-2021-0001"]
    assert (opened.status_code, opened.headers["location"]) == (303, "/dossiers/HS-2021-0001/receipt/1")
    assert twice.headers["location"] == opened.headers["location"]
    assert browser.get(opened.headers["location"]).status_code == 200
    assert candidate not in browser.get("/dossiers/new").text


def test_branch_without_anybody_to_choose_is_led_to_enter_somebody(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in(sqlite_desk.road.secretary(BRANCH))

    nobody = browser.get("/dossiers/new").text
    sqlite_desk.road.person(BRANCH, date(2021, 9, 6))
    somebody = browser.get("/dossiers/new").text

    assert "Chưa có ai để lập hồ sơ" in nobody
    assert f'href="/dossiers/new/person?unit={BRANCH}"' in nobody
    assert ('name="candidate"' in nobody, 'id="form"' in nobody) == (False, False)
    assert ('name="candidate"' in somebody, "Chưa có ai để lập hồ sơ" in somebody) == (True, False)


def test_what_the_rules_refuse_is_said_before_anything_is_checked(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    person = road.person(BRANCH, date(2021, 9, 6))
    browser = sqlite_desk.signed_in(road.secretary(BRANCH))
    key = _key(browser.get("/dossiers/new").text)

    future = browser.post(
        "/dossiers/new", {"candidate": person, "source": "other", "on": "9/9/2031", "_key": key}
    )
    blank = browser.post("/dossiers/new", {"on": "8/9/2021", "_key": key})
    stranger = browser.post(
        "/dossiers/new",
        {"candidate": "khong-co-ai", "source": "other", "on": "8/9/2021", "_key": key, "_sure": "yes"},
    )

    assert [one.status_code for one in (future, blank, stranger)] == [422, 422, 422]
    assert "Lỗi:" in blank.text
    assert blank.text.count('class="wrong-text"') == 2
    assert road.dossiers() == []


def test_nobody_registers_elsewhere_than_where_they_serve(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    sqlite_desk.clock.at = noon(date(2021, 9, 8))
    stranger = road.person(OTHER_BRANCH, date(2021, 9, 6), full_name="Lê Văn Nơi Khác")
    branch, committee = (sqlite_desk.signed_in(road.secretary(one)) for one in (BRANCH, COMMITTEE))
    key = "0123456789abcdef" * 2
    opens = {"candidate": stranger, "source": "other", "on": "8/9/2021", "_key": key, "_sure": "yes"}

    assert branch.get(f"/dossiers/new?unit={OTHER_BRANCH}").status_code == 404
    assert branch.post(f"/dossiers/new?unit={OTHER_BRANCH}", opens).status_code == 404
    assert branch.post("/dossiers/new", opens).status_code == 422
    assert committee.get("/dossiers/new").status_code == 403
    assert "Lê Văn Nơi Khác" not in branch.get("/dossiers/new").text
    assert road.dossiers() == []

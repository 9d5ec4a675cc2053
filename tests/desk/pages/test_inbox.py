"""The opening page: what awaits its reader, counted, narrowed by the address, and what is done."""

from datetime import timedelta

import pytest

from tests.desks import DeskTest
from tests.roads import BRANCH, COMPETENT, OTHER_BRANCH, noon


def test_inbox_says_whom_what_where_and_who_handed_it_over(desk: DeskTest) -> None:
    dossier, today = desk.road.at("branch_vote")
    desk.clock.at = noon(today)

    page = desk.signed_in(desk.road.secretary(BRANCH)).get("/").text

    assert f'href="/dossiers/{dossier}"' in page
    assert "Chi bộ biểu quyết đề nghị kết nạp" in page
    assert "Chi bộ Quân sự Phường 4" in page
    assert "chuyển đến hôm qua 12:00" in page
    assert "<title>Việc chờ tôi (1)" in page
    assert '<span class="badge-count">1<' in page


def test_inbox_of_another_branch_names_nothing_of_this_one(desk: DeskTest) -> None:
    dossier, today = desk.road.at("branch_vote")
    desk.clock.at = noon(today)

    page = desk.signed_in(desk.road.secretary(OTHER_BRANCH)).get("/").text

    assert dossier not in page
    assert "Không có việc nào chờ bạn" in page
    assert "<title>Việc chờ tôi (0)" in page


def test_overdue_duty_says_so_in_words_and_stands_under_its_filter(sqlite_desk: DeskTest) -> None:
    dossier, _ = sqlite_desk.road.at("decision")
    due_on = sqlite_desk.road.state(dossier).open[0].due_on
    assert due_on is not None
    sqlite_desk.clock.at = noon(due_on + timedelta(days=4))
    browser = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMPETENT))

    late, soon = browser.get("/?due=late").text, browser.get("/?due=soon").text

    assert "Quá hạn 4 ngày" in late
    assert f"hạn {due_on:%d/%m/%Y}" in late
    assert "row-item late" in late
    assert dossier in late
    assert "Không có việc nào như vậy" in soon


@pytest.mark.parametrize(
    "address", ["/?step=branch_vote", "/?step=no_such_step", "/?page=x&due=never", "/?page=99"]
)
def test_any_address_of_the_inbox_shows_a_page(sqlite_desk: DeskTest, address: str) -> None:
    _, today = sqlite_desk.road.at("branch_vote")
    sqlite_desk.clock.at = noon(today)

    assert sqlite_desk.signed_in().get(address).status_code == 200


def test_what_the_reader_recorded_stands_under_just_done(sqlite_desk: DeskTest) -> None:
    dossier, today = sqlite_desk.road.at("grassroots_vote")
    sqlite_desk.clock.at = noon(today)

    page = sqlite_desk.signed_in(sqlite_desk.road.secretary(BRANCH)).get("/").text

    done = page.partition("Tôi vừa xong")[2]
    assert dossier in done
    assert "tán thành 9 trên 9 (cần 6)" in done


def test_inbox_speaks_english_one_click_away(sqlite_desk: DeskTest) -> None:
    _, today = sqlite_desk.road.at("branch_vote")
    sqlite_desk.clock.at = noon(today)

    page = sqlite_desk.signed_in().get("/?lang=en").text

    assert "Branch votes on admission" in page
    assert "What I just did" in page

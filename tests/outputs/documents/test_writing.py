"""The office's way of writing dates, numbers, shares and names."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.documents import writing


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 5, 15), "ngày 15 tháng 5 năm 2025"),
        (date(2025, 3, 5), "ngày 05 tháng 3 năm 2025"),
        (date(2025, 1, 10), "ngày 10 tháng 01 năm 2025"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_date_in_words_has_zeros_where_a_figure_could_be_added(day: date, words: str) -> None:
    assert writing.in_words(day) == words


@given(day=st.dates(min_value=date(1900, 1, 1)))
def test_date_in_words_can_be_read_back(day: date) -> None:
    _, number, _, month, _, year = writing.in_words(day).split()

    assert date(int(year), int(month), int(number)) == day


def test_date_in_figures_has_two_two_and_four() -> None:
    assert writing.in_figures(date(2001, 2, 3)) == "03/02/2001"


def test_instant_is_written_as_clocks_in_vietnam_show_it() -> None:
    assert writing.at_clock(datetime(2025, 12, 31, 18, 5, tzinfo=UTC)) == "01:05 01/01/2026"


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "01-NQ/CB"), (7, "07-NQ/CB"), (12, "12-NQ/CB"), (345, "345-NQ/CB")]
)
def test_number_is_printed_with_at_least_two_figures(number: int, printed: str) -> None:
    assert writing.printed_number(number, "NQ/CB") == printed


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(19, 21, "90,48%"), (21, 21, "100%"), (0, 9, "0%"), (0, 0, "0%"), (2, 3, "66,67%")],
)
def test_share_is_written_for_readers(part: int, whole: int, written: str) -> None:
    assert writing.percent_of(part, whole) == written


@pytest.mark.parametrize(
    ("committee", "organisation"),
    [
        ("Đảng ủy Quân sự Quận 4", "Đảng bộ Quân sự Quận 4"),
        ("Quận ủy Quận 4", "Đảng bộ Quận 4"),
        ("Ban Thường vụ Quận ủy Quận 4", "Đảng bộ Quận 4"),
        ("Thành ủy Thành phố Hồ Chí Minh", "Đảng bộ Thành phố Hồ Chí Minh"),
        ("Chi bộ Khu phố 7", "Chi bộ Khu phố 7"),
        ("Quận đoàn Quận 4", "Quận đoàn Quận 4"),
    ],
)
def test_heading_names_the_organisation_a_committee_leads(committee: str, organisation: str) -> None:
    assert writing.organisation_of(committee) == organisation

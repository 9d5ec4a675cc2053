"""How the office writes dates, numbers, shares and the names of its bodies."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.rules.shares import percentage_text

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_LAST_MONTH_WITH_ZERO = 2
"""Months 1 and 2 are written 01 and 02, so that nobody can make 11 or 12 of them. Source: 36-HD/VPTW."""

_ORGANISATIONS = {
    "Đảng ủy ": "Đảng bộ ",
    "Quận ủy ": "Đảng bộ ",
    "Huyện ủy ": "Đảng bộ ",
    "Thị ủy ": "Đảng bộ ",
    "Thành ủy ": "Đảng bộ ",
    "Tỉnh ủy ": "Đảng bộ ",
    "Chi ủy ": "",
}
"""A committee's name and that of the organisation it leads, by their first words."""

_STANDING = "Ban Thường vụ "


def in_words(day: date) -> str:
    """Write a date as papers do: “ngày 05 tháng 3 năm 2025”, with zeros for days under 10, months 1 and 2."""
    month = f"{day.month:02}" if day.month <= _LAST_MONTH_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def in_figures(day: date) -> str:
    """Write a date in figures: “05/03/2025”."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def at_clock(instant: datetime) -> str:
    """Write an instant as clocks in Vietnam show it: “08:05 23/11/2026”."""
    local = instant.astimezone(VIETNAM)
    return f"{local:%H:%M} {in_figures(local.date())}"


def two_figures(number: int) -> str:
    """Write a small number with a leading zero: “07”."""
    return f"{number:02}"


def printed_number(number: int, symbol: str) -> str:
    """Write a document's number with its symbol: “07-NQ/CB”."""
    return f"{two_figures(number)}-{symbol}"


def percent_of(part: int, whole: int) -> str:
    """Write a share for readers: “90,48%”; of nothing it is “0%”. No decision ever rests on it."""
    return "0%" if whole == 0 else f"{percentage_text(part, whole)}%"


def organisation_of(committee: str) -> str:
    """Name the organisation a committee leads: of “Đảng ủy Quân sự Quận 4” it is “Đảng bộ Quân sự Quận 4”."""
    plain = committee.removeprefix(_STANDING)
    for first, organisation in _ORGANISATIONS.items():
        if plain.startswith(first):
            return organisation + plain.removeprefix(first)
    return plain

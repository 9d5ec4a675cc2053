"""Amounts of a regulation in words: lengths of time, thresholds of a vote, ages."""

from __future__ import annotations

from models.procedure import Length, RequiredAge, Threshold, Unit
from outputs.wording.captions import caption
from outputs.wording.language import Language, mark, translate

_LENGTHS = {
    Unit.MONTHS: mark("%(amount)s tháng"),
    Unit.DAYS: mark("%(amount)s ngày"),
    Unit.WORKING_DAYS: mark("%(amount)s ngày làm việc"),
}
_SHARES = {
    "at_least": mark("ít nhất %(part)s/%(whole)s %(base)s"),
    "more_than": mark("quá %(part)s/%(whole)s %(base)s"),
}
_NUMBERS = {
    "at_least": mark("ít nhất %(number)s %(voters)s"),
    "more_than": mark("nhiều hơn %(number)s %(voters)s"),
}
_WHOLE = mark("toàn thể %(base)s")
_BASES = {
    "roll": mark("tổng số %(voters)s"),
    "present": mark("số %(voters)s có mặt"),
    "cast": mark("số phiếu thu về"),
    "valid": mark("số phiếu hợp lệ"),
}
_VOTERS = mark("người")
_YEARS = mark("Đủ %(from)s tuổi đến đủ %(until)s tuổi.")
_MONTHS = mark("Từ %(from)s đến %(until)s tháng tuổi.")
_MONTHS_A_YEAR = 12


def length(given: Length, language: Language) -> str:
    """Return a length of time: “12 tháng”."""
    return translate(_LENGTHS[given.unit], language) % {"amount": given.amount}


def threshold(given: Threshold, language: Language, voters: str = "") -> str:
    """Return how much is enough: “ít nhất 2/3 tổng số đảng viên chính thức”, “ít nhất 5 người”."""
    who = caption("roll", voters, language) if voters else translate(_VOTERS, language)
    if given.share is None or given.of is None:
        words = {"number": given.number, "voters": who}
        return translate(_NUMBERS[given.comparison], language) % words
    base = translate(_BASES[given.of], language) % {"voters": who}
    if given.is_unanimity:
        return translate(_WHOLE, language) % {"base": base}
    part, whole = given.share
    return translate(_SHARES[given.comparison], language) % {"part": part, "whole": whole, "base": base}


def age(given: RequiredAge, language: Language) -> str:
    """Return an age between two bounds, in years where they are whole years."""
    bounds = given.from_months, given.until_months
    if any(bound % _MONTHS_A_YEAR for bound in bounds):
        return translate(_MONTHS, language) % {"from": bounds[0], "until": bounds[1]}
    years = [bound // _MONTHS_A_YEAR for bound in bounds]
    return translate(_YEARS, language) % {"from": years[0], "until": years[1]}

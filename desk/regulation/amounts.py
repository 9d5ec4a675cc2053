"""Amounts of a regulation in words: lengths of time, shares of a roll, ages."""

from __future__ import annotations

from models.procedure import Length, RequiredAge, Share, Unit
from outputs.wording import Language, caption
from outputs.wording.language import mark, translate

_LENGTHS = {
    Unit.MONTHS: mark("%(amount)s tháng"),
    Unit.DAYS: mark("%(amount)s ngày"),
    Unit.WORKING_DAYS: mark("%(amount)s ngày làm việc"),
}
_SHARES = {
    "at_least": mark("ít nhất %(part)s/%(whole)s %(base)s"),
    "more_than": mark("quá %(part)s/%(whole)s %(base)s"),
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


def share(given: Share, language: Language, voters: str = "") -> str:
    """Return a share: “ít nhất 2/3 tổng số đảng viên chính thức”."""
    who = caption("roll", voters, language) if voters else translate(_VOTERS, language)
    base = translate(_BASES[given.of], language) % {"voters": who}
    part, whole = given.share
    if part == whole:
        return translate(_WHOLE, language) % {"base": base}
    return translate(_SHARES[given.comparison], language) % {"part": part, "whole": whole, "base": base}


def age(given: RequiredAge, language: Language) -> str:
    """Return an age between two bounds, in years where they are whole years."""
    bounds = given.from_months, given.until_months
    if any(bound % _MONTHS_A_YEAR for bound in bounds):
        return translate(_MONTHS, language) % {"from": bounds[0], "until": bounds[1]}
    years = [bound // _MONTHS_A_YEAR for bound in bounds]
    return translate(_YEARS, language) % {"from": years[0], "until": years[1]}

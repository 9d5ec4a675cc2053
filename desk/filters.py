"""How days, instants and numbers are written on pages: as the office writes them, in the office's zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from outputs.wording import Language
from outputs.wording.language import mark, translate

DAY, MOMENT, CLOCK = "%d/%m/%Y", "%d/%m/%Y %H:%M", "%H:%M"
SOON_DAYS = 7
"""From here on a deadline is shown as near."""

_LEFT = mark("Còn %(days)s ngày")
_DUE_TODAY = mark("Hạn hôm nay")
_OVERDUE = mark("Quá hạn %(days)s ngày")
_TODAY = mark("hôm nay %(clock)s")
_YESTERDAY = mark("hôm qua %(clock)s")
_YES, _NO = mark("có"), mark("không")
_SIZES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


def day(on: date | datetime | str | None) -> str:
    """Write a day as 25/11/2026; ISO text is read first, nothing stays a dash."""
    if on is None or on == "":
        return "–"
    return (date.fromisoformat(on) if isinstance(on, str) else on).strftime(DAY)


def day_short(on: date | None) -> str:
    """Write a day without its year, where the year is clear."""
    return "–" if on is None else on.strftime("%d/%m")


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Write an instant as 25/11/2026 14:05 in the office's zone."""
    return "–" if at is None else at.astimezone(zone).strftime(MOMENT)


def lately(at: datetime | None, zone: ZoneInfo, today: date, language: Language) -> str:
    """Write an instant as people speak of it: today and yesterday by name, any other by its day."""
    if at is None:
        return "–"
    local = at.astimezone(zone)
    ago = (today - local.date()).days
    if ago not in (0, 1):
        return local.strftime(MOMENT)
    return translate(_TODAY if ago == 0 else _YESTERDAY, language) % {"clock": local.strftime(CLOCK)}


def number(count: int | None, language: Language) -> str:
    """Write a whole number with its thousands apart: 1.234, in English 1,234."""
    if count is None:
        return "–"
    text = f"{count:,}"
    return text if language == "en" else text.replace(",", ".")


def days_left(on: date | None, today: date, language: Language) -> str:
    """Say how long there is until a deadline, or how long it has been over."""
    if on is None:
        return ""
    days = (on - today).days
    if days == 0:
        return translate(_DUE_TODAY, language)
    return translate(_LEFT if days > 0 else _OVERDUE, language) % {"days": abs(days)}


def urgency(on: date | None, today: date) -> str:
    """Return the look of a deadline: `late`, `soon` or `calm`; empty where there is none."""
    if on is None:
        return ""
    days = (on - today).days
    return "late" if days < 0 else "soon" if days <= SOON_DAYS else "calm"


def yes_no(given: object, language: Language) -> str:
    """Say yes or no."""
    return translate(_YES if given else _NO, language)


def size(count: int, language: Language) -> str:
    """Write how large a file is: 412 KB, 2,1 MB."""
    for unit, name in _SIZES:
        if count >= unit:
            text = f"{count / unit:.1f}".removesuffix(".0")
            return f"{text if language == 'en' else text.replace('.', ',')} {name}"
    return f"{count} B"


def of(language: Language, zone: ZoneInfo) -> Mapping[str, Callable[..., str]]:
    """Return the filters of one language by the names templates use; `today` is handed over where needed."""
    return {
        "day": day,
        "day_short": day_short,
        "moment": lambda at: moment(at, zone),
        "lately": lambda at, today: lately(at, zone, today, language),
        "number": lambda count: number(count, language),
        "days_left": lambda on, today: days_left(on, today, language),
        "urgency": urgency,
        "yes_no": lambda given: yes_no(given, language),
        "size": lambda count: size(count, language),
    }

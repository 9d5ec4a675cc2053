"""Calendars people subscribe to: a whole day a deadline, by the dossier's number, and meetings by theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from engine.canonical import digest
from engine.queries.deadlines import Deadline
from engine.queries.word import Occasion
from outputs.notices import link_to, meeting_link
from outputs.wording import Language
from outputs.wording.language import mark, translate

MEDIA_TYPE = "text/calendar; charset=utf-8"
_REFRESHED = timedelta(hours=4)
_NAME = mark("Thời hạn hồ sơ")
_OWN, _OTHER = mark("Chờ tôi"), mark("Thời hạn trong phạm vi của tôi")
_DUE = mark("%(dossier)s: hạn cuối – %(step)s")
_OWN_DUE = mark("%(dossier)s: chờ tôi, hạn cuối – %(step)s")
_SINCE = mark("%(dossier)s: chờ tôi từ ngày này – %(step)s")
_MEETING = mark("%(meeting)s: họp %(body)s")
_AGENDA = mark("Chương trình: %(dossiers)s.")
_MEETINGS = mark("Các cuộc họp")
_TO_DO = mark("Việc cần làm: mở hồ sơ và thực hiện “%(step)s”. Nội dung chỉ xem được sau khi đăng nhập.")


def calendar_of(
    deadlines: Sequence[Deadline], meetings: Sequence[Occasion], title_of: Callable[[str, str], str],
    language: Language, *, base_url: str, zone: tzinfo,
) -> bytes:  # fmt: skip
    """Return deadlines and meetings as an iCalendar file: the same bytes for the same, whenever asked for.

    `title_of` names a step of a procedure.
    """
    made = Calendar()
    made.add("prodid", "-//Diu Dat//diudat//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", translate(_NAME, language))
    made.add("x-wr-timezone", str(zone))
    made.add("refresh-interval", _REFRESHED, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    host = urlsplit(base_url).hostname or "diudat"
    for one in deadlines:
        made.add_component(_event(one, title_of(one.step, one.procedure), language, base_url, host, zone))
    for sitting in meetings:
        made.add_component(_meeting(sitting, language, base_url, host, zone))
    return bytes(made.to_ical())


def content_digest(content: bytes) -> str:
    """Return the name of a calendar's content, by which a reader knows that nothing has changed."""
    return digest(content)


def _event(one: Deadline, step: str, language: Language, base_url: str, host: str, zone: tzinfo) -> Event:
    text = _SINCE if not one.has_limit else _OWN_DUE if one.is_own else _DUE
    event = Event()
    event.add("uid", f"{one.dossier}-{one.step}-{one.attempt}@{host}".lower())
    # When an entry was written is not kept; the day itself keeps the file the same until it changes.
    event.add("dtstamp", datetime.combine(one.on, time(), zone).astimezone(UTC))
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", translate(text, language) % {"dossier": one.dossier, "step": step})
    event.add("description", translate(_TO_DO, language) % {"step": step})
    event.add("url", link_to(base_url, one.dossier))
    event.add("categories", [translate(_OWN if one.is_own else _OTHER, language)])
    event.add("transp", "TRANSPARENT")  # a limit keeps nobody busy
    return event


def _meeting(one: Occasion, language: Language, base_url: str, host: str, zone: tzinfo) -> Event:
    event = Event()
    event.add("uid", f"{one.number}@{host}".lower())
    event.add("dtstamp", datetime.combine(one.held_on, time(), zone).astimezone(UTC))
    if one.hour is None:
        event.add("dtstart", one.held_on)
        event.add("dtend", one.held_on + timedelta(days=1))
    else:
        # No end: how long it will take, nobody has said.
        begins = datetime.combine(one.held_on, time.fromisoformat(one.hour), zone)
        event.add("dtstart", begins.astimezone(UTC))
    event.add("summary", translate(_MEETING, language) % {"meeting": one.number, "body": one.body})
    if one.dossiers:
        event.add("description", translate(_AGENDA, language) % {"dossiers": ", ".join(one.dossiers)})
    if one.place:
        event.add("location", one.place)
    event.add("url", meeting_link(base_url, one.number))
    event.add("categories", [translate(_MEETINGS, language)])
    return event

"""How people want to be told by mail: at once, once a day or not at all, and the hours that stay quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

import orjson
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.database import Database, ReadSession
from engine.rules.time_limits import Calendar
from models.errors import Malformed
from models.preference import NoticePreference

Mode: TypeAlias = Literal["at_once", "digest", "never"]
AT_ONCE: Mode = "at_once"
DIGEST: Mode = "digest"
NEVER: Mode = "never"
MODES: tuple[Mode, ...] = (AT_ONCE, DIGEST, NEVER)
MINUTES_A_DAY = 24 * 60
_LONGEST_REST = 60
"""Days on end on which an office may be closed; then it speaks all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """When mails wait: between two minutes of the office's day, perhaps over midnight, and on days off."""

    since: int | None = None
    until: int | None = None
    on_days_off: bool = False

    def __post_init__(self) -> None:
        """Refuse hours that are none, or a whole day."""
        hours = (self.since, self.until)
        given = [one for one in hours if one is not None]
        if given and (len(given) == 1 or self.since == self.until):
            raise Malformed("quiet.hours", field="quiet_from")
        if not all(0 <= one < MINUTES_A_DAY for one in given):
            raise Malformed("quiet.hours", field="quiet_from")

    def ends(self, at: datetime, zone: tzinfo, calendar: Calendar) -> datetime | None:
        """Return the instant (UTC) at which a mail may go out that must wait now; None where it need not."""
        local = at.astimezone(zone)
        day, minute = local.date(), local.hour * 60 + local.minute
        last = day + timedelta(days=_LONGEST_REST)
        while day < last:
            free_at = self._free_at(day, minute, calendar)
            if free_at is not None:
                waited = _instant(day, free_at, zone)
                return waited if waited > at else None
            day, minute = day + timedelta(days=1), 0
        return None

    def _free_at(self, day: date, minute: int, calendar: Calendar) -> int | None:
        """Return the first minute of a day, from one on, that is not quiet; None where there is none."""
        if self.on_days_off and not calendar.is_working_day(day):
            return None
        if self.since is None or self.until is None:
            return minute
        if self.since < self.until:
            return self.until if self.since <= minute < self.until else minute
        if minute >= self.since:
            return None
        return max(minute, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person has chosen; what they have not chosen is told at once."""

    modes: Mapping[str, Mapping[str, Mode]] = field(default_factory=dict)
    """By channel and kind of notice."""
    quiet: Quiet = field(default_factory=Quiet)

    def mode(self, channel: str, kind: str) -> Mode:
        """Return how a kind of notice is told over a channel."""
        return self.modes.get(channel, {}).get(kind, AT_ONCE)


NOTHING_CHOSEN = Preferences()


def preferences_of(session: ReadSession, people: Iterable[str]) -> Mapping[str, Preferences]:
    """Return what people have chosen, by person; who has chosen nothing is not among them."""
    asked = sorted(set(people))
    if not asked:
        return {}
    rows = session.rows(
        select(
            NoticePreference.person_id, NoticePreference.modes, NoticePreference.quiet_from,
            NoticePreference.quiet_until, NoticePreference.quiet_on_days_off,
        ).where(NoticePreference.person_id.in_(asked))
    )  # fmt: skip
    return {
        row.person_id: Preferences(
            modes=orjson.loads(row.modes),
            quiet=Quiet(since=row.quiet_from, until=row.quiet_until, on_days_off=row.quiet_on_days_off),
        )
        for row in rows
    }


def choose(database: Database, person: str, chosen: Preferences, at: datetime) -> None:
    """Keep what somebody has chosen, in place of what they chose before."""
    values = {
        "modes": orjson.dumps(chosen.modes, option=orjson.OPT_SORT_KEYS).decode(),
        "quiet_from": chosen.quiet.since,
        "quiet_until": chosen.quiet.until,
        "quiet_on_days_off": chosen.quiet.on_days_off,
        "chosen_at": at,
    }
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    statement = insert(NoticePreference.__table__).on_conflict_do_update(
        index_elements=["person_id"], set_=values
    )
    with database.writing() as session:
        session.write(statement, {"person_id": person, **values})


def _instant(day: date, minute: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)

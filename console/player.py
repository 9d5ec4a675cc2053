"""Plays a story through the registry on a clock of its own: the sweep every morning, a wave every quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.registry import Recorded, Registry
from examples.district_4 import Act
from models.errors import Refused

_MORNING = time(7)
_WAVE_AFTER = timedelta(minutes=5)
_QUARTERS = (1, 4, 7, 10)


class StoryBroken(AssertionError):
    """The regulation answered an act otherwise than the story says."""

    def __init__(self, act: Act, answer: str) -> None:
        """Name the act and the answer."""
        super().__init__(f"{act.at:%Y-%m-%d} {act.by}: {act.command!r}\n{answer}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An act that was carried out, with what it recorded or what stood in its way."""

    act: Act
    on: date
    recorded: Recorded | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Who plays, and who is called when."""

    registry: Registry
    zone: tzinfo
    sweep: Callable[[datetime], object]
    """Called every morning."""
    wave: Callable[[datetime], object]
    """Called on the first morning of every quarter, and in the end."""
    watch: Callable[[Happened], None]

    def play(self, acts: Iterable[Act], until: datetime) -> None:
        """Carry out every act at its hour, and every morning between them, to the end."""
        today: date | None = None
        for act in acts:
            on = self.date_of(act.at)
            today = self._mornings(today or on, on)
            self.watch(self._carried_out(act, on))
        if today is not None:
            self._mornings(today, self.date_of(until))
        self.wave(until)

    def date_of(self, at: datetime) -> date:
        """Return the office's own date at an instant."""
        return at.astimezone(self.zone).date()

    def _mornings(self, today: date, until: date) -> date:
        while today < until:
            today += timedelta(days=1)
            at = datetime.combine(today, _MORNING, self.zone).astimezone(UTC)
            self.sweep(at)
            if today.day == 1 and today.month in _QUARTERS:
                self.wave(at + _WAVE_AFTER)
        return today

    def _carried_out(self, act: Act, on: date) -> Happened:
        try:
            recorded = self.registry.record(act.command, by=act.by, at=act.at)
        except Refused as refused:
            if tuple(one.rule for one in refused.unmet) != act.refused:
                raise StoryBroken(act, str(refused)) from refused
            return Happened(act=act, on=on, refused=refused)
        if act.refused:
            raise StoryBroken(act, f"recorded in {recorded.stream}")
        return Happened(act=act, on=on, recorded=recorded)

"""The calendar of working days in Vietnam: the `holidays` package, and the days decided otherwise."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.rules.time_limits import Calendar

_SHIPPED = Path(__file__).parents[1] / "procedures" / "workdays" / "vn.yaml"


@dataclass(frozen=True, slots=True)
class Override:
    """A day worked, or not worked, against the usual calendar."""

    on: dt.date
    is_working: bool
    source: str = ""


def vietnam_calendar(years: Iterable[int], overrides: Iterable[Override] = ()) -> Calendar:
    """The working days of Vietnam in these years; of two overrides for one day the later one holds.

    The lunar new year of a year not yet decided is the usual block of days. The first call in a process
    takes 0.4 s to load the `holidays` package; a calendar once made is kept.
    """
    decided = {override.on: override.is_working for override in overrides}
    return _calendar(frozenset(years), frozenset(decided.items()))


@cache
def shipped_overrides() -> tuple[Override, ...]:
    """The overrides known when this version was made, with their sources, to begin the office's own table."""
    listed = _Workdays.model_validate(yaml.safe_load(_SHIPPED.read_text(encoding="utf-8")))
    return tuple(Override(on=day.date, is_working=day.working, source=day.source) for day in listed.workdays)


@lru_cache(maxsize=32)
def _calendar(years: frozenset[int], decided: frozenset[tuple[dt.date, bool]]) -> Calendar:
    from holidays import country_holidays  # noqa: PLC0415 -- takes 0.4 s, and few commands need it

    usual = country_holidays("VN", years=years)
    worked = {day for day, is_working in decided if is_working}
    off = {day for day, is_working in decided if not is_working}
    return Calendar(
        holidays=frozenset((usual.keys() - worked) | off),
        working_days_override=frozenset(
            ({day for day in usual.weekend_workdays if day.year in years} - off) | worked
        ),
    )


class _Workday(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    date: dt.date
    working: bool
    source: str = Field(min_length=3)


class _Workdays(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    workdays: tuple[_Workday, ...]

    @model_validator(mode="after")
    def _names_each_day_once(self) -> Self:
        days = [one.date for one in self.workdays]
        if len(set(days)) < len(days):
            raise ValueError("a day is named twice")
        return self

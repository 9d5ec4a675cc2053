"""Kinds of notices: what people choose by, and which of them nobody may switch off."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.procedure import Caption

_FILE = Path(__file__).resolve().parent.parent / "templates" / "notices" / "kinds.yaml"


class Duty(BaseModel):
    """Why the office must tell it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=3)
    to_confirm: bool = False
    """True where the paragraph is yet to be confirmed with the office."""


class Kind(BaseModel):
    """One kind of notices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z_]*$", max_length=40)
    title: Caption
    about: Caption
    notices: tuple[str, ...] = Field(min_length=1)
    duty: Duty | None = None
    """Set where the regulation has the office tell it: it cannot be switched off."""


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order in which people are shown them."""
    return TypeAdapter(tuple[Kind, ...]).validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def kind_of(notice: str) -> Kind | None:
    """Return the kind a notice belongs to; None for one of another organisation's own, told at once."""
    return _by_notice().get(notice)


@cache
def _by_notice() -> dict[str, Kind]:
    return {notice: kind for kind in kinds() for notice in kind.notices}

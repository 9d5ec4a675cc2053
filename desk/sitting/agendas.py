"""An agenda as a page shows it, and as it is typed: each dossier with its place in the order, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.asking import Asked
from desk.forms import Field, Form, Group
from engine.queries.agendas import Point
from models.errors import Malformed
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_PLACE = mark("Thứ tự của %(name)s, hồ sơ %(dossier)s")
_LARGEST = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One dossier of an agenda as a page shows it."""

    point: Point
    title: str
    """What the body is asked."""
    address: str
    """Page on which the result is entered."""
    field: str = ""
    """Posted name of its place in the order, where it is typed."""


def items_of(asked: Asked, points: Sequence[Point]) -> tuple[Item, ...]:
    """Return an agenda as a page shows it."""
    return tuple(
        Item(
            point=one,
            title=_title(asked, one),
            address=f"/dossiers/{one.dossier}/{one.step}",
            field=_name(one),
        )
        for one in points
    )


def agenda_form(asked: Asked, points: Sequence[Point], chosen: Sequence[tuple[str, str]]) -> Form:
    """Return the fields of an agenda: a place for each point that awaits, typed in the order chosen."""
    places = {which: str(place) for place, which in enumerate(chosen, start=1)}
    fields = tuple(
        Field(
            name=_name(one),
            kind="count",
            text=translate(_PLACE, asked.language) % {"name": one.candidate, "dossier": one.dossier},
            required=False,
            typed=places.get((one.dossier, one.step), ""),
        )
        for one in points
    )
    return Form(groups=(Group(fields=fields),))


def agenda_typed(points: Sequence[Point], typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the agenda as it was typed: by place, what has none left out; raises `Malformed`."""
    placed = []
    for one in points:
        text = typed.get(_name(one), "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and int(text) <= _LARGEST):
            raise Malformed("agenda.place", field=_name(one), at_most=_LARGEST)
        placed.append((int(text), one))
    placed.sort(key=lambda pair: pair[0])  # stable: equal places stay as they are listed
    return [{"dossier": one.dossier, "step": one.step} for _, one in placed]


def _name(point: Point) -> str:
    return f"place:{point.dossier}:{point.step}"


def _title(asked: Asked, point: Point) -> str:
    procedure = asked.desk.procedures.version(point.procedure)
    if not procedure.has_step(point.step):
        return point.step
    return said(procedure.step(point.step).title, asked.language)

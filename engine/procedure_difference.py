"""What changed between two versions of a procedure: steps, numbers, words and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from models.procedure import Procedure, Sourced

_TOLD_OTHERWISE = frozenset({"id", "source", "to_confirm", "stages", "forms"})
"""Fields told of in their own way: by name, as a citation, step by step, and by the name of the set."""

_CITED = ".source"

_Kind = Literal["added", "removed", "changed", "cited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs; for a changed number both values with both sources."""

    kind: _Kind
    """`added` and `removed`: a whole step, or a value; `cited`: the same by another source."""
    path: str
    """What differs: `steps.decision.limit.amount`."""
    before: str | None = None
    after: str | None = None
    source_before: str | None = None
    source_after: str | None = None
    to_confirm: bool = False
    """Whether the source of what is there now has still to be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A value with what it is cited from, or the citation itself (then without a value)."""

    value: str | None
    source: str | None
    to_confirm: bool


_NOTHING = _Said(value=None, source=None, to_confirm=False)


def difference(before: Procedure, after: Procedure) -> tuple[Change, ...]:
    """Return what a dossier meets differently under the later version; what is new stands last."""
    old, new = dict(_facts(before)), dict(_facts(after))
    whole = tuple(f"steps.{one}." for one in _steps(before) ^ _steps(after))
    paths = (one for one in dict.fromkeys((*old, *new)) if not one.startswith(whole))
    found = (_change(path, old.get(path), new.get(path)) for path in paths)
    return tuple(one for one in found if one is not None)


def _change(path: str, before: _Said | None, after: _Said | None) -> Change | None:
    kind = _kind(before, after)
    if kind is None:
        return None
    was, now = before or _NOTHING, after or _NOTHING
    return Change(
        kind=kind,
        path=path.removesuffix(_CITED),
        before=was.value,
        after=now.value,
        source_before=was.source,
        source_after=now.source,
        to_confirm=now.to_confirm,
    )


def _kind(before: _Said | None, after: _Said | None) -> _Kind | None:
    if before is not None and after is not None:
        if before.value != after.value:
            return "changed"
        return "cited" if before.value is None and before != after else None
    there = before or after
    if there is None or there.value is None:
        return None
    return "added" if before is None else "removed"


def _steps(procedure: Procedure) -> frozenset[str]:
    return frozenset(step.id for stage in procedure.stages for step in stage.steps)


def _facts(procedure: Procedure) -> Iterator[tuple[str, _Said]]:
    yield "forms", replace(_NOTHING, value=procedure.forms.id)
    yield from _parts(procedure, "", _NOTHING)
    for stage in procedure.stages:
        for name in ("title", "flow", "together", "apart"):
            yield from _fact(getattr(stage, name), f"stages.{stage.id}.{name}", _NOTHING)
        for number, step in enumerate(stage.steps):
            cited = _Said(value=None, source=step.source, to_confirm=step.to_confirm)
            path = f"steps.{step.id}"
            yield path, replace(cited, value=step.title.vi)
            yield f"{path}.stage", replace(cited, value=stage.id)
            if number and not stage.together:
                yield f"{path}.after", replace(cited, value=stage.steps[number - 1].id)
            yield from _parts(step, path, cited)


def _parts(model: BaseModel, path: str, cited: _Said) -> Iterator[tuple[str, _Said]]:
    if isinstance(model, Sourced):
        cited = _Said(value=None, source=model.source, to_confirm=model.to_confirm)
        yield f"{path}{_CITED}", cited
    for name in type(model).model_fields:
        if name not in _TOLD_OTHERWISE:
            yield from _fact(getattr(model, name), f"{path}.{name}".lstrip("."), cited)


def _fact(value: object, path: str, cited: _Said) -> Iterator[tuple[str, _Said]]:
    if isinstance(value, BaseModel):
        yield from _parts(value, path, cited)
    elif isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for one in value:
            yield from _fact(one, f"{path}.{_name(one)}", cited)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _fact(one, f"{path}.{key}", cited)
    elif value not in (None, ()):
        yield path, replace(cited, value=_text(value))


def _name(part: BaseModel) -> str:
    """Return what tells a part of a list from its neighbours in both versions."""
    keys = ("id", "code", "notice", "rule", "form", "person", "body", "step", "role", "when")
    words = (_text(value) for key in keys if (value := getattr(part, key, None)) not in (None, ()))
    return " ".join(words)


def _text(value: object) -> str:
    match value:
        case StrEnum() as word:
            return word.value
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case (int(part), int(whole)):
            return f"{part}/{whole}"
        case tuple():
            return ", ".join(_text(one) for one in value)
        case _:
            return str(value)

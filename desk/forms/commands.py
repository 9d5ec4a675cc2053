"""The fields of a form, read off the command it makes: each kind of value has its kind of input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from desk.forms.fields import Choice, Column, Field, Form, Group, Kind
from models.commands import Command
from models.text import LINE_LENGTH, TEXT_LENGTH
from outputs.wording import Language, caption
from outputs.wording.fields import field_caption
from outputs.wording.language import mark, translate

_GIVEN = frozenset({"command", "dossier", "step", "answers"})
"""Known from the address or drawn from the papers."""
_CAPTIONED = {
    "verdict": "outcome",
    "endorser": "endorser",
    "roll": "roll",
    "role": "role",
    "standing": "standing",
    "education": "education",
    "relation": "relation",
    "way": "way",
    "chair_vote": "chair_vote",
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "sex": {"male": mark("nam"), "female": mark("nữ")},
    "language": {"vi": mark("tiếng Việt"), "en": mark("tiếng Anh")},
    "source": {
        "standing_militia": mark("dân quân thường trực"),
        "called_up": mark("thanh niên trong diện gọi nhập ngũ"),
        "union_member": mark("đoàn viên"),
        "other": mark("nguồn khác"),
    },
    "change": {"arrived": mark("đến"), "left": mark("ra về")},
    "cause": {
        "death": mark("qua đời"),
        "discipline": mark("bị kỷ luật"),
        "left_unit": mark("rời đơn vị"),
        "other": mark("lý do khác"),
    },
}
DATE_HINT = mark("Ví dụ: 25/11/2026")


def of_command(
    model: type[Command],
    language: Language,
    *,
    but: Sequence[str] = (),
    hidden: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of a command: its own fields, without the dossier, the step and the papers.

    `but` leaves out further fields, which the page fills in when it makes the command; `hidden` carries some
    along with a fixed value.
    """
    carried = hidden or {}
    wanted = [
        (name, info)
        for name, info in model.model_fields.items()
        if name not in _GIVEN or (name == "answers" and _is_own_list(info))
    ]
    fields = [
        _field(_command_name(model), name, info, language)
        for name, info in wanted
        if name not in but and name not in carried
    ]
    fields += [
        Field(name=name, kind="hidden", text="", typed=value, required=False)
        for name, value in carried.items()
    ]
    return Form(groups=(Group(fields=tuple(fields)),))


def _is_own_list(info: FieldInfo) -> bool:
    """Say whether a field called `answers` is a list of texts, not the fields of papers."""
    return get_origin(_bare(info.annotation)[0]) is tuple


def _command_name(model: type[BaseModel]) -> str:
    return str(model.model_fields["command"].default)


def _field(command: str, name: str, info: FieldInfo, language: Language) -> Field:
    annotation, may_be_left_out = _bare(info.annotation)
    kind = _kind(annotation, info)
    return Field(
        name=name,
        kind=kind,
        text=field_caption(name, language, command) or name,
        hint=translate(DATE_HINT, language) if kind == "date" else "",
        required=info.is_required() and not may_be_left_out,
        choices=tuple(_choices(name, annotation, language)),
        columns=tuple(_columns(command, annotation, language)),
        typed="" if kind in {"table", "flag"} else _default(info),
    )


def _bare(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 -- a type, as Pydantic keeps it
    """Return what a field holds without its constraints, and whether it may be left out."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        held = [one for one in get_args(annotation) if one is not NoneType]
        return _bare(held[0])[0], NoneType in get_args(annotation)
    return annotation, False


def _kind(annotation: Any, info: FieldInfo) -> Kind:  # noqa: ANN401 -- as above
    if get_origin(annotation) is Literal:
        return "choice"
    if get_origin(annotation) is tuple:
        return "table"
    if annotation is bool:
        return "flag"
    if annotation is int:
        return "count"
    if isinstance(annotation, type) and issubclass(annotation, date):
        return "date"
    return "text" if _longest(info) > LINE_LENGTH else "line"


def _longest(info: FieldInfo) -> int:
    """Return how long a text may be, as the field describes itself to readers of its schema."""
    described = [getattr(one, "json_schema", None) for one in info.metadata]
    limits = [one["maxLength"] for one in described if isinstance(one, dict) and "maxLength" in one]
    if limits:
        return int(limits[0])
    return TEXT_LENGTH if get_origin(info.annotation) in {Union, UnionType} and _holds_text(info) else 0


def _holds_text(info: FieldInfo) -> bool:
    for one in get_args(info.annotation):
        described = [getattr(part, "json_schema", None) for part in getattr(one, "__metadata__", ())]
        if any(isinstance(part, dict) and part.get("maxLength") == TEXT_LENGTH for part in described):
            return True
    return False


def _choices(name: str, annotation: Any, language: Language) -> Iterator[Choice]:  # noqa: ANN401 -- as above
    if get_origin(annotation) is not Literal:
        return
    for value in get_args(annotation):
        known = _CHOICES.get(name, {}).get(value)
        if known is not None:
            yield Choice(value=value, text=translate(known, language))
        elif name in _CAPTIONED:
            yield Choice(value=value, text=caption(_CAPTIONED[name], value, language))
        else:
            yield Choice(value=value, text=field_caption(value, language) or value)


def _columns(command: str, annotation: Any, language: Language) -> Iterator[Column]:  # noqa: ANN401 -- as above
    if get_origin(annotation) is not tuple:
        return
    held = _bare(get_args(annotation)[0])[0]
    if not (isinstance(held, type) and issubclass(held, BaseModel)):
        yield Column(name="", text=field_caption("answers", language, command) or "")
        return
    for name in held.model_fields:
        yield Column(name=name, text=field_caption(name, language, command) or name)


def _default(info: FieldInfo) -> str:
    return "" if info.is_required() or info.default is None else str(info.default)

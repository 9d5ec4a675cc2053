"""What is typed into the fields of a paper: text, a count, a mark, a day, or the rows of a table."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from models.text import LARGEST_COUNT, OptionalText

_TEXT: TypeAdapter[str | None] = TypeAdapter(OptionalText)
_LONGEST_TABLE = 200  # rows; a curriculum vitae has some dozens
_MOST_COLUMNS = 30
_MOST_FIELDS = 300
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def _answer(given: object) -> object:
    """Bring one answer into the form in which it is kept; days become ISO text, blanks become nothing."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, int):
        return _count(given)
    if isinstance(given, datetime):
        raise PydanticCustomError("answer_kind", "a day is needed, not an instant")
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return _text(given)
    if isinstance(given, list | tuple) and len(given) <= _LONGEST_TABLE:
        return [_row(row) for row in given]
    raise PydanticCustomError("answer_kind", "text, a whole number, yes or no, a day or rows are needed")


def _count(given: int) -> int:
    if abs(given) > LARGEST_COUNT:
        raise PydanticCustomError("count_range", "a number up to {most} is needed", {"most": LARGEST_COUNT})
    return given


def _row(given: object) -> dict[str, str]:
    if not isinstance(given, dict) or len(given) > _MOST_COLUMNS:
        raise PydanticCustomError("answer_row", "each row names its columns")
    return {_name(column): _cell(cell) for column, cell in given.items()}


def _cell(given: object) -> str:
    if given is None:
        return ""
    if isinstance(given, str):
        return _text(given) or ""
    if type(given) is int:
        return str(_count(given))
    raise PydanticCustomError("answer_cell", "each cell of a row is text")


def _name(given: object) -> str:
    if not isinstance(given, str) or not _NAME.fullmatch(given):
        raise PydanticCustomError("answer_name", "a field is named by its id")
    return given


def _text(given: str) -> str | None:
    try:
        return _TEXT.validate_python(given)
    except ValidationError as refused:
        first = refused.errors()[0]
        raise PydanticCustomError(first["type"], first["msg"], first.get("ctx")) from refused


Answer = Annotated[object, BeforeValidator(_answer)]
Answers = Annotated[dict[Annotated[str, BeforeValidator(_name)], Answer], Field(max_length=_MOST_FIELDS)]
"""What was typed, by field id; the rule of the step holds it to the form set."""

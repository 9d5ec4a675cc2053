"""What is typed into the fields of a paper: text, a count, a mark, a day, or the rows of a table."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from models.text import OptionalText

_TEXT: TypeAdapter[str | None] = TypeAdapter(OptionalText)
_LONGEST_TABLE = 200  # rows; a curriculum vitae has some dozens


def _answer(given: object) -> object:
    """Bring one answer into the form in which it is kept; days become ISO text, blanks become nothing."""
    if given is None or isinstance(given, bool | int):
        return given
    if isinstance(given, datetime):
        raise PydanticCustomError("answer_kind", "a day is needed, not an instant")
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return _text(given)
    if isinstance(given, list | tuple) and len(given) <= _LONGEST_TABLE:
        return [_row(row) for row in given]
    raise PydanticCustomError("answer_kind", "text, a whole number, yes or no, a day or rows are needed")


def _row(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise PydanticCustomError("answer_row", "each row names its columns")
    return {str(column): _text(str(cell)) or "" for column, cell in given.items()}


def _text(given: str) -> str | None:
    try:
        return _TEXT.validate_python(given)
    except ValidationError as refused:
        first = refused.errors()[0]
        raise PydanticCustomError(first["type"], first["msg"], first.get("ctx")) from refused


Answer = Annotated[object, BeforeValidator(_answer)]
Answers = dict[Annotated[str, Field(max_length=60)], Answer]
"""What was typed, by field id; the rule of the step holds it to the form set."""

"""Until when a returned dossier is to be answered: the one limit that stands in its state alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.dossier import Dossier
from models.state import Status


class _AnswerBy(FunctionElement[date]):
    """The day out of a state, in whatever way the database reads JSON; null where nothing is owed."""

    name = "answer_by"
    type = Date()
    inherit_cache = True


def answer_by() -> ColumnElement[date]:
    """Return the day by which a returned dossier is to be answered, as a column; null for any other."""
    # The state is long: only where a dossier is returned is it looked into.
    return case((_is_returned(), _AnswerBy(Dossier.state)))


def is_answer_late(today: date) -> ColumnElement[bool]:
    """Say of a dossier that it was returned and that the day for its answer has passed."""
    return and_(_is_returned(), answer_by() < today)


def _is_returned() -> ColumnElement[bool]:
    return Dossier.status == Status.RETURNED.value


@compiles(_AnswerBy, "sqlite")
def _on_sqlite(element: _AnswerBy, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 -- SQLAlchemy's own
    # There a date is its ISO text.
    return f"json_extract({compiler.process(element.clauses, **given)}, '$.supplement.answer_by')"


@compiles(_AnswerBy, "postgresql")
def _on_postgresql(element: _AnswerBy, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 -- SQLAlchemy's own
    state = compiler.process(element.clauses, **given)
    return f"CAST(CAST({state} AS JSON) -> 'supplement' ->> 'answer_by' AS DATE)"

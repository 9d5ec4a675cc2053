"""Counts what is asked of the database, so that a list is held to a number of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from engine.database import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect every statement that reading sessions send meanwhile."""
    sent: list[str] = []

    def keep(*told: object) -> None:
        sent.append(str(told[2]))

    # On PostgreSQL readers share their engine's events with the writers; nobody writes meanwhile.
    engine = database._readers
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def asked(database: Database, question: Callable[[], object]) -> int:
    """Return how many statements a question sends."""
    with counted(database) as sent:
        question()
    return sum(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in sent)

"""A notice that was given up is owed once more: the same notice, the same person, the same channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from engine import outbox
from engine.database import Database, ReadSession, WriteSession, for_update
from engine.messages import NO_STREAM
from engine.queries.letters import DeadLetter
from models.errors import NotFound
from models.notice import InboxMessage, Notice
from models.outbox import OutboxRow


def owe_again(database: Database, letter: DeadLetter, at: datetime) -> bool:
    """Owe a notice that was given up once more; say False where it waits to be sent again already.

    Raises `NotFound` for a notice that is not among those given up.
    """
    due = _owes(letter)
    with database.writing() as session:
        _lock(session, letter)
        if outbox.is_owed(session, letter.dossier, letter.about, due):
            return False
        outbox.put(session, letter.dossier, letter.about, _flow(session, letter), due, at)
    return True


def owed_again(session: ReadSession, letters: Sequence[DeadLetter]) -> frozenset[DeadLetter]:
    """Return those of some notices given up that wait to be sent again."""
    rows = session.rows(
        select(OutboxRow.stream, OutboxRow.sequence, OutboxRow.due).where(
            OutboxRow.done_at.is_(None), OutboxRow.stream.in_({one.dossier for one in letters})
        )
    )
    waiting = {(row.stream, row.sequence, row.due) for row in rows}
    return frozenset(
        one for one in letters if (one.dossier, one.about, outbox.written(_owes(one))) in waiting
    )


def _owes(letter: DeadLetter) -> outbox.Due:
    return outbox.word(letter.notice, [letter.person], channel=letter.channel)


def _lock(session: WriteSession, letter: DeadLetter) -> None:
    chosen = select(Notice.id).where(
        Notice.dossier == letter.dossier,
        Notice.about == letter.about,
        Notice.notice == letter.notice,
        Notice.person_id == letter.person,
        Notice.channel == letter.channel,
        Notice.outcome == "dead",
    )
    if letter.dossier == NO_STREAM:
        chosen = select(InboxMessage.id).where(
            InboxMessage.id == letter.about,
            InboxMessage.person_id == letter.person,
            InboxMessage.mailed == "dead",
        )
    if session.one(for_update(chosen)) is None:
        raise NotFound("notice.not_dead", dossier=letter.dossier, notice=letter.notice)


def _flow(session: WriteSession, letter: DeadLetter) -> str:
    """Return the flow that owed the notice first; its row stays in the outbox after it is done."""
    flow = session.scalar(
        select(OutboxRow.flow)
        .where(OutboxRow.stream == letter.dossier, OutboxRow.sequence == letter.about)
        .order_by(OutboxRow.id)
        .limit(1)
    )
    if flow is None:
        raise NotFound("notice.not_owed", dossier=letter.dossier, notice=letter.notice)
    return flow

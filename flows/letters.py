"""Word about somebody's own account is mailed to them, at once and whatever they have chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from queue import SimpleQueue
from typing import Any, cast

from engine import messages, outbox
from engine.outbox import Errand
from flows import installation
from flows.telling import GIVE_UP_AFTER
from flows.walk import LEASE, carry_out, in_order, instant, stage_flow
from outputs.channels import email
from outputs.channels.delivery import Undeliverable, Undelivered
from outputs.letters import letter_id
from outputs.notices import Message
from outputs.wording import Language
from settings import Settings, load


def send(errand: Errand, settings: Settings, at: datetime) -> None:
    """Mail one message, once; where there is no mail server or no address, the program has told it.

    Raises `Delayed` while the mail server cannot take it, until it is given up.
    """
    database, server = installation.database(settings), installation.mail_server(settings)
    with database.reading() as session:
        found = messages.letter(session, errand.sequence)
    if found is None or found.mailed is not None or not found.email or server is None:
        return
    message = Message(
        id=letter_id(errand.sequence),
        to=found.email,
        language=cast("Language", found.language),
        subject=found.subject,
        body=found.body,
        dossier="",
        about=0,
        event="",
        notice=errand.due.notices[0].notice,
        link=settings.public_url,
        at=found.at,
    )
    outcome = "sent"
    try:
        email.send(message, server, at=at)
    except Undelivered as failure:
        if not isinstance(failure, Undeliverable) and errand.attempts < GIVE_UP_AFTER:
            raise
        outcome = "dead"
    messages.note_mailed(database, errand.sequence, outcome)


@stage_flow(messages.FLOW)
def letters(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Mail what waits, one after another: it is little, and each has its own failure."""
    settings, rows = load(), SimpleQueue[tuple[int, dict[str, Any]]]()
    outbox.renew(installation.database(settings), errands, instant(at, settings) + LEASE)
    for one in errands:
        work = partial(send, settings=settings, at=instant(at, settings))
        carry_out(one, make_due=work, settings=settings, at=at, rows=rows)
    return in_order(rows)

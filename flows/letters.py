"""What is about no dossier is mailed, at once and whatever its reader has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from engine import messages
from engine.outbox import Errand
from flows import installation
from flows.telling import GIVE_UP_AFTER
from flows.walk import each_alone, stage_flow
from outputs.channels import email
from outputs.channels.delivery import Undeliverable, Undelivered
from outputs.letters import letter_id
from outputs.notices import Message
from outputs.wording import Language
from settings import Settings

if TYPE_CHECKING:
    from flows.walk import Row


def send(errand: Errand, settings: Settings, at: datetime) -> None:
    """Mail one message, once; where there is no mail server or no address, the program has told it.

    Raises `Delayed` while the mail server cannot take it, until it is given up.
    """
    database, server = installation.database(settings), installation.mail_server(settings)
    with database.reading() as session:
        found = messages.letter(session, errand.sequence)
    settled = {"sent"} if _is_again(errand) else {"sent", "dead"}
    if found is None or found.mailed in settled or not found.email or server is None:
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
    outcome, receipt = "sent", None
    try:
        email.send(message, server, at=at)
    except Undelivered as failure:
        if not isinstance(failure, Undeliverable) and errand.attempts < GIVE_UP_AFTER:
            raise
        outcome, receipt = "dead", str(failure)
    messages.note_mailed(database, errand.sequence, outcome, at, receipt)


def _is_again(errand: Errand) -> bool:
    return any(whom.get("channel") for one in errand.due.notices for whom in one.to)


@stage_flow(messages.FLOW)
def letters(errands: Sequence[Errand], at: datetime | None) -> list[Row]:
    """Mail what waits: a large body called together is some hundred letters, each with its own failure."""
    return each_alone(errands, at, send)

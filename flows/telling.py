"""Tells the persons an event names, each once over each channel, and notes what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, cast

from engine.access import SYSTEM
from engine.known import calendar
from engine.outbox import Addressed, Errand
from engine.preferences import AT_ONCE, DIGEST, NEVER, NOTHING_CHOSEN, Mode, Preferences, preferences_of
from engine.queries.errands import Owed
from engine.queries.people import Addressee, WebhookAddress, Whom, addressees, webhooks_for
from engine.rules.time_limits import Calendar, local_date
from flows import installation
from models.commands import SendNotice
from models.errors import Conflict, OutsideFailure, Refused
from outputs.channels import email, webhook
from outputs.channels.delivery import Undeliverable
from outputs.kinds import kind_of
from outputs.notices import Message, NoticeContext, compose, context_of, link_to, message_id
from outputs.wording import Language
from settings import Settings

GIVE_UP_AFTER = 20
"""Tries after which a notice becomes a dead letter: with the walker's pauses, about two days."""
INBOX = "inbox"
_SETTLED = frozenset({"sent", "dead", "digest", "unwanted"})

if TYPE_CHECKING:
    Target: TypeAlias = tuple[str, Addressee | WebhookAddress, str]
    """A notice, whom it is for, and the channel."""


def tell(
    errand: Errand, owed: Owed, told: Sequence[str], *, settings: Settings, at: datetime
) -> datetime | None:
    """Tell everybody who has not been told yet, in the order of the stage and as each has chosen.

    Returns the first instant at which somebody who wants no mail now may be written to. One channel's
    failure keeps nobody else from hearing; the first is raised when all others were told.
    """
    failures: list[OutsideFailure] = []
    held: list[datetime] = []
    for target, way in _unheard(errand, owed, told, settings, at):
        if isinstance(way, datetime):
            held.append(way)
        elif way in {DIGEST, NEVER}:
            _note(errand, target, "digest" if way == DIGEST else "unwanted", None, None, settings, at)
        else:
            try:
                _tell(errand, owed, target, settings, at)
            except OutsideFailure as failure:
                failures.append(failure)
    if failures:
        raise failures[0]
    return min(held, default=None)


def _unheard(
    errand: Errand, owed: Owed, told: Sequence[str], settings: Settings, at: datetime
) -> list[tuple[Target, Mode | datetime]]:
    """Return what is still to be said, to whom and how, each once, whom the stage tells first first.

    Beside each stands whether it is said at once, or at which instant at the earliest.
    """
    on = local_date(at, settings.office_zone)
    found: dict[tuple[str, str, str], Target] = {}
    with installation.database(settings).reading() as session:
        for kind in told:
            for due in errand.due.notices:
                whom = [one for one in due.to if _kind(one, owed) == kind]
                for person in addressees(session, whom, on) if whom else ():
                    for channel in _channels(person, settings):
                        _add(found, (due.notice, person, channel), due, owed)
        for due in errand.due.notices:
            for hook in webhooks_for(session, owed.line, due.to):
                _add(found, (due.notice, hook, webhook.CHANNEL), due, owed)
        people = {whom.person for _, whom, _ in found.values() if isinstance(whom, Addressee)}
        chosen = preferences_of(session, people)
        rests = any(one.quiet.on_days_off for one in chosen.values())
        days = calendar(session) if rests else Calendar()
    return [(target, _way(target, chosen, settings, at, days)) for target in found.values()]


def _way(
    target: Target, chosen: Mapping[str, Preferences], settings: Settings, at: datetime, days: Calendar
) -> Mode | datetime:
    """Return how somebody has chosen to hear of it; a duty is never left out, and only mails are held."""
    notice, whom, channel = target
    if isinstance(whom, WebhookAddress) or channel != email.CHANNEL or whom.channel is not None:
        return AT_ONCE
    kind, preferences = kind_of(notice), chosen.get(whom.person, NOTHING_CHOSEN)
    mode = AT_ONCE if kind is None else preferences.mode(channel, kind.id)
    if mode == DIGEST or (mode == NEVER and kind is not None and kind.duty is None):
        return mode
    return preferences.quiet.ends(at, settings.office_zone, days) or AT_ONCE


def _add(found: dict[tuple[str, str, str], Target], target: Target, due: Addressed, owed: Owed) -> None:
    """Add what was not sent yet, nor given up, unless it is just that which is to be sent again."""
    is_again = any(whom.get("channel") for whom in due.to)
    if owed.outcomes.get(_key(target)) not in ({"sent"} if is_again else _SETTLED):
        found.setdefault(_key(target), target)


def _kind(whom: Whom, owed: Owed) -> str:
    """Return as what somebody is told: for a `committee`, for the `branch`, or as a `person`."""
    if whom["person"] is not None:
        return "person"
    return "branch" if whom["unit"] == owed.unit else "committee"


def _channels(person: Addressee, settings: Settings) -> list[str]:
    reachable = [INBOX, email.CHANNEL] if person.email and settings.smtp_host else [INBOX]
    return [channel for channel in reachable if person.channel in {None, channel}]


def _key(target: Target) -> tuple[str, str, str]:
    notice, whom, channel = target
    return notice, _id(whom), channel


def _id(whom: Addressee | WebhookAddress) -> str:
    return whom.person if isinstance(whom, Addressee) else whom.id


def _tell(errand: Errand, owed: Owed, target: Target, settings: Settings, at: datetime) -> None:
    """Say one thing to one person over one channel, and note what became of it."""
    message: Message | None = None
    try:
        message = _message(errand, owed, target, settings)
        receipt, outcome = _sent(message, target, settings, at), "sent"
    except Undeliverable as refused:
        receipt, outcome = str(refused), "dead"
    except OutsideFailure as failure:
        if errand.attempts < GIVE_UP_AFTER:
            raise
        receipt, outcome = str(failure), "dead"
    _note(errand, target, outcome, receipt, message, settings, at)


def said_of(owed: Owed, dossier: str, link: str, language: Language) -> NoticeContext:
    """Return what the texts of a notice may name of an event."""
    return context_of(
        owed.event,
        dossier=dossier,
        link=link,
        procedure=installation.procedures().version(owed.procedure),
        units=owed.units,
        language=language,
    )


def _message(errand: Errand, owed: Owed, target: Target, settings: Settings) -> Message:
    notice, whom, _ = target
    language = cast("Language", whom.language) if isinstance(whom, Addressee) else settings.language
    link = link_to(settings.public_url, errand.stream)
    context = said_of(owed, errand.stream, link, language)
    subject, body = compose(notice, context, language)
    return Message(
        id=_name(errand, target),
        to=(whom.email or "") if isinstance(whom, Addressee) else whom.url,
        language=language,
        subject=subject,
        body=body,
        dossier=errand.stream,
        about=errand.sequence,
        event=owed.event.kind,
        notice=notice,
        link=link,
        at=owed.recorded_at,
    )


def _name(errand: Errand, target: Target) -> str:
    """Return the name of a notice that is the same however often it is sent."""
    notice, whom, channel = target
    return message_id(
        dossier=errand.stream, about=errand.sequence, notice=notice, person=_id(whom), channel=channel
    )


def _sent(message: Message, target: Target, settings: Settings, at: datetime) -> str | None:
    """Hand a message to its channel and return the receipt; the inbox is filled by noting it."""
    _, whom, channel = target
    server = installation.mail_server(settings)
    if isinstance(whom, WebhookAddress):
        return webhook.send(message, whom, at=at, reach=installation.reach(settings)).detail
    if channel == email.CHANNEL and server is not None:
        return email.send(message, server, at=at).detail
    return None


def _note(
    errand: Errand, target: Target, outcome: str, receipt: str | None, message: Message | None,
    settings: Settings, at: datetime,
) -> None:  # fmt: skip
    notice, whom, channel = target
    shown = message if channel == INBOX and outcome == "sent" else None
    command = SendNotice.model_validate(
        {
            "dossier": errand.stream,
            "about": errand.sequence,
            "notice": notice,
            "person": _id(whom),
            "channel": channel,
            "outcome": outcome,
            "receipt": receipt,
            "subject": shown and shown.subject,
            "body": shown and shown.body,
        }
    )
    try:
        key = f"{outcome}:{errand.id}:{_name(errand, target)}"
        installation.registry(settings).record(command, by=SYSTEM, at=at, key=key)
    except (Conflict, Refused):
        # Another walker sent the same notice meanwhile, under the same name: its receipt stands.
        return

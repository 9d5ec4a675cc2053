"""Whom a notice is for: persons behind roles and names on a day, and the addresses events are posted to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select

from engine.database import ReadSession
from models.notice import Webhook
from models.person import Person
from models.unit import Seat

Whom = Mapping[str, str | None]
"""As the outbox keeps it: a role in a unit, or a person; `channel` narrows a notice that is sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A person a notice is for."""

    person: str
    full_name: str
    email: str | None
    language: str
    channel: str | None = None
    """The only channel to use, where a notice that was given up is sent again; None: every channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAddress:
    """An address to which events are posted, with the secret that signs them."""

    id: str
    url: str
    secret: str = field(repr=False)  # so that no log ever shows it


def addressees(session: ReadSession, to: Sequence[Whom], on: date) -> tuple[Addressee, ...]:
    """Return the persons a notice names on a day, each once: holders of a seat, and persons named."""
    named = {whom["person"]: whom.get("channel") for whom in to if whom["person"] and not _is_webhook(whom)}
    seats = (_held(whom, on) for whom in to if whom["person"] is None)
    holders = select(Seat.person_id).where(or_(false(), *seats))
    rows = session.rows(
        select(Person.id, Person.full_name, Person.email, Person.language)
        .where(or_(Person.id.in_(named), Person.id.in_(holders)))
        .order_by(Person.id)
    )
    return tuple(
        Addressee(
            person=row.id,
            full_name=row.full_name,
            email=row.email,
            language=row.language,
            channel=named.get(row.id),
        )
        for row in rows
    )


def webhooks_for(
    session: ReadSession, unit_line: Sequence[str], to: Sequence[Whom] = ()
) -> tuple[WebhookAddress, ...]:
    """Return the active webhooks of a dossier's unit and of every unit above it.

    Where a notice is sent again, only the webhook it names, if it names one.
    """
    again = [whom["person"] for whom in to if _is_webhook(whom)]
    if not again and any(whom.get("channel") for whom in to):
        return ()
    active = select(Webhook.id, Webhook.url, Webhook.secret).where(
        Webhook.is_active, Webhook.unit_id.in_(unit_line)
    )
    rows = session.rows((active.where(Webhook.id.in_(again)) if again else active).order_by(Webhook.id))
    return tuple(WebhookAddress(id=row.id, url=row.url, secret=row.secret) for row in rows)


def _is_webhook(whom: Whom) -> bool:
    return whom.get("channel") == "webhook"


def _held(whom: Whom, on: date) -> ColumnElement[bool]:
    return and_(
        Seat.unit_id == whom["unit"],
        Seat.role == whom["role"],
        Seat.since <= on,
        or_(Seat.until.is_(None), Seat.until > on),
    )


def email_of(session: ReadSession, person: str) -> str | None:
    """Return the address to which a person's mails go, if the register has one."""
    return session.scalar(select(Person.email).where(Person.id == person))


def language_of(session: ReadSession, person: str | None) -> str | None:
    """Return the language in which a person reads."""
    return session.scalar(select(Person.language).where(Person.id == person)) if person else None

"""The daily mail: what people chose to be told once a day, gathered into one mail a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Literal, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from engine.access import SYSTEM
from engine.known import calendar
from engine.preferences import NOTHING_CHOSEN, preferences_of
from engine.queries.errands import happened
from engine.queries.letters import Gathered, gathered
from engine.rules.time_limits import Calendar, local_date
from flows import installation
from flows.telling import said_of
from models.commands import SendNotice
from models.errors import Conflict, NotFound, Refused
from outputs.channels import email
from outputs.channels.delivery import Undeliverable
from outputs.letters import DigestLine, daily_mail, digest_id
from outputs.notices import BadNotice, Message, compose, link_to, message_id, to_do
from outputs.wording import Language
from settings import Settings, load

HOUR = time(7, 30)
"""Of the office: what was put by until then goes out that day, after the sweep's own reminders."""
TRIES_AGAIN = 2


def waiting_mails(settings: Settings, at: datetime) -> Mapping[str, tuple[Gathered, ...]]:
    """Return what the daily mails of an instant hold, by person; who wants no mail now is left for later.

    Without a mail server nobody is written to, and all waits.
    """
    if not settings.smtp_host:
        return {}
    with installation.database(settings).reading() as session:
        found = gathered(session, _closed_at(_day(settings, at), settings))
        chosen = preferences_of(session, {one.person for one in found})
        rests = any(one.quiet.on_days_off for one in chosen.values())
        days = calendar(session) if rests else Calendar()
    return {
        person: tuple(lines)
        for person, lines in groupby(found, key=lambda one: one.person)
        if chosen.get(person, NOTHING_CHOSEN).quiet.ends(at, settings.office_zone, days) is None
    }


def send_mail(lines: Sequence[Gathered], settings: Settings, at: datetime) -> int:
    """Send one person's daily mail and note each notice in it; return how many there were.

    After a fall in between it is sent again, under the same name: at least once. Raises `Delayed` while the
    mail server cannot take it.
    """
    server = installation.mail_server(settings)
    if server is None:
        return 0
    said, unsaid = _said(lines, settings)
    for line, reason in unsaid:
        _note(line, "dead", reason, settings, at)
    if not said:
        return 0
    try:
        receipt, outcome = email.send(_message(said, settings, at), server, at=at).detail, "sent"
    except Undeliverable as refused:
        receipt, outcome = str(refused), "dead"
    for line, _ in said:
        _note(line, cast("Literal['sent', 'dead']", outcome), receipt, settings, at)
    return len(said)


def _said(
    lines: Sequence[Gathered], settings: Settings
) -> tuple[list[tuple[Gathered, DigestLine]], list[tuple[Gathered, str]]]:
    """Return each notice with what the mail says of it, and those of which nothing can be said."""
    said: list[tuple[Gathered, DigestLine]] = []
    unsaid: list[tuple[Gathered, str]] = []
    with installation.database(settings).reading() as session:
        for line in lines:
            link = link_to(settings.public_url, line.dossier)
            language = cast("Language", line.language)
            try:
                found = happened(session, line.dossier, line.about)
                context = said_of(found, line.dossier, link, language)
                subject, _ = compose(line.notice, context, language)
                asked = to_do(line.notice, context, language)
            except (BadNotice, NotFound) as wrong:
                unsaid.append((line, str(wrong)))
            else:
                said.append((line, DigestLine(subject=subject, to_do=asked, link=link)))
    return said, unsaid


def _message(said: Sequence[tuple[Gathered, DigestLine]], settings: Settings, at: datetime) -> Message:
    whom, language = said[0][0], cast("Language", said[0][0].language)
    subject, body = daily_mail([one for _, one in said], language, base_url=settings.public_url)
    return Message(
        id=digest_id([_name(line) for line, _ in said]),
        to=whom.email or "",
        language=language,
        subject=subject,
        body=body,
        dossier="",
        about=0,
        event="",
        notice="digest",
        link=settings.public_url,
        at=at,
    )


def _note(
    line: Gathered, outcome: Literal["sent", "dead"], receipt: str, settings: Settings, at: datetime
) -> None:
    command = SendNotice(
        dossier=line.dossier,
        about=line.about,
        notice=line.notice,
        person=line.person,
        channel="email",
        outcome=outcome,
        receipt=receipt,
    )
    try:
        key = f"digest:{outcome}:{_name(line)}"
        installation.registry(settings).record(command, by=SYSTEM, at=at, key=key)
    except (Conflict, Refused):
        return  # another run sent the same mail meanwhile, under the same name


def _name(line: Gathered) -> str:
    """Return the name the notice would have had as a mail of its own."""
    return message_id(
        dossier=line.dossier, about=line.about, notice=line.notice, person=line.person, channel=email.CHANNEL
    )


def _day(settings: Settings, at: datetime) -> date:
    """Return the day whose mail is due: the day before, while its hour has not come."""
    local = at.astimezone(settings.office_zone)
    return local_date(at - timedelta(days=1), settings.office_zone) if local.time() < HOUR else local.date()


def _closed_at(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, HOUR, settings.office_zone)


@task(
    name="daily mail",
    retries=TRIES_AGAIN,
    retry_delay_seconds=exponential_backoff(10),
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def serve(work: Callable[[], int]) -> int:
    """Send one person's daily mail."""
    return work()


@flow(name="digests", persist_result=False)
def send_digests(at: datetime | None = None) -> dict[str, int]:
    """Send the daily mails that are due, a task a person; say how many went out, with how many notices.

    Run every hour of the day it sends nobody a second mail, but reaches those whose quiet hours have ended.
    """
    settings = load()
    instant = at or settings.now()
    mails = waiting_mails(settings, instant)
    runs = [serve.submit(partial(send_mail, lines, settings, instant)) for lines in mails.values()]
    told = [cast("int | Exception", run.result(raise_on_failure=False)) for run in runs]
    failures = [one for one in told if isinstance(one, Exception)]
    if failures:
        raise failures[0]  # when all others were served
    return {"mails": len(mails), "notices": sum(one for one in told if isinstance(one, int))}

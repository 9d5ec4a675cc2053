"""What an installation's settings stand for, made once a process: database, registry, archive and mail."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from engine.database import Database, open_database
from engine.procedures import Procedures
from engine.registry import Registry
from engine.wake import Waker, open_waker
from outputs.archive import Archive
from outputs.channels.email import MailServer
from outputs.channels.webhook import Reach
from settings import Settings

PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"


@cache
def database(settings: Settings) -> Database:
    """The office's records."""
    return open_database(settings.database_url)


@cache
def procedures() -> Procedures:
    """Every version of the regulation."""
    return Procedures(PROCEDURES)


@cache
def registry(settings: Settings) -> Registry:
    """The door through which the walker notes what it made; it need not wake itself for that."""
    return Registry(
        database=database(settings),
        procedures=procedures(),
        zone=settings.office_zone,
        ballot_keys=settings.ballot_keys,
    )


@cache
def waker(settings: Settings) -> Waker:
    """What wakes the walkers of this installation."""
    return open_waker(database(settings))


@cache
def waking_registry(settings: Settings) -> Registry:
    """The door through which the sweep records what a walker is to act on."""
    return replace(registry(settings), wake=waker(settings))


def archive(settings: Settings) -> Archive:
    """The files the office made."""
    return Archive(settings.archive_folder)


def reach(settings: Settings) -> Reach:
    """How far webhooks may go."""
    return Reach(networks=settings.reachable_networks)


def mail_server(settings: Settings) -> MailServer | None:
    """The office's mail server; None where no mail is sent."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_sender,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
    )

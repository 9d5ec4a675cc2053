"""My devices: where I am signed in, and signing out of any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk import devices
from desk.asking import Asked
from desk.routes import get, post
from desk.templating import page, see_other
from engine import sessions
from models import commands


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One browser in the list."""

    session: str
    name: str
    is_phone: bool
    is_this: bool
    address: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The list of devices."""

    TEMPLATE: ClassVar[str] = "devices.html"

    devices: tuple[DeviceLine, ...]


def show(asked: Asked) -> Response:
    """Show where the account is signed in, this browser first."""
    with asked.desk.database.reading() as session:
        found = sessions.devices(session, asked.account, asked.at)
    lines = [_line(one, asked) for one in found]
    return page(asked, Context(devices=tuple(sorted(lines, key=lambda one: not one.is_this))))


def post_end(asked: Asked) -> Response:
    """Sign out of one device, or of every other; it stands on the register."""
    only = asked.text("session") or None
    keep = None if only else asked.who.session
    asked.record(commands.EndSessions(account=asked.account, only=only, keep=keep))
    return see_other("/profile/devices")


def _line(one: sessions.Device, asked: Asked) -> DeviceLine:
    return DeviceLine(
        session=one.session,
        name=devices.device_name(one.device, asked.language),
        is_phone=devices.is_phone(one.device),
        is_this=one.session == asked.who.session,
        address=one.address,
        began_at=one.began_at,
        seen_at=one.seen_at,
    )


ROUTES = (get("/profile/devices", show), post("/profile/devices", post_end))

"""What stands around every page: masthead, navigation, the scope that is shown, the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from desk.asking import Asked
from desk.office import VERSION
from engine.messages import unread
from engine.queries.inbox import waiting
from engine.queries.scopes import Scope, scopes_of
from outputs.wording import Language
from outputs.wording.language import mark, translate

_ENTRIES = (
    ("/", "inbox", mark("Việc chờ tôi")),
    ("/dossiers", "file-text", mark("Hồ sơ")),
    ("/board", "layout-kanban", mark("Bảng theo bước")),
    ("/committee", "gavel", mark("Bàn họp cấp uỷ")),
    ("/meetings", "users", mark("Các cuộc họp")),
    ("/figures", "chart-bar", mark("Số liệu")),
    ("/organisation", "building-community", mark("Tổ chức")),
    ("/verification", "shield-check", mark("Kiểm chứng nhật ký")),
    ("/settings", "settings", mark("Cài đặt")),
)
KEYS, OFF = "keys", "off"
"""Cookie of a browser in which the keys are turned off."""
_ON_PHONES = ("/", "/dossiers", "/search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the navigation."""

    address: str
    icon: str
    title: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What the frame of a page shows, the same on every page."""

    language: Language
    other_language: Language
    switch_address: str
    """This very view in the other language."""
    layout: str
    """Template the page extends: the whole frame, or nothing but the content."""
    path: str
    today: date
    entries: tuple[Entry, ...]
    has_search: bool
    account: str
    """Empty for somebody who has not signed in."""
    full_name: str
    is_person: bool
    """Whether the account is somebody's: an account of nobody is sent no notices."""
    scopes: tuple[Scope, ...]
    """All roles the account holds."""
    shown: tuple[Scope, ...]
    """Those the page is seen through: the one chosen, else all."""
    waiting: int | None
    """How much awaits the reader; None where that is not known."""
    unread: int
    """How much the reader was told and has not read."""
    has_keys: bool
    """Whether single keys do anything in this browser."""
    version: str


def shell_of(asked: Asked) -> Shell:
    """Return the frame for whoever asks."""
    signed_in = asked.session if asked.session is not None and not asked.session.awaits_code else None
    scopes: tuple[Scope, ...] = ()
    count: int | None = None
    untold = 0
    if signed_in is not None and not asked.is_partial:
        with asked.desk.database.reading() as session:
            scopes = scopes_of(session, signed_in.account)
            count = waiting(session, asked.actor(session), asked.desk.procedures)
            untold = unread(session, signed_in.person) if signed_in.person else 0
    chosen = tuple(
        one
        for one in scopes
        if signed_in is not None and (one.role, one.unit) == (signed_in.role, signed_in.unit)
    )
    other: Language = "vi" if asked.language == "en" else "en"
    path = asked.request.url.path
    return Shell(
        language=asked.language,
        other_language=other,
        switch_address=f"{path}?{urlencode([*_query(asked), ('lang', other)])}",
        layout="parts/fragment.html" if asked.is_partial else "base.html",
        path=path,
        today=asked.today,
        entries=() if signed_in is None else _entries(asked, path),
        has_search="/search" in _addresses(asked),
        account="" if signed_in is None else signed_in.account,
        full_name="" if signed_in is None else signed_in.full_name or signed_in.account,
        is_person=signed_in is not None and signed_in.person is not None,
        scopes=scopes,
        shown=chosen or scopes,
        waiting=count,
        unread=untold,
        has_keys=asked.request.cookies.get(KEYS) != OFF,
        version=VERSION,
    )


def _query(asked: Asked) -> list[tuple[str, str]]:
    return [(name, value) for name, value in asked.request.query_params.multi_items() if name != "lang"]


def _addresses(asked: Asked) -> frozenset[str]:
    """Return what the desk answers to: the navigation leads nowhere that is not there."""
    found: frozenset[str] = asked.request.app.state.addresses
    return found


def _entries(asked: Asked, path: str) -> tuple[Entry, ...]:
    there = _addresses(asked)
    return tuple(
        Entry(
            address=address,
            icon=icon,
            title=translate(title, asked.language),
            is_here=_is_under(path, address),
        )
        for address, icon, title in _ENTRIES
        if address in there
    )


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))

"""Verification: whether the record still says what was recorded, and the proof to check it elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.elevation import elevated
from desk.routes import get, post
from desk.templating import page, see_other
from engine import access_log, checking
from engine.access import Actor
from engine.database import ReadSession
from engine.queries import proof
from engine.verification import Fault, verify
from models.errors import Forbidden, NotFound
from outputs.wording import error_text, fault_text

PATH = "/verification"
_WHOLE = frozenset({"inspector", "administrator"})
"""Roles that may have every timeline of their scope checked at once: it takes its time."""
_LONGEST = 60
_HOW = (
    "hash = SHA-256 over the length (8 bytes, big-endian) and the bytes of each of three parts: the previous"
    " hash as text; the JSON array [stream, sequence, at, actor, on_behalf_of, kind, first] without blanks,"
    " UTF-8; the payload text, UTF-8. The first entry names 64 zeros as its previous hash."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was checked, and what did not hold."""

    dossier: str
    """Empty where everything was checked."""
    address: str
    """The dossier's page."""
    download: str
    checked_at: datetime
    dossiers: int
    entries: int
    erased: int
    faults: tuple[str, ...]
    more: int
    """How many faults there are beside those told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page on which the record is verified."""

    TEMPLATE: ClassVar[str] = "verification.html"

    dossier: str
    error: str
    result: Result | None
    may_check_all: bool
    dossiers: int
    """How many the reader may see."""
    whole: Result | None
    """What the newest check of everything found, as far as the reader may know."""
    asked_at: datetime | None
    """Since when a check of everything is asked for and not yet done."""
    began_at: datetime | None


def show(asked: Asked) -> Response:
    """Show the page; with a dossier's number in the address, the check of its timeline."""
    typed = asked.query("dossier").strip()[:_LONGEST]
    if not typed:
        return _page(asked)
    try:
        return _page(asked, typed=typed, result=_one(asked, typed))
    except NotFound as missing:
        return _page(asked, typed=typed, error=error_text(missing, asked.language), status=404)


def post_all(asked: Asked) -> Response:
    """Ask for a check of everything on record; the walker carries it out, apart from the desk."""
    with asked.desk.database.reading() as session:
        if not _may_check_all(asked.actor(session)):
            raise Forbidden("access.role")
    checking.ask(asked.desk.database, asked.account, asked.at)
    asked.desk.registry.wake()
    return see_other(PATH)


@elevated
def show_proof(asked: Asked) -> Response:
    """Send a dossier's timeline with its hashes, to be checked by anybody with a few lines of code."""
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        number = proof.known_number(session, actor, asked.path("number"))
        entries = proof.proved(session, actor, number)
    access_log.note_all(asked.desk.database, asked.account, [number], at=asked.at, what="proof.json")
    told = {"stream": number, "how": _HOW, "entries": [_entry(one) for one in entries]}
    return Response(
        json.dumps(told, ensure_ascii=False, indent=1).encode(),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="nhat-ky_{number}.json"',
            "Cache-Control": "no-store",
        },
    )


def show_here(asked: Asked) -> Response:
    """Lead from the short address to the page."""
    return see_other(PATH if not asked.request.url.query else f"{PATH}?{asked.request.url.query}")


def _one(asked: Asked, typed: str) -> Result:
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        number = proof.known_number(session, actor, typed)
        told = verify(session, number)
    return Result(
        dossier=number,
        address=f"/dossiers/{number}",
        download=f"{PATH}/{number}/proof.json",
        checked_at=asked.at,
        dossiers=told.streams,
        entries=told.entries,
        erased=told.erased,
        faults=_worded(asked, told.faults),
        more=0,
    )


def _newest(asked: Asked, session: ReadSession, actor: Actor) -> Result | None:
    """Return what the newest check of everything found, told of what the reader may see."""
    found = checking.latest(session)
    if found is None or found.done_at is None:
        return None
    faults, more = found.told, found.faults - len(found.told)
    if not proof.stands_above_all(session, actor, _WHOLE):
        visible = proof.seen(session, actor, frozenset(one.stream for one in faults))
        faults, more = tuple(one for one in faults if one.stream in visible), 0
    extent = proof.extent(session, actor)
    return Result(
        dossier="",
        address="",
        download="",
        checked_at=found.done_at,
        dossiers=extent.dossiers,
        entries=extent.entries,
        erased=0,
        faults=_worded(asked, faults),
        more=more,
    )


def _worded(asked: Asked, faults: Sequence[Fault]) -> tuple[str, ...]:
    return tuple(fault_text(one.code, one.stream, one.sequence, asked.language) for one in faults)


def _page(
    asked: Asked, *, typed: str = "", error: str = "", result: Result | None = None, status: int = 200
) -> Response:
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        dossiers = proof.extent(session, actor).dossiers
        may_check_all = _may_check_all(actor)
        whole = _newest(asked, session, actor) if may_check_all else None
        waiting = checking.under_way(session) if may_check_all else None
    context = Context(
        dossier=typed if result is None else result.dossier,
        error=error,
        result=result,
        may_check_all=may_check_all,
        dossiers=dossiers,
        whole=whole,
        asked_at=None if waiting is None else waiting.asked_at,
        began_at=None if waiting is None else waiting.began_at,
    )
    return page(asked, context, status=status)


def _may_check_all(actor: Actor) -> bool:
    return any(grant.role in _WHOLE for grant in actor.grants)


def _entry(one: proof.ProvedEntry) -> dict[str, object]:
    return {
        "sequence": one.sequence,
        "at": one.at.isoformat(timespec="microseconds"),
        "actor": one.actor,
        "on_behalf_of": one.on_behalf_of,
        "kind": one.kind,
        "first": one.first,
        "payload": one.payload,
        "previous": one.previous,
        "hash": one.hash,
    }


ROUTES = (
    get(PATH, show),
    post(PATH, post_all),
    get(f"{PATH}/{{number}}/proof.json", show_proof),
    get("/verify", show_here),
)

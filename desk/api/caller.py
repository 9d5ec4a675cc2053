"""Who asks over the API: the account behind a token, and nobody else; cookies are not even looked at."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from desk.api.errors import OnlyReads, TooSoon, Unproven
from desk.office import Desk
from engine import access_log, tokens
from engine.access import Actor
from engine.access_log import Reading
from engine.actors import actor_of, narrowed
from engine.database import ReadSession
from engine.tokens import Bearer
from outputs.wording import LANGUAGES, Language

_LONGEST_ADDRESS = 45
_WISH = re.compile(r"\s*([a-zA-Z]{1,8}|\*)(?:-[a-zA-Z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    bearerFormat="dd_…",
    description="An access token, made at the desk under “Mã truy cập”.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request over the API before anybody knows whose it is."""

    desk: Desk
    at: datetime
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A program that has shown its token."""

    desk: Desk
    bearer: Bearer
    at: datetime
    language: Language

    @property
    def account(self) -> str:
        """Return the account in whose name the program asks."""
        return self.bearer.account

    @property
    def today(self) -> date:
        """Return the day it is in the office."""
        return self.desk.day(self.at)

    def actor(self, session: ReadSession) -> Actor:
        """Return who asks, with no more than the token was made for."""
        return narrowed(actor_of(session, self.account, self.today), self.bearer.only)

    def key(self, given: str) -> str:
        """Return an idempotency key as it is kept: nobody meets the keys of another account."""
        return "api-" + hashlib.sha256(f"{self.account}\n{given}".encode()).hexdigest()

    def note(self, dossier: str, what: str) -> None:
        """Keep that a dossier, or a part of it, was read."""
        reading = Reading(account=self.account, dossier=dossier, at=self.at, what=what)
        access_log.note(self.desk.database, reading)

    def note_all(self, dossiers: list[str], what: str) -> None:
        """Keep that a list was taken away."""
        access_log.note_all(self.desk.database, self.account, dossiers, at=self.at, what=what)


def asking(request: Request) -> Asking:
    """Return what the desk laid beside a request when it came in."""
    found: Asking = request.scope["diudat.asking"]
    return found


def language_of(request: Request) -> Language:
    """Return the language the program would rather read, the office's own where it does not say."""
    wishes = [_WISH.fullmatch(one) for one in request.headers.get("accept-language", "")[:200].split(",")]
    known = [(float(one[2] or 1), one[1].lower()) for one in wishes if one]
    best = sorted((one for one in known if one[0] > 0), key=lambda one: -one[0])
    return next((one for _, tag in best for one in LANGUAGES if one == tag), asking(request).desk.language)


def called(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Caller:
    """Return the program whose token this is; raises `Unproven`, or `TooSoon` after too many wrong ones."""
    known: Caller | None = getattr(request.state, "caller", None)
    if known is None:
        known = request.state.caller = _proven(request, given)
    return known


def _proven(request: Request, given: HTTPAuthorizationCredentials | None) -> Caller:
    asked = asking(request)
    if given is None:
        raise Unproven("token.missing")
    database, token = asked.desk.database, given.credentials
    address = request.client.host[:_LONGEST_ADDRESS] if request.client else "unknown"
    with database.reading() as session:
        bearer = tokens.of_token(session, token, asked.at)
    if bearer is None:
        seconds = tokens.refused(database, token, address, asked.at)
        raise TooSoon("token.wait", seconds=seconds) if seconds else Unproven("token.unusable")
    tokens.used(database, bearer, address, asked.at)
    return Caller(desk=asked.desk, bearer=bearer, at=asked.at, language=language_of(request))


Reader = Annotated[Caller, Depends(called)]
"""A program that may read."""


def recording(caller: Reader) -> Caller:
    """Return the program if its token may record; raises `OnlyReads`."""
    if not caller.bearer.may_record:
        raise OnlyReads("token.only_reads")
    return caller


Recorder = Annotated[Caller, Depends(recording)]
"""A program that may record."""

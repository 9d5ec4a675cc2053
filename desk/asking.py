"""One request as a page is given it: what was asked and typed, by whom, when, in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from desk.office import Desk
from engine import access_log
from engine.access import Actor, Grant
from engine.access_log import Reading
from engine.actors import actor_of
from engine.database import ReadSession
from engine.registry import Recorded
from engine.sessions import SignedIn
from models.commands import Command
from models.errors import Forbidden, Malformed
from outputs.wording import Language

KEY = "_key"
"""Posted name of the idempotency key."""
_PRIVATE = "_"
"""Posted names beginning like this are ours, not the form's: the key, the buttons, the proof of identity."""
_SHORTEST_KEY, _LONGEST_KEY = 16, 60
_LONGEST_ADDRESS = 45  # of an IPv6 address that holds an IPv4 one


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, read: all that a page needs to answer it."""

    desk: Desk
    request: Request
    posted: FormData
    """Everything posted; empty for a page that is only shown."""
    at: datetime
    language: Language
    session: SignedIn | None
    """None for somebody who has not signed in; a page that is not public never sees that."""

    @property
    def who(self) -> SignedIn:
        """Return the session of whoever asks; raises `Forbidden` where nobody has signed in."""
        if self.session is None or self.session.awaits_code:
            raise Forbidden("access.not_signed_in")
        return self.session

    @property
    def account(self) -> str:
        """Return the account that asks: the `by` of every command."""
        return self.who.account

    @property
    def today(self) -> date:
        """Return the day it is in the office."""
        return self.desk.day(self.at)

    def actor(self, session: ReadSession) -> Actor:
        """Return who asks, seen through the role chosen in the masthead: for lists and pages that read."""
        actor = self.acting(session)
        chosen = self.who
        if chosen.role is None or chosen.unit is None:
            return actor
        only = Grant(role=chosen.role, unit=chosen.unit)
        # A role chosen and taken away since shows nothing that was not granted.
        return Actor(account=actor.account, person=actor.person, grants=actor.grants & {only} or actor.grants)

    def acting(self, session: ReadSession) -> Actor:
        """Return who asks, as they may act today: with all their roles, and for whoever is absent."""
        return actor_of(session, self.account, self.today)

    def record(self, command: Command) -> Recorded:
        """Record a command of whoever asks, under the form's idempotency key: sent twice, it counts once."""
        return self.desk.registry.record(command, by=self.account, at=self.at, key=self.key)

    def note_reading(self, dossier: str, what: str) -> None:
        """Keep that whoever asks read a dossier, once it is certain that they may."""
        reading = Reading(account=self.account, dossier=dossier, at=self.at, what=what)
        access_log.note(self.desk.database, reading)

    @property
    def key(self) -> str | None:
        """Return the idempotency key of the posted form; None where it has none."""
        given = self.text(KEY)
        if not given:
            return None
        if not (_SHORTEST_KEY <= len(given) <= _LONGEST_KEY and given.isascii() and given.isalnum()):
            raise Malformed("key.form", field=KEY, at_most=_LONGEST_KEY)
        return f"desk-{given}"

    def path(self, name: str) -> str:
        """Return a part of the address, such as the dossier's number."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """Return what the address asks for after its question mark."""
        return self.request.query_params.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """Return a posted text as it was typed."""
        given = self.posted.get(name, default)
        return given if isinstance(given, str) else default

    def file(self, name: str) -> UploadFile | None:
        """Return a posted file, unless none was chosen."""
        given = self.posted.get(name)
        return given if isinstance(given, UploadFile) and given.filename else None

    def typed(self) -> Mapping[str, str]:
        """Return what was typed into the form, by name, without our own fields and files."""
        return dict(self._typed())

    def _typed(self) -> Iterator[tuple[str, str]]:
        for name, given in self.posted.multi_items():
            if isinstance(given, str) and not name.startswith(_PRIVATE):
                yield name, given

    @property
    def is_partial(self) -> bool:
        """Say whether a script asks for a part of a page, and not a browser for the whole."""
        headers = self.request.headers
        return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type") == "partial"

    @property
    def is_by_itself(self) -> bool:
        """Say whether a page asks again on its own, with perhaps nobody before it."""
        return "Diudat-By-Itself" in self.request.headers

    @property
    def address(self) -> str:
        """Return the network address the request came from."""
        return self.request.client.host[:_LONGEST_ADDRESS] if self.request.client else "unknown"

    @property
    def here(self) -> str:
        """Return the path with its query, as a link back to this very view."""
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

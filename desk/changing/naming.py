"""Whom and what an address names: found, within reach, and in words; anything else is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from desk.asking import Asked
from desk.changing.kinds import TOUCHING, Kind, Name
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import register_accounts, register_people, register_units
from engine.queries.rights import Reach, reading, reading_people
from models.errors import NotFound
from outputs.wording import caption
from outputs.wording.fields import field_caption
from outputs.wording.language import mark, translate

_CAPTIONS: Mapping[str, str] = {"person": mark("Người"), "field": mark("Sửa mục")}


@dataclass(slots=True)
class Named:
    """What the address named."""

    known: dict[str, str] = field(default_factory=dict)
    """Field of the command → value."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    """The same in words."""
    names: dict[str, str] = field(default_factory=dict)
    """What ids in it stand for."""
    person: register_people.PersonFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Reads what an address names, for one command of one account."""

    asked: Asked
    session: ReadSession
    command: str
    kind: Kind
    reach: Reach
    """Where the account may give the command."""

    def named(self, given: Mapping[str, str]) -> Named:
        """Return all that is named; raises `NotFound` for what is needed and not there, or out of reach."""
        named = Named()
        optional = [name for name in self.kind.takes if given.get(name)]
        for name in (*self.kind.needs, *optional):
            value, shown = self._found(name, given.get(name, ""), named)
            named.known[name] = value
            named.names[value] = shown
            named.facts.append((self._caption(name), shown))
        return named

    def _caption(self, name: Name) -> str:
        own = _CAPTIONS.get(name)
        if own is not None:
            return translate(own, self.asked.language)
        return field_caption(name, self.asked.language) or name

    def _found(self, name: Name, given: str, named: Named) -> tuple[str, str]:
        match name:
            case "unit" | "parent":
                unit = register_units.unit_facts(self.session, self.reach, given)
                return unit.id, unit.name
            case "person" if self.command == "leave_seat":
                return self._holder(given, named.known["unit"])
            case "person":
                named.person = self._person(given)
                return named.person.id, f"{named.person.full_name} ({named.person.id})"
            case "account":
                account = self._account(given)
                return account.id, " – ".join(one for one in (account.id, account.full_name) if one)
            case "role":
                return self._role(given)
            case "field":
                return self._field(given)

    def _person(self, given: str) -> register_people.PersonFacts:
        actor = actor_of(self.session, self.asked.account)
        readable = reading_people(self.session, actor)
        found = register_people.person_facts(self.session, actor, readable, given)
        is_placed = "unit" in self.kind.model.model_fields
        if not is_placed and not self.reach.covers(found.unit_path):
            raise NotFound("person.unknown", person=given[:80])
        return found

    def _holder(self, given: str, unit: str) -> tuple[str, str]:
        """Return who holds a seat in a unit within reach, whichever unit they are of themselves."""
        for seat in register_units.seats_in(self.session, unit, self.asked.today):
            if seat.person == given:
                return seat.person, f"{seat.full_name} ({seat.person})"
        raise NotFound("person.unknown", person=given[:80])

    def _role(self, given: str) -> tuple[str, str]:
        if given not in get_args(self.kind.model.model_fields["role"].annotation):
            raise NotFound("page.unknown")
        return given, caption("role", given, self.asked.language)

    def _account(self, given: str) -> register_accounts.AccountRow:
        readable = reading(self.session, actor_of(self.session, self.asked.account))
        found = register_accounts.account_facts(self.session, readable, given)
        if self.command in TOUCHING and not all(self.reach.covers(path) for path in found.paths):
            raise NotFound("account.unknown", account=given[:80])
        return found

    def _field(self, given: str) -> tuple[str, str]:
        if given not in register_people.CORRECTABLE:
            raise NotFound("page.unknown")
        return given, field_caption(given, self.asked.language) or given

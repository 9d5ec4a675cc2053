"""The register's tables: each must be what the register's own timeline, replayed, gives again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Select, select

from engine.database import ReadSession
from engine.enclosures import sealed_digest
from engine.substitutions import kept as kept_tasks
from engine.timeline import REGISTER, Entry
from engine.verification.reading import Fault, rows_as_kept
from models.account import Account, RoleGrant
from models.commands.shape import Day
from models.dossier import Dossier
from models.events import RegisterChanged
from models.person import Person
from models.substitution import Substitution
from models.timeline import Enclosure
from models.unit import Seat, Unit
from models.workday import Workday

_Row = tuple[Any, ...]
_DAY: TypeAdapter[date] = TypeAdapter(Day)


def absent_register(session: ReadSession, streams: set[str]) -> Iterator[Fault]:
    """Yield that the register's timeline is gone: where there are units, it has told of them."""
    if REGISTER not in streams and session.scalar(select(Unit.id).limit(1)) is not None:
        yield Fault(stream=REGISTER, sequence=1, code="timeline.missing")


def register_faults(session: ReadSession, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield the tables that differ from the replay; what was typed and is unreadable is told elsewhere."""
    typed = _typed(session, told)
    if typed is None:
        return
    replay = _Replay()
    for sequence, (change, values) in enumerate(typed, start=1):
        try:
            replay.take(change, values)
        except KeyError:  # it speaks of what the register never told of
            yield Fault(stream=REGISTER, sequence=sequence, code="timeline.unreadable")
            return
    newest = told[-1].sequence
    for code, kept, expected in (
        ("units.differ", _kept(session, _UNITS), replay.unit_rows()),
        ("accounts.differ", _kept(session, _ACCOUNTS), sorted(map(_plain, replay.accounts.items()))),
        ("grants.differ", _kept(session, _GRANTS), sorted(replay.grants)),
        ("seats.differ", _kept(session, _SEATS), sorted(tuple(one.values()) for one in replay.seats)),
        ("workdays.differ", _kept(session, _WORKDAYS), sorted(map(_plain, replay.workdays.items()))),
        ("substitutions.differ", _kept(session, _SUBSTITUTIONS), replay.substitution_rows()),
        ("persons.differ", _kept(session, _persons(_PERSONAL)), replay.person_rows(_PERSONAL)),
        ("standings.differ", *_standings(session, replay)),
    ):
        if kept != expected:
            yield Fault(stream=REGISTER, sequence=newest, code=code)


def _plain(item: tuple[str, _Row]) -> _Row:
    return item[0], *item[1]


def _typed(session: ReadSession, told: Sequence[Entry]) -> list[tuple[str, Mapping[str, Any]]] | None:
    """Return every change with what was typed, of what and when; None where something of it is lost."""
    columns = (Enclosure.digest, Enclosure.salt, Enclosure.body)
    rows = rows_as_kept(session, select(*columns).where(Enclosure.stream == REGISTER))
    kept = {row.digest: (row.salt, row.body) for row in rows or ()}
    found = []
    for entry in told:
        if not isinstance(entry.event, RegisterChanged):
            return None
        salt, body = kept.get(entry.event.enclosure or "", (b"", None))
        if body is None or sealed_digest(salt, body.encode()) != entry.event.enclosure:
            return None
        own = {"subject": entry.event.subject, "at": entry.at}
        found.append((entry.event.change, json.loads(body) | own))
    return found


class _Replay:
    """The register as its timeline tells it, every value as it would be typed."""

    def __init__(self) -> None:
        self.units: dict[str, dict[str, str]] = {}
        self.accounts: dict[str, _Row] = {}
        self.grants: set[_Row] = set()
        self.seats: list[dict[str, str]] = []
        self.workdays: dict[str, _Row] = {}
        self.persons: dict[str, dict[str, str]] = {}
        self.substitutions: dict[str, dict[str, str]] = {}

    def take(self, change: str, typed: Mapping[str, Any]) -> None:
        """Take one change."""
        told = getattr(self, f"_{change}", None)
        if told is not None:
            told({name: _listed(value) for name, value in typed.items()})

    def _add_unit(self, typed: dict[str, str]) -> None:
        above = self.units.get(typed.get("parent", ""), {}).get("path", "")
        self.units[typed["id"]] = typed | {"path": f"{above}{typed['code']}."}

    def unit_rows(self) -> list[_Row]:
        """Return every unit as its row should be."""
        names = ("id", "kind", "name", "place", "parent", "path", "beside", "on")
        return sorted(tuple(one.get(name, "") for name in names) for one in self.units.values())

    def _open_account(self, typed: dict[str, str]) -> None:
        self.accounts[typed["id"]] = (typed.get("person", ""), "True")

    def _close_account(self, typed: dict[str, str]) -> None:
        self.accounts[typed["account"]] = (self.accounts[typed["account"]][0], "False")

    def _grant_role(self, typed: dict[str, str]) -> None:
        self.grants.add((typed["account"], typed["role"], typed["unit"]))

    def _revoke_role(self, typed: dict[str, str]) -> None:
        self.grants.discard((typed["account"], typed["role"], typed["unit"]))

    def _take_seat(self, typed: dict[str, str]) -> None:
        names = ("person", "unit", "role", "position", "votes", "since")
        self.seats.append({name: typed[name] for name in names} | {"until": ""})

    def _leave_seat(self, typed: dict[str, str]) -> None:
        for seat in self.seats:
            if not seat["until"] and all(seat[one] == typed[one] for one in ("person", "unit", "role")):
                seat["until"] = typed["until"]

    def _set_workday(self, typed: dict[str, str]) -> None:
        self.workdays[typed["on"]] = (typed["is_working"], typed["source"])

    def _add_person(self, typed: dict[str, str]) -> None:
        self.persons[typed["id"]] = typed | {"standing": "none"}

    def _correct_person(self, typed: dict[str, str]) -> None:
        value = typed["value"]
        self.persons[typed["person"]][typed["field"]] = _day(value) if typed["field"] == "born_on" else value

    def _enter_standing(self, typed: dict[str, str]) -> None:
        gone = {"official_on": ""}
        self.persons[typed["person"]] |= gone | {name: typed[name] for name in _STANDING if name in typed}

    def _offer_substitution(self, typed: dict[str, str]) -> None:
        made = {"standing": "offered", "offered_at": typed["at"]}
        self.substitutions[typed["subject"]] = typed | made

    def _accept_substitution(self, typed: dict[str, str]) -> None:
        self._settled(typed, "accepted", "settled_at")

    def _decline_substitution(self, typed: dict[str, str]) -> None:
        self._settled(typed, "declined", "settled_at")

    def _end_substitution(self, typed: dict[str, str]) -> None:
        self._settled(typed, "ended", "ended_at")

    def _settled(self, typed: dict[str, str], standing: str, when: str) -> None:
        self.substitutions[typed["subject"]] |= {"standing": standing, when: typed["at"]}

    def substitution_rows(self) -> list[_Row]:
        """Return every substitution as its row should be."""
        return sorted(
            (name, *(one.get(column, "") for column in _SUBSTITUTION))
            for name, one in self.substitutions.items()
        )

    def person_rows(self, names: Sequence[str], but: frozenset[str] = frozenset()) -> list[_Row]:
        """Return some columns of every person as they should be."""
        return sorted(
            (number, *(one.get(name, "") for name in names))
            for number, one in self.persons.items()
            if number not in but
        )


def _day(text: str) -> str:
    try:
        return _DAY.validate_python(text).isoformat()
    except ValidationError:
        return text


def _text(value: object) -> str:
    """Return a value as it would be typed: what is not there is empty."""
    return "" if value is None else str(value)


def _listed(value: object) -> str:
    """Return a value as its row keeps it: several kinds of task in one text."""
    return kept_tasks(value) if isinstance(value, list) else _text(value)


_SUBSTITUTION = (
    "account", "role", "unit", "substitute", "tasks", "since", "until", "reason", "standing", "offered_at",
    "settled_at", "ended_at",
)  # fmt: skip
_STANDING = ("unit", "standing", "joined_on", "official_on", "in_unit_since")
_PERSONAL = (
    "full_name", "sex", "born_on", "birthplace", "home_town", "ethnicity", "religion", "residence",
    "occupation", "education", "identity_number", "union_joined_on", "email", "language",
)  # fmt: skip
_UNITS = select(
    Unit.id, Unit.kind, Unit.name, Unit.place, Unit.parent_id, Unit.path, Unit.beside, Unit.since
)  # fmt: skip
_ACCOUNTS = select(Account.id, Account.person_id, Account.is_active)
_GRANTS = select(RoleGrant.account_id, RoleGrant.role, RoleGrant.unit_id)
_SEATS = select(Seat.person_id, Seat.unit_id, Seat.role, Seat.position, Seat.votes, Seat.since, Seat.until)
_WORKDAYS = select(Workday.on, Workday.is_working, Workday.source)

_SUBSTITUTIONS = select(
    Substitution.id, Substitution.account_id, Substitution.role, Substitution.unit_id,
    Substitution.substitute_id, Substitution.tasks, Substitution.since, Substitution.until,
    Substitution.reason, Substitution.standing, Substitution.offered_at, Substitution.settled_at,
    Substitution.ended_at,
)  # fmt: skip


def _persons(names: Sequence[str]) -> Select[*tuple[Any, ...]]:
    columns = Person.__table__.c
    return select(columns.id, *(columns["unit_id" if name == "unit" else name] for name in names))


def _standings(session: ReadSession, replay: _Replay) -> tuple[list[_Row] | None, list[_Row]]:
    """Return kept and told standing of all who never were candidates: a candidate's comes of the dossier."""
    candidates = frozenset(row.candidate_id for row in session.rows(select(Dossier.candidate_id)))
    kept = _kept(session, _persons(_STANDING))
    if kept is not None:
        kept = [row for row in kept if row[0] not in candidates]
    return kept, replay.person_rows(_STANDING, candidates)


def _kept(session: ReadSession, statement: Select[*tuple[Any, ...]]) -> list[_Row] | None:
    rows = rows_as_kept(session, statement)
    return None if rows is None else sorted(tuple(map(_text, row)) for row in rows)

"""The register: units, persons, seats, accounts, rights, workdays, with a timeline of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from engine import credentials, substitutions, timeline
from engine.access import SYSTEM, Actor, Place, may_there
from engine.database import WriteSession, for_update
from engine.enclosures import Sealed
from engine.organisation import line_of
from engine.plausible import refuse_future, refuse_implausible
from engine.rules.substitution import LONGEST as LONGEST_SUBSTITUTION
from engine.rules.time_limits import local_date
from engine.timeline import REGISTER, AnyEvent, Head, Stamp, append
from models import commands
from models.account import Account, RoleGrant
from models.address import is_address
from models.commands import Command
from models.commands.shape import Day
from models.errors import Conflict, Forbidden, Malformed, NotFound
from models.events import RegisterChanged
from models.notice import Webhook
from models.person import LONGEST_FOLDED, LONGEST_KEY, Person
from models.text import fold, person_key
from models.timeline import Stream
from models.unit import LONGEST_PATH, Seat, Unit
from models.workday import Workday

_DAY: TypeAdapter[date] = TypeAdapter(Day)


def record_register(
    session: WriteSession,
    command: Command,
    actor: Actor,
    stamp: Stamp,
    zone: tzinfo,
    *,
    longest_substitution: int = LONGEST_SUBSTITUTION,
) -> tuple[str, int, tuple[AnyEvent, ...]]:
    """Change the register; return its stream, the sequence and the event. `zone` is the office's.

    Raises `Conflict` where the id is taken already, `NotFound` for what does not exist, `Malformed` for what
    cannot be, `Refused` for a substitution that may not be.
    """
    head = _locked(session)
    for place in _places(session, command):
        granted = may_there(actor, command, place)
        if not granted.allowed:
            raise Forbidden(granted.reason)
        if _is_mail_of_an_account(session, command) and not _administers(actor, place):
            raise Forbidden("access.email")
        if granted.on_behalf_of is not None:
            stamp = replace(stamp, on_behalf_of=granted.on_behalf_of)
    today = local_date(stamp.at, zone)
    try:
        if isinstance(command, commands.SubstitutionCommands):
            subject = substitutions.write(
                session, command, head.sequence + 1, stamp.at, today, longest=longest_substitution
            )
        else:
            subject = _write(session, command, stamp, today)
    except IntegrityError as taken:
        raise Conflict("register.taken", change=_name(command)) from taken
    typed = command.model_dump(mode="json", exclude_none=True, exclude=_UNKEPT)
    sealed = Sealed(typed)
    sealed.keep(session, REGISTER)
    event = RegisterChanged(
        change=_name(command),
        subject=subject,
        figures=_figures(typed | _unit_settled(session, command)),
        enclosure=sealed.digest,
    )
    after = append(session, REGISTER, head, [event], stamp)
    session.write(_MOVE_HEAD, {"sequence": after.sequence, "head": after.hash})
    return REGISTER, after.sequence, (event,)


def _is_mail_of_an_account(session: WriteSession, command: Command) -> bool:
    """Say whether a change moves the address of somebody with an account: what they are told goes there."""
    if not isinstance(command, commands.CorrectPerson) or command.field != "email":
        return False
    return session.scalar(select(Account.id).where(Account.person_id == command.person).limit(1)) is not None


def _administers(actor: Actor, place: Place | None) -> bool:
    return actor.account == SYSTEM or (place is not None and actor.holds(("administrator",), place.line))


def _write(session: WriteSession, command: Command, stamp: Stamp, today: date) -> str:
    if isinstance(command, credentials.Commands):
        return credentials.write(session, command, stamp.at)
    if isinstance(command, commands.CorrectPerson):
        return _correct_person(session, command, today)
    refuse_implausible(session, command, today)
    return _WRITE[type(command)](session, command)


def _name(command: Command) -> str:
    return str(getattr(command, "command"))  # noqa: B009 -- every command has it, their common base does not


_UNKEPT = {"secret", "codes"}
"""What proves an identity never stands on the record, not even in what is kept apart from it."""
_IDENTIFYING = (
    "unit", "parent", "role", "account", "person", "on", "since", "until", "is_working", "kind", "substitute",
)  # fmt: skip


def _figures(typed: Mapping[str, Any]) -> dict[str, str | int]:
    """Return what identifies a change without personal text, which lies in the enclosure."""
    return {name: typed[name] for name in _IDENTIFYING if isinstance(typed.get(name), str | int)}


# Every change asks these: made once.
_HEAD = for_update(select(Stream.sequence, Stream.head).where(Stream.name == REGISTER))
_MOVE_HEAD = update(Stream.__table__).where(Stream.__table__.c.name == REGISTER)
_UNIT_OF = select(Person.unit_id).where(Person.id == bindparam("person"))


def _locked(session: WriteSession) -> Head:
    row = session.one(_HEAD)
    if row is None:
        begun = postgresql.insert if session.dialect == "postgresql" else sqlite.insert
        first = {"name": REGISTER, "sequence": 0, "head": timeline.BEGINNING}
        # Two first changes may come at once: one begins the stream, the other waits for it.
        session.write(begun(Stream.__table__).on_conflict_do_nothing(), first)
        row = session.one(_HEAD)
    if row is None:
        raise AssertionError(REGISTER)  # just begun, by this change or another
    return Head(sequence=row.sequence, hash=row.head)


def _places(session: WriteSession, command: Command) -> Iterator[Place | None]:
    """Yield where a change belongs, everywhere of which it must be allowed.

    That is the unit it names, else the unit of the person it is about, else the top of the tree; who takes or
    seats a member of another unit needs the right there too, and who secures an account, wherever it holds a
    role.
    """
    there = _unit_of_person(session, command)
    if isinstance(command, _SETTLING):
        there = substitutions.unit_of(session, command.substitution)
    unit = getattr(command, "parent", None) or getattr(command, "unit", None) or there
    if unit is None:
        unit = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.path).limit(1))
    yield None if unit is None else _place(session, unit)
    if isinstance(command, commands.EnterStanding | commands.TakeSeat) and there not in {None, unit}:
        yield _place(session, str(there))
    if isinstance(command, _ABOUT_AN_ACCOUNT):
        # Who could set the password of an account that may do more elsewhere could do all of that too.
        granted = select(RoleGrant.unit_id).where(RoleGrant.account_id == command.account).distinct()
        for row in session.rows(granted.order_by(RoleGrant.unit_id)):
            yield _place(session, row.unit_id)


def _place(session: WriteSession, unit: str) -> Place:
    return Place(unit=unit, line=line_of(session, unit, on=date.max).line)


_ABOUT_AN_ACCOUNT = (
    commands.CloseAccount,
    commands.SetPassword,
    commands.TurnOnSecondFactor,
    commands.TurnOffSecondFactor,
    commands.EndSessions,
)


def _unit_settled(session: WriteSession, command: Command) -> dict[str, str]:
    """Return the unit of a substitution that is settled: whose business that is, its entry must say."""
    unit = substitutions.unit_of(session, command.substitution) if isinstance(command, _SETTLING) else None
    return {} if unit is None else {"unit": unit}


_SETTLING = commands.AcceptSubstitution | commands.DeclineSubstitution | commands.EndSubstitution


def _unit_of_person(session: WriteSession, command: Command) -> str | None:
    person = getattr(command, "person", None)
    if isinstance(command, _ABOUT_AN_ACCOUNT):
        person = session.scalar(select(Account.person_id).where(Account.id == command.account))
    return session.scalar(_UNIT_OF, {"person": person})


def _add_unit(session: WriteSession, command: commands.AddUnit) -> str:
    above = ""
    if command.parent is not None:
        found = session.scalar(select(Unit.path).where(Unit.id == command.parent))
        if found is None:
            raise NotFound("unit.unknown", unit=command.parent)
        above = found
    elif session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).limit(1)) is not None:
        raise Conflict("unit.root_exists", unit=command.id)
    row = command.model_dump(include={"id", "kind", "name", "place", "beside"})
    path = f"{above}{command.code}."
    if len(path) > LONGEST_PATH:
        raise Malformed("unit.too_deep", field="parent", path=path)
    row |= {"parent_id": command.parent, "path": path, "since": command.on}
    session.write(insert(Unit.__table__), row)
    return command.id


_PERSONAL = frozenset(
    {"id", "full_name", "sex", "born_on", "birthplace", "home_town", "ethnicity", "religion", "residence",
     "occupation", "education", "identity_number", "union_joined_on", "email", "language", "in_unit_since"}
)  # fmt: skip


def _add_person(session: WriteSession, command: commands.AddPerson) -> str:
    row = command.model_dump(include=set(_PERSONAL))
    row |= _keys(command.full_name) | {"unit_id": command.unit, "standing": "none"}
    session.write(insert(Person.__table__), row)
    return command.id


def _keys(full_name: str) -> dict[str, str]:
    """Return what a name is found and sorted by, cut to the room there is; nobody's name is that long."""
    return {
        "name_folded": fold(full_name)[:LONGEST_FOLDED],
        "name_key": person_key(full_name)[:LONGEST_KEY],
    }


def _correct_person(session: WriteSession, command: commands.CorrectPerson, today: date) -> str:
    values: dict[str, object] = {command.field: command.value}
    match command.field:
        case "born_on":
            values["born_on"] = born_on = _day(command.value)
            refuse_future("value", born_on, today)
        case "full_name":
            values |= _keys(command.value)
        case "email" if not is_address(command.value):
            raise Malformed("mail.address", field="value")
    _change_person(session, command.person, values)
    return command.person


def _day(text: str) -> date:
    try:
        return _DAY.validate_python(text)
    except ValidationError as wrong:
        raise Malformed("answer.date", field="value", value=text) from wrong


def _enter_standing(session: WriteSession, command: commands.EnterStanding) -> str:
    values = command.model_dump(include={"standing", "joined_on", "official_on", "in_unit_since"})
    _change_person(session, command.person, values | {"unit_id": command.unit})
    return command.person


def _change_person(session: WriteSession, person: str, values: Mapping[str, object]) -> None:
    table = Person.__table__
    if not session.write(update(table).where(table.c.id == person).values(**values)):
        raise NotFound("person.unknown", person=person)


def _take_seat(session: WriteSession, command: commands.TakeSeat) -> str:
    _refuse_unknown_person(session, command.person)
    row = command.model_dump(include={"position", "role", "votes", "since"})
    session.write(insert(Seat.__table__), row | {"person_id": command.person, "unit_id": command.unit})
    return command.unit


def _leave_seat(session: WriteSession, command: commands.LeaveSeat) -> str:
    table = Seat.__table__
    held = (
        table.c.person_id == command.person,
        table.c.unit_id == command.unit,
        table.c.role == command.role,
        table.c.until.is_(None),
    )
    if not session.write(update(table).where(*held).values(until=command.until)):
        raise NotFound("seat.unknown", person=command.person, unit=command.unit, role=command.role)
    return command.unit


def _open_account(session: WriteSession, command: commands.OpenAccount) -> str:
    if command.id.casefold() == SYSTEM:
        raise Malformed("account.reserved", field="id", value=command.id)
    if command.person is not None:
        _refuse_unknown_person(session, command.person)
    session.write(
        insert(Account.__table__), {"id": command.id, "person_id": command.person, "is_active": True}
    )
    return command.id


def _refuse_unknown_person(session: WriteSession, person: str) -> None:
    if session.scalar(select(Person.id).where(Person.id == person)) is None:
        raise NotFound("person.unknown", person=person)


def _close_account(session: WriteSession, command: commands.CloseAccount) -> str:
    table = Account.__table__
    active = (table.c.id == command.account, table.c.is_active)
    if not session.write(update(table).where(*active).values(is_active=False)):
        raise NotFound("account.unknown", account=command.account)
    return command.account


def _grant_role(session: WriteSession, command: commands.GrantRole) -> str:
    active = select(Account.id).where(Account.id == command.account, Account.is_active)
    if session.scalar(active) is None:
        raise NotFound("account.unknown", account=command.account)
    row = {"account_id": command.account, "role": command.role, "unit_id": command.unit}
    session.write(insert(RoleGrant.__table__), row)
    return command.account


def _revoke_role(session: WriteSession, command: commands.RevokeRole) -> str:
    table = RoleGrant.__table__
    held = (
        table.c.account_id == command.account,
        table.c.role == command.role,
        table.c.unit_id == command.unit,
    )
    if not session.write(delete(table).where(*held)):
        raise NotFound("grant.unknown", account=command.account, role=command.role, unit=command.unit)
    return command.account


def _set_workday(session: WriteSession, command: commands.SetWorkday) -> str:
    table = Workday.__table__
    values = command.model_dump(include={"is_working", "source"})
    if not session.write(update(table).where(table.c.on == command.on).values(**values)):
        session.write(insert(table), values | {"on": command.on})
    return command.on.isoformat()


def _add_webhook(session: WriteSession, command: commands.AddWebhook) -> str:
    row = {"id": command.id, "unit_id": command.unit, "url": command.url, "secret": command.secret}
    session.write(insert(Webhook.__table__), row | {"is_active": True})
    return command.id


_WRITE: Mapping[type, Callable[[WriteSession, Any], str]] = {
    commands.AddUnit: _add_unit,
    commands.AddPerson: _add_person,
    commands.EnterStanding: _enter_standing,
    commands.TakeSeat: _take_seat,
    commands.LeaveSeat: _leave_seat,
    commands.OpenAccount: _open_account,
    commands.CloseAccount: _close_account,
    commands.GrantRole: _grant_role,
    commands.RevokeRole: _revoke_role,
    commands.SetWorkday: _set_workday,
    commands.AddWebhook: _add_webhook,
}

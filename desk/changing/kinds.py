"""How each change of the register is asked for: what its address names, and which page it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models import commands
from models.commands import Command

Place = tuple[str, Mapping[str, str]]
"""A page, and what its address names."""
Name = Literal["unit", "parent", "person", "account", "role", "field"]
PEOPLE, PERSON, UNIT = "/settings/people", "/settings/person", "/organisation"
ACCOUNT, WORKDAYS = "/settings/account", "/settings/workdays"
ACCOUNTS = "/settings/accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a command is asked for."""

    model: type[Command]
    page: str
    """Where its subject is shown."""
    subject: str = ""
    """The field that names the subject."""
    needs: tuple[Name, ...] = ()
    """What the address must name."""
    takes: tuple[Name, ...] = ()
    """What it may name; else it is chosen on the form."""
    untyped: tuple[str, ...] = ()
    """Fields nobody fills in here."""

    def leads_to(self, said: Mapping[str, Any]) -> Place:
        """Return the page of the subject, by what is known of the command."""
        if self.page == WORKDAYS:
            return WORKDAYS, {"year": str(said.get("on", ""))[:4]}
        return self.page, {"unit" if self.page == UNIT else "id": str(said[self.subject])}

    def begins_at(self, known: Mapping[str, str]) -> Place:
        """Return the page from which the form is opened: of what the address names."""
        for name, page, key in (("account", ACCOUNT, "id"), ("unit", UNIT, "unit"), ("parent", UNIT, "unit")):
            if name in known:
                return page, {key: known[name]}
        if "person" in known:
            return PERSON, {"id": known["person"]}
        return (WORKDAYS if self.page == WORKDAYS else PEOPLE), {}

    def chosen_at(self, given: Mapping[str, str]) -> str:
        """Return the page on which is chosen what an address leaves unnamed; empty where it names all."""
        unnamed = next((name for name in self.needs if not given.get(name)), None)
        return "" if unnamed is None else _CHOSEN_AT.get(unnamed, PEOPLE)


_CHOSEN_AT: Mapping[Name, str] = {"unit": UNIT, "parent": UNIT, "account": ACCOUNTS, "role": ACCOUNTS}

KINDS: Mapping[str, Kind] = {
    "add_unit": Kind(model=commands.AddUnit, page=UNIT, subject="parent", needs=("parent",)),
    "add_person": Kind(model=commands.AddPerson, page=PERSON, subject="id", takes=("unit",)),
    "correct_person": Kind(
        model=commands.CorrectPerson, page=PERSON, subject="person", needs=("person", "field")
    ),
    "enter_standing": Kind(model=commands.EnterStanding, page=PERSON, subject="person", needs=("person",)),
    "take_seat": Kind(model=commands.TakeSeat, page=UNIT, subject="unit", needs=("person",), takes=("unit",)),
    "leave_seat": Kind(model=commands.LeaveSeat, page=UNIT, subject="unit", needs=("unit", "person", "role")),
    "open_account": Kind(model=commands.OpenAccount, page=ACCOUNT, subject="id", needs=("person",)),
    "close_account": Kind(model=commands.CloseAccount, page=ACCOUNT, subject="account", needs=("account",)),
    "grant_role": Kind(model=commands.GrantRole, page=ACCOUNT, subject="account", needs=("account",)),
    "revoke_role": Kind(
        model=commands.RevokeRole, page=ACCOUNT, subject="account", needs=("account", "role", "unit")
    ),
    "turn_off_second_factor": Kind(
        model=commands.TurnOffSecondFactor, page=ACCOUNT, subject="account", needs=("account",)
    ),
    "end_sessions": Kind(
        model=commands.EndSessions,
        page=ACCOUNT,
        subject="account",
        needs=("account",),
        untyped=("only", "keep"),
    ),
    "set_workday": Kind(model=commands.SetWorkday, page=WORKDAYS),
    "add_webhook": Kind(model=commands.AddWebhook, page=UNIT, subject="unit", needs=("unit",)),
}
"""Every change that has a form of its own; a first password is given on a page that shows it once."""
TOUCHING = frozenset({"close_account", "turn_off_second_factor", "end_sessions", "set_password"})
"""Changes of an account that take the right wherever it holds a role."""

"""What is asked of the register: units, persons, seats, accounts, rights, workdays."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.address import MailAddress
from models.commands.shape import Command, Day, Flag, Reference
from models.signing import WebhookSecret
from models.text import Line, Text


class AddUnit(Command):
    """Put a body or a place into the organisation tree."""

    command: Literal["add_unit"] = "add_unit"
    id: Reference
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    name: Line
    place: Line
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=20)]
    """Its part of the path; no sign that a search takes for any other."""
    parent: Reference | None = None
    beside: Flag = False
    """True for a body that serves all below its parent from the side, as a union does."""
    on: Day


class AddPerson(Command):
    """Enter a person into the register."""

    command: Literal["add_person"] = "add_person"
    id: Reference
    full_name: Line
    sex: Literal["male", "female"]
    born_on: Day
    birthplace: Line | None = None
    home_town: Line | None = None
    ethnicity: Line | None = None
    religion: Line | None = None
    residence: Line | None = None
    occupation: Line | None = None
    education: Literal["primary", "lower_secondary", "upper_secondary"] | None = None
    identity_number: Annotated[str, Field(pattern=r"^[0-9]{9}([0-9]{3})?$")] | None = None
    union_joined_on: Day | None = None
    email: MailAddress | None = None
    language: Literal["vi", "en"] = "vi"
    unit: Reference | None = None
    """Where the person works or lives party life."""
    in_unit_since: Day | None = None


class CorrectPerson(Command):
    """Correct what the register says of a person, or bring it up to date; the old value stays on record."""

    command: Literal["correct_person"] = "correct_person"
    person: Reference
    field: Literal[
        "full_name", "born_on", "birthplace", "home_town", "ethnicity", "religion", "residence",
        "occupation", "email",
    ]  # fmt: skip
    value: Line
    reason: Text


class EnterStanding(Command):
    """Record a member's standing from outside the program: members who joined before it was used."""

    command: Literal["enter_standing"] = "enter_standing"
    person: Reference
    unit: Reference
    standing: Literal["probationary", "official"]
    joined_on: Day
    official_on: Day | None = None
    in_unit_since: Day


class TakeSeat(Command):
    """Somebody takes a position in a body."""

    command: Literal["take_seat"] = "take_seat"
    person: Reference
    unit: Reference
    position: Line
    role: Literal["secretary", "clerk", "union_officer", "committee_member"]
    votes: Flag
    """Whether the seat counts in the roll of a committee."""
    since: Day


class LeaveSeat(Command):
    """A position ends."""

    command: Literal["leave_seat"] = "leave_seat"
    person: Reference
    unit: Reference
    role: Literal["secretary", "clerk", "union_officer", "committee_member"]
    until: Day


class OpenAccount(Command):
    """Give a person an account to act with."""

    command: Literal["open_account"] = "open_account"
    id: Reference
    person: Reference | None = None


class CloseAccount(Command):
    """Close an account for good: whoever held it can no longer act; what it did stays on record."""

    command: Literal["close_account"] = "close_account"
    account: Reference


class GrantRole(Command):
    """Grant an account a role within a unit and all below it."""

    command: Literal["grant_role"] = "grant_role"
    account: Reference
    role: Literal["secretary", "clerk", "union_officer", "member", "inspector", "administrator"]
    unit: Reference


class RevokeRole(Command):
    """Take a role back."""

    command: Literal["revoke_role"] = "revoke_role"
    account: Reference
    role: Literal["secretary", "clerk", "union_officer", "member", "inspector", "administrator"]
    unit: Reference


class SetWorkday(Command):
    """Say that a day is worked, or not, against the usual calendar."""

    command: Literal["set_workday"] = "set_workday"
    on: Day
    is_working: Flag
    source: Line


class AddWebhook(Command):
    """Have events of a unit posted to an address, signed with a secret."""

    command: Literal["add_webhook"] = "add_webhook"
    id: Reference
    unit: Reference
    url: Annotated[str, Field(pattern=r"^https?://[0-9A-Za-z.:\[\]-]+([/?#][!-~]*)?$", max_length=500)]
    """Without a name and a password before the host: it stays on record, where inspectors read it."""
    secret: WebhookSecret


class SetPassword(Command):
    """Give an account a password, by its hash; every browser it is signed in from is signed out."""

    command: Literal["set_password"] = "set_password"
    account: Reference
    secret: Annotated[str, Field(pattern=r"^\$argon2id\$[!-~]+$", max_length=255)]
    must_change: Flag
    """Whether the account chooses another at its first sign-in: the one who set this one knows it."""


class TurnOnSecondFactor(Command):
    """Ask the account for a code beside its password from now on."""

    command: Literal["turn_on_second_factor"] = "turn_on_second_factor"
    account: Reference
    secret: Annotated[str, Field(pattern=r"^v1\.[0-9a-f]{8}\.[A-Za-z0-9_=-]+$", max_length=255)]
    """Locked: the register never holds it in the clear."""
    codes: Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...], Field(max_length=20)]
    """Digests of the recovery codes."""


class TurnOffSecondFactor(Command):
    """Ask the account for its password alone; its recovery codes are void."""

    command: Literal["turn_off_second_factor"] = "turn_off_second_factor"
    account: Reference


class EndSessions(Command):
    """Sign an account out of every browser, or of one."""

    command: Literal["end_sessions"] = "end_sessions"
    account: Reference
    only: Reference | None = None
    """The one session to end."""
    keep: Reference | None = None
    """The one session to leave: the one at hand."""

"""Something to be recorded about a dossier: its command, its form, and who may send it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desk.forms import Form
from engine.access import Access
from engine.queries.acting import Acting, Owed
from engine.registry import Recorded
from models.commands import DossierCommand
from models.errors import Forbidden
from outputs.wording import Names

DECIDING = frozenset(
    {"vote", "decision", "endorsement", "review", "ceremony", "withdraw", "close", "transfer", "migrate",
     "suspend", "resume", "extend_limit", "replace_mentor", "open_ballot", "record_ballot"}
)  # fmt: skip
"""Commands before which whoever sends them proves themselves again.

What decides on a dossier or moves its limits; papers filed, returned and corrected are clerks' daily work.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One of several ways to go on: a step to choose, a way of endorsing."""

    address: str
    text: str
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One command that awaits being typed, checked and sent."""

    acting: Acting
    command: str
    model: type[DossierCommand]
    known: Mapping[str, object]
    """What the page knows of the command beside the form."""
    form: Form
    granted: Access
    title: str
    address: str
    """Where the form is sent."""
    draft: str
    """Under which a draft of it is kept."""
    names: Names
    stand_ins: Mapping[str, object] = field(default_factory=dict)
    """What stands for a field nobody has filled in yet, to weigh the rest."""
    ways: tuple[Way, ...] = ()
    owed: tuple[Owed, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    """Steps that may be named for each item: id and title."""
    open_meeting: str = ""
    """Where a meeting is opened, for what is decided in one."""
    has_meeting: bool = True
    clears: bool = False
    """Whether a field left blank empties what is on record."""
    figures: tuple[tuple[str, str], ...] = ()
    """What is recorded though nobody types it, in words: what was asked, what it came to."""
    leads: Callable[[Recorded], str] | None = None
    """Where to go on once it is recorded, if not to the receipt."""

    @property
    def number(self) -> str:
        """Return the dossier's number."""
        return self.acting.state.number

    def refuse_unless_granted(self) -> None:
        """Raise `Forbidden` where the account may not send it."""
        if not self.granted.allowed:
            raise Forbidden(self.granted.reason)


def names_of(acting: Acting, voters: str | None = None, known: Mapping[str, str] | None = None) -> Names:
    """Return what ids stand for on the pages of a dossier."""
    whole = acting.whole
    return Names(
        procedure=acting.procedure, known={**whole.units, **whole.people, **(known or {})}, voters=voters
    )

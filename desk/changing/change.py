"""One command on the register, ready to be typed by whoever may give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk import forms
from desk.administration import refuse_strangers
from desk.asking import Asked
from desk.changing.drawing import drawn
from desk.changing.kinds import KINDS, Kind, Place
from desk.changing.naming import Naming
from desk.forms import Form
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries.rights import Reach, reach_of
from models.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One command, with whom and what its address names."""

    command: str
    kind: Kind
    known: Mapping[str, str]
    """What the address says of the command."""
    form: Form
    facts: tuple[tuple[str, str], ...]
    """The same in words."""
    names: Mapping[str, str]
    back: Place


def change_of(asked: Asked, session: ReadSession, command: str, given: Mapping[str, str]) -> Change:
    """Return a change as its form begins.

    Raises `NotFound` for a command that has none, for one the account may give nowhere, and for whatever the
    address names that is not there or out of reach: none of them is told apart.
    """
    kind, reach = _within(asked, session, command)
    if command == "set_workday" and not reach.is_whole:
        raise NotFound("page.unknown")
    naming = Naming(asked=asked, session=session, command=command, kind=kind, reach=reach)
    named = naming.named(given)
    blank = forms.of_command(kind.model, asked.language, but=(*named.known, *kind.untyped))
    form = drawn(naming, blank, named)
    choices = {each.value: each.text.strip() for one in form.fields for each in one.choices}
    return Change(
        command=command,
        kind=kind,
        known=named.known,
        form=form,
        facts=tuple(named.facts),
        names=choices | named.names,
        back=kind.begins_at(named.known),
    )


def chooser_of(asked: Asked, session: ReadSession, command: str, given: Mapping[str, str]) -> str:
    """Return where to choose whom a change is about, for an address that does not say; empty where it does.

    Raises `NotFound` as `change_of` does for a command that is not for whoever asks.
    """
    kind, _ = _within(asked, session, command)
    return kind.chosen_at(given)


def _within(asked: Asked, session: ReadSession, command: str) -> tuple[Kind, Reach]:
    """Return how a command is asked for, and where the account may give it."""
    kind = KINDS.get(command)
    if kind is None:
        raise NotFound("page.unknown")
    reach = reach_of(session, actor_of(session, asked.account), command)
    refuse_strangers(reach)
    return kind, reach

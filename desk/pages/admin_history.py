"""What was changed in the register about somebody or something: who did it, when, and what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk import forms
from desk.administration import PAGE, address, refuse_strangers
from desk.asking import Asked
from desk.changing.kinds import KINDS
from desk.forms import Form
from desk.routes import get
from desk.templating import page
from engine.access import SYSTEM, Actor
from engine.database import ReadSession
from engine.queries import register_history as query
from engine.queries.register_accounts import account_facts
from engine.queries.register_history import Kind, RegisterChange
from engine.queries.register_people import person_facts
from engine.queries.register_units import unit_facts
from engine.queries.rights import Reach, reading
from models.errors import NotFound
from outputs.wording import caption
from outputs.wording.fields import field_caption
from outputs.wording.figures import shown_day
from outputs.wording.language import mark, translate

_HERE = "/settings/history"
_SEQUENCE = re.compile(r"[0-9]{1,9}")
_YES, _NO = mark("có"), mark("không")
_MACHINE = mark("Người vận hành tại máy")
_PERSON = mark("Người")
_IDS = frozenset({"unit", "parent", "person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change in words."""

    at: datetime
    who: str
    on_behalf_of: str
    title: str
    typed: tuple[tuple[str, str], ...]
    is_erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The changes about one subject, the newest first."""

    TEMPLATE: ClassVar[str] = "admin_history.html"

    name: str
    back: str
    lines: tuple[Line, ...]
    earlier: str


def show(asked: Asked) -> Response:
    """Show who changed what about a person, an account or a unit."""
    before = asked.query("before")
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        reach = reading(session, actor)
        refuse_strangers(reach)
        kind, subject, name = _subject(asked, session, actor, reach)
        found = query.changes_about(
            session,
            reach,
            kind,
            subject,
            before=int(before) if _SEQUENCE.fullmatch(before) else None,
            size=PAGE + 1,
        )
        names = query.names_in(session, found)
    context = Context(
        name=name,
        back=address(_PAGES[kind][0], **{_PAGES[kind][1]: subject}),
        lines=tuple(_line(asked, one, names) for one in found[:PAGE]),
        earlier=_earlier(kind, subject, found),
    )
    return page(asked, context)


def _subject(asked: Asked, session: ReadSession, actor: Actor, reach: Reach) -> tuple[Kind, str, str]:
    """Return what the address asks about: its kind, its id, and its name."""
    for kind, name_of in _NAMES.items():
        given = asked.query(kind)
        if given:
            return kind, given, name_of(session, actor, reach, given)
    raise NotFound("page.unknown")


_NAMES: Mapping[Kind, Callable[[ReadSession, Actor, Reach, str], str]] = {
    "person": lambda session, actor, reach, given: person_facts(session, actor, reach, given).full_name,
    "account": lambda session, _, reach, given: account_facts(session, reach, given).id,
    "unit": lambda session, _, reach, given: unit_facts(session, reach, given).name,
}
_PAGES: Mapping[Kind, tuple[str, str]] = {
    "person": ("/settings/person", "id"),
    "account": ("/settings/account", "id"),
    "unit": ("/organisation", "unit"),
}


def _line(asked: Asked, one: RegisterChange, names: Mapping[str, str]) -> Line:
    title = caption("command", one.change, asked.language)
    who = translate(_MACHINE, asked.language) if one.account == SYSTEM else one.full_name or one.account
    kind = KINDS.get(one.change)
    form = None if kind is None else forms.of_command(kind.model, asked.language)
    return Line(
        at=one.at,
        who=who,
        on_behalf_of=one.on_behalf_of,
        title=title[:1].upper() + title[1:],
        typed=tuple(
            (_caption(asked, one.change, name), _said(asked, form, names, name, value))
            for name, value in one.typed.items()
        ),
        is_erased=one.is_erased,
    )


def _caption(asked: Asked, change: str, name: str) -> str:
    """Return what a field is called; a person, who is shown by name, is called no id."""
    if name == "person":
        return translate(_PERSON, asked.language)
    return field_caption(name, asked.language, change) or name


def _said(asked: Asked, form: Form | None, names: Mapping[str, str], name: str, value: object) -> str:
    if isinstance(value, bool):
        return translate(_YES if value else _NO, asked.language)
    if isinstance(value, list):
        return "; ".join(caption("task", str(each), asked.language) for each in value)
    if not isinstance(value, str):
        return str(value)
    if name in _IDS:
        return f"{names[value]} ({value})" if value in names else value
    if name == "kind":
        return caption("body", value, asked.language)
    field = None if form is None else form.field(name)
    choices = () if field is None else field.choices
    return next((one.text for one in choices if one.value == value), shown_day(value))


def _earlier(kind: Kind, subject: str, found: tuple[RegisterChange, ...]) -> str:
    if len(found) <= PAGE:
        return ""
    return address(_HERE, **{kind: subject, "before": str(found[PAGE - 1].sequence)})


ROUTES = (get(_HERE, show),)

"""Any change of the register on one page: who and where are named by the address, the rest is a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import ClassVar

from pydantic import ValidationError
from pydantic_core import InitErrorDetails
from starlette.responses import Response

from desk import forms
from desk.administration import address
from desk.asking import KEY, Asked
from desk.changing import Change, change_of, chooser_of
from desk.elevation import by_second_factor, elevated
from desk.forms import Form
from desk.routes import get, post
from desk.templating import page, see_other
from models.errors import Conflict, Malformed
from outputs.wording import Names, caption

_DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The form of one change."""

    TEMPLATE: ClassVar[str] = "admin_do.html"

    title: str
    command: str
    form: Form
    facts: tuple[tuple[str, str], ...]
    """Whom and what it is about: name and value."""
    action: str
    back: str
    has_fields: bool
    is_final: bool


def show(asked: Asked) -> Response:
    """Show the form of a change; an address that does not say of whom leads to where they are chosen."""
    chooser = _chooser(asked)
    if chooser:
        return see_other(chooser)
    change = _change(asked)
    return _form_page(asked, change, change.form)


def post_change(asked: Asked) -> Response:
    """Take the form of a change: checked at once, recorded once whoever sent it has proved themselves."""
    chooser = _chooser(asked)
    if chooser:
        return see_other(chooser)
    change = _change(asked)
    form = forms.filled(change.form, asked.typed(), key=asked.text(KEY))
    strange = forms.not_offered(form) or _without_unit(form)
    if strange is not None:
        return _wrong(asked, change, form, strange)
    try:
        forms.command(form, change.kind.model, **change.known)
    except ValidationError as error:
        return _wrong(asked, change, form, error)
    guarded = by_second_factor if _bares_oneself(asked, change) else elevated
    return guarded(lambda proved: _record(proved, change, form))(asked)


def done(asked: Asked) -> str:
    """Return what has just been done, in words, for the page it leads to; empty where nothing was."""
    command = asked.query(_DONE)
    words = caption("command", command, asked.language)
    return _upper(words) if words != command else ""


def _change(asked: Asked) -> Change:
    with asked.desk.database.reading() as session:
        return change_of(asked, session, asked.path("command"), dict(asked.request.query_params))


def _bares_oneself(asked: Asked, change: Change) -> bool:
    """Say whether somebody takes the second factor off their own account, as an administrator of it."""
    return change.command == "turn_off_second_factor" and change.known.get("account") == asked.account


def _chooser(asked: Asked) -> str:
    with asked.desk.database.reading() as session:
        return chooser_of(asked, session, asked.path("command"), dict(asked.request.query_params))


def _without_unit(form: Form) -> ValidationError | None:
    """Say that a unit must be chosen: what belongs to none is for the top of the tree to enter."""
    unit = form.field("unit")
    if unit is None or not unit.required or unit.typed:
        return None
    return ValidationError.from_exception_data(
        "unit", [InitErrorDetails(type="missing", loc=("unit",), input="")]
    )


def _record(asked: Asked, change: Change, form: Form) -> Response:
    try:
        asked.record(forms.command(form, change.kind.model, **change.known))
    except Malformed as error:
        return _wrong(asked, change, form, error)
    except Conflict as error:
        fresh = replace(form, key=change.form.key)
        return _wrong(asked, change, fresh, error, status=HTTPStatus.CONFLICT)
    typed = forms.plain(form) | dict(change.known)
    path, parts = change.kind.leads_to(typed)
    return see_other(address(path, **parts, done=change.command))


def _wrong(
    asked: Asked,
    change: Change,
    form: Form,
    error: ValidationError | Malformed | Conflict,
    *,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:
    names = Names(known=change.names)
    return _form_page(asked, change, forms.told(form, error, asked.language, names), status=status)


def _form_page(asked: Asked, change: Change, form: Form, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    context = Context(
        title=_upper(caption("command", change.command, asked.language)),
        command=change.command,
        form=form,
        facts=change.facts,
        action=address(asked.request.url.path, **change.known),
        back=address(change.back[0], **change.back[1]),
        has_fields=any(one.kind != "hidden" for one in form.fields),
        is_final=change.command in _FINAL,
    )
    return page(asked, context, status=int(status))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


_FINAL = frozenset({"close_account"})
"""What cannot be undone."""

ROUTES = (get("/settings/do/{command}", show), post("/settings/do/{command}", post_change))

"""Access tokens for programs: made here by their owner, shown once, taken back at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.elevation import elevated
from desk.forms import Choice, Form, Group
from desk.routes import get, post
from desk.templating import page, see_other
from engine import messages, tokens
from engine.access import Grant
from engine.queries.scopes import Scope, scopes_of
from engine.tokens import TokenLine, Wanted
from models.commands import Command
from models.errors import Conflict, Malformed, NotFound
from models.text import Line
from outputs import letters
from outputs.wording import LANGUAGES, Language, caption
from outputs.wording.language import mark, translate

PATH = "/profile/tokens"
_ALL_ROLES = "all"
_NAME, _NAME_HINT = mark("Tên gọi"), mark("Để bạn nhận ra: chương trình nào dùng, trên máy nào.")
_RIGHT, _READ, _RECORD = mark("Được làm gì"), mark("Chỉ xem"), mark("Xem và ghi")
_ROLE, _ALL = mark("Với vai trò"), mark("Mọi vai trò của tôi")
_DAYS, _SO_MANY = mark("Dùng được trong"), mark("%(days)s ngày")
_DAYS_HINT = mark("Mã được ghi chỉ dùng được nhiều nhất %(at_most)s ngày.")


class _Typed(Command):
    """A token as it is asked for on the form."""

    name: Annotated[Line, Field(max_length=tokens.LONGEST_NAME)]
    right: Literal["read", "record"]
    role: Annotated[str, Field(max_length=160)]
    days: Literal["7", "30", "90", "180", "365"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """My tokens, and the form for another."""

    TEMPLATE: ClassVar[str] = "tokens.html"

    tokens: tuple[TokenLine, ...]
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeContext:
    """The page that shows a new token, this once."""

    TEMPLATE: ClassVar[str] = "token_made.html"

    name: str
    token: str
    expires_at: datetime
    address: str
    """An address of the API to try it with."""


def show(asked: Asked) -> Response:
    """Show the tokens of the account and the form for another."""
    return _page(asked, _form(asked.language, _scopes(asked)))


@elevated
def post_make(asked: Asked) -> Response:
    """Make a token and show it; sent twice, none is made the second time, for nobody would see it."""
    scopes = _scopes(asked)
    form = forms.filled(_form(asked.language, scopes), asked.typed(), key=asked.text(KEY))
    try:
        wanted = _wanted(asked, forms.command(form, _Typed), scopes)
        token = tokens.make(asked.desk.database, asked.account, wanted, asked.at, key=asked.key)
    except (ValidationError, Malformed, Conflict, NotFound) as error:
        return _page(asked, forms.told(form, error, asked.language), status=422)
    _tell(asked, wanted)
    context = MadeContext(
        name=wanted.name,
        token=token,
        expires_at=wanted.expires_at,
        address=f"{asked.desk.public_url}/api/v1/me",
    )
    return page(asked, context)


def post_revoke(asked: Asked) -> Response:
    """Take a token back: from now on it serves nobody."""
    tokens.revoke(asked.desk.database, asked.account, asked.text("token"), asked.at)
    return see_other(PATH)


def _tell(asked: Asked, wanted: Wanted) -> None:
    """Tell the owner, who may not be the one at the keyboard."""
    desk = asked.desk
    with desk.database.reading() as session:
        reader = messages.reader_of(session, asked.account)
    if reader is None:
        return
    subject, body = letters.new_token(
        wanted.name,
        asked.address,
        next((one for one in LANGUAGES if one == reader.language), desk.language),
        may_record=wanted.may_record,
        until=wanted.expires_at,
        at=asked.at,
        zone=desk.zone,
        base_url=desk.public_url,
    )
    messages.tell(desk.database, reader.person, letters.NEW_TOKEN, subject, body, asked.at)
    desk.registry.wake()


def _page(asked: Asked, form: Form, *, status: int = 200) -> Response:
    with asked.desk.database.reading() as session:
        found = tokens.tokens_of(session, asked.account, asked.at)
    return page(asked, Context(tokens=found, form=form), status=status)


def _scopes(asked: Asked) -> tuple[Scope, ...]:
    with asked.desk.database.reading() as session:
        return scopes_of(session, asked.account)


def _wanted(asked: Asked, typed: _Typed, scopes: tuple[Scope, ...]) -> Wanted:
    chosen = next((one for one in scopes if _value(one) == typed.role), None)
    if chosen is None and typed.role != _ALL_ROLES:
        raise NotFound("grant.unknown", account=asked.account, role=typed.role, unit="?")
    return Wanted(
        name=typed.name,
        may_record=typed.right == "record",
        only=None if chosen is None else Grant(role=chosen.role, unit=chosen.unit),
        expires_at=asked.at + timedelta(days=int(typed.days)),
    )


def _value(scope: Scope) -> str:
    return f"{scope.role} {scope.unit}"


def _form(language: Language, scopes: tuple[Scope, ...]) -> Form:
    roles = [Choice(value=_ALL_ROLES, text=translate(_ALL, language))]
    roles += [
        Choice(value=_value(one), text=f"{one.unit_name} – {caption('role', one.role, language)}")
        for one in scopes
    ]
    rights = (
        Choice(value="read", text=translate(_READ, language)),
        Choice(value="record", text=translate(_RECORD, language)),
    )
    days = tuple(
        Choice(value=one, text=translate(_SO_MANY, language) % {"days": one})
        for one in ("7", "30", "90", "180", "365")
    )
    hint = translate(_DAYS_HINT, language) % {"at_most": tokens.LONGEST_RECORDING.days}
    fields = (
        forms.Field(
            name="name", kind="line", text=translate(_NAME, language), hint=translate(_NAME_HINT, language)
        ),
        _choice("right", translate(_RIGHT, language), rights, "read"),
        _choice("role", translate(_ROLE, language), tuple(roles), _ALL_ROLES),
        forms.Field(
            name="days",
            kind="choice",
            text=translate(_DAYS, language),
            hint=hint,
            choices=days,
            typed="30",
        ),
    )
    return Form(groups=(Group(fields=fields),))


def _choice(name: str, text: str, choices: tuple[Choice, ...], typed: str) -> forms.Field:
    return forms.Field(name=name, kind="choice", text=text, choices=choices, typed=typed)


ROUTES = (get(PATH, show), post(PATH, post_make), post(f"{PATH}/revoke", post_revoke))

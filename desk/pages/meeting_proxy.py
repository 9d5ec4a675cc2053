"""Where a member who will be absent authorises another to vote for them in one meeting, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.elevation import elevated
from desk.forms import Choice, Form
from desk.pages.meeting_running import Heading, heading_of
from desk.routes import get, post
from desk.templating import page, see_other
from engine.queries.own_proxies import OwnProxy, own_proxy
from models.commands import GiveProxy, RevokeProxy
from models.errors import Conflict, Malformed, Refused
from outputs.wording import Names
from outputs.wording.language import mark, translate

_WHOM = mark("Chọn người sẽ bỏ phiếu thay bạn trong cuộc họp này.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One meeting before a member of its roll."""

    TEMPLATE: ClassVar[str] = "meeting_proxy.html"

    heading: Heading
    own: OwnProxy
    form: Form | None
    """None where they may authorise nobody now."""
    key: str


def show(asked: Asked) -> Response:
    """Show whom a member has authorised, or may."""
    found = _own(asked)
    return _page(asked, found, _form(asked, found))


def post_give(asked: Asked) -> Response:
    """Authorise another member, once whoever asks has proved themselves."""
    return elevated(_give)(asked)


def post_revoke(asked: Asked) -> Response:
    """Take back what a member has given."""
    return elevated(_revoke)(asked)


def _give(asked: Asked) -> Response:
    found = _own(asked)
    form = forms.filled(_form(asked, found), asked.typed(), key=asked.text(KEY))
    try:
        asked.record(forms.command(form, GiveProxy, meeting=found.line.number))
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _page(asked, found, _told(asked, found, form, error), status=422)
    return see_other(_address(found))


def _revoke(asked: Asked) -> Response:
    found = _own(asked)
    form = _form(asked, found)
    try:
        asked.record(RevokeProxy(meeting=found.line.number))
    except Refused as refused:
        return _page(asked, found, _told(asked, found, form, refused), status=422)
    return see_other(_address(found))


def _own(asked: Asked) -> OwnProxy:
    with asked.desk.database.reading() as session:
        return own_proxy(session, asked.who.person, asked.path("number"), asked.desk.procedures)


def _address(found: OwnProxy) -> str:
    return f"/meetings/{found.line.number}/proxy"


def _told(
    asked: Asked, found: OwnProxy, form: Form, error: ValidationError | Refused | Malformed | Conflict
) -> Form:
    return forms.told(form, error, asked.language, Names(known=found.names))


def _form(asked: Asked, found: OwnProxy) -> Form:
    form = forms.of_command(GiveProxy, asked.language, but=("meeting",))
    chosen = tuple(Choice(value=person, text=name) for person, name in found.holders)
    return form.changed("holder", kind="choice", choices=chosen, hint=translate(_WHOM, asked.language))


def _page(asked: Asked, found: OwnProxy, form: Form, *, status: int = 200) -> Response:
    context = Context(
        heading=heading_of(found.line),
        own=found,
        form=form if found.holders or form.problems else None,
        key=form.key,
    )
    return page(asked, context, status=status)


ROUTES = (
    get("/meetings/{number}/proxy", show),
    post("/meetings/{number}/proxy", post_give),
    post("/meetings/{number}/proxy/revoke", post_revoke),
)

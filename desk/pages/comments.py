"""What people say to one another about a dossier: read, said, struck out."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.dossier.talk import UNIT, Talking, form_of, talking
from desk.forms import Form
from desk.numbers import number_of
from desk.routes import get, post
from desk.templating import page, see_other
from engine import comments
from engine.comments import audiences
from engine.queries.dossier import DossierWhole, dossier
from models.commands.shape import Command
from models.errors import Conflict, Malformed, NotFound
from models.text import Text

_LONGEST_BODY = 4000  # characters; what is longer is a paper, and belongs on file
_LONGEST_ID = 18


class Saying(Command):
    """A comment as it was typed."""

    body: Annotated[Text, Field(max_length=_LONGEST_BODY)]
    visibility: Annotated[
        Literal["readers", "inspectors"] | Annotated[str, Field(pattern=rf"^{UNIT}[A-Za-z0-9_.\-/@]+$")],
        Field(union_mode="left_to_right"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that was said about a dossier."""

    TEMPLATE: ClassVar[str] = "comments.html"

    number: str
    candidate: str
    talk: Talking
    form: Form | None
    """The form, with what is wrong with it where it was sent; None for who may not comment."""


def show(asked: Asked) -> Response:
    """Show what was said about a dossier to those it was said to."""
    return _page(asked, None)


def post_comment(asked: Asked) -> Response:
    """Keep what somebody says."""
    number = asked.path("number")
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
        state = dossier(session, actor, number).state
        units = audiences(session, actor, state)
    form = forms.filled(form_of(units, asked.language), asked.typed(), key=asked.text(KEY))
    try:
        saying = forms.command(form, Saying)
        is_unit = saying.visibility.startswith(UNIT)
        comments.say(
            asked.desk.database, actor, number, body=saying.body, at=asked.at, key=asked.key,
            visibility="unit" if is_unit else "readers" if saying.visibility == "readers" else "inspectors",
            unit=saying.visibility.removeprefix(UNIT) if is_unit else None,
        )  # fmt: skip
    except (ValidationError, Malformed, Conflict) as error:
        return _page(asked, forms.told(form, error, asked.language))
    return see_other(f"/dossiers/{number}#talk")


def post_strike(asked: Asked) -> Response:
    """Strike out what somebody has just said."""
    number, comment = asked.path("number"), number_of(asked.path("comment"), at_most=_LONGEST_ID)
    if comment is None:
        raise NotFound("comment.unknown", dossier=number)
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
    comments.strike(asked.desk.database, actor, number, comment, asked.at)
    return see_other(f"/dossiers/{number}#talk")


def _page(asked: Asked, wrong: Form | None) -> Response:
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        whole = dossier(session, actor, asked.path("number"))
        talk = talking(asked, session, actor, whole.state, asked.request.url.path)
    status = HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY
    response = page(asked, _context(whole, talk, wrong), status=status)
    asked.note_reading(whole.state.number, "comments")
    return response


def _context(whole: DossierWhole, talk: Talking, wrong: Form | None) -> Context:
    return Context(
        number=whole.state.number,
        candidate=whole.candidate,
        talk=talk,
        form=talk.form if wrong is None else wrong,
    )


ROUTES = (
    get("/dossiers/{number}/comments", show),
    post("/dossiers/{number}/comments", post_comment),
    post("/dossiers/{number}/comments/{comment}/strike", post_strike),
)

"""Keeping what somebody has typed so far: a script sends it now and then, while the form stays open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import post
from desk.templating import page
from engine import drafts
from engine.queries.dossier import dossier
from models.errors import Malformed, NotFound
from outputs.wording import error_text

_DOSSIER, _STEP = re.compile(r"[A-Za-z0-9.\-]{1,40}"), re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The line that says when the draft was saved."""

    TEMPLATE: ClassVar[str] = "draft_saved.html"

    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsavedContext:
    """The line that says why the draft was not saved; what is typed stays on the page it stands in."""

    TEMPLATE: ClassVar[str] = "draft_unsaved.html"

    told: str


def post_draft(asked: Asked) -> Response:
    """Keep the draft of a step's form; the account that typed it is the only one to see it.

    Nothing is kept about a dossier the account may not read, whether or not there is one.
    """
    try:
        dossier, step = _form_of(asked)
        drafts.keep(asked.desk.database, asked.account, dossier, step, asked.typed(), asked.at)
    except (NotFound, Malformed) as unsaved:
        status = HTTPStatus.NOT_FOUND if isinstance(unsaved, NotFound) else HTTPStatus.UNPROCESSABLE_ENTITY
        return page(asked, UnsavedContext(told=error_text(unsaved, asked.language)), status=int(status))
    return page(asked, Context(saved_at=asked.at))


def _form_of(asked: Asked) -> tuple[str, str]:
    number, step = asked.path("dossier"), asked.path("step")
    if not (_DOSSIER.fullmatch(number) and _STEP.fullmatch(step)):
        raise NotFound("dossier.unknown", dossier=number)
    if number != drafts.NO_DOSSIER:
        with asked.desk.database.reading() as session:
            dossier(session, asked.acting(session), number)
    return number, step


ROUTES = (post("/drafts/{dossier}/{step}", post_draft),)

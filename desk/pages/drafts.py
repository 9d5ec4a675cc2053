"""Keeping what somebody has typed so far: a script sends it now and then, while the form stays open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import post
from desk.templating import page
from engine import drafts
from models.errors import NotFound

_DOSSIER, _STEP = re.compile(r"[A-Za-z0-9.\-]{1,40}"), re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The line that says when the draft was saved."""

    TEMPLATE: ClassVar[str] = "draft_saved.html"

    saved_at: datetime


def post_draft(asked: Asked) -> Response:
    """Keep the draft of a step's form; the account that typed it is the only one to see it."""
    dossier, step = asked.path("dossier"), asked.path("step")
    if not (_DOSSIER.fullmatch(dossier) and _STEP.fullmatch(step)):
        raise NotFound("dossier.unknown", dossier=dossier)
    drafts.keep(asked.desk.database, asked.account, dossier, step, asked.typed(), asked.at)
    return page(asked, Context(saved_at=asked.at))


ROUTES = (post("/drafts/{dossier}/{step}", post_draft),)

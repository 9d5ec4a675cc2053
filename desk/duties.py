"""A view of what awaits somebody: read out of an address, named, and remembered for the next duty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from desk.asking import Asked
from desk.numbers import page_number
from engine.procedures import Procedures
from engine.queries.duties import SUPPLEMENT
from engine.queries.inbox import Due, Duty, Looked, Who
from outputs.wording import Language
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_SUPPLEMENT = mark("Bổ sung hồ sơ bị trả lại")
_DUES: Mapping[str, Due] = {"late": "late", "soon": "soon"}
_WHO: Mapping[str, Who] = {"mine": "mine", "free": "free"}
_COOKIE = "duties"
_STEP = re.compile(r"[a-z][a-z0-9_]{0,59}")


def looked_of(given: Mapping[str, str], today: date) -> Looked:
    """Read a view out of what an address asks for; what makes no sense there shows everything."""
    return Looked(
        today=today,
        due=_DUES.get(given.get("due", ""), ""),
        step=given["step"] if _STEP.fullmatch(given.get("step", "")) else "",
        who=_WHO.get(given.get("who", ""), ""),
        page=page_number(given.get("page", "")),
    )


def address_of(looked: Looked) -> str:
    """Return the address of a view of the inbox."""
    page = str(looked.page) if looked.page > 1 else ""
    asked = {"who": looked.who, "due": looked.due, "step": looked.step, "page": page}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/?{query}" if query else "/"


def remember(response: Response, asked: Asked, looked: Looked) -> None:
    """Have the browser keep the view for as long as it is open: the next duty is taken from it."""
    query = address_of(looked).removeprefix("/").removeprefix("?")
    response.set_cookie(
        _COOKIE, query, httponly=True, samesite="lax", secure=asked.desk.is_encrypted, path="/"
    )


def remembered(asked: Asked) -> Looked:
    """Return the view of the inbox the reader saw last; everything, where they saw none."""
    return looked_of(dict(parse_qsl(asked.request.cookies.get(_COOKIE, ""))), asked.today)


def place_of(duty: Duty) -> str:
    """Return the address of the page on which a duty is done."""
    return f"/dossiers/{duty.dossier}/{duty.step}"


@dataclass(frozen=True, slots=True)
class Titles:
    """What steps are called, whichever version of the regulation a dossier follows."""

    procedures: Procedures
    language: Language

    def of(self, step: str, version: str | None = None) -> str:
        """Return the title of a step in a version; without one, as the newest version has it."""
        if step == SUPPLEMENT:
            return translate(_SUPPLEMENT, self.language)
        versions = reversed(self.procedures.all()) if version is None else (self.procedures.version(version),)
        found = next((one.step(step).title for one in versions if one.has_step(step)), None)
        return step if found is None else said(found, self.language)

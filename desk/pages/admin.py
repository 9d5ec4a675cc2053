"""Administration: the parts of it the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.administration import Section, sections
from desk.asking import Asked
from desk.routes import get
from desk.templating import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts there are for the reader."""

    TEMPLATE: ClassVar[str] = "admin.html"

    sections: tuple[Section, ...]


def show(asked: Asked) -> Response:
    """Show what the reader may look after."""
    with asked.desk.database.reading() as session:
        return page(asked, Context(sections=sections(asked, session)))


ROUTES = (get("/settings", show),)

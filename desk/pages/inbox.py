"""What awaits me: the opening page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import get
from desk.templating import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The inbox."""

    TEMPLATE: ClassVar[str] = "inbox.html"


def show(asked: Asked) -> Response:
    """Show what awaits whoever asks."""
    return page(asked, Context())


ROUTES = (get("/", show),)

"""The description of the API for people: every address in one list, and a place to try them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk import api
from desk.asking import Asked
from desk.routes import get
from desk.templating import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the API."""

    method: str
    path: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The description of the API."""

    TEMPLATE: ClassVar[str] = "api_reference.html"

    root: str
    addresses: tuple[Address, ...]
    description: str
    """Where its OpenAPI description is fetched."""


def show(asked: Asked) -> Response:
    """Show every address; a script adds the place to try them."""
    context = Context(
        root=f"{asked.desk.public_url}{api.PATH}",
        addresses=tuple(_addresses()),
        description=f"{api.PATH}/openapi.json",
    )
    return page(asked, context)


def _addresses() -> Iterator[Address]:
    for path, operations in api.application().openapi()["paths"].items():
        for method, operation in operations.items():
            yield Address(method=method.upper(), path=path, told=operation["summary"])


ROUTES = (get(f"{api.PATH}/docs", show, public=True),)

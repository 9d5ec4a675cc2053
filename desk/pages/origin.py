"""Where the code on a paper leads: whether this office made it, with this content, and what its files are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import get
from desk.templating import page
from engine.numbers import printed
from engine.queries.origin import Origin, origin_of
from outputs.wording import Names

_SIGNED = "PDF + PAdES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is said of a paper to whoever holds it."""

    TEMPLATE: ClassVar[str] = "origin.html"

    document: str
    title: str
    unit: str
    printed: str
    """Its number as papers print it; empty where it bears none."""
    dated: date
    issued_at: datetime
    content: str
    files: tuple[tuple[str, str], ...]
    """Kind and SHA-256 of each file that was made of it."""
    replaced_by: str


def show(asked: Asked) -> Response:
    """Say where a paper comes from; its code is all the caller needs, as on the paper itself."""
    with asked.desk.database.reading() as session:
        found = origin_of(session, asked.path("document").upper(), asked.path("content").lower())
    names = Names(procedure=asked.desk.procedures.version(found.procedure))
    context = Context(
        document=found.document,
        title=names.paper(found.form, asked.language),
        unit=found.unit,
        printed="" if found.number is None or found.symbol is None else printed(found.number, found.symbol),
        dated=found.dated,
        issued_at=found.issued_at,
        content=found.content_sha256,
        files=_files(found),
        replaced_by=found.replaced_by or "",
    )
    return page(asked, context)


def _files(found: Origin) -> tuple[tuple[str, str], ...]:
    plain = (("PDF", found.pdf_sha256), ("DOCX", found.docx_sha256))
    return plain if found.signed_sha256 is None else (*plain, (_SIGNED, found.signed_sha256))


ROUTES = (get("/X/{document}/{content}", show, public=True),)

"""One document of a dossier: looked at in the page, or fetched as PDF or DOCX."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from starlette.responses import Response

from desk.asking import Asked
from desk.guards import FRAMED_POLICY
from desk.routes import get
from desk.templating import page
from engine.numbers import printed
from engine.queries import dossier as query
from engine.queries.dossier import DossierWhole
from engine.queries.history import DocumentFile, document_file
from models.errors import NotFound
from outputs.wording import Names

_STYLE = Path(__file__).resolve().parents[2] / "templates" / "documents" / "paper.css"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"pdf": "application/pdf", "docx": _WORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A document with its preview."""

    TEMPLATE: ClassVar[str] = "dossier_document.html"

    number: str
    candidate: str
    document: str
    title: str
    printed: str
    """Its number as papers print it; empty where it bears none."""
    dated: date
    is_signed: bool
    """Whether it bears a digital signature."""
    path: str


def show(asked: Asked) -> Response:
    """Show a document in a frame of its own, with where to fetch it."""
    whole, found = _found(asked)
    names = Names(procedure=asked.desk.procedures.version(whole.state.procedure))
    context = Context(
        number=whole.state.number,
        candidate=whole.candidate,
        document=found.document,
        title=names.paper(found.form, asked.language),
        printed="" if found.number is None or found.symbol is None else printed(found.number, found.symbol),
        dated=found.dated,
        is_signed=found.is_signed,
        path=f"/dossiers/{whole.state.number}/documents/{found.document}",
    )
    _note(asked, whole, found, "page")
    return page(asked, context)


def preview(asked: Asked) -> Response:
    """Answer with a document as it is shown inside the frame: it may be looked at, and do nothing."""
    whole, found = _found(asked)
    paper = asked.desk.archive.get(found.html_sha256).decode()
    names = Names(procedure=asked.desk.procedures.version(whole.state.procedure))
    _note(asked, whole, found, "preview")
    return Response(
        framed(paper, names.paper(found.form, "vi")),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": FRAMED_POLICY, "X-Frame-Options": "SAMEORIGIN"},
    )


def fetch(asked: Asked) -> Response:
    """Answer with a document's file, exactly as it was made."""
    kind = asked.path("kind")
    if kind not in KINDS:
        raise NotFound("document.unknown", document=f"{asked.path('document')}.{kind}")
    whole, found = _found(asked)
    content = asked.desk.archive.get(found.pdf_sha256 if kind == "pdf" else found.docx_sha256)
    _note(asked, whole, found, kind)
    return Response(
        content,
        media_type=KINDS[kind],
        headers={
            "Content-Disposition": _as_file(found, kind),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _found(asked: Asked) -> tuple[DossierWhole, DocumentFile]:
    """Return a document of a dossier the reader may see; raises `NotFound` for any other."""
    number = asked.path("number")
    with asked.desk.database.reading() as session:
        whole = query.dossier(session, asked.actor(session), number)
        return whole, document_file(session, number, asked.path("document"))


def _note(asked: Asked, whole: DossierWhole, found: DocumentFile, kind: str) -> None:
    asked.note_reading(whole.state.number, f"{found.document} {kind}")


def _as_file(found: DocumentFile, kind: str) -> str:
    """Name the file by its mark and, for browsers that read it, by its form."""
    full = f"{found.document} {found.form}.{kind}"
    return f"attachment; filename=\"{found.document}.{kind}\"; filename*=UTF-8''{quote(full)}"


def framed(paper: str, title: str) -> str:
    """Return a paper as a page of its own, to be shown inside a frame."""
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_style()}</style></head><body>{paper}</body></html>\n"
    )


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


ROUTES = (
    get("/dossiers/{number}/documents/{document}", show),
    get("/dossiers/{number}/documents/{document}/file.{kind}", fetch),
    get("/dossiers/{number}/documents/{document}/preview", preview),
)

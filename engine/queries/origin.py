"""Where a paper comes from, told to whoever holds it: its code names the paper and its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.database import ReadSession
from models.document import Document
from models.dossier import Dossier
from models.errors import NotFound
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the program says of a paper it made; nothing of whom it is about."""

    document: str
    form: str
    procedure: str
    """Version under which the form is known."""
    unit: str
    """Name of the body that issued it."""
    number: int | None
    symbol: str | None
    dated: date
    issued_at: datetime
    content_sha256: str
    pdf_sha256: str
    docx_sha256: str
    signed_sha256: str | None
    replaced_by: str | None
    """Mark of the paper that a correction put in its place."""


def origin_of(session: ReadSession, document: str, content_sha256: str) -> Origin:
    """Return where a paper with this content comes from.

    Raises `NotFound` alike for a paper never made and for another content: a mark alone tells nothing.
    """
    row = session.one(
        select(
            Document.document, Document.form, Document.number, Document.symbol, Document.dated,
            Document.issued_at, Document.content_sha256, Document.pdf_sha256, Document.docx_sha256,
            Document.signed_sha256, Unit.name, Dossier.procedure,
        )
        .join(Unit, Unit.id == Document.unit_id)
        .join(Dossier, Dossier.number == Document.dossier)
        .where(Document.document == document, Document.content_sha256 == content_sha256)
    )  # fmt: skip
    if row is None or row.issued_at is None:
        raise NotFound("document.no_origin", document=document[:60])
    later = session.scalar(select(Document.document).where(Document.replaces == document))
    return Origin(
        document=row.document,
        form=row.form,
        procedure=row.procedure,
        unit=row.name,
        number=row.number,
        symbol=row.symbol,
        dated=row.dated,
        issued_at=row.issued_at,
        content_sha256=row.content_sha256,
        pdf_sha256=row.pdf_sha256,
        docx_sha256=row.docx_sha256,
        signed_sha256=row.signed_sha256,
        replaced_by=later,
    )

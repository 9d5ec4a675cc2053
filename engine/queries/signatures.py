"""Documents as somebody signs them, or wants to know who did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.access import Actor, may
from engine.database import ReadSession
from engine.facts import is_replaced
from engine.numbers import printed
from engine.organisation import Signer, signer_of
from engine.timeline import entries
from models.commands import SignDocument
from models.document import Document
from models.errors import NotFound
from models.events import DocumentSigned
from models.person import Person
from models.procedure import Procedure
from models.state import DossierState
from models.timeline import Enclosure
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A digital signature as it stands on the record."""

    sequence: int
    """Of the entry that says so."""
    account: str
    by: str
    """Full name of who signed."""
    holder: str
    """Whom the certificate names; empty once that was erased."""
    issuer: str
    serial: str
    signed_at: datetime
    timestamped_at: datetime | None
    level: str
    sha256: str
    """Of the signed file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignablePaper:
    """A made document with its signature, or who is to sign it."""

    document: str
    dossier: str
    form: str
    printed: str | None
    """Its number as papers print it; None for one that no body issues under a number."""
    dated: date
    unit: str
    unit_name: str
    pdf_sha256: str
    context_sha256: str
    signer: Signer | None
    """Whose name it bears."""
    signature: Signature | None
    is_replaced: bool
    """Whether a correction made another in its place."""

    def may_be_signed_by(self, actor: Actor, state: DossierState, procedure: Procedure) -> bool:
        """Say whether somebody may sign it now."""
        if self.signature is not None or self.is_replaced or self.printed is None or self.signer is None:
            return False
        named: dict[str, str] = {"dossier": self.dossier, "document": self.document, "unit": self.unit}
        command = SignDocument.model_construct(None, **named)  # type: ignore[arg-type]  # no more is asked of it
        return actor.person == self.signer.person and may(actor, command, state, procedure).allowed


def dossier_of(session: ReadSession, document: str) -> str:
    """Return the dossier a document belongs to; raises `NotFound`."""
    found = session.scalar(select(Document.dossier).where(Document.document == document))
    if found is None:
        raise NotFound("document.unknown", document=document)
    return found


def signable_paper(session: ReadSession, number: str, document: str) -> SignablePaper:
    """Return a made document; whether the reader may see its dossier is asked before. Raises `NotFound`."""
    row = session.one(
        select(
            Document.form, Document.number, Document.symbol, Document.dated, Document.unit_id, Unit.name,
            Document.pdf_sha256, Document.context_sha256, Document.signed_in,
        )
        .join(Unit, Unit.id == Document.unit_id)
        .where(Document.document == document, Document.dossier == number, Document.issued_at.is_not(None))
    )  # fmt: skip
    if row is None:
        raise NotFound("document.unknown", document=document)
    numbered = row.number is not None and row.symbol is not None
    return SignablePaper(
        document=document,
        dossier=number,
        form=row.form,
        printed=printed(row.number, row.symbol) if numbered else None,
        dated=row.dated,
        unit=row.unit_id,
        unit_name=row.name,
        pdf_sha256=str(row.pdf_sha256),
        context_sha256=str(row.context_sha256),
        signer=signer_of(session, row.unit_id, row.dated),
        is_replaced=is_replaced(session, document),
        signature=None if row.signed_in is None else _signature(session, number, row.signed_in),
    )


def _signature(session: ReadSession, number: str, sequence: int) -> Signature | None:
    entry = next(iter(entries(session, number, since=sequence, at_most=1)), None)
    if entry is None or not isinstance(entry.event, DocumentSigned):
        return None
    event = entry.event
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == event.enclosure))
    return Signature(
        sequence=sequence,
        account=entry.actor,
        by=session.scalar(select(Person.full_name).where(Person.id == event.person)) or event.person,
        holder="" if body is None else str(json.loads(body).get("holder", "")),
        issuer=event.issuer,
        serial=event.serial,
        signed_at=event.signed_at,
        timestamped_at=event.timestamped_at,
        level=event.level,
        sha256=event.after_sha256,
    )

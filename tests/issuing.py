"""Papers made as the walker makes them, without the walker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engine.access import SYSTEM
from engine.queries.papers import paper_facts
from models import commands
from models.document import Document
from outputs.archive import Archive
from outputs.documents.render import render
from tests.roads import Road


def issued(road: Road, archive: Archive, dossier: str, form: str, at: datetime) -> str:
    """Make a document that is due; return its mark."""
    with road.database.reading() as session:
        asked = select(Document.document).where(Document.dossier == dossier, Document.form == form)
        mark = str(session.scalar(asked))
        facts = paper_facts(session, mark, road.procedure(dossier))
    made, put = render(facts, base_url="http://127.0.0.1:8000"), archive.put
    command = commands.IssueDocument(
        dossier=dossier, document=mark, form=facts.form, dated=facts.dated, number=facts.number,
        symbol=facts.symbol, unit=facts.issuer.id, template_version=made.template_version,
        content_sha256=made.content_sha256, pdf_sha256=put(made.pdf), docx_sha256=put(made.docx),
        html_sha256=put(made.html.encode()), context_sha256=put(made.context_json),
    )  # fmt: skip
    road.registry.record(command, by=SYSTEM, at=at)
    return mark

"""Makes what one event owes, and notes each thing when it is made: what is on record is not made again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.access import SYSTEM
from engine.outbox import Errand
from engine.queries.errands import Owed
from engine.queries.papers import paper_facts
from flows import installation
from flows.telling import tell
from models.commands import IssueDocument
from models.errors import Conflict
from outputs.documents.render import Rendered, render
from settings import Settings


def papers_then_word(
    errand: Errand, owed: Owed, told: Sequence[str], *, settings: Settings, at: datetime
) -> datetime | None:
    """Make the papers, then tell people, so that nobody hears of a paper that cannot be read yet.

    Returns when to go on, where somebody wants no mail now. Raises the first failure, after everybody who
    can be told was told.
    """
    _make_papers(owed, settings, at)
    return tell(errand, owed, told, settings=settings, at=at)


def word_then_papers(
    errand: Errand, owed: Owed, told: Sequence[str], *, settings: Settings, at: datetime
) -> datetime | None:
    """Tell people, then make the papers, which in this stage are only for the file.

    Returns when to go on, where somebody wants no mail now. Raises a failure of either, after what can be
    done of the other was done.
    """
    try:
        return tell(errand, owed, told, settings=settings, at=at)
    finally:
        _make_papers(owed, settings, at)


def _make_papers(owed: Owed, settings: Settings, at: datetime) -> None:
    for mark in owed.documents:
        _issue(mark, owed.procedure, settings, at)


def _issue(mark: str, procedure: str, settings: Settings, at: datetime) -> None:
    with installation.database(settings).reading() as session:
        facts = paper_facts(session, mark, installation.procedures().version(procedure))
    made = render(facts, base_url=settings.public_url)
    pdf, docx, html, context = _archived(made, settings)
    command = IssueDocument(
        dossier=facts.dossier,
        document=mark,
        form=facts.form,
        dated=facts.dated,
        number=facts.number,
        symbol=facts.symbol,
        unit=facts.issuer.id,
        template_version=made.template_version,
        content_sha256=made.content_sha256,
        pdf_sha256=pdf,
        docx_sha256=docx,
        html_sha256=html,
        context_sha256=context,
    )
    try:
        installation.registry(settings).record(command, by=SYSTEM, at=at, key=mark)
    except Conflict:
        # Another walker issued it meanwhile, from a template of another version: its paper stands.
        return


def _archived(made: Rendered, settings: Settings) -> tuple[str, str, str, str]:
    archive = installation.archive(settings)
    return (
        archive.put(made.pdf),
        archive.put(made.docx),
        archive.put(made.html.encode()),
        archive.put(made.context_json),
    )

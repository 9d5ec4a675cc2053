"""Makes a paper: context, tree, and from it PDF, DOCX and preview, byte for byte the same each time."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from engine.canonical import canonical
from models.papers import PaperFacts
from models.text import refused_characters
from outputs.documents import docx, html, pdf, templating
from outputs.documents.contexts.catalogue import PAPERS, Context, context_of
from outputs.documents.errors import Unprintable
from outputs.documents.qr import mark_of
from outputs.documents.tree import Node, parse

_LIBRARIES = ("typst", "jinja2", "lxml", "segno")
"""Libraries a paper's bytes depend on."""
_WRITERS = (
    "docx.py",
    "html.py",
    "pdf.py",
    "qr.py",
    "qr_modules.py",
    "templating.py",
    "tree.py",
    "word_parts.py",
    "writing.py",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A paper as it leaves the office, with what is needed to make it again."""

    form: str
    template_version: str
    context_json: bytes
    """Canonical JSON of everything the template was given."""
    content_sha256: str
    """Digest of the paper's tree, the same in all three outputs; the code in the footer carries it."""
    pdf: bytes
    docx: bytes
    html: str


def render(facts: PaperFacts, *, base_url: str) -> Rendered:
    """Make the paper these facts are due for.

    `base_url` is where papers are checked. Raises MissingValue, NotThisOutcome or Unprintable; never prints a
    blank.
    """
    return render_context(
        facts.form,
        context_of(facts),
        document=facts.document,
        dossier=facts.dossier,
        recorded_at=facts.recorded_at,
        base_url=base_url,
    )


def render_again(
    form: str,
    context_json: bytes,
    *,
    document: str,
    dossier: str | None,
    recorded_at: datetime,
    base_url: str,
) -> Rendered:
    """Make a paper again from its stored context; with the same template version, the same bytes."""
    context = _adapter(form).validate_json(context_json)
    return render_context(
        form, context, document=document, dossier=dossier, recorded_at=recorded_at, base_url=base_url
    )


def render_context(
    form: str, context: Context, *, document: str, dossier: str | None, recorded_at: datetime, base_url: str
) -> Rendered:
    """Make a paper from its context; records (a timeline, the list of a wave) begin here."""
    tree = tree_of(form, context)
    content_sha256 = sha256(canonical(tree)).hexdigest()
    mark = mark_of(document, dossier, content_sha256, base_url)
    return Rendered(
        form=form,
        template_version=template_version(form),
        context_json=canonical(_adapter(form).dump_python(context, mode="json")),
        content_sha256=content_sha256,
        docx=docx.docx_of(tree, mark),
        html=html.html_of(tree, mark),
        pdf=pdf.pdf_of(tree, mark, recorded_at, form),
    )


def content_of(form: str, context: Context) -> str:
    """Return the SHA-256 of a paper's content alone, which the code in its footer carries."""
    return sha256(canonical(tree_of(form, context))).hexdigest()


def tree_of(form: str, context: Context) -> Node:
    """Return the paper's tree; raises Unprintable for a character that the font lacks, with its field."""
    for field, text in _texts(context):
        if refused_characters(text):
            raise Unprintable(form, field, _first_refused(text))
    return parse(templating.fill(PAPERS[form].template, context))


@cache
def template_version(form: str) -> str:
    """Return the digest of all that turns a context into bytes: template, fonts, writers, libraries."""
    named = ingredients(form)
    return sha256(b"".join(sha256(named[name]).digest() for name in sorted(named))).hexdigest()


def ingredients(form: str) -> dict[str, bytes]:
    """Return, by name, everything beside its context that a paper's bytes depend on."""
    template = PAPERS[form].template
    names = (template, *templating.shared_by(template))
    return {
        **{name: templating.source_of(name) for name in names},
        **pdf.program(),
        **{font.name: font.read_bytes() for font in pdf.font_files()},
        **{name: Path(__file__).with_name(name).read_bytes() for name in _WRITERS},
        **{name: version(name).encode() for name in _LIBRARIES},
    }


@cache
def _adapter(form: str) -> TypeAdapter[Context]:
    return TypeAdapter(PAPERS[form].context)


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a context with where it stands: `tally.absences.2.reason`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for position, one in enumerate(value, 1):
            yield from _texts(one, f"{path}.{position}")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)


def _first_refused(text: str) -> str:
    return next(one for one in unicodedata.normalize("NFC", text) if refused_characters(one))

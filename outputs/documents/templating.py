"""Fills templates: escaping nobody can switch off, and an error for every name a context lacks."""

from __future__ import annotations

import dataclasses
import unicodedata
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError, Undefined, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from outputs.documents import writing
from outputs.documents.errors import BadTemplate
from outputs.documents.tree import LINE_BREAK

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
SHARED = "_parts"

_UNSAFE_FILTERS = ("safe", "tojson", "urlize", "xmlattr", "forceescape", "random", "pprint")
_UNSAFE_NODES = (nodes.ScopedEvalContextModifier, nodes.MarkSafe, nodes.MarkSafeIfAutoescape)


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which a template cannot switch escaping off."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_UNSAFE_NODES):
            raise TemplateSyntaxError("escaping cannot be changed", node.lineno, name, filename)
        return tree


@cache
def environment() -> PaperEnvironment:
    """Return the one environment; templates are compiled once a process."""
    made = PaperEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    for name in _UNSAFE_FILTERS:
        del made.filters[name]
    made.globals.clear()
    made.filters.update(
        in_words=writing.in_words,
        in_figures=writing.in_figures,
        at_clock=writing.at_clock,
        two_figures=writing.two_figures,
    )
    made.globals["percent_of"] = writing.percent_of
    return made


@cache
def template(name: str) -> Template:
    """Return the template of this name, ready to be filled."""
    return environment().get_template(f"{name}.xml.j2")


def shared_by(name: str) -> tuple[str, ...]:
    """Return the templates whose macros a template uses, by name; those every paper shares come first."""
    used = meta.find_referenced_templates(environment().parse(source_of(name).decode()))
    named = {str(one).removesuffix(".xml.j2") for one in used}
    return (SHARED, *sorted(named - {SHARED}))


def fill(name: str, context: Any) -> str:  # noqa: ANN401 -- any of the context dataclasses
    """Return what the template writes for the context's fields, and nothing else."""
    return template(name).render(
        {one.name: getattr(context, one.name) for one in dataclasses.fields(context)}
    )


def source_of(name: str) -> bytes:
    """Return a template's text as it lies on disk."""
    return (TEMPLATES / f"{name}.xml.j2").read_bytes()


def finalized(value: object) -> object:
    """Bring one printed value into the form the tree keeps; nothing may be printed as nothing."""
    match value:
        case Markup():
            return value
        case str():
            return unicodedata.normalize("NFC", value).replace("\n", LINE_BREAK)
        case Undefined():
            return value  # printing it names what is undefined
        case int() if not isinstance(value, bool):
            return str(value)
        case date() if not isinstance(value, datetime):
            return writing.in_figures(value)
    raise BadTemplate("a value that has no printed form", value=type(value).__name__)

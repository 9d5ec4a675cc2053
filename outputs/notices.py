"""Notices: what a person is told of an event and what to do, in Vietnamese or English.

A notice carries the dossier's number and what to do, never who the dossier is about: it leaves the office.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.canonical import canonical, digest
from models.errors import OutsideFailure
from models.events import DossierEvents, Moved, Reminded, Returned
from models.procedure import Procedure
from outputs.documents.writing import in_figures
from outputs.wording import Language, Names, translate

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "notices"


class BadNotice(OutsideFailure):
    """A notice has no template, or its template asks for what the event does not tell."""

    def __init__(self, notice: str, what: str) -> None:
        """Name the notice and what is wrong."""
        super().__init__("notice.unusable", notice=notice, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAhead:
    """A step that now awaits somebody."""

    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContext:
    """All that a notice may say; None where the event does not tell."""

    dossier: str
    link: str
    matter: str | None = None
    """Title of the step or paper it is about, in the reader's language."""
    unit: str | None = None
    """Name of the body it is about."""
    due_on: date | None = None
    days: int | None = None
    """How many days remain, have passed, or were added."""
    steps: tuple[StepAhead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A notice on its way to one person over one channel."""

    id: str
    """The same however often it is sent, so that a repetition is recognised."""
    to: str
    """Mail or web address."""
    language: Language
    subject: str
    body: str
    dossier: str
    about: int
    """Sequence of the event it tells of."""
    event: str
    """Kind of that event."""
    notice: str
    link: str
    at: datetime
    """UTC; when the event was recorded."""


def notice_ids() -> frozenset[str]:
    """Return the notices that have a text."""
    return frozenset(folder.name for folder in TEMPLATES.iterdir() if folder.is_dir())


def link_to(base_url: str, dossier: str) -> str:
    """Return the address of a dossier's page."""
    return f"{base_url.rstrip('/')}/dossiers/{quote(dossier, safe='')}"


def meeting_link(base_url: str, number: str) -> str:
    """Return the address of a meeting's page."""
    return f"{base_url.rstrip('/')}/meetings/{quote(number, safe='')}"


def message_id(*, dossier: str, about: int, notice: str, person: str, channel: str) -> str:
    """Return the key by which one notice to one person over one channel is known everywhere."""
    return digest(canonical([dossier, about, notice, person, channel]))[:40]


def context_of(
    event: DossierEvents, *, dossier: str, link: str, procedure: Procedure, units: Mapping[str, str],
    language: Language,
) -> NoticeContext:  # fmt: skip
    """Return what a notice may say of an event; `units` names the bodies by their ids."""
    names = Names(procedure=procedure)
    about = getattr(event, "subject" if isinstance(event, Reminded) else "step", None)
    unit = getattr(event, "asked_by" if isinstance(event, Returned) else "unit", None)
    days = getattr(event, "days", None)
    moved = getattr(event, "moved", Moved())
    return NoticeContext(
        dossier=dossier,
        link=link,
        matter=None if about is None else names.step(about, language),
        unit=None if unit is None else units.get(unit),
        due_on=getattr(event, "answer_by" if isinstance(event, Returned) else "due_on", None),
        days=None if days is None else abs(days),
        steps=tuple(
            StepAhead(title=names.step(one.step, language), due_on=one.due_on) for one in moved.opens
        ),
    )


def compose(notice: str, context: NoticeContext, language: Language) -> tuple[str, str]:
    """Return subject and body; raises `BadNotice` where the text asks for more than the context tells."""
    return rendered(notice, _known(context), environment(language))


def to_do(notice: str, context: NoticeContext, language: Language) -> str:
    """Return what a notice asks its reader to do, alone; raises as `compose` does."""
    try:
        body = environment(language).get_template(f"{notice}/body.txt")
        return "".join(body.blocks["to_do"](body.new_context(_known(context)))).strip()
    except TemplateError as error:
        raise BadNotice(notice, f"{type(error).__name__}: {error.message}") from error


def rendered(name: str, known: Mapping[str, object], templates: Environment) -> tuple[str, str]:
    """Return subject and body of a folder of templates; raises `BadNotice` where they ask for more."""
    try:
        subject = templates.get_template(f"{name}/subject.txt").render(known).strip()
        body = templates.get_template(f"{name}/body.txt").render(known).strip()
    except TemplateError as error:
        raise BadNotice(name, f"{type(error).__name__}: {error.message}") from error
    if len(subject.splitlines()) != 1:
        raise BadNotice(name, "its subject is not one line")
    return subject, body


def _known(context: NoticeContext) -> dict[str, object]:
    fields = {one.name: getattr(context, one.name) for one in dataclasses.fields(context)}
    return {name: value for name, value in fields.items() if value is not None}


@cache
def environment(language: Language, folder: Path = TEMPLATES) -> Environment:
    """Return the one environment of a language and folder; templates are compiled once a process."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=False,  # plain text: no markup is ever made of it
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters["day"] = in_figures
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension puts it there
        lambda text: translate(text, language),
        lambda one, many, count: translate(one if count == 1 else many, language),
        newstyle=True,
    )
    return made

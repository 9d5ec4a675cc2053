"""The notices' texts as they leave the office: every one in both languages, with example facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from starlette.responses import Response

from desk.administration import Section, sections
from desk.asking import Asked
from desk.routes import get
from desk.templating import page
from models.errors import NotFound
from models.procedure import Procedure
from outputs.kinds import Kind, kinds
from outputs.notices import NoticeContext, StepAhead, compose, link_to, notice_ids
from outputs.wording import LANGUAGES, Language
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_EXAMPLE, _DAYS = "HS-2026-0012", 7
_UNIT = mark("Chi bộ Quân sự Phường 4")
_OTHERS = mark("Thông báo khác")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice in the list."""

    id: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGroup:
    """The notices of one kind."""

    title: str
    about: str
    duty: str
    """Why nobody may switch it off; empty where people may."""
    notices: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """Every notice there is."""

    TEMPLATE: ClassVar[str] = "admin_notices.html"

    sections: tuple[Section, ...]
    groups: tuple[NoticeGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A notice in one language."""

    language: Language
    subject: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One notice."""

    TEMPLATE: ClassVar[str] = "admin_notice.html"

    notice: str
    texts: tuple[Text, ...]
    sent: tuple[str, ...]
    """Steps of the version in force today that send it."""


def show_list(asked: Asked) -> Response:
    """Show every notice by its subject, kind by kind."""
    with asked.desk.database.reading() as session:
        within = sections(asked, session)
    known = [one for kind in kinds() for one in kind.notices]
    others = tuple(_line(asked, one) for one in sorted(notice_ids() - set(known)))
    groups = [_group(asked, kind) for kind in kinds()]
    if others:
        title = translate(_OTHERS, asked.language)
        groups.append(NoticeGroup(title=title, about="", duty="", notices=others))
    return page(asked, ListContext(sections=within, groups=tuple(groups)))


def show(asked: Asked) -> Response:
    """Show one notice in both languages."""
    notice = asked.path("notice")
    if notice not in notice_ids():
        raise NotFound("page.unknown")
    context = Context(
        notice=notice, texts=tuple(_text(asked, notice, one) for one in LANGUAGES), sent=_sent(asked, notice)
    )
    return page(asked, context)


def _group(asked: Asked, kind: Kind) -> NoticeGroup:
    there = notice_ids()
    return NoticeGroup(
        title=said(kind.title, asked.language),
        about=said(kind.about, asked.language),
        duty="" if kind.duty is None else kind.duty.source,
        notices=tuple(_line(asked, one) for one in kind.notices if one in there),
    )


def _line(asked: Asked, notice: str) -> NoticeLine:
    subject, _ = compose(notice, _example(asked, asked.language), asked.language)
    return NoticeLine(id=notice, subject=subject)


def _text(asked: Asked, notice: str, language: Language) -> Text:
    subject, body = compose(notice, _example(asked, language), language)
    return Text(language=language, subject=subject, lines=tuple(body.splitlines()))


def _example(asked: Asked, language: Language) -> NoticeContext:
    """Return facts of a dossier there is not: everything a notice may say, of the version in force today."""
    step = _in_force(asked).stages[-1].steps[0]
    due_on = asked.today + timedelta(days=_DAYS)
    title = said(step.title, language)
    return NoticeContext(
        dossier=_EXAMPLE,
        link=link_to(asked.desk.public_url, _EXAMPLE),
        matter=title,
        unit=translate(_UNIT, language),
        due_on=due_on,
        days=_DAYS,
        steps=(StepAhead(title=title, due_on=due_on),),
    )


def _in_force(asked: Asked) -> Procedure:
    return asked.desk.procedures.in_force(asked.today)


def _sent(asked: Asked, notice: str) -> tuple[str, ...]:
    return tuple(
        said(step.title, asked.language)
        for stage in _in_force(asked).stages
        for step in stage.steps
        if any(one.notice == notice for one in step.notices)
    )


ROUTES = (get("/settings/notices", show_list), get("/settings/notices/{notice}", show))

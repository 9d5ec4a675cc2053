"""A dossier's timeline printed: what was decided, by whom, and what it left behind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from console.office import Office
from console.screen import print_json
from engine import timeline
from engine.access import SYSTEM
from engine.queries import dossier as query
from engine.timeline import Entry
from models import events
from outputs.documents.writing import in_figures
from outputs.wording import Names
from outputs.wording.events import event_text
from outputs.wording.language import mark

_SYSTEM = mark("chương trình")
_DOCUMENTS, _NOTICES = mark("%(count)s văn bản đã lập"), mark("%(count)s thông báo đã gửi")
_DEAD = mark("%(count)s thông báo KHÔNG gửi được")
_ON_BEHALF = mark("%(who)s thay mặt %(absent)s")
_TITLE = mark("Nhật ký hồ sơ %(number)s")
_TOTAL = mark("%(count)s mục; kiểm tra lại bằng: diudat verify %(number)s")
_MARGIN = 18
"""Columns the day and hour take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry with the outputs that followed it."""

    entry: Entry
    documents: int = 0
    notices: Mapping[str, int]
    """How many were sent, and how many were given up."""


def show(office: Office, number: str, by: str, *, as_json: bool, everything: bool) -> None:
    """Print a timeline; documents made and notices sent are counted under the event they belong to."""
    with office.database.reading() as session:
        whole = query.dossier(session, office.actor(session, by), number)
        told = timeline.entries(session, number)
        actors = query.account_holders(session, {one.actor for one in told})
        named = query.people_named(session, _persons(told))
        units = query.units_named(session, _units(told))
    if as_json:
        print_json(told)
        return
    names = office.names(whole)
    names = replace(names, known={**names.known, **named, **units})
    screen = office.screen
    screen.say(_TITLE, style="bold", number=number)
    screen.out.print(Text(f"{whole.candidate} · {whole.units[whole.state.unit]}", style="dim"))
    screen.out.print()
    for line in [_bare(one) for one in told] if everything else lines(told):
        print_line(office, line, names, actors)
    screen.out.print()
    screen.say(_TOTAL, style="dim", count=len(told), number=number)


def lines(told: Sequence[Entry]) -> Iterator[Line]:
    """Yield what was decided, each with the count of what it left behind."""
    about = {paper.document: entry.sequence for entry in told for paper in getattr(entry.event, "papers", ())}
    documents: Counter[int] = Counter()
    notices: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for entry in told:
        match entry.event:
            case events.DocumentIssued(document=document):
                documents[about[document]] += 1
            case events.NoticeSent(about=sequence, outcome=outcome):
                notices[sequence][outcome] += 1
    for entry in told:
        if not isinstance(entry.event, events.DocumentIssued | events.NoticeSent):
            yield Line(entry=entry, documents=documents[entry.sequence], notices=notices[entry.sequence])


def print_line(office: Office, line: Line, names: Names, actors: Mapping[str, str]) -> None:
    """Print one entry: when, what, its figures, by whom, and what it left behind."""
    screen, entry = office.screen, line.entry
    at = entry.at.astimezone(office.settings.office_zone)
    told = event_text(entry.event, screen.language, names)
    quiet = isinstance(entry.event, events.Reminded | events.NoticeSent | events.DocumentIssued)
    body = Text(told.title, style="dim" if quiet else "")
    if told.figures:
        body.append("\n" + " · ".join(told.figures), style="dim")
    who = screen.words(_SYSTEM) if entry.actor == SYSTEM else actors.get(entry.actor, entry.actor)
    if entry.on_behalf_of is not None:
        absent = names.known.get(entry.on_behalf_of, entry.on_behalf_of)
        who = screen.words(_ON_BEHALF, who=who, absent=absent)
    left = [who, *_left_behind(office, line)]
    body.append("\n" + " · ".join(left), style="dim italic")
    row = screen.table("", "")
    row.show_header = False
    row.columns[0].width = _MARGIN - 2
    row.columns[0].no_wrap = True
    row.add_row(Text(f"{in_figures(at.date())} {at:%H:%M}", style="cyan"), body)
    screen.out.print(row)


def _left_behind(office: Office, line: Line) -> Iterator[str]:
    counts = (
        (_DOCUMENTS, line.documents),
        (_NOTICES, line.notices.get("sent", 0)),
        (_DEAD, line.notices.get("dead", 0)),
    )
    for text, count in counts:
        if count:
            yield office.screen.words(text, count=count)


def _bare(entry: Entry) -> Line:
    return Line(entry=entry, notices={})


def _persons(told: Sequence[Entry]) -> set[str]:
    found = (getattr(one.event, name, None) for one in told for name in ("person", "former", "by_person"))
    return {one for one in (*found, *(entry.on_behalf_of for entry in told)) if isinstance(one, str)}


def _units(told: Sequence[Entry]) -> set[str]:
    fields = ("unit", "from_unit", "escalated_to", "body")
    found = (getattr(one.event, name, None) for one in told for name in fields)
    return {one for one in found if isinstance(one, str)}

"""A dossier's timeline in words, the newest first, narrowed to one kind of entry where that is asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.dossier.tasks import Weighed, in_words
from desk.filters import day, yes_no
from engine.access import SYSTEM
from engine.queries.history import History
from engine.timeline import Entry
from models import events
from models.procedure import FieldKind, FormField, Procedure
from outputs.wording import Language, Names
from outputs.wording.events import event_text
from outputs.wording.fields import field_caption
from outputs.wording.language import mark, translate
from outputs.wording.names import said

KINDS = {
    "": mark("Việc đã làm"), "documents": mark("Văn bản"), "notices": mark("Thông báo"),
    "reminders": mark("Nhắc hạn"), "all": mark("Tất cả"),
}  # fmt: skip
"""What the timeline can be narrowed to; without a word, to what people did."""
_A_PAGE, _FURTHEST_PAGE = 25, 10_000
_PROGRAM = mark("chương trình")
_NOTED = {"document_issued": "documents", "notice_sent": "notices", "reminded": "reminders"}
_ICONS = {
    "dossier_opened": "file-plus", "submitted": "paperclip", "assessed": "user-check", "endorsed": "users",
    "voted": "checkbox", "reviewed": "list-check", "decided": "gavel", "ceremony_held": "star",
    "waiting_ended": "clock", "returned": "arrow-back-up", "supplemented": "refresh",
    "suspended": "player-pause", "resumed": "arrow-right", "transferred": "arrows-exchange",
    "withdrawn": "ban", "closed": "ban", "corrected": "edit", "reopened": "refresh",
    "mentor_replaced": "user-plus", "limit_extended": "calendar", "migrated": "arrows-exchange",
    "reminded": "bell", "document_issued": "file-text", "notice_sent": "mail",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry in words."""

    sequence: int
    at: datetime
    icon: str
    title: str
    figures: tuple[str, ...]
    who: str
    on_behalf_of: str
    """Full name; empty where the actor acted for themselves."""
    typed: tuple[tuple[str, str], ...]
    """What was typed: the field with its text."""
    checked: tuple[Weighed, ...]
    """What the regulation asked at the time, with the arithmetic."""
    documents: int
    sent: int
    dead: int
    """Notices that could not be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The timeline as the page shows it."""

    told: tuple[Told, ...]
    counts: Mapping[str, int]
    """How many entries there are of each of `KINDS`."""
    page: int
    has_more: bool


def page_number(text: str) -> int:
    """Read the number of a page out of an address; what is none is the first."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text), 1), _FURTHEST_PAGE)


def story(
    history: History, procedure: Procedure, names: Names, language: Language, shown: str, page: int
) -> Story:
    """Return a page of the entries of a kind, the newest first."""
    teller = _Teller(history=history, procedure=procedure, names=names, language=language)
    kinds = [_NOTED.get(one.event.kind, "") for one in history.entries]
    wanted = [one for one, kind in zip(history.entries, kinds, strict=True) if shown in {"all", kind}]
    left = _left_behind(history.entries)
    newest_first = wanted[::-1]
    start = (page - 1) * _A_PAGE
    return Story(
        told=tuple(teller.told(one, left[one.sequence]) for one in newest_first[start : start + _A_PAGE]),
        counts={**Counter(dict.fromkeys(KINDS, 0)), **Counter(kinds), "all": len(kinds)},
        page=page,
        has_more=len(newest_first) > start + _A_PAGE,
    )


def _left_behind(entries: Sequence[Entry]) -> Mapping[int, Counter[str]]:
    """Count what followed each entry: documents, notices sent, notices given up."""
    about = {paper.document: one.sequence for one in entries for paper in getattr(one.event, "papers", ())}
    left: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one in entries:
        match one.event:
            case events.DocumentIssued(document=document) if document in about:
                left[about[document]]["documents"] += 1
            case events.NoticeSent(about=sequence, outcome=outcome):
                left[sequence][outcome] += 1
    return left


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Says entries in the reader's language."""

    history: History
    procedure: Procedure
    names: Names
    language: Language

    def told(self, entry: Entry, left: Counter[str]) -> Told:
        """Say one entry."""
        words = event_text(entry.event, self.language, self.names)
        program = translate(_PROGRAM, self.language)
        who = program if entry.actor == SYSTEM else self.history.holders.get(entry.actor, entry.actor)
        behind = entry.on_behalf_of
        return Told(
            sequence=entry.sequence,
            at=entry.at,
            icon=_ICONS.get(entry.event.kind, "history"),
            title=words.title,
            figures=words.figures,
            who=who,
            on_behalf_of="" if behind is None else self.names.known.get(behind, behind),
            typed=tuple(self.typed(entry)),
            checked=in_words(getattr(entry.event, "checked", ()), self.weighing(entry), self.language),
            documents=left["documents"],
            sent=left["sent"],
            dead=left["dead"],
        )

    def weighing(self, entry: Entry) -> Names:
        """Return the names for an entry's arithmetic, with who counts in its roll."""
        step = getattr(entry.event, "step", None)
        if not isinstance(step, str) or not self.procedure.has_step(step):
            return self.names
        vote = self.procedure.step(step).vote
        return self.names if vote is None else replace(self.names, voters=vote.roll)

    def typed(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield what was typed with an entry, as far as it has not been erased."""
        typed = self.history.typed.get(getattr(entry.event, "enclosure", None) or "", {})
        if reason := typed.get("reason"):
            yield self._caption("reason"), str(reason)
        for item in typed.get("items", ()):
            yield self._caption("item"), self._item(item)
        answers = typed.get("answers", {})
        if isinstance(answers, Mapping):
            for name, value in answers.items():
                if value not in (None, "", []):
                    yield self.names.field_of(name, self.language), self._value(name, value)
        else:
            yield self._caption("answers"), "; ".join(str(one) for one in answers)

    def _caption(self, name: str) -> str:
        return field_caption(name, self.language) or name

    def _item(self, item: object) -> str:
        if not isinstance(item, Mapping):
            return str(item)
        step = item.get("step")
        text = ": ".join(str(item[name]) for name in ("item", "reason") if item.get(name))
        return text if step is None else f"{text} ({self.names.step(str(step), self.language)})"

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return yes_no(value, self.language)
        if isinstance(value, list):
            return "; ".join(_row(one) for one in value)
        field = self._fields().get(name)
        if field is not None and field.kind is FieldKind.CHOICE:
            chosen = next((one for one in field.choices if one.id == value), None)
            return str(value) if chosen is None else said(chosen.title, self.language)
        if field is not None and field.kind is FieldKind.DATE:
            return day(date.fromisoformat(str(value)))
        return str(value)

    def _fields(self) -> Mapping[str, FormField]:
        forms = {field.id: field for form in self.procedure.forms.forms for field in form.fields}
        return forms | {field.id: field for paper in self.procedure.incoming for field in paper.fields}


def _row(one: object) -> str:
    return ", ".join(str(cell) for cell in one.values() if cell) if isinstance(one, Mapping) else str(one)

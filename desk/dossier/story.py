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
_A_PAGE = 25
_PROGRAM = mark("chương trình")
_NOTED = {"document_issued": "documents", "notice_sent": "notices", "reminded": "reminders"}
_ICONS = {
    "dossier_opened": "file-plus", "submitted": "paperclip", "assessed": "user-check", "endorsed": "users",
    "voted": "checkbox", "reviewed": "list-check", "decided": "gavel", "ceremony_held": "star",
    "waiting_ended": "clock", "returned": "arrow-back-up", "supplemented": "refresh",
    "suspended": "player-pause", "resumed": "arrow-right", "transferred": "arrows-exchange",
    "withdrawn": "ban", "closed": "ban", "corrected": "edit", "reopened": "refresh",
    "mentor_replaced": "user-plus", "limit_extended": "calendar", "migrated": "arrows-exchange",
    "document_signed": "shield-check",
    "ballot_opened": "checkbox", "ballot_closed": "lock", "ballot_voided": "ban",
    "interest_declared": "user",
    "scan_attached": "paperclip", "scan_checked": "shield-check", "scan_released": "user-check",
    "reminded": "bell", "document_issued": "file-text", "notice_sent": "mail",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that says something else than before."""

    field: str
    before: str
    after: str


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
    changes: tuple[Change, ...]
    """What a correction, or a step done anew, made different."""
    typed: tuple[tuple[str, str], ...]
    """What was typed: the field with its text."""
    checked: tuple[Weighed, ...]
    """What the regulation asked at the time, with the arithmetic."""
    documents: int
    sent: int
    dead: int
    """Notices that could not be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which entries are shown."""

    kind: str
    """One of `KINDS`."""
    by: int | None
    """Sequence of an entry of whoever recorded what is shown; None for everybody."""
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The timeline as the page shows it."""

    told: tuple[Told, ...]
    counts: Mapping[str, int]
    """How many entries there are of each of `KINDS`, by whom they are shown."""
    people: tuple[tuple[int, str], ...]
    """Everybody who recorded anything, by name, each known by the sequence of their first entry."""
    page: int
    has_more: bool


def story(history: History, procedure: Procedure, names: Names, language: Language, shown: Shown) -> Story:
    """Return a page of the entries of a kind, the newest first."""
    teller = _Teller(
        history=history, procedure=procedure, names=names, language=language,
        earlier=earlier_texts(history.entries),
    )  # fmt: skip
    first = {one.actor: one.sequence for one in reversed(history.entries)}
    whose = next((one.actor for one in history.entries if one.sequence == shown.by), None)
    of_whom = [one for one in history.entries if whose in (None, one.actor)]
    kinds = [_NOTED.get(one.event.kind, "") for one in of_whom]
    wanted = [one for one, kind in zip(of_whom, kinds, strict=True) if shown.kind in {"all", kind}]
    left = _left_behind(history.entries)
    newest_first = wanted[::-1]
    start = (shown.page - 1) * _A_PAGE
    return Story(
        told=tuple(teller.told(one, left[one.sequence]) for one in newest_first[start : start + _A_PAGE]),
        counts={**Counter(dict.fromkeys(KINDS, 0)), **Counter(kinds), "all": len(kinds)},
        people=tuple(
            sorted(
                ((sequence, teller.who(actor)) for actor, sequence in first.items()), key=lambda one: one[1]
            )
        ),
        page=shown.page,
        has_more=len(newest_first) > start + _A_PAGE,
    )


def earlier_texts(entries: Sequence[Entry]) -> Mapping[int, str]:
    """Return for each entry that says something anew the digest of what was said before.

    So says a correction of the text it corrects, and a step that was opened once more: for a supplement, or
    because a paper had lapsed. A report that follows another is a new one.
    """
    newest: dict[str, str] = {}
    anew: set[str] = set()
    earlier: dict[int, str] = {}
    for one in entries:
        event = one.event
        if isinstance(event, events.Corrected):
            earlier[one.sequence] = event.before
        elif isinstance(event, events.StepEvent) and event.step in anew and event.step in newest:
            earlier[one.sequence] = newest[event.step]
        if isinstance(event, events.Corrected | events.StepEvent):
            newest[event.step] = event.enclosure or ""
            anew.discard(event.step)
        moved = getattr(event, "moved", None)
        anew |= set() if moved is None else {opened.step for opened in moved.opens if opened.again}
    return earlier


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
    earlier: Mapping[int, str]

    def told(self, entry: Entry, left: Counter[str]) -> Told:
        """Say one entry."""
        words = event_text(entry.event, self.language, self.names)
        behind = entry.on_behalf_of
        return Told(
            sequence=entry.sequence,
            at=entry.at,
            icon=_ICONS.get(entry.event.kind, "history"),
            title=words.title,
            figures=words.figures,
            who=self.who(entry.actor),
            on_behalf_of="" if behind is None else self.names.known.get(behind, behind),
            changes=tuple(self.changes(entry)),
            typed=tuple(self.typed(entry)),
            checked=in_words(getattr(entry.event, "checked", ()), self.weighing(entry), self.language),
            documents=left["documents"],
            sent=left["sent"],
            dead=left["dead"],
        )

    def who(self, account: str) -> str:
        """Return the full name of whoever recorded something."""
        if account == SYSTEM:
            return translate(_PROGRAM, self.language)
        return self.history.holders.get(account, account)

    def changes(self, entry: Entry) -> Iterator[Change]:
        """Yield the fields that say something else than before, as far as neither text was erased."""
        before = self.history.typed.get(self.earlier.get(entry.sequence, ""), {}).get("answers")
        after = self.history.typed.get(getattr(entry.event, "enclosure", None) or "", {}).get("answers")
        if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
            return
        for name in [*after, *(one for one in before if one not in after)]:
            if before.get(name) != after.get(name):
                yield Change(
                    field=self.names.field_of(name, self.language),
                    before=self._value(name, before.get(name)),
                    after=self._value(name, after.get(name)),
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
        if name := typed.get("name"):
            yield field_caption("name", self.language, "attach_scan") or "", str(name)
        if holder := typed.get("holder"):
            yield field_caption("holder", self.language) or "", str(holder)
        answers = typed.get("answers", {})
        if isinstance(entry.event, events.Corrected):
            return  # what it changed is said by itself
        if isinstance(entry.event, events.Supplemented):
            yield from self._supplied(entry, answers)
        elif isinstance(answers, Mapping):
            for name, value in answers.items():
                if value not in (None, "", []):
                    yield self.names.field_of(name, self.language), self._value(name, value)

    def _supplied(self, entry: Entry, answers: object) -> Iterator[tuple[str, str]]:
        """Yield each thing a returned dossier owed with its answer."""
        returned = (one.event for one in self.history.entries if one.sequence < entry.sequence)
        asked = [one.enclosure or "" for one in returned if isinstance(one, events.Returned)]
        items = self.history.typed.get(asked[-1], {}).get("items", ()) if asked else ()
        for position, answer in enumerate(answers if isinstance(answers, list) else ()):
            about = self._item(items[position]) if position < len(items) else self._caption("answers")
            yield about, str(answer)

    def _caption(self, name: str) -> str:
        return field_caption(name, self.language) or name

    def _item(self, item: object) -> str:
        if not isinstance(item, Mapping):
            return str(item)
        step = item.get("step")
        text = ": ".join(str(item[name]) for name in ("item", "reason") if item.get(name))
        return text if step is None else f"{text} ({self.names.step(str(step), self.language)})"

    def _value(self, name: str, value: object) -> str:
        if value in (None, "", []):
            return "–"
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

"""A request recorded, or weighed as a checklist without recording it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from console.exits import Exit
from console.office import Office
from console.screen import print_json
from engine.projection import STATE
from engine.queries import dossier as query
from engine.registry import Rehearsal
from engine.timeline import REGISTER, AnyEvent
from models.commands import Command, DossierCommand, OpenDossier
from models.errors import Malformed, Refused
from models.events import EVENT
from models.requirements import Requirement, unmet
from outputs.wording import NO_NAMES, Names, caption, sentence
from outputs.wording.events import event_text
from outputs.wording.language import mark

_RECORDED = mark("Đã ghi vào %(stream)s:")
_REGISTER = mark("danh bạ của cơ quan")
_LONGEST_ID = 80
_REPEATED = mark("Khóa này đã dùng cho đúng lệnh này; %(stream)s đã có:")
_REFUSED = mark("Chưa ghi được, còn %(count)s điều kiện chưa đạt:")
_READY = mark("Đủ điều kiện, chưa ghi gì.")
_WOULD_OPEN = mark("Sau đó chờ: %(step)s")
_WOULD_OPEN_UNTIL = mark("Sau đó chờ: %(step)s, hạn %(due_on)s")
_WOULD_STAY = mark("Sau đó các bước đang chờ vẫn như cũ.")
_WOULD_END = mark("Sau đó hồ sơ kết thúc: %(status)s")
_NOT_READY = mark("Còn %(count)s điều kiện chưa đạt, chưa ghi gì.")


def submit(
    office: Office, command: Command, *, by: str, key: str | None, at: datetime, as_json: bool
) -> Exit:
    """Record a request and print what it made happen, or everything that stands in its way."""
    with office.registry() as registry:
        try:
            recorded = registry.record(command, by=by, at=at, key=key)
        except Refused as refused:
            return _refused(office, command, refused, by, as_json=as_json)
    if as_json:
        told = [EVENT.dump_python(one, mode="json") for one in recorded.events]
        print_json(
            {
                "stream": recorded.stream,
                "first": recorded.first,
                "repeated": recorded.repeated,
                "events": told,
            }
        )
        return Exit.OK
    screen = office.screen
    names = _with_named(office, _names(office, recorded.stream, by), recorded.events)
    stream = screen.words(_REGISTER) if recorded.stream == REGISTER else recorded.stream
    screen.say(_REPEATED if recorded.repeated else _RECORDED, stream=stream)
    for event in recorded.events:
        told_of = event_text(event, screen.language, names)
        line = Text.assemble("✓ ", told_of.title, ("  " + " · ".join(told_of.figures), "dim"))
        screen.out.print(Padding(line, (0, 0, 0, 2)))
    return Exit.OK


def check(office: Office, command: Command, *, by: str, at: datetime, as_json: bool) -> Exit:
    """Print everything the request requires, met or not; say whether nothing stands in its way."""
    if not isinstance(command, DossierCommand | OpenDossier):
        raise Malformed("command.no_check", command=type(command).model_fields["command"].default)
    with office.registry() as registry:
        rehearsed = registry.rehearse(command, by=by, at=at)
    weighed = rehearsed.requirements
    missing = unmet(weighed)
    screen = office.screen
    if as_json:
        _print_json(weighed, then=rehearsed)
    else:
        _print_checklist(office, screen.out, command, weighed, by)
        if missing:
            screen.say(_NOT_READY, style="red", count=len(missing))
        else:
            screen.say(_READY, style="green")
            _print_lead(office, rehearsed)
    return Exit.REFUSED if missing else Exit.OK


def _print_lead(office: Office, rehearsed: Rehearsal) -> None:
    """Print where the request would lead: the steps it would open, each with its limit, or the end."""
    screen, after = office.screen, rehearsed.after
    if after is None:
        return
    before = () if rehearsed.before is None else rehearsed.before.open
    procedure = office.procedures.version(after.procedure)
    changed = [step for step in after.open if step not in before]
    if after.open and not changed:
        screen.say(_WOULD_STAY)
    for step in changed:
        title = procedure.step(step.step).title
        words = title.vi if screen.language == "vi" else title.en
        if step.due_on is None:
            screen.say(_WOULD_OPEN, step=words)
        else:
            screen.say(_WOULD_OPEN_UNTIL, step=words, due_on=f"{step.due_on:%d/%m/%Y}")
    if not after.open:
        screen.say(_WOULD_END, status=caption("status", after.status.value, screen.language))


def _refused(office: Office, command: Command, refused: Refused, by: str, *, as_json: bool) -> Exit:
    if as_json:
        _print_json(refused.unmet)
    else:
        office.screen.warn(_REFUSED, count=len(refused.unmet))
        _print_checklist(office, office.screen.err, command, refused.unmet, by)
    return Exit.REFUSED


def _print_json(weighed: Sequence[Requirement], then: Rehearsal | None = None) -> None:
    ready = not unmet(tuple(weighed))
    shown: dict[str, object] = {"ready": ready, "requirements": [asdict(one) for one in weighed]}
    if then is not None and then.after is not None:
        plain = STATE.dump_python(then.after, mode="json")
        shown["then"] = {name: plain[name] for name in ("procedure", "status", "stage", "open")}
    print_json(shown)


def _print_checklist(
    office: Office, where: Console, command: Command, weighed: Sequence[Requirement], by: str
) -> None:
    screen = office.screen
    number = command.dossier if isinstance(command, DossierCommand) else None
    names = _with_figures(office, NO_NAMES if number is None else _names(office, number, by), weighed)
    for one in weighed:
        sign, style = ("✓", "green") if one.met else ("✗", "red")
        if one.decides:
            sign, style = ("●", "cyan")
        words = sentence(replace(one, source=""), screen.language, names)
        row = screen.table("", "")
        row.show_header = False
        row.add_row(Text(sign, style=style), Text.assemble(words, (f" [{one.source}]", "dim")))
        where.print(row)


def _with_figures(office: Office, names: Names, weighed: Sequence[Requirement]) -> Names:
    """Return the names with those of persons and units that only the figures speak of."""
    return _known(office, replace(names, ids=True), _ids(weighed))


def _with_named(office: Office, names: Names, happened: Sequence[AnyEvent]) -> Names:
    """Return the names with those of persons and units that events speak of."""
    told = (value for event in happened for value in _values(EVENT.dump_python(event, mode="json")))
    return _known(office, names, told)


def _known(office: Office, names: Names, ids: Iterable[str]) -> Names:
    spoken = set(ids) - set(names.known)
    with office.database.reading() as session:
        found = {**query.people_named(session, spoken), **query.units_named(session, spoken)}
    return replace(names, known={**names.known, **found})


def _values(told: object) -> Iterator[str]:
    if isinstance(told, Mapping):
        for value in told.values():
            yield from _values(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _values(value)
    elif isinstance(told, str) and len(told) <= _LONGEST_ID:
        yield told


def _ids(weighed: Sequence[Requirement]) -> Iterator[str]:
    for one in weighed:
        for value in one.figures.values():
            if isinstance(value, str):
                yield from value.split(", ")


def _names(office: Office, stream: str, by: str) -> Names:
    """Return what the ids of a dossier stand for; other streams name nothing."""
    if not stream.startswith("HS-"):
        return NO_NAMES
    with office.database.reading() as session:
        return office.names(query.dossier(session, office.actor(session, by), stream))

"""A request recorded, or weighed as a checklist without recording it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from rich.padding import Padding
from rich.text import Text

from console.exits import Exit
from console.office import Office
from console.screen import print_json
from engine.queries import dossier as query
from models.commands import Command, DossierCommand
from models.events import EVENT
from models.requirements import Requirement, unmet
from outputs.wording import Names, sentence
from outputs.wording.events import event_text
from outputs.wording.language import mark

_RECORDED = mark("Đã ghi vào %(stream)s:")
_REPEATED = mark("Khóa này đã dùng cho đúng lệnh này; %(stream)s đã có:")
_READY = mark("Đủ điều kiện, chưa ghi gì.")
_NOT_READY = mark("Còn %(count)s điều kiện chưa đạt, chưa ghi gì.")


def submit(
    office: Office, command: Command, *, by: str, key: str | None, at: datetime, as_json: bool
) -> None:
    """Record a request and print what it made happen."""
    with office.registry() as registry:
        recorded = registry.record(command, by=by, at=at, key=key)
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
        return
    screen = office.screen
    names = _names(office, recorded.stream, by)
    screen.say(_REPEATED if recorded.repeated else _RECORDED, stream=recorded.stream)
    for event in recorded.events:
        told_of = event_text(event, screen.language, names)
        line = Text.assemble("✓ ", told_of.title, ("  " + " · ".join(told_of.figures), "dim"))
        screen.out.print(Padding(line, (0, 0, 0, 2)))


def check(office: Office, command: Command, *, by: str, at: datetime, as_json: bool) -> Exit:
    """Print everything the request requires, met or not; say whether nothing stands in its way."""
    with office.registry() as registry:
        weighed = registry.weigh(command, by=by, at=at)
    missing = unmet(weighed)
    if as_json:
        print_json({"ready": not missing, "requirements": [asdict(one) for one in weighed]})
    else:
        _print_checklist(office, command, by, weighed)
        if missing:
            office.screen.say(_NOT_READY, style="red", count=len(missing))
        else:
            office.screen.say(_READY, style="green")
    return Exit.REFUSED if missing else Exit.OK


def _print_checklist(office: Office, command: Command, by: str, weighed: tuple[Requirement, ...]) -> None:
    screen = office.screen
    number = command.dossier if isinstance(command, DossierCommand) else None
    names = Names() if number is None else _names(office, number, by)
    for one in weighed:
        sign, style = ("✓", "green") if one.met else ("✗", "red")
        if one.decides:
            sign, style = ("●", "cyan")
        row = screen.table("", "")
        row.show_header = False
        row.add_row(Text(sign, style=style), Text(sentence(one, screen.language, names)))
        screen.out.print(row)


def _names(office: Office, stream: str, by: str) -> Names:
    """Return what the ids of a dossier stand for; other streams name nothing."""
    if not stream.startswith("HS-"):
        return Names()
    with office.database.reading() as session:
        return office.names(query.dossier(session, office.actor(session, by), stream))

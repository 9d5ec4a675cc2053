"""Notices that were given up: listed, and owed once more so that the next wave sends them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from console.office import Office
from console.screen import print_json
from engine.access import SYSTEM, Actor
from engine.queries.dossier import dossier, people_named
from engine.queries.letters import DeadLetter, dead_letters
from engine.resending import owe_again
from engine.wake import open_waker
from outputs.wording.events import CHANNELS
from outputs.wording.language import mark

_NONE = mark("Không có thông báo nào bị bỏ lại.")
_DOSSIER, _WHOM = mark("Số hồ sơ"), mark("Gửi ai, qua đâu")
_WHY = mark("Thông báo, lý do bỏ lại")
_AGAIN = mark("%(count)s thông báo sẽ được gửi lại ở đợt tới; %(waiting)s đã đang chờ gửi.")


def show_dead(office: Office, number: str | None, *, as_json: bool) -> None:
    """Print the notices that were given up."""
    found, people = _found(office, number)
    if as_json:
        print_json(found)
        return
    screen = office.screen
    if not found:
        screen.say(_NONE)
        return
    table = screen.table(_DOSSIER, _WHOM, _WHY)
    for one in found:
        channel = screen.words(CHANNELS[one.channel])
        table.add_row(
            one.dossier,
            Text.assemble(people.get(one.person, one.person), "\n", (channel, "dim")),
            Text.assemble(one.notice, "\n", (one.receipt or "", "dim")),
        )
    screen.out.print(table)


def resend(office: Office, number: str | None, at: datetime) -> None:
    """Owe the notices that were given up once more, of one dossier or of all."""
    found, _ = _found(office, number)
    owed = [owe_again(office.database, one, at) for one in found]
    waker = open_waker(office.database)
    waker()
    waker.close()
    office.screen.say(_AGAIN, count=sum(owed), waiting=len(owed) - sum(owed))


def _found(office: Office, number: str | None) -> tuple[Sequence[DeadLetter], dict[str, str]]:
    with office.database.reading() as session:
        if number is not None:
            dossier(session, Actor(account=SYSTEM, person=None), number)  # raises where there is none
        found = dead_letters(session, dossier=number)
        return found, dict(people_named(session, {one.person for one in found}))

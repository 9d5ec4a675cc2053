"""Shows a story while it is played: how far it is, and what is worth telling of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from console.player import Happened
from console.screen import Screen
from engine.procedures import Procedures
from engine.queries.figures import Output
from engine.timeline import AnyEvent
from models import commands, events
from models.state import Status
from outputs.documents.writing import in_figures
from outputs.wording import Names, sentence
from outputs.wording.events import event_text
from outputs.wording.language import mark

_BEGINS = mark("Lập cơ quan")
_WAITS = mark("Chờ máy chủ Prefect")
_AT_WORK = mark("%(month)s: %(documents)s văn bản, %(notices)s thông báo")
_REFUSED = mark("quy định chưa cho phép")
_BAD, _GOOD, _PLAIN = "yellow", "green", ""


class Spectator:
    """Watches the player, and tells the person at the terminal."""

    def __init__(self, screen: Screen, procedures: Procedures) -> None:
        """Nothing has happened yet."""
        self._screen = screen
        self._procedures = procedures
        self._progress = Progress(
            SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn(),
            console=screen.out, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(screen.words(_BEGINS), total=None)
        self._known: dict[str, str] = {}
        self._opened: dict[str, events.DossierOpened] = {}
        self._made = Output(documents_due=0, documents_made=0, notices_sent=0, notices_dead=0)

    @contextmanager
    def watching(self, acts: int) -> Iterator[None]:
        """Show how far the story is, out of so many acts."""
        self._progress.update(self._task, total=acts)
        with self._progress:
            yield

    def waits(self) -> None:
        """Say that nothing goes on until Prefect answers."""
        self._progress.update(self._task, description=self._screen.words(_WAITS))

    def counts(self, made: Output) -> None:
        """Take in what the office has left behind so far."""
        self._made = made

    def watch(self, happened: Happened) -> None:
        """Take in an act; what turns a dossier's way is told."""
        self._progress.update(self._task, advance=1, description=self._at_work(happened.on))
        command = happened.act.command
        if isinstance(command, commands.AddPerson):
            self._known[command.id] = command.full_name
        if isinstance(command, commands.AddUnit):
            self._known[command.id] = command.name
        if happened.refused is not None and isinstance(command, commands.DossierCommand):
            names = self._names(command.dossier)
            why = [self._screen.words(_REFUSED)]
            why += [sentence(one, self._screen.language, names) for one in happened.refused.unmet]
            self._tell(happened.on, command.dossier, why[0], tuple(why[1:]), _BAD)
        if happened.recorded is not None:
            for event in happened.recorded.events:
                self._heard(happened.on, happened.recorded.stream, event)

    def _heard(self, on: date, dossier: str, event: AnyEvent) -> None:
        if isinstance(event, events.DossierOpened):
            self._opened[dossier] = event
        style = _style(event)
        if style is not None:
            told = event_text(event, self._screen.language, self._names(dossier))
            self._tell(on, dossier, told.title, told.figures, style)

    def _tell(self, on: date, dossier: str, title: str, figures: tuple[str, ...], style: str) -> None:
        who = self._known[self._opened[dossier].candidate]
        row = self._screen.table("", "")
        row.show_header = False
        body = Text.assemble((who, "bold"), " · ", (title, style))
        if figures:
            body.append("\n" + " · ".join(figures), style="dim")
        row.add_row(Text(in_figures(on), style="cyan"), body)
        self._progress.console.print(row)

    def _names(self, dossier: str) -> Names:
        procedure = self._procedures.version(self._opened[dossier].procedure)
        return Names(procedure=procedure, known=self._known)

    def _at_work(self, on: date) -> str:
        made = self._made
        return self._screen.words(
            _AT_WORK,
            month=f"{on.month:02}/{on.year}",
            documents=made.documents_made,
            notices=made.notices_sent,
        )


def _style(event: AnyEvent) -> str | None:
    """Return how an event is told, or None where it is the road's everyday."""
    match event:
        case (
            events.CeremonyHeld()
            | events.Decided(outcome="approved", moved=events.Moved(ends=Status.RECOGNISED))
        ):
            return _GOOD
        case events.Voted(outcome="failed") | events.Assessed(outcome="declined"):
            return _BAD
        case events.Returned() | events.Suspended() | events.Withdrawn() | events.Closed():
            return _BAD
        case (
            events.Transferred()
            | events.Resumed()
            | events.Corrected()
            | events.MentorReplaced()
            | events.LimitExtended()
            | events.Migrated()
            | events.Reopened()
        ):
            return _PLAIN
    return None

"""A vote on members' own devices as a task: opened in a meeting, recorded once it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from desk import forms
from desk.asking import Asked
from desk.forms import Form
from desk.forms.papers import of_papers
from desk.recording.choices import with_meetings
from desk.recording.task import Task, Way
from desk.recording.weighing import NOBODY
from engine.database import ReadSession
from engine.queries.ballot_results import Result, result
from engine.registry import Recorded
from models.commands import OpenBallot, RecordBallot
from models.errors import NotFound
from models.events import BallotOpened
from models.procedure import Step
from outputs.wording import Language, caption
from outputs.wording.language import mark, translate

_WAYS = ("tally", "open", "secret")
_TITLE = mark("%(step)s: %(way)s")
_FIGURES = {
    "way": mark("Cách biểu quyết"), "meeting": mark("Cuộc họp"), "present": mark("Có mặt"),
    "represented": mark("Vắng, đã ủy quyền"),
    "cast": mark("Đã bỏ phiếu"), "yes": mark("Tán thành"), "no": mark("Không tán thành"),
    "blank": mark("Phiếu trắng"), "withheld": mark("Số phiếu từng loại"),
}  # fmt: skip
_WITHHELD = mark("không nêu, vì dưới năm người bỏ phiếu kín")


def ways_to_vote(asked: Asked, task: Task, here: str) -> tuple[Way, ...]:
    """Return the ways in which the meeting may have the step voted on."""
    return tuple(
        Way(
            address=_address(task, way=one) if one != "tally" else _address(task),
            text=_capital(caption("way", one, asked.language)),
            is_here=one == here,
        )
        for one in _WAYS
    )


def opening(asked: Asked, session: ReadSession, task: Task, step: Step, way: str) -> Task:
    """Return the opening of a ballot in one of the two ways as a task, on the page of the step."""
    form = forms.of_command(OpenBallot, asked.language, hidden={"way": way})
    drawn, meetings = with_meetings(asked, session, task.acting, form, step)
    wanted = asked.query("meeting")
    if wanted in {one.number for one in meetings}:
        drawn = drawn.changed("meeting", typed=wanted)
    address = _address(task, way=way)
    unit = task.acting.state.bodies.get(step.acts.body or "", "")
    words = translate(_TITLE, asked.language)
    return replace(
        task,
        command="open_ballot",
        model=OpenBallot,
        form=drawn,
        granted=task.acting.may("open_ballot", step=step.id),
        title=words % {"step": task.title, "way": caption("way", way, asked.language)},
        address=address,
        draft=f"open_ballot__{step.id}"[:60],
        stand_ins={"meeting": NOBODY, "way": way},
        ways=ways_to_vote(asked, task, way),
        has_meeting=bool(meetings),
        open_meeting=f"/meetings/new?{urlencode({'unit': unit, 'then': address})}",
        leads=_to_watch,
    )


def recording_counted(asked: Asked, session: ReadSession, task: Task, step: Step, ballot: str) -> Task:
    """Return a ballot that was counted as a task: its figures stand, only the papers are asked for.

    Raises `NotFound` for a ballot that is none of the step's.
    """
    found = result(session, task.acting.actor, ballot, asked.desk.procedures)
    line = found.line
    if (line.dossier, line.step) != (task.number, step.id):
        raise NotFound("ballot.unknown", ballot=ballot)
    groups = of_papers(task.acting.procedure, step.papers, asked.language, may_file=step.may_file)
    return replace(
        task,
        command="record_ballot",
        model=RecordBallot,
        known={**task.known, "meeting": line.meeting, "ballot": ballot},
        form=Form(groups=groups, key=task.form.key),
        granted=task.acting.may("record_ballot", step=step.id),
        address=_address(task, ballot=ballot),
        stand_ins={},
        figures=tuple(_figures(found, asked.language)),
    )


def _to_watch(recorded: Recorded) -> str:
    opened = next(one for one in recorded.events if isinstance(one, BallotOpened))
    return f"/ballots/{opened.ballot}/watch"


def _figures(found: Result, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what was counted, in words."""
    closed = found.closed
    if closed is None:
        return
    shown = {
        "way": caption("way", closed.way, language), "meeting": closed.meeting,
        "present": str(closed.present),
    }  # fmt: skip
    if closed.represented:
        shown["represented"] = str(len(closed.represented))
    shown["cast"] = str(closed.cast)
    if closed.yes is None:
        shown["withheld"] = translate(_WITHHELD, language)
    else:
        shown |= {"yes": str(closed.yes), "no": str(closed.no), "blank": str(closed.blank)}
    for name, text in shown.items():
        yield translate(_FIGURES[name], language), text


def _address(task: Task, **asked: str) -> str:
    plain = f"/dossiers/{task.number}/{task.known['step']}"
    return f"{plain}?{urlencode(asked)}" if asked else plain


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

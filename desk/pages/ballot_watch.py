"""A ballot as whoever conducts it sees it: who has voted and who has not, never how; how it is ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.duties import Titles
from desk.elevation import elevated
from desk.forms import Form
from desk.routes import get, post
from desk.templating import page, see_other
from engine import access_log
from engine.actors import actor_of
from engine.queries.ballots import Seat, Turnout, Watched, one_ballot, readable, watched
from models.commands import CloseBallot, VoidBallot
from models.errors import Forbidden, NotFound, Refused
from outputs.wording import NO_NAMES, sentence

_STEP = ("step", "ballot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The count of those who have voted, while they vote."""

    TEMPLATE: ClassVar[str] = "ballot_watch.html"

    ballot: str
    dossier: str
    candidate: str
    title: str
    unit: str
    meeting: str
    held_on: date
    way: str
    turnout: Turnout
    voted: tuple[Seat, ...]
    awaited: tuple[Seat, ...]
    others: tuple[Seat, ...]
    """Those who may not vote: absent, or to abstain."""
    may_end: bool
    asks_to_close: bool
    void_form: Form | None
    """Where it is being annulled."""
    key: str
    problems: tuple[str, ...]


def show(asked: Asked) -> Response:
    """Show who has voted so far; a script asks again every two seconds, and that leaves no line each time."""
    found = _watched(asked)
    if found is None:
        return _result(asked)
    if not found.line.is_open:
        return _ended(asked, found)
    if not asked.is_partial:
        asked.note_reading(found.line.dossier, access_log.BALLOT)
    return _page(asked, found)


def post_close(asked: Asked) -> Response:
    """Close and count a ballot, once whoever asks has said that they mean it."""
    found = _to_end(asked)
    if not found.line.is_open:
        return _ended(asked, found)
    if not asked.text("_sure"):
        return _page(asked, found, asks_to_close=True)
    return elevated(lambda proved: _close(proved, found))(asked)


def show_void(asked: Asked) -> Response:
    """Ask why a ballot is annulled."""
    found = _to_end(asked)
    if not found.line.is_open:
        return _ended(asked, found)
    asked.note_reading(found.line.dossier, access_log.BALLOT)
    return _page(asked, found, void_form=_void_form(asked))


def post_void(asked: Asked) -> Response:
    """Annul a ballot that is open, with the reason."""
    found = _to_end(asked)
    line = found.line
    if not line.is_open:
        return _ended(asked, found)
    form = forms.filled(_void_form(asked), asked.typed(), key=asked.text(KEY))
    try:
        command = forms.command(form, VoidBallot, dossier=line.dossier, step=line.step, ballot=line.ballot)
    except ValidationError as error:
        return _page(asked, found, void_form=forms.told(form, error, asked.language))
    return elevated(lambda proved: _void(proved, command))(asked)


def _close(asked: Asked, found: Watched) -> Response:
    line = found.line
    command = CloseBallot(dossier=line.dossier, step=line.step, meeting=line.meeting, ballot=line.ballot)
    try:
        asked.record(command)
    except Refused as refused:
        return _page(asked, found, refused=refused)
    return see_other(f"/ballots/{line.ballot}/result")


def _void(asked: Asked, command: VoidBallot) -> Response:
    asked.record(command)
    return see_other(f"/ballots/{command.ballot}/result")


def _watched(asked: Asked) -> Watched | None:
    """Return the ballot to whoever conducts it; None to who may read of it and no more."""
    with asked.desk.database.reading() as session:
        actor, ballot = actor_of(session, asked.account), asked.path("ballot")
        try:
            return watched(session, actor, ballot, asked.desk.procedures)
        except NotFound:
            line, _ = one_ballot(session, ballot)
            if not readable(session, actor, line):
                raise
            return None


def _to_end(asked: Asked) -> Watched:
    found = _watched(asked)
    if found is None or not (found.may_end or not found.line.is_open):
        raise Forbidden("access.role")
    return found


def _ended(asked: Asked, found: Watched) -> Response:
    """Lead from a ballot that has ended to its result; a script loads it in place of the whole page."""
    place = f"/ballots/{found.line.ballot}/result"
    if asked.is_partial:
        return Response(status_code=200, headers={"HX-Redirect": place})
    return see_other(place)


def _result(asked: Asked) -> Response:
    return see_other(f"/ballots/{asked.path('ballot')}/result")


def _void_form(asked: Asked) -> Form:
    return forms.of_command(VoidBallot, asked.language, but=_STEP)


def _page(
    asked: Asked,
    found: Watched,
    *,
    asks_to_close: bool = False,
    void_form: Form | None = None,
    refused: Refused | None = None,
) -> Response:
    line, seats = found.line, found.seats
    unmet = () if refused is None else refused.unmet
    context = Context(
        ballot=line.ballot,
        dossier=line.dossier,
        candidate=line.candidate,
        title=Titles(asked.desk.procedures, asked.language).of(line.step, line.procedure),
        unit=line.unit_name,
        meeting=line.meeting,
        held_on=line.held_on,
        way=line.way,
        turnout=found.turnout,
        voted=tuple(one for one in seats if one.has_voted),
        awaited=tuple(one for one in seats if one.is_awaited),
        others=tuple(one for one in seats if not one.has_voted and not one.is_awaited),
        may_end=found.may_end,
        asks_to_close=asks_to_close,
        void_form=void_form,
        key=Form(groups=()).key,
        problems=tuple(sentence(replace(one, source=""), asked.language, NO_NAMES) for one in unmet),
    )
    is_wrong = bool(unmet or (void_form and void_form.problems))
    return page(asked, context, status=422 if is_wrong else 200)


ROUTES = (
    get("/ballots/{ballot}/watch", show),
    post("/ballots/{ballot}/close", post_close),
    get("/ballots/{ballot}/void", show_void),
    post("/ballots/{ballot}/void", post_void),
)

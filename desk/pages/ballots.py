"""Where a member votes: the question, the three answers, and afterwards a receipt that says nothing of them.

What is chosen is sent once, when it is final, and is kept nowhere but in the ballot: not in a draft, not in
an address, not on the page that asks for a password, nor for whoever has to sign in again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.door import AGAIN
from desk.duties import Titles
from desk.elevation import elevated
from desk.forms import Form
from desk.recording.answers import AnswerGroup, answer_groups
from desk.routes import get, post
from desk.templating import page, see_other
from engine import access_log
from engine.actors import actor_of
from engine.queries.ballots import Booth, booth, one_ballot, readable
from engine.queries.proxies import Absent
from models.commands import CastBallot, DeclareInterest
from models.errors import Conflict, Malformed, NotFound, Refused
from outputs.wording import NO_NAMES, sentence
from outputs.wording.language import mark, translate

CHOICE = "_choice"
"""Posted name of what is chosen."""
FOR = "_for"
"""Posted name of the absent member whose vote it is; empty for one's own."""
CHOICES = ("yes", "no", "blank")
_NONE_CHOSEN = mark("Chọn một trong ba: tán thành, không tán thành hoặc phiếu trắng.")
_TELLS = ("on", "person")
"""What the page knows of who declares an interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One ballot before a member: to vote in, or with the receipt of who has voted."""

    TEMPLATE: ClassVar[str] = "ballot.html"

    ballot: str
    candidate: str
    branch: str
    title: str
    unit: str
    meeting: str
    held_on: date
    way: str
    standing: str
    choices: tuple[str, ...]
    """Empty where the member may not vote now."""
    all_choices: tuple[str, ...]
    """What is chosen among for somebody absent."""
    receipt: str
    cast_by: str
    """Full name of who has voted for the member; empty where they have voted themselves, or not."""
    absent: tuple[Absent, ...]
    """Those whose proxy the member holds: a card each."""
    is_present: bool
    relation: str
    treatment: str
    is_again: bool
    """Whether a choice was sent that could not be taken, and was thrown away."""
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestContext:
    """The page on which a member says that they are no stranger to the candidate."""

    TEMPLATE: ClassVar[str] = "ballot_interest.html"

    ballot: str
    candidate: str
    form: Form
    means: tuple[tuple[str, str], ...]
    """What each relation means for the vote: relation and treatment."""
    checked: tuple[AnswerGroup, ...]
    """What was typed, to be checked; empty while it is typed."""
    carried: tuple[tuple[str, str], ...]


def show(asked: Asked) -> Response:
    """Show a ballot to a member of its roll; who may only read of it is shown how it stands."""
    try:
        found = _booth(asked)
    except NotFound:
        return _as_reader(asked)
    if _votes(found) and not asked.who.is_elevated(asked.at):
        return elevated(show)(asked)
    asked.note_reading(found.line.dossier, access_log.BALLOT)
    return _page(asked, found)


def post_vote(asked: Asked) -> Response:
    """Take a vote; whoever must prove themselves first chooses again, for what they chose is kept nowhere."""
    found = _booth(asked)
    place = f"/ballots/{found.line.ballot}"
    if not asked.who.is_elevated(asked.at):
        return see_other(f"{place}?{AGAIN}=1")
    try:
        vote = CastBallot(
            ballot=found.line.ballot,
            choice=asked.text(CHOICE),  # type: ignore[arg-type]  # it checks
            on_behalf_of=asked.text(FOR) or None,
        )
    except ValidationError:
        return _page(asked, found, translate(_NONE_CHOSEN, asked.language))
    try:
        asked.desk.registry.cast(vote, by=asked.account)
    except Refused as refused:
        told = (sentence(replace(one, source=""), asked.language, NO_NAMES) for one in refused.unmet)
        return _page(asked, _booth(asked), *told)
    return see_other(place)


def show_interest(asked: Asked) -> Response:
    """Show the form on which a member declares an interest."""
    found = _booth(asked)
    asked.note_reading(found.line.dossier, access_log.BALLOT)
    return _interest_page(asked, found, _form(asked))


def post_interest(asked: Asked) -> Response:
    """Take what a member declares of themself, once they have checked it."""
    found = _booth(asked)
    form = forms.filled(_form(asked), asked.typed(), key=asked.text(KEY))
    if asked.text("_back"):
        return _interest_page(asked, found, form)
    try:
        command = forms.command(
            form, DeclareInterest, dossier=found.line.dossier, on=asked.today, person=asked.who.person
        )
        if not asked.text("_sure"):
            return _interest_page(asked, found, form, is_checked=True)
        asked.record(command)
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _interest_page(asked, found, forms.told(form, error, asked.language), status=422)
    return see_other(f"/ballots/{found.line.ballot}")


def _votes(found: Booth) -> bool:
    """Say whether somebody may vote now, for themself or for another."""
    return found.may_vote or bool(found.may_vote_for)


def _booth(asked: Asked) -> Booth:
    with asked.desk.database.reading() as session:
        return booth(session, asked.who.person, asked.path("ballot"), asked.desk.procedures)


def _as_reader(asked: Asked) -> Response:
    with asked.desk.database.reading() as session:
        line, _ = one_ballot(session, asked.path("ballot"))
        if not readable(session, actor_of(session, asked.account), line):
            raise NotFound("ballot.unknown", ballot=line.ballot)
    return see_other(f"/ballots/{line.ballot}/result")


def _page(asked: Asked, found: Booth, *problems: str) -> Response:
    line = found.line
    context = Context(
        ballot=line.ballot,
        candidate=line.candidate,
        branch=line.branch,
        title=Titles(asked.desk.procedures, asked.language).of(line.step, line.procedure),
        unit=line.unit_name,
        meeting=line.meeting,
        held_on=line.held_on,
        way=line.way,
        standing=line.standing,
        choices=CHOICES if found.may_vote else (),
        receipt=found.receipt or "",
        cast_by=found.cast_by,
        absent=found.absent,
        is_present=found.is_present,
        relation=found.relation,
        treatment=found.treatment,
        all_choices=CHOICES,
        is_again=bool(asked.query(AGAIN)) and _votes(found),
        problems=problems,
    )
    return page(asked, context, status=422 if problems else 200)


def _form(asked: Asked) -> Form:
    return forms.of_command(DeclareInterest, asked.language, but=_TELLS)


def _interest_page(
    asked: Asked, found: Booth, form: Form, *, is_checked: bool = False, status: int = 200
) -> Response:
    context = InterestContext(
        ballot=found.line.ballot,
        candidate=found.line.candidate,
        form=form,
        means=found.treatments,
        checked=answer_groups(form, {}) if is_checked else (),
        carried=tuple(asked.typed().items()) if is_checked else (),
    )
    return page(asked, context, status=status)


ROUTES = (
    get("/ballots/{ballot}", show),
    post("/ballots/{ballot}", post_vote, unkept=True),
    get("/ballots/{ballot}/interest", show_interest),
    post("/ballots/{ballot}/interest", post_interest),
)

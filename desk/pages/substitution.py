"""Who acts for whom while they are absent: my own substitutions, and for administrators anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import substituting
from desk.asking import Asked
from desk.elevation import elevated
from desk.pages.admin_do import done
from desk.routes import get, post
from desk.substituting import MINE, OFFER, OTHERS
from desk.templating import page, see_other
from engine.queries import substitutions as query
from engine.queries.substitutions import Line
from models.commands import AcceptSubstitution, DeclineSubstitution, EndSubstitution
from models.errors import NotFound, Refused
from outputs.wording import Names, sentence

_Answer = type[AcceptSubstitution] | type[DeclineSubstitution] | type[EndSubstitution]
_ANSWERS: Mapping[str, _Answer] = {
    "accept_substitution": AcceptSubstitution,
    "decline_substitution": DeclineSubstitution,
    "end_substitution": EndSubstitution,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What somebody gave over and took over, and what awaits their answer."""

    TEMPLATE: ClassVar[str] = "substitution.html"

    of: str
    """Account they are of; empty for the reader's own."""
    asked: tuple[Line, ...]
    """What the reader is asked to take over, and has not answered."""
    taken: tuple[Line, ...]
    """What they took over."""
    given: tuple[Line, ...]
    """What they gave over, or offered to."""
    past: tuple[Line, ...]
    offer: str
    """Address where tasks are given over; empty where there are none to give."""
    action: str
    """Where an answer is sent."""
    done: str
    wrong: tuple[str, ...]
    """Why the answer was not recorded."""


def show(asked: Asked) -> Response:
    """Show the reader's own substitutions."""
    return _page(asked, "")


def post_answer(asked: Asked) -> Response:
    """Accept, decline or end a substitution of one's own."""
    if asked.text("answer") not in _ANSWERS:
        raise NotFound("page.unknown")
    return _answer(asked)


@elevated
def _answer(asked: Asked) -> Response:
    return _recorded(asked, _ANSWERS[asked.text("answer")], "")


def show_others(asked: Asked) -> Response:
    """Show an administrator the substitutions of an account they look after."""
    return _page(asked, _looked_after(asked))


def post_end(asked: Asked) -> Response:
    """End a substitution as an administrator, for one of its parties."""
    _looked_after(asked)
    return _end(asked)


@elevated
def _end(asked: Asked) -> Response:
    return _recorded(asked, EndSubstitution, asked.query("account"))


def _recorded(asked: Asked, answer: _Answer, of: str) -> Response:
    try:
        command = answer(account=of or asked.account, substitution=asked.text("substitution"))
    except ValidationError:  # no id that any substitution could bear
        raise NotFound("substitution.unknown", substitution=asked.text("substitution")[:20]) from None
    try:
        asked.record(command)
    except Refused as refused:
        with asked.desk.database.reading() as session:
            names = Names(known=substituting.named(session, refused))
        wrong = tuple(sentence(one, asked.language, names) for one in refused.unmet)
        return _page(asked, of, wrong=wrong, status=422)
    return see_other(substituting.address(MINE, of, done=command.command))


def _looked_after(asked: Asked) -> str:
    """Return the account whose substitutions are asked for; raises `NotFound` where it is none's business."""
    account = asked.query("account")
    with asked.desk.database.reading() as session:
        if not account or not substituting.roles_of(asked, session, account):
            raise NotFound("page.unknown")
    return account


def _page(asked: Asked, of: str, *, wrong: tuple[str, ...] = (), status: int = 200) -> Response:
    whose, today = of or asked.account, asked.today
    with asked.desk.database.reading() as session:
        found = query.substitutions_of(session, whose)
        may_offer = bool(substituting.roles_of(asked, session, of))
        covered = substituting.covered(asked, session) if of else None
    shown = [one for one in found if covered is None or one.unit in covered]
    standing = [one for one in shown if one.stands(today)]
    context = Context(
        of=of,
        asked=tuple(one for one in standing if one.substitute_account == whose and one.standing == "offered"),
        taken=tuple(
            one for one in standing if one.substitute_account == whose and one.standing == "accepted"
        ),
        given=tuple(one for one in standing if one.account == whose),
        past=tuple(one for one in shown if not one.stands(today)),
        offer=substituting.address(OFFER, of) if may_offer else "",
        action=substituting.address(MINE, of),
        done=done(asked),
        wrong=wrong,
    )
    return page(asked, context, status=status)


ROUTES = (
    get(MINE, show),
    post(MINE, post_answer),
    get(OTHERS, show_others),
    post(OTHERS, post_end),
)

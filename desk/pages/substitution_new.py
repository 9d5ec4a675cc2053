"""Tasks given over for an absence: which role, to whom, what and when; checked, then offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import filters, forms, substituting
from desk.asking import KEY, Asked
from desk.elevation import elevated
from desk.forms import Choice, Field, Form, Group
from desk.recording.answers import AnswerGroup, answer_groups
from desk.routes import get, post
from desk.substituting import MINE, OFFER, OFFER_OTHERS
from desk.templating import page, see_other
from engine import substitutions
from engine.access import GIVEN_OVER
from engine.database import ReadSession
from engine.queries.substitutions import Candidate, Held, candidates
from models.commands import OfferSubstitution
from models.errors import Conflict, Malformed, NotFound, Refused
from models.requirements import unmet
from outputs.wording import Names, caption
from outputs.wording.language import mark, translate

_TASKS, _TASKS_HINT = mark("Việc được làm thay"), mark("Chọn ít nhất một loại việc.")
_UNTIL_HINT = mark("Ngày cuối cùng. Nhiều nhất %(days)s ngày một lần.")
_WHO_HINT = mark("Người của đơn vị này hoặc của cấp trên, có tài khoản đang mở.")
_WHO = mark("%(name)s, %(unit)s (%(account)s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One role whose tasks may be given over."""

    address: str
    role: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The form, or the roles to choose from first."""

    TEMPLATE: ClassVar[str] = "substitution_new.html"

    of: str
    """Account whose tasks they are; empty for the reader's own."""
    ways: tuple[Way, ...]
    """To choose from; empty where the role is known."""
    held: Held | None
    form: Form
    action: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The page on which the offer is checked before it is made."""

    TEMPLATE: ClassVar[str] = "substitution_check.html"

    of: str
    held: Held
    action: str
    key: str
    carried: tuple[tuple[str, str], ...]
    groups: tuple[AnswerGroup, ...]
    back: str


def show(asked: Asked) -> Response:
    """Show the form for one's own tasks."""
    return _show(asked, "")


def post_offer(asked: Asked) -> Response:
    """Offer one's own tasks, once the answers were checked."""
    return _answer(asked, "")


def show_others(asked: Asked) -> Response:
    """Show an administrator the form for somebody who is absent already."""
    return _show(asked, _account(asked))


def post_offer_others(asked: Asked) -> Response:
    """Offer the tasks of an account the administrator looks after."""
    return _answer(asked, _account(asked))


def _account(asked: Asked) -> str:
    account = asked.query("account")
    if not account:
        raise NotFound("page.unknown")
    return account


def _show(asked: Asked, of: str) -> Response:
    with asked.desk.database.reading() as session:
        roles = _roles(asked, session, of)
        held = _chosen(asked, roles)
        if held is None:
            return page(asked, _context(asked, of, None, Form(groups=()), roles))
        return page(asked, _context(asked, of, held, _form(asked, session, of, held)))


def _answer(asked: Asked, of: str) -> Response:
    with asked.desk.database.reading() as session:
        held = _chosen(asked, _roles(asked, session, of))
        if held is None:
            raise NotFound("page.unknown")
        form = forms.filled(_form(asked, session, of, held), asked.typed(), key=asked.text(KEY))
    try:
        strange = forms.not_offered(form)
        if strange is not None:
            raise strange
        command = _command(form, of or asked.account, held)
        if asked.text("_back"):
            return page(asked, _context(asked, of, held, form))
        if not asked.text("_sure"):
            _refuse_unmet(asked, command)
            return page(asked, _check(asked, of, held, form))
    except (ValidationError, Refused, NotFound) as error:
        return _wrong(asked, of, held, form, error)
    return elevated(lambda proved: _offer(proved, of, held, form, command))(asked)


def _offer(asked: Asked, of: str, held: Held, form: Form, command: OfferSubstitution) -> Response:
    try:
        asked.record(command)
    except (Refused, NotFound, Malformed, Conflict) as error:
        return _wrong(asked, of, held, form, error)
    return see_other(substituting.address(MINE, of, done=command.command))


def _refuse_unmet(asked: Asked, command: OfferSubstitution) -> None:
    """Raise `Refused` where the record would, so that it is seen before the answers are checked."""
    longest = asked.desk.registry.longest_substitution
    with asked.desk.database.reading() as session:
        missing = unmet(substitutions.weighed(session, command, asked.today, longest=longest))
    if missing:
        raise Refused(missing)


def _roles(asked: Asked, session: ReadSession, of: str) -> tuple[Held, ...]:
    roles = substituting.roles_of(asked, session, of)
    if not roles:
        raise NotFound("page.unknown")
    return roles


def _chosen(asked: Asked, roles: tuple[Held, ...]) -> Held | None:
    """Return the role the address names, or the only one there is; None where one must be chosen."""
    role, unit = asked.query("role"), asked.query("unit")
    if not role and not unit:
        return roles[0] if len(roles) == 1 else None
    found = next((one for one in roles if (one.role, one.unit) == (role, unit)), None)
    if found is None:
        raise NotFound("page.unknown")
    return found


def _command(form: Form, account: str, held: Held) -> OfferSubstitution:
    """Return the offer a filled form makes; raises Pydantic's `ValidationError`."""
    typed = forms.plain(form)
    tasks = tuple(one for one in GIVEN_OVER if typed.pop(one, None) is True)
    known = {"account": account, "role": held.role, "unit": held.unit, "tasks": tasks}
    return OfferSubstitution.model_validate(typed | known)


def _form(asked: Asked, session: ReadSession, of: str, held: Held) -> Form:
    language, account = asked.language, of or asked.account
    own = forms.of_command(OfferSubstitution, language, but=("account", "role", "unit", "tasks"))
    known = candidates(session, held.unit, asked.today, but=account)
    own = own.changed(
        "substitute",
        kind="choice",
        choices=tuple(Choice(value=one.account, text=_told(one, translate(_WHO, language))) for one in known),
        hint=translate(_WHO_HINT, language),
    )
    own = own.changed("since", typed=filters.day(asked.today))
    days = asked.desk.registry.longest_substitution
    own = own.changed("until", hint=translate(_UNTIL_HINT, language) % {"days": days})
    tasks = Group(
        title=translate(_TASKS, language),
        hint=translate(_TASKS_HINT, language),
        fields=tuple(
            Field(name=one, kind="flag", text=_upper(caption("task", one, language)), typed="false")
            for one in GIVEN_OVER
        ),
    )
    return Form(groups=(*own.groups, tasks), key=own.key)


def _told(one: Candidate, words: str) -> str:
    return words % {"name": one.full_name, "unit": one.unit_name, "account": one.account}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrong(
    asked: Asked,
    of: str,
    held: Held,
    form: Form,
    error: ValidationError | Refused | NotFound | Malformed | Conflict,
) -> Response:
    known = {held.unit: held.unit_name}
    if isinstance(error, Refused):
        with asked.desk.database.reading() as session:
            known |= substituting.named(session, error)
    told = forms.told(form, error, asked.language, Names(known=known))
    return page(asked, _context(asked, of, held, told), status=422)


def _check(asked: Asked, of: str, held: Held, form: Form) -> CheckContext:
    return CheckContext(
        of=of,
        held=held,
        action=asked.here,
        key=form.key,
        carried=tuple(asked.typed().items()),
        groups=answer_groups(form, {}),
        back=substituting.address(MINE, of),
    )


def _context(asked: Asked, of: str, held: Held | None, form: Form, roles: tuple[Held, ...] = ()) -> Context:
    return Context(
        of=of,
        ways=tuple(
            Way(
                address=substituting.address(OFFER, of, role=one.role, unit=one.unit),
                role=one.role,
                unit_name=one.unit_name,
            )
            for one in roles
        ),
        held=held,
        form=form,
        action=asked.here,
        back=substituting.address(MINE, of),
    )


ROUTES = (
    get(OFFER, show),
    post(OFFER, post_offer),
    get(OFFER_OTHERS, show_others),
    post(OFFER_OTHERS, post_offer_others),
)

"""A recruit is entered and a dossier opened: chosen or typed, checked, recorded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.responses import Response

from desk import filters, forms
from desk.asking import KEY, Asked
from desk.forms import Choice, Form
from desk.recording.answers import AnswerGroup, answer_groups
from desk.routes import get, post
from desk.templating import page, see_other
from desk.units import chosen_unit
from engine.database import ReadSession
from engine.queries.acting import UnitLine
from engine.queries.recruits import Recruit, recruits, units_to_open
from engine.timeline import recorded_under
from models.commands import AddPerson, Command, OpenDossier
from models.errors import Conflict, Forbidden, Malformed, Refused
from models.requirements import unmet
from outputs.wording import Names
from outputs.wording.language import mark, translate

_RECRUIT = mark("%(name)s, sinh ngày %(born_on)s")
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page with the form, or with the units to choose from first."""

    TEMPLATE: ClassVar[str] = "registration.html"

    title: str
    units: tuple[UnitLine, ...]
    """To choose from; empty where the unit is known."""
    unit: UnitLine | None
    form: Form
    action: str
    here: str
    """Address of the page, to which a unit is added."""
    new_person: str
    """Address where somebody is entered who is not in the list; empty on that page itself."""
    has_nobody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The page on which the answers are checked before they are recorded."""

    TEMPLATE: ClassVar[str] = "registration_check.html"

    title: str
    unit: UnitLine
    action: str
    key: str
    carried: tuple[tuple[str, str], ...]
    groups: tuple[AnswerGroup, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """One of the two pages: what it draws, what it makes of it, and where it leads."""

    title: str
    address: str
    form: Callable[[Asked, tuple[Recruit, ...]], Form]
    command: Callable[[Form, UnitLine], Command]
    leads_to: Callable[[str, UnitLine, Command], str]


def show_dossier(asked: Asked) -> Response:
    """Show the form on which a dossier is opened."""
    return _show(asked, _DOSSIER)


def post_dossier(asked: Asked) -> Response:
    """Open a dossier, once the answers were checked."""
    return _answer(asked, _DOSSIER)


def show_person(asked: Asked) -> Response:
    """Show the form on which a recruit is entered into the register."""
    return _show(asked, _PERSON)


def post_person(asked: Asked) -> Response:
    """Enter a recruit, once the answers were checked, and go on to the dossier."""
    return _answer(asked, _PERSON)


def _show(asked: Asked, what: _Page) -> Response:
    with asked.desk.database.reading() as session:
        units = _units(asked, session)
        if not asked.query("unit") and len(units) != 1:
            return page(asked, _context(asked, what, None, units, ()))
        unit = chosen_unit(asked, units)
        found = recruits(session, unit.unit)
    return page(asked, _context(asked, what, unit, (), found))


def _answer(asked: Asked, what: _Page) -> Response:
    with asked.desk.database.reading() as session:
        unit = chosen_unit(asked, _units(asked, session))
        found = recruits(session, unit.unit)
        is_repeated = asked.key is not None and recorded_under(session, asked.key) is not None
    form = forms.filled(what.form(asked, found), asked.typed(), key=asked.text(KEY))
    names = Names(known={one.person: one.full_name for one in found} | {unit.unit: unit.name})
    try:
        strange = forms.not_offered(form)
        if strange is not None and not is_repeated:
            raise strange
        command = what.command(form, unit)
        if asked.text("_back"):
            return page(asked, _context(asked, what, unit, (), found, form))
        if not asked.text("_sure"):
            _refuse_unmet(asked, command)
            return _check_page(asked, what, unit, form)
        recorded = asked.record(command)
    except (ValidationError, Refused, Malformed, Conflict) as error:
        wrong = forms.told(form, error, asked.language, names)
        return page(asked, _context(asked, what, unit, (), found, wrong), status=422)
    return see_other(what.leads_to(recorded.stream, unit, command))


def _refuse_unmet(asked: Asked, command: Command) -> None:
    """Raise `Refused` where the rules would, so that it is seen before the answers are checked."""
    if isinstance(command, OpenDossier):
        missing = unmet(asked.desk.registry.weigh(command, by=asked.account, at=asked.at))
        if missing:
            raise Refused(missing)


def _check_page(asked: Asked, what: _Page, unit: UnitLine, form: Form) -> Response:
    context = CheckContext(
        title=translate(what.title, asked.language),
        unit=unit,
        action=asked.here,
        key=form.key,
        carried=tuple(asked.typed().items()),
        groups=answer_groups(form, {}),
    )
    return page(asked, context)


def _context(
    asked: Asked,
    what: _Page,
    unit: UnitLine | None,
    units: tuple[UnitLine, ...],
    found: tuple[Recruit, ...],
    form: Form | None = None,
) -> Context:
    is_dossier = what is _DOSSIER
    return Context(
        title=translate(what.title, asked.language),
        units=units,
        unit=unit,
        form=form or what.form(asked, found),
        action=asked.here,
        here=what.address,
        new_person=_with(_PERSON.address, unit=unit.unit) if is_dossier and unit is not None else "",
        has_nobody=is_dossier and not found,
    )


def _units(asked: Asked, session: ReadSession) -> tuple[UnitLine, ...]:
    """Return the branches in which whoever asks may open a dossier; raises `Forbidden` if there is none."""
    procedure = asked.desk.procedures.in_force(asked.today)
    found = units_to_open(session, asked.acting(session), procedure)
    if not found:
        raise Forbidden("access.role")
    return found


def _dossier_form(asked: Asked, found: tuple[Recruit, ...]) -> Form:
    words = translate(_RECRUIT, asked.language)
    choices = tuple(
        Choice(value=one.person, text=words % {"name": one.full_name, "born_on": filters.day(one.born_on)})
        for one in found
    )
    chosen = asked.query("candidate")
    form = forms.of_command(OpenDossier, asked.language, but=("unit", "procedure"))
    form = form.changed(
        "candidate",
        kind="choice",
        choices=choices,
        typed=chosen if any(one.person == chosen for one in found) else "",
    )
    return form.changed("on", typed=filters.day(asked.today))


def _person_form(asked: Asked, _: tuple[Recruit, ...]) -> Form:
    form = forms.of_command(AddPerson, asked.language, but=("id", "unit"))
    return form.changed("language", typed=asked.language)


def _open(form: Form, unit: UnitLine) -> Command:
    return forms.command(form, OpenDossier, unit=unit.unit)


def _enter(form: Form, unit: UnitLine) -> Command:
    return forms.command(form, AddPerson, id=_name_of(form), unit=unit.unit)


def _name_of(form: Form) -> str:
    """Return what the register calls a new person: the same however often the form is sent."""
    return f"ng-{form.key[:_ID_LENGTH]}"


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}"


def _after_dossier(stream: str, _: UnitLine, __: Command) -> str:
    return f"/dossiers/{stream}/receipt/1"


def _after_person(_: str, unit: UnitLine, command: Command) -> str:
    known: Mapping[str, str] = {"unit": unit.unit}
    if isinstance(command, AddPerson):
        known = {**known, "candidate": command.id}
    return _with(_DOSSIER.address, **known)


_DOSSIER = _Page(mark("Lập hồ sơ"), "/dossiers/new", _dossier_form, _open, _after_dossier)
_PERSON = _Page(mark("Thêm quần chúng"), "/dossiers/new/person", _person_form, _enter, _after_person)

ROUTES = (
    get("/dossiers/new", show_dossier),
    post("/dossiers/new", post_dossier),
    get("/dossiers/new/person", show_person),
    post("/dossiers/new/person", post_person),
)

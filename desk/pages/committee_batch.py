"""Many dossiers decided at once: typed, reviewed by name with what stands in the way, then recorded."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.batch.rows import Row, common_form, judged, own_form, shown
from desk.batch.sitting import MOST, Sitting, sitting
from desk.elevation import elevated
from desk.forms import Form, Problem
from desk.pages.committee import PATH, address
from desk.routes import get, post
from desk.templating import page, see_other
from engine import batches, drafts
from engine.batches import Kept, Outcome
from engine.canonical import digest
from engine.queries.committee import Docketed
from engine.timeline import recorded_under
from models.errors import Conflict, DiudatError, Malformed, NotFound, Refused
from outputs.wording.names import said

_GO = "go."
"""Beginning of the posted names of the dossiers that were shown as good, and are to be recorded."""
_SURE, _BACK = "_sure", "_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page on which the decisions are typed."""

    TEMPLATE: ClassVar[str] = "committee_batch.html"

    title: str
    unit_name: str
    back: str
    action: str
    form: Form
    """What is typed once for all."""
    rows: tuple[Row, ...]
    strays: tuple[Docketed, ...]
    gone: int
    draft: str
    """Address under which a script saves what is typed."""
    saved_at: datetime | None
    is_tallied: bool
    has_meeting: bool
    open_meeting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The page on which the decisions are reviewed before they are recorded."""

    TEMPLATE: ClassVar[str] = "committee_check.html"

    title: str
    unit_name: str
    back: str
    action: str
    key: str
    carried: tuple[tuple[str, str], ...]
    common: tuple[tuple[str, str], ...]
    """What would be recorded of every dossier alike, in words."""
    good: tuple[Row, ...]
    left: tuple[Row, ...]
    strays: tuple[Docketed, ...]
    proves: bool
    """Whether the password is asked for before anything is recorded."""


def show(asked: Asked) -> Response:
    """Show the chosen dossiers with what is to be typed for all, and for each."""
    sat = _sitting(asked)
    if sat is None:
        return see_other(_back(asked))
    with asked.desk.database.reading() as session:
        draft = drafts.kept(session, asked.account, drafts.NO_DOSSIER, _draft(asked))
    typed = {} if draft is None else draft.typed
    rows = tuple(Row(line=one, own=own_form(sat, one, typed)) for one in sat.lines)
    saved_at = None if draft is None else draft.saved_at
    return _form_page(asked, sat, common_form(sat, typed), rows, saved_at=saved_at)


def post_batch(asked: Asked) -> Response:
    """Take what was typed: have it reviewed, then record what is good."""
    earlier = _earlier(asked)
    if earlier is not None:
        return see_other(_result(earlier))
    sat = _sitting(asked)
    if sat is None:
        return see_other(_back(asked))
    if asked.text(_SURE):
        return elevated(lambda proved: _record(proved, sat))(asked)
    if forms.wants_row(asked):
        return _longer_page(asked, sat)
    typed = asked.typed()
    if forms.wants_draft(asked):
        return _save_draft(asked, sat, typed)
    rows = tuple(judged(asked, sat, one, typed) for one in sat.lines)
    is_wrong = any(one.problems for one in rows)
    if asked.text(_BACK) or is_wrong or not any(one.is_good for one in rows):
        status = 200 if asked.text(_BACK) else 422
        return _form_page(asked, sat, _told(common_form(sat, typed), rows, asked), rows, status=status)
    return _check_page(asked, sat, rows)


def _record(asked: Asked, sat: Sitting) -> Response:
    """Record every dossier that was shown as good, each on its own, and keep what became of all."""
    typed = asked.typed()
    name = batches.name_of(asked.account, asked.key or secrets.token_hex())
    outcomes = [_outcome(asked, judged(asked, sat, one, typed), name) for one in sat.lines]
    outcomes += [_of_error(one.number, Conflict("batch.other_version")) for one in sat.strays]
    outcomes += _recorded_before(asked, {one.dossier for one in outcomes})
    made = Kept(
        id=name, at=asked.at, unit=sat.unit, unit_name=sat.unit_name, step=sat.step.id,
        outcomes=tuple(outcomes),
    )  # fmt: skip
    batches.keep(asked.desk.database, asked.account, made)
    drafts.drop(asked.desk.database, asked.account, drafts.NO_DOSSIER, _draft(asked))
    return see_other(_result(name))


def _outcome(asked: Asked, row: Row, name: str) -> Outcome:
    number = row.line.number
    if row.command is None or not asked.text(f"{_GO}{number}"):
        return _left_out(row)
    try:
        recorded = asked.desk.registry.record(
            row.command, by=asked.account, at=asked.at, key=_key(asked, number), batch=name
        )
    except Refused as refused:
        return Outcome(dossier=number, entry=None, unmet=refused.unmet)
    except DiudatError as error:
        return _of_error(number, error)
    return Outcome(dossier=number, entry=recorded.first)


def _recorded_before(asked: Asked, judged_now: set[str]) -> list[Outcome]:
    """Return what this very form recorded in an earlier sending that did not come to its end."""
    others = [one for one in dict.fromkeys(_numbers(asked)) if one not in judged_now]
    if asked.key is None:
        return []
    with asked.desk.database.reading() as session:
        found = {one: recorded_under(session, _key(asked, one) or "") for one in others}
    return [
        Outcome(dossier=number, entry=entry[1])
        for number, entry in found.items()
        if entry is not None and entry[0] == number
    ]


def _key(asked: Asked, number: str) -> str | None:
    return None if asked.key is None else f"{asked.key}-{number}"


def _numbers(asked: Asked) -> list[str]:
    """Return the dossiers the address names, no more than are decided at once."""
    return asked.request.query_params.getlist("d")[:MOST]


def _left_out(row: Row) -> Outcome:
    if row.unmet:
        return Outcome(dossier=row.line.number, entry=None, unmet=row.unmet)
    return _of_error(row.line.number, row.error or Conflict("batch.left_out"))


def _of_error(number: str, error: DiudatError) -> Outcome:
    return Outcome(dossier=number, entry=None, code=error.code, figures=error.figures)


def _earlier(asked: Asked) -> str | None:
    """Return the batch this very form made before, if it did: it is answered alike, whatever has changed."""
    if asked.key is None:
        return None
    name = batches.name_of(asked.account, asked.key)
    with asked.desk.database.reading() as session:
        return None if batches.kept(session, asked.account, name) is None else name


def _sitting(asked: Asked) -> Sitting | None:
    if not asked.query("unit") or not asked.query("step"):
        raise NotFound("unit.unknown", unit=asked.query("unit")[:80])
    with asked.desk.database.reading() as session:
        return sitting(asked, session, asked.query("unit"), asked.query("step"), _numbers(asked))


def _result(name: str) -> str:
    return f"{PATH}/batches/{name}"


def _save_draft(asked: Asked, sat: Sitting, typed: Mapping[str, str]) -> Response:
    try:
        drafts.keep(asked.desk.database, asked.account, drafts.NO_DOSSIER, _draft(asked), typed, asked.at)
    except Malformed as unsaved:
        told = forms.told(common_form(sat, typed), unsaved, asked.language)
        told = replace(told, key=asked.text(KEY) or told.key)
        rows = tuple(Row(line=one, own=own_form(sat, one, typed)) for one in sat.lines)
        return _form_page(asked, sat, told, rows, status=422)
    return see_other(asked.here)


def _draft(asked: Asked) -> str:
    """Return the name of the draft of what is typed for a body at a step, whichever dossiers are chosen."""
    of = digest(asked.query("unit").encode(), asked.query("step").encode())
    return f"batch_{of[:16]}"


def _back(asked: Asked) -> str:
    return address(asked.query("unit"), asked.query("step"))


def _told(form: Form, rows: tuple[Row, ...], asked: Asked) -> Form:
    """Return what is typed for all with all that is wrong, once each, under the key it was shown with."""
    wrong: Mapping[str, str] = {name: text for row in rows for name, text in row.wrong.items()}
    marked = form.each(lambda one: replace(one, wrong=wrong.get(one.name, "")))
    problems = () if asked.text(_BACK) else tuple(dict.fromkeys(_problems(rows)))
    return replace(marked, problems=problems, key=asked.text(KEY) or form.key)


def _problems(rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Yield what is wrong; where all can be read and none can be recorded, why not."""
    unreadable = [one for row in rows for one in row.problems]
    yield from unreadable
    if not unreadable:
        for row in rows:
            for text in row.blockers:
                yield Problem(text=f"{row.line.number}: {text}", anchor=f"d-{row.line.number}")


def _longer_page(asked: Asked, sat: Sitting) -> Response:
    """Show the page again with one more row in a table."""
    rows = tuple(Row(line=one, own=forms.more_rows(own_form(sat, one), asked)) for one in sat.lines)
    return _form_page(asked, sat, forms.more_rows(common_form(sat), asked), rows)


def _form_page(
    asked: Asked, sat: Sitting, form: Form, rows: tuple[Row, ...], *, status: int = 200,
    saved_at: datetime | None = None,
) -> Response:  # fmt: skip
    context = Context(
        title=said(sat.step.title, asked.language),
        unit_name=sat.unit_name,
        back=_back(asked),
        action=asked.here,
        form=form,
        rows=rows,
        strays=sat.strays,
        gone=sat.gone,
        draft=f"/drafts/{drafts.NO_DOSSIER}/{_draft(asked)}",
        saved_at=saved_at,
        is_tallied=sat.is_tallied,
        has_meeting=bool(sat.meetings) or not sat.needs_meeting,
        open_meeting=f"/meetings/new?{urlencode({'unit': sat.unit, 'then': asked.here})}",
    )
    return page(asked, context, status=status)


def _check_page(asked: Asked, sat: Sitting, rows: tuple[Row, ...]) -> Response:
    context = CheckContext(
        title=said(sat.step.title, asked.language),
        unit_name=sat.unit_name,
        back=_back(asked),
        action=asked.here,
        key=asked.text(KEY) or Form(groups=()).key,
        carried=tuple((name, text) for name, text in asked.typed().items() if not name.startswith(_GO)),
        common=shown(common_form(sat, asked.typed())),
        good=tuple(one for one in rows if one.is_good),
        left=tuple(one for one in rows if not one.is_good),
        strays=sat.strays,
        proves=not asked.who.is_elevated(asked.at),
    )
    return page(asked, context)


ROUTES = (get(f"{PATH}/batch", show), post(f"{PATH}/batch", post_batch))

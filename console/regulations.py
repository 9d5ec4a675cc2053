"""Procedures printed: what must be mended in them, what they order, and how two versions differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from console import blanks
from console.exits import Exit
from console.office import PROCEDURES, TEMPLATES
from console.screen import Screen, print_json
from engine.procedure_check import check as findings_of
from engine.procedure_difference import Change, difference
from engine.procedures import Procedures
from models.errors import NotFound
from models.procedure import Procedure, Sourced, Stage, Step
from outputs.documents.writing import in_figures
from outputs.wording import Language, caption
from outputs.wording.amounts import length
from outputs.wording.findings import finding_text
from outputs.wording.language import mark
from outputs.wording.names import said
from outputs.wording.voting import asked_of_a_vote, asked_of_a_way

_FOUND = mark("%(count)s chỗ phải sửa.")
_FINE = mark("Các quy trình dùng được: %(names)s.")
_IN_FORCE = mark("Có hiệu lực từ %(since)s đến %(until)s")
_IN_FORCE_SINCE = mark("Có hiệu lực từ %(since)s")
_BASIS = mark("Căn cứ")
_TOGETHER, _APART = mark("các bước làm song song"), mark("chỉ vào khi có bước dẫn đến")
_LIMIT = mark("hạn %(length)s")
_WAIT = mark("chờ %(length)s")
_TO_CONFIRM = mark("cần đối chiếu")
_SAME = mark("Hai phiên bản giống nhau.")
_CHANGES = mark("%(count)s điểm khác, trong đó %(cited)s điểm chỉ khác căn cứ.")
_KINDS = {
    "added": mark("thêm"),
    "removed": mark("bỏ"),
    "changed": mark("đổi"),
    "cited": mark("căn cứ"),
}


def check(screen: Screen, folder: Path | None, *, as_json: bool) -> Exit:
    """Print every finding with its file, line and remedy; say whether the folder can be followed."""
    where = PROCEDURES if folder is None else folder
    if not where.is_dir():
        raise NotFound("folder.missing", folder=str(where))
    found = findings_of(where, TEMPLATES)
    if not found and not Procedures(where).all():
        raise NotFound("folder.no_procedure", folder=str(where))
    if as_json:
        print_json(found)
    else:
        for one in found:
            screen.err.print(Text(finding_text(one, screen.language)), soft_wrap=True)
        if found:
            screen.warn(_FOUND, count=len(found))
        else:
            screen.say(_FINE, names=", ".join(one.id for one in Procedures(where).all()))
    return Exit.MALFORMED if found else Exit.OK


def show(screen: Screen, version: str, step: str | None, *, as_json: bool) -> None:
    """Print what one version orders, step by step with its sources; of one step, a request to fill in."""
    procedure = Procedures(PROCEDURES).version(version)
    if step is not None:
        _show_request(screen, procedure, step, as_json=as_json)
    elif as_json:
        print_json(procedure.model_dump(mode="json"))
    else:
        _show_whole(screen, procedure)


def _show_request(screen: Screen, procedure: Procedure, step: str, *, as_json: bool) -> None:
    if not procedure.has_step(step):
        raise NotFound("step.unknown", procedure=procedure.id, step=step)
    request = blanks.request_of(procedure, procedure.step(step), screen.language)
    if as_json:
        print_json(request)
    else:
        screen.out.print(Text(blanks.written(request, screen.language)), end="", soft_wrap=True)


def _show_whole(screen: Screen, procedure: Procedure) -> None:
    screen.out.print(Text(f"{procedure.id} · {said(procedure.title, screen.language)}", style="bold"))
    since = in_figures(procedure.in_force_from)
    if procedure.in_force_until is None:
        screen.say(_IN_FORCE_SINCE, since=since)
    else:
        screen.say(_IN_FORCE, since=since, until=in_figures(procedure.in_force_until))
    screen.say(_BASIS, style="bold")
    for basis in procedure.basis:
        screen.out.print(Padding(Text(f"– {basis}"), (0, 0, 0, 2)))
    for stage in procedure.stages:
        _print_stage(screen, stage)


def diff(screen: Screen, before: str, after: str, *, as_json: bool) -> None:
    """Print what a dossier meets differently under the later version."""
    procedures = Procedures(PROCEDURES)
    found = difference(procedures.version(before), procedures.version(after))
    if as_json:
        print_json(found)
        return
    for one in found:
        _print_change(screen, one)
    if not found:
        screen.say(_SAME)
        return
    cited = sum(one.kind == "cited" for one in found)
    screen.say(_CHANGES, style="bold", count=len(found), cited=cited)


def list_all(screen: Screen, *, as_json: bool) -> None:
    """Print every version with the days it governs."""
    versions = Procedures(PROCEDURES).all()
    if as_json:
        print_json([_row(one) for one in versions])
        return
    for one in versions:
        until = "" if one.in_force_until is None else in_figures(one.in_force_until)
        line = f"{one.id}  {in_figures(one.in_force_from)} – {until}  {said(one.title, screen.language)}"
        screen.out.print(Text(line))


def _row(procedure: Procedure) -> dict[str, object]:
    return {
        "id": procedure.id,
        "title": procedure.title.model_dump(),
        "in_force_from": procedure.in_force_from,
        "in_force_until": procedure.in_force_until,
    }


def _print_stage(screen: Screen, stage: Stage) -> None:
    screen.out.print()
    notes = [_TOGETHER] if stage.together else []
    notes += [_APART] if stage.apart else []
    title = Text(said(stage.title, screen.language), style="bold cyan")
    if notes:
        title.append("  " + ", ".join(screen.words(one) for one in notes), style="dim not bold")
    screen.out.print(title)
    for step in stage.steps:
        _print_step(screen, step)


def _print_step(screen: Screen, step: Step) -> None:
    language = screen.language
    who = caption("body", str(step.acts.body), language)
    parts = [caption("kind", step.kind.value, language), who]
    if step.acts.person is not None:
        parts.append(caption("role", step.acts.person, language))
    if step.limit is not None:
        parts.append(screen.words(_LIMIT, length=length(step.limit, language)))
    if step.wait is not None:
        parts.append(screen.words(_WAIT, length=length(step.wait, language)))
    parts += [", ".join(step.papers)] if step.papers else []
    line = Text.assemble(
        said(step.title, language),
        ("  " + step.id, "dim"),
        "\n",
        " · ".join(parts),
        "\n",
        (_cited(screen, step), "dim italic"),
    )
    screen.out.print(Padding(line, (0, 0, 0, 2)))
    for sourced, text in _asked(step, language):
        told = Text.assemble(f"– {text} ", (f"[{_cited(screen, sourced)}]", "dim italic"))
        screen.out.print(Padding(told, (0, 0, 0, 4)))


def _asked(step: Step, language: Language) -> Iterator[tuple[Sourced, str]]:
    """Yield what the votes held at a step must meet."""
    if step.vote is not None:
        yield from asked_of_a_vote(step.vote, language)
    for way in step.endorsements:
        yield from asked_of_a_way(way, language)


def _cited(screen: Screen, sourced: Sourced) -> str:
    return sourced.source + (f" ({screen.words(_TO_CONFIRM)})" if sourced.to_confirm else "")


def _print_change(screen: Screen, change: Change) -> None:
    screen.out.print(
        Text.assemble((screen.words(_KINDS[change.kind]), "bold"), "  ", (change.path, "cyan")),
        soft_wrap=True,
    )
    sides = (
        ("–", "red", change.before, change.source_before),
        ("+", "green", change.after, change.source_after),
    )
    for sign, style, value, source in sides:
        if value is None and source is None:
            continue
        told = " ".join(one for one in (value, f"[{source}]" if source else None) if one)
        if sign == "+" and change.to_confirm:
            told += f" ({screen.words(_TO_CONFIRM)})"
        screen.out.print(Padding(Text(f"{sign} {told}", style=style), (0, 0, 0, 2)))

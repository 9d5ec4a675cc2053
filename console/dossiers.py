"""Dossiers printed: the list, one dossier whole, and its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from console.machine import writing_into
from console.office import Office
from console.screen import print_json
from engine.access import Actor
from engine.database import ReadSession
from engine.numbers import printed
from engine.queries import dossier as query
from engine.queries.dossier import Awaited, DocumentLine, DossierLine, DossierWhole, Wanted
from models.errors import Malformed, NotFound
from models.procedure import Procedure
from models.state import OpenStep, Status
from outputs.documents.writing import in_figures
from outputs.wording import Names, caption
from outputs.wording.language import mark
from outputs.wording.names import said

_NUMBER, _WHO, _WHERE = mark("Số hồ sơ"), mark("Người được xét"), mark("Đang ở đâu, đang chờ gì")
_WHO_WIDTH = 26
"""Columns the name of a ward's branch takes."""
_NEAR, _LIKENESS = 8, 0.4
"""Of how many units that are called alike a refusal speaks, and how alike."""
_NONE = mark("Không có hồ sơ nào như vậy.")
_COUNT = mark("%(count)s hồ sơ")
_UNTIL = mark("%(step)s, hạn %(day)s")
_ROWS = {
    "candidate": mark("Người được xét"),
    "branch": mark("Chi bộ"),
    "procedure": mark("Quy trình"),
    "stage": mark("Giai đoạn"),
    "status": mark("Tình trạng"),
    "opened": mark("Lập ngày"),
    "joined": mark("Kết nạp ngày"),
    "ended": mark("Kết thúc ngày"),
    "head": mark("Nhật ký"),
}
_BORN = mark("%(name)s, sinh ngày %(day)s")
_ENTRIES = mark("%(count)s mục, mã cuối %(hash)s…")
_OPEN, _PEOPLE, _PAPERS = mark("Việc đang chờ"), mark("Người giúp đỡ, giới thiệu"), mark("Giấy tờ đã có")
_SINCE, _FROM_UNTIL = mark("từ %(since)s"), mark("%(since)s – %(until)s")
_DATED, _VALID = mark("ngày %(day)s"), mark("ngày %(day)s, có giá trị đến hết %(until)s")
_ATTEMPT = mark("lần %(attempt)s")
_AGAIN = mark("làm lại")
_SUPPLEMENT = mark("Trả lại lần %(round)s: còn %(items)s nội dung, trả lời trước ngày %(day)s")
_NO_DOCUMENT = mark("Hồ sơ này chưa có văn bản nào.")
_DUE, _SIGNED = mark("chờ lập"), mark("%(path)s (đã ký số)")
_SAVED = mark("Đã chép %(count)s tệp PDF vào %(folder)s")


def show_list(office: Office, wanted: Wanted, by: str, *, as_json: bool) -> None:
    """Print the dossiers an account may see; raises `Malformed`, `NotFound` for what cannot be wanted."""
    _refuse_unknown(office, wanted)
    with office.database.reading() as session:
        actor = office.actor(session, by)
        if wanted.unit is not None:
            _refuse_unknown_unit(session, actor, wanted.unit)
        found = query.dossiers(session, actor, wanted)
    if as_json:
        print_json(found)
        return
    screen = office.screen
    if not found:
        screen.say(_NONE)
        return
    table = screen.table(_NUMBER, _WHO, _WHERE)
    table.columns[1].min_width = _WHO_WIDTH
    for one in found:
        table.add_row(one.number, _who(one), _where(office, one))
    screen.out.print(table)
    screen.say(_COUNT, style="dim", count=len(found))


def _refuse_unknown(office: Office, wanted: Wanted) -> None:
    statuses = [one.value for one in Status]
    if wanted.status is not None and wanted.status not in statuses:
        raise Malformed("status.unknown", given=wanted.status, known=", ".join(statuses))
    stages = list(dict.fromkeys(stage.id for one in office.procedures.all() for stage in one.stages))
    if wanted.stage is not None and wanted.stage not in stages:
        raise Malformed("stage.unknown", given=wanted.stage, known=", ".join(stages))


def _refuse_unknown_unit(session: ReadSession, actor: Actor, unit: str) -> None:
    """Raise `NotFound` for a unit that is not there; of one out of reach nobody learns even that."""
    known = query.units_within(session, actor)
    if unit not in known:
        near = get_close_matches(unit, known, n=_NEAR, cutoff=_LIKENESS)
        if not near:
            raise NotFound("unit.unknown", unit=unit)
        raise NotFound("unit.not_known", given=unit, known=", ".join(near))


def show_one(office: Office, number: str, by: str, *, as_json: bool) -> None:
    """Print one dossier whole."""
    with office.database.reading() as session:
        whole = query.dossier(session, office.actor(session, by), number)
    if as_json:
        print_json(whole)
        return
    names = office.names(whole)
    screen = office.screen
    screen.out.print(Text(whole.state.number, style="bold"))
    _print_rows(office, list(_facts(office, whole)))
    _print_block(office, _OPEN, [_open_step(office, one, names) for one in whole.state.open])
    _print_block(office, _PEOPLE, list(_guides(office, whole)))
    _print_block(office, _PAPERS, list(_papers(office, whole, names)))


def show_documents(office: Office, number: str, by: str, *, as_json: bool, save: Path | None) -> None:
    """Print a dossier's documents and where their files lie; copy the PDFs into a folder if one is named."""
    with office.database.reading() as session:
        found = query.documents(session, office.actor(session, by), number)
    copied = 0 if save is None else save_documents(office, found, save)
    if as_json:
        print_json([{**one, "pdf": _path(office, document)} for document, one in _plain(found)])
    elif not found:
        office.screen.say(_NO_DOCUMENT)
    else:
        _print_documents(office, found)
    if save is not None and not as_json:
        office.screen.say(_SAVED, count=copied, folder=save)


def save_documents(office: Office, found: Sequence[DocumentLine], folder: Path) -> int:
    """Copy the PDFs of documents in their order, signed where they are, into a folder; return how many."""
    made = [one for one in found if one.pdf_sha256 is not None]
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for position, one in enumerate(made, start=1):
            newest = one.signed_sha256 or str(one.pdf_sha256)
            content = office.archive.get(newest)  # a damaged file is not passed on
            (folder / f"{position:02}_{one.form}_{one.dated.isoformat()}.pdf").write_bytes(content)
    return len(made)


def _who(one: DossierLine) -> Text:
    return Text.assemble(one.candidate, "\n", (one.unit, "dim"))


def _where(office: Office, one: DossierLine) -> Text:
    language = office.screen.language
    procedure = office.procedures.version(one.procedure)
    where = Text(said(procedure.stage(one.stage).title, language))
    if one.status != Status.UNDER_WAY.value:
        where.append(" · ").append(caption("status", one.status, language), style=status_style(one.status))
    for awaited in one.awaits:
        where.append(f"\n→ {_await(office, procedure, awaited)}", style="dim")
    return where


def _await(office: Office, procedure: Procedure, awaited: Awaited) -> str:
    title = said(procedure.step(awaited.step).title, office.screen.language)
    if awaited.due_on is None:
        return title
    return office.screen.words(_UNTIL, step=title, day=in_figures(awaited.due_on))


def status_style(status: str) -> str:
    """Return the colour of a status: only where somebody must act, or where it ended well."""
    styles = {"recognised": "green", "returned": "yellow", "suspended": "yellow", "refused": "red"}
    return styles.get(status, "dim")


def _facts(office: Office, whole: DossierWhole) -> Iterator[tuple[str, Text]]:
    state, screen = whole.state, office.screen
    procedure = office.procedures.version(state.procedure)
    born = screen.words(_BORN, name=whole.candidate, day=in_figures(whole.born_on))
    yield "candidate", Text(born)
    yield "branch", Text(whole.units[state.unit])
    yield "procedure", Text(f"{state.procedure} · {said(procedure.title, screen.language)}")
    yield "stage", Text(said(procedure.stage(state.stage).title, screen.language))
    status = caption("status", state.status.value, screen.language)
    yield "status", Text(status, style=status_style(state.status.value))
    if state.supplement is not None:
        owed = state.supplement
        yield (
            "",
            Text(
                screen.words(_SUPPLEMENT, round=owed.round, items=owed.items, day=in_figures(owed.answer_by)),
                style="yellow",
            ),
        )
    yield "opened", Text(in_figures(state.opened_on))
    if state.joined_on is not None:
        yield "joined", Text(in_figures(state.joined_on))
    if state.ended_on is not None:
        yield "ended", Text(in_figures(state.ended_on))
    yield "head", Text(screen.words(_ENTRIES, count=whole.sequence, hash=whole.head[:12]), style="dim")


def _open_step(office: Office, one: OpenStep, names: Names) -> Text:
    screen = office.screen
    title = names.step(one.step, screen.language)
    marks = [names.known.get(str(one.unit), "")] if one.unit else []
    if one.due_on is not None:
        title = screen.words(_UNTIL, step=title, day=in_figures(one.due_on))
    if one.attempt > 1:
        marks.append(screen.words(_ATTEMPT, attempt=one.attempt))
    if one.again:
        marks.append(screen.words(_AGAIN))
    return Text.assemble(title, ("  " + " · ".join(marks), "dim"))


def _guides(office: Office, whole: DossierWhole) -> Iterator[Text]:
    screen = office.screen
    for one in whole.state.guides:
        since = in_figures(one.since)
        when = (
            screen.words(_SINCE, since=since)
            if one.until is None
            else screen.words(_FROM_UNTIL, since=since, until=in_figures(one.until))
        )
        role = caption("role", one.role, screen.language)
        style = "" if one.until is None else "dim"
        yield Text.assemble((whole.people[one.person], style), (f"  {role}, {when}", "dim"))


def _papers(office: Office, whole: DossierWhole, names: Names) -> Iterator[Text]:
    screen = office.screen
    for form, paper in whole.state.papers.items():
        day = in_figures(paper.dated)
        when = (
            screen.words(_DATED, day=day)
            if paper.valid_until is None
            else screen.words(_VALID, day=day, until=in_figures(paper.valid_until))
        )
        title = names.paper(form, screen.language)
        yield Text.assemble(form, ("  " + title.removeprefix(form).strip(" ()") + ", " + when, "dim"))


def _print_rows(office: Office, rows: Sequence[tuple[str, Text]]) -> None:
    table = office.screen.table("", "")
    table.show_header = False
    for name, value in rows:
        table.add_row(Text(office.screen.words(_ROWS[name]) if name else "", style="dim"), value)
    office.screen.out.print(table)


def _print_block(office: Office, title: str, lines: Sequence[Text]) -> None:
    if not lines:
        return
    office.screen.out.print()
    office.screen.say(title, style="bold")
    for line in lines:
        office.screen.out.print(Padding(line, (0, 0, 0, 2)))


def _print_documents(office: Office, found: Sequence[DocumentLine]) -> None:
    screen = office.screen
    for one in found:
        number = "" if one.number is None or one.symbol is None else f"  {printed(one.number, one.symbol)}"
        line = Text.assemble(
            (one.form, "bold"), number, f"  {in_figures(one.dated)}", (f"  {one.unit}", "dim")
        )
        screen.out.print(line)
        path = _path(office, one)
        if path is None:
            screen.out.print(Padding(Text(screen.words(_DUE), style="yellow"), (0, 0, 0, 2)))
        else:  # never broken over lines, so that it can be copied
            screen.out.print(Text(f"  {_short(path)}"), soft_wrap=True)
        if one.signed_sha256 is not None:
            signed = _short(str(office.archive.path(one.signed_sha256)))
            screen.out.print(Text(f"  {screen.words(_SIGNED, path=signed)}"), soft_wrap=True)


def _path(office: Office, one: DocumentLine) -> str | None:
    return None if one.pdf_sha256 is None else str(office.archive.path(one.pdf_sha256))


def _short(path: str) -> str:
    """Return a path as seen from here, where it lies below."""
    here = Path(path)
    near = here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here
    return str(near)


def _plain(found: Sequence[DocumentLine]) -> Iterator[tuple[DocumentLine, dict[str, object]]]:
    for one in found:
        yield one, {name: getattr(one, name) for name in DocumentLine.__slots__}

"""What the demo shows at its end: one whole timeline, its papers, counts, and that the record verifies."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from rich.text import Text

from console import dossiers, records, timelines
from console.exits import Exit
from console.office import Office
from engine.access import SYSTEM, Actor
from engine.queries import dossier as query
from engine.queries import figures
from engine.queries.figures import BranchCount, StageCount
from examples.district_4 import HERO
from models.state import Status
from outputs.wording import caption
from outputs.wording.language import mark
from outputs.wording.names import said

_EVERYTHING = Actor(account=SYSTEM, person=None)
_PAPERS = mark("Văn bản PDF của hồ sơ %(number)s: %(count)s tệp trong %(folder)s")
_STAGES, _BRANCHES = mark("Hồ sơ theo giai đoạn"), mark("Hồ sơ theo chi bộ")
_STAGE, _STATUS = mark("Giai đoạn"), mark("Số hồ sơ, tình trạng")
_BRANCH, _ALL, _LIVE = mark("Chi bộ"), mark("Hồ sơ"), mark("Đang xét")
_ADMITTED, _RECOGNISED = mark("Đã kết nạp"), mark("Chính thức")
_OUTPUT = mark("%(documents)s văn bản đã lập, %(notices)s thông báo đã gửi, %(mails)s thư trong %(folder)s")
_LEFT = mark("CÒN %(documents)s văn bản chưa lập, %(dead)s thông báo không gửi được")
_NEXT = mark("Xem tiếp: diudat --home %(folder)s dossier list")
_DESK = mark("Ở bàn hồ sơ: diudat --home %(folder)s serve --demo")


def show_end(office: Office, folder: Path) -> Exit:
    """Show the end of the story; say whether everything it owed was made and the record holds."""
    screen = office.screen
    with office.database.reading() as session:
        number = next(
            one.number
            for one in query.dossiers(session, _EVERYTHING, query.Wanted())
            if query.dossier(session, _EVERYTHING, one.number).state.candidate == HERO
        )
        papers = query.documents(session, _EVERYTHING, number)
        stages = figures.by_stage(session, _EVERYTHING)
        branches = figures.by_branch(session, _EVERYTHING, "branch")
        made = figures.output(session)
    screen.out.rule(style="dim")
    timelines.show(office, number, SYSTEM, as_json=False, everything=False)
    screen.out.print()
    lie = folder / "papers" / number
    screen.say(_PAPERS, number=number, count=dossiers.save_documents(office, papers, lie), folder=lie)
    screen.out.print()
    _print_stages(office, stages)
    screen.out.print()
    _print_branches(office, branches)
    screen.out.print()
    mails = folder / "mails"
    screen.say(
        _OUTPUT, documents=made.documents_made, notices=made.notices_sent, mails=len(list(mails.iterdir())),
        folder=mails,
    )  # fmt: skip
    if made.documents_due or made.notices_dead:
        screen.say(_LEFT, style="red", documents=made.documents_due, dead=made.notices_dead)
    held = records.verify(office, None, as_json=False)
    for text in (_NEXT, _DESK):
        screen.say(text, style="dim", folder=folder)
    return held if not made.documents_due else Exit.OUTSIDE


def _print_stages(office: Office, counted: tuple[StageCount, ...]) -> None:
    screen = office.screen
    by_stage: defaultdict[str, list[StageCount]] = defaultdict(list)
    for one in counted:
        by_stage[one.stage].append(one)
    table = screen.table(_STAGE, _STATUS, title=_STAGES)
    for stage in office.procedures.all()[-1].stages:
        counts = sorted(
            by_stage[stage.id], key=lambda one: (one.status != Status.UNDER_WAY.value, one.status)
        )
        told = ", ".join(f"{one.dossiers} {caption('status', one.status, screen.language)}" for one in counts)
        table.add_row(said(stage.title, screen.language), Text(told or "–", style="" if told else "dim"))
    screen.out.print(table)


def _print_branches(office: Office, counted: tuple[BranchCount, ...]) -> None:
    screen = office.screen
    table = screen.table(_BRANCH, _ALL, _LIVE, _ADMITTED, _RECOGNISED, title=_BRANCHES)
    for column in table.columns[1:]:
        column.justify = "right"
    for one in counted:
        figures_of = (one.dossiers, one.under_way, one.admitted, one.recognised)
        style = "" if one.dossiers else "yellow"
        table.add_row(one.name, *(str(number or "–") for number in figures_of), style=style)
    screen.out.print(table)

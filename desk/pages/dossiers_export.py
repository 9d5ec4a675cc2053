"""The list of dossiers as a file: exactly what the list shows, in its order, all pages of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from starlette.responses import Response

from desk.asking import Asked
from desk.elevation import elevated
from desk.filters import moment
from desk.listing import PATH, chips, said, stages_of, view_of
from desk.pages.dossiers import awaits, named_in
from desk.routes import get
from engine import access_log
from engine.queries import lists
from engine.queries.lists import Line
from models.procedure import Caption
from models.text import fold
from outputs import sheets
from outputs.sheets import Cell
from outputs.wording import caption
from outputs.wording.language import mark, translate

_HEADING = (
    mark("Số hồ sơ"),
    mark("Họ và tên"),
    mark("Ngày sinh"),
    mark("Chi bộ"),
    mark("Bước"),
    mark("Trạng thái"),
    mark("Đang chờ"),
    mark("Hạn"),
    mark("Ngày lập hồ sơ"),
    mark("Ngày kết nạp"),
)
_TITLE, _FILTER, _EVERYTHING = mark("Hồ sơ"), mark("Bộ lọc"), mark("tất cả trong phạm vi được xem")
_COUNT, _MADE_AT, _MADE_BY = mark("Số hồ sơ trong danh sách"), mark("Lập lúc"), mark("Người tải")
_LONGEST_NAME = 140


@elevated
def show_xlsx(asked: Asked) -> Response:
    """Send the list as a workbook."""
    lines, told = _listed(asked)
    _note(asked, lines, "list.xlsx")
    about = [
        (translate(_FILTER, asked.language), "; ".join(told) or translate(_EVERYTHING, asked.language)),
        (translate(_COUNT, asked.language), str(len(lines))),
        (translate(_MADE_AT, asked.language), moment(asked.at, asked.desk.zone)),
        (translate(_MADE_BY, asked.language), asked.who.full_name or asked.account),
    ]
    title = translate(_TITLE, asked.language)
    body = sheets.xlsx(title, _heading(asked), _rows(asked, lines), about)
    return _sent(asked, body, sheets.XLSX, told, "xlsx")


@elevated
def show_csv(asked: Asked) -> Response:
    """Send the list as plain rows."""
    lines, told = _listed(asked)
    _note(asked, lines, "list.csv")
    body = sheets.comma_separated(_heading(asked), _rows(asked, lines))
    return _sent(asked, body, sheets.CSV, told, "csv")


def _listed(asked: Asked) -> tuple[Sequence[Line], tuple[str, ...]]:
    """Return every line of the list, and its filter in words."""
    view, stages = view_of(asked), stages_of(asked.desk.procedures)
    wanted = view.wanted(stages)
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        lines = tuple(lists.all_of(session, actor, wanted, asked.today, order=view.sort))
        units = {one.id: one.name for one in lists.unit_choices(session, actor)}
        named = named_in(session, view, stages, units, is_empty=not lines)
    return lines, tuple(one.text for one in chips(view, named, asked.language))


def _note(asked: Asked, lines: Sequence[Line], what: str) -> None:
    numbers = [one.number for one in lines]
    access_log.note_all(asked.desk.database, asked.account, numbers, at=asked.at, what=what)


def _heading(asked: Asked) -> list[str]:
    return [translate(one, asked.language) for one in _HEADING]


def _rows(asked: Asked, lines: Sequence[Line]) -> Iterator[Sequence[Cell]]:
    stages = stages_of(asked.desk.procedures)
    for line in lines:
        yield _row(asked, line, stages)


def _row(asked: Asked, line: Line, stages: Mapping[str, Caption]) -> Sequence[Cell]:
    return (
        line.number,
        line.candidate,
        line.born_on,
        line.unit,
        said(stages.get(line.stage), asked.language) or line.stage,
        caption("status", line.status, asked.language),
        "; ".join(awaits(asked, line)),
        line.due_on,
        line.opened_on,
        line.joined_on,
    )


def _sent(asked: Asked, body: bytes, kind: str, told: Sequence[str], ending: str) -> Response:
    """Send the file, named by its filter."""
    name = "_".join(["ho-so", *map(_plain, told)])[:_LONGEST_NAME].rstrip("-_")
    return Response(
        body,
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}_{asked.today.isoformat()}.{ending}"',
            "Cache-Control": "no-store",
        },
    )


def _plain(text: str) -> str:
    """Return a text as a part of a file name: small letters without marks, hyphens between words."""
    letters = (one if one.isascii() and one.isalnum() else " " for one in fold(text))
    return "-".join("".join(letters).split())


ROUTES = (get(f"{PATH}/export.csv", show_csv), get(f"{PATH}/export.xlsx", show_xlsx))

"""Lists as files for spreadsheets: nothing in a cell is ever taken for a formula or a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

Cell = str | date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_DAY = "%d/%m/%Y"
_WIDEST = 60
# A spreadsheet that opens a CSV file takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(
    title: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]], about: Sequence[tuple[str, str]]
) -> bytes:
    """Return a workbook: the list on its first sheet; on its second, named by its first line, what it is."""
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        sheet = book.add_worksheet(title[:31])
        widths = [len(one) for one in heading]
        sheet.write_row(0, 0, heading, bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(count, column, cell, day)
                elif cell:
                    sheet.write_string(count, column, cell)
                widths[column] = max(widths[column], len(_text(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, _WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, len(heading) - 1)
        second = book.add_worksheet(about[0][0][:31])
        for line, pair in enumerate(about):
            second.write_string(line, 0, pair[0], bold)
            second.write_string(line, 1, pair[1])
        second.set_column(0, 0, 20)
        second.set_column(1, 1, _WIDEST)
    return written.getvalue()


def comma_separated(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the list as CSV, marked as UTF-8 so that spreadsheets read its letters."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(heading)
    writer.writerows([_defused(_text(cell)) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    return cell.strftime(_DAY) if isinstance(cell, date) else cell or ""


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

"""The code in the footer: small, drawn exactly, leading to the check."""

from __future__ import annotations

import re

import pytest
import segno

from outputs.documents.qr import mark_of, svg_of

_STROKE = re.compile(r"M(\d+) (\d+)\.5h(\d+)")
_BARE_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def _dark_modules(svg: str) -> set[tuple[int, int]]:
    return {(int(x) + step, int(y)) for x, y, length in _STROKE.findall(svg) for step in range(int(length))}


@pytest.mark.parametrize(
    "link", ["HTTPS://HOSO.EXAMPLE.VN/X/VB-2025-0012-014/" + "A1" * 32, "HTTPS://A.VN/X/VB-1/" + "0F" * 32]
)
def test_drawing_has_exactly_the_dark_modules_within_a_quiet_zone(link: str) -> None:
    matrix = segno.make_qr(link, error="m", mask=3, boost_error=False).matrix

    svg = svg_of(link)

    box = _BARE_BOX.search(svg)
    assert box is not None
    assert box.groups() == (str(len(matrix) + 8),) * 2
    assert _dark_modules(svg) == {
        (x, y) for y, row in enumerate(matrix, 4) for x, module in enumerate(row, 4) if module
    }


def test_link_is_in_capitals_so_that_the_code_stays_small() -> None:
    mark = mark_of("VB-2025-0012-014", "HS-2025-0012", "ab" * 32, "https://hoso.example.vn/")

    assert mark.link == "HTTPS://HOSO.EXAMPLE.VN/X/VB-2025-0012-014/" + "AB" * 32
    assert segno.make_qr(mark.link, error="m", boost_error=False).designator == "5-M"


def test_mark_of_no_dossier_names_none() -> None:
    mark = mark_of("DS-1", None, "ab" * 32, "https://hoso.example.vn")

    assert mark.lines[0] == "Mã văn bản: DS-1"


def test_odd_characters_of_a_mark_are_quoted() -> None:
    mark = mark_of("VB 1/Đ", None, "ab" * 32, "https://hoso.example.vn")

    assert "/X/VB%201/%C4%90/" in mark.link

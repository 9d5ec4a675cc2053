"""The code in the footer: small, drawn exactly, leading to the check."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from outputs.documents import qr_modules
from outputs.documents.qr import mark_of, svg_of
from outputs.documents.qr_modules import modules_of

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


_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def _of_the_library(link: str) -> list[bytes]:
    return [bytes(row) for row in segno.make_qr(link, error="m", mask=3, boost_error=False).matrix]


def _ends_on_a_word(length: int) -> bool:
    """Whether mode, count, characters and end fill whole words; the library then adds an empty one."""
    return (4 + 9 + 11 * (length // 2) + 6 * (length % 2) + 4) % 8 == 0


@given(
    link=st.text(_ALPHABET, max_size=153).map("A".__add__).filter(lambda one: not _ends_on_a_word(len(one)))
)
def test_modules_are_the_librarys(link: str) -> None:
    assert modules_of(link) == _of_the_library(link)


@pytest.mark.parametrize("length", [length for length in range(1, 155) if not _ends_on_a_word(length)])
def test_modules_are_the_librarys_at_every_length(length: int) -> None:
    link = ("VB-2025/" * 20)[:length]

    assert modules_of(link) == _of_the_library(link)


@pytest.mark.parametrize("link", ["https://hoso.example.vn/x/vb-1", "A" * 155, "ĐƯỜNG/DẪN"])
def test_other_links_are_left_to_the_library(link: str) -> None:
    assert modules_of(link) == _of_the_library(link)


@given(data=st.binary(min_size=1, max_size=108), length=st.sampled_from([10, 16, 18, 24, 26]))
def test_correction_words_make_every_syndrome_vanish(data: bytes, length: int) -> None:
    words = data + qr_modules._correction(data, length)

    roots = [1]
    for _ in range(length - 1):
        roots.append(qr_modules._product(roots[-1], 2))
    for root in roots:
        value = 0
        for word in words:
            value = qr_modules._product(value, root) ^ word
        assert value == 0

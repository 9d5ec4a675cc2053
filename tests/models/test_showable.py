"""The table of showable characters and the fonts it comes from."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

import models.showable
from models.showable import RANGES

FONTS = Path(__file__).parents[2] / "templates" / "fonts"
FACES = ["Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"]


def ranges_of(codes: set[int]) -> tuple[tuple[int, int], ...]:
    firsts = sorted(code for code in codes if code - 1 not in codes)
    lasts = sorted(code for code in codes if code + 1 not in codes)
    return tuple(zip(firsts, lasts, strict=True))


def test_table_holds_what_all_four_faces_can_draw() -> None:
    covered = [set(TTFont(FONTS / face).getBestCmap()) for face in FACES]

    expected = ranges_of(set.intersection(*covered))

    rows = "\n".join(f"    (0x{first:04X}, 0x{last:04X})," for first, last in expected)
    assert expected == RANGES, f"put these rows into models/showable.py:\n{rows}"


def test_table_is_sorted_and_compact() -> None:
    assert all(first <= last for first, last in RANGES)
    assert all(left[1] + 1 < right[0] for left, right in pairwise(RANGES))


@pytest.mark.parametrize("face", FACES)
def test_font_is_the_recorded_version_and_may_be_embedded(face: str) -> None:
    font = TTFont(FONTS / face)

    assert font["name"].getDebugName(5) == "Version 1.33; ttfautohint (v1.8.2)"
    assert font["OS/2"].fsType == 0
    assert "Tinos 1.33" in str(models.showable.__doc__)


def test_fonts_are_byte_for_byte_the_recorded_ones() -> None:
    lines = (FONTS / "SHA256SUMS").read_text().splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}

    assert recorded == {face: sha256((FONTS / face).read_bytes()).hexdigest() for face in FACES}


def test_licence_lies_beside_the_fonts_with_their_copyright() -> None:
    licence = (FONTS / "LICENSE-OFL.txt").read_text()

    assert str(TTFont(FONTS / FACES[0])["name"].getDebugName(0)) in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence

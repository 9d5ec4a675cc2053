"""What a signature looks like on the page: set by the same typesetter, in the same faces as the document."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typst

from models.text import clean, refused_characters
from outputs.documents.pdf import FONTS
from outputs.signatures.placing import Place

_PROGRAM = Path(__file__).with_name("stamp.typ")
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_LONGEST = 90
"""Signs of a name; in two lines of the smallest letters there is room for no more."""


def appearance_of(place: Place, *, holder: str, issuer: str, at: datetime) -> bytes:
    """Return a page as large as the box that says who signs, who vouches for them, and when."""
    local = at.astimezone(_VIETNAM)
    lines = [
        ("Ký số bởi", _printable(holder)),
        ("Chứng thư số do", _printable(issuer)),
        ("Thời điểm ký", f"{local:%d/%m/%Y %H:%M:%S} +07:00"),
    ]
    said = {"title": "Chữ ký số", "width": place.width, "height": place.height, "lines": lines}
    made = typst.compile(  # type: ignore[call-overload]  # the stubs know no files in memory
        {"main": _PROGRAM.read_bytes(), "stamp.json": json.dumps(said, ensure_ascii=False).encode()},
        root=str(_PROGRAM.parent),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        ),
        format="pdf",
        pdf_standards=["a-2b"],
        pdf_tags=False,  # what the field means is said in the document's own structure
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


def _printable(text: str) -> str:
    """Return a name as far as the faces can show it and the box can hold it."""
    shown = "".join(one for one in clean(text) if not refused_characters(one)).strip()
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"

"""PDFs sent in: what happens of itself on opening, and files elsewhere, are found wherever they stand."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from outputs.scans.pdf_reader import look_through

_SHARE = TextStringObject("\\\\192.0.2.1\\share\\x.pdf")


def _action(kind: str, **more: PdfObject) -> DictionaryObject:
    made = DictionaryObject({NameObject("/S"): NameObject(kind)})
    made.update({NameObject(f"/{name}"): value for name, value in more.items()})
    return made


def _read(tmp_path: Path, **root: PdfObject) -> str:
    """Return what is said of a PDF of one page whose catalogue refers to these."""
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 300)
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = writer._add_object(value)
    writer.write(made)
    file = tmp_path / "paper.pdf"
    file.write_bytes(made.getvalue())
    return look_through(file)


@pytest.mark.parametrize(
    "opening",
    [
        _action("/URI", URI=TextStringObject("https://elsewhere.example/")),
        _action("/Named", N=NameObject("/Print")),
        _action("/GoTo", D=ArrayObject([NumberObject(0)]), Next=_action("/Named", N=NameObject("/Print"))),
        _action("/Hide"),
        DictionaryObject(),
    ],
)
def test_pdf_that_does_anything_on_opening_is_active(tmp_path: Path, opening: DictionaryObject) -> None:
    assert _read(tmp_path, OpenAction=opening) == "active /OpenAction"


def test_pdf_that_opens_at_a_page_of_its_own_only_shows_pages(tmp_path: Path) -> None:
    place = ArrayObject([NumberObject(0), NameObject("/Fit")])

    assert _read(tmp_path, OpenAction=place) == "pages"
    assert _read(tmp_path, OpenAction=_action("/GoTo", D=place)) == "pages"


def test_pdf_that_names_a_file_elsewhere_is_active(tmp_path: Path) -> None:
    typed = DictionaryObject({NameObject("/Type"): NameObject("/Filespec"), NameObject("/F"): _SHARE})
    outside = StreamObject()
    outside[NameObject("/F")] = _SHARE
    flags = DictionaryObject({NameObject("/F"): NumberObject(4)})

    assert _read(tmp_path, X=typed).startswith("active /")
    assert _read(tmp_path, X=DictionaryObject({NameObject("/UF"): _SHARE})) == "active /UF"
    assert _read(tmp_path, X=outside) == "active /F"
    assert _read(tmp_path, X=flags) == "pages"

"""Reads the words back out of the three outputs, so that they can be held against one another."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pikepdf
from lxml import etree, html
from pikepdf import Dictionary, Name, Page

_PAIRS = re.compile(r"<([0-9A-F]+)>\s+<([0-9A-F]+)>")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DASHES, _DOTS = "-----", re.compile(r"\.{8,}")


def text_of_pdf(content: bytes) -> str:
    """Return what a screen reader is given, in its order, without what only guides the eye."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return _packed("".join(_text_of_page(page) for page in pdf.pages))


def text_of_html(content: str) -> str:
    """Return the text of the preview without its footer."""
    article = html.fragment_fromstring(content)
    for footer in article.findall("footer"):
        article.remove(footer)
    return _packed(article.text_content())


def text_of_docx(content: bytes) -> str:
    """Return the text of a Word document without what only guides the eye."""
    body = etree.fromstring(parts_of_docx(content)["word/document.xml"])
    text = "".join(one.text or "" for one in body.iter(f"{_WORD}t"))
    return _packed(_DOTS.sub("", text.replace(_DASHES, "")))


def parts_of_docx(content: bytes) -> dict[str, bytes]:
    """Return the files inside a Word document."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(text: str) -> str:
    return "".join(text.split())


def _text_of_page(page: Page) -> str:
    letters = {name: _letters(font) for name, font in page.Resources.get("/Font", Dictionary()).items()}
    found: list[str] = []
    hidden, font = 0, ""
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                hidden += 1 if hidden or operands[0] == Name.Artifact else 0
            case "EMC":
                hidden = max(0, hidden - 1)
            case "Tf":
                font = str(operands[0])
            case "Tj" if not hidden:
                found.append(_decoded(bytes(operands[0]), letters[font]))
            case "TJ" if not hidden:
                found += [_decoded(bytes(one), letters[font]) for one in operands[0] if _is_text(one)]
    return "".join(found)


def _is_text(operand: object) -> bool:
    return isinstance(operand, pikepdf.String)


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode()
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, text in _PAIRS.findall(block)
    }

"""Writes a tree as a Word document, for the clerk who must change a word before the paper is signed.

It bears its marks in the footer but no code to check it by: what has been changed by hand is no longer what
the code would vouch for.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from outputs.documents import word_parts
from outputs.documents.html import MOTTOS, STARS
from outputs.documents.qr import Mark
from outputs.documents.tree import LINE_BREAK, Node

TEXT_WIDTH = 9354
"""Twentieths of a point: A4 less 30 mm and 15 mm."""
_LEFT_OF_HEAD = {"party": 4864, "youth-union": 4864, "nation": 4116}
_LEFT_SIZES = {"party": 28, "youth-union": 28, "nation": 26}
_GAP_FOR_SIGNATURE = 1160
_INDENT = 567
_BODY, _SMALL, _TABLE, _TINY = 28, 24, 23, 20
"""Half points."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time an archive can name: the same paper has the same bytes at any hour."""


def docx_of(tree: Node, mark: Mark) -> bytes:
    """Return the paper as a Word document; the same tree and mark give the same bytes."""
    blocks = list(_nodes(tree))
    body = "".join(_block(node, follows) for node, follows in zip(blocks, [*blocks[1:], None], strict=True))
    files = {
        **word_parts.FIXED,
        "docProps/core.xml": word_parts.core(escape(tree.attributes["title"])),
        "word/footer1.xml": word_parts.footer(_paragraph(_run(mark.lines[0], size=_TINY - 4), after=0)),
        "word/document.xml": word_parts.document(body),
    }
    return _packed(files)


def _packed(files: dict[str, str]) -> bytes:
    target = BytesIO()
    # Stored, not compressed: compressors differ from one machine to the next, and the bytes with them.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode())
    return target.getvalue()


def _block(node: Node, follows: Node | None) -> str:
    if node.tag == "p":
        return _body_paragraph(node, keep_next=follows is not None and follows.tag in {"sign", "signs"})
    return _BLOCKS[node.tag](node)


def _body_paragraph(node: Node, *, keep_next: bool) -> str:
    align = node.attributes.get("align", "both")
    indented = align == "both" and node.attributes.get("indent") != "none"
    return _paragraph(
        _inline(node.children),
        align=align,
        indent=_INDENT if indented else 0,
        after=100,
        keep_next=keep_next,
        tabs=sum(isinstance(one, Node) and one.tag == "dots" and not one.attributes for one in node.children),
    )


def _head(node: Node) -> str:
    of = node.attributes
    motto = of["motto"]
    size = _LEFT_SIZES[motto]
    left = [_run(of["superior"], size=size)] if "superior" in of else []
    left.append(_run(of["issuer"], bold=True, size=size))
    left += [_run(STARS[motto])] if STARS[motto] else []
    left += [_run(of["number"], size=size)] if "number" in of else []
    lines = "".join(_paragraph(line, align="center", after=0) for line in left)
    right = _motto(motto, align="center") + _place_date(of, "center", after=0)
    width = _LEFT_OF_HEAD[motto]
    return _unruled([(lines, width), (right, TEXT_WIDTH - width)]) + _paragraph("", after=0)


def _motto(name: str, *, align: str) -> str:
    *first, last = MOTTOS[name]
    size = _SMALL if first else 30
    plain = [_paragraph(_run(line, bold=True, size=size), align=align, after=0) for line in first]
    ruled = _run(last, bold=True, size=26 if first else size, underlined=True)
    return "".join(plain) + _paragraph(ruled, align=align, after=80)


def _place_date(of: dict[str, str], align: str, *, after: int) -> str:
    return _paragraph(_run(of["place-date"], italic=True), align=align, after=after)


def _kind(node: Node) -> str:
    of = node.attributes
    runs = _run(of["name"], bold=True, size=32)
    if "subject" not in of:
        return _paragraph(runs, style="Heading1", align="center", after=160)
    runs += "<w:r><w:br/></w:r>" + _run(of["subject"], bold=True)
    title = _paragraph(runs, style="Heading1", align="center", after=0)
    return title + _paragraph(_run("-----", bold=True), align="center", after=160)


def _table(node: Node) -> str:
    widths = _widths(node.attributes["widths"].split(" "))
    size = _TINY if node.attributes.get("size") == "small" else _TABLE
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [
        _row(row, widths, size, is_head=part.tag == "thead")
        for part in _nodes(node)
        for row in (_nodes(part) if part.tag == "thead" else [part])
    ]
    return f"<w:tbl>{word_parts.RULED}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>" + _paragraph(
        "", after=60
    )


def _widths(given: list[str]) -> list[int]:
    """Share the width out; `auto` is for columns that hold a running number."""
    narrow = 600
    free = TEXT_WIDTH - narrow * given.count("auto")
    parts = sum(int(one) for one in given if one != "auto")
    return [narrow if one == "auto" else free * int(one) // parts for one in given]


def _row(row: Node, widths: list[int], size: int, *, is_head: bool) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_cell(cell, size)}</w:tc>"
        for cell, width in zip(_nodes(row), widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(cell: Node, size: int) -> str:
    is_head = cell.tag == "th"
    align = "center" if is_head else cell.attributes.get("align", "left")
    return _paragraph(_inline(cell.children, bold=is_head, size=size), align=align, after=0, line=0)


def _recipients(node: Node) -> str:
    if not node.children:
        return _paragraph("", after=0)
    lines = [_paragraph(_inline(one.children, size=_SMALL), after=0, line=300) for one in _nodes(node)]
    return _paragraph(_run("Nơi nhận", underlined=True) + _run(":"), after=40) + "".join(lines)


def _signer(of: dict[str, str]) -> str:
    lines = [_run(of["authority"], bold=True)] if "authority" in of else []
    lines.append(_run(of["position"], bold="authority" not in of))
    if "note" in of:
        lines.append(_run(of["note"], italic=True, size=_SMALL))
    above = "".join(_paragraph(line, align="center", after=0, keep_next=True) for line in lines)
    name = _run(of["name"], bold=True) if "name" in of else _run(_DOTS["long"])
    return above + _paragraph(name, align="center", before=_GAP_FOR_SIGNATURE, after=0)


def _signatures(cells: list[str]) -> str:
    width = TEXT_WIDTH // len(cells)
    return _unruled([(cell, width) for cell in cells]) + _paragraph("", after=0, line=0)


def _unruled(cells: list[tuple[str, int]]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _, width in cells)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:tc>' for text, width in cells
    )
    return (
        f"<w:tbl>{word_parts.UNRULED}<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )


def _paragraph(  # noqa: PLR0913 -- what a paragraph may be told, all by name
    runs: str,
    *,
    align: str = "left",
    style: str = "",
    indent: int = 0,
    before: int = 0,
    after: int = 120,
    line: int = 360,
    keep_next: bool = False,
    tabs: int = 0,
) -> str:
    stops = "".join(
        f'<w:tab w:val="{"right" if stop == tabs else "left"}" w:leader="dot" '
        f'w:pos="{TEXT_WIDTH * stop // tabs}"/>'
        for stop in range(1, tabs + 1)
    )
    height = f' w:line="{line}" w:lineRule="exact"' if line else ""
    return (
        "<w:p><w:pPr>"
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:keepNext/>" if keep_next else "")
        + (f"<w:tabs>{stops}</w:tabs>" if tabs else "")
        + f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'
        + (f'<w:ind w:firstLine="{indent}"/>' if indent else "")
        + f'<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    )


_DOTS = {"short": "." * 8, "long": "." * 32}
_DOT_TAB = "<w:r><w:tab/></w:r>"


def _run(
    text: str, *, bold: bool = False, italic: bool = False, underlined: bool = False, size: int = _BODY
) -> str:
    looks = (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size != _BODY else "")
        + ('<w:u w:val="single"/>' if underlined else "")
    )
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    lines = escape(text).split(LINE_BREAK)
    broken = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{broken}</w:r>"


def _inline(
    children: Iterable[Node | str],
    *,
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
    size: int = _BODY,
) -> str:
    runs = []
    for one in children:
        if isinstance(one, str):
            runs.append(_run(one, bold=bold, italic=italic, underlined=underlined, size=size))
            continue
        match one.tag:
            case "br":
                runs.append("<w:r><w:br/></w:r>")
            case "dots":
                size_of_dots = one.attributes.get("size")
                runs.append(_run(_DOTS[size_of_dots]) if size_of_dots else _DOT_TAB)
            case "check":
                runs.append(_check(one.attributes["mark"]))
            case tag:
                inner = _inline(
                    one.children,
                    bold=bold or tag == "b",
                    italic=italic or tag == "i",
                    underlined=underlined or tag == "u",
                    size=size,
                )
                runs.append(inner)
    return "".join(runs)


def _check(mark: str) -> str:
    shown = "x" if mark == "yes" else "\u00a0\u00a0"
    return f'<w:r><w:rPr><w:bdr w:val="single" w:sz="4" w:space="0"/></w:rPr><w:t>{shown}</w:t></w:r>'


def _nodes(node: Node) -> Iterable[Node]:
    return (child for child in node.children if isinstance(child, Node))


_BLOCKS: Mapping[str, Callable[[Node], str]] = {
    "h": lambda node: _paragraph(_inline(node.children, bold=True), style="Heading2", before=200, after=140),
    "head": _head,
    "motto": lambda node: _motto("party", align="center") + _place_date(node.attributes, "right", after=160),
    "kind": _kind,
    "address": lambda node: _paragraph(_inline(node.children), align="center", after=100),
    "table": _table,
    "lines": lambda node: _paragraph(_DOT_TAB, tabs=1, after=80) * int(node.attributes["count"]),
    "sign": lambda node: _signatures([_recipients(node), _signer(node.attributes)]),
    "signs": lambda node: _signatures([_signer(one.attributes) for one in _nodes(node)]),
    "pagebreak": lambda _: _paragraph('<w:r><w:br w:type="page"/></w:r>'),
}

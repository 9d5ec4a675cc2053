"""Writes a tree as HTML for the preview: meaning in elements, looks in classes, no style of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from outputs.documents.qr import Mark
from outputs.documents.tree import LINE_BREAK, Node

MOTTOS = {
    "party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
    "youth-union": ("ĐOÀN TNCS HỒ CHÍ MINH",),
    "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
}
"""The headings papers stand under; the typesetter's program has the same."""
STARS = {"party": "*", "youth-union": "***", "nation": ""}
"""What stands between a body's name and its number."""

_DOTS = '<span class="paper-dots"></span>'
_INLINE = {"b": "strong", "i": "em", "u": "u"}


def html_of(tree: Node, mark: Mark) -> str:
    """Return the paper as one `<article>`, to be shown inside a page with `paper.css`."""
    body = "".join(_block(node) for node in _nodes(tree))
    title = escape(tree.attributes["title"])
    return f'<article class="paper" lang="vi" aria-label="{title}">{body}{_footer(mark)}</article>\n'


def _footer(mark: Mark) -> str:
    code = mark.code.replace("<svg ", f'<svg role="img" aria-label="{escape(mark.described)}" ', 1)
    lines = "<br>".join(escape(line) for line in mark.lines)
    return f'<footer class="paper-mark">{code}<p>{lines}</p></footer>'


def _block(node: Node) -> str:
    return _BLOCKS[node.tag](node)


def _paragraph(node: Node) -> str:
    return f'<p class="{_paragraph_class(node.attributes)}">{_inline(node.children)}</p>'


def _kind(node: Node) -> str:
    of = node.attributes
    subject = f"<br><span>{escape(of['subject'])}</span>" if "subject" in of else ""
    return f"<h1>{escape(of['name'])}{subject}</h1>"


def _sign(node: Node) -> str:
    return f'<div class="paper-sign">{_recipients(node)}{_signer(node.attributes)}</div>'


def _signs(node: Node) -> str:
    return f'<div class="paper-sign">{"".join(_signer(one.attributes) for one in _nodes(node))}</div>'


def _motto_head(node: Node) -> str:
    return f'<header class="paper-motto">{_motto("party")}{_place_date(node.attributes)}</header>'


def _paragraph_class(of: dict[str, str]) -> str:
    align = of.get("align", "justify")
    return f"paper-{align}" + (" paper-flush" if of.get("indent") == "none" else "")


def _head(node: Node) -> str:
    of = node.attributes
    left = [escape(of["superior"])] if "superior" in of else []
    left.append(f"<strong>{escape(of['issuer'])}</strong>")
    left += [STARS[of["motto"]]] if STARS[of["motto"]] else []
    left += [escape(of["number"])] if "number" in of else []
    return (
        f'<header class="paper-head paper-{of["motto"]}"><p>{"<br>".join(left)}</p>'
        f"<div>{_motto(of['motto'])}{_place_date(of)}</div></header>"
    )


def _motto(name: str) -> str:
    return f"<p><strong>{'<br>'.join(MOTTOS[name])}</strong></p>"


def _place_date(of: dict[str, str]) -> str:
    return f'<p class="paper-date"><em>{escape(of["place-date"])}</em></p>'


def _table(node: Node) -> str:
    parts = [part for part in node.children if isinstance(part, Node)]
    head = "".join(_row(row) for part in parts if part.tag == "thead" for row in _nodes(part))
    body = "".join(_row(part) for part in parts if part.tag == "tr")
    size = " paper-small" if node.attributes.get("size") == "small" else ""
    return f'<table class="paper-table{size}"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(row: Node) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in _nodes(row))}</tr>"


def _cell(cell: Node) -> str:
    if cell.tag == "th":
        return f'<th scope="col">{_inline(cell.children)}</th>'
    align = cell.attributes.get("align", "left")
    return f'<td class="paper-{align}">{_inline(cell.children)}</td>'


def _recipients(node: Node) -> str:
    if not node.children:
        return "<div></div>"
    lines = "".join(f"<li>{_inline(one.children)}</li>" for one in _nodes(node))
    return f'<div class="paper-recipients"><p><u>Nơi nhận</u>:</p><ul>{lines}</ul></div>'


def _signer(of: dict[str, str]) -> str:
    lines = [f"<strong>{escape(of['authority'])}</strong>"] if "authority" in of else []
    position = escape(of["position"])
    lines.append(position if "authority" in of else f"<strong>{position}</strong>")
    if "note" in of:
        lines.append(f"<em>{escape(of['note'])}</em>")
    name = f"<strong>{escape(of['name'])}</strong>" if "name" in of else _DOTS
    return f'<div class="paper-signer"><p>{"<br>".join(lines)}</p><p>{name}</p></div>'


def _inline(children: Iterable[Node | str]) -> str:
    return "".join(_text(one) if isinstance(one, str) else _element(one) for one in children)


def _element(node: Node) -> str:
    if node.tag in _INLINE:
        name = _INLINE[node.tag]
        return f"<{name}>{_inline(node.children)}</{name}>"
    if node.tag == "nb":
        return f'<span class="paper-nb">{_inline(node.children)}</span>'
    if node.tag == "br":
        return "<br>"
    if node.tag == "dots":
        return _DOTS
    return f'<span class="paper-check">{"x" if node.attributes["mark"] == "yes" else ""}</span>'


def _text(text: str) -> str:
    return escape(text, quote=False).replace(LINE_BREAK, "<br>")


def _nodes(node: Node) -> Iterable[Node]:
    return (child for child in node.children if isinstance(child, Node))


_BLOCKS: Mapping[str, Callable[[Node], str]] = {
    "p": _paragraph,
    "h": lambda node: f"<h2>{_inline(node.children)}</h2>",
    "head": _head,
    "motto": _motto_head,
    "kind": _kind,
    "address": lambda node: f'<p class="paper-address">{_inline(node.children)}</p>',
    "table": _table,
    "lines": lambda node: '<p class="paper-line"></p>' * int(node.attributes["count"]),
    "sign": _sign,
    "signs": _signs,
    "pagebreak": lambda _: '<hr class="paper-break">',
}

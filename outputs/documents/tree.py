"""The vocabulary of papers: what a template wrote is parsed strictly and becomes a tree of known elements."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from lxml import etree

from outputs.documents.errors import BadTemplate

LINE_BREAK = "\u2028"
"""Stands in a value for a line end that somebody typed; how a template breaks its own lines means nothing."""

_WHITESPACE = re.compile(r"[ \t\r\n]+")


class Node(NamedTuple):
    """An element of a paper; written as JSON it is `[tag, attributes, children]`."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str]


class Holds(Enum):
    """What may stand inside an element."""

    NOTHING = "nothing"
    INLINE = "inline"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Element:
    """What an element may look like."""

    holds: Holds
    parts: frozenset[str] = frozenset()
    """Elements that may stand directly inside."""
    needs: frozenset[str] = frozenset()
    may: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """Attributes with the form their value must have."""


_ANY = re.compile(r".*", re.DOTALL)
_NUMBER = re.compile(r"[1-9]\d?")
_WIDTHS = re.compile(r"(auto|\d+)( (auto|\d+))*")
_ALIGN = re.compile(r"left|center|right")
_INLINE = frozenset({"b", "i", "u", "nb", "br", "dots", "check"})
_BLOCKS = frozenset(
    {"head", "motto", "kind", "address", "h", "p", "lines", "table", "sign", "signs", "pagebreak"}
)
_SIGNATURE = dict.fromkeys(("authority", "position", "note", "name"), _ANY)

VOCABULARY: Mapping[str, Element] = {
    "doc": Element(Holds.PARTS, _BLOCKS, needs=frozenset({"title"}), may={"title": _ANY}),
    "head": Element(
        Holds.NOTHING,
        needs=frozenset({"motto", "issuer", "place-date"}),
        may={
            "motto": re.compile("party|youth-union|nation"),
            **dict.fromkeys(("superior", "issuer", "number", "place-date"), _ANY),
        },
    ),
    "motto": Element(Holds.NOTHING, needs=frozenset({"place-date"}), may={"place-date": _ANY}),
    "kind": Element(Holds.NOTHING, needs=frozenset({"name"}), may={"name": _ANY, "subject": _ANY}),
    "address": Element(Holds.INLINE, _INLINE),
    "h": Element(Holds.INLINE, _INLINE),
    "p": Element(Holds.INLINE, _INLINE, may={"align": _ALIGN, "indent": re.compile("none|first")}),
    "lines": Element(Holds.NOTHING, needs=frozenset({"count"}), may={"count": _NUMBER}),
    "table": Element(
        Holds.PARTS,
        frozenset({"thead", "tr"}),
        needs=frozenset({"widths"}),
        may={"widths": _WIDTHS, "size": re.compile("small|normal")},
    ),
    "thead": Element(Holds.PARTS, frozenset({"tr"})),
    "tr": Element(Holds.PARTS, frozenset({"th", "td"})),
    "th": Element(Holds.INLINE, _INLINE),
    "td": Element(Holds.INLINE, _INLINE, may={"align": _ALIGN}),
    "sign": Element(Holds.PARTS, frozenset({"to"}), needs=frozenset({"position"}), may=_SIGNATURE),
    "signs": Element(Holds.PARTS, frozenset({"signer"})),
    "signer": Element(Holds.NOTHING, needs=frozenset({"position"}), may=_SIGNATURE),
    "to": Element(Holds.INLINE, frozenset()),
    "pagebreak": Element(Holds.NOTHING),
    "b": Element(Holds.INLINE, _INLINE),
    "i": Element(Holds.INLINE, _INLINE),
    "u": Element(Holds.INLINE, _INLINE),
    "nb": Element(Holds.INLINE, frozenset()),
    "br": Element(Holds.NOTHING),
    "dots": Element(Holds.NOTHING, may={"size": re.compile("short|long")}),
    "check": Element(Holds.NOTHING, needs=frozenset({"mark"}), may={"mark": re.compile("yes|no")}),
}


class _Parsers(threading.local):
    """One parser a thread: no entities, no network, no document type, no comments."""

    def __init__(self) -> None:
        self.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )


_PARSERS = _Parsers()


def parse(xml: str) -> Node:
    """Return the paper's tree; raises BadTemplate for anything outside the vocabulary."""
    if "<!" in xml:
        raise BadTemplate("a document type, a comment or unescaped text")
    try:
        root = etree.fromstring(xml.encode(), _PARSERS.parser)
    except etree.XMLSyntaxError as error:
        raise BadTemplate("not well-formed", where=str(error)) from error
    if root.tag != "doc":
        raise BadTemplate("a paper is one <doc>", element=str(root.tag))
    return _node(root)


def texts(node: Node) -> Iterator[str]:
    """Yield every text a reader will see, attributes among them, in the order of the paper."""
    yield from node.attributes.values()
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts(child)


def shape(node: Node) -> tuple[str, tuple[str, ...], tuple[object, ...]]:
    """Return the tree without its texts: the same for every value a template may be given."""
    children = tuple(shape(child) for child in node.children if isinstance(child, Node))
    return node.tag, tuple(node.attributes), children


def _node(element: etree._Element) -> Node:
    tag = element.tag
    known = VOCABULARY.get(tag) if isinstance(tag, str) else None
    if known is None:
        raise BadTemplate("no such element", element=str(tag))
    node = Node(tag, _attributes(element, known), [])
    if known.holds is Holds.INLINE:
        _add_text(node, element.text)
    elif _is_text(element.text):
        raise BadTemplate("no text may stand here", element=tag)
    for child in element:
        if child.tag not in known.parts:
            raise BadTemplate("may not stand here", element=str(child.tag), inside=tag)
        node.children.append(_node(child))
        if known.holds is Holds.INLINE:
            _add_text(node, child.tail)
        elif _is_text(child.tail):
            raise BadTemplate("no text may stand here", element=tag)
    if tag not in _INLINE:
        _trim(node.children)
    return node


def _attributes(element: etree._Element, known: Element) -> dict[str, str]:
    found = {str(name): str(value) for name, value in element.attrib.items()}
    if missing := known.needs - found.keys():
        raise BadTemplate("attribute missing", element=str(element.tag), attribute=min(missing))
    for name, value in found.items():
        form = known.may.get(name)
        if form is None or not form.fullmatch(value):
            raise BadTemplate("no such attribute or value", element=str(element.tag), attribute=name)
        found[name] = value.replace(LINE_BREAK, " ")
    return found


def _add_text(node: Node, text: str | None) -> None:
    if text:
        node.children.append(_WHITESPACE.sub(" ", text))


def _is_text(text: str | None) -> bool:
    return bool(text) and not text.isspace() if text else False


def _trim(children: list[Node | str]) -> None:
    """Take the template's own blanks from the ends of a block."""
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip(" ")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip(" ")
    children[:] = [child for child in children if child != ""]

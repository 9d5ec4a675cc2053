"""A request read from a file or from standard input: YAML or JSON, in the words of `models.commands`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.reader import ReaderError

from console.machine import reason_of
from models.commands import COMMAND, Command
from models.errors import Malformed, NotFound

STANDARD_INPUT = "-"
_LARGEST = 1024 * 1024  # bytes; the longest curriculum vitae has some twenty thousand
_MOST_VALUES = 20_000  # a roll of a thousand members with their reasons has a tenth of that
_MOST_DIGITS = 18
_IN_JSON = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")\s*(?P<names>:)?|[{}]|-?(?P<digits>\d+)')


class _Loader(yaml.SafeLoader):
    """Reads words as words: `on`, `yes` and `no` are names of fields here, which YAML 1.1 makes values of."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self._file = file
        self._values = 0

    def compose_node(self, parent: Node | None, index: object) -> Node | None:
        """Refuse references, tags and too many values: a request says each thing where it stands, once."""
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the library has no hint here
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise Malformed("file.reference", file=self._file, line=line)
        if event.tag is not None:
            raise Malformed("file.tag", file=self._file, line=line, tag=event.tag)
        self._values += 1
        if self._values > _MOST_VALUES:
            raise Malformed("file.too_many", file=self._file, line=line, at_most=_MOST_VALUES)
        return super().compose_node(parent, index)  # type: ignore[arg-type]  # the library's own hint is wrong

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- the library's
        """Refuse a name that stands twice: nobody can say which of the two was meant."""
        seen: set[str] = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                raise Malformed("file.no_word", file=self._file, line=line)
            if key.value in seen:
                raise Malformed("file.twice", file=self._file, line=line, name=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_whole(self, node: ScalarNode) -> int:
        """Refuse a number longer than anything an office counts, which Python would not read either."""
        if len(node.value) > _MOST_DIGITS:
            line = node.start_mark.line + 1
            raise Malformed("file.digits", file=self._file, line=line, at_most=_MOST_DIGITS)
        return int(node.value)


_Loader.yaml_implicit_resolvers = {}
_TAGS = "tag:yaml.org,2002:"
_Loader.add_implicit_resolver(f"{_TAGS}null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(f"{_TAGS}bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(f"{_TAGS}int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_constructor(f"{_TAGS}int", _Loader.construct_whole)


class BadRequest(Malformed):
    """The request is no command of the program; carries what Pydantic found, for words in any language."""

    def __init__(self, found: ValidationError) -> None:
        """Keep what was found."""
        super().__init__("request.malformed", problems=found.error_count())
        self.found = found


def read(file: str) -> Command:
    """Return the command a file holds; raises `NotFound`, `Malformed`, or `BadRequest`."""
    text = _text(file)
    if not text.strip():
        raise Malformed("file.empty", file=file)
    given = _plain(text, file)
    if not isinstance(given, dict):
        raise Malformed("file.no_fields", file=file)
    try:
        return COMMAND.validate_python(given)
    except ValidationError as found:
        raise BadRequest(found) from None


def _text(file: str) -> str:
    try:
        raw = _bytes(file)
    except FileNotFoundError:
        raise NotFound("file.missing", file=file) from None
    except OSError as refused:
        raise NotFound("file.unreadable", file=file, machine=reason_of(refused)) from None
    if len(raw) > _LARGEST:
        raise Malformed("file.too_large", file=file, at_most=_LARGEST)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Malformed("file.not_utf8", file=file) from None


def _bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(_LARGEST + 1)
    with Path(file).open("rb") as opened:
        return opened.read(_LARGEST + 1)


def _plain(text: str, file: str) -> object:
    try:
        return _from_json(text, file) if text.lstrip().startswith("{") else _from_yaml(text, file)
    except json.JSONDecodeError as wrong:
        raise Malformed("file.syntax", file=file, line=wrong.lineno, column=wrong.colno) from None
    except RecursionError:
        raise Malformed("file.too_deep", file=file) from None


def _from_yaml(text: str, file: str) -> object:
    try:
        return _Loader(text, file).get_single_data()
    except ReaderError as wrong:  # a sign that YAML does not allow; it tells how far it had come
        raise Malformed("file.sign", file=file, line=_line(text, wrong.position)) from None
    except yaml.MarkedYAMLError as wrong:
        at = wrong.problem_mark or wrong.context_mark
        line, column = (1, 1) if at is None else (at.line + 1, at.column + 1)
        raise Malformed("file.syntax", file=file, line=line, column=column) from None


def _from_json(text: str, file: str) -> object:
    """Return what JSON says, held to what is asked of YAML; its library tells neither names nor lines."""
    found = json.loads(text, parse_int=_whole)
    seen: list[set[str]] = []
    for one in _IN_JSON.finditer(text):
        if one[0] == "{":
            seen.append(set())
        elif one[0] == "}":
            seen.pop()
        elif one["names"]:
            name = json.loads(one["text"])
            if name in seen[-1]:
                raise Malformed("file.twice", file=file, line=_line(text, one.start()), name=name)
            seen[-1].add(name)
        elif len(one["digits"] or "") > _MOST_DIGITS:
            line = _line(text, one.start())
            raise Malformed("file.digits", file=file, line=line, at_most=_MOST_DIGITS)
    return found


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _whole(digits: str) -> int:
    return int(digits[: _MOST_DIGITS + 1])  # longer ones are refused once their line is known

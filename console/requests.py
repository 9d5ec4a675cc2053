"""A request read from a file or from standard input: YAML or JSON, in the words of `models.commands`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode

from models.commands import COMMAND, Command
from models.errors import Malformed, NotFound

STANDARD_INPUT = "-"
_LARGEST = 1024 * 1024  # bytes; the longest curriculum vitae has some twenty thousand


class _Loader(yaml.SafeLoader):
    """Reads words as words: `on`, `yes` and `no` are names of fields here, which YAML 1.1 makes values of."""

    def compose_node(self, parent: Node | None, index: object) -> Node | None:
        """Refuse references: a request says each thing where it stands."""
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]  # the library has no hint here
            raise ConstructorError(None, None, "references (&, *) are not read", event.start_mark)
        return super().compose_node(parent, index)  # type: ignore[arg-type]  # the library's own hint is wrong

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- the library's
        """Refuse a name that stands twice: nobody can say which of the two was meant."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                raise ConstructorError(None, None, "a name is a word", key.start_mark)
            if key.value in seen:
                raise ConstructorError(None, None, f"{key.value} stands here twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_TAGS = "tag:yaml.org,2002:"
_Loader.add_implicit_resolver(f"{_TAGS}null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(f"{_TAGS}bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(f"{_TAGS}int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


class BadRequest(Malformed):
    """The request is no command of the program; carries what Pydantic found, for words in any language."""

    def __init__(self, found: ValidationError) -> None:
        """Keep what was found."""
        super().__init__("request.malformed", problems=found.error_count())
        self.found = found


def read(file: str) -> Command:
    """Return the command a file holds; raises `NotFound`, `Malformed`, or `BadRequest`."""
    try:
        return COMMAND.validate_python(_plain(_text(file), file))
    except ValidationError as found:
        raise BadRequest(found) from None


def _text(file: str) -> str:
    try:
        raw = _bytes(file)
    except OSError as missing:
        raise NotFound("file.unreadable", file=file, reason=missing.strerror or "") from None
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
        if text.lstrip().startswith("{"):
            return json.loads(text, object_pairs_hook=_each_once)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 -- a safe loader, with fewer kinds of values
    except json.JSONDecodeError as wrong:
        raise Malformed("file.syntax", file=file, line=wrong.lineno, what=wrong.msg) from None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        what = getattr(wrong, "problem", None) or str(wrong)
        raise Malformed(
            "file.syntax", file=file, line=1 if mark is None else mark.line + 1, what=what
        ) from None
    except RecursionError:
        raise Malformed("file.too_deep", file=file) from None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if sum(one == name for one, _ in pairs) > 1)
        raise json.JSONDecodeError(f"{twice} stands here twice", "", 0)
    return found

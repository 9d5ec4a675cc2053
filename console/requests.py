"""A request read from a file or from standard input: YAML or JSON, in the words of `models.commands`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import yaml
from pydantic import ValidationError

from models.commands import COMMAND, Command
from models.errors import Malformed, NotFound

STANDARD_INPUT = "-"


class _Loader(yaml.SafeLoader):
    """Reads words as words: `on`, `yes` and `no` are names of fields here, which YAML 1.1 makes values of."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")
)


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
        raw = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except OSError as missing:
        raise NotFound("file.unreadable", file=file, reason=missing.strerror or "") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Malformed("file.not_utf8", file=file) from None


def _plain(text: str, file: str) -> object:
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 -- a safe loader, with fewer kinds of values
    except json.JSONDecodeError as wrong:
        raise Malformed("file.syntax", file=file, line=wrong.lineno, what=wrong.msg) from None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        what = getattr(wrong, "problem", None) or str(wrong)
        raise Malformed(
            "file.syntax", file=file, line=1 if mark is None else mark.line + 1, what=what
        ) from None

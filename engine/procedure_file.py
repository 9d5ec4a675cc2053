"""The text of a procedure file with the place of every value, so that a fault can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Location = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to a value."""
Plain = str | int | bool | list["Plain"] | dict[str, "Plain"] | None

_AT_MOST_VALUES = 100_000
_DEEPEST = 50  # layers; a procedure has a dozen
"""Far above any regulation; below what a few anchors within anchors can unfold to."""
_STR, _INT, _BOOL, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("str", "int", "bool", "null"))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """Something in a procedure file that must be mended: where it stands, what is wrong, what to do."""

    file: str
    line: int
    path: str
    """The value in words: `stages.branch_vote.steps.branch_vote.vote.quorum`."""
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Read as one line that an editor can jump to."""
        return f"{self.file}:{self.line}: {self.path}: {self.message} {self.remedy}"


class Unreadable(Exception):
    """The file cannot be understood as text of a procedure; carries every finding."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings."""
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # whichever is built in
    """Reads words as words: `on`, `no` and `1:30` are text here, which YAML 1.1 makes values of."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def read(path: Path) -> MappingNode:
    """Return the file as a tree that knows its lines; raises Unreadable with all faults of its form."""
    try:
        with path.open("rb") as file:
            root = yaml.compose(file, Loader=_Loader)
    except OSError:
        raise Unreadable(
            [_file_fault(path, 1, "file.missing", "cannot be read.", "Put the file there.")]
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable([_yaml_fault(path, error)]) from None
    except RecursionError:
        deep = _file_fault(path, 1, "file.deep", "lies in too many layers.", "Write it as the others are.")
        raise Unreadable([deep]) from None
    if not isinstance(root, MappingNode):
        raise Unreadable([_file_fault(path, 1, "file.empty", "says nothing.", "Begin with `id: …`.")])
    if findings := tuple(_Form().faults(root)):
        raise Unreadable(findings)
    return root


def plain(node: Node) -> Plain:
    """Return the values of a tree without their lines."""
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [plain(one) for one in node.value]
    if node.tag == _INT:
        return int(node.value)
    if node.tag == _BOOL:
        return bool(node.value == "true")
    return None if node.tag == _NULL else str(node.value)


def value_of(mapping: MappingNode, key: str) -> Node | None:
    """Return what a mapping has under a key."""
    return next((value for name, value in mapping.value if name.value == key), None)


def with_values(mapping: MappingNode, values: dict[str, tuple[Node, Node]]) -> MappingNode:
    """Return a mapping with some of its keys (each a key node and a value node) put in or replaced."""
    kept = [pair for pair in mapping.value if pair[0].value not in values]
    return MappingNode(mapping.tag, [*kept, *values.values()], mapping.start_mark, mapping.end_mark)


def changed(node: Node, change: Callable[[MappingNode], MappingNode]) -> Node:
    """Return a tree in which every mapping, innermost first, has been put through a change."""
    if isinstance(node, MappingNode):
        pairs = [(key, changed(value, change)) for key, value in node.value]
        return change(MappingNode(node.tag, pairs, node.start_mark, node.end_mark))
    if isinstance(node, SequenceNode):
        return SequenceNode(
            node.tag, [changed(one, change) for one in node.value], node.start_mark, node.end_mark
        )
    return node


def finding(root: Node, where: Location, code: str, message: str, remedy: str) -> Finding:
    """Return a finding about the value at a location, or the nearest thing around it that is written."""
    spot, words = _walk(root, where)
    return found_at(spot, ".".join(words) or "file", code, message, remedy)


def found_at(spot: Node, path: str, code: str, message: str, remedy: str) -> Finding:
    """Return a finding about a node of the tree."""
    mark = spot.start_mark
    return Finding(file=mark.name, line=mark.line + 1, path=path, code=code, message=message, remedy=remedy)


def did_you_mean(word: str, known: Sequence[str], otherwise: str) -> str:
    """Return the remedy for a word that is not known: the nearest one that is."""
    near = get_close_matches(word, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else otherwise


def _walk(root: Node, where: Location) -> tuple[Node, list[str]]:
    # The schema's locations name more than the text has (the branch of a choice): passed over.
    spot: Node = root
    node, words = root, list[str]()
    for position, one in enumerate(where):
        last = position == len(where) - 1
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == one), None)
            if pair is None:
                words += [str(one)] if last and isinstance(one, str) else []
                continue
            words.append(str(one))
            spot, node = pair
        elif isinstance(node, SequenceNode) and isinstance(one, int) and one < len(node.value):
            spot = node = node.value[one]
            words.append(_name(node) or str(one + 1))
    return spot, words


def _name(node: Node) -> str | None:
    if not isinstance(node, MappingNode):
        return None
    named = (value_of(node, key) for key in ("id", "code", "notice", "form", "rule"))
    return next((one.value for one in named if isinstance(one, ScalarNode)), None)


class _Form:
    """Looks over the form of a file, value by value."""

    def __init__(self) -> None:
        self._within: list[int] = []
        self._left = _AT_MOST_VALUES

    def faults(self, node: Node, where: tuple[str, ...] = ()) -> Iterator[Finding]:
        """Yield what no procedure file may contain, whatever it says."""
        self._left -= 1
        if len(self._within) > _DEEPEST:
            fault = "lies in too many layers."
            yield found_at(node, ".".join(where[:3]), "yaml.deep", fault, "Write it as other procedures do.")
            return
        if id(node) in self._within or self._left < 0:
            yield found_at(
                node,
                ".".join(where),
                "yaml.alias",
                "repeats itself without end." if self._left >= 0 else "makes the file too large to follow.",
                "Write the value out where `*` takes it from elsewhere.",
            )
            return
        self._within.append(id(node))
        if isinstance(node, MappingNode):
            yield from self._keys(node, where)
        elif isinstance(node, SequenceNode):
            for number, one in enumerate(node.value, start=1):
                yield from self.faults(one, (*where, _name(one) or str(number)))
        elif node.tag not in {_STR, _INT, _BOOL, _NULL}:
            yield found_at(
                node, ".".join(where), "yaml.tag", f"carries the tag `{node.tag}`.", "Write the plain value."
            )
        self._within.pop()

    def _keys(self, node: MappingNode, where: tuple[str, ...]) -> Iterator[Finding]:
        names: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                path = ".".join(where) or "file"
                yield found_at(key, path, "yaml.key", "has a key that is no word.", "Name it with one word.")
                continue
            if key.value in names:
                path = ".".join((*where, key.value))
                yield found_at(key, path, "key.twice", "stands here twice.", "Keep one of the two.")
            names.add(key.value)
            yield from self.faults(value, (*where, key.value))


def _yaml_fault(path: Path, error: yaml.YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "holds bytes that are no text"
    line = 1 if mark is None else mark.line + 1
    return _file_fault(
        path,
        line,
        "yaml.syntax",
        f"is not readable as YAML: {what}.",
        "Look at this line and the one above: indentation, a missing quote, a colon inside plain text.",
    )


def _file_fault(path: Path, line: int, code: str, message: str, remedy: str) -> Finding:
    return Finding(file=str(path), line=line, path="file", code=code, message=message, remedy=remedy)

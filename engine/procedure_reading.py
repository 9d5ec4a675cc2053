"""A procedure file read whole: what it takes over from an earlier one, its forms, the schema's verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.procedure_file import (
    Finding,
    Unreadable,
    changed,
    did_you_mean,
    finding,
    found_at,
    plain,
    read,
    value_of,
    with_values,
)
from models import procedure as schema
from models.procedure import FormSet, Procedure

_ID = re.compile(r"[a-z0-9-]+")
_OWN = ("extends", "sources", "steps")
"""Keys with which a file says how it follows another one; they are gone once it has been read."""
_MARKS = ("stages", "extends", "in_force_from")
"""Keys that no other file of the folder has."""
_NEVER_TAKEN_OVER = ("id", "in_force_from", "in_force_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A procedure with the tree it was read from, in which every value knows its file and line."""

    procedure: Procedure
    root: MappingNode


class Folder:
    """A folder of procedure files; what two of them share is read once."""

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet."""
        self._folder = folder
        self._roots: dict[str, MappingNode] = {}
        self._forms: dict[str, FormSet] = {}

    def names(self) -> tuple[str, ...]:
        """Name the procedure files, in order; other files of the folder are not among them."""
        return tuple(path.stem for path in sorted(self._folder.glob("*.yaml")) if self._may_be_one(path.stem))

    def reading(self, name: str) -> Reading:
        """Read one procedure; raises Unreadable with every finding of form and schema."""
        root = self._whole(name, ())
        values = plain(root)
        if not isinstance(values, dict):
            raise TypeError(name)  # a mapping node is plain as a dict
        forms = value_of(root, "forms")
        given: dict[str, Any] = {**values}
        if isinstance(forms, ScalarNode):
            given["forms"] = self._form_set(forms)
        try:
            return Reading(procedure=Procedure.model_validate(given), root=root)
        except ValidationError as error:
            raise Unreadable(_faults(root, error)) from None

    def _may_be_one(self, name: str) -> bool:
        try:
            root = self._root(name)
        except Unreadable:
            return True
        return any(value_of(root, key) is not None for key in _MARKS)

    def _root(self, name: str) -> MappingNode:
        if name not in self._roots:
            self._roots[name] = read(self._folder / f"{name}.yaml")
        return self._roots[name]

    def _named(self, node: Node, key: str) -> MappingNode:
        name = node.value if isinstance(node, ScalarNode) else ""
        if _ID.fullmatch(name) and (self._folder / f"{name}.yaml").is_file():
            return self._root(name)
        raise Unreadable(
            [
                found_at(
                    node,
                    key,
                    f"{key}.unknown",
                    f"names `{_short(name)}`, which is no file of this folder.",
                    "Write the name of a file beside this one, without `.yaml`.",
                )
            ]
        )

    def _form_set(self, node: ScalarNode) -> FormSet:
        root = self._named(node, "forms")
        if node.value not in self._forms:
            try:
                forms = FormSet.model_validate(plain(root))
            except ValidationError as error:
                raise Unreadable(_faults(root, error)) from None
            if twice := tuple(_twice(root, forms)):
                raise Unreadable(twice)
            self._forms[node.value] = forms
        return self._forms[node.value]

    def _whole(self, name: str, followers: tuple[str, ...]) -> MappingNode:
        own = self._root(name)
        extends = value_of(own, "extends")
        if extends is None:
            return own
        self._named(extends, "extends")
        if extends.value in (*followers, name):
            raise Unreadable(
                [
                    found_at(
                        extends, "extends", "extends.circle", "follows itself.", "Name an earlier version."
                    )
                ]
            )
        return _followed(own, self._whole(extends.value, (*followers, name)))


def _twice(root: MappingNode, forms: FormSet) -> Iterator[Finding]:
    codes = [form.code for form in forms.forms]
    for number, form in enumerate(forms.forms):
        where: tuple[str | int, ...] = ("forms", number)
        if form.code in codes[:number]:
            message = f"is the second form with the code `{form.code}`."
            yield finding(root, (*where, "code"), "form.twice", message, "Give it a code of its own.")
        names = [field.id for field in form.fields]
        for position, name in enumerate(names):
            if name in names[:position]:
                spot = (*where, "fields", position, "id")
                yield finding(
                    root, spot, "field.twice", f"is the second field `{name}`.", "Rename one of the two."
                )


def _followed(own: MappingNode, earlier: MappingNode) -> MappingNode:
    kept = [pair for pair in earlier.value if pair[0].value not in _NEVER_TAKEN_OVER]
    base = MappingNode(earlier.tag, kept, own.start_mark, own.end_mark)
    base = _with_sources(base, own)
    base = _with_steps(base, own)
    return with_values(base, {key.value: (key, value) for key, value in own.value if key.value not in _OWN})


def _with_sources(base: MappingNode, own: MappingNode) -> MappingNode:
    sources = value_of(own, "sources")
    if sources is None:
        return base
    replaced = _replacements(sources)
    used: set[str] = set()

    def cite(mapping: MappingNode) -> MappingNode:
        source = value_of(mapping, "source")
        instead = replaced.get(source.value) if isinstance(source, ScalarNode) else None
        if source is None or instead is None:
            return mapping
        used.add(source.value)
        kept = [pair for pair in mapping.value if pair[0].value != "to_confirm"]
        values = {key.value: (key, value) for key, value in instead.value if key.value != "was"}
        return with_values(MappingNode(mapping.tag, kept, mapping.start_mark, mapping.end_mark), values)

    base = changed(base, cite)  # type: ignore[assignment]  # a mapping stays one
    if idle := [instead for was, instead in replaced.items() if was not in used]:
        raise Unreadable([_no_such_source(one) for one in idle])
    return base


def _replacements(sources: Node) -> dict[str, MappingNode]:
    lines = sources.value if isinstance(sources, SequenceNode) else []
    good = {
        value_of(one, "was").value: one  # type: ignore[union-attr]  # asked for in the condition
        for one in lines
        if isinstance(one, MappingNode)
        and isinstance(value_of(one, "was"), ScalarNode)
        and {key.value for key, _ in one.value} in ({"was", "source"}, {"was", "source", "to_confirm"})
    }
    if len(good) != len(lines) or not lines:
        raise Unreadable(
            [
                found_at(
                    sources,
                    "sources",
                    "sources.shape",
                    "does not say which source became which, each once.",
                    "Write a list of `was: …`, `source: …` and, if it was not re-read, `to_confirm: true`.",
                )
            ]
        )
    return good


def _no_such_source(line: MappingNode) -> Finding:
    return found_at(
        line,
        "sources",
        "sources.unknown",
        "the earlier version cites no such source.",
        "Copy `was` from the earlier version to the letter, or take the line out.",
    )


def _with_steps(base: MappingNode, own: MappingNode) -> MappingNode:
    steps = value_of(own, "steps")
    if steps is None:
        return base
    if not isinstance(steps, MappingNode) or not all(isinstance(one, MappingNode) for _, one in steps.value):
        raise Unreadable(
            [
                found_at(
                    steps,
                    "steps",
                    "steps.shape",
                    "does not say what changes at which step.",
                    "Write the id of a step and, below it, each key that changes with its whole new value.",
                )
            ]
        )
    wanted = {key.value: (key, value) for key, value in steps.value}
    known: list[str] = []

    def change(mapping: MappingNode) -> MappingNode:
        name = value_of(mapping, "id")
        if name is None or value_of(mapping, "acts") is None or not isinstance(name, ScalarNode):
            return mapping
        known.append(name.value)
        if name.value not in wanted:
            return mapping
        return with_values(mapping, {key.value: (key, value) for key, value in wanted[name.value][1].value})

    base = changed(base, change)  # type: ignore[assignment]  # a mapping stays one
    if unknown := [key for name, (key, _) in wanted.items() if name not in known]:
        raise Unreadable([_no_such_step(key, known) for key in unknown])
    return base


def _no_such_step(key: ScalarNode, known: list[str]) -> Finding:
    return found_at(
        key,
        f"steps.{key.value}",
        "steps.unknown",
        "the earlier version has no such step.",
        did_you_mean(key.value, known, "Name a step of the earlier version, or write the stages out."),
    )


def _faults(root: MappingNode, error: ValidationError) -> list[Finding]:
    found: dict[tuple[str, int, str], Finding] = {}
    for fault in error.errors():
        one = _fault(root, fault)
        found.setdefault((one.file, one.line, one.path), one)
    return list(found.values())


def _fault(root: MappingNode, fault: ErrorDetails) -> Finding:
    key = str(fault["loc"][-1]) if fault["loc"] else "file"
    code, message, remedy = _words(key, fault)
    return finding(root, fault["loc"], code, message, remedy)


def _words(key: str, fault: ErrorDetails) -> tuple[str, str, str]:
    kind, given, context = fault["type"], _short(fault["input"]), fault.get("ctx", {})
    if kind in {"missing", "string_too_short"} and key in _ABSENT:
        return _ABSENT[key]
    expected = f"Write {context.get('expected')}."
    unknown = did_you_mean(key, _WORDS, "Take it out.") if fault["input"] is not None else _COMMA
    known = {
        "missing": ("key.missing", "is missing.", f"Write `{key}:` here."),
        "extra_forbidden": ("key.unknown", "is no word of a procedure.", unknown),
        "literal_error": ("value.unknown", f"cannot be `{given}`.", expected),
        "enum": ("value.unknown", f"cannot be `{given}`.", expected),
        "union_tag_invalid": (
            "value.unknown",
            f"has the rule `{context.get('tag')}`, which is not known.",
            f"Write {context.get('expected_tags')}.",
        ),
        "value_error": ("value.contradiction", f"{context.get('error')}.", "Make the parts fit one another."),
        "int_type": (
            "value.kind",
            f"is not a whole number: `{given}`.",
            "Write digits only, without quotes.",
        ),
    }
    return known.get(kind, ("value.kind", f"cannot be `{given}`.", f"{fault['msg']}."))


_COMMA = (
    "If it belongs to the text before it, put that text in quotes: a comma within `{…}` begins a new key."
)
_NOT_SAID = ("translation.missing", "is not said.", "Give every title in `vi` and in `en`.")
_ABSENT = {
    "vi": _NOT_SAID,
    "en": _NOT_SAID,
    "source": (
        "source.missing",
        "stands without the paragraph it comes from.",
        "Write `source:` with text and paragraph; `to_confirm: true` says that it was not re-read.",
    ),
}


def _short(given: object) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 -- as much as a line of a terminal bears


def _vocabulary() -> Iterator[str]:
    for one in vars(schema).values():
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield from one.model_fields
    yield from _OWN


_WORDS = tuple(dict.fromkeys(_vocabulary()))

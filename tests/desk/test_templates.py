"""Templates: given exactly what their contexts hold, and nothing a strict content policy would refuse."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import desk
from desk.templating import FOLDER, environment
from tests.roads import ZONE

_FOR_EVERY_PAGE = {"shell"}
_ENVIRONMENT = environment("vi", ZONE)
_GLOBALS = {"static", "caption", "_", "gettext", "ngettext", *_ENVIRONMENT.globals}


def _contexts() -> dict[str, type]:
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(desk.__path__, "desk.")]
    held = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return {
        f"{one.__module__}.{one.__name__}": one
        for one in held
        if dataclasses.is_dataclass(one) and hasattr(one, "TEMPLATE")
    }


def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _wanted(name: str) -> set[str]:
    tree = _ENVIRONMENT.parse(_source(name))
    imported = {
        one if isinstance(one, str) else one[1]
        for node in tree.find_all(nodes.FromImport)
        for one in node.names
    }
    own = {node.name for node in tree.find_all(nodes.Macro)}
    kept = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return meta.find_undeclared_variables(tree) - _GLOBALS - imported - own - kept


_CONTEXTS = _contexts()
_TEMPLATES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html"))


@pytest.mark.parametrize("name", sorted(_CONTEXTS))
def test_template_asks_for_nothing_its_context_does_not_hold(name: str) -> None:
    context = _CONTEXTS[name]
    held = {one.name for one in dataclasses.fields(context)}

    assert _wanted(getattr(context, "TEMPLATE")) <= held | _FOR_EVERY_PAGE  # noqa: B009 -- found above


@pytest.mark.parametrize("name", sorted(_CONTEXTS))
def test_context_holds_nothing_its_template_leaves_out(name: str) -> None:
    context = _CONTEXTS[name]
    held = {one.name for one in dataclasses.fields(context)}

    assert held <= _wanted(getattr(context, "TEMPLATE"))  # noqa: B009 -- as above


def test_contexts_are_frozen_so_that_no_template_changes_them() -> None:
    assert _CONTEXTS
    assert [name for name, one in _CONTEXTS.items() if not one.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]  # every dataclass has them


def test_parts_ask_for_the_shell_alone() -> None:
    parts = [name for name in _TEMPLATES if name.startswith("parts/") or name == "base.html"]

    assert [name for name in parts if not _wanted(name) <= _FOR_EVERY_PAGE] == []


@pytest.mark.parametrize("name", _TEMPLATES)
def test_template_holds_nothing_the_content_policy_refuses(name: str) -> None:
    source = _source(name)

    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:|https?://", source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"(?<!data-)\bhx-[a-z]+=", source) == []
    assert 'type="number"' not in source


@pytest.mark.parametrize("name", _TEMPLATES)
def test_template_switches_no_escaping_off(name: str) -> None:
    assert re.findall(r"\|\s*safe\b|autoescape", _source(name)) == []


def test_every_template_belongs_to_a_page_or_to_several() -> None:
    owned = {getattr(one, "TEMPLATE") for one in _CONTEXTS.values()}  # noqa: B009 -- as above
    shared = {name for name in _TEMPLATES if Path(name).parts[0] == "parts" or name == "base.html"}

    assert set(_TEMPLATES) - owned - shared == set()

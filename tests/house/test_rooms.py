"""The rooms: generic names that clash with nothing, and imports that go one way only."""

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.house.sources import CHECKOUT, ROOMS, ROOT_MODULES, rooms

_NOT_FOR_RULES = {"sqlalchemy", "prefect", "httpx", "jinja2", "starlette", "engine.registry"}
_IMPORT_ALL_AND_TELL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
    importlib.import_module(module.name)
print(*sys.modules, sep="\\n")
"""

# What a small house of the same rooms may hold without breaking a contract, and how each contract is broken.
_KEPT = {
    "console/walking.py": "import flows.walk\nimport engine.registry\nimport settings",
    "desk/asking.py": "import starlette\nimport engine.registry\nimport outputs.wording\nimport settings",
    "flows/walk.py": "import prefect\nimport engine.registry\nimport outputs.notices\nimport settings",
    "outputs/notices.py": "import engine.queries.inbox",
    "outputs/wording.py": "import models.state",
    "engine/registry.py": "import sqlalchemy\nimport engine.rules.vote",
    "engine/queries/inbox.py": "import models.dossier",
    "engine/rules/vote.py": "import models.state",
    "models/dossier.py": "import sqlalchemy",
    "models/state.py": "import dataclasses",
}
_BREACHES = [
    ("flows/walk.py", "import console.walking", "Rooms import one way"),
    ("desk/asking.py", "import flows.walk", "Rooms import one way"),
    ("flows/walk.py", "import desk.asking", "Rooms import one way"),
    ("outputs/wording.py", "import desk.asking", "Rooms import one way"),
    ("desk/asking.py", "import sqlalchemy", "Tables stay"),
    ("desk/asking.py", "import prefect", "Prefect runs flows"),
    ("console/walking.py", "import sqlalchemy", "Tables stay"),
    ("console/walking.py", "import prefect", "The command line starts flows"),
    ("models/state.py", "import engine.rules.vote", "Rooms import one way"),
    ("engine/registry.py", "import outputs.notices", "Rooms import one way"),
    ("outputs/notices.py", "import flows.walk", "Rooms import one way"),
    ("models/state.py", "import httpx", "Rules are pure"),
    ("engine/rules/vote.py", "import models.dossier", "Rules are pure"),
    ("engine/rules/vote.py", "import engine.registry", "Rules are pure"),
    ("flows/walk.py", "import sqlalchemy", "Tables stay"),
    ("engine/queries/inbox.py", "import prefect", "Prefect runs flows"),
    ("outputs/notices.py", "import engine.registry", "Outputs make and send"),
    ("outputs/notices.py", "import settings", "Settings are read"),
    ("engine/registry.py", "import diudat", "Settings are read"),
]


def _loaded_by(package: str) -> set[str]:
    """Everything a fresh interpreter has loaded once it has imported all modules of the package."""
    told = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL_AND_TELL, package],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return set(told.stdout.split())


def _clashes(names: Iterable[str], installed: Mapping[str, list[str]]) -> list[str]:
    """Which of our names mean something else already, to Python or to an installed library."""
    foreign = {name for name, owners in installed.items() if set(owners) - {"diudat"}}
    return sorted(set(names) & (foreign | sys.stdlib_module_names))


def _flow_names() -> list[str]:
    return [file.stem for file in (CHECKOUT / "flows").rglob("*.py") if file.stem != "__init__"]


def _contracts_over(house: Path, files: Mapping[str, str]) -> tuple[int, str]:
    """Build a small house beside ours and hold it to our contracts."""
    for name, text in files.items():
        file = house / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text)
    told = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--config", CHECKOUT / "pyproject.toml"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return told.returncode, told.stdout


def test_models_init_is_empty_so_that_plain_values_load_no_tables() -> None:
    assert (CHECKOUT / "models" / "__init__.py").read_bytes() == b""


def test_rules_load_no_database_network_or_template() -> None:
    assert _loaded_by("engine.rules") & _NOT_FOR_RULES == set()


def test_loading_is_seen_through_other_modules() -> None:
    assert _loaded_by("engine.database") >= {"sqlalchemy"}


def test_rooms_are_named_like_nothing_that_is_installed() -> None:
    installed = importlib.metadata.packages_distributions()

    assert _clashes([*ROOMS, *ROOT_MODULES], installed) == []


def test_flows_are_named_like_nothing_that_is_installed() -> None:
    installed = importlib.metadata.packages_distributions()

    assert _clashes(_flow_names(), installed) == []


def test_clash_is_found_with_a_library_and_with_python_but_not_with_ourselves() -> None:
    installed = {"engine": ["steam-engine"], "models": ["diudat"], "flows": ["diudat", "flow-meter"]}

    assert _clashes(["engine", "models", "flows", "calendar"], installed) == ["calendar", "engine", "flows"]


def test_every_room_is_held_to_contracts_and_types() -> None:
    tools = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]

    assert set(rooms()) <= set(tools["importlinter"]["root_packages"])
    assert set(rooms()) <= set(tools["mypy"]["files"])


def test_contracts_allow_what_the_rooms_are_for(tmp_path: Path) -> None:
    status, told = _contracts_over(tmp_path, _KEPT)

    assert status == 0, told


@pytest.mark.parametrize(("file", "breach", "contract"), _BREACHES)
def test_contracts_refuse_what_goes_the_wrong_way(
    tmp_path: Path, file: str, breach: str, contract: str
) -> None:
    status, told = _contracts_over(tmp_path, {**_KEPT, file: f"{_KEPT[file]}\n{breach}"})

    broken = [line for line in told.splitlines() if line.endswith("BROKEN")]
    assert status == 1
    assert any(contract in line for line in broken), told

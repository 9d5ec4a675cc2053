"""The lock file: everything by hash, nothing bound to a host."""

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import CHECKOUT

_HOST = re.compile(
    r"\w+://|--(?:index-url|extra-index-url|find-links|trusted-host)|(?:^|\s)-[if]\s", re.MULTILINE
)
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_LOCK = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


def _wanted() -> list[Requirement]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for group in project["optional-dependencies"].values() for line in group]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def _unmet(wanted: list[Requirement], lock: str) -> list[str]:
    locked = {canonicalize_name(name): version for name, version in _LOCKED.findall(lock)}
    return [
        str(one)
        for one in wanted
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"), prereleases=True)
        or canonicalize_name(one.name) not in locked
    ]


def test_lock_names_no_host() -> None:
    assert _HOST.findall(_LOCK) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.example/simple",
        "--extra-index-url mirror.example",
        "-i mirror",
        "typst @ https://files.example/typst.whl",
        "    # from http://mirror.example",
    ],
)
def test_host_in_a_lock_is_found(line: str) -> None:
    assert _HOST.search(f"typst==0.15.2\n{line}\n")


def test_every_locked_package_has_a_hash() -> None:
    entries = re.split(r"^(?=\S)", re.sub(r"^\s*#.*$", "", _LOCK, flags=re.MULTILINE), flags=re.MULTILINE)
    without = [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry]

    assert without == []
    assert len(entries) > len(_wanted())


def test_lock_holds_what_the_project_asks_for() -> None:
    assert _unmet(_wanted(), _LOCK) == []


def test_lock_left_behind_is_found() -> None:
    wanted = [Requirement("typst==0.15.2"), Requirement("PyYAML>=6"), Requirement("segno")]

    assert _unmet(wanted, "typst==0.15.1\npyyaml==6.0.3\n") == ["typst==0.15.2", "segno"]


def test_uv_lock_is_not_kept_since_it_names_hosts() -> None:
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    tracked = subprocess.run(
        ["git", "ls-files", "uv.lock"], cwd=CHECKOUT, check=False, capture_output=True, text=True
    )

    assert "uv.lock" in ignored
    assert tracked.stdout == ""

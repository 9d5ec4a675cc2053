"""Static files: those of others are what we fetched, and each is kept for good under its digest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from desk import assets
from ops import vendor
from tests.desks import DeskTest

_ROW = re.compile(r"^\| `([^`]+)` \| (\S+) (\S+) \| ([^|]+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
_LISTED = {row[0]: row[1:] for row in _ROW.findall(vendor.LIST.read_text(encoding="utf-8"))}
_NAMES_AN_OWNER = re.compile(r"copyright|licen[cs]e", re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(_LISTED))
def test_file_of_others_is_what_the_list_says(name: str) -> None:
    assert hashlib.sha256((assets.FOLDER / name).read_bytes()).hexdigest() == _LISTED[name][3]


def test_file_that_is_not_listed_is_our_own() -> None:
    there = {one.relative_to(assets.FOLDER).as_posix() for one in assets.FOLDER.rglob("*") if one.is_file()}
    own = there - set(_LISTED) - {"VENDORED.md"}

    assert own >= {"desk.css", "desk.js", "mark.svg"}
    assert [name for name in own if Path(name).suffix not in {".css", ".js", ".svg"} or ".min." in name] == []
    assert [name for name in own if _NAMES_AN_OWNER.search((assets.FOLDER / name).read_text())] == []
    assert set(_LISTED) <= there


def test_list_is_the_one_the_script_writes() -> None:
    assert vendor.LIST.read_text(encoding="utf-8") == vendor.listing()


def test_style_sheet_names_only_files_that_are_there_and_no_other_host() -> None:
    style = assets.FILES["desk.css"].decode()

    named = re.findall(r'url\("([^"]+)"\)', style)
    assert named
    assert set(named) <= set(assets.FILES)
    assert "//" not in re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)


def test_icons_that_templates_name_are_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', assets.FILES["icons.svg"].decode()))

    assert sprite == set(vendor.ICONS)


def test_static_file_is_kept_for_good_under_the_present_digest(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.browser().get(assets.address("desk.css"), headers={"Accept-Encoding": "identity"})

    assert answer.content == assets.FILES["desk.css"]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


def test_static_file_asked_for_by_a_page_of_yesterday_is_given_but_not_kept(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.browser().get("/static/0123456789abcdef/desk.css")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "nothing.css", "VENDORED", ""])
def test_no_other_file_can_be_fetched(sqlite_desk: DeskTest, name: str) -> None:
    assert sqlite_desk.browser().get(f"/static/{assets.VERSION}/{name}").status_code == 404


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
def test_answers_are_compressed(sqlite_desk: DeskTest, encoding: str) -> None:
    answer = sqlite_desk.browser().get("/sign-in", headers={"Accept-Encoding": encoding})

    assert answer.headers["Content-Encoding"] == encoding


def test_address_of_a_file_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        assets.address("nothing.css")

"""Requests read from files: what is refused, with the line it stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import requests
from console.exits import Exit
from engine.access import SYSTEM
from models.commands import Withdraw
from models.errors import Malformed, NotFound
from tests.console.programs import Run

_WORDS = "command: withdraw\ndossier: HS-2026-0001\non: 2026-02-01\nreason: Xin thôi.\n"
_JSON = """\
{"command": "withdraw",
 "dossier": "HS-2026-0001",
 "on": "2026-02-01",
 "reason": "Xin: {thôi}, 12"}"""


def _read(folder: Path, text: str) -> object:
    file = folder / "request.yaml"
    file.write_text(text, encoding="utf-8")
    return requests.read(str(file))


@pytest.mark.parametrize("text", [_WORDS, _JSON, "\ufeff" + _WORDS])
def test_request_is_read_alike_from_yaml_and_json(tmp_path: Path, text: str) -> None:
    command = _read(tmp_path, text)

    assert isinstance(command, Withdraw)
    assert (command.dossier, command.on.isoformat()) == ("HS-2026-0001", "2026-02-01")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("command: vote\nyes: 3\nyes: 9\n", "file.twice", 3),
        ('{"command": "vote",\n "yes": 3,\n "yes": 9}', "file.twice", 3),
        ('{"command": "vote", "answers": {"a": 1,\n\n "\\u0061": 2}}', "file.twice", 3),
        ("command: vote\nanswers:\n  a: 1\n  a: 2\n", "file.twice", 4),
        ("command: vote\nyes: !!int abc\n", "file.tag", 2),
        ("command: vote\nyes: !!float abc\n", "file.tag", 2),
        ("command: vote\nyes: !!bool abc\n", "file.tag", 2),
        ("command: !!binary aGk=\n", "file.tag", 1),
        ("command: vote\non: !!timestamp abc\n", "file.tag", 2),
        ("command: !!python/object/apply:os.system [ls]\n", "file.tag", 1),
        ("command: &a vote\nyes: *a\n", "file.reference", 1),
        ("command: vote\n? [a, b]\n: 1\n", "file.no_word", 2),
        ("command: vote\nyes: " + "9" * 5_000, "file.digits", 2),
        ('{"command": "vote",\n "yes": ' + "9" * 5_000 + "}", "file.digits", 2),
        ("command: vote\nyes: [", "file.syntax", 2),
        ('{"command": "vote",\n}', "file.syntax", 2),
        ("command: vote\nstep: a\x07b\n", "file.sign", 2),
    ],
)
def test_request_that_may_be_misread_is_refused_with_its_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    with pytest.raises(Malformed) as refused:
        _read(tmp_path, text)

    assert (refused.value.code, refused.value.figures["line"]) == (code, line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file.empty"),
        (" \n\n", "file.empty"),
        ("- a\n- b\n", "file.no_fields"),
        ("just words", "file.no_fields"),
        ("a: " + "[" * 20_000, "file.too_deep"),
        ('{"a": ' + "[" * 200_000, "file.too_deep"),
        ("a: " + "x" * 2_000_000, "file.too_large"),
    ],
)
def test_request_that_is_no_request_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        _read(tmp_path, text)

    assert refused.value.code == code


def test_request_of_too_many_values_is_read_no_further_than_the_most_there_may_be(tmp_path: Path) -> None:
    with pytest.raises(Malformed) as refused:
        _read(tmp_path, "command: vote\na:\n" + "- 1\n" * 100_000)

    most, line = int(refused.value.figures["at_most"]), int(refused.value.figures["line"])
    assert refused.value.code == "file.too_many"
    assert line <= most  # a value a line, and the first that is too many is named


def test_request_that_is_not_there_or_no_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as missing:
        requests.read(str(tmp_path / "none.yaml"))
    with pytest.raises(NotFound) as folder:
        requests.read(str(tmp_path))

    assert (missing.value.code, folder.value.code) == ("file.missing", "file.unreadable")


def test_refusal_of_a_file_is_a_sentence_in_the_language_of_its_reader(run_alone: Run) -> None:
    given = "command: vote\nyes: 3\nyes: 9\n"

    english = run_alone("step", "submit", "-", "--by", SYSTEM, given=given)
    vietnamese = run_alone("step", "submit", "-", "--by", SYSTEM, "--lang", "vi", given=given)

    assert (english.code, vietnamese.code) == (Exit.MALFORMED, Exit.MALFORMED)
    assert "line 3" in english.err
    assert "dòng 3" in vietnamese.err
    assert "Traceback" not in english.err + vietnamese.err

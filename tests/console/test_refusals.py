"""What a command says when it cannot do what was asked: a sentence and a number, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from console.exits import Exit
from console.screen import GONE
from engine.access import SYSTEM
from tests.console.programs import PROGRAM, Run
from tests.roads import BRANCH, Road


def test_procedures_are_not_fine_where_there_are_none(run_alone: Run, tmp_path: Path) -> None:
    missing = run_alone("procedure", "check", str(tmp_path / "nowhere"))
    empty = run_alone("procedure", "check", str(tmp_path))

    assert (missing.code, empty.code) == (Exit.NOT_FOUND, Exit.NOT_FOUND)
    assert (missing.out, empty.out) == ("", "")
    assert str(tmp_path) in empty.err


def test_procedure_nested_too_deep_is_a_finding(run_alone: Run, tmp_path: Path) -> None:
    (tmp_path / "deep.yaml").write_text("id: deep\nstages: " + "[" * 5_000 + "]" * 5_000, encoding="utf-8")

    ended = run_alone("procedure", "check", str(tmp_path))

    assert ended.code == Exit.MALFORMED
    assert "deep.yaml:2" in ended.err


@pytest.mark.parametrize("option", ["--status", "--stage"])
def test_value_nobody_knows_is_refused_with_those_there_are(run_on_sqlite: Run, option: str) -> None:
    ended = run_on_sqlite("dossier", "list", option, "bogus")

    assert (ended.code, ended.out) == (Exit.MALFORMED, "")
    assert ("returned" if option == "--status" else "probation") in ended.err


def test_unit_nobody_knows_is_not_found_and_those_out_of_reach_neither(road: Road, run: Run) -> None:
    secretary = road.secretary(BRANCH)

    misspelt = run("dossier", "list", "--unit", BRANCH[:-1] + "x")
    foreign = run("dossier", "list", "--unit", "chi-bo-qs-p9", "--by", secretary)
    unknown = run("dossier", "list", "--unit", "chi-bo-qs-p99", "--by", secretary)

    assert [one.code for one in (misspelt, foreign, unknown)] == [Exit.NOT_FOUND] * 3
    assert BRANCH in misspelt.err
    assert foreign.err.replace("p9", "p99") == unknown.err
    assert run("dossier", "list", "--unit", BRANCH, "--by", secretary).code == 0


def test_number_is_read_in_small_letters_and_an_unknown_one_is_not_found(
    sqlite_road: Road, run_on_sqlite: Run
) -> None:
    number = sqlite_road.open(date(2021, 9, 10))

    assert number in run_on_sqlite("dossier", "show", number.lower()).out
    assert run_on_sqlite("notices", "dead", "HS-1999-0001").code == Exit.NOT_FOUND
    assert run_on_sqlite("notices", "resend", "HS-1999-0001").code == Exit.NOT_FOUND


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("dossier", "show", "HS-1999-0001", "--json"), Exit.NOT_FOUND, "dossier.unknown"),
        (("dossier", "list", "--by", "nobody", "--json"), Exit.FORBIDDEN, "access.no_account"),
        (("step", "submit", "-", "--by", SYSTEM, "--json"), Exit.MALFORMED, "file.empty"),
    ],
)
def test_failure_is_told_as_json_where_json_was_asked_for(
    run_on_sqlite: Run, words: tuple[str, ...], code: Exit, error: str
) -> None:
    ended = run_on_sqlite(*words)

    told = json.loads(ended.out)
    assert (ended.code, told["exit"], told["error"], ended.err) == (code, int(code), error, "")
    assert told["message"]


def test_request_with_faults_names_each_in_json(run_alone: Run) -> None:
    ended = run_alone("step", "submit", "-", "--by", SYSTEM, "--json", given="command: withdraw\nextra: 1\n")

    told = json.loads(ended.out)
    assert (ended.code, told["error"]) == (Exit.MALFORMED, "request.malformed")
    assert len(told["problems"]) == 4  # dossier, on and reason are missing, extra is none
    assert any("(extra)" in one or "extra" in one for one in told["problems"])


def test_refusal_shows_the_name_to_write_behind_the_title(sqlite_road: Road, run_on_sqlite: Run) -> None:
    number, _ = sqlite_road.at("branch_vote")
    request = f"command: vote\ndossier: {number}\nstep: branch_vote\nmeeting: HN-2021-0001\nyes: 9\nno: 0\n"

    ended = run_on_sqlite(
        "step", "submit", "-", "--check", "--by", sqlite_road.secretary(BRANCH), given=request
    )

    assert ended.code == Exit.REFUSED
    assert "(record_conclusion)" in " ".join(ended.out.split())


def test_command_on_no_dossier_is_recorded_by_name_and_not_checked(
    sqlite_road: Road, run_on_sqlite: Run
) -> None:
    chair, secretary = sqlite_road.rolls[BRANCH][:2]
    request = (
        f"command: open_meeting\nunit: {BRANCH}\nheld_on: 2022-03-01\nchair: {chair}\n"
        f"secretary: {secretary}\nroll: official_members\n"
    )

    checked = run_on_sqlite(
        "step", "submit", "-", "--check", "--by", sqlite_road.secretary(BRANCH), given=request
    )
    recorded = run_on_sqlite("step", "submit", "-", "--by", sqlite_road.secretary(BRANCH), given=request)

    assert checked.code == Exit.MALFORMED
    assert "--check" in checked.err
    assert recorded.code == Exit.OK
    assert BRANCH not in recorded.out


def test_pdfs_are_not_saved_where_nothing_can_be_written(
    sqlite_road: Road, run_on_sqlite: Run, tmp_path: Path
) -> None:
    number = sqlite_road.open(date(2021, 9, 10))
    (tmp_path / "file").write_text("")

    ended = run_on_sqlite("dossier", "documents", number, "--save", str(tmp_path / "file" / "below"))

    assert (ended.code, ended.out) == (Exit.OUTSIDE, "")
    assert str(tmp_path / "file") in ended.err.replace("\n", "")


def test_database_that_is_none_is_not_migrated(
    run_alone: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "diary.txt").write_text("no database at all, but long enough to be looked at" * 50)
    codes = []
    for file in ("diary.txt", "diary.txt/below.db"):
        monkeypatch.setenv("DIUDAT_DATABASE_URL", f"sqlite:///{tmp_path / file}")
        codes.append(run_alone("migrate").code)

    assert codes == [Exit.OUTSIDE, Exit.OUTSIDE]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dance",), "không có lệnh “dance”"),
        (("dossier", "lst"), "có: list"),
        (("dossier", "list", "--bad"), "không có tùy chọn --bad"),
        (("step", "submit"), "thiếu FILE"),
        (("serve", "--port", "x"), "giá trị của --port"),
        (("version", "--lang", "fr"), "một trong: vi, en"),
        (("version", "a"), "thừa trên dòng lệnh: a"),
        (("dossier", "list", "--unit"), "--unit cần một giá trị"),
    ],
)
def test_misuse_is_told_in_vietnamese(
    run_alone: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("DIUDAT_LANGUAGE", "vi")

    ended = run_alone(*words)

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert told in ended.err


def test_reader_who_stops_reading_ends_the_command_without_a_word(tmp_path: Path) -> None:
    for words in (("procedure", "show", "vn-2022"), ("procedure", "list", "--json")):
        with subprocess.Popen(
            [*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
            env={**os.environ, "DIUDAT_HOME": str(tmp_path)},
        ) as command:  # fmt: skip
            assert command.stdout is not None
            assert command.stderr is not None
            command.stdout.close()
            told = command.stderr.read()

        assert (command.returncode, told) == (GONE, b"")

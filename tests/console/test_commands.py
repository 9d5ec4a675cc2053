"""What commands print, and the numbers they end with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from console.exits import Exit, exit_of
from engine.access import SYSTEM
from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from tests.console.programs import Run
from tests.roads import BRANCH, Road


def _opened(road: Road) -> str:
    return road.open(date(2021, 9, 10))


def test_list_shows_every_dossier_with_what_it_awaits(road: Road, run: Run) -> None:
    first, second = _opened(road), _opened(road)

    listed = run("dossier", "list", "--json")

    assert listed.code == 0
    rows = json.loads(listed.out)
    assert [row["number"] for row in rows] == [first, second]
    assert set(rows[0]) == {
        "number", "candidate", "unit", "procedure", "status", "stage", "opened_on", "joined_on", "ended_on",
        "awaits",
    }  # fmt: skip
    assert rows[0]["awaits"] == [{"step": "mentor_assignment", "due_on": None}]


def test_list_is_narrowed_by_status_stage_unit_and_name_without_marks(road: Road, run: Run) -> None:
    number = _opened(road)
    other = road.open(date(2021, 9, 10), unit="chi-bo-qs-p9")
    road.tell(
        date(2021, 9, 13), road.secretary("chi-bo-qs-p9"), command="withdraw", dossier=other,
        on=date(2021, 9, 13), reason="Xin thôi xét.",
    )  # fmt: skip

    def numbers(*narrowed: str) -> list[str]:
        return [row["number"] for row in json.loads(run("dossier", "list", "--json", *narrowed).out)]

    assert numbers("--status", "withdrawn") == [other]
    assert numbers("--unit", BRANCH) == [number]
    assert numbers("--stage", "probation") == []
    assert numbers("--name", "nguyen van vi du") == [number, other]


def test_list_shows_an_account_no_more_than_its_own_units(road: Road, run: Run) -> None:
    _opened(road)
    other = road.open(date(2021, 9, 10), unit="chi-bo-qs-p9")

    listed = run("dossier", "list", "--json", "--by", road.secretary("chi-bo-qs-p9"))

    assert [row["number"] for row in json.loads(listed.out)] == [other]


@pytest.mark.parametrize("command", ["list", "show", "timeline", "documents"])
def test_whatever_is_printed_fits_eighty_columns(road: Road, run: Run, command: str) -> None:
    number, _ = road.at("branch_vote")

    printed = run("dossier", command, *([] if command == "list" else [number]))

    assert printed.code == 0
    assert number in printed.out or command == "documents"
    assert max(len(line) for line in printed.out.splitlines()) <= 80


def test_timeline_names_who_did_what_and_in_json_chains_each_entry(road: Road, run: Run) -> None:
    number, _ = road.at("mentorship")

    shown = run("dossier", "timeline", number)
    entries = json.loads(run("dossier", "timeline", number, "--json").out)

    assert "Nguyễn Văn Ví Dụ" in shown.out
    assert "NQ-PC 01-NQ/CB" in shown.out
    assert [one["sequence"] for one in entries] == list(range(1, len(entries) + 1))
    assert entries[1]["previous"] == entries[0]["hash"]
    assert entries[0]["event"]["kind"] == "dossier_opened"


def test_documents_that_are_due_are_listed_without_a_file(road: Road, run: Run) -> None:
    number, _ = road.at("mentorship")

    listed = json.loads(run("dossier", "documents", number, "--json").out)

    assert [(one["form"], one["number"], one["pdf"]) for one in listed] == [("NQ-PC", 1, None)]


def test_dossier_nobody_opened_is_not_found(run: Run) -> None:
    ended = run("dossier", "show", "HS-1999-0001")

    assert (ended.code, ended.out) == (Exit.NOT_FOUND, "")
    assert "HS-1999-0001" in ended.err


def test_dossier_out_of_reach_is_not_found_either(road: Road, run: Run) -> None:
    number = _opened(road)

    assert run("dossier", "show", number, "--by", road.secretary("chi-bo-qs-p9")).code == Exit.NOT_FOUND
    assert run("dossier", "show", number, "--by", "nobody").code == Exit.FORBIDDEN


def _withdrawal(number: str) -> str:
    return f"command: withdraw\ndossier: {number}\non: 2021-10-01\nreason: Xin thôi xét kết nạp.\n"


def test_step_is_recorded_once_however_often_it_is_sent_under_its_key(road: Road, run: Run) -> None:
    number, by = _opened(road), road.secretary(BRANCH)

    sent = [
        run("step", "submit", "-", "--by", by, "--key", "k-1", "--json", given=_withdrawal(number))
        for _ in range(2)
    ]

    answers = [json.loads(one.out) for one in sent]
    assert [one.code for one in sent] == [0, 0]
    assert [one["repeated"] for one in answers] == [False, True]
    assert answers[0]["events"] == answers[1]["events"]
    assert road.state(number).status.value == "withdrawn"


def test_key_used_for_another_request_is_a_conflict(road: Road, run: Run) -> None:
    number, other, by = _opened(road), _opened(road), road.secretary(BRANCH)
    run("step", "submit", "-", "--by", by, "--key", "k-1", given=_withdrawal(number))

    ended = run("step", "submit", "-", "--by", by, "--key", "k-1", given=_withdrawal(other))

    assert ended.code == Exit.CONFLICT
    assert road.state(other).status.value == "under_way"


def test_step_by_somebody_without_the_right_is_forbidden(road: Road, run: Run) -> None:
    number = _opened(road)

    assert run("step", "submit", "-", "--by", SYSTEM, given=_withdrawal(number)).code == Exit.FORBIDDEN


_TOO_EARLY = """\
command: vote
dossier: {number}
step: branch_vote
meeting: HN-2021-0001
yes: 9
no: 0
"""


def test_step_the_regulation_forbids_is_refused_with_all_that_is_missing(road: Road, run: Run) -> None:
    number = _opened(road)
    request = _TOO_EARLY.format(number=number)

    ended = run("step", "submit", "-", "--by", road.secretary(BRANCH), given=request)

    assert (ended.code, ended.out) == (Exit.REFUSED, "")
    assert "6-KNĐ" in ended.err
    assert ended.err.count("✗") > 5


def test_check_shows_every_requirement_and_records_nothing(road: Road, run: Run) -> None:
    number = _opened(road)
    before = len(road.entries(number))

    checked = run(
        "step", "submit", "-", "--check", "--json", "--by", road.secretary(BRANCH),
        given=_TOO_EARLY.format(number=number),
    )  # fmt: skip
    ready = run("step", "submit", "-", "--check", "--by", road.secretary(BRANCH), given=_withdrawal(number))

    weighed = json.loads(checked.out)
    assert (checked.code, weighed["ready"]) == (Exit.REFUSED, False)
    assert {"rule", "source", "figures", "met", "decides"} == set(weighed["requirements"][0])
    assert {one["met"] for one in weighed["requirements"]} == {True, False}
    assert (ready.code, "✗" in ready.out) == (Exit.OK, False)
    assert len(road.entries(number)) == before


@pytest.mark.parametrize(
    ("request_text", "named"),
    [
        ("command: vote\nyes: true\n", "yes"),
        ("command: dance\n", "dance"),
        ("{", "-"),
        ("a: [", "-"),
        ("just words", "fields"),
        ("", "fields"),
        ('{"command": "withdraw", "extra": 1}', "extra"),
    ],
)
def test_request_without_its_form_is_malformed(run: Run, request_text: str, named: str) -> None:
    ended = run("step", "submit", "-", "--by", SYSTEM, given=request_text)

    assert (ended.code, ended.out) == (Exit.MALFORMED, "")
    assert named in ended.err
    assert "Traceback" not in ended.err


def test_request_reads_on_yes_and_no_as_names_of_fields(road: Road, run: Run) -> None:
    number = _opened(road)

    ended = run("step", "submit", "-", "--by", road.secretary(BRANCH), given=_TOO_EARLY.format(number=number))

    assert ended.code == Exit.REFUSED  # read whole, and weighed


def test_request_that_is_not_there_is_not_found(run: Run, tmp_path: Path) -> None:
    assert run("step", "submit", str(tmp_path / "none.yaml"), "--by", SYSTEM).code == Exit.NOT_FOUND


def test_verify_holds_until_a_row_is_changed(road: Road, run: Run) -> None:
    number = _opened(road)
    before = run("verify", number, "--json")
    with road.database.restructuring() as connection:
        connection.exec_driver_sql(f"UPDATE dossier SET status = 'closed' WHERE number = '{number}'")

    after = run("verify", "--json")

    assert (before.code, json.loads(before.out)["holds"]) == (Exit.OK, True)
    assert (after.code, json.loads(after.out)["holds"]) == (Exit.OUTSIDE, False)
    assert json.loads(after.out)["faults"] == [{"code": "dossier.differs", "stream": number, "sequence": 1}]
    assert run("verify").code == Exit.OUTSIDE


def test_verify_of_what_nobody_began_is_not_found(run: Run) -> None:
    assert run("verify", "HS-1999-0001").code == Exit.NOT_FOUND


def test_migrate_brings_an_up_to_date_database_nowhere(run: Run) -> None:
    assert run("migrate").code == 0


def test_procedures_are_checked_shown_and_compared(run: Run) -> None:
    assert run("procedure", "list", "--json").code == 0
    shown = run("procedure", "show", "vn-2022", "--lang", "vi")
    assert shown.code == 0
    assert "Thông qua khi tán thành ít nhất 2/3 tổng số đảng viên chính thức." in " ".join(shown.out.split())
    assert run("procedure", "show", "vn-1950").code == Exit.NOT_FOUND
    changes = json.loads(run("procedure", "diff", "vn-2016", "vn-2022", "--json").out)
    assert {one["kind"] for one in changes} == {"changed", "cited"}


def test_procedure_that_cannot_be_followed_is_malformed_and_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("id: bad\nstages: 7\n", encoding="utf-8")

    ended = run("procedure", "check", str(tmp_path))

    assert ended.code == Exit.MALFORMED
    assert f"{tmp_path / 'bad.yaml'}:2" in ended.err


def test_nothing_was_given_up_where_nothing_was_sent(run: Run) -> None:
    assert json.loads(run("notices", "dead", "--json").out) == []
    assert run("notices", "resend").code == 0


def test_command_nobody_knows_is_a_matter_of_usage(run: Run) -> None:
    assert run("dance").code == Exit.USAGE
    assert run("dossier", "list", "--lang", "fr").code == Exit.USAGE


def test_bad_settings_are_named_and_nothing_is_started(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIUDAT_SMTP_PORT", "often")

    ended = run("dossier", "list")

    assert ended.code == Exit.MALFORMED
    assert "DIUDAT_SMTP_PORT" in ended.err


def test_database_that_is_not_there_is_an_outside_failure_and_is_not_made(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIUDAT_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere.db'}")

    ended = run("dossier", "list")

    assert (ended.code, (tmp_path / "nowhere.db").exists()) == (Exit.OUTSIDE, False)
    assert "diudat migrate" in ended.err


@pytest.mark.parametrize("place", ["front", "back"])
def test_language_and_home_are_taken_wherever_they_stand(road: Road, run: Run, place: str) -> None:
    number = _opened(road)
    options = ["--lang=vi"]
    command = ["dossier", "show", number]

    ended = run(*(options + command if place == "front" else command + options))

    assert "Giai đoạn" in ended.out


def test_every_branch_of_errors_has_its_number() -> None:
    known = [Refused(()), *(kind("x") for kind in (Forbidden, Malformed, NotFound, Conflict, OutsideFailure))]

    assert [int(exit_of(one)) for one in known] == [3, 4, 5, 6, 7, 8]
    assert exit_of(DiudatError("x")) == Exit.UNEXPECTED

"""Documents signed at the command line, and what it says of any file's signatures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outputs.archive import Archive
from tests.authorities import PASSPHRASE, Authority
from tests.console.programs import Run
from tests.issuing import issued
from tests.roads import BRANCH, COMMITTEE, Road, noon


def _resolution(road: Road, home: Path) -> tuple[str, str]:
    number, on = road.at("branch_vote")
    road.step(number, "branch_vote", on)
    return number, issued(road, Archive(home / "archive"), number, "6-KNĐ", noon(on))


def test_document_is_signed_verified_and_read_again(
    sqlite_road: Road, run_on_sqlite: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, home = run_on_sqlite, tmp_path / "home"
    number, document = _resolution(sqlite_road, home)
    authority = Authority()
    monkeypatch.setenv("DIUDAT_TRUST_FOLDER", str(authority.trusted_in(tmp_path / "trust")))
    key = tmp_path / "key.p12"
    key.write_bytes(authority.person("Nguyễn Văn Bí Thư").in_file())
    secretary = sqlite_road.secretary(BRANCH)
    asked = ("documents", "sign", document, "--key", str(key))

    other = run(*asked, "--by", sqlite_road.secretary(COMMITTEE), given=f"{PASSPHRASE}\n")
    signed = run(*asked, "--by", secretary, given=f"{PASSPHRASE}\n")
    again = run(*asked, "--by", secretary, given=f"{PASSPHRASE}\n")

    assert (other.code, signed.code, again.code) == (4, 0, 5), (other, signed, again)
    assert PASSPHRASE not in signed.out + signed.err
    archive = Archive(home / "archive")
    event = sqlite_road.entries(number)[-1].event
    assert event.kind == "document_signed"
    file = archive.path(event.after_sha256)
    read = run("signature", str(file), "--json")
    (found,) = json.loads(read.out)
    assert (read.code, found["holds"], found["integrity"]) == (0, True, "whole")
    assert found["certificate"]["name"] == "Nguyễn Văn Bí Thư"
    assert run("verify", number).code == 0

    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"\n")
    assert f"{event.after_sha256}" in run("verify", number).err


def test_signed_file_of_another_document_is_found_by_verify(
    sqlite_road: Road, run_on_sqlite: Run, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    number, document = _resolution(sqlite_road, home)
    archive = Archive(home / "archive")
    issue = sqlite_road.entries(number)[-1].event
    assert issue.kind == "document_issued"
    forged = archive.put(b"%PDF-1.7 something else")
    sqlite_road.tell(
        sqlite_road.entries(number)[-1].at.date(), sqlite_road.secretary(BRANCH), command="sign_document",
        dossier=number, document=document, unit=BRANCH, before_sha256=issue.pdf_sha256, after_sha256=forged,
        holder="CN=Ai đó", issuer="CN=CA", serial="1f", signed_at="2022-01-10T02:00:00Z", level="B-B",
        visible=True,
    )  # fmt: skip

    verified = run_on_sqlite("verify", number)

    assert verified.code != 0
    assert forged in verified.err

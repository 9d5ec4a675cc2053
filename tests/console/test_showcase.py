"""The demo at the desk: accounts to look through, made anew each time they are asked for."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from console import showcase
from console.exits import Exit
from console.office import Office, opened
from console.screen import Screen
from engine.accounts import prove_password, security_of
from examples.district_4.office import names, seats
from examples.district_4.setting_up import ADMINISTRATOR, INSPECTOR
from examples.district_4.visitors import VISITORS
from settings import load
from tests.console.programs import Run
from tests.roads import BRANCH, Road


def test_visitors_sign_in_with_new_passwords_that_need_not_be_changed(
    sqlite_road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path))
    monkeypatch.setenv("DIUDAT_DATABASE_URL", str(sqlite_road.database.url))
    secretary = sqlite_road.secretary(BRANCH)
    out = StringIO()

    with opened(load(), Screen("vi", out=Console(file=out, width=80))) as office:
        (first,), (second,) = (showcase.visitors(office, [secretary]) for _ in range(2))
        showcase.show(office, [second])
        proofs = [_proved(office, secretary, one.password) for one in (first, second)]
        with office.database.reading() as session:
            must_change = security_of(session, secretary).must_change

    assert proofs == [False, True]
    assert not must_change
    assert any(duty.startswith("bí thư, Chi bộ") for duty in second.duties)
    assert second.password in out.getvalue()
    assert str(second.person) in out.getvalue()


def _proved(office: Office, account: str, password: str) -> bool:
    return prove_password(office.database, account, password, address="127.0.0.1", at=office.now()).passed


def test_visitors_are_accounts_of_the_story() -> None:
    people = {one for one in VISITORS if one not in {INSPECTOR, ADMINISTRATOR}}

    assert people <= set(names())
    assert {one.role for one in seats() if one.person in people} >= {"secretary", "clerk", "union_officer"}


def test_demo_is_told_into_no_database_of_the_office(run_alone: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIUDAT_DATABASE_URL", "sqlite:////nobody/touches/this.db")

    ended = run_alone("serve", "--demo")

    assert (ended.code, ended.out) == (Exit.MALFORMED, "")
    assert "DIUDAT_DATABASE_URL" in ended.err
    assert not Path(os.environ["DIUDAT_HOME"]).exists()


def test_demo_is_told_into_no_folder_with_other_things(
    run_alone: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path))
    (tmp_path / "diary.txt").write_text("not ours")

    ended = run_alone("serve", "--demo")

    assert ended.code == Exit.CONFLICT
    assert [one.name for one in tmp_path.iterdir()] == ["diary.txt"]

"""Passwords given at the command line."""

from __future__ import annotations

import json

import pytest

from console.exits import Exit
from engine.accounts import prove_password, security_of
from settings import load
from tests.console.programs import Run
from tests.roads import BRANCH, Road


def test_password_is_given_once_and_must_be_changed(sqlite_road: Road, run_on_sqlite: Run) -> None:
    account = sqlite_road.secretary(BRANCH)

    told = [run_on_sqlite("account", "password", account, "--json") for _ in range(2)]

    given = [json.loads(one.out)["password"] for one in told]
    proofs = [
        prove_password(sqlite_road.database, account, one, address="127.0.0.1", at=load().now()).passed
        for one in given
    ]
    with sqlite_road.database.reading() as session:
        security = security_of(session, account)
    assert proofs == [False, True]
    assert security.must_change
    assert len(given[1]) == 14


@pytest.mark.parametrize("account", ["nobody", "system", "a b", ""])
def test_password_of_nobody_is_not_given(run_on_sqlite: Run, account: str) -> None:
    ended = run_on_sqlite("account", "password", account)

    assert (ended.code, ended.out) == (Exit.NOT_FOUND, "")
    assert account in ended.err
    assert "Traceback" not in ended.err

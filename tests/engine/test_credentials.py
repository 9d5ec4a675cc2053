"""Changes of how an account is secured: who may make them, what stands on the register, what never does."""

from __future__ import annotations

from datetime import date

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from engine import accounts, passwords
from engine.access import SYSTEM
from engine.verification import verify
from models import commands
from models.commands import Command
from models.errors import Forbidden, Malformed, NotFound
from models.timeline import Enclosure
from tests.roads import BRANCH, COMMITTEE, COMPETENT, Road, noon

_ON = date(2021, 9, 8)
_PASSWORD = "mưa rào tháng sáu ở Bến Vân Đồn"
_LOCKED = "v1.0a1b2c3d." + "JBSWY3DPEHPK3PXP" * 4
_HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2hzb21laGFzaA"


def _changes(account: str) -> list[Command]:
    return [
        commands.SetPassword(account=account, secret=_HASH, must_change=True),
        commands.TurnOffSecondFactor(account=account),
        commands.EndSessions(account=account),
    ]


def _may(road: Road, command: Command, by: str) -> bool:
    try:
        road.do(command, by, _ON)
    except Forbidden:
        return False
    return True


def test_account_secures_itself(road: Road) -> None:
    account = road.secretary(BRANCH)

    assert [_may(road, one, account) for one in _changes(account)] == [True] * 3


def test_operator_and_administrator_above_secure_an_account(road: Road) -> None:
    account, above = road.secretary(BRANCH), road.account("administrator", COMPETENT)

    for by in (SYSTEM, above):
        assert [_may(road, one, by) for one in _changes(account)] == [True] * 3


@pytest.mark.parametrize(
    ("role", "unit"),
    [("secretary", COMPETENT), ("inspector", COMPETENT), ("clerk", BRANCH), ("member", BRANCH)],
)
def test_nobody_else_secures_an_account(road: Road, role: str, unit: str) -> None:
    account, other = road.secretary(BRANCH), road.account(role, unit)

    assert [_may(road, one, other) for one in _changes(account)] == [False] * 3


def test_administrator_cannot_become_an_account_that_may_do_more_elsewhere(road: Road) -> None:
    administrator = road.account("administrator", BRANCH)
    person = road.rolls[BRANCH][2]
    road.tell(_ON, command="open_account", id="hai-vai", person=person)
    alone = _may(road, _changes("hai-vai")[0], administrator)
    road.tell(_ON, command="grant_role", account="hai-vai", role="inspector", unit=COMMITTEE)

    assert alone
    assert [_may(road, one, administrator) for one in _changes("hai-vai")] == [False] * 3
    assert not _may(road, commands.CloseAccount(account="hai-vai"), administrator)


def test_second_factor_is_turned_on_by_its_own_account_alone(road: Road) -> None:
    account = road.secretary(BRANCH)
    road.do(_changes(account)[0], SYSTEM, _ON)
    command = commands.TurnOnSecondFactor(account=account, secret=_LOCKED, codes=())

    above = road.account("administrator", COMPETENT)

    assert [_may(road, command, by) for by in (SYSTEM, above, account)] == [False, False, True]


def test_what_proves_an_identity_stands_nowhere_on_the_record(road: Road) -> None:
    account = road.secretary(BRANCH)
    accounts.set_password(road.registry, account, _PASSWORD, by=account, at=noon(_ON))
    command = commands.TurnOnSecondFactor(account=account, secret=_LOCKED, codes=("a" * 64,))
    road.do(command, account, _ON)
    with road.database.reading() as session:
        enclosed = "".join(row.body or "" for row in session.rows(select(Enclosure.body)))
    told = str(road.entries("register")[-2:])

    assert "set_password" in told
    assert "turn_on_second_factor" in told
    for secret in (_PASSWORD, _LOCKED, "argon2id", "a" * 64):
        assert secret not in enclosed + told


def test_record_verifies_after_accounts_were_secured(road: Road) -> None:
    for one in _changes(road.secretary(BRANCH)):
        road.do(one, SYSTEM, _ON)

    with road.database.reading() as session:
        assert verify(session).faults == ()


def test_account_that_is_not_there_or_closed_is_not_found(road: Road) -> None:
    road.do(commands.CloseAccount(account=road.secretary(BRANCH)), SYSTEM, _ON)

    for account in ("nobody", road.secretary(BRANCH)):
        for one in _changes(account):
            with pytest.raises(NotFound):
                road.do(one, SYSTEM, _ON)


def test_password_set_by_another_must_be_changed_and_by_oneself_not(road: Road) -> None:
    account = road.secretary(BRANCH)
    found = []
    for by in (SYSTEM, account):
        accounts.set_password(road.registry, account, _PASSWORD, by=by, at=noon(_ON))
        with road.database.reading() as session:
            found.append(accounts.security_of(session, account).must_change)

    assert found == [True, False]


def test_recovery_codes_are_new_each_time_and_void_when_turned_off(road: Road) -> None:
    account = road.secretary(BRANCH)
    accounts.set_password(road.registry, account, _PASSWORD, by=account, at=noon(_ON))
    left = []
    for codes in (("a" * 64, "b" * 64), ("c" * 64,), None):
        command = (
            commands.TurnOffSecondFactor(account=account)
            if codes is None
            else commands.TurnOnSecondFactor(account=account, secret=_LOCKED, codes=codes)
        )
        road.do(command, account, _ON)
        with road.database.reading() as session:
            security = accounts.security_of(session, account)
        left.append((security.has_second_factor, security.codes_left))

    assert left == [(True, 2), (True, 1), (False, 0)]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngắn quá", "password.length"),
        ("x" * 129, "password.length"),
        ("1234567890", "password.common"),
        ("Matkhau@2026", "password.common"),
        ("aaaaaaaaaaaaaa", "password.common"),
        ("abababababababab", "password.common"),
        (f"nguoi-001@{BRANCH}!", "password.common"),
    ],
)
def test_weak_password_is_refused(sqlite_road: Road, password: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        accounts.set_password(
            sqlite_road.registry, sqlite_road.secretary(BRANCH), password, by=SYSTEM, at=noon(_ON)
        )

    assert refused.value.code == code


def test_hash_made_with_less_effort_is_made_anew_when_the_password_is_next_typed(sqlite_road: Road) -> None:
    account = sqlite_road.secretary(BRANCH)
    weaker = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=16, parallelism=1),))
    kept = weaker.hash(_PASSWORD)
    sqlite_road.do(commands.SetPassword(account=account, secret=kept, must_change=False), account, _ON)

    proof = accounts.prove_password(
        sqlite_road.database, account, _PASSWORD, address="192.0.2.7", at=noon(_ON)
    )

    assert proof.passed
    assert passwords.matches(_PASSWORD, kept)[1] is not None
    with sqlite_road.database.reading() as session:
        found = accounts._credential(session, account)
    assert found is not None
    assert found.password_hash != kept
    assert passwords.matches(_PASSWORD, found.password_hash) == (True, None)

"""What is locked opens with its key and for what it is about, and says so plainly where it does not."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine.credentials import lock_second_factors
from engine.database import Database
from engine.vault import Vault, decoded, key_name, open_vault
from models.account import Account
from models.errors import OutsideFailure
from models.session import Credential
from tests.roads import START, noon

_OLD, _NEW, _OTHER = (bytes([n]) * 32 for n in (1, 2, 3))
_NOWHERE = Path("/nowhere/secret.key")
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _vault(*keys: bytes) -> Vault:
    return open_vault(keys, _NOWHERE)


@given(st.text(), st.text(max_size=80))
def test_locked_text_opens_again_and_never_looks_the_same(text: str, about: str) -> None:
    vault = _vault(_OLD)
    first, second = (vault.lock(text, about=about) for _ in range(2))

    assert first != second
    assert [vault.open(one, about=about) for one in (first, second)] == [text] * 2
    assert key_name(first) == vault.newest
    assert len(vault.lock("A" * 64, about=about)) <= 255


def test_text_of_somebody_else_or_under_another_key_does_not_open() -> None:
    locked = _vault(_OLD).lock(_SECRET, about="a")
    broken = locked[:-6] + "AAAA=="

    codes = []
    for vault, text, about in (
        (_vault(_OLD), locked, "b"), (_vault(_OLD), broken, "a"), (_vault(_NEW), locked, "a"),
        (_vault(_NEW), _SECRET, "a"),
    ):  # fmt: skip
        with pytest.raises(OutsideFailure) as failed:
            vault.open(text, about=about)
        codes.append(failed.value.code)

    assert codes == ["vault.damaged", "vault.damaged", "vault.wrong_key", "vault.wrong_key"]
    assert "JBSW" not in repr(_vault(_OLD)) + locked


def test_key_file_is_made_once_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "home" / "secret.key"
    locked = open_vault((), file).lock(_SECRET, about="a")

    assert open_vault((), file).open(locked, about="a") == _SECRET
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["secret.key"]
    assert open_vault((_NEW,), file).open(locked, about="a") == _SECRET  # as an older key beside the new one
    assert open_vault((_NEW,), file).newest == _vault(_NEW).newest


def test_key_file_that_others_may_read_or_that_holds_none_is_refused(tmp_path: Path) -> None:
    file, codes = tmp_path / "secret.key", []
    for text, mode in (("", 0o600), ("no key\n", 0o600), (base64.b64encode(_OLD).decode(), 0o640)):
        file.write_text(text)
        file.chmod(mode)
        with pytest.raises(OutsideFailure) as failed:
            open_vault((), file)
        codes.append(failed.value.code)

    assert codes == ["vault.unreadable", "vault.unreadable", "vault.open_to_others"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (base64.b64encode(b"\xfb" * 32).decode(), b"\xfb" * 32),
        (base64.urlsafe_b64encode(b"\xfb" * 32).decode(), b"\xfb" * 32), ("", None), ("abc", None),
        (base64.b64encode(b"x" * 31).decode(), None), ("khóa", None),
    ],
)  # fmt: skip
def test_key_is_32_bytes_in_either_base64(text: str, key: bytes | None) -> None:
    assert decoded(text) == key


def test_second_factors_in_the_clear_and_under_an_older_key_are_locked_anew(database: Database) -> None:
    old, both = _vault(_OLD), _vault(_NEW, _OLD)
    kept = {"a": _SECRET, "b": old.lock(_SECRET, about="b"), "c": None}
    with database.writing() as session:
        for account, secret in kept.items():
            session.write(insert(Account.__table__), {"id": account, "is_active": True})
            session.write(
                insert(Credential.__table__),
                {"account_id": account, "password_hash": "", "set_at": noon(START), "must_change": False,
                 "second_factor": secret, "last_step": 0},
            )  # fmt: skip

    counts = [lock_second_factors(database, vault) for vault in (old, both, both, _vault(_NEW))]
    found = _kept(database)
    with pytest.raises(OutsideFailure) as failed:
        lock_second_factors(database, _vault(_OTHER))

    assert counts == [1, 2, 0, 0]
    assert {one: _vault(_NEW).open(found[one], about=one) for one in ("a", "b")} == {
        "a": _SECRET,
        "b": _SECRET,
    }
    assert failed.value.code == "vault.wrong_key"
    assert _kept(database) == found
    with database.writing() as session:  # a row put in another account's place is found out
        session.write(
            update(Credential.__table__).where(Credential.account_id == "a").values(second_factor=found["b"])
        )
    with pytest.raises(OutsideFailure):
        _vault(_NEW).open(_kept(database)["a"], about="a")


def _kept(database: Database) -> dict[str, str]:
    columns = select(Credential.account_id, Credential.second_factor)
    with database.reading() as session:
        return {row.account_id: row.second_factor or "" for row in session.rows(columns)}

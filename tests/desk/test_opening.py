"""The desk opens with the key its second factors are locked with, and says so where it is another."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from desk.serving import opened
from engine.database import Database
from engine.vault import key_name, open_vault
from models.account import Account
from models.errors import OutsideFailure
from models.session import Credential
from settings import load
from tests.roads import START, noon

_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_desk_locks_what_was_kept_in_the_clear_and_opens_with_no_other_key(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path))
    monkeypatch.setenv("DIUDAT_DATABASE_URL", str(sqlite_database.url))
    row = {"account_id": "ai", "password_hash": "", "set_at": noon(START), "must_change": False,
           "second_factor": _SECRET, "last_step": 0}  # fmt: skip
    with sqlite_database.writing() as session:
        session.write(insert(Account.__table__), {"id": "ai", "is_active": True})
        session.write(insert(Credential.__table__), row)

    with opened(load()) as desk, desk.database.reading() as session:
        kept = str(session.scalar(select(Credential.second_factor)))
        read = desk.vault.open(kept, about="ai")
    file = tmp_path / "secret.key"
    mode, key = file.stat().st_mode & 0o777, file.read_bytes()
    file.unlink()
    monkeypatch.setenv("DIUDAT_SECRET_KEY", b64encode(b"x" * 32).decode())
    with pytest.raises(OutsideFailure) as refused, opened(load()):
        pass

    assert (read, mode) == (_SECRET, 0o600)
    assert _SECRET not in kept
    assert (refused.value.code, refused.value.figures["key"]) == ("vault.wrong_key", key_name(kept))
    file.write_bytes(key)
    file.chmod(0o600)
    with opened(load()) as desk, desk.database.reading() as session:  # the new key first, the old one beside
        anew = str(session.scalar(select(Credential.second_factor)))
    assert open_vault((b"x" * 32,), tmp_path / "none").open(anew, about="ai") == _SECRET

"""The office's own lock on what nobody may read in a copy of the database, such as second factors.

A locked text says which key it is locked with. Several keys may be known, the newest first: with it
everything is locked, with the others only what they locked is opened, until it is locked anew.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import OutsideFailure

KEY_BYTES = 32
_NONCE_BYTES = 12
_SCHEME = "v1"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of one installation."""

    _keys: Mapping[str, bytes] = field(repr=False)
    """By the names under which locked texts speak of them; the newest first."""

    @property
    def newest(self) -> str:
        """Return the name of the key with which everything is locked from now on."""
        return next(iter(self._keys))

    def lock(self, text: str, *, about: str) -> str:
        """Return a text locked with the newest key; it opens only for what it is about."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        closed = AESGCM(self._keys[self.newest]).encrypt(nonce, text.encode(), about.encode())
        return f"{_SCHEME}.{self.newest}.{base64.urlsafe_b64encode(nonce + closed).decode()}"

    def open(self, locked: str, *, about: str) -> str:
        """Return what was locked; raises `OutsideFailure` where no key at hand opens it."""
        name = key_name(locked)
        key = self._keys.get(name or "")
        if key is None:
            raise OutsideFailure("vault.wrong_key", key=name or "–", known=", ".join(self._keys))
        try:
            whole = base64.urlsafe_b64decode(locked.rpartition(".")[2])
            return AESGCM(key).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], about.encode()).decode()
        except (InvalidTag, ValueError):
            raise OutsideFailure("vault.damaged", about=about) from None

    def is_newest(self, locked: str) -> bool:
        """Say whether a text is locked with the newest key."""
        return key_name(locked) == self.newest


def key_name(locked: str) -> str | None:
    """Return the name of the key a text is locked with; None for a text that is not locked."""
    scheme, _, rest = locked.partition(".")
    return rest.partition(".")[0] if scheme == _SCHEME and rest else None


def open_vault(keys: Sequence[bytes], file: Path) -> Vault:
    """Return the vault of the keys given, and of those in the installation's key file.

    Where there is neither, a key is made and kept in that file, readable for its owner alone. Raises
    `OutsideFailure` for a file that others may read, or that holds no key.
    """
    if not keys and not file.exists():
        _make(file)
    known = [*keys, *(_kept(file) if file.exists() else ())]
    return Vault({hashlib.sha256(key).hexdigest()[:8]: key for key in known})


def decoded(text: str) -> bytes | None:
    """Return the key a text stands for: 32 bytes in base64; None where it is none."""
    try:
        key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _make(file: Path) -> None:
    """Put a new key into the file, whole or not at all: two processes may start at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    try:
        with suppress(FileExistsError):  # another process was first: its key it is
            os.link(written, file)
    finally:
        written.unlink()


def _kept(file: Path) -> list[bytes]:
    try:
        mode, lines = file.stat().st_mode, file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        raise OutsideFailure("vault.unreadable", file=str(file)) from None
    if mode & _OTHERS:
        raise OutsideFailure("vault.open_to_others", file=str(file))
    keys = [decoded(line) for line in lines]
    if not keys or None in keys:
        raise OutsideFailure("vault.unreadable", file=str(file))
    return [key for key in keys if key is not None]

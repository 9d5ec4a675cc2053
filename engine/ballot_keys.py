"""The keys that seal secret ballots: one a ballot, in a file outside the database, destroyed at the count.

While a ballot is open, its key lies in a folder of its own, locked by the office's vault. Once it is counted
or annulled the key is gone, and no copy of the database, its journal or its backups opens a seal any more.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from engine.vault import Vault
from models.errors import BrokenRecord, OutsideFailure

# RFC 9180: each seal has a key of its own, made with the ballot's public key.
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SUFFIX = ".key"
_LENGTH = 8
"""Bytes of every choice before it is sealed: a seal's length tells nothing of what it holds."""


@dataclass(frozen=True, slots=True)
class BallotKeys:
    """The keys of the ballots that are open, of one installation."""

    folder: Path
    unlock: Callable[[], Vault]
    """Opens the office's vault, once it is needed."""

    def make(self, ballot: str) -> bytes:
        """Make the key of a ballot, keep it, and return what ballots are sealed with."""
        private = X25519PrivateKey.generate()
        locked = self.unlock().lock(
            base64.b64encode(private.private_bytes_raw()).decode(), about=_about(ballot)
        )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A key left by an opening that was rolled back makes way: nothing was ever sealed with it.
        handle = os.open(self._file(ballot), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(f"{ballot}\n{locked}\n")
            opened.flush()
            os.fsync(opened.fileno())
        return private.public_key().public_bytes_raw()

    def unsealed(self, ballot: str, seals: list[bytes]) -> list[str]:
        """Return what the seals of a ballot hold; raises `OutsideFailure` where its key is lost.

        Raises `BrokenRecord` for a seal that was not made for this ballot.
        """
        private = self._private(ballot)
        try:
            return [_SUITE.decrypt(one, private, _info(ballot)).decode().strip() for one in seals]
        except InvalidTag:
            raise BrokenRecord("ballot.seal_broken", ballot=ballot) from None

    def destroy(self, ballot: str) -> None:
        """Destroy the key of a ballot; what it sealed can never be read again."""
        self._file(ballot).unlink(missing_ok=True)

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Yield every ballot whose key is kept, with the instant it was made."""
        for file in sorted(self.folder.glob(f"*{_SUFFIX}")):
            made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            yield file.read_text(encoding="ascii").partition("\n")[0], made

    def _private(self, ballot: str) -> X25519PrivateKey:
        try:
            locked = self._file(ballot).read_text(encoding="ascii").split("\n")[1]
        except (OSError, IndexError):
            raise OutsideFailure("ballot.key_lost", ballot=ballot) from None
        return X25519PrivateKey.from_private_bytes(
            base64.b64decode(self.unlock().open(locked, about=_about(ballot)))
        )

    def _file(self, ballot: str) -> Path:
        return self.folder / f"{hashlib.sha256(ballot.encode()).hexdigest()[:32]}{_SUFFIX}"


def sealed(choice: str, public_key: bytes, ballot: str) -> bytes:
    """Return a choice sealed for one ballot; no two seals of the same choice are alike."""
    public = X25519PublicKey.from_public_bytes(public_key)
    return _SUITE.encrypt(choice.ljust(_LENGTH).encode(), public, _info(ballot))


def _info(ballot: str) -> bytes:
    return f"diudat ballot {ballot}".encode()


def _about(ballot: str) -> str:
    return f"ballot key {ballot}"

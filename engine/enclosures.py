"""What somebody typed, kept apart from the timeline under its salted digest, so that it can be erased."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from engine.canonical import digest, plain_json
from engine.database import WriteSession
from models.timeline import Enclosure

_SALT_BYTES = 16
_INSERT = insert(Enclosure.__table__)


class Sealed:
    """A text with its salt: the timeline names the digest, the enclosure holds the text."""

    __slots__ = ("_body", "_salt", "digest")

    def __init__(self, typed: Mapping[str, Any]) -> None:
        """Seal plain values under a salt of their own."""
        self._salt = secrets.token_bytes(_SALT_BYTES)
        self._body = plain_json(typed)
        self.digest = sealed_digest(self._salt, self._body)

    def keep(self, session: WriteSession, stream: str) -> None:
        """Keep the text beside the stream that names its digest."""
        row = {"digest": self.digest, "stream": stream, "salt": self._salt, "body": self._body.decode()}
        session.write(_INSERT, row)


def sealed_digest(salt: bytes, body: bytes) -> str:
    """Return the digest a text has under its salt; it says nothing once both are erased."""
    return digest(salt, body)

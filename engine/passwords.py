"""Passwords: one form for one writing, Argon2id, and what a password must be."""

from __future__ import annotations

import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from models.errors import Malformed

SHORTEST, LONGEST = 10, 128
"""Length is what guessing costs; no signs are prescribed. Source: NIST SP 800-63B-4, § 3.1.1.2."""
_MOST_COMMON_PARTS = ("12345678", "password", "matkhau", "qwerty", "abcdefgh", "11111111", "00000000")
_FEWEST_DIFFERENT = 5

_HASHER = PasswordHash((Argon2Hasher(),))
_NOBODYS = _HASHER.hash("the password of an account that is not there")


def normalised(text: str) -> str:
    """Return a password or login name in its one form, whichever keyboard it was typed on."""
    return unicodedata.normalize("NFC", text)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(normalised(password))


def matches(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Say whether a password is the one kept, and give its hash anew where that cost less effort.

    Where nothing is kept it takes as long, so that nobody learns which accounts there are.
    """
    if len(password) > LONGEST:
        password = ""
    right, renewed = _HASHER.verify_and_update(normalised(password), kept or _NOBODYS)
    return right and kept is not None, renewed if kept is not None else None


def refuse_weak(password: str, account: str) -> None:
    """Raise `Malformed` for a password that is short, commonplace or the account's own name."""
    text = normalised(password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise Malformed("password.length", field="password", at_least=SHORTEST, at_most=LONGEST)
    plain = text.casefold()
    is_common = any(part in plain for part in _MOST_COMMON_PARTS) or len(set(plain)) < _FEWEST_DIFFERENT
    if is_common or plain in account.casefold() or account.casefold() in plain:
        raise Malformed("password.common", field="password")

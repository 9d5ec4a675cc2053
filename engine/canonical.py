"""One way to write a value as bytes (canonical JSON, RFC 8785), and the digests taken of them."""

import json
from hashlib import sha256

import orjson
import rfc8785

LARGEST_INTEGER = 2**53 - 1
"""Beyond it other readers of JSON lose digits. Source: RFC 8785, § 3.2.2.3."""
SHORTEST_SALT = 16
"""Bytes; with fewer, a name or an identity number could be guessed from its digest."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> bytes:
    """The one way to write a plain value: equal values give equal bytes on every machine, years later too.

    Plain are text, whole numbers, true, false, nothing, and lists and mappings by text of these. Raises
    TypeError for anything else, a float or a date among them, and ValueError for a whole number beyond
    `LARGEST_INTEGER`, a lone surrogate or a value that holds itself.
    """
    written = _ENCODER.encode(value).encode()
    if _has_only_ascii_names(value):
        return written
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # names sort by UTF-16 there; ten times slower


def plain_json(value: object) -> bytes:
    """The same bytes, several times faster, for what is plain by its making: no float, names in ASCII.

    Such are Pydantic's JSON-mode dumps of our own types; anything else goes to `canonical`.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)


def digest(*parts: bytes) -> str:
    """The SHA-256 of the parts in hexadecimal; the same bytes cut elsewhere give another digest."""
    hashed = sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8))
        hashed.update(part)
    return hashed.hexdigest()


def salted_digest(salt: bytes, value: object) -> str:
    """The digest that stands on the record for personal data: it says nothing once the salt is erased.

    The salt is random and belongs to one value alone. Raises ValueError for one shorter than `SHORTEST_SALT`.
    """
    if len(salt) < SHORTEST_SALT:
        raise ValueError(f"a salt has at least {SHORTEST_SALT} bytes, this one {len(salt)}")
    return digest(salt, canonical(value))


def _has_only_ascii_names(value: object) -> bool:
    """Whether mappings sort alike by code point and by UTF-16; refuses what JSON would write otherwise."""
    ascii_only = True
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if one is None or isinstance(one, str):
            continue
        if isinstance(one, int):
            if not -LARGEST_INTEGER <= one <= LARGEST_INTEGER:
                raise ValueError(f"too large for JSON: {one}")
        elif isinstance(one, dict):
            for name in one:
                if not isinstance(name, str):
                    raise TypeError(f"a name is text, not {type(name).__name__}")
                ascii_only = ascii_only and name.isascii()
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        else:
            raise TypeError(f"not a plain value: {type(one).__name__}")
    return ascii_only

"""Signing and reading signatures in a process of their own, which ends with the answer and forgets the key.

What parses strangers' files and calls a token's library cannot harm who asks, and a program that rarely signs
does not carry the library about.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore

from pydantic import TypeAdapter, ValidationError

from models.errors import DiudatError, Malformed, OutsideFailure
from outputs.signatures.parts import IN_JSON, Examined, Key, Means, Signed

_CHECKOUT = Path(__file__).resolve().parents[2]
_SECONDS = 90
_OURS = "DIUDAT_"
"""Twice a time-stamp server's patience, and the library's own start."""
_AT_ONCE = BoundedSemaphore(2)
"""Each takes a processor for a second or two and a hundred megabytes."""
_RAISED: Mapping[str, type[DiudatError]] = {one.__name__: one for one in (Malformed, OutsideFailure)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the other process is to do: to sign where a key is given, else to examine."""

    __pydantic_config__ = IN_JSON

    pdf: bytes = field(repr=False)
    at: datetime
    means: Means
    key: Key | None = field(default=None, repr=False)
    name: str = ""
    """Printed below the place of the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other process says: one of the three."""

    __pydantic_config__ = IN_JSON

    signed: Signed | None = None
    examined: tuple[Examined, ...] | None = None
    error: str | None = None
    code: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)


REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def sign(pdf: bytes, key: Key, *, name: str, at: datetime, means: Means) -> Signed:
    """Return a signed document; raises as `signing.sign` does."""
    refuse_uninstalled()
    answer = _ask(Request(pdf=pdf, at=at, means=means, key=key, name=name))
    if answer.signed is None:
        raise _error(answer)
    return answer.signed


def examine(pdf: bytes, *, at: datetime, means: Means) -> tuple[Examined, ...]:
    """Return the signatures of a file; raises as `examining.examine` does."""
    refuse_uninstalled()
    answer = _ask(Request(pdf=pdf, at=at, means=means))
    if answer.examined is None:
        raise _error(answer)
    return answer.examined


def refuse_uninstalled() -> None:
    """Raise `Malformed` where the library for signatures is not installed."""
    if find_spec("pyhanko") is None:
        raise Malformed("signature.not_installed")


def _ask(request: Request) -> Answer:
    """Send a request to the other process and return its answer; raises `OutsideFailure` for none."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        raise OutsideFailure("signature.no_answer")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "outputs.signatures.worker"],
            input=REQUEST.dump_json(request), cwd=_CHECKOUT, env=told, capture_output=True, timeout=_SECONDS,
            check=True,
        )  # fmt: skip
        return ANSWER.validate_json(done.stdout)
    except (OSError, subprocess.SubprocessError, ValidationError):
        # Not chained: what went into the other process, a passphrase among it, has no place in a log.
        raise OutsideFailure("signature.no_answer") from None
    finally:
        _AT_ONCE.release()


def _error(answer: Answer) -> DiudatError:
    return _RAISED.get(answer.error or "", OutsideFailure)(answer.code, **answer.figures)

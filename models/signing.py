"""The secret that signs what is posted to a webhook: `whsec_` and a key in base64 (Standard Webhooks)."""

from __future__ import annotations

import base64
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64
"""Bytes of a key. Source: Standard Webhooks, Signature scheme."""


def key_of(secret: str) -> bytes | None:
    """Return the key behind a secret, or None where it is none: libraries pass over what is no base64."""
    text = secret.removeprefix(_PREFIX).rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:  # no base64, or no ASCII at all
        return None
    return key or None


def _signs(secret: str) -> str:
    key = key_of(secret)
    if not secret.startswith(_PREFIX) or key is None or not _SHORTEST <= len(key) <= _LONGEST:
        raise PydanticCustomError(
            "webhook_secret",
            "whsec_ and {least} to {most} bytes in base64 are needed",
            {"least": _SHORTEST, "most": _LONGEST},
        )
    return secret


WebhookSecret = Annotated[str, Field(max_length=200), AfterValidator(_signs)]
"""A secret that can sign, checked when it is entered and not when the first event is to be posted."""

"""Mail addresses: one rule for those the register takes and those mail is sent to."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST_ADDRESS = 254  # characters; Source: RFC 5321, § 4.5.3.1.3, two brackets aside
_LONGEST_LOCAL = 64  # characters; Source: RFC 5321, § 4.5.3.1.1
_ATOM = r"[!#-'*+\-/0-9=?A-Z^-~]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_WRITTEN = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
_ADDRESS = re.compile(_WRITTEN)


def is_address(text: str) -> bool:
    """Say whether mail can be addressed to a text: letters without marks, no quoting, no signs of a list."""
    local, _, _ = text.partition("@")
    fits = len(text) <= LONGEST_ADDRESS and len(local) <= _LONGEST_LOCAL
    return fits and _ADDRESS.fullmatch(text) is not None


def _address(given: object) -> object:
    if not isinstance(given, str):
        return given  # the strict `str` behind refuses it
    text = given.strip()
    if not is_address(text):
        raise PydanticCustomError("mail_address", "a mail address is needed, such as ten@donvi.vn")
    return text


MailAddress = Annotated[
    str,
    Strict(),
    BeforeValidator(_address),
    WithJsonSchema(
        {"type": "string", "format": "email", "maxLength": LONGEST_ADDRESS, "pattern": f"^{_WRITTEN}$"}
    ),
]
"""An address that mail can be sent to."""

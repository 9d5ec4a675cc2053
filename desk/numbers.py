"""Numbers read out of addresses and forms: only such as a page or a column can have."""

from __future__ import annotations

import re

_WRITTEN = re.compile("[1-9][0-9]{0,4}")


def page_number(text: str) -> int:
    """Read the number of a page out of an address; one that no list has is the first."""
    return int(text) if _WRITTEN.fullmatch(text) else 1


def number_of(text: str, *, at_most: int = 9) -> int | None:
    """Read a whole number of so many digits at the most; every column holds nine. None for any other text."""
    return int(text) if 0 < len(text) <= at_most and text.isascii() and text.isdecimal() else None

"""The number of a page of a list, read out of an address: nobody can ask for one that no list has."""

from __future__ import annotations

import re

_WRITTEN = re.compile("[1-9][0-9]{0,4}")


def page_number(text: str) -> int:
    """Read the number of a page out of an address; one that no list has is the first."""
    return int(text) if _WRITTEN.fullmatch(text) else 1

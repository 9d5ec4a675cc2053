"""What the machine answers when it does not read, write or listen, as figures of an error."""

from __future__ import annotations

from errno import errorcode


def reason_of(refused: OSError) -> str:
    """Return the machine's own word for why it refused, such as EACCES; readers see it in words."""
    return errorcode.get(refused.errno or 0, type(refused).__name__)

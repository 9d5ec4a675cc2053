"""What the machine answers when it does not read, write or listen, as figures of an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import errorcode
from pathlib import Path

from models.errors import OutsideFailure


def reason_of(refused: OSError) -> str:
    """Return the machine's own word for why it refused, such as EACCES; readers see it in words."""
    return errorcode.get(refused.errno or 0, type(refused).__name__)


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Say as an error that a folder cannot be written into."""
    try:
        yield
    except OSError as refused:
        where = str(refused.filename or folder)
        raise OutsideFailure("folder.unwritable", folder=where, machine=reason_of(refused)) from None

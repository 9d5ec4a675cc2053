"""How a command ends: one number for every branch of the tree of errors, for scripts to rely on."""

from __future__ import annotations

from enum import IntEnum

from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound, OutsideFailure, Refused


class Exit(IntEnum):
    """What a command answers its caller with; `docs/how-to/command-line.md` lists them."""

    OK = 0
    UNEXPECTED = 1
    """A defect of the program: a traceback follows."""
    USAGE = 2
    """No such command or option; Typer's own."""
    REFUSED = 3
    """The regulation does not allow it."""
    FORBIDDEN = 4
    """The account may not do it here."""
    MALFORMED = 5
    """What was given lacks the form it must have: a request, a procedure file, a setting."""
    NOT_FOUND = 6
    CONFLICT = 7
    """Changed meanwhile, or a key used for something else."""
    OUTSIDE = 8
    """Database, mail or Prefect failed, or the record does not verify."""


_BRANCHES: tuple[tuple[type[DiudatError], Exit], ...] = (
    (Refused, Exit.REFUSED),
    (Forbidden, Exit.FORBIDDEN),
    (Malformed, Exit.MALFORMED),
    (NotFound, Exit.NOT_FOUND),
    (Conflict, Exit.CONFLICT),
    (OutsideFailure, Exit.OUTSIDE),
)


def exit_of(error: DiudatError) -> Exit:
    """Return how a command ends that met this error."""
    return next((code for branch, code in _BRANCHES if isinstance(error, branch)), Exit.UNEXPECTED)

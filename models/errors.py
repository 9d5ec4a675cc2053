"""What can go wrong, as one tree; each branch has its own answer at the desk and the command line.

DiudatError
├── Refused            the regulation does not allow it: what is unmet, with figures and sources
├── Forbidden          this person may not do it here
├── Malformed          the input does not have the form it must have
│   └── BadProcedure   a procedure file says something the engine cannot follow
├── NotFound           no such dossier, person, unit … within reach
├── Conflict           it was changed meanwhile, or the key was used for something else
└── OutsideFailure     mail, storage, network, a broken record: nothing the caller typed is wrong
    └── BrokenRecord   the record does not verify
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.requirements import Figure, Requirement


class DiudatError(Exception):
    """Every error of the program: a code for machines, figures for the sentence made where it is read."""

    def __init__(self, code: str, **figures: Figure) -> None:
        """Keep the code, such as `dossier.unknown`, and the figures its sentence needs."""
        super().__init__(code, figures)
        self.code = code
        self.figures: Mapping[str, Figure] = figures

    def __str__(self) -> str:
        """Read as the code with its figures, for logs."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.figures.items())])


class Refused(DiudatError):
    """The regulation does not allow the step yet; carries everything that is unmet, not only the first."""

    def __init__(self, unmet: Sequence[Requirement]) -> None:
        """Keep the unmet requirements with their arithmetic and sources."""
        super().__init__("refused", unmet=", ".join(one.rule for one in unmet))
        self.unmet = tuple(unmet)


class Forbidden(DiudatError):
    """The person may not do this here; the code is the reason."""


class Malformed(DiudatError):
    """The input lacks the form it must have; the figures name the field and what to do."""


class BadProcedure(Malformed):
    """A procedure file cannot be followed; the figures name file, line and remedy."""


class NotFound(DiudatError):
    """There is no such thing within the caller's reach."""


class Conflict(DiudatError):
    """Somebody else changed it meanwhile, or the idempotency key belongs to another command."""


class OutsideFailure(DiudatError):
    """Something outside the decision failed: mail, storage, network."""


class BrokenRecord(OutsideFailure):
    """What is on record does not verify: altered, missing or out of order."""

"""The shape every request has: strict, frozen, no unknown fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Reference = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w.\-/@]+$")]
"""Id or number of something on record."""
StepId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Id of a step of the road."""


class Command(BaseModel):
    """Strict, frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DossierCommand(Command):
    """A command on one dossier."""

    dossier: Reference

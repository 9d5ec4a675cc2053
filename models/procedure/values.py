"""What every part of a procedure is made of: captions, and numbers that name their source."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, model_validator


class Strict(BaseModel):
    """Refuses unknown keys and stays as it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Caption(Strict):
    """What a reader sees, Vietnamese first."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Sourced(Strict):
    """A number of the regulation never stands without the paragraph it comes from."""

    source: str = Field(min_length=3)
    to_confirm: bool = False
    """True while the letter of the regulation has not been re-read for this number."""


class Unit(StrEnum):
    """What a length of time is counted in."""

    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Amount(Sourced):
    """A plain number with its source."""

    amount: StrictInt = Field(ge=0)


class Length(Sourced):
    """A length of time with its source."""

    amount: StrictInt = Field(ge=0)
    unit: Unit


Base = Literal["roll", "present", "cast", "valid"]
"""What a fraction is a part of: the roll, those present, the ballots cast, the ballots that say yes or no."""


class Threshold(Sourced):
    """How much is enough: a part of a base (`at_least` 2/3 `of` the `roll`) or a `number`, never both.

    Whole numbers throughout. At least the whole of a base is unanimity.
    """

    comparison: Literal["at_least", "more_than"]
    share: tuple[Annotated[StrictInt, Field(ge=0)], Annotated[StrictInt, Field(ge=1)]] | None = None
    of: Base | None = None
    number: Annotated[StrictInt, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_a_part_or_a_number(self) -> Self:
        if (self.share is None) != (self.of is None):
            raise ValueError("a share says what it is a part `of`, and only a share does")
        if (self.share is None) == (self.number is None):
            raise ValueError("it is either a `share` of something or a `number`, and not both")
        if self.share is not None and self.share[0] > self.share[1]:
            raise ValueError("a share cannot be more than the whole")
        return self

    @property
    def is_unanimity(self) -> bool:
        """Say whether nothing less than the whole of its base is enough."""
        whole = self.share is not None and self.share[0] == self.share[1]
        return whole and self.comparison == "at_least"

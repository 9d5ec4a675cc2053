"""What comes of sending: a receipt, or a failure that says whether to try again.

    OutsideFailure
    └── Undelivered
        ├── Delayed          the channel may take it later: try again
        └── Undeliverable    it will never be taken as it is: a dead letter, until somebody mends the cause

Receipts and failures stay on record, so they name no person and no address: a channel's own words are cut
down to its codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import OutsideFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A channel has taken a message."""

    channel: str
    detail: str
    """The channel's own answer, as a code."""


class Undelivered(OutsideFailure):
    """A message has not been taken."""


class Delayed(Undelivered):
    """The channel may take the message later."""


class Undeliverable(Undelivered):
    """The channel will never take the message as it is."""

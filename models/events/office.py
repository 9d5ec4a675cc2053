"""What happens beside the dossiers and the meetings: changes of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.requirements import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged:
    """The register of units, persons, seats, accounts, rights or workdays changed."""

    kind: Literal["register_changed"] = "register_changed"
    change: str
    """The command's own name."""
    subject: str
    figures: Mapping[str, Figure]
    """What identifies the change, without personal text."""
    enclosure: str | None

"""Whose eyes a visitor of the demo may look through: one account for each place on the road."""

from __future__ import annotations

from examples.district_4.office import member
from examples.district_4.setting_up import ADMINISTRATOR, INSPECTOR

VISITORS = (
    member(4, 4),  # guides two at once
    member(10, 1),  # secretary of a branch that is to vote
    member(10, 2),  # keeps its dossiers
    "dv-bch-09",  # Youth Union: introduces
    "dv-bch-08",  # keeps the dossiers of the grassroots committee, which is to vote
    "dv-bch-01",  # its secretary
    "dv-qu-10",  # keeps the dossiers of the committee that decides
    "dv-qu-01",  # its secretary
    INSPECTOR,
    ADMINISTRATOR,
)
"""In the order in which a dossier comes to them."""

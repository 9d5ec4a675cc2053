"""Proxies for tests: a regulation that allows them at the branch's vote, and members who give them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from engine.ballots import Participation
from engine.procedures import Procedures
from engine.registry import Recorded
from models import commands
from models.commands import CastBallot
from models.commands.ballots import Choice
from tests.ballots import Voting
from tests.roads import Road
from tests.sittings import attendance

_SHIPPED = Path(__file__).resolve().parent.parent / "procedures"
_VOTE = "        vote:\n          roll: official_members\n"
_SOURCE = "Quy ước địa phương, chi bộ cho ủy quyền biểu quyết"


@cache
def allowing(amount: int) -> Procedures:
    """Return the regulation of 2022 with so many proxies a member at the branch's vote on admission."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "procedures"
        shutil.copytree(_SHIPPED, kept)
        file = kept / "vn-2022.yaml"
        text = file.read_text(encoding="utf-8")
        allowed = f"{_VOTE}          proxies: {{amount: {amount}, source: '{_SOURCE}'}}\n"
        file.write_text(text.replace(_VOTE, allowed, 1), encoding="utf-8")
        return Procedures(kept)


def under(road: Road, amount: int) -> Road:
    """Return an office under a regulation that allows so many."""
    road.registry = replace(road.registry, procedures=allowing(amount))
    return road


def give(road: Road, meeting: str, on: date, giver: str, holder: str, key: str | None = None) -> Recorded:
    """Have a member authorise another, by their own account."""
    return road.do(commands.GiveProxy(meeting=meeting, holder=holder), f"{giver}@self", on, key)


def revoke(road: Road, meeting: str, on: date, giver: str) -> Recorded:
    """Have a member take back their proxy."""
    return road.do(commands.RevokeProxy(meeting=meeting), f"{giver}@self", on)


def cast_for(branch: Voting, holder: int, giver: int, choice: Choice) -> Participation:
    """Have who holds a proxy vote by it; members by their place on the roll."""
    vote = CastBallot(ballot=branch.ballot.id, choice=choice, on_behalf_of=branch.members[giver])
    return branch.road.registry.cast(vote, by=f"{branch.members[holder]}@self")


def gives(branch: Voting, giver: int, holder: int, key: str | None = None) -> Recorded:
    """Have a member of the branch authorise another; members by their place on the roll."""
    return give(branch.road, branch.meeting, branch.on, branch.members[giver], branch.members[holder], key)


def revokes(branch: Voting, giver: int) -> Recorded:
    """Have a member of the branch take back their proxy."""
    return revoke(branch.road, branch.meeting, branch.on, branch.members[giver])


def notes(branch: Voting, member: int, change: str) -> None:
    """Note that a member of the branch arrived or left."""
    attendance(branch.road, branch.meeting, branch.on, branch.members[member], change)

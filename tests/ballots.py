"""Ballots for tests: a dossier before a branch that votes on members' own devices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from engine.ballot_keys import BallotKeys
from engine.ballots import Participation
from engine.registry import Recorded
from engine.vault import open_vault
from engine.verification import verify
from models import commands
from models.commands import CastBallot
from models.commands.ballots import Choice, Way
from models.errors import Refused
from models.state import Ballot
from tests.roads import BRANCH, Road, answers

STEP = "branch_vote"
SINCE = date(2021, 9, 10)


@dataclass
class Voting:
    """A branch in a meeting over one dossier, and its members' accounts."""

    road: Road
    dossier: str
    on: date
    meeting: str

    @property
    def members(self) -> list[str]:
        """Return those on the branch's roll."""
        return self.road.rolls[BRANCH]

    @property
    def ballot(self) -> Ballot:
        """Return the ballot under way."""
        found = self.road.state(self.dossier).ballot
        assert found is not None
        return found

    def open(self, way: Way = "secret") -> str:
        """Open a ballot; return its id."""
        self.do(commands.OpenBallot(dossier=self.dossier, step=STEP, meeting=self.meeting, way=way))
        return self.ballot.id

    def cast(self, member: int | str, choice: Choice, ballot: str | None = None) -> Participation:
        """Have a member vote."""
        person = self.members[member] if isinstance(member, int) else member
        vote = CastBallot(ballot=ballot or self.ballot.id, choice=choice)
        return self.road.registry.cast(vote, by=f"{person}@self")

    def close(self) -> Recorded:
        """Close and count."""
        return self.do(
            commands.CloseBallot(dossier=self.dossier, step=STEP, meeting=self.meeting, ballot=self.ballot.id)
        )

    def void(self) -> Recorded:
        """Annul the ballot under way."""
        return self.do(
            commands.VoidBallot(dossier=self.dossier, step=STEP, ballot=self.ballot.id, reason="nhầm hồ sơ")
        )

    def record(self) -> Recorded:
        """Record the result with the step's paper."""
        procedure = self.road.procedure(self.dossier)
        return self.do(
            commands.RecordBallot(
                dossier=self.dossier, step=STEP, meeting=self.meeting, ballot=self.ballot.id,
                answers=answers(procedure, procedure.step(STEP)),
            )
        )  # fmt: skip

    def do(self, command: commands.Command, on: date | None = None) -> Recorded:
        """Record a command of the branch's secretary."""
        return self.road.do(command, self.road.secretary(BRANCH), on or self.on)


def voting(road: Road, folder: Path, absent: int = 0, since: date = SINCE) -> Voting:
    """Return a branch in a meeting over a dossier that awaits its vote, with keys in a folder.

    The dossier was opened on the day given.
    """
    keys = BallotKeys(folder=folder / "ballot-keys", unlock=lambda: open_vault((), folder / "secret.key"))
    road.registry = replace(road.registry, ballot_keys=keys)

    def meets() -> tuple[str, date, str]:
        dossier, on = road.at(STEP, since)
        return dossier, on, road.meeting(BRANCH, on, absent)

    dossier, on, meeting = road.once(("meets", since, absent), meets)
    return Voting(road=road, dossier=dossier, on=on, meeting=meeting)


def refused(doing: Callable[[], object]) -> set[str]:
    """Return the rules that stand in the way of something."""
    with pytest.raises(Refused) as refusal:
        doing()
    return {one.rule for one in refusal.value.unmet}


def assert_verified(branch: Voting) -> None:
    """Hold the whole record to itself."""
    with branch.road.database.reading() as session:
        assert verify(session).faults == ()

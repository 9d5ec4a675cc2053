"""A branch in a meeting that votes at the desk: its members' browsers, and its secretary's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from tests.ballots import STEP, Voting, voting
from tests.desks import PASSWORD, Browser, DeskTest, desk_over
from tests.roads import Road, noon

CHOICE = "_choice"
"""Posted name of what a member chooses."""


@dataclass
class Polls:
    """A branch in a meeting, before a desk."""

    voting: Voting
    desk: DeskTest

    @property
    def page(self) -> str:
        """Return the address of the ballot under way."""
        return f"/ballots/{self.voting.ballot.id}"

    @property
    def step(self) -> str:
        """Return the address of the step."""
        return f"/dossiers/{self.voting.dossier}/{STEP}"

    def member(self, position: int) -> Browser:
        """Return the browser of a member, who has proved themselves."""
        browser = self.desk.signed_in(f"{self.voting.members[position]}@self")
        proved(browser)
        return browser

    def secretary(self) -> Browser:
        """Return the browser of the branch's secretary, who has proved themselves."""
        browser = self.desk.signed_in()
        proved(browser)
        return browser

    def rows(self, table: type) -> int:
        """Return how many rows a table has."""
        with self.desk.desk.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def told(self, kind: type) -> list[object]:
        """Return what the dossier's timeline tells of one kind."""
        entries = self.voting.road.entries(self.voting.dossier)
        return [one.event for one in entries if isinstance(one.event, kind)]


def proved(browser: Browser) -> None:
    """Prove oneself again, as the page of choices asks."""
    assert browser.post("/elevate", {"_then": "/", "_proof": PASSWORD}).status_code == 303


def polls_in(road: Road, folder: Path, absent: int = 0) -> Polls:
    """Return a branch in a meeting over a dossier that awaits its vote, before a desk."""
    held = voting(road, folder, absent)
    desk = desk_over(road, folder)
    desk.clock.at = noon(held.on)
    return Polls(voting=held, desk=desk)

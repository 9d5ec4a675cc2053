"""Members who are no strangers to the candidate: declared, abstaining, named with the vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import commands
from models.errors import Forbidden, NotFound
from models.events import InterestDeclared, Voted
from tests.ballots import STEP, Voting, refused, voting
from tests.roads import OTHER_BRANCH, Road


@pytest.fixture
def branch(road: Road, tmp_path: Path) -> Voting:
    """Nine official members in a meeting, nobody away."""
    return voting(road, tmp_path)


def test_member_declares_an_interest_only_of_themself_and_before_voting(branch: Voting) -> None:
    branch.open()
    person, other = branch.members[3], branch.members[4]
    branch.cast(4, "yes")

    def declare(of: str, by: str) -> commands.Command:
        command = commands.DeclareInterest(
            dossier=branch.dossier, on=branch.on, person=of, relation="kinship", reason="anh họ"
        )
        branch.road.do(command, by, branch.on)
        return command

    declare(person, f"{person}@self")
    assert refused(lambda: declare(other, f"{other}@self")) == {"interest.before_voting"}
    with pytest.raises((Forbidden, NotFound)):
        declare(other, f"{person}@self")
    stranger = branch.road.member(OTHER_BRANCH, branch.on)
    branch.road.tell(branch.on, command="open_account", id=f"{stranger}@self", person=stranger)
    with pytest.raises(NotFound):
        declare(stranger, f"{stranger}@self")

    told = branch.road.entries(branch.dossier)[-1].event
    assert isinstance(told, InterestDeclared)
    assert (told.person, told.relation) == (person, "kinship")


def test_kin_of_the_candidate_abstains_counts_and_is_named(branch: Voting) -> None:
    kin = branch.members[5]
    branch.do(
        commands.DeclareInterest(
            dossier=branch.dossier, on=branch.on, person=kin, relation="kinship", reason="anh ruột"
        )
    )
    branch.open("open")

    assert refused(lambda: branch.cast(5, "yes")) == {"ballot.may_vote"}
    for member in (0, 1, 2, 3, 4, 6):
        branch.cast(member, "yes")
    branch.close()
    (voted,) = branch.record().events

    assert isinstance(voted, Voted)
    assert (voted.roll, voted.yes, voted.needed, voted.outcome) == (9, 6, 6, "passed")
    assert [(one.person, one.relation, one.treatment) for one in voted.interested] == [
        (kin, "kinship", "abstains")
    ]


def test_tally_of_the_room_leaves_no_ballot_for_kin(branch: Voting) -> None:
    branch.do(
        commands.DeclareInterest(
            dossier=branch.dossier,
            on=branch.on,
            person=branch.members[5],
            relation="kinship",
            reason="anh ruột",
        )
    )
    all_nine, by = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting)
    eight, _ = branch.road.command(branch.dossier, STEP, branch.on, meeting=branch.meeting, yes=8)

    assert refused(lambda: branch.road.do(all_nine, by, branch.on)) == {"vote.abstaining"}
    assert isinstance(branch.road.do(eight, by, branch.on).events[0], Voted)

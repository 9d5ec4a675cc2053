"""Who may do what: scopes, stakes and the places where a role must be held."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.access import (
    RIGHTS,
    SYSTEM,
    Access,
    Actor,
    Grant,
    Lent,
    Place,
    in_scope,
    may,
    may_read,
    may_there,
)
from engine.database import Database
from engine.registry import Registry
from models import commands
from models.commands import AnyCommand
from models.dossier import Dossier
from models.errors import NotFound
from models.state import Ballot, Status
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, PROCEDURES, ZONE, Road, noon
from tests.walks import MENTOR, VN_2022, at

DAY = date(2022, 3, 1)


def _actor(*grants: tuple[str, str], person: str | None = "p") -> Actor:
    return Actor(
        account="a", person=person, grants=frozenset(Grant(role=role, unit=unit) for role, unit in grants)
    )


def _seen(road: Road, *units: str, role: str = "inspector") -> set[str]:
    actor = _actor(*((role, unit) for unit in units))
    with road.database.reading() as session:
        return {row.number for row in session.rows(in_scope(select(Dossier.number), actor))}


def test_role_reaches_the_dossiers_of_its_unit_and_of_all_below(road: Road) -> None:
    here, there = road.open(DAY), road.open(DAY, unit=OTHER_BRANCH)

    assert _seen(road, BRANCH) == {here}
    assert _seen(road, OTHER_BRANCH) == {there}
    assert _seen(road, COMMITTEE) == _seen(road, COMPETENT) == {here, there}


def test_roles_in_two_units_reach_both_and_each_dossier_once(road: Road) -> None:
    here, there = road.open(DAY), road.open(DAY, unit=OTHER_BRANCH)
    actor = _actor(
        ("inspector", BRANCH), ("secretary", BRANCH), ("clerk", OTHER_BRANCH), ("member", COMMITTEE)
    )

    with road.database.reading() as session:
        found = [row.number for row in session.rows(in_scope(select(Dossier.number), actor))]

    assert sorted(found) == [here, there]


def test_nobody_without_a_role_sees_a_dossier_in_a_list_and_the_system_sees_all(road: Road) -> None:
    number = road.open(DAY)

    with road.database.reading() as session:
        system = session.rows(in_scope(select(Dossier.number), Actor(account=SYSTEM, person=None)))

    assert _seen(road) == set()
    assert [row.number for row in system] == [number]


def _prefixes(road: Road, *codes: str) -> list[str]:
    """Add a branch under a committee of its own for every code, each with a dossier; return their numbers."""
    found = []
    for code in codes:
        above, branch = f"tren-{code}", f"duoi-{code}"
        plain = {"command": "add_unit", "name": "Đơn vị", "place": "Quận 4", "on": DAY}
        road.tell(
            DAY, **(plain | {"id": above, "kind": "grassroots_committee", "code": code, "parent": COMPETENT})
        )
        road.tell(DAY, **(plain | {"id": branch, "kind": "branch", "code": "1", "parent": above}))
        road.accounts[branch] = road.account("secretary", branch, DAY)
        found.append(road.open(DAY, unit=branch))
    return found


def test_unit_whose_code_begins_like_anothers_is_not_below_it(road: Road) -> None:
    two, twenty_one, small, capital = _prefixes(road, "2", "21", "ab", "AB")

    assert _seen(road, "tren-2") == {two}
    assert _seen(road, "tren-21") == {twenty_one}
    assert _seen(road, "tren-ab") == {small}
    assert _seen(road, "tren-AB") == {capital}


@pytest.mark.parametrize("role", ["inspector", "member", "clerk", "administrator"])
def test_any_role_in_the_line_reads_and_roles_elsewhere_do_not(role: str) -> None:
    walk, _ = at("branch_vote")
    line = walk.state.line

    assert all(may_read(_actor((role, unit)), line, frozenset()).allowed for unit in line)
    assert not may_read(_actor((role, "cb9")), line, frozenset()).allowed


def test_who_guides_or_guided_reads_without_a_role() -> None:
    walk, _ = at("branch_vote")
    stakes = frozenset(one.person for one in walk.state.guides)

    assert may_read(_actor(person=MENTOR), walk.state.line, stakes).allowed
    assert not may_read(_actor(person="p"), walk.state.line, stakes).allowed
    assert not may_read(_actor(person=None), walk.state.line, stakes).allowed


def test_every_command_has_a_place_in_the_table() -> None:
    kinds = AnyCommand.__origin__.__args__  # type: ignore[attr-defined]  # an annotated union
    names = {kind.model_fields["command"].default for kind in kinds}

    assert set(RIGHTS) == names


def test_role_one_level_up_or_down_does_not_do_a_branchs_step() -> None:
    walk, day = at("opinions")
    command, _ = walk.command("opinions", day)

    allowed = {
        unit for unit in ("cb", "du", "qu", "doan")
        if may(_actor(("secretary", unit)), command, walk.state, VN_2022).allowed
    }  # fmt: skip

    assert allowed == {"cb"}


@pytest.mark.parametrize(
    ("step", "unit"),
    [("verification", "du"), ("branch_vote", "cb"), ("grassroots_vote", "du"), ("decision", "qu")],
)
def test_step_is_done_by_the_body_the_procedure_names(step: str, unit: str) -> None:
    walk, day = at(step)
    command, _ = walk.command(step, day)

    for held in ("cb", "du", "qu"):
        granted = may(_actor(("clerk", held)), command, walk.state, VN_2022)
        assert granted.allowed == (held == unit)
    assert may(_actor(("clerk", unit)), command, walk.state, VN_2022).unit == unit


def test_mentors_step_is_done_by_the_mentor_and_by_no_role() -> None:
    walk, day = at("introduction")
    command, _ = walk.command("introduction", day)
    offices = [
        (role, unit) for role in ("secretary", "clerk", "administrator") for unit in ("cb", "du", "qu")
    ]

    assert may(_actor(person=MENTOR), command, walk.state, VN_2022).allowed
    assert not may(_actor(*offices, person="p"), command, walk.state, VN_2022).allowed


def test_former_mentor_does_the_mentors_step_no_more() -> None:
    walk, day = at("introduction")
    walk.tell(day, command="replace_mentor", on=day, person="nguoi-thu-hai", reason="Chuyển đi.")
    command, _ = walk.command("introduction", day)

    assert not may(_actor(person=MENTOR), command, walk.state, VN_2022).allowed
    assert may(_actor(person="nguoi-thu-hai"), command, walk.state, VN_2022).allowed


@pytest.mark.parametrize(
    ("endorser", "unit", "allowed"),
    [
        ("youth_union", "doan", True),
        ("trade_union", "doan", False),
        ("member", "doan", False),
        ("youth_union", "cb", False),
    ],
)
def test_union_officer_endorses_for_the_own_union_alone(endorser: str, unit: str, *, allowed: bool) -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day)
    asked = command.model_copy(update={"endorser": endorser})

    assert may(_actor(("union_officer", unit)), asked, walk.state, VN_2022).allowed == allowed


def test_step_no_longer_open_is_still_its_bodys_to_ask_about() -> None:
    """A second click is refused for being late, not for a missing right."""
    walk, day = at("opinions")
    command, _ = walk.command("opinions", day)
    walk.do(command, day)

    assert may(_actor(("clerk", "cb")), command, walk.state, VN_2022).allowed


def test_correction_belongs_to_the_body_of_its_step_even_after_the_end() -> None:
    walk, day = at("decision")
    ended = replace(walk.state, status=Status.RECOGNISED, open=())
    command = commands.Correction(
        dossier=ended.number, step="grassroots_vote", on=day, answers={"x": "y"}, reason="Gõ nhầm."
    )

    assert may(_actor(("clerk", "du")), command, ended, VN_2022).allowed
    assert not may(_actor(("clerk", "cb")), command, ended, VN_2022).allowed


@pytest.mark.parametrize("role", ["secretary", "clerk", "administrator", "inspector"])
def test_term_is_ended_by_the_system_and_by_no_role(role: str) -> None:
    walk, _ = at("probation")
    waiting = commands.Waiting(dossier=walk.state.number, step="probation")
    everywhere = _actor(*((role, unit) for unit in walk.state.line))

    assert not may(everywhere, waiting, walk.state, VN_2022).allowed
    assert may(Actor(account=SYSTEM, person=None), waiting, walk.state, VN_2022).allowed


def test_who_stands_in_holds_what_was_lent_for_the_tasks_given_over_alone() -> None:
    own, lent = Grant(role="clerk", unit=BRANCH), Grant(role="secretary", unit=OTHER_BRANCH)
    over = Lent(person="away", grant=lent, tasks=frozenset({"votes"}), since=DAY, until=DAY)
    actor = Actor(account="a", person="p", grants=frozenset({own}), lent=(over,))

    assert actor.held_for("vote") == {own, lent}
    assert actor.held_for("form") == actor.held_for("sign_minutes") == {own}
    assert actor.reads == {own, lent}
    assert actor.on(DAY).lent == (over,)
    assert [actor.on(one).lent for one in (date(2022, 2, 28), date(2022, 3, 2))] == [(), ()]


def test_member_speaks_of_their_own_interest_while_a_ballot_is_open() -> None:
    walk, day = at("branch_vote")
    ballot = Ballot(
        id="B-1", step="branch_vote", attempt=1, procedure="vn-2022", meeting="HN-1", unit="cb", way="open"
    )
    state, command = replace(walk.state, ballot=ballot), commands.DeclareInterest(
        dossier=walk.state.number, on=day, person="p", relation="kinship", reason="Anh em."
    )  # fmt: skip
    refused = Access(allowed=False, reason="access.role")

    assert may(_actor(), command, state, VN_2022) == Access(allowed=True, reason="access.self", unit="cb")
    assert may(_actor(), command, walk.state, VN_2022) == refused
    assert may(_actor(person="q"), command, state, VN_2022) == refused
    assert may(_actor(person=None), command, state, VN_2022) == refused


def test_officers_sign_their_minutes_in_their_own_name_whatever_roles_they_hold() -> None:
    command = commands.SignMinutes(meeting="HN-1", sha256="0" * 64)
    place = Place(unit=BRANCH, line=(BRANCH, COMMITTEE), persons=frozenset({"p"}))

    allowed = Access(allowed=True, reason="access.person", unit=BRANCH)
    refused = Access(allowed=False, reason="access.role")
    assert may_there(_actor(), command, place) == allowed
    assert may_there(_actor(("secretary", BRANCH), person="q"), command, place) == refused
    opening = commands.CloseMeeting(meeting="HN-1")
    assert may_there(_actor(), opening, place) == refused


def test_what_was_lent_elsewhere_is_no_answer_and_here_it_names_the_absent() -> None:
    over = Lent(
        person="away", grant=Grant(role="secretary", unit=BRANCH), tasks=frozenset({"votes"}), since=DAY,
        until=DAY,
    )  # fmt: skip
    actor = Actor(account="a", person="p", lent=(over,))
    command = commands.CloseMeeting(meeting="HN-1")

    here, there = (Place(unit=one, line=(one, COMMITTEE)) for one in (BRANCH, OTHER_BRANCH))
    assert may_there(actor, command, there) == Access(allowed=False, reason="access.role")
    assert may_there(actor, command, here) == Access(
        allowed=True, reason="access.unit", unit=BRANCH, on_behalf_of="away"
    )


def test_place_is_asked_for_where_a_command_names_no_dossier() -> None:
    command = commands.SetWorkday(on=DAY, is_working=True, source="Thông báo")

    assert not may_there(_actor(("administrator", "qu")), command, None).allowed
    assert may_there(Actor(account=SYSTEM, person=None), command, None).allowed


def test_person_behind_an_account_that_holds_nothing_acts_nowhere(road: Road) -> None:
    dossier = road.open(DAY)
    road.tell(DAY, command="open_account", id="trong", person=None)
    registry = Registry(database=road.database, procedures=PROCEDURES, zone=ZONE)
    command = commands.Withdraw(dossier=dossier, on=DAY, reason="Xin rút.")

    with pytest.raises(NotFound):
        registry.record(command, by="trong", at=noon(DAY))


def test_in_scope_of_an_empty_office_is_nothing(database: Database) -> None:
    with database.reading() as session:
        assert session.rows(in_scope(select(Dossier.number), _actor(("inspector", "x")))) == []

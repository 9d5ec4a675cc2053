"""The District 4 story: always the same, on working days, and allowed by the regulation to the last act."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from console.player import Happened, Player, StoryBroken
from engine.access import SYSTEM, Actor
from engine.database import Database, open_database
from engine.known import calendar
from engine.queries import dossier as query
from engine.queries import figures, sweep
from engine.queries.papers import paper_facts
from engine.registry import Registry
from engine.rules.time_limits import local_date
from engine.verification import verify
from engine.workdays import shipped_overrides, vietnam_calendar
from examples.district_4 import Act, end, story
from examples.district_4.office import WARDS
from models import commands
from models.state import LIVE, DossierState
from outputs.documents.contexts.catalogue import context_of
from tests.roads import PROCEDURES, ZONE

# What is made once for all tests here is made by one process.
pytestmark = pytest.mark.xdist_group("story")

EVERYBODY = Actor(account=SYSTEM, person=None)
QUARTERS = 14
"""From October 2019 to October 2022, and the end of the story."""


@dataclass(frozen=True)
class Told:
    """The story as it lies in a database, with what happened on the way."""

    database: Database
    happened: list[Happened]

    def lines(self) -> tuple[query.DossierLine, ...]:
        """Return every dossier."""
        with self.database.reading() as session:
            return query.dossiers(session, EVERYBODY, query.Wanted())

    def states(self) -> list[DossierState]:
        """Return where every dossier stands."""
        with self.database.reading() as session:
            return [query.dossier(session, EVERYBODY, one.number).state for one in self.lines()]


def _swept(registry: Registry, at: datetime) -> None:
    """Record what the daily sweep finds, without Prefect."""
    on = local_date(at, ZONE)
    with registry.database.reading() as session:
        over = sweep.terms_over(session, on)
        found = sweep.reminders(session, on, procedures=PROCEDURES, calendar=calendar(session))
    for term in over:
        ended = commands.Waiting(dossier=term.dossier, step=term.step)
        registry.record(ended, by=SYSTEM, at=at, key=term.key)
    for one in found:
        said = commands.Remind(
            dossier=one.dossier, on=on, about=one.about, subject=one.subject, due_on=one.due_on,
            days=one.days, escalated_to=one.escalated_to,
        )  # fmt: skip
        registry.record(said, by=SYSTEM, at=at, key=one.key)


def _told(database: Database, acts: list[Act]) -> Told:
    registry = Registry(database=database, procedures=PROCEDURES, zone=ZONE)
    happened: list[Happened] = []
    waves: list[datetime] = []
    player = Player(
        registry=registry,
        zone=ZONE,
        sweep=lambda at: _swept(registry, at),
        wave=waves.append,
        watch=happened.append,
    )
    player.play(acts, until=end())
    assert len(waves) == QUARTERS
    return Told(database=database, happened=happened)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[Told]:
    """The whole story, played once for the tests that only look at it."""
    file = tmp_path_factory.mktemp("story") / "story.db"
    shutil.copyfile(_sqlite_template, file)
    with closing(open_database(f"sqlite:///{file}")) as database:
        yield _told(database, list(story()))


def test_story_is_the_same_each_time_and_in_the_order_of_time() -> None:
    acts = list(story())

    assert acts == list(story())
    assert acts == sorted(acts, key=lambda one: one.at)


def test_office_works_on_working_days_only() -> None:
    worked = vietnam_calendar(range(2019, 2024), shipped_overrides())

    days = {local_date(act.at, ZONE) for act in story()}

    assert [str(day) for day in sorted(days) if not worked.is_working_day(day)] == []


def test_regulation_forbids_one_vote_and_allows_all_else(told: Told) -> None:
    forbidden = [one.refused for one in told.happened if one.refused is not None]

    assert [rule.rule for refused in forbidden for rule in refused.unmet] == ["paper.valid"]
    assert len(told.happened) == len(list(story()))


def test_six_are_admitted_of_whom_three_are_official_and_three_in_probation(told: Told) -> None:
    admitted = [(one.stage, one.status) for one in told.lines() if one.joined_on is not None]

    assert Counter(admitted) == {("recognition", "recognised"): 3, ("probation", "under_way"): 3}


def test_others_stand_at_every_other_place_of_the_road(told: Told) -> None:
    others = [one for one in told.lines() if one.joined_on is None]

    assert {one.stage for one in others} == {
        "sourcing", "nomination", "mentor_assessment", "branch_vote", "committee_approval", "ceremony",
    }  # fmt: skip
    assert {one.status for one in others} == {
        "under_way", "returned", "suspended", "refused", "withdrawn", "closed",
    }  # fmt: skip
    assert {one.procedure for one in others} == {"vn-2016", "vn-2022"}


def test_one_ward_has_had_nobody_in_three_years(told: Told) -> None:
    with told.database.reading() as session:
        branches = figures.by_branch(session, EVERYBODY, "branch")

    assert [one.name for one in branches if not one.dossiers] == ["Chi bộ Quân sự Phường 18"]
    assert len(branches) == len(WARDS) + 1


def test_slow_committee_is_late_in_spite_of_its_extension(told: Told) -> None:
    late = [
        (one.number, awaited.step)
        for one in told.lines()
        for awaited in one.awaits
        if one.status == "under_way" and awaited.due_on and awaited.due_on < local_date(end(), ZONE)
    ]
    extended = [state.number for state in told.states() if any(one.extended for one in state.open)]

    assert late == [(extended[0], "decision")]
    assert len(extended) == 1


def test_expired_certificate_blocks_until_the_course_is_taken_again(told: Told) -> None:
    blocked = [
        one for one in told.states() if any(step.again for step in one.open) and one.supplement is None
    ]

    assert [[step.step for step in one.open] for one in blocked] == [["branch_vote", "awareness_course"]]


@pytest.mark.parametrize(
    "asked",
    [
        commands.Transfer, commands.ReplaceMentor, commands.Correction, commands.Migrate,
        commands.ExtendLimit, commands.Reopen, commands.Suspend, commands.Resume,
        commands.ReturnForSupplement, commands.Withdraw, commands.Close,
    ],
)  # fmt: skip
def test_everything_that_crosses_the_road_happens(asked: type) -> None:
    assert [act for act in story() if isinstance(act.command, asked)]


def test_members_guide_one_or_two_each(told: Told) -> None:
    live = [one for one in told.states() if one.status in LIVE]

    guided = Counter(guide.person for state in live for guide in state.guides_now("mentor"))
    assert set(guided.values()) == {1, 2}


def test_every_paper_has_all_that_it_prints(told: Told) -> None:
    with told.database.reading() as session:
        due = [
            (paper.document, state.procedure)
            for state in told.states()
            for paper in query.documents(session, EVERYBODY, state.number)
        ]
        facts = [paper_facts(session, mark, PROCEDURES.version(version)) for mark, version in due]

    assert len([context_of(one) for one in facts]) == len(due) > 250
    assert {"1-KNĐ", "4A-KNĐ", "6-KNĐ", "9-KNĐ", "BB-LKN", "16-KNĐ"} <= {one.form for one in facts}


def test_record_of_the_story_verifies(told: Told) -> None:
    with told.database.reading() as session:
        verified = verify(session)

    assert verified.faults == ()
    assert verified.streams > 50


def test_story_ends_alike_on_the_other_database(told: Told, postgresql_database: Database) -> None:
    other = _told(postgresql_database, list(story()))

    assert other.lines() == told.lines()
    assert [_standing(one) for one in other.states()] == [_standing(one) for one in told.states()]


def _standing(state: DossierState) -> tuple[object, ...]:
    """Return where a dossier stands but for digests of what was typed, which are salted."""
    return state.number, state.status, state.open, state.done, state.guides, state.joined_on


def test_story_the_regulation_contradicts_is_broken(sqlite_database: Database) -> None:
    acts = [act for act in story() if not isinstance(act.command, commands.EnterStanding)]

    with pytest.raises(StoryBroken, match="mentor_assignment"):
        _told(sqlite_database, acts)

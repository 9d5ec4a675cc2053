"""Counts of dossiers and of what they left behind."""

from datetime import date

from engine.access import SYSTEM, Actor
from engine.actors import actor_of
from engine.queries.figures import BranchCount, Output, StageCount, by_branch, by_stage, output
from tests.roads import BRANCH, OTHER_BRANCH, Road

EVERYBODY = Actor(account=SYSTEM, person=None)
OPENED = date(2021, 9, 10)


def test_dossiers_are_counted_by_stage_and_status(road: Road) -> None:
    withdrawn = road.open(OPENED)
    road.open(OPENED)
    road.tell(
        date(2021, 9, 13), road.secretary(BRANCH), command="withdraw", dossier=withdrawn,
        on=date(2021, 9, 13), reason="Xin thôi xét.",
    )  # fmt: skip

    with road.database.reading() as session:
        counted = by_stage(session, EVERYBODY)

    assert counted == (
        StageCount(stage="sourcing", status="under_way", dossiers=1),
        StageCount(stage="sourcing", status="withdrawn", dossiers=1),
    )


def test_branch_without_dossiers_is_counted_with_zeros(road: Road) -> None:
    road.at("new_member_course")

    with road.database.reading() as session:
        counted = by_branch(session, EVERYBODY, "branch")

    assert counted == (
        BranchCount(
            unit=BRANCH, name="Chi bộ Quân sự Phường 4", dossiers=1, under_way=1, admitted=1, recognised=0
        ),
        BranchCount(
            unit=OTHER_BRANCH, name="Chi bộ Quân sự Phường 9", dossiers=0, under_way=0, admitted=0,
            recognised=0,
        ),
    )  # fmt: skip


def test_counts_end_where_an_account_may_not_look(road: Road) -> None:
    road.open(OPENED)

    with road.database.reading() as session:
        stranger = actor_of(session, road.secretary(OTHER_BRANCH))
        branches = [one.unit for one in by_branch(session, stranger, "branch")]
        stages = by_stage(session, stranger)

    assert (branches, stages) == ([OTHER_BRANCH], ())


def test_papers_that_are_due_are_counted_apart_from_those_made(road: Road) -> None:
    road.at("mentorship")

    with road.database.reading() as session:
        counted = output(session)

    assert counted == Output(documents_due=1, documents_made=0, notices_sent=0, notices_dead=0)

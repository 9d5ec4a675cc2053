"""What awaits whom: the oldest limit first, counted, narrowed, and never beyond the actor's reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from engine.actors import actor_of
from engine.queries.duties import SUPPLEMENT
from engine.queries.inbox import Due, Inbox, Looked, inbox_of, lately_done, waiting
from models import commands
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road


def _inbox(road: Road, account: str, today: date, due: Due = "", step: str = "") -> Inbox:
    with road.database.reading() as session:
        actor = actor_of(session, account)
        return inbox_of(session, actor, road.registry.procedures, Looked(today=today, due=due, step=step))


@contextmanager
def _questions(road: Road) -> Iterator[list[str]]:
    """Collect what is asked of the database meanwhile."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    readers = road.database._readers
    event.listen(readers, "before_cursor_execute", note)
    yield asked
    event.remove(readers, "before_cursor_execute", note)


def _awaits(road: Road, account: str, today: date) -> list[tuple[str, str]]:
    return [(one.dossier, one.step) for one in _inbox(road, account, today).duties]


def test_step_awaits_the_body_and_role_that_act_and_nobody_else(road: Road) -> None:
    dossier, today = road.at("branch_vote")
    clerk = road.account("clerk", BRANCH)
    inspector = road.account("inspector", COMPETENT)
    elsewhere = [
        road.secretary(OTHER_BRANCH),
        road.secretary(COMMITTEE),
        road.secretary(COMPETENT),
        inspector,
    ]

    assert _awaits(road, road.secretary(BRANCH), today) == [(dossier, "branch_vote")]
    assert _awaits(road, clerk, today) == [(dossier, "branch_vote")]
    assert [_awaits(road, account, today) for account in elsewhere] == [[], [], [], []]


def test_assessment_awaits_the_mentor_by_name_alone(road: Road) -> None:
    dossier, today = road.at("mentorship")

    mentor = road.mentor(dossier)
    other_member = next(f"{one}@self" for one in road.rolls[BRANCH] if f"{one}@self" != mentor)

    assert _awaits(road, mentor, today) == [(dossier, "mentorship")]
    assert _awaits(road, other_member, today) == []
    assert _awaits(road, road.account("clerk", BRANCH), today) == []


def test_suspended_dossier_awaits_nobody(road: Road) -> None:
    dossier, today = road.at("mentorship")
    mentor = road.mentor(dossier)

    road.tell(today, road.secretary(BRANCH), command="suspend", dossier=dossier, on=today, reason="Đi học xa")

    assert _awaits(road, mentor, today) == []


def test_returned_dossier_awaits_its_branch_until_the_day_of_the_answer(road: Road) -> None:
    dossier, today = road.at("grassroots_vote")
    committee = road.secretary(COMMITTEE)
    items = [{"item": "Đơn xin vào Đảng", "reason": "Thiếu chữ ký", "step": "application"}]
    road.tell(today, committee, command="return_for_supplement", dossier=dossier, on=today, items=items)

    found = _inbox(road, road.secretary(BRANCH), today)

    answer_by = road.state(dossier).supplement
    assert answer_by is not None
    assert [(one.step, one.due_on) for one in found.duties] == [
        (SUPPLEMENT, answer_by.answer_by),
        ("application", None),
    ]
    assert all(one.handed is not None and one.handed.is_return for one in found.duties)
    assert _awaits(road, committee, today) == []


def test_oldest_limit_comes_first_and_counts_follow_the_day(road: Road) -> None:
    late, reached = road.at("decision")
    due_on = road.state(late).open[0].due_on
    assert due_on is not None
    later, _ = road.at("decision", reached)
    account = road.secretary(COMPETENT)

    found = _inbox(road, account, due_on + timedelta(days=1))
    near = _inbox(road, account, due_on - timedelta(days=7))

    assert [one.dossier for one in found.duties] == [late, later]
    assert (found.counts.total, found.counts.of(due="late"), found.counts.of(step="decision")) == (2, 1, 2)
    assert (near.counts.of(due="late"), near.counts.of(due="soon")) == (0, 1)
    assert [one.dossier for one in _inbox(road, account, due_on + timedelta(days=1), due="late").duties] == [
        late
    ]
    assert _inbox(road, account, due_on, step="branch_vote").duties == ()


def test_row_says_who_handed_the_step_over_and_when(road: Road) -> None:
    dossier, today = road.at("grassroots_vote")
    voted = next(one for one in road.entries(dossier) if one.event.kind == "voted")

    handed = _inbox(road, road.secretary(COMMITTEE), today).duties[0].handed

    assert handed is not None
    assert (handed.at, handed.is_return) == (voted.at, False)
    assert str(handed.by).startswith("Nguyễn Văn Ví Dụ")


def test_number_beside_the_inbox_is_what_the_inbox_holds(road: Road) -> None:
    _, today = road.at("branch_vote")
    road.at("mentor_assignment")

    with road.database.reading() as session:
        actor = actor_of(session, road.secretary(BRANCH))
        assert waiting(session, actor, road.registry.procedures) == 2
        assert inbox_of(session, actor, road.registry.procedures, Looked(today=today)).counts.total == 2


def test_last_done_names_no_dossier_that_has_left_the_scope(road: Road) -> None:
    today = date(2021, 9, 20)
    clerk = road.account("clerk", BRANCH)
    candidate = road.person(BRANCH, date(2021, 9, 8))
    opening = commands.OpenDossier(candidate=candidate, unit=BRANCH, source="standing_militia", on=today)
    dossier = road.do(opening, clerk, today).stream
    with road.database.reading() as session:
        before = {one.dossier for one in lately_done(session, actor_of(session, clerk))}

    road.tell(
        today, road.secretary(COMMITTEE), command="transfer", dossier=dossier, to_unit=OTHER_BRANCH, on=today,
        reason="Chuyển công tác",
    )  # fmt: skip

    with road.database.reading() as session:
        after = {one.dossier for one in lately_done(session, actor_of(session, clerk))}
    assert (dossier in before, dossier in after) == (True, False)


@pytest.mark.parametrize("dossiers", [1, 3])
def test_inbox_asks_as_often_for_three_rows_as_for_one(sqlite_road: Road, dossiers: int) -> None:
    for _ in range(dossiers):
        sqlite_road.at("mentor_assignment")

    with sqlite_road.database.reading() as session:
        actor = actor_of(session, sqlite_road.secretary(BRANCH))
        with _questions(sqlite_road) as asked:
            found = inbox_of(session, actor, sqlite_road.registry.procedures, Looked(today=date(2021, 9, 20)))

    assert (len(found.duties), len(asked)) == (dossiers, 4)


def test_more_than_a_page_of_duties_leads_to_the_next(sqlite_road: Road) -> None:
    for _ in range(26):
        sqlite_road.open(date(2021, 9, 10))
    account, today = sqlite_road.secretary(BRANCH), date(2021, 9, 20)

    with sqlite_road.database.reading() as session:
        actor = actor_of(session, account)
        pages = [
            inbox_of(session, actor, sqlite_road.registry.procedures, Looked(today=today, page=page))
            for page in (1, 2)
        ]

    assert [(len(one.duties), one.has_more, one.counts.total) for one in pages] == [
        (25, True, 26), (1, False, 26),
    ]  # fmt: skip
    assert len({duty.dossier for one in pages for duty in one.duties}) == 26

"""Figures: every number is what its list shows, days come from the timelines, nothing leaves the scope."""

from __future__ import annotations

import re
from datetime import date, timedelta

from engine.actors import actor_of
from engine.queries import board, durations, lists, workload
from engine.queries.durations import Duration
from engine.queries.lists import Filter
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road

OPENED = date(2021, 9, 7)


def _durations(road: Road, account: str) -> dict[str, Duration]:
    with road.database.reading() as session:
        actor = actor_of(session, account)
        return dict(durations.durations(session, actor, Filter(), date(2021, 12, 1)))


def test_days_of_a_step_run_from_its_opening_to_its_being_done(desk: DeskTest) -> None:
    for days in (1, 2, 3, 10):
        number = desk.road.open(OPENED)
        desk.road.step(number, "mentor_assignment", OPENED + timedelta(days=days))
    desk.road.open(OPENED)
    foreign = desk.road.open(OPENED, unit=OTHER_BRANCH)
    desk.road.step(foreign, "mentor_assignment", OPENED + timedelta(days=60))

    assert _durations(desk.road, desk.road.secretary(BRANCH)) == {
        "mentor_assignment": Duration(
            step="mentor_assignment", times=4, median_days=2, slow_days=10, limit_days=None, late=0
        )
    }


def test_days_of_a_suspension_do_not_count(desk: DeskTest) -> None:
    road, by = desk.road, desk.road.secretary(BRANCH)
    number = road.open(OPENED)
    away, back = OPENED + timedelta(days=2), OPENED + timedelta(days=32)
    road.tell(away, by, command="suspend", dossier=number, on=away, reason="Đi công tác dài ngày.")
    road.tell(back, by, command="resume", dossier=number, on=back, reason="Đã về.")
    road.step(number, "mentor_assignment", back + timedelta(days=3))

    assert _durations(road, by)["mentor_assignment"].median_days == 5


def test_reports_of_a_mentorship_are_one_stretch(desk: DeskTest) -> None:
    number, _ = desk.road.at("awareness_course", OPENED)
    timeline = desk.road.entries(number)

    found = _durations(desk.road, desk.road.secretary(BRANCH))

    assert len([one for one in timeline if one.event.kind == "assessed"]) > 1
    assert found["mentorship"].times == 1
    assert found["mentorship"].median_days >= 365


def test_late_is_what_was_done_after_its_last_day(desk: DeskTest) -> None:
    number, on = desk.road.at("decision", OPENED)
    due = desk.road.state(number).open[0].due_on
    assert due is not None
    desk.road.step(number, "decision", due + timedelta(days=1))

    found = _durations(desk.road, desk.road.secretary(COMPETENT))["decision"]

    assert (found.times, found.late) == (1, 1)
    assert found.limit_days is not None
    assert found.median_days > found.limit_days
    assert on <= due


def test_late_units_are_those_at_which_the_step_lies(desk: DeskTest) -> None:
    number, _ = desk.road.at("decision", OPENED)
    due = desk.road.state(number).open[0].due_on
    assert due is not None
    account = desk.road.secretary(BRANCH)

    with desk.road.database.reading() as session:
        actor = actor_of(session, account)
        in_time = workload.late_units(session, actor, Filter(), due)
        late = workload.late_units(session, actor, Filter(), due + timedelta(days=1))

    assert in_time == ()
    assert [(one.unit, one.dossiers, one.oldest) for one in late] == [(COMPETENT, 1, due)]


def test_answer_owed_too_long_is_late_at_its_branch_wherever_lateness_is_told(desk: DeskTest) -> None:
    number, on = desk.road.at("decision", OPENED)
    account, above = desk.road.secretary(BRANCH), desk.road.secretary(COMPETENT)
    items = [{"item": "Lý lịch", "reason": "Thiếu xác nhận", "step": None}]
    desk.road.tell(on, above, command="return_for_supplement", dossier=number, on=on, items=items)
    supplement = desk.road.state(number).supplement
    assert supplement is not None
    due = supplement.answer_by
    at_branch = Filter(is_overdue=True, waits_for=BRANCH)

    def told(today: date) -> tuple[object, ...]:
        with desk.road.database.reading() as session:
            actor = actor_of(session, account)
            (line,) = lists.page_of(session, actor, Filter(), today, order="deadline", at=0, size=9).lines
            (column,) = board.columns(session, actor, Filter(), today, at_most=2)
            return (
                line.due_on,
                column.overdue,
                column.cards[0].due_on,
                lists.counts(session, actor, Filter(), today).overdue,
                lists.page_of(session, actor, at_branch, today, order="name", at=0, size=9).total,
                workload.totals(session, actor, Filter(), today).overdue,
                [(one.unit, one.dossiers, one.oldest) for one in workload.late_units(
                    session, actor, Filter(unit=BRANCH), today
                ) if one.unit == BRANCH],
            )  # fmt: skip

    assert told(due) == (due, 0, due, 0, 0, 0, [])
    assert told(due + timedelta(days=1)) == (due, 1, due, 1, 1, 1, [(BRANCH, 1, due)])


def test_years_of_units_count_what_stands_below(desk: DeskTest) -> None:
    desk.road.open(OPENED)
    with desk.road.database.reading() as session:
        actor = actor_of(session, desk.road.secretary(COMMITTEE))
        branches = workload.years_of_units(session, actor, "branch", (2020, 2021))
        (committee,) = workload.years_of_units(session, actor, "grassroots_committee", (2020, 2021))
        other = workload.years_of_units(session, actor, "branch", (2021,), OTHER_BRANCH)

    assert [(one.unit.id, one.opened) for one in branches] == [(BRANCH, (0, 1)), (OTHER_BRANCH, (0, 0))]
    assert (committee.opened, committee.joined, committee.is_idle) == ((0, 1), (0, 0), True)
    assert [one.unit.id for one in other] == [OTHER_BRANCH]


def test_mentors_are_counted_with_their_candidates(desk: DeskTest) -> None:
    road = desk.road
    member = road.rolls[BRANCH][3]
    for _ in range(2):
        road.step(road.open(OPENED), "mentor_assignment", OPENED, person=member)
    road.step(road.open(OPENED), "mentor_assignment", OPENED, person=road.rolls[BRANCH][4])
    road.open(OPENED)

    with road.database.reading() as session:
        actor = actor_of(session, road.secretary(BRANCH))
        found = workload.mentors(session, actor, Filter(), OPENED)
        totals = workload.totals(session, actor, Filter(), OPENED)

    assert [(one.person, one.candidates) for one in found] == [(member, 2), (road.rolls[BRANCH][4], 1)]
    assert workload.loads(found) == {2: 1, 1: 1}
    assert (totals.dossiers, totals.without_mentor) == (4, 1)


def test_every_number_is_what_its_list_shows(desk: DeskTest) -> None:
    road = desk.road
    road.at("decision", OPENED)
    road.step(road.open(date(2022, 3, 1)), "mentor_assignment", date(2022, 3, 2))
    road.open(date(2022, 3, 1))
    desk.clock.on(days=900)
    browser = desk.signed_in(road.secretary(COMMITTEE))

    html = browser.get("/figures").text

    links = re.findall(r'<a href="(/dossiers[^"]*)">(\d+)<', html)
    assert len(links) > 20
    for address, number in dict.fromkeys(links):
        listed = browser.get(address.replace("&amp;", "&")).text
        assert f'<span class="count">{number}</span>' in listed, address


def test_figures_of_another_branch_stay_there(desk: DeskTest) -> None:
    person = desk.road.person(OTHER_BRANCH, date(2021, 9, 6), full_name="Đặng Thị Đào")
    number = desk.road.open(OPENED, person, OTHER_BRANCH)
    desk.road.step(number, "mentor_assignment", OPENED)

    html = desk.signed_in().get(f"/figures?unit={OTHER_BRANCH}").text

    assert "Phường 9" not in html
    assert "Chưa có hồ sơ nào" in html
    assert "Chưa có việc nào làm xong" in html


def test_figures_carry_no_style_in_their_drawings(sqlite_desk: DeskTest) -> None:
    sqlite_desk.road.open(OPENED)

    html = sqlite_desk.signed_in().get("/figures").text

    assert "<rect" in html
    assert "style=" not in html

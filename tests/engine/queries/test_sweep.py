"""What the daily sweep finds, day by day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.access import SYSTEM
from engine.known import calendar
from engine.queries.sweep import TermOver, reminders, terms_over
from engine.rules.reminding import Reminder, reminders_of
from engine.rules.time_limits import Calendar, add_months
from models import commands
from models.procedure import StepKind
from models.state import DossierState, OpenStep, PaperOnFile, Status
from tests.roads import BRANCH, COMMITTEE, COMPETENT, PROCEDURES, Road

START = date(2021, 10, 4)
PLAIN = Calendar()


def _at(road: Road, step: str) -> tuple[str, date]:
    """A dossier that has come to a step, and the day on which it has."""
    dossier = road.open(START)
    return dossier, road.drive(dossier, step, START)


def _found(road: Road, on: date) -> tuple[Reminder, ...]:
    with road.database.reading() as session:
        return reminders(session, on, procedures=PROCEDURES, calendar=calendar(session))


def _over(road: Road, on: date) -> tuple[TermOver, ...]:
    with road.database.reading() as session:
        return terms_over(session, on)


def _say(road: Road, one: Reminder, on: date) -> None:
    command = commands.Remind(
        dossier=one.dossier, on=on, about=one.about, subject=one.subject, due_on=one.due_on, days=one.days,
        escalated_to=one.escalated_to,
    )  # fmt: skip
    road.do(command, SYSTEM, on, key=one.key)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _said_by_a_daily_sweep(
    state: DossierState, first: date, last: date, about: str
) -> list[tuple[str, int, str | None]]:
    """Sweep day by day and note what is said for the first time."""
    procedure = PROCEDURES.version(state.procedure)
    said: dict[str, tuple[str, int, str | None]] = {}
    for day in _days(first, last):
        for one in reminders_of(state, procedure, day, PLAIN):
            if one.about == about:
                said.setdefault(one.key, (one.subject, one.days, one.escalated_to))
    return list(said.values())


def test_term_is_over_on_its_exact_day_and_while_it_is_open(road: Road) -> None:
    dossier, _ = _at(road, "probation")
    due = add_months(road.state(dossier).done["admission_ceremony"].on, 12)
    over = TermOver(dossier=dossier, step="probation", due_on=due)

    assert _over(road, due - timedelta(days=1)) == ()
    assert _over(road, due) == (over,)
    assert _over(road, due + timedelta(days=40)) == (over,)

    road.step(dossier, "probation", due)

    assert _over(road, due + timedelta(days=40)) == ()


def test_term_of_a_suspended_dossier_is_left_alone(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "probation")
    sqlite_road.do(
        commands.Suspend(dossier=dossier, on=on, reason="ốm dài ngày"), sqlite_road.secretary(BRANCH), on
    )

    assert _over(sqlite_road, date(2030, 1, 1)) == ()
    assert _found(sqlite_road, date(2030, 1, 1)) == ()


def test_end_of_a_term_is_announced_before_it_and_no_later(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "probation")
    due = sqlite_road.state(dossier).open_step("probation")
    assert due is not None
    assert due.due_on is not None

    said = _said_by_a_daily_sweep(sqlite_road.state(dossier), on, due.due_on + timedelta(days=60), "term")

    assert said == [("probation", -14, None), ("probation", -7, None), ("probation", -1, None)]


def test_limit_is_spoken_of_on_the_days_of_the_procedure_and_escalated_when_passed(
    sqlite_road: Road,
) -> None:
    dossier, on = _at(sqlite_road, "admission_ceremony")
    step = sqlite_road.state(dossier).open_step("admission_ceremony")
    assert step is not None
    assert step.due_on is not None

    said = _said_by_a_daily_sweep(sqlite_road.state(dossier), on, step.due_on + timedelta(days=60), "limit")

    before = [("admission_ceremony", days, None) for days in (-14, -7, -1, 0)]
    passed = [("admission_ceremony", days, COMMITTEE) for days in (1, 7, 30)]
    assert said == before + passed


def test_nobody_stands_above_the_highest_body(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "decision")
    step = sqlite_road.state(dossier).open_step("decision")
    assert step is not None
    assert step.unit == COMPETENT
    assert step.due_on is not None

    said = _said_by_a_daily_sweep(
        sqlite_road.state(dossier), step.due_on, step.due_on + timedelta(days=1), "limit"
    )

    assert said == [("decision", 0, None), ("decision", 1, None)]
    assert on < step.due_on


def test_days_before_the_step_opened_are_passed_over(sqlite_road: Road) -> None:
    dossier, _ = _at(sqlite_road, "admission_ceremony")
    state = sqlite_road.state(dossier)
    due = state.opened_on + timedelta(days=400)
    late = replace(state.open[0], opened_on=due - timedelta(days=7), due_on=due)

    said = _said_by_a_daily_sweep(replace(state, open=(late,)), late.opened_on, due, "limit")

    assert [days for _, days, _ in said] == [-1, 0]


def test_sweep_after_an_outage_says_the_newest_once(road: Road) -> None:
    dossier, _ = _at(road, "admission_ceremony")
    step = road.state(dossier).open_step("admission_ceremony")
    assert step is not None
    assert step.due_on is not None
    after = step.due_on + timedelta(days=9)

    found = _found(road, after)
    _say(road, found[0], after)

    assert [(one.planned, one.days) for one in found] == [(7, 9)]
    assert _found(road, after) == ()
    assert _found(road, after + timedelta(days=1)) == ()
    later = _found(road, step.due_on + timedelta(days=30))
    assert [(one.planned, one.escalated_to) for one in later] == [(30, COMMITTEE)]


def test_reminder_said_for_a_day_leaves_the_next_day_to_be_said(road: Road) -> None:
    dossier, _ = _at(road, "admission_ceremony")
    step = road.state(dossier).open_step("admission_ceremony")
    assert step is not None
    assert step.due_on is not None

    said = []
    for day in _days(step.due_on - timedelta(days=15), step.due_on + timedelta(days=2)):
        for one in _found(road, day):
            _say(road, one, day)
            said.append((day - step.due_on).days)

    assert said == [-14, -7, -1, 0, 1]


def test_lapsing_paper_is_spoken_of_while_a_step_ahead_asks_for_it(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "branch_vote")
    state = sqlite_road.state(dossier)
    certificate = state.papers["CN-NTVĐ"].valid_until
    assert certificate is not None
    last = certificate + timedelta(days=60)

    said = _said_by_a_daily_sweep(state, on, last, "paper")
    sqlite_road.step(dossier, "branch_vote", on)

    assert said == [("CN-NTVĐ", days, None) for days in (-90, -30, 0, 1, 7, 30)]
    assert _said_by_a_daily_sweep(sqlite_road.state(dossier), on, last, "paper") == []


def test_papers_growing_old_are_spoken_of_until_the_branch_has_considered(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "branch_vote")
    state = sqlite_road.state(dossier)
    opinions = PaperOnFile(step="opinions", dated=on, valid_until=None, enclosure=None)
    aged = replace(state, papers={"5-KNĐ": opinions})
    last = add_months(on, 12)

    said = _said_by_a_daily_sweep(aged, on, last, "age_of_papers")
    sqlite_road.step(dossier, "branch_vote", on)

    assert said == [("5-KNĐ", -90, None), ("5-KNĐ", -30, None), ("5-KNĐ", 0, None)]
    assert _said_by_a_daily_sweep(sqlite_road.state(dossier), on, last, "age_of_papers") == []


def test_report_of_the_mentor_that_is_overdue_goes_one_level_up(sqlite_road: Road) -> None:
    dossier, on = _at(sqlite_road, "mentorship")
    due = add_months(on, 3)

    said = _said_by_a_daily_sweep(sqlite_road.state(dossier), on, due + timedelta(days=8), "reports")

    assert said[-3:] == [("mentorship", 0, None), ("mentorship", 1, COMMITTEE), ("mentorship", 7, COMMITTEE)]


def test_answer_to_a_return_is_reminded_of_and_escalated_until_it_is_given(road: Road) -> None:
    dossier, on = _at(road, "grassroots_vote")
    item = {"item": "Sơ yếu lý lịch", "reason": "thiếu xác nhận"}
    above = road.secretary(COMMITTEE)
    road.tell(on, above, command="return_for_supplement", dossier=dossier, on=on, items=[item])
    owed = road.state(dossier).supplement
    assert owed is not None

    said = _said_by_a_daily_sweep(road.state(dossier), on, owed.answer_by + timedelta(days=31), "supplement")
    late = [one for one in _found(road, owed.answer_by + timedelta(days=1)) if one.about == "supplement"]
    for one in late:
        _say(road, one, owed.answer_by + timedelta(days=1))

    before = [("supplement", days, None) for days in (-14, -7, -1, 0)]
    assert said == before + [("supplement", days, COMMITTEE) for days in (1, 7, 30)]
    assert [(one.days, one.escalated_to) for one in late] == [(1, COMMITTEE)]
    assert _found(road, owed.answer_by + timedelta(days=1)) == ()


def test_every_waiting_dossier_is_swept(road: Road) -> None:
    dossiers = [road.open(START + timedelta(days=n)) for n in range(3)]
    days = [
        road.drive(dossier, "mentorship", START + timedelta(days=n)) for n, dossier in enumerate(dossiers)
    ]

    found = _found(road, add_months(days[0], 3))

    assert [(one.dossier, one.about, one.days) for one in found] == [
        (dossiers[0], "reports", 0),
        (dossiers[1], "reports", -1),
        (dossiers[2], "reports", -2),
    ]
    assert {one.planned for one in found} == {0, -1, -7}


def test_reminder_of_a_paper_is_recorded_once_whatever_letters_its_code_has(road: Road) -> None:
    dossier, _ = _at(road, "branch_vote")
    lapses = road.state(dossier).papers["CN-NTVĐ"].valid_until
    assert lapses is not None
    on = lapses - timedelta(days=30)
    found = _found(road, on)

    for one in found:
        _say(road, one, on)

    assert "CN-NTVĐ" in {one.subject for one in found}
    assert _found(road, on) == ()


@given(
    opened=st.dates(date(2021, 10, 1), date(2022, 10, 1)),
    length=st.integers(0, 120),
    swept=st.sets(st.integers(0, 200), max_size=60),
)
def test_whatever_days_are_swept_each_word_is_said_once_and_only_the_newest(
    opened: date, length: int, swept: set[int]
) -> None:
    due = opened + timedelta(days=length)
    step = OpenStep(
        step="decision", stage="committee_approval", flow="committee_approval", kind=StepKind.DECISION,
        unit=COMPETENT, opened_on=opened, due_on=due,
    )  # fmt: skip
    state = DossierState(
        number="HS-2021-0001", procedure="vn-2022", candidate="ai", source="other", unit=BRANCH,
        line=(BRANCH, COMMITTEE, COMPETENT), bodies={}, status=Status.UNDER_WAY, opened_on=opened,
        stage="committee_approval", open=(step,),
    )  # fmt: skip

    said: dict[str, Reminder] = {}
    for day in (opened + timedelta(days=n) for n in sorted(swept)):
        for one in reminders_of(state, PROCEDURES.version("vn-2022"), day, PLAIN):
            said.setdefault(one.key, one)

    heard: list[tuple[int, int]] = []
    newest: int | None = None
    for n in range(1, 201):  # a clerk who looks at the calendar every day, and speaks when the sweep runs
        to_go = (opened + timedelta(days=n) - due).days
        newest = to_go if to_go in {-14, -7, -1, 0, 1, 7, 30} else newest
        if n in swept and newest is not None:
            heard += [] if newest in [planned for planned, _ in heard] else [(newest, to_go)]
    assert [(one.planned, one.days) for one in said.values()] == heard

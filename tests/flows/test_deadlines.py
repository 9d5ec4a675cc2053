"""The daily sweep: what it records, what it leaves alone, and that a day swept twice is a day swept once."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, date, datetime, timedelta

import engine
from engine import attempts, drafts, sessions, signs_of_life
from engine.rules.time_limits import add_months
from flows.deadlines import instant_of, record, reminders, swept, terms_over
from flows.housekeeping import forget
from models.events import Reminded, WaitingEnded
from settings import Settings
from tests.flows.conftest import Install
from tests.flows.errands import OPENED, claimed
from tests.roads import BRANCH, COMMITTEE, ZONE, Road, noon


def _swept(settings: Settings, day: date) -> list[tuple[str, str]]:
    """Sweep at noon; return what was said of which step or paper."""
    return [(row["said"], str(row.get("step") or row["subject"])) for row in swept(settings, noon(day))]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def _on_probation(road: Road) -> tuple[str, date]:
    dossier, _ = road.at("probation", OPENED)
    step = road.state(dossier).open_step("probation")
    assert step is not None
    assert step.due_on is not None
    return dossier, step.due_on


def test_term_ends_on_its_own_day_however_late_it_is_swept(road: Road, install: Install) -> None:
    settings = install(road)
    dossier, due = _on_probation(road)

    early = _swept(settings, due - timedelta(days=30))
    late = _swept(settings, due + timedelta(days=20))

    ended = [one.event for one in road.entries(dossier) if isinstance(one.event, WaitingEnded)]
    assert early == []
    assert ("waiting", "probation") in late
    assert [one.on for one in ended] == [due]


def test_day_swept_twice_is_a_day_swept_once(road: Road, install: Install) -> None:
    settings = install(road)
    dossier, due = _on_probation(road)
    first = _swept(settings, due)
    entries = len(road.entries(dossier))

    again = _swept(settings, due)

    assert (first, again) == ([("waiting", "probation")], [])
    assert len(road.entries(dossier)) == entries
    with road.database.reading() as session:
        assert signs_of_life.last(session) == {"sweep": noon(due)}


def test_limit_is_spoken_of_day_by_day_and_owed_to_those_it_concerns(road: Road, install: Install) -> None:
    settings = install(road)
    dossier, _ = road.at("admission_ceremony", OPENED)
    step = road.state(dossier).open_step("admission_ceremony")
    assert step is not None
    assert step.due_on is not None
    claimed(road, step.due_on + timedelta(days=60), walker="somebody who is done with it")
    before = {one.sequence for one in road.entries(dossier)}

    for day in _days(step.due_on - timedelta(days=20), 60):
        swept(settings, noon(day))

    told = [one.event for one in road.entries(dossier) if one.sequence not in before]
    assert all(isinstance(one, Reminded) for one in told)
    assert [(one.days, one.escalated_to) for one in told if isinstance(one, Reminded)] == [
        (-14, None), (-7, None), (-1, None), (0, None), (1, COMMITTEE), (7, COMMITTEE), (30, COMMITTEE),
    ]  # fmt: skip
    owes = [one.due.notices[0].notice for one in claimed(road, step.due_on + timedelta(days=60))]
    assert owes == ["limit_before"] * 3 + ["limit_reached"] + ["limit_passed"] * 3


def test_dossier_that_moved_on_since_it_was_read_is_passed_over(road: Road, install: Install) -> None:
    settings = install(road)
    dossier, due = _on_probation(road)
    found = terms_over(settings, noon(due))
    road.tell(due, road.secretary(BRANCH), command="suspend", dossier=dossier, on=due, reason="ốm dài ngày")

    rows = record(found[dossier], settings, noon(due))

    assert list(found) == [dossier]
    assert rows == []
    assert not [one for one in road.entries(dossier) if isinstance(one.event, WaitingEnded)]


def test_newest_reminder_of_two_sweeps_at_once_is_one(road: Road, install: Install) -> None:
    settings = install(road)
    dossier, on = road.at("mentorship", OPENED)
    due = add_months(on - timedelta(days=1), 3)
    today, tomorrow = noon(due + timedelta(days=2)), noon(due + timedelta(days=3))
    read_today, read_tomorrow = reminders(settings, today), reminders(settings, tomorrow)

    record(read_today[dossier], settings, today)
    rows = record(read_tomorrow[dossier], settings, tomorrow)

    assert rows == []  # the key was used by the other, whose words say another day
    assert len([one for one in road.entries(dossier) if isinstance(one.event, Reminded)]) == 1


def test_sweep_forgets_what_is_long_over_and_keeps_the_rest(sqlite_road: Road, install: Install) -> None:
    settings, at, secretary = install(sqlite_road), noon(OPENED), sqlite_road.secretary(BRANCH)
    database = sqlite_road.database
    for days in (0, 200):
        then = at + timedelta(days=days)
        sessions.begin(database, secretary, awaits_code=False, device="", address="", at=then)
        attempts.vouched(database, secretary, "192.0.2.7", then, known=True)
        drafts.keep(database, secretary, f"HS-{days}", "branch_vote", {"yes": "9"}, then)

    early, later, again = (forget(settings, at + timedelta(days=days)) for days in (90, 190, 190))
    swept(settings, at + timedelta(days=366))

    assert early == {"sessions": 0, "attempts": 0, "drafts": 0, "tokens": 0, "ballot_keys": 0}
    assert later == early | {"sessions": 1, "drafts": 1}
    assert again == early
    assert forget(settings, datetime(2199, 1, 1, tzinfo=UTC))["attempts"] == 1  # as of today


def test_whatever_can_be_forgotten_is_forgotten_daily(sqlite_road: Road, install: Install) -> None:
    modules = [importlib.import_module(one.name) for one in pkgutil.iter_modules(engine.__path__, "engine.")]
    forgetting = {one.__name__.removeprefix("engine.") for one in modules if hasattr(one, "forget_old")}

    # The keys of ballots lie in files, and the registry forgets them.
    assert set(forget(install(sqlite_road), noon(OPENED))) == forgetting | {"ballot_keys"}


def test_today_is_swept_now_and_any_other_day_at_the_office_s_hour(
    sqlite_road: Road, install: Install
) -> None:
    settings = install(sqlite_road)
    now = datetime.now(UTC)

    assert now <= instant_of(None, settings) <= datetime.now(UTC)
    assert now <= instant_of(now.astimezone(ZONE).date(), settings) <= datetime.now(UTC)
    assert instant_of(date(2022, 3, 1), settings) == datetime(2022, 3, 1, 0, 0, tzinfo=UTC)

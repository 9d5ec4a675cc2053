"""The only writer, on both databases: the whole road, everything that may cross it, and all or nothing."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from engine.access import SYSTEM
from engine.registry import Registry
from models import commands, events
from models.document import Document, NumberSeries
from models.dossier import WorkItem
from models.errors import Forbidden, Malformed, NotFound, Refused
from models.outbox import OutboxRow
from models.person import Person
from models.state import Status
from models.timeline import Enclosure, TimelineEntry
from tests.records import assert_sound, count
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, PROCEDURES, ZONE, Road, noon

ONE_DAY = timedelta(days=1)
OPENED = date(2021, 9, 10)


def test_recruit_becomes_an_official_member(road: Road) -> None:
    dossier = road.open(OPENED)

    road.drive(dossier, "the end", OPENED + ONE_DAY)

    state = road.state(dossier)
    with road.database.reading() as session:
        member = session.one(
            select(Person.standing, Person.joined_on, Person.official_on, Person.unit_id).where(
                Person.id == state.candidate
            )
        )
    assert state.status is Status.RECOGNISED
    assert state.joined_on is not None
    joined = state.joined_on
    assert member is not None
    assert tuple(member) == ("official", joined, date(joined.year + 1, joined.month, joined.day), BRANCH)
    assert_sound(road, dossier)


def test_recognition_decided_late_still_counts_from_the_exact_end_4_2_b(road: Road) -> None:
    dossier, day = road.at("recognition_decision")

    road.step(dossier, "recognition_decision", day + 200 * ONE_DAY)

    state = road.state(dossier)
    with road.database.reading() as session:
        official_on = session.scalar(select(Person.official_on).where(Person.id == state.candidate))
    assert official_on == state.done["probation"].on


def test_removed_from_the_list_is_no_member(road: Road) -> None:
    dossier, day = road.at("recognition_decision")
    road.step(dossier, "recognition_decision", day, yes=0, no=9)

    road.drive(dossier, "the end", day)

    state = road.state(dossier)
    with road.database.reading() as session:
        standing = session.scalar(select(Person.standing).where(Person.id == state.candidate))
    assert (state.status, standing) == (Status.REMOVED, "none")
    assert_sound(road, dossier)


def test_mentor_is_free_for_others_once_two_are_recognised(road: Road) -> None:
    first, day = road.at("recognition_decision")
    mentor = road.state(first).guides[0].person
    road.step(first, "recognition_decision", day)

    second, third = road.open(day), road.open(day)
    for dossier in (second, third):
        road.step(dossier, "mentor_assignment", day + ONE_DAY, person=mentor)

    assert road.state(third).guides[0].person == mentor


def test_refusal_leaves_nothing_behind_and_uses_up_no_number(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    road.meeting(BRANCH, day)
    tables = (TimelineEntry, Enclosure, Document, OutboxRow, NumberSeries, WorkItem)
    before = count(road, *tables)
    with road.database.reading() as session:
        series = session.rows(select(NumberSeries.symbol, NumberSeries.last).order_by(NumberSeries.symbol))
    command, by = road.command(dossier, "branch_vote", day, meeting="HN-2022-0001", yes=99)

    with pytest.raises(Refused):
        road.do(command, by, day)

    with road.database.reading() as session:
        after = session.rows(select(NumberSeries.symbol, NumberSeries.last).order_by(NumberSeries.symbol))
    assert count(road, *tables) == before
    assert [tuple(row) for row in after] == [tuple(row) for row in series]


def test_refused_opening_uses_up_no_number(road: Road) -> None:
    candidate = road.person(BRANCH, OPENED)
    road.open(OPENED, candidate)

    with pytest.raises(Refused) as refused:
        road.open(OPENED, candidate)

    assert [one.rule for one in refused.value.unmet] == ["candidate.no_other_dossier"]
    assert road.open(OPENED) == "HS-2021-0002"


def test_candidate_who_withdrew_may_come_again(road: Road) -> None:
    candidate = road.person(BRANCH, OPENED)
    first = road.open(OPENED, candidate)
    road.tell(
        OPENED, road.secretary(BRANCH), command="withdraw", dossier=first, on=OPENED, reason="Xin rút."
    )  # fmt: skip

    second = road.open(OPENED + ONE_DAY, candidate)

    assert road.state(second).candidate == candidate


@pytest.mark.parametrize("dossier", ["HS-2021-0001", "HS-2021-9999"])
def test_who_may_not_know_of_a_dossier_does_not_learn_whether_there_is_one(road: Road, dossier: str) -> None:
    road.open(OPENED)
    stranger = road.account("secretary", OTHER_BRANCH)
    command = commands.Withdraw(dossier=dossier, on=OPENED, reason="Lý do.")

    with pytest.raises(NotFound) as unknown:
        road.do(command, stranger, OPENED)

    assert (unknown.value.code, unknown.value.figures) == ("dossier.unknown", {"dossier": dossier})


@pytest.mark.parametrize("dossier", ["HS-2021-0001", "HS-2021-9999"])
def test_account_nobody_opened_is_told_so_whether_or_not_there_is_a_dossier(road: Road, dossier: str) -> None:
    road.open(OPENED)

    with pytest.raises(Forbidden) as forbidden:
        road.do(commands.Withdraw(dossier=dossier, on=OPENED, reason="Lý do."), "nobody", OPENED)

    assert forbidden.value.code == "access.no_account"


def test_who_may_read_but_not_act_is_told_why(road: Road) -> None:
    dossier = road.open(OPENED)
    inspector = road.account("inspector", COMPETENT)
    ended = road.open(OPENED)
    withdraw = commands.Withdraw(dossier=ended, on=OPENED, reason="Lý do.")
    road.do(withdraw, road.secretary(BRANCH), OPENED)

    with pytest.raises(Forbidden) as of_role:
        road.do(withdraw.model_copy(update={"dossier": dossier}), inspector, OPENED)
    with pytest.raises(Forbidden) as of_status:
        road.do(withdraw, road.secretary(BRANCH), OPENED)

    assert (of_role.value.code, of_status.value.code) == ("access.role", "access.status")


def test_step_mistyped_is_named_to_who_may_read_and_hidden_from_who_may_not(road: Road) -> None:
    dossier = road.open(OPENED)
    command = commands.FormCommand(dossier=dossier, step="mentor_asignment", on=OPENED)

    with pytest.raises(NotFound) as named:
        road.do(command, road.secretary(BRANCH), OPENED)
    with pytest.raises(NotFound) as hidden:
        road.do(command, road.secretary(OTHER_BRANCH), OPENED)

    assert (named.value.code, hidden.value.code) == ("step.unknown", "dossier.unknown")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"command": "transfer", "to_unit": "nowhere"}, "unit.unknown"),
        ({"command": "migrate", "procedure": "vn-1900"}, "procedure.unknown"),
    ],
)
def test_unknown_unit_or_version_is_named(road: Road, command: dict[str, str], code: str) -> None:
    dossier, day = road.at("branch_vote")
    by = road.account("administrator", COMPETENT) if code == "procedure.unknown" else road.secretary(BRANCH)

    with pytest.raises(NotFound) as unknown:
        road.tell(day, by, dossier=dossier, on=day, reason="Lý do.", **command)

    assert unknown.value.code == code


@pytest.mark.parametrize("known", [{"candidate": "nobody"}, {"unit": "nowhere"}, {"procedure": "vn-1900"}])
def test_dossier_is_opened_only_for_somebody_somewhere_under_some_version(
    road: Road, known: dict[str, str]
) -> None:
    candidate = road.person(BRANCH, OPENED)
    plain = {
        "command": "open_dossier",
        "candidate": candidate,
        "unit": BRANCH,
        "source": "other",
        "on": OPENED,
    }

    with pytest.raises(NotFound):
        road.tell(OPENED, road.secretary(BRANCH), **(plain | known))


def test_papers_and_notices_are_owed_by_exactly_the_events_that_ask_for_them(road: Road) -> None:
    dossier, _ = road.at("grassroots_vote")

    with road.database.reading() as session:
        owed = session.rows(select(OutboxRow.sequence, OutboxRow.due).where(OutboxRow.stream == dossier))
        marks = {row.document for row in session.rows(select(Document.document))}
    asked = {
        entry.sequence for entry in road.entries(dossier)
        if getattr(entry.event, "papers", ()) or getattr(getattr(entry.event, "moved", None), "opens", ())
    }  # fmt: skip
    assert asked <= {row.sequence for row in owed}
    assert all(sum(mark in row.due for row in owed) == 1 for mark in marks)


def test_registry_wakes_the_walker_after_what_was_recorded_and_not_after_a_refusal(road: Road) -> None:
    woken: list[str] = []
    registry = Registry(
        database=road.database, procedures=PROCEDURES, zone=ZONE, wake=lambda: woken.append("woken")
    )
    command = commands.AddUnit(
        id="don-vi", kind="branch", name="Chi bộ", place="Quận 4", code="77", parent=COMMITTEE, on=OPENED
    )

    registry.record(command, by=SYSTEM, at=noon(OPENED), key="once")
    registry.record(command, by=SYSTEM, at=noon(OPENED), key="once")
    with pytest.raises(Forbidden):
        registry.record(command, by=road.secretary(BRANCH), at=noon(OPENED))

    assert woken == ["woken"]


def test_instant_of_any_zone_is_the_same_instant_on_record(road: Road) -> None:
    dossier = road.open(OPENED)
    at = datetime(2021, 9, 10, 20, 30, tzinfo=timezone(timedelta(hours=7)))
    command, by = road.command(dossier, "mentor_assignment", OPENED)

    road.registry.record(command, by=by, at=at)

    assert road.entries(dossier)[-1].at == at.astimezone(UTC)
    assert_sound(road, dossier)


def test_instant_without_a_zone_is_refused(road: Road) -> None:
    with pytest.raises(ValueError, match="zone"):
        road.registry.record(
            commands.CloseMeeting(meeting="HN-1"), by=SYSTEM, at=datetime(2021, 9, 10)  # noqa: DTZ001 -- what is refused
        )  # fmt: skip


@pytest.mark.parametrize("key", ["", "a" * 121, "a\nb", "khóa"])
def test_key_of_another_form_is_refused(road: Road, key: str) -> None:
    with pytest.raises(Malformed):
        road.do(commands.CloseMeeting(meeting="HN-1"), SYSTEM, OPENED, key)


def test_day_in_the_office_decides_what_is_in_the_future(road: Road) -> None:
    """Half past midnight in the office is still the day before in UTC."""
    dossier = road.open(OPENED)
    command, by = road.command(dossier, "mentor_assignment", OPENED + ONE_DAY)
    midnight = datetime(2021, 9, 10, 17, 0, tzinfo=UTC)

    with pytest.raises(Refused):
        road.registry.record(command, by=by, at=midnight - timedelta(seconds=1))
    road.registry.record(command, by=by, at=midnight)

    assert road.state(dossier).done["mentor_assignment"].on == OPENED + ONE_DAY


def test_weighing_records_nothing_and_tells_what_recording_would_ask(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    command, by = road.command(dossier, "branch_vote", day, yes=5)
    before = count(road, TimelineEntry, NumberSeries, Document)

    weighed = road.registry.weigh(command, by=by, at=noon(day))
    event = road.do(command, by, day).events[0]

    assert isinstance(event, events.Voted)
    assert weighed == event.checked
    assert count(road, TimelineEntry, NumberSeries)[0] == before[0] + 1

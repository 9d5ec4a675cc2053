"""A wave: what waits is claimed, made stage by stage, and shown; one failure stops nobody else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import messages, outbox
from engine.outbox import Errand
from engine.timeline import verified
from flows import walk as walking
from flows.walk import pause_after, walk
from flows.waves import prefect_at
from settings import Settings
from tests.flows.conftest import Install
from tests.flows.errands import OPENED, claimed, dossier_at, entries_of_kind, issued, notices, waiting
from tests.flows.postbox import Postbox
from tests.flows.prefects import artifact, asked, eventually
from tests.flows.threads import in_a_thread
from tests.roads import BRANCH, PROCEDURES, Road, noon

LEASE = timedelta(minutes=5)
STAGES = (
    "sourcing", "nomination", "mentor_assessment", "branch_vote", "committee_approval", "ceremony",
    "probation", "recognition",
)  # fmt: skip


@pytest.fixture
def prefect(prefect_api: str) -> Iterator[str]:
    """Run the flows of a test in this run's server."""
    with prefect_at(prefect_api):
        yield prefect_api


@given(st.integers(1, 200), st.integers(1, 10_000))
def test_pauses_double_up_to_the_longest_and_are_spread(attempts: int, errand: int) -> None:
    seconds = min(60 * 2 ** (attempts - 1), 4 * 60 * 60)

    assert 0.8 * seconds <= pause_after(attempts, errand).total_seconds() <= 1.2 * seconds


def test_a_notice_is_given_up_after_about_two_days() -> None:
    waited = sum((pause_after(tried, 1) for tried in range(1, 20)), timedelta())

    assert timedelta(days=1.5) < waited < timedelta(days=3)


def test_neighbours_that_fail_together_come_back_apart() -> None:
    assert len({pause_after(3, errand) for errand in range(90)}) == 90


@pytest.mark.parametrize("name", STAGES)
def test_stage_has_a_flow_of_its_own_name(name: str) -> None:
    assert walking._stage(name).name == name
    assert walking._stage(name).fn.__module__ == f"flows.{name}"


def test_every_stage_of_the_regulations_has_a_flow() -> None:
    named = {stage.flow for version in PROCEDURES.all() for stage in version.stages}

    assert named == set(STAGES)


def test_stage_of_another_organisation_is_served_under_its_own_name() -> None:
    assert walking._stage("apprenticeship").name == "apprenticeship"


def _attempt(settings: Settings, errand: Errand, *, fails: bool) -> Exception | None:
    """Attempt an errand as a task does; it may fail in a way nobody foresaw."""

    def make_due(_: Errand) -> None:
        if fails:
            raise ZeroDivisionError("nobody foresaw this")

    at, rows = noon(OPENED), SimpleQueue[tuple[int, dict[str, object]]]()
    return walking.carry_out(errand, make_due=make_due, settings=settings, at=at, rows=rows)


def test_failure_nobody_foresaw_is_recorded_with_its_errand_and_others_go_on(
    road: Road, install: Install
) -> None:
    settings = install(road)
    for _ in range(3):
        road.open(OPENED)
    first, second, third = claimed(road, OPENED)

    failures = [_attempt(settings, one, fails=one is second) for one in (first, second, third)]

    assert [type(one) for one in failures] == [type(None), ZeroDivisionError, type(None)]
    assert waiting(road.database) == [("sourcing", "ZeroDivisionError: nobody foresaw this")]


def test_errand_that_failed_rests_and_is_then_tried_again_by_anybody(road: Road, install: Install) -> None:
    settings = install(road)
    road.open(OPENED)
    (errand,) = claimed(road, OPENED)
    _attempt(settings, errand, fails=True)
    pause = pause_after(1, errand.id)

    at = noon(OPENED)
    early, late = (
        outbox.claim(road.database, walker="other", at=when, lease=LEASE, at_most=9)
        for when in (at + pause - timedelta(seconds=1), at + pause)
    )

    assert early == []
    assert [(one.id, one.attempts) for one in late] == [(errand.id, 2)]


@pytest.mark.xdist_group("prefect")
@pytest.mark.usefixtures("prefect")
def test_whole_road_leaves_every_paper_and_every_word(road: Road, install: Install, postbox: Postbox) -> None:
    install(road)
    dossier, on = dossier_at(road, "the end")
    errands = len(waiting(road.database))

    told = in_a_thread(walk, at=noon(on), walker="test")

    assert told == {"errands": errands, "failed": 0}
    assert waiting(road.database) == []
    assert set(issued(road.database).values()) == {True}
    assert Counter(entries_of_kind(road.database, "document_issued")).most_common(1)[0][1] == 1
    assert {outcome for *_, outcome in notices(road.database)} == {"sent"}
    mails = [one for one in notices(road.database) if one[2] == "email"]
    assert len(postbox.taken) == len(set(postbox.names())) == len(mails)
    with road.database.reading() as session:
        assert len(list(verified(session, dossier))) == len(road.entries(dossier))
    assert in_a_thread(walk, at=noon(on), walker="test") == {"errands": 0, "failed": 0}


@pytest.mark.xdist_group("prefect")
def test_operator_sees_dossier_stage_and_unit(sqlite_road: Road, install: Install, prefect: str) -> None:
    install(sqlite_road)
    dossier, on = dossier_at(sqlite_road, "branch_vote")
    claimed(sqlite_road, on, walker="somebody who is done with it")
    sqlite_road.step(dossier, "branch_vote", on)

    now = datetime.now(UTC).isoformat()
    told = in_a_thread(walk, at=noon(on), walker="test")

    assert told == {"errands": 1, "failed": 0}
    tagged = {"tags": {"all_": [dossier, "branch_vote", BRANCH]}, "start_time": {"after_": now}}
    (run,) = eventually(lambda: asked(prefect, "task_runs", task_runs=tagged))
    assert run["name"] == dossier
    stage = {"tags": {"all_": ["branch_vote", BRANCH]}, "start_time": {"after_": now}}
    names = [one["name"] for one in asked(prefect, "flow_runs", flow_runs=stage)]
    assert names == [f"{noon(on):%Y-%m-%d %H:%M:%S}Z · 1 hồ sơ"]


@pytest.mark.xdist_group("prefect")
def test_operator_finds_timeline_table_and_event(sqlite_road: Road, install: Install, prefect: str) -> None:
    install(sqlite_road)
    dossier, on = dossier_at(sqlite_road, "branch_vote", OPENED + timedelta(days=7))
    claimed(sqlite_road, on, walker="somebody who is done with it")
    sqlite_road.step(dossier, "branch_vote", on)
    in_a_thread(walk, at=noon(on), walker="test")

    timeline = artifact(prefect, dossier.lower())
    table = artifact(prefect, "wave-branch-vote")
    wave = artifact(prefect, "wave")
    resource = f"diudat.dossier.{dossier}"
    events = eventually(
        lambda: asked(prefect, "events", filter={"event": {"name": ["diudat.dossier.branch_vote.passed"]}})
    )

    assert timeline is not None
    assert "Chi bộ biểu quyết đề nghị kết nạp: được thông qua" in timeline["data"]
    assert "Ví Dụ" not in timeline["data"]
    assert table is not None
    (row,) = json.loads(table["data"])
    assert (row["dossier"], row["outcome"], row["yes"], row["needed"]) == (dossier, "passed", 9, 6)
    assert (row["documents"], row["dead"], row["failed"]) == (1, 0, "")
    assert wave is not None
    assert json.loads(wave["data"])[0]["errands"] == 1
    related = {one["prefect.resource.id"] for one in events[0]["related"]}
    assert events[0]["resource"]["prefect.resource.id"] == resource
    assert {f"diudat.unit.{BRANCH}", "diudat.procedure.vn-2022"} <= related


@pytest.mark.xdist_group("prefect")
def test_dossier_that_fails_is_shown_and_keeps_no_other_back(
    road: Road, install: Install, prefect: str
) -> None:
    install(road)
    good, bad = (road.open(OPENED, road.person(BRANCH, OPENED - timedelta(days=40), identity_number=number))
                 for number in ("079200000001", None))  # fmt: skip
    on = max(road.drive(one, "introduction", OPENED) for one in (good, bad))
    tried = claimed(road, on, walker="a walker that fell")  # so that no task waits to try again at once
    now = datetime.now(UTC).isoformat()

    told = in_a_thread(walk, at=noon(on) + LEASE, walker="test")

    assert told == {"errands": len(tried), "failed": 1}
    ((flow, error),) = waiting(road.database)
    assert (flow, error) == (
        "nomination",
        "document.missing_value form=2-KNĐ field=candidate.identity_number",
    )
    failed = {"name": {"any_": [bad]}, "state": {"type": {"any_": ["FAILED"]}}, "start_time": {"after_": now}}
    (run,) = eventually(lambda: asked(prefect, "task_runs", task_runs=failed))
    assert "candidate.identity_number" in run["state"]["message"]
    table = artifact(prefect, "wave-nomination")
    assert table is not None
    assert [row["failed"] != "" for row in json.loads(table["data"])].count(True) == 1


@pytest.mark.xdist_group("prefect")
@pytest.mark.usefixtures("prefect")
def test_blip_is_waited_out_within_the_wave(sqlite_road: Road, install: Install, postbox: Postbox) -> None:
    install(sqlite_road)
    sqlite_road.open(OPENED)
    reader = sqlite_road.person(BRANCH, OPENED, email=None)
    messages.tell(sqlite_road.database, reader, "new_device", "Thiết bị mới", "…", noon(OPENED))
    answers = iter(["451 4.7.1 come back"])
    postbox.answer = lambda _: next(answers, "250 taken")

    told = in_a_thread(walk, at=noon(OPENED), walker="test")

    assert told == {"errands": 2, "failed": 0}  # word about an account belongs to no dossier
    assert len(postbox.taken) == 1
    assert waiting(sqlite_road.database) == []

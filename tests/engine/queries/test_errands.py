"""What the walker asks before it makes something."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import outbox
from engine.outbox import Errand, waits
from engine.queries.errands import Owed, Place, owed, places_of
from models.errors import NotFound
from models.events import Submitted
from tests.roads import BRANCH, OTHER_BRANCH, Road, noon

DAY = date(2021, 9, 13)
LEASE = timedelta(minutes=5)


def _assigned(road: Road) -> tuple[str, Errand]:
    """A mentor has been assigned; return the dossier and what that owes."""
    dossier = road.open(DAY)
    road.step(dossier, "mentor_assignment", DAY)
    return dossier, outbox.claim(road.database, walker="w", at=noon(DAY), lease=LEASE, at_most=9)[-1]


def _owed(road: Road, errand: Errand) -> Owed:
    with road.database.reading() as session:
        return owed(session, errand)


def test_errand_is_told_with_its_event_and_where_its_dossier_stands(road: Road) -> None:
    dossier, errand = _assigned(road)

    found = _owed(road, errand)

    assert isinstance(found.event, Submitted)
    assert found.event == road.entries(dossier)[errand.sequence - 1].event
    assert found.recorded_at == noon(DAY)
    assert (found.unit, found.line) == (BRANCH, road.state(dossier).line)
    assert found.units == {BRANCH: "Chi bộ Quân sự Phường 4"}
    assert found.procedure == "vn-2022"
    assert found.documents == errand.due.documents
    assert found.outcomes == {}


def test_what_is_on_record_is_no_longer_owed(road: Road) -> None:
    dossier, errand = _assigned(road)
    event = road.entries(dossier)[errand.sequence - 1].event
    assert isinstance(event, Submitted)
    paper = event.papers[0]
    road.tell(
        DAY, command="issue_document", dossier=dossier, document=paper.document, form=paper.form,
        number=paper.number, symbol=paper.symbol, unit=paper.unit, dated=event.on,
        template_version="1", content_sha256="2", pdf_sha256="3", docx_sha256="4", html_sha256="5",
        context_sha256="6",
    )  # fmt: skip
    road.tell(
        DAY, command="send_notice", dossier=dossier, about=errand.sequence, notice="mentor_assigned",
        person="nguoi-001", channel="email", outcome="dead", receipt="mail.refused",
    )  # fmt: skip

    found = _owed(road, errand)

    assert found.documents == ()
    assert found.outcomes == {("mentor_assigned", "nguoi-001", "email"): "dead"}


@pytest.mark.parametrize("changed", [{"sequence": 99}, {"stream": "HS-2021-9999"}])
def test_event_that_is_not_on_record_is_no_errand(sqlite_road: Road, changed: dict[str, object]) -> None:
    _, errand = _assigned(sqlite_road)

    with pytest.raises(NotFound, match=r"event\.unknown"):
        _owed(sqlite_road, replace(errand, **changed))  # type: ignore[arg-type]  # the fields by name


def test_places_are_found_of_the_dossiers_asked_for(road: Road) -> None:
    here, there = road.open(DAY), road.open(DAY, unit=OTHER_BRANCH)
    road.open(DAY)

    with road.database.reading() as session:
        found = places_of(session, [here, there, here])

    assert found == {
        here: Place(unit=BRANCH, procedure="vn-2022"),
        there: Place(unit=OTHER_BRANCH, procedure="vn-2022"),
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["claim", "done", "fail"]), st.sampled_from("ab"), st.integers(0, 8)),
        max_size=8,
    ),
    walker=st.sampled_from("ab"),
)
def test_something_waits_exactly_when_it_can_be_claimed(
    sqlite_road: Road, steps: list[tuple[str, str, int]], walker: str
) -> None:
    road, at = sqlite_road, noon(DAY)
    road.open(DAY)
    for what, who, minutes in steps:
        at += timedelta(minutes=minutes)
        held = outbox.claim(road.database, walker=who, at=at, lease=LEASE, at_most=1)
        if held and what == "done":
            outbox.done(road.database, held, at)
        elif held and what == "fail":
            outbox.failed(road.database, held[0], error="x", again_at=at + timedelta(minutes=3))

    with road.database.reading() as session:
        found = waits(session, walker, at)

    assert found == bool(outbox.claim(road.database, walker=walker, at=at, lease=LEASE, at_most=1))


def test_walkers_see_what_they_could_claim(road: Road) -> None:
    road.open(DAY)
    at = noon(DAY)
    with road.database.reading() as session:
        before = waits(session, "b", at)
    outbox.claim(road.database, walker="a", at=at, lease=LEASE, at_most=9)
    with road.database.reading() as session:
        held = (waits(session, "a", at), waits(session, "b", at), waits(session, "b", at + LEASE))

    assert (before, held) == (True, (True, False, True))

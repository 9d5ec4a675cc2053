"""Dossiers as people read them, on both databases."""

from datetime import date

import pytest

from engine.access import SYSTEM, Actor
from engine.actors import actor_of
from engine.queries.dossier import (
    Awaited,
    Wanted,
    account_holders,
    documents,
    dossier,
    dossiers,
    people_named,
    units_named,
)
from models.errors import NotFound
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road
from tests.statements import asked

EVERYBODY = Actor(account=SYSTEM, person=None)
OPENED = date(2021, 9, 10)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_dossiers_as_for_one(sqlite_road: Road, rows: int) -> None:
    for _ in range(rows):
        sqlite_road.open(OPENED)

    def listed() -> None:
        with sqlite_road.database.reading() as session:
            assert len(dossiers(session, EVERYBODY, Wanted())) == rows

    assert asked(sqlite_road.database, listed) == 2


def test_awaited_step_with_the_nearest_limit_stands_first_and_one_without_last(road: Road) -> None:
    number, _ = road.at("new_member_course")

    with road.database.reading() as session:
        (line,) = dossiers(session, EVERYBODY, Wanted())

    limit = road.state(number).open_step("probation")
    assert limit is not None
    assert line.awaits == (
        Awaited(step="probation", due_on=limit.due_on),
        Awaited(step="new_member_course", due_on=None),
    )


def test_marks_of_a_search_are_letters_and_no_pattern(road: Road) -> None:
    road.open(OPENED)

    with road.database.reading() as session:
        found = {name: len(dossiers(session, EVERYBODY, Wanted(name=name))) for name in ("VÍ DỤ", "%", "_")}

    assert found == {"VÍ DỤ": 1, "%": 0, "_": 0}


def test_unit_narrows_to_itself_and_all_below_it(road: Road) -> None:
    first, second = road.open(OPENED), road.open(OPENED, unit=OTHER_BRANCH)

    with road.database.reading() as session:
        found = {
            unit: [one.number for one in dossiers(session, EVERYBODY, Wanted(unit=unit))]
            for unit in (COMMITTEE, BRANCH, "nowhere")
        }

    assert found == {COMMITTEE: [first, second], BRANCH: [first], "nowhere": []}


def test_dossier_of_another_branch_is_not_found_though_it_is_there(road: Road) -> None:
    number = road.open(OPENED)

    with road.database.reading() as session:
        stranger = actor_of(session, road.secretary(OTHER_BRANCH))
        whole = dossier(session, actor_of(session, road.secretary(BRANCH)), number)
        with pytest.raises(NotFound, match=number):
            dossier(session, stranger, number)
        with pytest.raises(NotFound, match=number):
            documents(session, stranger, number)

    assert whole.state == road.state(number)


def test_everybody_a_dossier_names_is_named(road: Road) -> None:
    number, _ = road.at("mentorship")

    with road.database.reading() as session:
        whole = dossier(session, EVERYBODY, number)

    state = road.state(number)
    assert set(whole.people) == {state.candidate, state.guides_now("mentor")[0].person}
    assert {state.unit, COMMITTEE} <= set(whole.units)
    assert whole.people[state.candidate] == whole.candidate


def test_document_that_fell_due_is_listed_with_its_number_and_body(road: Road) -> None:
    number, _ = road.at("mentorship")

    with road.database.reading() as session:
        (paper,) = documents(session, EVERYBODY, number)

    assert (paper.form, paper.number, paper.symbol, paper.unit) == (
        "NQ-PC", 1, "NQ/CB", "Chi bộ Quân sự Phường 4",
    )  # fmt: skip
    assert (paper.issued_at, paper.pdf_sha256) == (None, None)


def test_names_are_found_for_known_ids_only(road: Road) -> None:
    account = road.secretary(BRANCH)
    person = account.partition("@")[0]

    with road.database.reading() as session:
        assert set(people_named(session, [person, "nobody"])) == {person}
        assert units_named(session, [BRANCH, "nowhere"]) == {BRANCH: "Chi bộ Quân sự Phường 4"}
        assert set(account_holders(session, [account, SYSTEM])) == {account}

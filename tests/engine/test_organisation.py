"""The organisation tree read upwards from a branch."""

from datetime import date

import pytest

from engine.database import Database
from engine.organisation import line_of
from engine.registry import Registry
from engine.rules.given import Line
from models.errors import NotFound, Refused
from tests.roads import BRANCH, COMMITTEE, COMPETENT, PROCEDURES, START, UNION, ZONE, Road
from tests.statements import asked

BEFORE = date(2021, 1, 1)


def _add(
    road: Road, name: str, kind: str, parent: str, code: str, on: date = START, *, beside: bool = False
) -> None:
    road.tell(
        START, command="add_unit", id=name, kind=kind, name="Đơn vị", place="Quận 4", parent=parent,
        code=code, on=on, beside=beside,
    )  # fmt: skip


def _line(road: Road, unit: str, on: date = START) -> Line:
    with road.database.reading() as session:
        return line_of(session, unit, on=on)


def test_line_goes_up_from_the_branch_with_the_union_that_stands_beside(road: Road) -> None:
    assert _line(road, BRANCH) == Line(
        unit=BRANCH,
        line=(BRANCH, COMMITTEE, COMPETENT),
        bodies={
            "branch": BRANCH, "grassroots_committee": COMMITTEE, "competent_committee": COMPETENT,
            "youth_union": UNION,
        },
    )  # fmt: skip


def test_nearest_body_of_a_kind_is_the_one_turned_to(road: Road) -> None:
    _add(road, "dbp", "sub_committee", COMMITTEE, "31")
    _add(road, "cb31", "branch", "dbp", "1")
    _add(road, "doan31", "youth_union", "dbp", "D1", beside=True)

    line = _line(road, "cb31")

    assert line.line == ("cb31", "dbp", COMMITTEE, COMPETENT)
    assert (line.bodies["sub_committee"], line.bodies["youth_union"]) == ("dbp", "doan31")


def test_body_beside_another_branch_serves_nobody_here(road: Road) -> None:
    _add(road, "dbp", "sub_committee", COMMITTEE, "31")
    _add(road, "cong-doan", "trade_union", "dbp", "C1", beside=True)

    assert "trade_union" not in _line(road, BRANCH).bodies
    assert "sub_committee" not in _line(road, BRANCH).bodies


def test_unit_below_that_is_not_beside_serves_nobody_above(road: Road) -> None:
    _add(road, "doan-con", "trade_union", COMMITTEE, "C2")

    assert "trade_union" not in _line(road, BRANCH).bodies


@pytest.mark.parametrize("beside", [True, False])
def test_body_that_did_not_exist_yet_is_not_turned_to(road: Road, *, beside: bool) -> None:
    _add(road, "moi", "trade_union", COMMITTEE, "99", on=date(2022, 1, 1), beside=beside)
    _add(road, "cb99", "branch", "moi" if not beside else COMMITTEE, "98")

    assert "trade_union" not in _line(road, "cb99", on=date(2021, 12, 31)).bodies
    assert "trade_union" in _line(road, "cb99", on=date(2022, 1, 1)).bodies


def test_unit_of_a_code_that_begins_alike_is_not_in_the_line(road: Road) -> None:
    _add(road, "dai", "grassroots_committee", COMPETENT, "012")
    _add(road, "cb-dai", "branch", "dai", "1")

    assert _line(road, "cb-dai").line == ("cb-dai", "dai", COMPETENT)


def test_unknown_unit_has_no_line(road: Road) -> None:
    with pytest.raises(NotFound):
        _line(road, "nowhere")


def test_line_is_asked_for_in_two_questions_however_many_stand_beside(road: Road) -> None:
    few = asked(road.database, lambda: _line(road, BRANCH))
    for number in range(3):
        _add(road, f"cd-{number}", "trade_union", COMMITTEE, f"C{number}", beside=True)

    many = asked(road.database, lambda: _line(road, BRANCH))

    assert few == many == 2


def test_dossier_is_not_opened_where_a_body_of_the_road_is_missing(database: Database) -> None:
    registry = Registry(database=database, procedures=PROCEDURES, zone=ZONE)
    road = Road(database=database, registry=registry)
    for name, kind, parent in (("qu", "competent_committee", None), ("cb", "branch", "qu")):
        road.tell(
            START, command="add_unit", id=name, kind=kind, name="Đơn vị", place="Quận 4", parent=parent,
            code="1", on=START,
        )  # fmt: skip
    road.accounts["cb"] = road.account("secretary", "cb")
    candidate = road.person("cb", START)
    plain = {"command": "open_dossier", "candidate": candidate, "unit": "cb", "source": "other", "on": START}

    with pytest.raises(Refused) as refused:
        road.tell(START, road.accounts["cb"], **plain)

    unmet = {one.rule: one.figures for one in refused.value.unmet}
    assert unmet == {"unit.line_complete": {"missing": "grassroots_committee"}}

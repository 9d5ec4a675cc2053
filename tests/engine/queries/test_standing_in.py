"""What awaits absent people, as their substitutes see it: with whose it is, while it is given over."""

from datetime import date, timedelta

from sqlalchemy import select

from engine.access import may
from engine.actors import actor_of
from engine.queries.inbox import Looked, inbox_of
from models.person import Person
from tests.roads import BRANCH, Road
from tests.substitutions import DAY, given_over, member_of_branch


def test_inbox_shows_what_awaits_the_absent_with_whose_it_is(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    dossier, on = road.at("application", DAY)
    returned, on = road.at("application", on)
    road.tell(
        on, road.secretary(BRANCH), command="return_for_supplement", dossier=returned, on=on,
        items=[{"item": "Lý lịch", "reason": "Thiếu chữ ký."}],
    )  # fmt: skip
    mine = _inbox(road, absent, on)
    given_over(road, absent, substitute, on, tasks=["papers"], until=on)

    found = _inbox(road, substitute, on)

    assert {(dossier, "application", None), (returned, "supplement", None)} < mine
    assert {behalf for _, _, behalf in mine} == {None}
    assert found == {(one, step, road.rolls[BRANCH][0]) for one, step, _ in mine}
    assert _inbox(road, substitute, on + timedelta(days=1)) == set()


def _inbox(road: Road, account: str, on: date) -> set[tuple[str, str, str | None]]:
    with road.database.reading() as session:
        actor = actor_of(session, account, on)
        found = inbox_of(session, actor, road.registry.procedures, Looked(today=on))
        names = {row.full_name: row.id for row in session.rows(select(Person.id, Person.full_name))}
    return {
        (one.dossier, one.step, None if one.on_behalf_of is None else names[one.on_behalf_of])
        for one in found.duties
    }


def test_inbox_and_engine_agree_on_whose_duty_it_is(road: Road) -> None:
    substitute = member_of_branch(road)
    dossier, on = road.at("application", DAY)
    second = road.account("clerk", BRANCH)
    for absent, role in ((road.secretary(BRANCH), "secretary"), (second, "clerk")):
        given_over(road, absent, substitute, on, role=role, tasks=["papers"], until=on)
    command, _ = road.command(dossier, "application", on)
    with road.database.reading() as session:
        actor = actor_of(session, substitute, on)
    procedure = road.procedure(dossier)

    granted = may(actor, command, road.state(dossier), procedure)

    assert (dossier, "application", granted.on_behalf_of) in _inbox(road, substitute, on)
    assert granted.on_behalf_of is not None

"""Whom a notice is for."""

from datetime import date

from engine.access import SYSTEM
from engine.queries.people import Addressee, WebhookAddress, addressees, webhooks_for
from models import commands
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road

TODAY = date(2022, 3, 1)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _role(unit: str, role: str) -> dict[str, str | None]:
    return {"unit": unit, "role": role, "person": None}


def _person(person: str, channel: str | None = None) -> dict[str, str | None]:
    named: dict[str, str | None] = {"unit": None, "role": None, "person": person}
    return named if channel is None else named | {"channel": channel}


def _clerk(road: Road, since: date, until: date | None = None, unit: str = BRANCH) -> str:
    person = road.person(unit, since, full_name="Trần Thị Ví Dụ", language="en")
    road.seat(person, unit, "clerk", "Chi ủy viên", since, votes=False)
    if until is not None:
        road.do(
            commands.LeaveSeat(person=person, unit=unit, role="clerk", until=until), SYSTEM, date(2022, 6, 1)
        )
    return person


def _asked(road: Road, *to: dict[str, str | None], on: date = TODAY) -> list[str]:
    with road.database.reading() as session:
        return [one.person for one in addressees(session, to, on)]


def test_role_reaches_who_holds_it_in_that_unit(road: Road) -> None:
    clerk = _clerk(road, TODAY)
    _clerk(road, TODAY, unit=OTHER_BRANCH)

    with road.database.reading() as session:
        found = addressees(session, [_role(BRANCH, "clerk")], TODAY)

    email = f"{clerk}@example.org"
    assert found == (Addressee(person=clerk, full_name="Trần Thị Ví Dụ", email=email, language="en"),)


def test_role_is_held_from_its_first_day_until_the_day_it_ends(road: Road) -> None:
    clerk = _clerk(road, since=date(2022, 3, 2), until=date(2022, 4, 1))
    whom = _role(BRANCH, "clerk")

    asked = {day: _asked(road, whom, on=day) for day in (TODAY, date(2022, 3, 2), date(2022, 3, 31))}

    assert asked == {TODAY: [], date(2022, 3, 2): [clerk], date(2022, 3, 31): [clerk]}
    assert _asked(road, whom, on=date(2022, 4, 1)) == []


def test_person_is_addressed_once_however_often_named(road: Road) -> None:
    secretary = road.rolls[BRANCH][0]
    other = road.rolls[BRANCH][3]

    to = [_role(BRANCH, "secretary"), _person(secretary), _person(other), _person(other)]
    found = _asked(road, *to)

    assert found == sorted([secretary, other])


def test_persons_without_seats_and_nobody_at_all(road: Road) -> None:
    person = road.rolls[BRANCH][3]

    assert _asked(road, _person(person), _person("nobody")) == [person]
    assert _asked(road, _role(BRANCH, "clerk")) == []
    assert _asked(road) == []


def test_notice_sent_again_goes_over_one_channel_only(road: Road) -> None:
    person = road.rolls[BRANCH][3]

    with road.database.reading() as session:
        found = addressees(session, [_person(person, "email")], TODAY)

    assert [(one.person, one.channel) for one in found] == [(person, "email")]


def _webhooks(road: Road) -> None:
    for name, unit in (("hook-b", BRANCH), ("hook-a", COMPETENT), ("hook-c", OTHER_BRANCH)):
        road.do(
            commands.AddWebhook(id=name, unit=unit, url=f"https://{name}.example.org/in", secret=SECRET),
            SYSTEM, TODAY,
        )  # fmt: skip


def test_webhooks_of_the_unit_and_of_those_above_are_told(road: Road) -> None:
    _webhooks(road)

    with road.database.reading() as session:
        found = webhooks_for(session, (BRANCH, COMMITTEE, COMPETENT))

    assert found == tuple(
        WebhookAddress(id=name, url=f"https://{name}.example.org/in", secret=SECRET)
        for name in ("hook-a", "hook-b")
    )
    assert SECRET not in repr(found)


def test_webhook_sent_again_reaches_that_one_only(road: Road) -> None:
    _webhooks(road)
    line = (BRANCH, COMMITTEE, COMPETENT)

    with road.database.reading() as session:
        again = webhooks_for(session, line, [_person("hook-b", "webhook")])
        elsewhere = webhooks_for(session, line, [_person("hook-c", "webhook")])
        to_a_person = webhooks_for(session, line, [_person(road.rolls[BRANCH][0], "email")])
        at_first = webhooks_for(session, line, [_person(road.rolls[BRANCH][0])])
        persons = addressees(session, [_person("hook-b", "webhook")], TODAY)

    assert [one.id for one in again] == ["hook-b"]
    assert (elsewhere, to_a_person, persons) == ((), (), ())
    assert [one.id for one in at_first] == ["hook-a", "hook-b"]

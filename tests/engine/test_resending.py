"""Notices given up, and sent again: through the registry and the outbox, as the walk does it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine import outbox
from engine.access import SYSTEM
from engine.queries.letters import DeadLetter, dead_letters, outcomes
from engine.resending import owe_again
from models import commands
from models.errors import NotFound, Refused
from models.notice import InboxMessage
from tests.roads import BRANCH, Road, noon

DAY = date(2022, 3, 1)


def _noted(road: Road, dossier: str, outcome: str, channel: str = "email", on: date = DAY) -> None:
    road.do(
        commands.SendNotice.model_validate(
            {
                "dossier": dossier, "about": 1, "notice": "step_opened", "person": road.rolls[BRANCH][0],
                "channel": channel, "outcome": outcome, "receipt": f"{outcome} 550", "subject": "Hồ sơ",
                "body": "Việc cần làm",
            }
        ),
        SYSTEM, on,
    )  # fmt: skip


def _letters(road: Road, dossier: str | None = None) -> tuple[DeadLetter, ...]:
    with road.database.reading() as session:
        return dead_letters(session, dossier=dossier)


def _claimed(road: Road) -> list[outbox.Errand]:
    return outbox.claim(
        road.database, walker="w", at=noon(DAY + timedelta(days=9)), lease=timedelta(minutes=1), at_most=99
    )


def test_notice_given_up_is_listed_with_its_reason(road: Road) -> None:
    first, second = road.open(DAY), road.open(DAY)
    _noted(road, second, "dead", on=DAY + timedelta(days=1))
    _noted(road, first, "dead", on=DAY + timedelta(days=2))
    _noted(road, first, "sent", channel="inbox", on=DAY + timedelta(days=2))

    letters = _letters(road)

    assert [(one.dossier, one.channel, one.receipt) for one in letters] == [
        (second, "email", "dead 550"),
        (first, "email", "dead 550"),
    ]
    assert letters[0].recorded_at == noon(DAY + timedelta(days=1))
    assert _letters(road, first) == letters[1:]


def test_outcomes_tell_what_an_event_has_sent_already(road: Road) -> None:
    dossier = road.open(DAY)
    _noted(road, dossier, "dead")
    _noted(road, dossier, "sent", channel="inbox")
    secretary = road.rolls[BRANCH][0]

    with road.database.reading() as session:
        found, later = outcomes(session, dossier, 1), outcomes(session, dossier, 2)

    assert found == {
        ("step_opened", secretary, "email"): "dead",
        ("step_opened", secretary, "inbox"): "sent",
    }
    assert later == {}


def test_notice_given_up_is_owed_again_to_one_person_over_one_channel(road: Road) -> None:
    dossier = road.open(DAY)
    at_first = _claimed(road)
    outbox.done(road.database, at_first, noon(DAY))
    _noted(road, dossier, "dead")

    owed = owe_again(road.database, _letters(road)[0], noon(DAY))
    (errand,) = _claimed(road)

    whom = {"unit": None, "role": None, "person": road.rolls[BRANCH][0], "channel": "email"}
    assert owed
    assert (errand.stream, errand.sequence, errand.flow) == (dossier, 1, at_first[0].flow)
    assert errand.due == outbox.Due(notices=(outbox.Addressed(notice="step_opened", to=(whom,)),))


def test_notice_is_owed_again_once_however_often_asked(road: Road) -> None:
    dossier = road.open(DAY)
    _noted(road, dossier, "dead")
    letter = _letters(road)[0]
    before = len(_claimed(road))

    owed = [owe_again(road.database, letter, noon(DAY)) for _ in range(3)]
    waiting = len(_claimed(road)) - before

    assert (owed, waiting) == ([True, False, False], 1)


def test_notice_that_was_not_given_up_is_not_owed_again(road: Road) -> None:
    dossier = road.open(DAY)
    _noted(road, dossier, "dead")
    letter = _letters(road)[0]
    _noted(road, dossier, "sent")

    with pytest.raises(NotFound, match=r"notice\.not_dead"):
        owe_again(road.database, letter, noon(DAY))
    with pytest.raises(NotFound, match=r"notice\.not_dead"):
        owe_again(road.database, replace(letter, channel="webhook"), noon(DAY))


def test_notice_given_up_and_then_sent_is_one_notice_that_was_sent(road: Road) -> None:
    dossier = road.open(DAY)
    secretary = road.rolls[BRANCH][0]

    _noted(road, dossier, "dead")
    _noted(road, dossier, "dead", on=DAY + timedelta(days=1))
    again = _letters(road)
    _noted(road, dossier, "sent", on=DAY + timedelta(days=2))

    assert [one.recorded_at for one in again] == [noon(DAY + timedelta(days=1))]
    assert _letters(road) == ()
    with road.database.reading() as session:
        assert outcomes(session, dossier, 1) == {("step_opened", secretary, "email"): "sent"}


@pytest.mark.parametrize("outcome", ["sent", "dead"])
def test_notice_that_was_sent_is_never_recorded_twice(road: Road, outcome: str) -> None:
    dossier = road.open(DAY)
    _noted(road, dossier, "sent")

    with pytest.raises(Refused, match=r"notice\.not_sent"):
        _noted(road, dossier, outcome)


def test_inbox_shows_a_notice_once_it_is_sent_and_not_when_given_up(road: Road) -> None:
    dossier = road.open(DAY)

    _noted(road, dossier, "dead", channel="inbox")
    with road.database.reading() as session:
        before = session.rows(select(InboxMessage.body))
    _noted(road, dossier, "sent", channel="inbox")
    with road.database.reading() as session:
        after = session.rows(select(InboxMessage.subject, InboxMessage.body))

    assert before == []
    assert [tuple(row) for row in after] == [("Hồ sơ", "Việc cần làm")]

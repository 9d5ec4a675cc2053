"""Somebody absent gives tasks over: offered, answered and ended as people do it."""

from __future__ import annotations

from datetime import date, timedelta

from models.events import RegisterChanged
from tests.roads import BRANCH, Road

DAY = date(2021, 9, 10)
UNTIL = DAY + timedelta(days=20)


def offer(road: Road, absent: str, substitute: str, on: date = DAY, by: str = "", /, **known: object) -> str:
    """Offer a substitute the tasks of a branch's secretary, or what is said of them; return its id."""
    told: dict[str, object] = {
        "role": "secretary", "unit": BRANCH, "tasks": ["papers", "votes"], "since": on, "until": UNTIL,
        "reason": "Đi học.",
    } | known  # fmt: skip
    named = {"command": "offer_substitution", "account": absent, "substitute": substitute}
    event = road.tell(on, by or absent, **named, **told).events[0]
    assert isinstance(event, RegisterChanged)
    return event.subject


def settle(road: Road, command: str, by: str, substitution: str, on: date = DAY) -> None:
    """Accept, decline or end a substitution as one of its parties."""
    road.tell(on, by, command=command, account=by, substitution=substitution)


def given_over(road: Road, absent: str, substitute: str, on: date = DAY, /, **known: object) -> str:
    """Offer and accept a substitution; return its id."""
    found = offer(road, absent, substitute, on, **known)
    settle(road, "accept_substitution", substitute, found, on)
    return found


def member_of_branch(road: Road, place: int = 2) -> str:
    """Return the own account, without any role, of a member of the branch."""
    return f"{road.rolls[BRANCH][place]}@self"

"""What a decision costs: rights, rule, audit and outbox, beside one state row and one chained event row."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from engine.access import SYSTEM
from engine.canonical import canonical, digest
from engine.database import Database
from models import commands
from models.commands import Command
from tests import roads

_OPENED, VOTED = date(2021, 9, 10), date(2022, 10, 20)
_WARM_UP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Median milliseconds of a decision and of its floor, taken turn by turn."""

    decision: float
    floor: float

    @property
    def ratio(self) -> float:
        """Decisions a second as a part of the floor's."""
        return self.floor / self.decision


def beside_floor(database: Database, count: int) -> Cost:
    """Measure branch votes beside the floor, one of each in turn."""
    road, waiting = prepared(database, count)
    floor = _floor(database, count)
    taken: list[float] = []
    floors: list[float] = []
    for number, (command, by) in enumerate(waiting):
        floors.append(_timed(lambda number=number: floor(number)))  # type: ignore[misc]  # bound at once
        taken.append(_timed(lambda c=command, b=by, n=number: road.do(c, b, VOTED, f"bench-{n}")))  # type: ignore[misc]  # the same
    return Cost(decision=_median(taken), floor=_median(floors))


def by_voters(database: Database, few: int, many: int, count: int) -> tuple[float, float]:
    """Measure a vote over a roll of few and of many, turn by turn; milliseconds of each."""
    road, waiting = prepared(database, 2 * count, members=many)
    rolls = {}
    for size in (few, many):
        roll = road.rolls[roads.BRANCH][:size]
        away = tuple(
            commands.Absence(person=one, reason="miễn sinh hoạt") for one in road.rolls[roads.BRANCH][size:]
        )
        opened = commands.OpenMeeting(
            unit=roads.BRANCH, held_on=VOTED, roll="official_members", chair=roll[0], secretary=roll[1],
            excused=away,
        )  # fmt: skip
        rolls[size] = road.do(opened, road.secretary(roads.BRANCH), VOTED).stream
    taken: dict[int, list[float]] = {few: [], many: []}
    for number, (command, by) in enumerate(waiting):
        size = (few, many)[number % 2]
        vote = command.model_copy(update={"meeting": rolls[size], "yes": size, "no": 0})
        taken[size].append(_timed(lambda v=vote, b=by: road.do(v, b, VOTED)))  # type: ignore[misc]  # bound at once
    return _median(taken[few]), _median(taken[many])


def by_history(database: Database, entries: int, count: int) -> tuple[float, float]:
    """Measure votes on dossiers with a plain history and with many more entries; milliseconds of each."""
    road, waiting = prepared(database, 2 * count)
    for number, (command, _) in enumerate(waiting):
        if number % 2:
            _lengthen(road, str(getattr(command, "dossier", "")), entries)
    taken: tuple[list[float], list[float]] = ([], [])
    for number, (command, by) in enumerate(waiting):
        taken[number % 2].append(_timed(lambda c=command, b=by: road.do(c, b, VOTED)))  # type: ignore[misc]  # bound at once
    return _median(taken[0]), _median(taken[1])


def _lengthen(road: roads.Road, dossier: str, entries: int) -> None:
    for number in range(entries):
        told = commands.SendNotice(
            dossier=dossier,
            about=1,
            notice="step_opened",
            person=f"so-{number}",
            channel="webhook",
            outcome="sent",
        )
        road.do(told, SYSTEM, VOTED)


def prepared(
    database: Database, count: int, *, members: int = 0
) -> tuple[roads.Road, list[tuple[Command, str]]]:
    """Bring dossiers to their branch vote, and return the votes that await being recorded."""
    road = roads.office(database, branch_size=max(members, count + 9))
    dossiers = list(_driven(road, count))
    meeting = road.meeting(roads.BRANCH, VOTED)
    everybody = len(road.rolls[roads.BRANCH])
    given = {"meeting": meeting, "yes": everybody - 1, "no": 1}
    return road, [road.command(one, "branch_vote", VOTED, **given) for one in dossiers]


def _driven(road: roads.Road, count: int) -> Iterator[str]:
    for _ in range(count):
        dossier = road.open(_OPENED)
        road.drive(dossier, "branch_vote", _OPENED + timedelta(days=1))
        yield dossier


def _floor(database: Database, count: int) -> Callable[[int], None]:
    """Return the least an audited change asks of SQLAlchemy Core: one row changed, one entry chained."""
    metadata = sa.MetaData()
    state = sa.Table("floor_state", metadata, sa.Column("id", sa.Integer, primary_key=True),
                     sa.Column("state", sa.Text), sa.Column("head", sa.String(64)))  # fmt: skip
    entry = sa.Table("floor_entry", metadata, sa.Column("id", sa.Integer, primary_key=True),
                     sa.Column("stream", sa.Integer), sa.Column("payload", sa.Text),
                     sa.Column("previous", sa.String(64)), sa.Column("hash", sa.String(64)))  # fmt: skip
    text = "x" * 3000  # as long as a dossier's state and a vote's entry are
    with database.restructuring() as connection:
        metadata.create_all(connection)
        rows = [{"id": number, "state": text, "head": "0" * 64} for number in range(count)]
        connection.execute(sa.insert(state), rows)

    def once(number: int) -> None:
        with database.writing() as session:
            chosen = sa.select(state.c.state, state.c.head).where(state.c.id == number).with_for_update()
            row = session.one(chosen)
            previous = "" if row is None else str(row.head)
            payload = canonical({"number": number, "text": text})
            own = digest(previous.encode(), payload)
            session.write(sa.update(state).where(state.c.id == number).values(state=text, head=own))
            entered = {"stream": number, "payload": payload.decode(), "previous": previous, "hash": own}
            session.write(sa.insert(entry).values(entered))

    return once


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(seconds: list[float]) -> float:
    return 1000 * statistics.median(seconds[_WARM_UP:])

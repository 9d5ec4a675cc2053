"""How long lists, board and search take among ten thousand dossiers, for somebody who sees one in twenty."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from engine.access import Actor, Grant
from engine.canonical import canonical, digest
from engine.database import Database, ReadSession
from engine.queries import board, durations, inbox, lists, search, workload
from engine.queries.lists import Filter
from models.dossier import Dossier, WorkItem
from models.person import Mentorship, Person
from models.text import fold, person_key
from models.timeline import TimelineEntry
from models.unit import Unit
from tests import roads

COMMITTEES, BRANCHES = 20, 20
"""Under one district; the reader's committee is one of them, and so sees one dossier in twenty."""
SECRETARY = Actor(
    account="secretary",
    person=None,
    grants=frozenset(Grant(role="secretary", unit=f"branch-7-{one}") for one in range(1, 60)),
)
READER = Actor(account="reader", person=None, grants=frozenset({Grant(role="clerk", unit="committee-7")}))
TODAY = date(2026, 9, 1)
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Hoàng", "Quốc", "Thanh", "Bảo", "Kim", "Đức")
_GIVEN = (
    "An",
    "Ân",
    "Ánh",
    "Bình",
    "Châu",
    "Dũng",
    "Đào",
    "Đạt",
    "Hà",
    "Hải",
    "Khôi",
    "Lan",
    "Long",
    "Mai",
    "Nam",
)
_STAGES = (
    "sourcing", "nomination", "mentor_assessment", "branch_vote", "committee_approval", "ceremony",
    "probation",
)  # fmt: skip
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Taken:
    """How long one question took, in milliseconds."""

    what: str
    median: float
    p95: float


def measured(database: Database, dossiers: int, entries: int, times: int) -> list[Taken]:
    """Fill an empty database with so many dossiers and entries, and ask every question so often."""
    fill(database, dossiers, entries)
    return [_taken(database, what, ask, times) for what, ask in _QUESTIONS.items()]


def fill(database: Database, dossiers: int, entries: int) -> None:
    """Write rows as the registry would leave them, without the years it would take to decide them."""
    with database.writing() as session:
        for table, rows in _tables(dossiers, entries):
            for begin in range(0, len(rows), _AT_ONCE):
                session.write(insert(table), rows[begin : begin + _AT_ONCE])
    with database.restructuring() as connection:
        connection.execute(text("ANALYZE"))


def plans(database: Database) -> Iterator[tuple[str, str]]:
    """Yield how the database goes about the first statement of every question."""
    from sqlalchemy import event  # noqa: PLC0415 -- only plans listen

    seen: list[tuple[str, Any]] = []
    engine = database._readers  # noqa: SLF001 -- a plan is asked for with the very statement that was sent
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    for what, ask in _QUESTIONS.items():
        seen.clear()
        with database.reading() as session:
            ask(session)
        statement, parameters = seen[0]
        with database.inspecting() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {statement}", parameters)
            yield what, "\n".join(row[0] for row in rows)


_QUESTIONS: dict[str, Callable[[ReadSession], object]] = {
    "inbox": lambda session: inbox.inbox_of(session, SECRETARY, roads.PROCEDURES, inbox.Looked(today=TODAY)),
    "list by deadline": lambda session: lists.page_of(
        session, READER, Filter(), TODAY, order="deadline", at=0, size=50
    ),
    "list by name, page 8": lambda session: lists.page_of(
        session, READER, Filter(), TODAY, order="name", at=350, size=50
    ),
    "list by two words": lambda session: lists.page_of(
        session, READER, Filter(words="dao nguyen"), TODAY, order="name", at=0, size=50
    ),
    "list of what is late": lambda session: lists.page_of(
        session, READER, Filter(is_overdue=True), TODAY, order="deadline", at=0, size=50
    ),
    "counts of the list": lambda session: lists.counts(session, READER, Filter(), TODAY),
    "board": lambda session: board.columns(session, READER, Filter(), TODAY, at_most=8),
    "search": lambda session: search.search(session, READER, "chi bo 3", TODAY, at_most=20),
    "mentors": lambda session: workload.mentors(session, READER, Filter(), TODAY),
    "days in each step": lambda session: durations.durations(session, READER, Filter(), TODAY),
}


def _taken(database: Database, what: str, ask: Callable[[ReadSession], object], times: int) -> Taken:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        with database.reading() as session:
            ask(session)
        took.append((time.perf_counter() - began) * 1000)
    return Taken(what, statistics.median(took), statistics.quantiles(took, n=20)[-1])


def _tables(dossiers: int, entries: int) -> Iterator[tuple[Any, Sequence[dict[str, Any]]]]:
    yield Unit.__table__, list(_units())
    yield Person.__table__, [_person(place) for place in range(dossiers)]
    yield Dossier.__table__, [_dossier(place) for place in range(dossiers)]
    yield WorkItem.__table__, [_work_item(place) for place in range(dossiers) if place % 4]
    yield Mentorship.__table__, [_mentorship(place) for place in range(dossiers) if place % 9]
    yield (
        TimelineEntry.__table__,
        [
            _entry(place, sequence)
            for place in range(dossiers)
            for sequence in range(1, entries // dossiers + 1)
        ],
    )


def _units() -> Iterator[dict[str, Any]]:
    kept = {"place": "Quận", "since": date(2010, 1, 1), "beside": False}
    yield kept | {
        "id": "district", "kind": "competent_committee", "name": "Quận ủy", "parent_id": None, "path": "79.",
    }  # fmt: skip
    for one in range(COMMITTEES):
        committee = {
            "id": f"committee-{one}",
            "kind": "grassroots_committee",
            "name": f"Đảng ủy phường {one}",
        }
        yield kept | committee | {"parent_id": "district", "path": f"79.{one:02}."}
        for other in range(BRANCHES):
            branch = {"id": _branch(one, other), "kind": "branch", "name": f"Chi bộ khu phố {other}"}
            yield kept | branch | {"parent_id": f"committee-{one}", "path": f"79.{one:02}.{other:02}."}


def _branch(committee: int, branch: int) -> str:
    return f"branch-{committee}-{branch}"


def _unit_of(place: int) -> str:
    return _branch(place % COMMITTEES, place // COMMITTEES % BRANCHES)


def _person(place: int) -> dict[str, Any]:
    name = (
        f"{_FAMILIES[place % len(_FAMILIES)]} {_MIDDLES[place // 7 % len(_MIDDLES)]}"
        f" {_GIVEN[place // 11 % len(_GIVEN)]}"
    )
    return {
        "id": f"person-{place}", "full_name": name, "name_folded": fold(name), "name_key": person_key(name),
        "sex": "male", "born_on": date(2000, 5, 17), "language": "vi", "standing": "none",
        "unit_id": _unit_of(place),
    }  # fmt: skip


def _dossier(place: int) -> dict[str, Any]:
    """Return every fourth dossier as ended, and one in nine of the others as returned."""
    moving = "under_way" if place % 9 else "returned"
    owed = {"supplement": {"answer_by": (TODAY + timedelta(days=place % 60 - 30)).isoformat(), "round": 1}}
    state = canonical({} if place % 9 else owed).decode()
    return {
        "number": _number(place), "candidate_id": f"person-{place}", "unit_id": _unit_of(place),
        "procedure": "vn-2022", "source": "standing_militia",
        "status": moving if place % 4 else "recognised", "stage": _STAGES[place // 5 % len(_STAGES)],
        "opened_on": TODAY - timedelta(days=place % 1500), "changed_at": datetime(2026, 8, 1, tzinfo=UTC),
        "state": state + " " * 3_000, "sequence": 30, "head": "0" * 64,
    }  # fmt: skip


def _number(place: int) -> str:
    return f"HS-{2022 + place % 5}-{place:05}"


def _work_item(place: int) -> dict[str, Any]:
    return {
        "dossier": _number(place), "step": "branch_vote", "stage": _STAGES[place // 5 % len(_STAGES)],
        "kind": "vote", "unit_id": _unit_of(place), "opened_on": TODAY - timedelta(days=90),
        "due_on": TODAY + timedelta(days=place % 200 - 20), "attempt": 1,
    }  # fmt: skip


def _mentorship(place: int) -> dict[str, Any]:
    return {
        "dossier": _number(place), "position": 0, "role": "mentor", "person_id": f"person-{place // 2 * 2}",
        "unit_id": _unit_of(place), "since": TODAY - timedelta(days=90), "until": None,
    }  # fmt: skip


def _entry(place: int, sequence: int) -> dict[str, Any]:
    """Return every third entry as a step that was done, the others as notices that were sent."""
    step, after = f"step_{sequence}", f"step_{sequence + 3}"
    on = (TODAY - timedelta(days=600 - 7 * sequence - place % 5)).isoformat()
    opened = {"step": after, "opened_on": on, "due_on": None}
    event: dict[str, Any] = {"kind": "notice_sent", "padding": "x" * 300}
    if sequence % 3 == 1:
        moved = {"closes": [step], "opens": [opened]}
        event = {
            "kind": "submitted", "step": step, "outcome": "submitted", "on": on, "moved": moved,
            "padding": "x" * 900,
        }  # fmt: skip
    payload = canonical(event)
    return {
        "stream": _number(place), "sequence": sequence, "at": datetime(2026, 8, 1, tzinfo=UTC), "actor": "a",
        "on_behalf_of": None, "kind": event["kind"], "payload": payload.decode(), "previous": "0" * 64,
        "hash": digest(payload), "first": sequence, "command_key": None, "command_digest": None,
    }  # fmt: skip

"""The timelines: append-only, chained, and readable only as they were written."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.database import WriteSession
from engine.timeline import REGISTER, entries, entry_hash, verified
from engine.verification import verify
from models.errors import BrokenRecord
from tests.roads import BRANCH, Road

DAY = date(2021, 9, 10)


@pytest.fixture
def dossier(road: Road) -> str:
    """A dossier with a meeting and a vote behind it, and so an entry of every kind of stream."""
    number, day = road.at("branch_vote")
    road.step(number, "branch_vote", day)
    return number


@pytest.mark.parametrize("table", ["timeline_entry", "roll_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_record_refuses_to_be_changed_or_cut(road: Road, dossier: str, table: str, statement: str) -> None:
    column = {"timeline_entry": "actor", "roll_entry": "reason"}[table]
    if statement.startswith("TRUNCATE") and road.database.dialect == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; it empties a table by DELETE")

    with pytest.raises(DatabaseError, match="append-only"), road.database.writing() as session:
        session.write(text(statement.format(table, column)))

    assert verify_all(road) == ()
    assert dossier


def verify_all(road: Road) -> tuple[object, ...]:
    with road.database.reading() as session:
        return verify(session).faults


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enclosure SET body = '{}'",
        "UPDATE enclosure SET digest = 'x'",
        "UPDATE enclosure SET stream = 'x', body = NULL, erased_at = CURRENT_TIMESTAMP",
        "UPDATE enclosure SET body = NULL",
        "DELETE FROM enclosure",
    ],
)
def test_what_was_typed_may_be_erased_and_not_changed_or_deleted(
    road: Road, dossier: str, statement: str
) -> None:
    with pytest.raises(DatabaseError), road.database.writing() as session:
        session.write(text(statement))

    assert verify_all(road) == ()
    assert dossier


def test_text_erased_past_the_program_leaves_the_chain_valid_and_is_named(road: Road, dossier: str) -> None:
    with road.database.writing() as session:
        erased = session.write(
            text("UPDATE enclosure SET body = NULL, erased_at = CURRENT_TIMESTAMP WHERE stream = :one"),
            {"one": dossier},
        )

    with road.database.reading() as session:
        verification = verify(session)
    assert _read(road, dossier) == "holds"
    assert verification.erased == erased > 3
    assert [(one.stream, one.code) for one in verification.faults] == [(dossier, "enclosure.erased")] * erased


def test_timeline_reads_back_in_order_and_from_anywhere(road: Road, dossier: str) -> None:
    with road.database.reading() as session:
        whole = entries(session, dossier)
        tail = entries(session, dossier, since=5)

    assert [one.sequence for one in whole] == list(range(1, len(whole) + 1))
    assert tail == whole[4:]
    assert {one.stream for one in whole} == {dossier}


def test_entry_of_the_register_names_who_changed_it_and_when(road: Road) -> None:
    clerk = road.secretary(BRANCH)
    road.tell(
        DAY, clerk, command="add_person", id="moi", full_name="Ai", sex="male", born_on=DAY, unit=BRANCH
    )

    newest = road.entries(REGISTER)[-1]

    assert (newest.actor, newest.event.kind, newest.at.date()) == (clerk, "register_changed", DAY)


def _unguarded(road: Road, change: Callable[[WriteSession], object]) -> None:
    """Change the record as somebody could who owns the database itself."""
    with road.database.writing() as session:
        if session.dialect == "postgresql":
            session.write(text("ALTER TABLE timeline_entry DISABLE TRIGGER USER"))
        else:
            session.write(text("DROP TRIGGER timeline_entry_refuses_update"))
            session.write(text("DROP TRIGGER timeline_entry_refuses_delete"))
        change(session)


def _read(road: Road, stream: str) -> str:
    try:
        with road.database.reading() as session:
            for _ in verified(session, stream):
                pass
    except BrokenRecord as broken:
        return f"{broken.code} {broken.figures['sequence']}"
    return "holds"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE timeline_entry SET payload = replace(payload, 'a', 'b') WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET actor = 'somebody' WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET kind = 'voted' WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET at = '2020-01-01' WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET first = 1 WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET hash = previous WHERE {0}", "timeline.altered 4"),
        ("UPDATE timeline_entry SET previous = hash WHERE {0}", "timeline.unchained 4"),
        ("UPDATE timeline_entry SET sequence = 99 WHERE {0}", "timeline.missing 4"),
        ("DELETE FROM timeline_entry WHERE {0}", "timeline.missing 4"),
    ],
)
def test_entry_altered_by_hand_is_found_and_named(
    road: Road, dossier: str, statement: str, found: str
) -> None:
    where = f"stream = '{dossier}' AND sequence = 4"

    _unguarded(road, lambda session: session.write(text(statement.format(where))))

    assert _read(road, dossier) == found
    assert verify_all(road) != ()


@pytest.mark.parametrize(
    "payload", ["not json", "{}", '{"kind": "unheard_of"}', '{"kind": "submitted"}', "[]"]
)
def test_payload_no_event_can_be_read_from_is_a_broken_record(road: Road, dossier: str, payload: str) -> None:
    """Whoever rewrites the newest entry can make its hash fit, but not make it say what no event says."""
    newest = road.entries(dossier)[-1]
    kind = json.loads(payload).get("kind", "voted") if payload.startswith('{"') else "voted"
    fitting = entry_hash(
        previous=newest.previous, stream=dossier, sequence=newest.sequence, at=newest.at, actor=newest.actor,
        on_behalf_of=None, kind=kind, first=newest.first, payload=payload.encode(),
    )  # fmt: skip
    values = {"hash": fitting, "payload": payload, "kind": kind, "n": newest.sequence, "one": dossier}

    _unguarded(
        road,
        lambda session: session.write(
            text(
                "UPDATE timeline_entry SET hash = :hash, payload = :payload, kind = :kind "
                "WHERE stream = :one AND sequence = :n"
            ),
            values,
        ),
    )

    assert _read(road, dossier) == f"timeline.unreadable {newest.sequence}"
    assert verify_all(road) != ()

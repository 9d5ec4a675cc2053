"""Sessions that read, sessions that write, and what both databases must do alike."""

import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, MultipleResultsFound, StatementError

from engine.database import Database, WriteSession, for_update, for_update_skip_locked, open_database
from models.base import UtcDateTime
from models.errors import OutsideFailure

thing = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String),
    Column("at", UtcDateTime),
)


@pytest.fixture
def things(empty_database: Database) -> Database:
    with empty_database.restructuring() as connection:
        thing.create(connection)
    with empty_database.writing() as session:
        session.write(insert(thing), [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}])
    return empty_database


def _names(database: Database) -> list[str | None]:
    with database.reading() as session:
        return [row.name for row in session.rows(select(thing.c.name).order_by(thing.c.id))]


def test_writing_commits_when_it_returns(things: Database) -> None:
    with things.writing() as session:
        touched = session.write(update(thing).where(thing.c.id == 1).values(name="uno"))

    assert touched == 1
    assert _names(things) == ["uno", "two"]


def test_writing_rolls_back_when_it_raises(things: Database) -> None:
    with pytest.raises(KeyError), things.writing() as session:
        session.write(update(thing).values(name="lost"))
        raise KeyError

    assert _names(things) == ["one", "two"]


@pytest.mark.parametrize("rows", [1, 3, 2500])
def test_write_counts_inserted_rows(things: Database, rows: int) -> None:
    with things.writing() as session:
        touched = session.write(insert(thing), [{"id": 10 + n} for n in range(rows)])

    assert touched == rows


def test_write_returning_gives_the_rows_named(things: Database) -> None:
    with things.writing() as session:
        gone = session.write_returning(thing.delete().where(thing.c.id == 2).returning(thing.c.name))

    assert [tuple(row) for row in gone] == [("two",)]


def test_reading_refuses_to_write(things: Database) -> None:
    with pytest.raises(DBAPIError), things.reading() as session:
        session.rows(insert(thing).values(id=3, name="smuggled").returning(thing.c.id))

    assert _names(things) == ["one", "two"]


def test_reading_still_refuses_after_a_refusal(things: Database) -> None:
    with pytest.raises(DBAPIError), things.reading() as session:
        session.rows(insert(thing).values(id=3).returning(thing.c.id))
    with things.writing() as session:
        session.write(insert(thing), {"id": 4})
    with pytest.raises(DBAPIError), things.reading() as session:
        session.rows(insert(thing).values(id=3).returning(thing.c.id))

    assert len(_names(things)) == 3


def test_reading_sees_one_moment_only(things: Database) -> None:
    with things.reading() as session:
        before = session.scalar(select(func.count()).select_from(thing))
        with things.writing() as other:
            other.write(insert(thing), {"id": 3})
        after = session.scalar(select(func.count()).select_from(thing))

    assert (before, after) == (2, 2)
    assert len(_names(things)) == 3


def test_one_gives_none_one_or_refuses(things: Database) -> None:
    with things.reading() as session:
        found = session.one(select(thing.c.name).where(thing.c.id == 1))
        nothing = session.one(select(thing.c.name).where(thing.c.id == 9))
        with pytest.raises(MultipleResultsFound):
            session.one(select(thing.c.name))

    assert found is not None
    assert (found.name, nothing) == ("one", None)


def test_stream_gives_every_row_across_batches(things: Database) -> None:
    with things.writing() as session:
        session.write(insert(thing), [{"id": n} for n in range(3, 1202)])

    with things.reading() as session:
        streamed = [row.id for row in session.stream(select(thing.c.id).order_by(thing.c.id))]

    assert streamed == list(range(1, 1202))


def test_stream_left_early_leaves_the_session_usable(things: Database) -> None:
    with things.reading() as session:
        first = next(session.stream(select(thing.c.id).order_by(thing.c.id)))
        count = session.scalar(select(func.count()).select_from(thing))

    assert (first.id, count) == (1, 2)


def test_time_comes_back_as_the_same_instant_in_utc(things: Database) -> None:
    hanoi = timezone(timedelta(hours=7))
    written = datetime(2024, 2, 29, 0, 30, 0, 7, tzinfo=hanoi)

    with things.writing() as session:
        session.write(update(thing).where(thing.c.id == 1).values(at=written))
    with things.reading() as session:
        read = session.scalar(select(thing.c.at).where(thing.c.id == 1))
        nothing = session.scalar(select(thing.c.at).where(thing.c.id == 2))

    assert read is not None
    assert read == datetime(2024, 2, 28, 17, 30, 0, 7, tzinfo=UTC)
    assert (read.tzinfo, nothing) == (UTC, None)


def test_times_are_compared_as_instants_not_as_text(things: Database) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with things.writing() as session:
        session.write(update(thing).where(thing.c.id == 1).values(at=noon))
        session.write(update(thing).where(thing.c.id == 2).values(at=noon + timedelta(microseconds=1)))

    same_noon_elsewhere = noon.astimezone(timezone(timedelta(hours=7)))
    with things.reading() as session:
        later = session.rows(select(thing.c.id).where(thing.c.at > same_noon_elsewhere))

    assert [row.id for row in later] == [2]


def test_time_without_a_zone_is_refused(things: Database) -> None:
    naive = datetime(2026, 11, 23, 12)  # noqa: DTZ001 -- the mistake under test

    with pytest.raises(StatementError, match="names no instant"), things.writing() as session:
        session.write(update(thing).values(at=naive))


def test_error_does_not_repeat_what_was_written(things: Database) -> None:
    with pytest.raises(DBAPIError) as refused, things.writing() as session:
        session.write(insert(thing), {"id": 1, "name": "079095001234"})

    assert "079095001234" not in str(refused.value).split("\n", maxsplit=1)[1]


def _add_one_to_the_name(database: Database, *, ready: threading.Barrier) -> None:
    ready.wait()
    for _ in range(20):
        with database.writing() as session:
            row = session.one(for_update(select(thing.c.name).where(thing.c.id == 1)))
            assert row is not None
            session.write(update(thing).where(thing.c.id == 1).values(name=str(int(row.name) + 1)))


def test_rows_held_for_update_are_never_overwritten_by_another(things: Database) -> None:
    with things.writing() as session:
        session.write(update(thing).where(thing.c.id == 1).values(name="0"))
    another_process = open_database(things.url.render_as_string(hide_password=False))
    ready = threading.Barrier(4)
    threads = [
        threading.Thread(target=_add_one_to_the_name, args=(database,), kwargs={"ready": ready})
        for database in (things, things, another_process, another_process)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    another_process.close()

    assert _names(things)[0] == "80"


def _hold(session: WriteSession) -> list[int]:
    waiting = for_update_skip_locked(select(thing.c.id).order_by(thing.c.id).limit(1))
    return [row.id for row in session.rows(waiting)]


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_skip_locked_passes_over_what_another_walker_holds(things: Database) -> None:
    with things.writing() as first, things.writing() as second:
        held = (_hold(first), _hold(second))

    assert held == ([1], [2])


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
def test_row_held_for_update_may_still_be_referred_to(things: Database) -> None:
    with things.restructuring() as connection:
        connection.execute(text("CREATE TABLE part (thing_id integer REFERENCES thing (id))"))
    part = Table("part", MetaData(), Column("thing_id", Integer))

    with things.writing() as first, things.writing() as second:
        first.rows(for_update(select(thing.c.id).where(thing.c.id == 1)))
        second.write(text("SET LOCAL lock_timeout = '2s'"))
        added = second.write(insert(part), {"thing_id": 1})

    assert added == 1


def test_sqlite_is_durable_and_holds_to_foreign_keys(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        pragmas = {
            name: session.scalar(select(column(name)).select_from(table(f"pragma_{name}")))
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_postgresql_session_says_who_it_is_and_speaks_utc(postgresql_database: Database) -> None:
    names = ("application_name", "TimeZone", "lock_timeout", "transaction_isolation")
    shown = select(*(func.current_setting(name) for name in names))

    with postgresql_database.writing() as session:
        writer = session.one(shown)
    with postgresql_database.reading() as session:
        reader = session.one(shown)

    assert writer == ("diudat", "UTC", "30s", "read committed")
    assert reader == ("diudat", "UTC", "30s", "repeatable read")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root:secret@localhost/x"])
def test_other_databases_are_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="not a SQLite file and not PostgreSQL") as refused:
        open_database(url)

    assert "secret" not in str(refused.value)


def test_restructuring_refuses_rows_that_refer_to_nothing(sqlite_database: Database) -> None:
    into_leaf = text("INSERT INTO leaf VALUES (7)")
    with sqlite_database.restructuring() as connection:
        connection.execute(text("CREATE TABLE root (id integer PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE leaf (root_id integer REFERENCES root (id))"))

    with (
        pytest.raises(ValueError, match="refer to nothing in: leaf"),
        sqlite_database.restructuring() as connection,
    ):
        connection.execute(into_leaf)

    with pytest.raises(IntegrityError), sqlite_database.writing() as session:
        session.write(into_leaf)
    with sqlite_database.inspecting() as connection:
        assert connection.execute(text("SELECT count(*) FROM leaf")).scalar() == 0


def test_restructuring_that_raises_leaves_no_trace(things: Database) -> None:
    with pytest.raises(ZeroDivisionError), things.restructuring() as connection:
        connection.execute(text("CREATE TABLE half_way (id integer)"))
        connection.execute(text("ALTER TABLE thing ADD COLUMN half_way integer"))
        raise ZeroDivisionError

    with things.inspecting() as connection:
        seen = inspect(connection)
        tables = seen.get_table_names()
        columns = [one["name"] for one in seen.get_columns("thing")]
    assert (tables, columns) == (["thing"], ["id", "name", "at"])


def test_waiting_in_vain_for_a_lock_says_that_the_database_is_busy(
    things: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.database._LOCK_WAIT_MILLISECONDS", 50)
    with things.writing() as session:
        session.write(update(thing).values(name="an"))

    with (
        closing(open_database(things.url.render_as_string(hide_password=False))) as other,
        things.writing() as held,
    ):
        held.write(update(thing).values(name="bình"))
        with pytest.raises(OutsideFailure) as busy, other.writing() as second, second.together():
            second.write(update(thing).values(name="chi"))
        if things.dialect == "sqlite":  # its threads wait for one connection before they wait for the file
            with pytest.raises(OutsideFailure) as in_turn, other.writing(), other.writing():
                pass
            assert in_turn.value.code == "database.busy"

    assert busy.value.code == "database.busy"
    assert _names(things) == ["bình", "bình"]

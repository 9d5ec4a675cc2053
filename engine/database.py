"""The door to the database: sessions that read, sessions that write, and where the two databases differ."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, TypeVarTuple, cast

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Row,
    Select,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.selectable import TypedReturnsRows

from models.errors import OutsideFailure

DialectName: TypeAlias = Literal["sqlite", "postgresql"]
Parameters: TypeAlias = Mapping[str, object]

_T = TypeVar("_T")
_Columns = TypeVarTuple("_Columns")

_LOCK_WAIT_MILLISECONDS = 30_000
_ROWS_A_BATCH = 500
_PRIMARY_CODE = 0xFF
"""SQLite says in the bits above which kind of busy it is."""
_RESTRUCTURING_LOCK = 0x44_49_55_44_41_54  # “DIUDAT”: one advisory lock that all our processes know


def open_database(url: str) -> "Database":
    """Open the office's database; nothing is connected before the first session asks.

    A SQLite URL must name a file, since several processes share it. Raises `ValueError` for any other
    database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return Database(parsed, *_sqlite_engines(parsed))
    if parsed.get_backend_name() == "postgresql":
        return Database(parsed, *_postgresql_engines(parsed))
    message = f"not a SQLite file and not PostgreSQL: {parsed.render_as_string(hide_password=True)}"
    raise ValueError(message)


class ReadSession:
    """One view of the records as they stood at its first question; it can change nothing."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        """Ask over this connection, which the database opened and will close."""
        self._connection = connection

    @property
    def dialect(self) -> DialectName:
        """Which of the two databases answers, for the few statements that differ."""
        return cast("DialectName", self._connection.dialect.name)

    def rows(
        self, statement: TypedReturnsRows[*_Columns], params: Parameters | None = None
    ) -> list[Row[*_Columns]]:
        """All the rows that answer the question."""
        return list(self._connection.execute(statement, params).all())

    def one(
        self, statement: TypedReturnsRows[*_Columns], params: Parameters | None = None
    ) -> Row[*_Columns] | None:
        """The row that answers the question, if there is one; two raise `MultipleResultsFound`."""
        return self._connection.execute(statement, params).one_or_none()

    def scalar(self, statement: TypedReturnsRows[_T], params: Parameters | None = None) -> _T | None:
        """The first column of the first row, if there is one."""
        return self._connection.execute(statement, params).scalar()

    def stream(
        self, statement: TypedReturnsRows[*_Columns], params: Parameters | None = None
    ) -> Iterator[Row[*_Columns]]:
        """The rows one after another, fetched in batches: for exports too long to hold in memory."""
        with self._connection.execute(
            statement, params, execution_options={"yield_per": _ROWS_A_BATCH}
        ) as result:
            yield from result


class WriteSession(ReadSession):
    """One transaction: whatever it writes stands together or not at all."""

    __slots__ = ()

    def write(self, statement: Executable, params: Parameters | Sequence[Parameters] | None = None) -> int:
        """Insert, update or delete, and say how many rows that touched."""
        counted = {"preserve_rowcount": True}  # else PostgreSQL's answer to an INSERT is -1
        return self._connection.execute(statement, params, execution_options=counted).rowcount

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send the writes within without waiting for each one's answer; what fails is raised at the end.

        Nothing may be read within, nor rows be counted. SQLite, which answers in the same process, is not
        asked to wait in the first place.
        """
        if self.dialect == "sqlite":
            yield
            return
        driver = cast("psycopg.Connection", self._connection.connection.driver_connection)
        try:
            with driver.pipeline():
                yield
        except psycopg.IntegrityError as refused:
            raise IntegrityError(None, None, refused) from refused

    def write_returning(
        self,
        statement: TypedReturnsRows[*_Columns],
        params: Parameters | Sequence[Parameters] | None = None,
    ) -> list[Row[*_Columns]]:
        """Insert, update or delete with a RETURNING clause, and give back the rows it names."""
        return list(self._connection.execute(statement, params).all())


@dataclass(frozen=True, slots=True)
class Database:
    """The office's records; one a process, shared by its threads."""

    url: URL
    _readers: Engine
    _writers: Engine

    @property
    def dialect(self) -> DialectName:
        """Which of the two databases this is."""
        return cast("DialectName", self._writers.dialect.name)

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A snapshot that nobody else's writing disturbs; the database itself refuses a write in it."""
        with _said_when_busy(), self._readers.connect() as connection:
            yield ReadSession(connection)

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """A transaction: returning commits, raising rolls back.

        Raises `OutsideFailure` where others held what it needs for too long: nothing was written.
        """
        with _said_when_busy(), self._writers.begin() as connection:
            yield WriteSession(connection)

    @contextmanager
    def restructuring(self) -> Iterator[Connection]:
        """The transaction in which the tables themselves are changed, by one process at a time.

        SQLite changes a table by copying it, which foreign keys would forbid half-way; there they are held to
        at the end instead, and `ValueError` names the tables that break them.
        """
        with _said_when_busy(), self._writers.connect() as connection:
            if self.dialect == "sqlite":
                with _foreign_keys_checked_at_the_end(connection), connection.begin():
                    yield connection
                    _refuse_broken_foreign_keys(connection)
            else:
                with connection.begin():
                    connection.execute(select(func.pg_advisory_xact_lock(_RESTRUCTURING_LOCK)))
                    yield connection

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """A look at the tables themselves, not at what stands in them; nothing can be changed through it."""
        with self._readers.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self._readers.dispose()
        self._writers.dispose()


@contextmanager
def _said_when_busy() -> Iterator[None]:
    """Say that the database is busy, where a driver says that it waited for a lock in vain."""
    try:
        yield
    except PoolTimeout as late:
        raise OutsideFailure("database.busy") from late
    except DBAPIError as error:
        if _is_busy(error.orig):
            raise OutsideFailure("database.busy") from error
        raise
    except psycopg.errors.OperationalError as error:  # from a pipeline, which no dialect wraps
        if _is_busy(error):
            raise OutsideFailure("database.busy") from error
        raise


def _is_busy(error: BaseException | None) -> bool:
    """Say whether others held a lock for too long, or two transactions waited for each other."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode & _PRIMARY_CODE in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected)


def for_update(statement: Select[*_Columns]) -> Select[*_Columns]:
    """Hold the chosen rows until the transaction ends.

    PostgreSQL locks them (rows that merely refer to them may still be added); SQLite needs nothing, for
    there a writing session has locked the whole file from its first statement.
    """
    return statement.with_for_update(key_share=True)


def for_update_skip_locked(statement: Select[*_Columns]) -> Select[*_Columns]:
    """Hold the chosen rows that nobody else holds, pass over the others: how walkers share a queue."""
    return statement.with_for_update(key_share=True, skip_locked=True)


def _sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    """Readers and one writer.

    SQLite has one writer at a time. A pool of one makes this process's threads wait for it in turn, instead
    of polling the file's lock with growing pauses; other processes are waited for by the busy timeout.
    """
    driver = url.set(drivername="sqlite+pysqlite")
    readers = create_engine(driver, hide_parameters=True, pool_size=10, max_overflow=20)
    writers = create_engine(
        driver, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=_LOCK_WAIT_MILLISECONDS / 1000
    )
    event.listen(readers, "connect", _prepare_sqlite_reader)
    event.listen(readers, "begin", _begin_deferred)
    event.listen(writers, "connect", _prepare_sqlite)
    event.listen(writers, "begin", _begin_immediate)
    return readers, writers


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late (before the first change) and too weak (deferred): take it away.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_LOCK_WAIT_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # Without this, INSERT OR REPLACE would delete a row past the triggers that forbid it.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.close()


def _prepare_sqlite_reader(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    _prepare_sqlite(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


@contextmanager
def _foreign_keys_checked_at_the_end(connection: Connection) -> Iterator[None]:
    # Through the driver's own connection: SQLite ignores this pragma inside a transaction, and asking through
    # SQLAlchemy would begin one.
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _refuse_broken_foreign_keys(connection: Connection) -> None:
    broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        message = f"rows that refer to nothing in: {', '.join(sorted(broken))}"
        raise ValueError(message)


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql_engines(url: URL) -> tuple[Engine, Engine]:
    """One pool for both: the driver puts the reader's isolation into its BEGIN, so it costs no round trip."""
    writers = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"fallback_application_name": "diudat"},
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
    )
    event.listen(writers, "connect", _prepare_postgresql)
    readers = writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return readers, writers


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("SET timezone TO 'UTC'")
    cursor.execute(f"SET lock_timeout TO '{_LOCK_WAIT_MILLISECONDS}ms'")
    cursor.close()
    connection.autocommit = False

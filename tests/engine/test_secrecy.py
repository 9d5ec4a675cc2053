"""Nobody finds out from the record how a member voted in secret: two hundred ballots, every way to join.

The same attacks are let loose on an open ballot, where they must succeed: an attack that finds nothing
anywhere would prove nothing.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import DateTime, Integer, inspect, select, text

from engine.database import Database
from models import commands
from models.ballot import BallotBox, BallotParticipant, CountedBallot, NamedVote, SealedBallot
from models.base import UtcDateTime
from tests.ballots import Voting, voting
from tests.roads import BRANCH, Road, office

VOTERS = 200
_TABLES = (BallotBox, BallotParticipant, NamedVote, SealedBallot, CountedBallot)
Choice = Literal["yes", "no", "blank"]
_CHOICES: tuple[Choice, ...] = ("yes", "no", "blank")
_SIGMAS = 4.5
"""Of the many orders tried, none may fit the truth better than one in a hundred thousand would by chance."""

Order = Sequence[str]


@pytest.fixture
def branch(database: Database, tmp_path: Path) -> Voting:
    """Two hundred members of one branch before one dossier."""
    return voting(office(database, branch_size=VOTERS), tmp_path)


def _vote(branch: Voting, way: Literal["open", "secret"]) -> tuple[dict[str, str], list[str]]:
    """Have everybody vote in an order drawn by lot; return how, and in which order."""
    lot = random.Random(20260730)
    truth: dict[str, Choice] = {person: lot.choice(_CHOICES) for person in branch.members}
    order = list(truth)
    lot.shuffle(order)
    ballot = branch.open(way)
    for person in order:
        branch.cast(person, truth[person], ballot)
    return dict(truth), order


def test_no_order_of_rows_joins_voters_and_secret_ballots_as_it_does_open_ones(
    branch: Voting,
) -> None:
    truth, order = _vote(branch, "secret")
    ballot = branch.ballot.id
    branch.close()
    secret = _best_fit(branch.road, ballot, truth, order)
    for command in (commands.Suspend, commands.Resume):  # what was counted is void, and the branch votes anew
        branch.do(command(dossier=branch.dossier, on=branch.on, reason="xác minh thêm"))
    truth, order = _vote(branch, "open")
    ballot = branch.ballot.id
    branch.close()

    assert secret < _SIGMAS
    assert _best_fit(branch.road, ballot, truth, order) > 4 * _SIGMAS


def _best_fit(road: Road, ballot: str, truth: dict[str, str], order: Order) -> float:
    """Pair every order of voters with every order of choices; return by how much the best beats chance."""
    voters = {"as cast": order, "backwards": list(reversed(order))}
    choices: dict[str, Order] = {}
    for table, column in ((BallotParticipant, "person_id"), (NamedVote, "person_id")):
        voters |= {f"{table.__name__} {by}": found for by, found in _orders(road, ballot, table, column)}
    for cast in (CountedBallot, NamedVote):
        choices |= {f"{cast.__name__} {by}": found for by, found in _orders(road, ballot, cast, "choice")}
    pairs = [
        _sigmas([truth[one] for one in people], chosen)
        for people, chosen in product(voters.values(), choices.values())
        if len(people) == len(chosen) == VOTERS
    ]
    assert len(pairs) >= 2 * 3
    return max(abs(one) for one in pairs)


def _sigmas(truth: Order, guess: Order) -> float:
    """Return by how many standard deviations a guess fits better than a random order of the same ballots."""
    n = len(truth)
    counts = [(truth.count(one), guess.count(one)) for one in _CHOICES]
    expected = sum(a * b for a, b in counts) / n
    # Of the number of fixed points under a random permutation of labelled ballots.
    variance = sum(
        a * b * (n - a) * (n - b) / (n * n * (n - 1)) for a, b in counts
    ) + 2 * sum(
        counts[i][0] * counts[i][1] * counts[j][0] * counts[j][1] / (n * n * (n - 1))
        for i in range(3) for j in range(i)
    )  # fmt: skip
    hits = sum(a == b for a, b in zip(truth, guess, strict=True))
    return (hits - expected) / sqrt(variance)


def _orders(road: Road, ballot: str, table: type, column: str) -> Iterator[tuple[str, Order]]:
    """Yield a column in every order the database can give: as it comes, by each column, by where it lies."""
    name = table.__tablename__  # type: ignore[attr-defined]  # a table
    columns = [one.name for one in table.__table__.columns]  # type: ignore[attr-defined]  # as above
    ways = ["", *(f"ORDER BY {one}" for one in columns)]
    if road.database.dialect == "postgresql":
        ways += [
            f"ORDER BY {one}" for one in ("ctid", "xmin::text::bigint, ctid", "cmin::text::bigint, ctid")
        ]
    for way in ways:
        with road.database.inspecting() as connection:
            asked = text(f"SELECT {column} FROM {name} WHERE ballot = :ballot {way}")
            rows = connection.execute(asked, {"ballot": ballot})
            yield way or "as it comes", [row[0] for row in rows]


def test_no_table_of_ballots_has_a_time_or_a_number_that_runs() -> None:
    for table in _TABLES:
        kinds = {one.name: type(one.type) for one in table.__table__.columns}
        timed = [name for name, kind in kinds.items() if issubclass(kind, DateTime | UtcDateTime)]
        numbered = [name for name, kind in kinds.items() if issubclass(kind, Integer) and name != "present"]
        assert (timed, numbered) == ([], [])


def test_rows_of_voters_and_ballots_have_no_hidden_number_on_sqlite(sqlite_database: Database) -> None:
    with sqlite_database.inspecting() as connection:
        made = {
            name: connection.execute(
                text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": name}
            ).scalar()
            for name in inspect(connection).get_table_names()
        }
    for table in _TABLES[1:]:
        assert "WITHOUT ROWID" in str(made[table.__tablename__])


def test_what_lies_in_the_box_is_sealed_alike_whatever_it_says(sqlite_road: Road, tmp_path: Path) -> None:
    branch = voting(sqlite_road, tmp_path)
    ballot = branch.open()
    for member in range(9):
        branch.cast(member, _CHOICES[member % 3], ballot)

    with sqlite_road.database.reading() as session:
        seals = [row.seal for row in session.rows(select(SealedBallot.seal))]
        ids = [row.id for row in session.rows(select(SealedBallot.id))]

    assert len(set(seals)) == len(set(ids)) == 9
    assert len({len(one) for one in seals}) == 1


def test_no_file_and_no_log_line_tells_a_choice(
    sqlite_road: Road, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    branch = voting(sqlite_road, tmp_path)
    ballot = branch.open()
    file = Path(str(sqlite_road.database.url.database))
    before = _bytes_of(file)
    with _everything_logged(caplog):
        for member in range(9):
            branch.cast(member, "no" if member % 2 else "yes", ballot)

    grown = _bytes_of(file)[len(before) :]
    told = "\n".join(one.getMessage() for one in caplog.records)

    # A row with the person's id lies in the journal beside a seal; no choice does, by any of its names.
    assert branch.members[3].encode() in grown
    assert not any(f"{sign}{word}" in told for word in ("yes", "blank") for sign in ("'", '"', "="))
    assert b"nguoi" in grown
    for word in (b"yes", b"blank"):
        assert word not in grown
    branch.close()
    keys = branch.road.registry.ballot_keys
    assert keys is not None
    assert list(keys.folder.iterdir()) == []


@contextmanager
def _everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="sqlalchemy"):
        yield


def _bytes_of(file: Path) -> bytes:
    wal = file.with_name(f"{file.name}-wal")
    return wal.read_bytes() if wal.exists() else b""


def test_timeline_keeps_neither_who_voted_nor_a_digest_of_how(road: Road, tmp_path: Path) -> None:
    branch = voting(road, tmp_path)
    told = len(branch.road.entries(branch.dossier))
    ballot = branch.open()
    branch.cast(0, "yes", ballot)

    entries = branch.road.entries(branch.dossier)[told:]

    assert [one.event.kind for one in entries] == ["ballot_opened"]
    assert branch.road.secretary(BRANCH) == entries[0].actor

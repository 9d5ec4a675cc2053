"""A database that is missing, silent, empty or ready."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.database import Database, open_database
from engine.readiness import refuse_unready
from models.errors import OutsideFailure


def test_database_with_all_its_tables_is_ready(database: Database) -> None:
    refuse_unready(database)


def test_database_without_tables_names_both_versions(empty_database: Database, tmp_path: Path) -> None:
    if empty_database.dialect == "sqlite":
        (tmp_path / "empty.db").touch()

    with pytest.raises(OutsideFailure, match=r"database\.not_migrated") as refused:
        refuse_unready(empty_database)

    assert refused.value.figures["current"] == "–"


def test_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.db"

    with (
        closing(open_database(f"sqlite:///{file}")) as missing,
        pytest.raises(OutsideFailure, match=r"database\.missing"),
    ):
        refuse_unready(missing)

    assert not file.exists()


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@/none?host=/nowhere"]
)
def test_server_that_does_not_answer_is_unreachable(url: str) -> None:
    with (
        closing(open_database(url)) as silent,
        pytest.raises(OutsideFailure, match=r"database\.unreachable") as refused,
    ):
        refuse_unready(silent)

    assert "\n" not in str(refused.value.figures["reason"])


def test_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "diary.db"
    file.write_text("not a database at all, only a long enough text " * 50)

    with (
        closing(open_database(f"sqlite:///{file}")) as broken,
        pytest.raises(OutsideFailure, match=r"database\.none"),
    ):
        refuse_unready(broken)

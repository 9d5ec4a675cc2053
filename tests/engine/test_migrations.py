"""The real migrations, on both databases: forward, back, and equal to what `models` says."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from engine.database import Database, open_database
from engine.migrations import differences, downgrade, tables, upgrade
from engine.queries.letters import dead_letters
from engine.revisions import MIGRATIONS, current_revision, newest_revision
from models.meeting import Meeting
from models.outbox import OutboxRow


def _names_of_tables(database: Database) -> set[str]:
    with database.inspecting() as connection:
        return set(inspect(connection).get_table_names())


def test_migrations_make_exactly_the_tables_that_models_name(database: Database) -> None:
    assert _names_of_tables(database) == {*tables().tables, "alembic_version"}
    assert differences(database) == []


def test_differences_name_a_table_too_much_and_a_column_too_few(database: Database) -> None:
    with database.restructuring() as connection:
        connection.execute(text("CREATE TABLE stray (id integer)"))
        connection.execute(text("ALTER TABLE dossier ADD COLUMN stray_column integer"))

    found = differences(database)

    assert len(found) == 2
    assert any("remove_table" in one and "stray" in one for one in found)
    assert any("remove_column" in one and "stray_column" in one for one in found)


def test_migrations_go_back_to_nothing_and_forward_again(empty_database: Database) -> None:
    upgrade(empty_database)
    downgrade(empty_database, "base")
    after_going_back = _names_of_tables(empty_database)

    upgrade(empty_database)

    assert after_going_back == {"alembic_version"}
    assert differences(empty_database) == []


def test_upgrade_of_what_is_up_to_date_changes_nothing(database: Database) -> None:
    upgrade(database)

    assert current_revision(database) == newest_revision()


def test_revision_of_a_new_database_is_none(empty_database: Database) -> None:
    assert current_revision(empty_database) is None


def test_newest_revision_is_the_one_head_of_all() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_revision()]


def test_upgrade_makes_the_file_and_its_folders_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    with closing(open_database("sqlite:///new/folder/diudat.db")) as database:
        upgrade(database)
        revision = current_revision(database)

    assert (elsewhere / "new" / "folder" / "diudat.db").is_file()
    assert revision == newest_revision()


def test_meetings_held_before_they_could_be_convened_stay_open_or_closed(empty_database: Database) -> None:
    upgrade(empty_database)
    downgrade(empty_database, "2026_11_23_1742")
    with empty_database.restructuring() as connection:
        for statement in _OLD_MEETINGS:
            connection.execute(text(statement))

    upgrade(empty_database)
    with empty_database.reading() as session:
        forward = session.rows(
            select(Meeting.number, Meeting.standing, Meeting.chair_id).order_by(Meeting.number)
        )
    with empty_database.restructuring() as connection:
        connection.execute(text("UPDATE meeting SET follows = 'HN-1' WHERE number = 'HN-2'"))
    downgrade(empty_database, "2026_11_23_1742")
    with empty_database.inspecting() as connection:
        back = connection.execute(text("SELECT number, is_open FROM meeting ORDER BY number")).all()

    assert [tuple(row) for row in forward] == [("HN-1", "open", "p1"), ("HN-2", "closed", "p1")]
    assert [(row.number, bool(row.is_open)) for row in back] == [("HN-1", True), ("HN-2", False)]


_OLD_MEETINGS = (
    (
        "INSERT INTO unit (id, kind, name, place, path, beside, since) VALUES "
        "('u', 'branch', 'Chi bộ', 'Quận 4', '01.', false, '2020-01-01')"
    ),
    *(
        "INSERT INTO person (id, full_name, name_key, name_folded, sex, born_on, standing, language) "
        f"VALUES ('{one}', 'Ví Dụ', '00', 'vi du', 'male', '2000-01-01', 'official', 'vi')"
        for one in ("p1", "p2")
    ),
    *(
        "INSERT INTO meeting (number, unit_id, held_on, roll_kind, chair_id, secretary_id, roll, present, "
        "probationary, probationary_present, is_open, sequence, head) VALUES "
        f"('{number}', 'u', '2022-03-01', 'official_members', 'p1', 'p2', 9, 8, 0, 0, {is_open}, 1, 'x')"
        for number, is_open in (("HN-1", "true"), ("HN-2", "false"))
    ),
)


def test_what_is_owed_and_given_up_is_kept_when_the_outbox_opens_to_other_timelines(
    empty_database: Database,
) -> None:
    upgrade(empty_database)
    downgrade(empty_database, "2026_11_30_2115")
    with empty_database.restructuring() as connection:
        for statement in (_OLD_MEETINGS[1], *_OLD_LETTERS):
            connection.execute(text(statement))

    upgrade(empty_database)
    with empty_database.reading() as session:
        (owed,) = session.rows(select(OutboxRow.stream, OutboxRow.sequence, OutboxRow.flow))
        (dead,) = dead_letters(session)
    with empty_database.restructuring() as connection:
        connection.execute(text(_owed("stream", "HN-1", "announcements")))
    downgrade(empty_database, "2026_11_30_2115")
    with empty_database.inspecting() as connection:
        back = connection.execute(text("SELECT dossier, flow FROM outbox")).all()

    assert tuple(owed) == ("-", 1, "letters")
    assert (dead.person, dead.notice, dead.recorded_at.date()) == ("p1", "letter", date(2026, 11, 30))
    assert [tuple(row) for row in back] == [("-", "letters")]


def _owed(column: str, stream: str, flow: str) -> str:
    return (
        f"INSERT INTO outbox ({column}, sequence, flow, due, put_at, available_at, attempts) VALUES "
        f"('{stream}', 1, '{flow}', '{{}}', '2026-11-30 05:00:00', '2026-11-30 05:00:00', 0)"
    )


_OLD_LETTERS = (
    (
        "INSERT INTO inbox_message (person_id, subject, body, at, mailed) VALUES "
        "('p1', 'Thiết bị mới', 'Có đăng nhập mới.', '2026-11-30 05:00:00', 'dead')"
    ),
    _owed("dossier", "-", "letters"),
)

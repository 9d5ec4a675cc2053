"""The record verified: untouched it holds, and whatever is changed past the program is found and named."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from engine.database import WriteSession
from engine.timeline import BEGINNING, REGISTER, entry_hash
from engine.verification import archived_files, verify
from models.commands import IssueDocument, SendNotice
from models.document import Document
from models.state import Status
from models.timeline import TimelineEntry
from tests.roads import BRANCH, OTHER_BRANCH, Road

DAY = date(2021, 9, 10)
_TABLES = ("timeline_entry", "enclosure", "roll_entry")
_LAST = "sequence = (SELECT max(sequence) FROM timeline_entry WHERE stream = '{0}')"
_NEWEST = "SELECT {1} FROM timeline_entry WHERE stream = '{0}' ORDER BY sequence DESC LIMIT 1"


class _UndoneError(Exception):
    """Takes back what a tampering wrote."""


@dataclass(frozen=True)
class Told:
    """An office whose first dossier was recognised and whose second has just begun."""

    road: Road
    ended: str
    begun: str
    meeting: str
    """In which the branch voted on the first dossier."""

    def after(self, tampering: str) -> set[str]:
        """Return the faults found after statements that are then undone."""
        found: set[str] = set()
        with pytest.raises(_UndoneError), self.road.database.writing() as session:
            _unguard(session)
            for statement in filter(None, map(str.strip, tampering.split(";"))):
                assert session.write(text(self._filled(statement))) > 0, statement
            found |= {one.code for one in verify(session).faults}
            raise _UndoneError
        return found

    def _filled(self, statement: str) -> str:
        for name, value in (("ENDED", self.ended), ("BEGUN", self.begun), ("MEETING", self.meeting)):
            statement = statement.replace(name, value)
        return statement.replace("BRANCH2", OTHER_BRANCH).replace("BRANCH1", BRANCH)


def _unguard(session: WriteSession) -> None:
    """Take the triggers away, as somebody could who owns the database itself."""
    for table in _TABLES:
        if session.dialect == "postgresql":
            session.write(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            for verb in ("update", "delete"):
                session.write(text(f"DROP TRIGGER {table}_refuses_{verb}"))


@pytest.fixture
def told(road: Road) -> Told:
    """A whole road with a document made and a notice sent, and a dossier that was opened last."""
    ended = road.open(DAY)
    day = road.drive(ended, "branch_vote", DAY)
    road.step(ended, "branch_vote", day)
    meeting = next(one.event.meeting for one in road.entries(ended) if one.event.kind == "voted")
    _issue(road, ended, day)
    _notify(road, ended, day)
    last = road.drive(ended, "nothing more", day)
    assert road.state(ended).status is Status.RECOGNISED
    begun = road.open(last + timedelta(days=1))
    return Told(road, ended, begun, meeting)


def _issue(road: Road, dossier: str, on: date) -> None:
    with road.database.reading() as session:
        columns = (Document.document, Document.form, Document.dated, Document.number, Document.symbol)
        row = session.rows(
            Document.__table__.select()
            .with_only_columns(*columns, Document.unit_id)
            .where(Document.dossier == dossier)
            .order_by(Document.document)
        )[0]
    command = IssueDocument(
        dossier=dossier, document=row.document, form=row.form, dated=row.dated, number=row.number,
        symbol=row.symbol, unit=row.unit_id, template_version="1" * 64, content_sha256="2" * 64,
        pdf_sha256="3" * 64, docx_sha256="4" * 64, html_sha256="5" * 64, context_sha256="6" * 64,
    )  # fmt: skip
    road.do(command, "system", on)


def _notify(road: Road, dossier: str, on: date) -> None:
    command = SendNotice(
        dossier=dossier, about=2, notice="your_turn", person=road.rolls[BRANCH][0], channel="inbox",
        outcome="sent", receipt=None, subject="Việc mới", body="Đồng chí có việc mới.",
    )  # fmt: skip
    road.do(command, "system", on)


_ONE_GRANT = "INSERT INTO role_grant (id, account_id, role, unit_id) SELECT 9999, id, 'inspector', 'BRANCH2'"
_CUT = (
    "DELETE FROM timeline_entry WHERE stream = '{0}' AND " + _LAST + "; "
    "UPDATE {1} SET sequence = sequence - 1, head = (" + _NEWEST.format("{0}", "hash") + ") WHERE {2} = '{0}'"
)
_REOPENED = (
    "UPDATE meeting SET standing = 'open' WHERE number = 'MEETING'; "
    "UPDATE meeting SET roll = 3, present = 3 WHERE number = 'MEETING'"
)
_NO_MEETING = (
    "DELETE FROM timeline_entry WHERE stream = 'MEETING'; "
    "DELETE FROM roll_entry WHERE meeting = 'MEETING'; "
    "DELETE FROM meeting WHERE number = 'MEETING'"
)
_NO_DOSSIER = (
    "DELETE FROM work_item WHERE dossier = 'BEGUN'; "
    "DELETE FROM timeline_entry WHERE stream = 'BEGUN'; "
    "DELETE FROM dossier WHERE number = 'BEGUN'"
)

TAMPERINGS = (
    # a dossier's rows
    ("UPDATE dossier SET state = 'x' WHERE number = 'ENDED'", "state.differs"),
    ("UPDATE dossier SET state = '{{}}' WHERE number = 'ENDED'", "state.differs"),
    ("UPDATE dossier SET status = 'removed' WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET joined_on = '2020-01-01' WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET opened_on = '2020-01-01' WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET ended_on = NULL WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET source = 'other' WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET changed_at = '2020-01-01 00:00:00' WHERE number = 'ENDED'", "dossier.differs"),
    ("UPDATE dossier SET sequence = 999 WHERE number = 'ENDED'", "timeline.cut"),
    ("UPDATE work_item SET attempt = 9 WHERE dossier = 'BEGUN'", "work_items.differ"),
    ("UPDATE work_item SET kind = 'vote' WHERE dossier = 'BEGUN'", "work_items.differ"),
    ("UPDATE work_item SET stage = 'x' WHERE dossier = 'BEGUN'", "work_items.differ"),
    ("UPDATE work_item SET opened_on = '2020-01-01' WHERE dossier = 'BEGUN'", "work_items.differ"),
    ("DELETE FROM work_item WHERE dossier = 'BEGUN'", "work_items.differ"),
    ("UPDATE mentorship SET since = '2020-01-01' WHERE dossier = 'ENDED'", "guides.differ"),
    ("DELETE FROM mentorship WHERE dossier = 'ENDED'", "guides.differ"),
    # its papers and notices
    ("UPDATE document SET dated = '2020-01-01' WHERE dossier = 'ENDED'", "document.differs"),
    ("UPDATE document SET year = year - 20 WHERE dossier = 'ENDED'", "document.differs"),
    ("UPDATE document SET replaces = 'x' WHERE dossier = 'ENDED'", "document.differs"),
    ("UPDATE document SET issued_at = NULL WHERE issued_at IS NOT NULL", "document.differs"),
    ("UPDATE document SET template_version = 'x' WHERE issued_at IS NOT NULL", "document.differs"),
    ("UPDATE document SET content_sha256 = 'x' WHERE issued_at IS NOT NULL", "document.differs"),
    ("UPDATE document SET pdf_sha256 = 'x' WHERE issued_at IS NULL", "document.differs"),
    ("UPDATE document SET context_sha256 = 'x' WHERE issued_at IS NOT NULL", "document.differs"),
    ("DELETE FROM document WHERE dossier = 'ENDED'", "document.differs"),
    ("DELETE FROM outbox", "document.not_owed"),
    ("UPDATE outbox SET done_at = '2022-01-01 00:00:00'", "document.not_owed"),
    ("UPDATE notice SET outcome = 'dead'", "notices.differ"),
    ("DELETE FROM inbox_message", "inbox.differs"),
    ("DELETE FROM inbox_message; DELETE FROM notice", "notices.differ"),
    # meetings and votes
    ("UPDATE meeting SET unit_id = 'BRANCH2' WHERE number = 'MEETING'", "meeting.differs"),
    (_REOPENED, "meeting.differs"),
    ("UPDATE meeting SET held_on = '2020-01-01' WHERE number = 'MEETING'", "meeting.differs"),
    ("UPDATE meeting SET chair_id = secretary_id WHERE number = 'MEETING'", "meeting.differs"),
    ("UPDATE meeting SET probationary = 4 WHERE number = 'MEETING'", "meeting.differs"),
    ("UPDATE roll_entry SET present = (person_id = 'x') WHERE meeting = 'MEETING'", "roll.counts_differ"),
    ("UPDATE roll_entry SET reason = 'bịa' WHERE meeting = 'MEETING'", "roll.differs"),
    ("UPDATE enclosure SET body = 'x' WHERE stream = 'MEETING'", "enclosure.altered"),
    (
        "UPDATE enclosure SET body = NULL, erased_at = CURRENT_TIMESTAMP WHERE stream = 'MEETING'",
        "roll.differs",
    ),
    (_NO_MEETING, "vote.no_meeting"),
    # what was typed
    (
        "UPDATE enclosure SET body = NULL, erased_at = CURRENT_TIMESTAMP WHERE stream = 'ENDED'",
        "enclosure.erased",
    ),
    ("UPDATE enclosure SET body = NULL WHERE stream = 'ENDED'", "enclosure.emptied"),
    ("DELETE FROM enclosure WHERE stream = 'ENDED'", "enclosure.missing"),
    # whole streams and their series
    ("DELETE FROM timeline_entry WHERE stream = 'BEGUN'", "timeline.cut"),
    (_NO_DOSSIER, "number.missing"),
    ("UPDATE number_series SET last = 0", "number.behind"),
    ("UPDATE number_series SET last = last + 1", "number.missing"),
    ("DELETE FROM number_series", "number.behind"),
    ("DELETE FROM timeline_entry WHERE stream = 'register'; DELETE FROM stream", "timeline.missing"),
    # the register's tables
    (_ONE_GRANT + " FROM account WHERE id LIKE '%@self' AND id LIKE 'nguoi-001%'", "grants.differ"),
    ("DELETE FROM role_grant", "grants.differ"),
    ("UPDATE account SET is_active = (id = 'x')", "accounts.differ"),
    ("UPDATE account SET person_id = NULL", "accounts.differ"),
    ("UPDATE person SET born_on = '1990-01-01'", "persons.differ"),
    ("UPDATE person SET education = 'primary'", "persons.differ"),
    ("UPDATE person SET official_on = '2000-01-01' WHERE standing = 'official'", "standings.differ"),
    ("UPDATE seat SET until = '2020-01-01'", "seats.differ"),
    ("UPDATE unit SET path = 'XX.' WHERE id = 'BRANCH2'", "units.differ"),
    ("INSERT INTO workday VALUES ('2022-12-21', (1 = 0), 'x')", "workdays.differ"),
)


def test_record_that_nobody_touched_holds_and_every_tampering_is_found(told: Told) -> None:
    """One story for all: each tampering is undone before the next, so that each is found by itself."""
    untouched = told.after("UPDATE dossier SET sequence = sequence")

    missed = [
        (statement, code) for statement, code in TAMPERINGS if code not in told.after(statement.format())
    ]

    assert (untouched, missed) == (set(), [])


def test_end_cut_off_with_its_head_is_found_where_it_changed_what_is_kept(told: Told) -> None:
    cuts = [
        told.after(_CUT.format(stream, table, column))
        for stream, table, column in (
            (told.ended, "dossier", "number"),
            (REGISTER, "stream", "name"),
        )
    ]

    assert "state.differs" in cuts[0]
    assert cuts[1] & {"grants.differ", "accounts.differ", "seats.differ", "persons.differ"}


def test_vote_in_a_meeting_of_another_body_is_found_though_the_chain_was_made_to_fit(told: Told) -> None:
    """Whoever rewrites a meeting's own chain still has to fit every vote held in it."""
    first = told.road.entries(told.meeting)[0]
    with pytest.raises(_UndoneError), told.road.database.writing() as session:
        _unguard(session)
        asked = select(TimelineEntry.payload).where(TimelineEntry.stream == told.meeting)
        written = str(session.scalar(asked))
        payload = written.replace(f'"{BRANCH}"', f'"{OTHER_BRANCH}"')
        fitting = entry_hash(
            previous=BEGINNING, stream=told.meeting, sequence=1, at=first.at, actor=first.actor,
            on_behalf_of=first.on_behalf_of, kind="meeting_opened", first=1, payload=payload.encode(),
        )  # fmt: skip
        session.write(
            text("UPDATE timeline_entry SET payload = :payload, hash = :hash WHERE stream = :one"),
            {"payload": payload, "hash": fitting, "one": told.meeting},
        )
        session.write(
            text("UPDATE meeting SET unit_id = :unit, head = :hash WHERE number = :one"),
            {"unit": OTHER_BRANCH, "hash": fitting, "one": told.meeting},
        )
        found = {(one.stream, one.code) for one in verify(session).faults}
        raise _UndoneError

    assert found == {(told.ended, "vote.other_meeting")}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE timeline_entry SET at = 'garbage' WHERE stream = '{0}'", "timeline.unreadable"),
        ("UPDATE dossier SET opened_on = 'garbage' WHERE number = '{0}'", "dossier.differs"),
        ("UPDATE work_item SET opened_on = 'garbage' WHERE dossier = '{0}'", "work_items.differ"),
        ("UPDATE person SET born_on = 'garbage'", "persons.differ"),
    ],
)  # fmt: skip
def test_row_that_cannot_be_read_is_a_fault_among_others(
    sqlite_road: Road, statement: str, code: str
) -> None:
    """SQLite keeps any text for a day; one such row must not hide what else is wrong."""
    dossier, other = sqlite_road.open(DAY), sqlite_road.open(DAY)
    with sqlite_road.database.writing() as session:
        _unguard(session)
        session.write(text(statement.format(dossier)))
        session.write(text(f"UPDATE dossier SET status = 'removed' WHERE number = '{other}'"))

    with sqlite_road.database.reading() as session:
        found = {one.code for one in verify(session).faults}

    assert {code, "dossier.differs"} <= found


def test_every_file_of_a_document_is_asked_of_the_archive(told: Told) -> None:
    with told.road.database.reading() as session:
        files = archived_files(session)

    assert files == ("3" * 64, "4" * 64, "5" * 64, "6" * 64)

"""The record itself: verified against its own chain, and its tables brought up to this version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from console.exits import Exit
from console.machine import writing_into
from console.office import Office
from console.screen import Screen, print_json
from engine import migrations, verification
from engine.database import Database
from engine.readiness import standing_at
from engine.verification import Fault, Verification
from models.errors import BrokenRecord
from outputs.archive import Archive
from outputs.wording import error_text
from outputs.wording.errors import fault_text
from outputs.wording.language import mark

_HOLDS = mark("Nhật ký khớp: %(streams)s dòng nhật ký, %(entries)s mục, %(files)s tệp trong kho.")
_ERASED = mark("%(erased)s nội dung đã xóa theo yêu cầu; mã kiểm tra vẫn còn trong chuỗi.")
_BROKEN = mark("Nhật ký KHÔNG khớp ở %(count)s chỗ:")
_MIGRATED = mark("Cơ sở dữ liệu: %(before)s → %(after)s")
_CURRENT = mark("Cơ sở dữ liệu đã ở phiên bản mới nhất: %(after)s")


def verify(office: Office, stream: str | None, *, as_json: bool) -> Exit:
    """Check chains, replay, enclosures, rolls, documents and archived files; say whether all hold."""
    with office.database.reading() as session:
        checked = verification.verify(session, stream)
        files = verification.archived_files(session, stream)
        signed = verification.signed_files(session, stream)
    damaged = tuple(_damaged(office.archive, files, signed))
    if as_json:
        print_json(_row(checked, files, damaged))
    else:
        _print(office.screen, checked, files, damaged)
    return Exit.OK if checked.holds and not damaged else Exit.OUTSIDE


def migrate(screen: Screen, database: Database) -> None:
    """Bring the tables up to what this version of the program needs."""
    make_room(database)
    before = standing_at(database)
    migrations.upgrade(database)
    after = standing_at(database)
    if before == after:
        screen.say(_CURRENT, after=after)
    else:
        screen.say(_MIGRATED, before=before or "–", after=after)


def make_room(database: Database) -> None:
    """Make the file of an embedded database; raises `OutsideFailure` where nothing can be written."""
    if database.dialect == "sqlite" and database.url.database:
        file = Path(database.url.database)
        with writing_into(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()


def _damaged(
    archive: Archive, files: tuple[str, ...], signed: tuple[tuple[str, str], ...]
) -> Iterator[BrokenRecord]:
    broken_ones = set()
    for digest in files:
        try:
            archive.get(digest)
        except BrokenRecord as broken:
            broken_ones.add(digest)
            yield broken
    for before, after in signed:
        if {before, after} & broken_ones:
            continue  # said already
        try:
            archive.refuse_other(before, after)
        except BrokenRecord as broken:
            yield broken


def _row(
    checked: Verification, files: tuple[str, ...], damaged: tuple[BrokenRecord, ...]
) -> dict[str, object]:
    return {
        "holds": checked.holds and not damaged,
        "streams": checked.streams,
        "entries": checked.entries,
        "erased": checked.erased,
        "files": len(files),
        "faults": [_fault(one) for one in checked.faults]
        + [{"code": one.code, **one.figures} for one in damaged],
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {"code": fault.code, "stream": fault.stream, "sequence": fault.sequence}


def _print(
    screen: Screen, checked: Verification, files: tuple[str, ...], damaged: tuple[BrokenRecord, ...]
) -> None:
    if checked.holds and not damaged:
        screen.say(_HOLDS, style="green", streams=checked.streams, entries=checked.entries, files=len(files))
        if checked.erased:
            screen.say(_ERASED, style="dim", erased=checked.erased)
        return
    screen.warn(_BROKEN, count=len(checked.faults) + len(damaged))
    for one in checked.faults:
        screen.err.print(Text(f"– {fault_text(one.code, one.stream, one.sequence, screen.language)}"))
    for broken in damaged:
        screen.err.print(Text(f"– {error_text(broken, screen.language)}"))

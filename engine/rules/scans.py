"""Scans: a file is attached to a paper the procedure knows, and opened once it is checked or answered for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engine.rules.given import Due, Facts
from models.commands import AttachScan, CheckScan, ReleaseScan
from models.events import ScanAttached, ScanChecked, ScanReleased
from models.procedure import Procedure
from models.requirements import Requirement
from models.state import DossierState

_BEFORE_THE_FIGURES = re.compile("^(số)?[:.]?0*")
_SOURCE = "Hồ sơ: bản quét theo đúng giấy tờ của quy trình"
_FOUR_EYES = "Bản quét chưa kiểm tra chỉ do người thứ hai cho dùng"

Commands = AttachScan | CheckScan | ReleaseScan
Events = ScanAttached | ScanChecked | ScanReleased


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Ask that the paper is known and the file new to it; that what is settled waits, by another's hand."""
    match command:
        case AttachScan():
            return _attachable(command, facts)
        case CheckScan():
            return (_waits(command.scan, facts),)
        case ReleaseScan():
            return (_waits(command.scan, facts), *_second_person(facts))


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return what became of the scan."""
    match command:
        case AttachScan():
            return [
                ScanAttached(
                    enclosure=facts.enclosure, paper=command.paper, format=command.format,
                    size=command.size, sha256=command.sha256, document=command.document,
                )
            ]  # fmt: skip
        case CheckScan():
            return [ScanChecked(scan=command.scan, by=command.by, verdict=command.verdict)]
        case ReleaseScan():
            return [ScanReleased(enclosure=facts.enclosure, checked=checked, scan=command.scan)]


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state unchanged: a scan shows a paper, it is none."""
    return state


def _attachable(command: AttachScan, facts: Facts) -> tuple[Requirement, ...]:
    figures = {"form": command.paper}
    return (
        Requirement(
            rule="scan.paper", source=_SOURCE, figures=figures,
            met=command.paper in papers_of(facts.procedure),
        ),
        Requirement(rule="scan.not_attached", source=_SOURCE, figures=figures, met=facts.scan is None),
        *_of_document(command, facts.due),
    )  # fmt: skip


def _of_document(command: AttachScan, due: Due | None) -> tuple[Requirement, ...]:
    """Ask of the signed print of a document that it is this document's: made, of its form, of its number."""
    if command.document is None:
        return ()
    made = due is not None and due.is_issued and due.form == command.paper
    known = Requirement(
        rule="scan.document", source=_SOURCE,
        figures={"document": command.document, "form": command.paper}, met=made,
    )  # fmt: skip
    if due is None or due.printed is None:
        return (known,)
    return (
        known,
        Requirement(
            rule="scan.number", source=_SOURCE,
            figures={"number": due.printed, "typed": command.printed or "–"},
            met=_as_read(command.printed or "") == _as_read(due.printed),
        ),
    )  # fmt: skip


def _as_read(number: str) -> str:
    """Return a number without what people write or leave out: “Số: 7 - NQ/CB” reads as “07-NQ/CB”."""
    plain = "".join(unicodedata.normalize("NFC", number).casefold().split())
    return _BEFORE_THE_FIGURES.sub("", plain)


def papers_of(procedure: Procedure) -> frozenset[str]:
    """Return the codes of the papers a procedure knows, its own forms and those brought from elsewhere."""
    own = {one.code for one in procedure.forms.forms}
    return frozenset(own | {one.code for one in procedure.incoming})


def _waits(scan: int, facts: Facts) -> Requirement:
    return Requirement(
        rule="scan.waiting", source=_SOURCE, figures={"scan": scan},
        met=facts.scan is not None and facts.scan.standing == "waiting",
    )  # fmt: skip


def _second_person(facts: Facts) -> Iterator[Requirement]:
    """Ask for somebody other than who attached the file; who is nobody known is not another.

    That holds for each of those whose act either was.
    """
    before = set() if facts.scan is None else {facts.scan.attached_by, facts.scan.attached_for}
    for one in facts.whose:
        yield Requirement(
            rule="scan.second_person", source=_FOUR_EYES, figures={"person": one or ""},
            met=facts.scan is not None and one is not None and one not in before,
        )  # fmt: skip

"""Scans: a file is attached to a paper the procedure knows, and opened once it is checked or answered for."""

from __future__ import annotations

from engine.rules.given import Facts
from models.commands import AttachScan, CheckScan, ReleaseScan
from models.events import ScanAttached, ScanChecked, ScanReleased
from models.procedure import Procedure
from models.requirements import Requirement
from models.state import DossierState

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
            return (_waits(command.scan, facts), _second_person(facts))


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return what became of the scan."""
    match command:
        case AttachScan():
            return [
                ScanAttached(
                    enclosure=facts.enclosure, paper=command.paper, format=command.format,
                    size=command.size, sha256=command.sha256,
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
    )  # fmt: skip


def papers_of(procedure: Procedure) -> frozenset[str]:
    """Return the codes of the papers a procedure knows, its own forms and those brought from elsewhere."""
    own = {one.code for one in procedure.forms.forms}
    return frozenset(own | {one.code for one in procedure.incoming})


def _waits(scan: int, facts: Facts) -> Requirement:
    return Requirement(
        rule="scan.waiting", source=_SOURCE, figures={"scan": scan},
        met=facts.scan is not None and facts.scan.standing == "waiting",
    )  # fmt: skip


def _second_person(facts: Facts) -> Requirement:
    """Ask for somebody other than who attached the file; who is nobody known is not another."""
    return Requirement(
        rule="scan.second_person", source=_FOUR_EYES, figures={"person": facts.actor or ""},
        met=facts.scan is not None and facts.actor is not None and facts.actor != facts.scan.attached_by,
    )  # fmt: skip

"""The registry answers as the page of permissions says, for a seat of every role in every unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.access import SYSTEM
from models import commands
from models.commands import COMMAND, Command
from models.errors import DiudatError, Forbidden, NotFound
from models.state import Status
from tests.offices import Offices
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, UNION, Road, noon

# What is made once for all tests here is made by one process.
pytestmark = pytest.mark.xdist_group("seats")

DAY = date(2022, 1, 1)
ROLES = ("secretary", "clerk", "union_officer", "member", "inspector", "administrator")
UNITS = (BRANCH, COMMITTEE, COMPETENT, UNION, OTHER_BRANCH)


PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


@dataclass(frozen=True)
class Row:
    """One row of the page: a command, who may give it, where the role is held, in which statuses."""

    command: str
    role: str
    held: str
    statuses: frozenset[str]


@cache
def _rows() -> tuple[Row, ...]:
    """Read the table of commands as any reader would: from the page."""
    _, _, below = PAGE.read_text(encoding="utf-8").partition("## Commands")
    head, _, *lines = [
        _cells(line) for line in below.partition("\n## ")[0].splitlines() if line.startswith("|")
    ]
    return tuple(
        Row(
            command=command.strip("`"),
            role=role,
            held=held,
            statuses=frozenset(name for name, mark in zip(head[3:], marks, strict=True) if mark),
        )
        for command, role, held, *marks in lines
        if command.strip("`") in KINDS
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


@dataclass(frozen=True)
class Seat:
    """An account of somebody who holds one role in one unit, or none."""

    account: str
    role: str = ""
    unit: str = ""
    is_mentor: bool = False


def _may(row: Row, seat: Seat, step: str, *, is_open: bool) -> bool:
    """Read one row's words: who is meant, and where; the step's own row on the page says whose it is."""
    body, roles, person = _step(step)
    if row.role == "–":
        return seat.account == SYSTEM
    if row.role == "person of the step":
        return seat.is_mentor and person == "mentor"
    if row.role == "role of the step":
        return seat.unit == body and seat.role in roles
    union = row.role == "union_officer"
    any_open = BRANCH if row.command == "return_for_supplement" and is_open else None
    return (
        seat.role == row.role
        and seat.unit
        in {
            "in the dossier's branch": {BRANCH},
            "in any unit from the branch upwards": {BRANCH, COMMITTEE, COMPETENT},
            "in the body that acts": {UNION} if union else {any_open or body},
            "in the body that issued the document": {BRANCH},
        }[row.held]
    )


_BODIES = {"branch": BRANCH, "grassroots_committee": COMMITTEE, "competent_committee": COMPETENT}


@cache
def _step(step: str) -> tuple[str, list[str], str]:
    text = PAGE.read_text(encoding="utf-8").partition("### vn-2022")[2]
    row = next(line for line in text.splitlines() if line.startswith(f"| `{step}` "))
    _, _, body, roles, person = _cells(row)
    return _BODIES[body], roles.split(", "), person


KINDS: dict[str, type[Command]] = {
    one.model_fields["command"].default: one
    for one in (
        *commands.StepCommands.__args__,
        *commands.CrossCommands.__args__,
        commands.SignDocument,
        *commands.SystemCommands.__args__,
    )
}
STEP_OF = {
    "form": "opinions", "assessment": "introduction", "endorsement": "endorsement", "vote": "branch_vote",
    "review": "verification", "decision": "decision", "ceremony": "admission_ceremony",
    "waiting": "probation", "correction": "verification", "reopen": "opinions", "extend_limit": "decision",
}  # fmt: skip
DIGESTS = ("template_version", "content_sha256", "pdf_sha256", "docx_sha256", "html_sha256", "context_sha256")
PARTS: dict[str, dict[str, object]] = {
    "assessment": {"verdict": "continued"}, "review": {"verdict": "clear"},
    "endorsement": {"endorser": "youth_union"}, "vote": {"meeting": "HN-1", "yes": 0, "no": 0},
    "decision": {"meeting": "HN-1", "yes": 0, "no": 0}, "ceremony": {"person": "nobody", "place": "x"},
    "return_for_supplement": {"items": [{"item": "x", "reason": "y"}]}, "supplement": {"answers": ["x"]},
    "transfer": {"to_unit": OTHER_BRANCH}, "close": {"cause": "other"}, "correction": {"answers": {}},
    "replace_mentor": {"person": "nobody"}, "migrate": {"procedure": "vn-2025"},
    "remind": {"about": "limit", "subject": "decision", "due_on": DAY, "days": 0},
    "issue_document": {
        "document": "VB-1", "form": "X", "dated": DAY, "unit": BRANCH,
        **dict.fromkeys(DIGESTS, "0"),
    },
    "check_scan": {"scan": 1, "by": "redrawing", "verdict": "clean"},
    "sign_document": {
        "document": "VB-1", "unit": BRANCH, "before_sha256": "0" * 64, "after_sha256": "1" * 64,
        "holder": "CN=x", "issuer": "CN=y", "serial": "1", "signed_at": noon(DAY), "level": "B-B",
        "visible": True,
    },
    "send_notice": {"about": 1, "notice": "x", "person": "nobody", "channel": "email", "outcome": "sent"},
}  # fmt: skip


def _asked(command: str, dossier: str, on: date) -> Command:
    """A request that may be given by somebody, whatever the regulation says of it."""
    kind = KINDS[command]
    plain: dict[str, object] = {"command": command, "dossier": dossier} | PARTS.get(command, {})
    plain |= {"step": STEP_OF[command]} if command in STEP_OF else {}
    plain |= {"on": on} if "on" in kind.model_fields else {}
    plain |= {"reason": "Lý do."} if "reason" in kind.model_fields else {}
    return COMMAND.validate_python(plain)


def _in_every_status(road: Road) -> Iterator[tuple[Status, str, date]]:
    """A dossier in each status, all of them at the branch vote when something ended or stopped them."""
    secretary = road.secretary(BRANCH)
    for status, command in (
        (Status.UNDER_WAY, None), (Status.RETURNED, "return_for_supplement"), (Status.SUSPENDED, "suspend"),
        (Status.WITHDRAWN, "withdraw"), (Status.CLOSED, "close"),
    ):  # fmt: skip
        dossier, day = road.at("branch_vote")
        if command is not None:
            road.do(_asked(command, dossier, day), secretary, day)
        yield status, dossier, day
    dossier, day = road.at("branch_vote")
    road.step(dossier, "branch_vote", day, yes=0, no=9)
    yield Status.REFUSED, dossier, day
    for status, yes in ((Status.RECOGNISED, 9), (Status.REMOVED, 0)):
        dossier, day = road.at("recognition_decision")
        road.step(dossier, "recognition_decision", day, yes=yes, no=9 - yes)
        yield status, dossier, road.drive(dossier, "the end", day)


def _allowed(road: Road, command: Command, by: str, on: date) -> bool:
    """Ask the program, without recording anything."""
    try:
        road.registry.weigh(command, by=by, at=noon(on))
    except Forbidden:
        return False
    except NotFound as unknown:
        return unknown.code != "dossier.unknown"
    except DiudatError:
        return True
    return True


@pytest.fixture(scope="module")
def statuses(sqlite_offices: Offices) -> Iterator[tuple[Road, dict[Status, tuple[str, date]], list[Seat]]]:
    """One office with a dossier in every status, and an account for every role in every unit."""
    with sqlite_offices() as road:
        dossiers = {status: (dossier, day) for status, dossier, day in _in_every_status(road)}
        seats = [
            Seat(account=road.account(role, unit), role=role, unit=unit) for role in ROLES for unit in UNITS
        ]
        road.tell(DAY, command="open_account", id="nobody-special")
        yield road, dossiers, [*seats, Seat(account=SYSTEM), Seat(account="nobody-special")]


@pytest.mark.parametrize("status", list(Status))
def test_program_answers_as_the_page_says_for_every_role_and_command(
    statuses: tuple[Road, dict[Status, tuple[str, date]], list[Seat]], status: Status
) -> None:
    road, dossiers, seats = statuses
    dossier, day = dossiers[status]
    assert road.state(dossier).status is status
    mentor = Seat(account=f"{road.state(dossier).guides[0].person}@self", is_mentor=status.value in _LIVE)
    wrong = []
    for name in sorted({row.command for row in _rows()}):
        command = _asked(name, dossier, day)
        step = STEP_OF.get(name, "branch_vote")
        for seat in (*seats, mentor):
            rows = [row for row in _rows() if row.command == name and status.value in row.statuses]
            expected = any(_may(row, seat, step, is_open=status.value in _LIVE) for row in rows)
            if _allowed(road, command, seat.account, day) != expected:
                wrong.append((name, seat, expected))

    assert wrong == []


_LIVE = {"under_way", "returned", "suspended"}


@pytest.mark.parametrize("status", list(Status))
def test_inspector_reads_everything_in_scope_and_writes_nothing(
    statuses: tuple[Road, dict[Status, tuple[str, date]], list[Seat]], status: Status
) -> None:
    road, dossiers, _ = statuses
    dossier, day = dossiers[status]
    inspector, elsewhere = f"kiem-tra-{status.value}", f"noi-khac-{status.value}"
    for account, unit in ((inspector, COMPETENT), (elsewhere, OTHER_BRANCH)):
        road.tell(day, command="open_account", id=account)
        road.tell(day, command="grant_role", account=account, role="inspector", unit=unit)

    for name in sorted({row.command for row in _rows()}):
        command = _asked(name, dossier, day)
        with pytest.raises(Forbidden):
            road.do(command, inspector, day)
        with pytest.raises(NotFound):
            road.do(command, elsewhere, day)


_BESIDE: tuple[dict[str, object], ...] = (
    {"command": "open_dossier", "candidate": "nguoi-001", "unit": BRANCH, "source": "other",
     "on": DAY},
    {"command": "open_meeting", "unit": BRANCH, "held_on": DAY, "roll": "official_members",
     "chair": "nguoi-001", "secretary": "nguoi-002"},
    {"command": "add_person", "id": "x", "full_name": "x", "sex": "male", "born_on": date(2000, 1, 1),
     "unit": BRANCH},
    {"command": "correct_person", "person": "nguoi-001", "field": "religion", "value": "x",
     "reason": "y"},
    {"command": "take_seat", "person": "nguoi-001", "unit": BRANCH, "position": "x", "role": "clerk",
     "votes": False, "since": DAY},
    {"command": "leave_seat", "person": "nguoi-001", "unit": BRANCH, "role": "secretary",
     "until": DAY},
    {"command": "open_account", "id": "x"},
    {"command": "close_account", "account": "nguoi-001@self"},
    {"command": "grant_role", "account": "nguoi-001@self", "role": "clerk", "unit": BRANCH},
    {"command": "revoke_role", "account": f"nguoi-001@{BRANCH}", "role": "secretary", "unit": BRANCH},
    {"command": "set_workday", "on": DAY, "is_working": True, "source": "x"},
    {"command": "set_password", "account": "nguoi-001@self", "secret": "$argon2id$x",
     "must_change": True},
    {"command": "turn_off_second_factor", "account": "nguoi-001@self"},
    {"command": "end_sessions", "account": "nguoi-001@self"},
)  # fmt: skip


def test_inspector_changes_nothing_beside_dossiers(road: Road) -> None:
    inspector = road.account("inspector", COMPETENT)

    for command in _BESIDE:
        with pytest.raises(Forbidden):
            road.tell(DAY, inspector, **command)

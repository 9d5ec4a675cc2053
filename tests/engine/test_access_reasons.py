"""Why somebody may or may not: the reason that is worded, and the unit for which he acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.access import SYSTEM, Access, Actor, Grant, Place, may, may_read, may_there, unions_asked
from models.commands import COMMAND, Command, SignDocument
from models.state import DossierState, Guide, Status
from tests.walks import CANDIDATE, MENTOR, VN_2022, Walk, at, with_state

DAY = date(2022, 3, 1)
NUMBER = "HS-2021-0001"
WALKER = Actor(account=SYSTEM, person=None)


def _actor(*grants: tuple[str, str], person: str | None = "p", account: str = "a") -> Actor:
    held = frozenset(Grant(role=role, unit=unit) for role, unit in grants)
    return Actor(account=account, person=person, grants=held)


def _command(**given: object) -> Command:
    return COMMAND.validate_python({"dossier": NUMBER} | given)


def _may(actor: Actor, walk: Walk, state: DossierState | None = None, /, **given: object) -> Access:
    return may(actor, _command(**given), state or walk.state, VN_2022)


def _allowed(reason: str, unit: str | None) -> Access:
    return Access(allowed=True, reason=reason, unit=unit)


NO_ROLE = Access(allowed=False, reason="access.role")
NOT_NOW = Access(allowed=False, reason="access.status")


def test_role_in_the_body_of_a_step_acts_for_that_body() -> None:
    walk, day = at("grassroots_vote")
    command, _ = walk.command("grassroots_vote", day)

    assert may(_actor(("secretary", "du")), command, walk.state, VN_2022) == _allowed("access.body", "du")
    assert may(_actor(("secretary", "cb")), command, walk.state, VN_2022) == NO_ROLE
    assert may(_actor(("inspector", "du")), command, walk.state, VN_2022) == NO_ROLE


def test_mentor_acts_as_himself_for_the_branch_he_guides_in() -> None:
    walk, day = at("introduction")
    command, _ = walk.command("introduction", day)

    assert may(_actor(person=MENTOR), command, walk.state, VN_2022) == _allowed("access.person", "cb")
    assert may(_actor(person=CANDIDATE), command, walk.state, VN_2022) == NO_ROLE
    assert may(_actor(person=None), command, walk.state, VN_2022) == NO_ROLE


def test_nobody_acts_as_a_person_at_a_step_that_names_none() -> None:
    walk, day = at("opinions")
    command, _ = walk.command("opinions", day)
    guided = with_state(
        walk, guides=(Guide(person="p", role="None", unit="cb", since=DAY), *walk.state.guides)
    )

    assert may(_actor(person="p"), command, guided.state, VN_2022) == NO_ROLE


def test_office_of_the_branch_and_any_office_above_act_for_their_own_unit() -> None:
    walk, _ = at("branch_vote")
    withdraw = {"command": "withdraw", "on": DAY, "reason": "Xin rút."}
    suspend = {"command": "suspend", "on": DAY, "reason": "Tạm dừng."}

    assert _may(_actor(("clerk", "cb")), walk, **withdraw) == _allowed("access.branch", "cb")
    assert _may(_actor(("clerk", "du")), walk, **withdraw) == NO_ROLE
    assert _may(_actor(("secretary", "qu")), walk, **suspend) == _allowed("access.line", "qu")
    assert _may(_actor(("secretary", "cb"), ("secretary", "qu")), walk, **suspend) == _allowed(
        "access.line", "cb"
    )
    assert _may(_actor(("secretary", "doan")), walk, **suspend) == NO_ROLE


def test_right_out_of_season_says_so_and_no_right_says_that() -> None:
    walk, _ = at("branch_vote")
    closed = replace(walk.state, status=Status.CLOSED)
    withdraw = {"command": "withdraw", "on": DAY, "reason": "Xin rút."}

    assert _may(_actor(("clerk", "cb")), walk, closed, **withdraw) == NOT_NOW
    assert _may(_actor(("inspector", "cb")), walk, closed, **withdraw) == NO_ROLE


def test_walker_alone_acts_as_the_program_and_for_no_unit() -> None:
    walk, _ = at("probation")
    waiting = {"command": "waiting", "step": "probation"}
    everywhere = _actor(*(("secretary", unit) for unit in walk.state.line), person=None)

    assert _may(WALKER, walk, **waiting) == _allowed("access.system", None)
    assert _may(everywhere, walk, **waiting) == NO_ROLE


def test_return_is_asked_for_by_a_body_at_whose_step_the_dossier_is_and_by_no_other() -> None:
    walk, _ = at("grassroots_vote")
    asked = {
        "command": "return_for_supplement", "on": DAY, "items": [{"item": "Một", "reason": "Thiếu"}],
    }  # fmt: skip
    nobody = replace(walk.state, open=(replace(walk.state.open[0], unit=None),))

    assert _may(_actor(("clerk", "du")), walk, **asked) == _allowed("access.body", "du")
    assert _may(_actor(("clerk", "cb")), walk, **asked) == NO_ROLE
    assert _may(_actor(("clerk", "du")), walk, nobody, **asked) == NO_ROLE


def test_step_the_procedure_does_not_know_is_nobodys() -> None:
    walk, _ = at("branch_vote")
    asked = {
        "command": "form", "step": "no_such_step", "on": DAY, "person": None, "answers": {},
    }  # fmt: skip
    everybody = _actor(*((role, unit) for role in ("secretary", "clerk") for unit in ("cb", "du", "qu")))

    assert _may(everybody, walk, **asked) == NO_ROLE


@pytest.mark.parametrize(
    ("endorser", "unit", "answer"),
    [
        ("youth_union", "doan", _allowed("access.body", "doan")),
        ("youth_union", "cb", NO_ROLE),
        ("trade_union", "doan", NO_ROLE),
    ],
)
def test_union_officer_endorses_for_the_union(endorser: str, unit: str, answer: Access) -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day)
    asked = command.model_copy(update={"endorser": endorser})

    assert may(_actor(("union_officer", unit)), asked, walk.state, VN_2022) == answer


@pytest.mark.parametrize(
    ("role", "held", "unit", "answer"),
    [
        ("secretary", "cb", "cb", _allowed("access.issuer", "cb")),
        ("secretary", "qu", "qu", _allowed("access.issuer", "qu")),
        ("union_officer", "doan", "doan", _allowed("access.issuer", "doan")),
        ("secretary", "cb", "qu", NO_ROLE),
        ("secretary", "cb9", "cb9", NO_ROLE),
        ("clerk", "cb", "cb", NO_ROLE),
    ],
)
def test_document_is_signed_for_the_body_of_the_line_that_issued_it(
    role: str, held: str, unit: str, answer: Access
) -> None:
    walk, _ = at("branch_vote")
    command = SignDocument(
        dossier=NUMBER, document="VB-1", unit=unit, before_sha256="0" * 64, after_sha256="1" * 64,
        holder="CN=Ví dụ", issuer="CN=CA", serial="1f", signed_at=datetime(2022, 9, 20, tzinfo=UTC),
        level="B-B", visible=True,
    )  # fmt: skip

    assert may(_actor((role, held)), command, walk.state, VN_2022) == answer


OPEN_MEETING = {
    "command": "open_meeting", "unit": "cb", "held_on": DAY, "roll": "official_members", "chair": "x",
    "secretary": "y",
}  # fmt: skip
ADD_UNIT = {
    "command": "add_unit", "id": "x", "kind": "branch", "name": "Đơn vị", "place": "Quận 4", "code": "1",
    "parent": "du", "on": DAY,
}  # fmt: skip
PASSWORD = {"command": "end_sessions", "account": "a"}
GRANT = {"command": "grant_role", "account": "a", "role": "administrator", "unit": "cb"}
HERE = Place(unit="cb", line=("cb", "du", "qu"))


@pytest.mark.parametrize(
    ("actor", "command", "place", "answer"),
    [
        (_actor(("clerk", "cb")), OPEN_MEETING, HERE, _allowed("access.unit", "cb")),
        (_actor(("clerk", "du")), OPEN_MEETING, HERE, NO_ROLE),
        (_actor(("inspector", "cb")), OPEN_MEETING, HERE, NO_ROLE),
        (_actor(("clerk", "cb")), OPEN_MEETING, None, NO_ROLE),
        (_actor(("administrator", "qu")), ADD_UNIT, HERE, _allowed("access.line", "cb")),
        (_actor(("administrator", "cb9")), ADD_UNIT, HERE, NO_ROLE),
        (WALKER, ADD_UNIT, HERE, _allowed("access.system", None)),
        (WALKER, ADD_UNIT, None, _allowed("access.system", None)),
        (WALKER, OPEN_MEETING, HERE, NO_ROLE),
        (_actor(), PASSWORD, None, _allowed("access.account", None)),
        (_actor(account="b"), PASSWORD, None, NO_ROLE),
        # Nobody gives himself a role, or takes one away, for being the one it is about.
        (_actor(), GRANT, HERE, NO_ROLE),
        (_actor(), GRANT, None, NO_ROLE),
        (_actor(("administrator", "qu"), account="b"), PASSWORD, HERE, _allowed("access.line", "cb")),
        (_actor(("administrator", "qu"), account="b"), PASSWORD, None, NO_ROLE),
    ],
)
def test_command_that_names_no_dossier_is_weighed_at_its_place(
    actor: Actor, command: dict[str, object], place: Place | None, answer: Access
) -> None:
    assert may_there(actor, COMMAND.validate_python(command), place) == answer


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (WALKER, _allowed("access.system", None)),
        (_actor(("inspector", "qu")), _allowed("access.line", None)),
        (_actor(("inspector", "cb9")), NO_ROLE),
        (_actor(person=MENTOR), _allowed("access.person", None)),
        (_actor(person=None), NO_ROLE),
        (_actor(("union_officer", "doan")), _allowed("access.body", None)),
        (_actor(("member", "doan")), NO_ROLE),
        (_actor(("union_officer", "doan9")), NO_ROLE),
    ],
)
def test_dossier_is_read_from_its_line_by_whom_it_names_and_by_the_union_it_awaits(
    actor: Actor, answer: Access
) -> None:
    stakes, asked = frozenset({MENTOR}), frozenset({"doan"})

    assert may_read(actor, ("cb", "du", "qu"), stakes, asked) == answer


def test_union_is_asked_only_while_its_endorsement_is_awaited() -> None:
    walk, day = at("endorsement")
    returned, closed = (replace(walk.state, status=one) for one in (Status.RETURNED, Status.CLOSED))
    suspended = replace(walk.state, status=Status.SUSPENDED)
    later = walk.copy()
    later.step("endorsement", day)

    assert unions_asked(walk.state) == unions_asked(returned) == {"doan"}
    assert unions_asked(closed) == unions_asked(suspended) == unions_asked(later.state) == frozenset()

"""Anybody asks anything, in any order, at any time: what the record promises holds after every answer."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from engine import access, rules
from engine.access import SYSTEM, Access
from engine.actors import actor_of
from engine.registry import Recorded
from engine.rules import due
from engine.verification import verify
from models import commands, events
from models.commands import Command
from models.errors import DiudatError, Forbidden, NotFound, Refused
from models.outbox import OutboxRow
from models.state import DossierState, Status
from tests.askings import asked
from tests.audits import audit, audit_numbers, waits_for_a_term
from tests.offices import Offices
from tests.records import assert_sound
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road

ONE_DAY = timedelta(days=1)
PLACES = (
    "mentorship", "awareness_course", "introduction", "branch_vote", "grassroots_vote", "decision",
    "admission_ceremony", "probation", "branch_recognition_vote", "recognition_decision",
)  # fmt: skip
CROSSING = (
    "suspend",
    "resume",
    "withdraw",
    "close",
    "return_for_supplement",
    "supplement",
    "transfer",
    "reopen",
)


class Office(RuleBasedStateMachine):
    """An office with a clock; the tests say on which database it keeps its records."""

    offices: ClassVar[staticmethod[[], AbstractContextManager[Road]]]
    dossiers = Bundle("dossiers")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.road = self.stack.enter_context(self.offices())
        self.today = date(2021, 9, 10)
        self.touched: str | None = None
        self.last: tuple[Command, str, str, Recorded] | None = None
        self.keys = 0
        road = self.road
        self.accounts = [
            *road.accounts.values(), f"{road.rolls[BRANCH][0]}@self", f"{road.rolls[BRANCH][1]}@self",
            road.account("inspector", COMPETENT), road.account("administrator", COMMITTEE),
            road.account("clerk", BRANCH), "nobody", SYSTEM,
        ]  # fmt: skip

    def teardown(self) -> None:
        try:
            with self.road.database.reading() as session:
                assert verify(session).faults == ()
        finally:
            self.stack.close()

    @initialize(target=dossiers, step=st.sampled_from(PLACES))
    def begin(self, step: str) -> str:
        """A dossier somewhere on the road."""
        return self._driven(step)

    @rule(target=dossiers, step=st.sampled_from(PLACES), unit=st.sampled_from([BRANCH, OTHER_BRANCH]))
    @precondition(lambda self: len(self.road.dossiers()) < 3)
    def open_another(self, step: str, unit: str) -> str:
        """Another dossier, perhaps of the other branch."""
        return self._driven(step, unit)

    def _driven(self, step: str, unit: str = BRANCH) -> str:
        dossier, reached = self.road.at(step, on=self.today, unit=unit)
        self.today = max(self.today, reached)
        self.touched = dossier
        return dossier

    @rule(days=st.sampled_from([0, 1, 20, 100, 400]))
    def time_passes(self, days: int) -> None:
        """Nothing else happens."""
        before = [self.road.state(one) for one in self.road.dossiers()]
        self.today += days * ONE_DAY
        assert [self.road.state(one) for one in self.road.dossiers()] == before

    @rule(dossier=dossiers, which=st.integers(0, 5), against=st.integers(0, 9), verdict=st.integers(0, 2))
    def do_a_step(self, dossier: str, which: int, against: int, verdict: int) -> None:
        """Somebody whose turn it is does an open step, perhaps with another outcome than the plainest."""
        state = self.road.state(dossier)
        if not state.open:
            return
        present = state.open[which % len(state.open)]
        if self.road.procedure(dossier).step(present.step).acts.person and not state.guides_now("mentor"):
            return
        given: dict[str, object] = {}
        if present.kind.value in {"vote", "decision"} and present.unit in self.road.rolls:
            roll = len(self.road.rolls[present.unit])
            given = {"yes": max(0, roll - against), "no": min(against, roll)}
        if present.kind.value == "assessment":
            given = {"verdict": ("recommended", "continued", "declined")[verdict]}
        if present.kind.value == "review":
            given = {"verdict": ("clear", "clear", "unclear")[verdict]}
        try:
            command, by = self.road.command(dossier, present.step, self.today, **given)
        except (Refused, Forbidden, StopIteration):
            return  # no meeting could be held, no member is free
        self._ask(command, by)

    @rule(dossier=dossiers, kind=st.sampled_from(CROSSING), who=st.integers(0, 20))
    def cross(self, dossier: str, kind: str, who: int) -> None:
        """Somebody of the line returns, suspends, moves or ends a dossier, or answers."""
        state = self.road.state(dossier)
        owed = state.supplement.items if state.supplement else 1
        done = sorted(state.done)
        extra: dict[str, object] = {
            "close": {"cause": "other"},
            "return_for_supplement": {"items": [{"item": "Mục", "reason": "Thiếu", "step": None}]},
            "supplement": {"answers": ["Đã bổ sung."] * owed},
            "transfer": {"to_unit": OTHER_BRANCH if state.unit == BRANCH else BRANCH},
            "reopen": {"step": done[who % len(done)] if done else "opinions"},
        }.get(kind, {})  # type: ignore[assignment]  # plain values
        plain: dict[str, object] = {"command": kind, "dossier": dossier, "on": self.today} | extra
        if kind not in {"return_for_supplement", "supplement"}:
            plain["reason"] = "Lý do."
        units = [state.unit, COMMITTEE, COMPETENT]
        self._ask(commands.COMMAND.validate_python(plain), self.road.secretary(units[who % 3]))

    @rule(command=st.data(), dossier=dossiers, who=st.integers(0, 20))
    def ask_anything(self, command: st.DataObject, dossier: str, who: int) -> None:
        """Anybody asks anything."""
        units = st.sampled_from([BRANCH, OTHER_BRANCH, "nowhere"])
        persons = st.sampled_from([*self.road.rolls[BRANCH][:3], "nobody"])
        days = st.sampled_from([self.today, self.today - 400 * ONE_DAY, self.today + ONE_DAY])
        drawn = command.draw(asked((dossier, "HS-1999-0001"), on=days, to_unit=units, person=persons))
        self._ask(drawn, self.accounts[who % len(self.accounts)])

    @rule(dossier=dossiers)
    def term_is_over(self, dossier: str) -> None:
        """The daily sweep ends a term, if it is over."""
        for present in self.road.state(dossier).open:
            if waits_for_a_term(self.road.procedure(dossier), present.step):
                self._ask(commands.Waiting(dossier=dossier, step=present.step), SYSTEM)

    @rule()
    @precondition(lambda self: self.last is not None)
    def ask_the_last_again(self) -> None:
        """A repeated command changes nothing and is answered the same."""
        assert self.last is not None
        command, by, key, first = self.last
        before = len(self.road.entries(first.stream))

        again = self.road.do(command, by, self.today, key=key)

        assert again.repeated
        assert (again.stream, again.first, again.events) == (first.stream, first.first, first.events)
        assert len(self.road.entries(first.stream)) == before

    def _ask(self, command: Command, by: str) -> None:
        """Ask under a key of its own; hold the answer to the table of rights."""
        dossier = getattr(command, "dossier", "")
        known = dossier in self.road.dossiers()
        before = self.road.state(dossier) if known else None
        allowed = self._allowed(command, by, before)
        told = len(self.road.entries(dossier)) if known else 0
        self.keys += 1
        key = f"lenh-{self.keys}"
        self.touched = dossier if known else None
        try:
            recorded = self.road.do(command, by, self.today, key=key)
        except DiudatError as refused:
            _assert_answer_agrees(refused, allowed)
            if before is not None:
                assert self.road.state(dossier) == before
                assert len(self.road.entries(dossier)) == told
            return
        assert allowed is not None
        assert allowed.allowed
        self.last = command, by, key, recorded

    def _allowed(self, command: Command, by: str, state: DossierState | None) -> Access | None:
        if state is None:
            return None
        with self.road.database.reading() as session:
            try:
                actor = actor_of(session, by)
            except Forbidden:
                return None
        return access.may(actor, command, state, self.road.registry.procedures.version(state.procedure))

    @invariant()
    def record_is_sound(self) -> None:
        """State is replay; rows, roll, numbers and what is owed tell the same story."""
        if self.touched is None:
            return
        dossier, self.touched = self.touched, None
        audit(self.road, dossier)
        audit_numbers(self.road)
        assert_sound(self.road, dossier, whole=False)
        self._assert_owed(dossier)

    def _assert_owed(self, dossier: str) -> None:
        with self.road.database.reading() as session:
            rows = session.rows(select(OutboxRow.sequence).where(OutboxRow.stream == dossier))
        state: DossierState | None = None
        owing = []
        for entry in self.road.entries(dossier):
            state = rules.evolve(state, entry.event, entry.sequence)
            assert isinstance(entry.event, events.DossierEvents)
            procedure = self.road.registry.procedures.version(state.procedure)
            papers = getattr(entry.event, "papers", ())
            if papers or due.notices(procedure, state, entry.event):
                owing.append(entry.sequence)
        assert sorted(row.sequence for row in rows) == owing
        assert state is not None
        assert (state.status is Status.RETURNED) == (state.supplement is not None) or state.suspended_on


def _assert_answer_agrees(refused: DiudatError, allowed: Access | None) -> None:
    """Who has no right is told so, or that there is no such dossier; who has one hears of the regulation."""
    if allowed is None:
        assert refused.code in {"access.no_account", "dossier.unknown"}, refused
    elif allowed.allowed:
        assert not isinstance(refused, Forbidden), refused
        assert refused.code != "dossier.unknown"
    else:
        hidden = isinstance(refused, NotFound) and refused.code in {"dossier.unknown", "step.unknown"}
        assert isinstance(refused, Forbidden) or hidden, refused


def _run(machine: type[Office], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck)
        ),
    )


def test_office_on_sqlite_keeps_its_promises(sqlite_offices: Offices) -> None:
    class OnSqlite(Office):
        offices = staticmethod(sqlite_offices)

    _run(OnSqlite, examples=25, steps=30)


def test_office_on_postgresql_keeps_its_promises(postgresql_offices: Offices) -> None:
    class OnPostgresql(Office):
        offices = staticmethod(postgresql_offices)

    _run(OnPostgresql, examples=4, steps=20)


def test_auditor_finds_a_resolution_without_its_majority(sqlite_road: Road) -> None:
    """The auditor itself must be able to fail."""
    dossier, day = sqlite_road.at("branch_vote")
    sqlite_road.step(dossier, "branch_vote", day)
    auditor = audit(sqlite_road, dossier)
    voted = sqlite_road.entries(dossier)[-1]
    assert isinstance(voted.event, events.Voted)

    assert auditor.outcomes["branch_vote"] == "passed"
    with pytest.raises(AssertionError):
        auditor.read(voted)  # a second time: the step is no longer open

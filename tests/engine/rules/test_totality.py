"""Every rule answers every request in every state: with events, or with one of our own refusals."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import access, rules
from engine.access import SYSTEM, Actor
from engine.rules.given import Due, Filing, Line, Meeting, Member
from engine.rules.reminding import reminders_of
from models import commands
from models.commands import COMMAND, Command
from models.errors import DiudatError, NotFound, Refused
from models.events import StepEvents
from models.procedure import StepKind
from models.state import DossierState, Status
from tests.askings import ANSWERS, NUMBER, PERSONS, STEPS, asked, part_of
from tests.roads import PROCEDURES
from tests.walks import LINE, MENTOR, VN_2022, Walk, at, meeting, member

ONE_DAY = timedelta(days=1)
WALKED = [
    step for step in STEPS if VN_2022.step(step).only_where is None and not VN_2022.stage_of(step).apart
]


@st.composite
def fitting(draw: st.DrawFn, walk: Walk, day: date) -> tuple[Command, dict[str, object]]:
    """The plain request for an open step with a part or two put differently, and the facts beside it."""
    if not walk.state.open or not walk.state.guides_now("mentor"):
        return draw(asked()), _beside(walk, day, draw)
    present = draw(st.sampled_from(walk.state.open))
    command, facts = walk.command(present.step, day)
    parts = sorted(type(command).model_fields.keys() - {"command", "dossier"})
    chosen = draw(st.sets(st.sampled_from(parts), max_size=2)) if draw(st.booleans()) else set()
    changed = {part: draw(part_of(present.kind.value, part)) for part in sorted(chosen)}
    plain = command.model_dump() | changed
    return COMMAND.validate_python(plain), _beside(walk, day, draw) | {"people": walk.people} | facts


@cache
def _places() -> tuple[tuple[Walk, date], ...]:
    return tuple(at(step) for step in WALKED)


@st.composite
def states(draw: st.DrawFn) -> tuple[Walk, date]:
    """A dossier anywhere on the road, and anywhere beside it: returned, suspended, moved, ended, reopened."""
    walk, day = draw(st.sampled_from(_places()))
    walk = walk.copy()
    for _ in range(draw(st.integers(0, 3))):
        command, facts = draw(fitting(walk, day))
        if draw(st.booleans()):
            command = draw(asked())
        with suppress(DiudatError):
            walk.do(command, day + 500 * ONE_DAY, **facts)
    if draw(st.integers(0, 3)) == 0:
        walk.state = replace(walk.state, status=draw(st.sampled_from(list(Status))))
    return walk, day + draw(st.integers(0, 800)) * ONE_DAY


def _beside(walk: Walk, day: date, draw: st.DrawFn) -> dict[str, object]:
    """Facts that fit the state, and facts that do not."""
    done = [one.sequence for one in walk.state.done.values() if one.sequence]
    origin = walk.told[draw(st.sampled_from(done)) - 1] if done else None
    filed = (
        Filing(origin=origin, sequence=1, enclosure="a" * 64, answers=draw(ANSWERS))
        if isinstance(origin, StepEvents)
        else None
    )
    meetings = [meeting(body, day, draw(st.integers(0, 9)), present=0) for body in ("cb", "du", "qu", "x")]
    met: Meeting | None = draw(st.sampled_from([None, *meetings, meeting("cb", day), meeting("qu", day)]))
    there = Line(
        unit="cb9", line=("cb9",), bodies=draw(st.sampled_from([{}, {**LINE.bodies, "branch": "cb9"}]))
    )
    due = Due(form="6-KNĐ", number=1, symbol="NQ/CB", unit="cb", dated=day, is_issued=draw(st.booleans()))
    people: dict[str, Member] = draw(st.sampled_from([walk.people, {}, {MENTOR: member(unit=None)}]))
    return {
        "filed": draw(st.sampled_from([None, filed])), "meeting": met,
        "due": draw(st.sampled_from([None, due])),
        "line": draw(st.sampled_from([None, there])), "people": people, "enclosure": "b" * 64,
        "target": draw(st.sampled_from([None, *PROCEDURES.all()])), "actor": draw(st.none() | PERSONS),
        "became": draw(st.sampled_from([None, "sent", "dead", "digest", "unwanted"])),
    }  # fmt: skip


@settings(max_examples=400)
@given(states(), st.data())
def test_every_request_is_answered_with_events_or_with_a_refusal(
    here: tuple[Walk, date], data: st.DataObject
) -> None:
    walk, day = here
    command, facts = data.draw(fitting(walk, day))
    _answer(walk, day, command, facts)
    _answer(walk, day, data.draw(asked()), facts)


def _answer(walk: Walk, day: date, command: Command, given_facts: dict[str, object]) -> None:
    facts = walk.facts(day, **given_facts)
    try:
        decided = rules.decide(walk.state, command, facts)
    except (Refused, NotFound) as answer:
        sound = (
            bool(answer.unmet) and not any(one.met for one in answer.unmet)
            if isinstance(answer, Refused)
            else answer.code == "step.unknown"
        )
        assert sound, answer  # noqa: PT017 -- either answer will do
        return
    state: DossierState | None = walk.state
    for event in decided:
        state = rules.evolve(state, event, 99)
    assert decided
    assert state is not None
    _assert_sound(state)


def _assert_sound(state: DossierState) -> None:
    names = [one.step for one in state.open]
    assert len(names) == len(set(names))
    assert sum(one.role == "mentor" and one.until is None for one in state.guides) <= 1
    if state.status not in {Status.UNDER_WAY, Status.RETURNED, Status.SUSPENDED}:
        assert state.supplement is None or state.open == ()


@pytest.mark.parametrize(
    "asking",
    [
        {"command": "form", "step": "no_such_step"},
        {"command": "correction", "step": "no_such_step", "answers": {}, "reason": "Gõ nhầm."},
        {"command": "reopen", "step": "no_such_step", "reason": "Làm lại."},
        {"command": "extend_limit", "step": "no_such_step", "reason": "Xin thêm."},
        {
            "command": "return_for_supplement",
            "items": [{"item": "Mục 1", "reason": "Thiếu", "step": "no_such_step"}],
        },
    ],
)
def test_step_the_procedure_does_not_know_is_named(asking: dict[str, object]) -> None:
    walk, day = at("branch_vote")
    command = COMMAND.validate_python({"dossier": NUMBER, "on": day} | asking)

    with pytest.raises(NotFound) as unknown:
        rules.decide(walk.state, command, walk.facts(day))

    assert unknown.value.code == "step.unknown"
    assert unknown.value.figures == {"step": "no_such_step", "procedure": "vn-2022"}


def test_opening_is_answered_whatever_is_missing() -> None:
    walk = Walk()
    command = commands.OpenDossier(candidate="nobody", unit="cb", source="other", on=date(2200, 12, 31))
    facts = walk.facts(date(2021, 9, 10), line=None, people={}, has_other_dossier=True)

    with pytest.raises(Refused) as refused:
        rules.decide(None, command, facts)

    assert {one.rule for one in refused.value.unmet} == {
        "step.date", "procedure.in_force", "unit.is_branch", "unit.line_complete", "candidate.not_member",
        "candidate.of_unit", "candidate.no_other_dossier",
    }  # fmt: skip


@pytest.mark.parametrize("step", WALKED)
def test_silence_never_approves(step: str) -> None:
    """However late it is, the system by itself ends nothing but a term that is over."""
    walk, day = at(step)
    late = day + 3650 * ONE_DAY
    system = Actor(account=SYSTEM, person=None)
    moved = set()

    for present in walk.state.open:
        command, facts = walk.command(present.step, late)
        if access.may(system, command, walk.state, VN_2022).allowed:
            rules.decide(walk.state, command, walk.facts(late, actor=None, **facts))
            moved.add(present.step)

    assert moved == {one.step for one in walk.state.open if one.kind is StepKind.WAITING}


@pytest.mark.parametrize("step", WALKED)
def test_reminding_for_ten_years_changes_nothing(step: str) -> None:
    walk, day = at(step)
    before = walk.state
    for years in range(10):
        on = day + years * 365 * ONE_DAY
        for one in reminders_of(before, walk.procedure, on, walk.calendar):
            walk.tell(
                on, command="remind", on=on, about=one.about, subject=one.subject, due_on=one.due_on,
                days=one.days, escalated_to=one.escalated_to,
            )  # fmt: skip

    assert walk.state == before

"""What a step leaves on record: what was asked, what was checked, and what it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import rules
from models.events import (
    Assessed,
    CeremonyHeld,
    DossierOpened,
    Endorsed,
    Filed,
    Moved,
    StepEvent,
    Submitted,
)
from models.state import DoneStep, DossierState, Guide, OpenStep, Status
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
ENCLOSURE = "e" * 64
WALKED = [
    step.id for stage in VN_2022.stages for step in stage.steps if step.only_where is None and not stage.apart
]


@pytest.mark.parametrize("step", WALKED)
def test_step_goes_on_record_as_it_was_open_and_as_it_was_weighed(step: str) -> None:
    walk, day = at(step)
    if step == "verification":
        walk.step("curriculum_vitae", day)
    present = walk.state.open_step(step)
    assert present is not None
    day = max(day, present.due_on) if step == "probation" and present.due_on else day
    day = day if step != "mentorship" else date(2021, 10, 20)
    command, facts = walk.command(step, day, **({"verdict": "continued"} if step == "mentorship" else {}))
    given = facts | {"enclosure": ENCLOSURE}
    weighed = rules.requirements(walk.state, command, walk.facts(day, **given))

    event = walk.do(command, day, **given)[0]

    assert isinstance(event, StepEvent)
    assert (event.step, event.stage, event.flow) == (step, present.stage, present.flow)
    assert (event.attempt, event.unit, event.on) == (present.attempt, present.unit, day)
    assert (event.enclosure, event.checked) == (ENCLOSURE, weighed)
    assert event.moved.closes == (step,)
    if step != "mentorship":
        assert walk.state.done[step] == DoneStep(
            outcome=event.outcome, on=day, attempt=1, sequence=len(walk.told)
        )
    assert {one.form for one in event.filed} <= set(walk.state.papers)
    for one in event.filed:
        paper = walk.state.papers[one.form]
        assert (paper.step, paper.dated, paper.valid_until, paper.enclosure) == (
            step, one.dated, one.valid_until, ENCLOSURE,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("mentor_assignment", "submitted"), ("awareness_course", "submitted"),
        ("introduction", "recommended"),
        ("endorsement", "endorsed"), ("branch_vote", "passed"), ("decision", "approved"),
        ("admission_ceremony", "held"), ("probation", "ended"), ("member_remarks", "recommended"),
    ],
)  # fmt: skip
def test_outcome_is_named_as_the_procedure_names_it(step: str, outcome: str) -> None:
    walk, day = at(step)
    present = walk.state.open_step(step)
    assert present is not None
    day = max(day, present.due_on) if present.due_on and step == "probation" else day

    walk.step(step, day)

    assert walk.state.done[step].outcome == outcome


def test_forms_name_the_person_put_in_charge_and_the_role_or_nobody() -> None:
    walk, day = at("mentor_assignment")
    course, on = at("awareness_course")

    named = walk.step("mentor_assignment", day)[0]
    nobody = course.step("awareness_course", on)[0]

    assert isinstance(named, Submitted)
    assert isinstance(nobody, Submitted)
    assert (named.person, named.role) == (MENTOR, "mentor")
    assert (nobody.person, nobody.role) == (None, None)
    assert walk.state.guides == (Guide(person=MENTOR, role="mentor", unit="cb", since=day),)


def test_reports_of_the_mentor_are_counted_and_bear_who_made_them() -> None:
    walk, _ = at("mentorship")
    told = []
    for day in (date(2021, 10, 20), date(2021, 12, 20)):
        command, _ = walk.command("mentorship", day, verdict="continued")
        told.append(walk.do(command, day, actor=MENTOR)[0])

    assert all(isinstance(one, Assessed) for one in told)
    assert [(one.by_person, one.reports, one.attempt) for one in told] == [(MENTOR, 1, 1), (MENTOR, 2, 2)]  # type: ignore[union-attr]  # assessments
    present = walk.state.open_step("mentorship")
    assert present is not None
    assert (present.reports, present.attempt, present.opened_on) == (2, 3, date(2021, 12, 20))


def test_endorsement_of_a_union_keeps_its_tally_and_names_no_person() -> None:
    walk, day = at("endorsement")

    event = walk.step("endorsement", day, roll=9, present=8, yes=5, no=2)[0]

    assert isinstance(event, Endorsed)
    assert (event.endorser, event.person, event.body) == ("youth_union", None, "doan")
    assert (event.roll, event.present, event.yes, event.no) == (9, 8, 5, 2)
    assert event.filed == (Filed(form="4-KNĐ", dated=day, valid_until=None),)
    assert [one.role for one in walk.state.guides] == ["mentor"]


def test_endorsement_of_a_member_makes_him_the_introducer_in_place_of_the_last() -> None:
    walk, day = at("endorsement")
    former = Guide(person="nguoi-cu", role="introducer", unit="cb", since=day - ONE_DAY)
    gone = replace(former, person="nguoi-cu-hon", until=day - ONE_DAY)
    mentor = walk.state.guides[0]
    walk = with_state(walk, guides=(mentor, gone, former))

    event = walk.step("endorsement", day, endorser="member")[0]

    assert isinstance(event, Endorsed)
    assert (event.endorser, event.person, event.body, event.roll) == ("member", SECOND, None, 0)
    assert walk.state.guides == (
        mentor, gone, replace(former, until=day),
        Guide(person=SECOND, role="introducer", unit="cb", since=day),
    )  # fmt: skip


def test_mentor_assigned_again_takes_the_place_of_the_last_and_of_nobody_else() -> None:
    walk, day = at("mentor_assignment")
    gone = Guide(person="nguoi-cu", role="mentor", unit="cb", since=day - ONE_DAY, until=day - ONE_DAY)
    former = replace(gone, person="nguoi-truoc", until=None)
    introducer = replace(former, person=SECOND, role="introducer")
    walk = with_state(walk, guides=(gone, former, introducer))

    walk.step("mentor_assignment", day)

    assert walk.state.guides == (
        gone, replace(former, until=day), introducer,
        Guide(person=MENTOR, role="mentor", unit="cb", since=day),
    )  # fmt: skip


def test_ceremony_names_the_member_in_charge_and_the_day_of_joining() -> None:
    walk, day = at("admission_ceremony")
    before = walk.state.guides
    gone = Guide(person="nguoi-cu", role="mentor", unit="cb", since=day - ONE_DAY, until=day - ONE_DAY)
    walk = with_state(walk, guides=(gone, *before))

    event = walk.step("admission_ceremony", day, person=SECOND, place="Hội trường")[0]

    assert isinstance(event, CeremonyHeld)
    assert (event.person, event.place, walk.state.joined_on) == (SECOND, "Hội trường", day)
    assert walk.state.guides == (
        gone, *(replace(one, until=one.until or day) for one in before),
        Guide(person=SECOND, role="mentor", unit="cb", since=day),
    )  # fmt: skip


def test_dossier_is_opened_at_the_first_step_with_its_line() -> None:
    walk = Walk()

    event = walk.told[0]

    assert isinstance(event, DossierOpened)
    stage = VN_2022.stages[0]
    first = OpenStep(
        step="mentor_assignment", stage=stage.id, flow=stage.flow, kind=stage.steps[0].kind, unit="cb",
        opened_on=walk.opened_on,
    )  # fmt: skip
    assert event == DossierOpened(
        number=NUMBER, procedure="vn-2022", candidate=CANDIDATE, source="standing_militia", unit="cb",
        line=walk.line.line, bodies=walk.line.bodies, on=walk.opened_on, checked=event.checked,
        moved=Moved(opens=(first,), stage=stage.id),
    )  # fmt: skip
    assert {one.rule for one in event.checked} >= {"procedure.in_force", "candidate.not_member", "step.date"}
    assert walk.state == DossierState(
        number=NUMBER, procedure="vn-2022", candidate=CANDIDATE, source="standing_militia", unit="cb",
        line=walk.line.line, bodies=dict(walk.line.bodies), status=Status.UNDER_WAY,
        opened_on=walk.opened_on, stage=stage.id, open=(first,), latest_on=walk.opened_on,
    )  # fmt: skip

"""What must be there before a step: age, papers and their validity, education, mentorship, outcomes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.rules.before import _WEIGH, mentored_months
from models.procedure import Required
from models.state import Guide, PaperOnFile
from tests.walks import MENTOR, SECOND, Walk, at, with_state

ONE_DAY = timedelta(days=1)


def _born(walk: Walk, born_on: date) -> Walk:
    walk.applicant = replace(walk.applicant, born_on=born_on)
    return walk


def _months_old(born_on: date, day: date) -> int:
    """Independent of the rule's arithmetic: birthdays of the month are counted off one by one."""
    months = 0
    year, month = born_on.year, born_on.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        following = (date(year + month // 12, month % 12 + 1, 1) - ONE_DAY).day
        if date(year, month, min(born_on.day, following)) > day:
            return months
        months += 1


def _paper(walk: Walk, form: str, **known: object) -> Walk:
    papers = dict(walk.state.papers)
    plain = PaperOnFile(step="opinions", dated=date(2022, 9, 1), valid_until=None, enclosure=None)
    papers[form] = replace(plain, **known)  # type: ignore[arg-type]  # the fields by name
    return with_state(walk, papers=papers)


def _without(walk: Walk, form: str) -> Walk:
    return with_state(walk, papers={name: one for name, one in walk.state.papers.items() if name != form})


@pytest.mark.parametrize(
    ("years", "days", "old_enough"), [(18, 0, True), (18, 1, False), (18, -1, True), (17, 0, False)]
)
def test_candidate_is_18_on_the_day_the_branch_considers_1_1(
    years: int, days: int, *, old_enough: bool
) -> None:
    walk, day = at("branch_vote")
    birthday = date(day.year - years, day.month, day.day) + days * ONE_DAY

    unmet = _born(walk, birthday).unmet("branch_vote", day)

    assert ("candidate.age" not in unmet) == old_enough


@pytest.mark.parametrize(
    ("months", "agreed", "met"),
    [(720, False, True), (721, False, False), (721, True, True), (800, True, True), (200, True, False)],
)
def test_candidate_is_60_at_most_by_months_or_agreed_above_1_1(
    months: int, *, agreed: bool, met: bool
) -> None:
    walk, day = at("branch_vote")
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    walk = _born(walk, date(year, month + 1, min(day.day, 28)))

    unmet = (_paper(walk, "CV-ĐYT") if agreed else walk).unmet("branch_vote", day)

    assert ("candidate.age" not in unmet) == met


@given(st.dates(date(1950, 1, 1), date(2010, 12, 31)))
@example(date(2004, 2, 29))
@example(date(2000, 8, 31))
def test_age_agrees_with_birthdays_counted_off(born_on: date) -> None:
    walk, day = at("branch_vote")
    months = _months_old(born_on, day)

    unmet = _born(walk, born_on).unmet("branch_vote", day)

    assert ("candidate.age" in unmet) == (not 216 <= months <= 720)
    if unmet:
        assert unmet["candidate.age"].figures == {"months": months, "from": 216, "until": 720}


@pytest.mark.parametrize(
    ("issued_on", "valid_until"),
    [
        (date(2021, 10, 15), date(2026, 10, 15)),
        (date(2020, 2, 29), date(2025, 2, 28)),
    ],
)
def test_certificate_of_the_awareness_course_serves_60_months_to_the_day(
    issued_on: date, valid_until: date
) -> None:
    walk, day = at("awareness_course")
    answers = walk.command("awareness_course", day)[0].answers | {"issued_on": issued_on}  # type: ignore[attr-defined]  # a form

    walk.step("awareness_course", day, answers=answers)
    walk.drive("branch_vote", day)
    last = walk.unmet("branch_vote", valid_until)
    after = walk.unmet("branch_vote", valid_until + ONE_DAY)

    assert walk.state.papers["CN-NTVĐ"].valid_until == valid_until
    assert "paper.valid" not in last
    assert after["paper.valid"].figures["valid_until"] == valid_until.isoformat()


def test_certificate_issued_after_it_is_filed_is_refused() -> None:
    walk, day = at("awareness_course")
    answers = walk.command("awareness_course", day)[0].answers | {"issued_on": day + ONE_DAY}  # type: ignore[attr-defined]  # a form

    assert set(walk.unmet("awareness_course", day, answers=answers)) == {"paper.dated"}


@pytest.mark.parametrize("form", ["CN-NTVĐ", "1-KNĐ", "2-KNĐ", "3-KNĐ", "5-KNĐ"])
def test_branch_does_not_consider_a_dossier_that_lacks_a_paper_12_hd_btctw(form: str) -> None:
    walk, day = at("branch_vote")

    unmet = _without(walk, form).unmet("branch_vote", day)

    assert unmet["paper.on_file"].figures == {"form": form}


def test_everything_that_is_missing_is_told_at_once() -> None:
    walk, day = at("branch_vote")
    walk = _born(with_state(walk, papers={}, done={}), date(2015, 1, 1))
    walk.applicant = replace(walk.applicant, education="primary")

    unmet = walk.unmet("branch_vote", day, answers={"strange": "x"})

    assert {"paper.on_file", "candidate.age", "candidate.education", "step.outcome"} <= unmet.keys()
    assert {"answer.missing", "answer.unknown"} <= unmet.keys()


@pytest.mark.parametrize("form", ["KL-XM", "3-KNĐ", "4-KNĐ", "5-KNĐ"])
def test_paper_older_than_12_months_is_renewed_before_the_branch_considers(form: str) -> None:
    walk, day = at("branch_vote")
    dated = walk.state.papers[form].dated
    year_on = date(dated.year + 1, dated.month, dated.day)

    fresh = _paper(walk, form, dated=dated).unmet("branch_vote", day)
    last = {
        one.figures["form"] for one in walk.unmet("branch_vote", year_on).values() if "form" in one.figures
    }
    old = _paper(walk, form, dated=day - 366 * ONE_DAY).unmet("branch_vote", day)

    assert fresh == {}
    assert form not in last
    assert old["paper.fresh"].figures["form"] == form


@pytest.mark.parametrize(
    ("education", "ruled", "met"),
    [
        ("upper_secondary", False, True),
        ("lower_secondary", False, True),
        ("primary", False, False),
        (None, False, False),
        ("primary", True, True),
        (None, True, True),
        ("unheard_of", False, False),
    ],
)
def test_candidate_has_finished_lower_secondary_school_or_a_ruling_1_2(
    education: str | None, *, ruled: bool, met: bool
) -> None:
    walk, day = at("branch_vote")
    walk.applicant = replace(walk.applicant, education=education)

    unmet = (_paper(walk, "CV-HV") if ruled else walk).unmet("branch_vote", day)

    assert ("candidate.education" not in unmet) == met


@pytest.mark.parametrize(
    ("step", "outcome"),
    [("verification", "clear"), ("introduction", "recommended"), ("endorsement", "endorsed")],
)
def test_earlier_step_must_have_had_its_outcome_and_not_wait_again(step: str, outcome: str) -> None:
    walk, day = at("branch_vote")
    done = walk.state.done | {step: replace(walk.state.done[step], outcome="something_else")}
    reopened = walk.copy()
    reopened.tell(day, command="reopen", on=day, step=step, reason="Làm lại.")

    other = with_state(walk, done=done).unmet("branch_vote", day)
    waiting = reopened.unmet("branch_vote", day)

    assert other["step.outcome"].figures == {"step": step, "outcome": outcome}
    assert waiting["step.outcome"].figures == {"step": step, "outcome": outcome}


def test_mentor_recommends_after_12_months_and_4_reports() -> None:
    walk, _ = at("mentorship", opened_on=date(2022, 3, 1))
    since = walk.state.guides_now("mentor")[0].since
    year_on = date(since.year + 1, since.month, since.day)
    for months in (91, 182):
        walk.step("mentorship", since + months * ONE_DAY, verdict="continued")

    early = walk.unmet("mentorship", year_on - ONE_DAY)
    short_of_reports = walk.unmet("mentorship", year_on)
    walk.step("mentorship", year_on - ONE_DAY, verdict="continued")

    assert set(early) == {"mentor.months", "mentor.reports"}
    assert short_of_reports["mentor.reports"].figures == {"reports": 3, "needed": 4}
    assert walk.unmet("mentorship", year_on) == {}


def test_former_mentors_months_count_for_the_candidate() -> None:
    walk, _ = at("mentorship", opened_on=date(2022, 3, 1))
    since = walk.state.guides_now("mentor")[0].since
    half = date(since.year, since.month + 5, since.day)

    walk.tell(half, command="replace_mentor", on=half, person=SECOND, reason="Chuyển công tác.")

    assert [(one.person, one.since, one.until) for one in walk.state.guides] == [
        (MENTOR, since, half),
        (SECOND, half, None),
    ]
    assert mentored_months(walk.state, date(since.year + 1, since.month, since.day)) == 12


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 900)), min_size=1, max_size=4), st.integers(0, 2000)
)
def test_months_of_guidance_are_the_whole_months_of_each_mentor(
    spans: list[tuple[int, int]], until: int
) -> None:
    walk, _ = at("mentorship")
    day = date(2021, 1, 31)
    guides, expected = [], 0
    on = day + until * ONE_DAY
    for gap, length in spans:
        since, ended = day + gap * ONE_DAY, day + (gap + length) * ONE_DAY
        guides.append(Guide(person=MENTOR, role="mentor", unit="cb", since=since, until=ended))
        if since <= on:
            expected += _months_old(since, min(ended, on))
        day = ended
    other = Guide(person=SECOND, role="introducer", unit="cb", since=date(2021, 1, 1))

    months = mentored_months(with_state(walk, guides=(*guides, other)).state, on)

    assert months == expected


def test_every_kind_of_requirement_of_the_schema_is_weighed() -> None:
    kinds = set(Required.__origin__.__args__)  # type: ignore[attr-defined]  # an annotated union

    assert set(_WEIGH) == kinds


@pytest.mark.parametrize("days", [-1, 1])
def test_step_is_dated_neither_before_it_was_open_nor_after_today(days: int) -> None:
    walk, day = at("opinions")
    present = walk.state.open_step("opinions")
    assert present is not None
    on = present.opened_on - ONE_DAY if days < 0 else day + ONE_DAY
    command, _ = walk.command("opinions", on)

    unmet = walk.refused(command, day)

    assert set(unmet) == {"step.date"}
    assert unmet["step.date"].figures["today"] == day.isoformat()

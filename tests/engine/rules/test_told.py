"""What a refusal tells, whole: the rule, its source in the regulation, and the figures to weigh it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import rules
from models.requirements import Figure, Requirement
from models.state import Guide, PaperOnFile, Status
from tests.walks import MENTOR, SECOND, Walk, at, with_state

ONE_DAY = timedelta(days=1)
ORDER = "Thứ tự các bước của quy trình"
ASSIGNMENT = "Hướng dẫn 01-HD/TW, phần phân công đảng viên chính thức giúp đỡ"
SECOND_INTRODUCER = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (5); Hướng dẫn 01-HD/TW, phần người giới thiệu"
MODEL = "Mô hình dìu dắt, một đảng viên giúp đỡ một hoặc hai người"
OPINIONS = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (6)"
Told = dict[str, Requirement]


def _told(rule: str, source: str, /, **figures: Figure) -> Requirement:
    """Return an unmet requirement; a trailing underscore keeps a figure's name from being a keyword."""
    named = {name.rstrip("_"): figure for name, figure in figures.items()}
    return Requirement(rule=rule, source=source, figures=named, met=False)


def _paper(walk: Walk, form: str, dated: date, valid_until: date | None = None) -> Walk:
    filed = PaperOnFile(step="opinions", dated=dated, valid_until=valid_until, enclosure=None)
    return with_state(walk, papers=walk.state.papers | {form: filed})


def _at_the_vote(change: Callable[[Walk], Walk] = lambda walk: walk) -> Told:
    walk, day = at("branch_vote")
    return change(walk).unmet("branch_vote", day)


def _without(form: str) -> Callable[[Walk], Walk]:
    return lambda walk: with_state(
        walk, papers={code: one for code, one in walk.state.papers.items() if code != form}
    )


def _applicant(**known: object) -> Callable[[Walk], Walk]:
    def change(walk: Walk) -> Walk:
        walk.applicant = replace(walk.applicant, **known)  # type: ignore[arg-type]  # the fields by name
        return walk

    return change


@pytest.mark.parametrize(
    ("told", "change"),
    [
        (
            _told("candidate.age", "Quy định 24-QĐ/TW, 1.1; Hướng dẫn 01-HD/TW, 1.1",
                  months=215, from_=216, until=720),
            _applicant(born_on=date(2004, 9, 20)),
        ),
        (
            # Somebody not yet born on the day has no months, not fewer than none.
            _told("candidate.age", "Quy định 24-QĐ/TW, 1.1; Hướng dẫn 01-HD/TW, 1.1",
                  months=0, from_=216, until=720),
            _applicant(born_on=date(2023, 1, 1)),
        ),
        (
            _told("candidate.education", "Quy định 24-QĐ/TW, 1.2", reached="primary",
                  needed="lower_secondary"),
            _applicant(education="primary"),
        ),
        (
            _told("candidate.education", "Quy định 24-QĐ/TW, 1.2", reached="", needed="lower_secondary"),
            _applicant(education=None),
        ),
        (
            _told("paper.on_file", "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (2)", form="1-KNĐ"),
            _without("1-KNĐ"),
        ),
        (
            _told("paper.valid", "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (1)", form="CN-NTVĐ",
                  valid_until="2022-09-18", on="2022-09-19"),
            lambda walk: _paper(walk, "CN-NTVĐ", date(2017, 9, 18), date(2022, 9, 18)),
        ),
        (
            _told("paper.fresh", "Hướng dẫn 01-HD/TW, phần hồ sơ quá 12 tháng", form="KL-XM",
                  dated="2021-09-18", last="2022-09-18", on="2022-09-19"),
            lambda walk: _paper(walk, "KL-XM", date(2021, 9, 18)),
        ),
        (
            _told("step.outcome", "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (3)", step="verification",
                  outcome="clear"),
            lambda walk: with_state(
                walk, done={name: one for name, one in walk.state.done.items() if name != "verification"}
            ),
        ),
        (
            _told("step.open",
                  "Điều lệ Đảng 2011, Điều 4 và Điều 5; Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (7)",
                  step="branch_vote", status="suspended"),
            lambda walk: with_state(walk, status=Status.SUSPENDED),
        ),
    ],
    ids=lambda one: one.rule if isinstance(one, Requirement) else "",
)  # fmt: skip
def test_branch_reads_what_keeps_it_from_considering(
    told: Requirement, change: Callable[[Walk], Walk]
) -> None:
    assert _at_the_vote(change) == {told.rule: told}


def test_paper_on_file_that_lapses_says_until_when_and_on_which_day_it_is_asked() -> None:
    walk, day = at("branch_vote")
    command, facts = walk.command("branch_vote", day)

    weighed = rules.requirements(walk.state, command, walk.facts(day, **facts))

    assert [one for one in weighed if one.figures.get("form") == "CN-NTVĐ"] == [
        Requirement(
            rule="paper.on_file",
            source="Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (1)",
            figures={"form": "CN-NTVĐ", "valid_until": "2027-09-12", "on": "2022-09-19"},
            met=True,
        )
    ]


def test_act_dated_in_the_future_tells_the_day_and_what_it_follows() -> None:
    walk, day = at("opinions")
    command, _ = walk.command("opinions", day + ONE_DAY)

    assert walk.refused(command, day) == {
        "step.date": _told("step.date", ORDER, on="2022-09-17", today="2022-09-16", earliest="2022-09-15")
    }


def test_answer_of_another_kind_tells_its_field_paper_and_step() -> None:
    walk, day = at("opinions")
    plain = walk.command("opinions", day)[0].answers  # type: ignore[attr-defined]  # a step
    unknown = walk.unmet("opinions", day, answers=plain | {"strange": "x"})
    mistyped = walk.unmet("opinions", day, answers=plain | {"strengths": 7})
    missing = walk.unmet("opinions", day, answers=plain | {"strengths": ""})

    assert unknown == {
        "answer.unknown": _told("answer.unknown", OPINIONS, field="strange", form="", step="opinions")
    }
    assert mistyped == {
        "answer.text": _told("answer.text", OPINIONS, field="strengths", form="5-KNĐ", step="opinions")
    }
    assert missing == {
        "answer.missing": _told("answer.missing", OPINIONS, field="strengths", form="5-KNĐ", step="opinions")
    }


def test_report_made_too_soon_tells_when_the_next_one_may_be() -> None:
    walk, day = at("mentorship")
    walk.step("mentorship", day, verdict="continued")
    early = walk.unmet("mentorship", day + 27 * ONE_DAY, verdict="continued")

    assert early == {
        "mentor.reports_apart": _told(
            "mentor.reports_apart", "Hướng dẫn 01-HD/TW, phần báo cáo của người giúp đỡ",
            last="2021-09-12", earliest="2021-10-12", on="2021-10-09",
        )
    }  # fmt: skip
    assert walk.unmet("mentorship", date(2021, 10, 12), verdict="continued") == {}


def test_mentor_who_recommends_early_reads_months_and_reports() -> None:
    walk, day = at("mentorship")

    unmet = walk.unmet("mentorship", day)

    assert unmet == {
        "mentor.months": _told("mentor.months", "Quy ước địa phương, thời gian giúp đỡ", months=0, needed=12),
        "mentor.reports": _told("mentor.reports", "Quy ước địa phương, số báo cáo", reports=1, needed=4),
    }


def test_ceremony_past_its_limit_is_shown_late_with_both_days_4_1() -> None:
    walk, day = at("admission_ceremony")
    due_on = walk.state.open[0].due_on
    assert due_on is not None

    late = walk.step("admission_ceremony", due_on + ONE_DAY)[0]

    assert [one for one in late.checked if one.decides] == [  # type: ignore[union-attr]  # a ceremony
        Requirement(
            rule="step.in_time",
            source="Quy định 24-QĐ/TW, 4.1",
            figures={"due_on": due_on.isoformat(), "on": (due_on + ONE_DAY).isoformat()},
            met=False,
            decides=True,
        )
    ]
    assert day < due_on


def test_ceremony_on_the_last_day_of_its_limit_is_in_time_4_1() -> None:
    walk, _ = at("admission_ceremony")
    due_on = walk.state.open[0].due_on
    assert due_on is not None

    event = walk.step("admission_ceremony", due_on)[0]

    assert [one.met for one in event.checked if one.decides] == [True]  # type: ignore[union-attr]  # a ceremony


def test_term_still_running_tells_today_and_its_end() -> None:
    walk, day = at("probation")
    command, _ = walk.command("probation", day)
    due_on = walk.state.open_step("probation")
    assert due_on is not None
    assert due_on.due_on is not None

    assert walk.refused(command, day) == {
        "term.over": _told(
            "term.over", "Điều lệ Đảng 2011, Điều 5", today=day.isoformat(),
            due_on=due_on.due_on.isoformat(),
        )
    }  # fmt: skip


def test_paper_dated_after_it_is_filed_tells_both_days() -> None:
    walk, day = at("awareness_course")
    plain = walk.command("awareness_course", day)[0].answers  # type: ignore[attr-defined]  # a form
    later = (day + ONE_DAY).isoformat()

    assert walk.unmet("awareness_course", day, answers=plain | {"issued_on": later}) == {
        "paper.dated": _told(
            "paper.dated", "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (1)", dated=later, on=day.isoformat()
        )
    }


@pytest.mark.parametrize(
    "step",
    ["mentor_assignment", "introduction", "endorsement", "verification", "admission_ceremony"],
)
def test_no_step_of_any_kind_is_dated_after_today(step: str) -> None:
    walk, day = at(step)
    if step == "verification":
        walk.step("curriculum_vitae", day)
    command, _ = walk.command(step, day + ONE_DAY)

    assert set(walk.refused(command, day)) == {"step.date"}


@pytest.mark.parametrize(("guided", "months"), [(True, 2), (False, 0)])
def test_dossier_that_moved_tells_how_long_the_new_mentor_has_guided(*, guided: bool, months: int) -> None:
    walk, _ = at("mentorship")
    since = date(2022, 9, 1)
    former = Guide(person=SECOND, role="mentor", unit="cb9", since=date(2021, 9, 1), until=since)
    now = Guide(person=MENTOR, role="mentor", unit="cb", since=since)
    introducer = Guide(person=SECOND, role="introducer", unit="cb", since=date(2021, 9, 1))
    guides = (former, introducer, *((now,) if guided else ()))
    walk = with_state(walk, transferred_on=since, guides=guides)

    unmet = walk.unmet("mentorship", date(2022, 11, 30))

    assert unmet["mentor.months_together"] == _told(
        "mentor.months_together",
        "Hướng dẫn 01-HD/TW, phần người vào Đảng chuyển đơn vị; Quy ước địa phương, số tháng cùng đơn vị",
        months=months,
        needed=3,
    )
    assert "mentor.months_together" not in walk.unmet("mentorship", date(2022, 12, 1)) or not guided


def test_recommendation_for_a_dossier_that_has_ended_is_refused_like_any_other() -> None:
    walk, day = at("mentorship")
    command, _ = walk.command("mentorship", day)
    ended = with_state(walk, open=(), status=Status.CLOSED)

    refused = ended.refused(command, day)

    assert set(refused) == {"step.open", "mentor.months", "mentor.reports"}
    assert refused["mentor.reports"].figures == {"reports": 1, "needed": 4}

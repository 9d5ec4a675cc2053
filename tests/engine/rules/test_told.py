"""What a refusal tells, whole: the rule, its source in the regulation, and the figures to weigh it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import rules
from models.commands import COMMAND
from models.requirements import Figure, Requirement
from models.state import PaperOnFile, Status
from tests.roads import PROCEDURES
from tests.walks import CANDIDATE, MENTOR, SECOND, Walk, at, member, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
STATUTES = "Điều lệ Đảng 2011 (Đại hội đại biểu toàn quốc lần thứ XI thông qua)"
ORDER = "Thứ tự các bước của quy trình"
RECORD = "Hồ sơ: giấy tờ và thông báo theo đúng việc đã ghi"
ISSUED = "Văn bản do cấp ủy ban hành, bí thư ký thay mặt"
SCANNED = "Hồ sơ: bản quét theo đúng giấy tờ của quy trình"
FOUR_EYES = "Bản quét chưa kiểm tra chỉ do người thứ hai cho dùng"
ASSIGNMENT = "Hướng dẫn 01-HD/TW, phần phân công đảng viên chính thức giúp đỡ"
SECOND_INTRODUCER = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (5); Hướng dẫn 01-HD/TW, phần người giới thiệu"
TRANSFER = "Hướng dẫn 01-HD/TW, phần người vào Đảng chuyển đơn vị; Quy ước địa phương, số tháng cùng đơn vị"
SUPPLEMENT = "Quy ước địa phương, số lần trả hồ sơ"
MODEL = "Mô hình dìu dắt, một đảng viên giúp đỡ một hoặc hai người"
OPINIONS = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (6)"
VN_2025 = PROCEDURES.version("vn-2025")
Told = dict[str, Requirement]


def _told(rule: str, source: str, /, **figures: Figure) -> Requirement:
    """Return an unmet requirement; a trailing underscore keeps a figure's name from being a keyword."""
    named = {name.rstrip("_"): figure for name, figure in figures.items()}
    return Requirement(rule=rule, source=source, figures=named, met=False)


def _asked(walk: Walk, day: date, facts: dict[str, object] | None = None, **command: object) -> Told:
    asked = COMMAND.validate_python({"dossier": NUMBER} | command)
    return walk.refused(asked, day, **(facts or {}))


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


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (
            _told("member.official", ASSIGNMENT, person=MENTOR, standing="probationary", on="2021-09-11"),
            {"standing": "probationary"},
        ),
        (
            _told("member.same_unit", ASSIGNMENT, person=MENTOR, unit="cb", has="cb-khac"),
            {"unit": "cb-khac"},
        ),
        (_told("member.same_unit", ASSIGNMENT, person=MENTOR, unit="cb", has=""), {"unit": None}),
        (_told("mentor.capacity", MODEL, person=MENTOR, has=2, at_most=2), {"candidates": 2}),
    ],
)
def test_refused_mentor_is_named_with_what_the_register_says(
    told: Requirement, known: dict[str, object]
) -> None:
    walk, day = at("mentor_assignment")
    walk.people[MENTOR] = member(**known)

    assert walk.unmet("mentor_assignment", day) == {told.rule: told}


def test_person_who_is_nobody_known_or_not_asked_for_is_named() -> None:
    walk, day = at("mentor_assignment")
    command, _ = walk.command("mentor_assignment", day)
    opinions, on = at("opinions")

    stranger = walk.refused(command.model_copy(update={"person": "nobody"}), day)
    none = walk.refused(command.model_copy(update={"person": None}), day)
    himself = walk.unmet("mentor_assignment", day, person=CANDIDATE)

    assert stranger == {"member.known": _told("member.known", ASSIGNMENT, person="nobody", role="mentor")}
    assert none == {"member.known": _told("member.known", ASSIGNMENT, person="", role="mentor")}
    assert himself["member.not_candidate"] == _told("member.not_candidate", ASSIGNMENT, person=CANDIDATE)
    assert opinions.unmet("opinions", on, person=MENTOR) == {
        "member.not_asked": _told("member.not_asked", OPINIONS, person=MENTOR)
    }


@pytest.mark.parametrize(
    ("since", "unit", "figures"),
    [
        (date(2022, 1, 5), "cb", {"has": "cb", "since": "2022-01-05"}),
        (None, "cb", {"has": "cb"}),
        (date(2015, 1, 5), None, {"has": "", "since": "2015-01-05"}),
    ],
)
def test_introducer_reads_how_long_he_and_the_candidate_have_been_together(
    since: date | None, unit: str | None, figures: dict[str, str]
) -> None:
    walk, _ = at("introduction")
    walk.people[MENTOR] = member(in_unit_since=since, unit=unit)
    day = date(2022, 12, 1)

    unmet = walk.unmet("introduction", day)

    assert unmet["member.acquainted"] == _told(
        "member.acquainted", "Hướng dẫn 01-HD/TW, phần người giới thiệu", person=MENTOR, needed=12,
        on="2022-12-01", unit="cb", **figures,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "given"),
    [
        (_told("endorsement.source", SECOND_INTRODUCER, endorser="trade_union"), {"endorser": "trade_union"}),
        (
            _told("endorsement.tally", SECOND_INTRODUCER, roll=9, present=8, ballots=9),
            {"yes": 4, "no": 5},
        ),
        (_told("member.not_asked", SECOND_INTRODUCER, person=SECOND), {"person": SECOND}),
        (
            _told("endorsement.no_tally", SECOND_INTRODUCER, roll=0),
            {"endorser": "member", "no": 1},
        ),
        (
            _told("member.second", SECOND_INTRODUCER, person=MENTOR),
            {"endorser": "member", "person": MENTOR},
        ),
        (
            _told("member.known", SECOND_INTRODUCER, person="nobody", role="introducer"),
            {"endorser": "member", "person": "nobody"},
        ),
        (
            _told("member.known", SECOND_INTRODUCER, person="", role="introducer"),
            {"endorser": "member", "person": None},
        ),
    ],
)
def test_refused_endorsement_tells_by_whom_and_how_many(told: Requirement, given: dict[str, object]) -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day, endorser=given.get("endorser", "youth_union"))

    assert walk.refused(command.model_copy(update=given), day) == {told.rule: told}


def test_majority_of_a_union_is_counted_over_its_roll_and_kept_with_the_endorsement() -> None:
    walk, day = at("endorsement")

    event = walk.step("endorsement", day, roll=9, present=8, yes=4, no=4)[0]

    assert event.outcome == "declined"  # type: ignore[union-attr]  # an endorsement
    assert [one for one in event.checked if one.decides] == [  # type: ignore[union-attr]  # as above
        Requirement(
            rule="vote.majority",
            source="Quy ước địa phương, biểu quyết của ban chấp hành giới thiệu",
            figures={
                "part": 4, "whole": 9, "of": "roll", "needed": 5, "share": "1/2", "comparison": "more_than",
            },
            met=False,
            decides=True,
        )
    ]  # fmt: skip


def test_verifier_with_a_stake_is_named() -> None:
    walk, day = at("verification")
    walk.step("curriculum_vitae", day)
    command, _ = walk.command("verification", day)
    source = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (3); Quy định 58-QĐ/TW"

    for actor in (MENTOR, CANDIDATE, None):
        assert walk.refused(command, day, actor=actor) == {
            "review.four_eyes": _told("review.four_eyes", source, person=actor or "")
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


def test_way_back_taken_too_often_tells_how_often() -> None:
    walk, day = at("endorsement")
    for _ in range(3):
        walk.step("endorsement", day, yes=0, no=8)

    assert walk.unmet("endorsement", day, yes=0, no=8) == {
        "road.at_most": _told(
            "road.at_most", SECOND_INTRODUCER, step="endorsement", outcome="declined", taken=3, at_most=3
        )
    }


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

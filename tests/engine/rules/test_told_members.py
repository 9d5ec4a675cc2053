"""What a refusal tells of the members a step names, who guide, introduce, endorse or verify, whole."""

from datetime import date, timedelta

import pytest

from models.requirements import Figure, Requirement
from tests.walks import CANDIDATE, MENTOR, SECOND, at, member, with_state

ONE_DAY = timedelta(days=1)
ORDER = "Thứ tự các bước của quy trình"
ASSIGNMENT = "Hướng dẫn 01-HD/TW, phần phân công đảng viên chính thức giúp đỡ"
SECOND_INTRODUCER = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (5); Hướng dẫn 01-HD/TW, phần người giới thiệu"
MODEL = "Mô hình dìu dắt, một đảng viên giúp đỡ một hoặc hai người"
OPINIONS = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (6)"


def _told(rule: str, source: str, /, **figures: Figure) -> Requirement:
    """Return an unmet requirement; a trailing underscore keeps a figure's name from being a keyword."""
    named = {name.rstrip("_"): figure for name, figure in figures.items()}
    return Requirement(rule=rule, source=source, figures=named, met=False)


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


def test_introduction_without_a_mentor_tells_that_nobody_is_known() -> None:
    walk, day = at("introduction")

    unmet = with_state(walk, guides=()).unmet("introduction", day)

    assert unmet["member.known"] == _told(
        "member.known", "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (4)", person="", role="introducer"
    )


def test_way_back_taken_too_often_tells_how_often() -> None:
    walk, day = at("endorsement")
    for _ in range(3):
        walk.step("endorsement", day, yes=0, no=8)

    assert walk.unmet("endorsement", day, yes=0, no=8) == {
        "road.at_most": _told(
            "road.at_most", SECOND_INTRODUCER, step="endorsement", outcome="declined", taken=3, at_most=3
        )
    }


def test_endorsement_of_a_kind_the_procedure_does_not_know_is_told() -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day)
    asked = command.model_copy(update={"endorser": "veterans", "answers": {}})

    assert walk.refused(asked, day) == {
        "endorsement.source": _told("endorsement.source", SECOND_INTRODUCER, endorser="veterans")
    }

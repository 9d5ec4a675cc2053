"""What a procedure asks of votes, and what came of them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.procedure_difference import difference
from engine.rules.given import Meeting
from engine.rules.tallies import Tally, weighed_tally
from models.procedure import Procedure, VoteRule
from outputs.wording import Language, Names, sentence
from outputs.wording.voting import asked_of_a_vote
from tests.rescue import RESCUE

_WITH_THE_CHAIR = (
    "At least 3 of 4 present must be in favour (more than 1/2 of those present), "
    "got 3 with the chair's casting vote (1)."
)
SOCIETY = RESCUE.version("rescue-2018")


def _rule(step: str) -> VoteRule:
    rule = SOCIETY.step(step).vote
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("step", "language", "told"),
    [
        ("crew_vote", "vi", [
            "Họp được khi có mặt ít nhất 1/2 tổng số đảng viên chính thức.",
            "Biểu quyết có giá trị khi bỏ phiếu quá 1/2 số đảng viên chính thức có mặt.",
            "Thông qua khi tán thành quá 3/4 số phiếu hợp lệ.",
            "Chủ tọa không tán thành thì không thông qua.",
            "Biểu quyết công khai được ủy quyền: mỗi người có mặt bỏ phiếu thay nhiều nhất 1 người vắng mặt.",
            "Biểu quyết nhiều nhất 2 lần.",
        ]),
        ("station_decision", "en", [
            "Quorum: present at least 3 committee members.",
            "Carried when in favour more than 1/2 of the committee members present.",
            "Where votes for and against are equal, the chair's vote decides.",
            "Who is kin to the candidate: does not vote, and does not count in the roll.",
            "Who guides the candidate: votes.",
        ]),
        ("berth", "en", [
            "Quorum: present at least 3 official members.",
            "Carried when in favour at least 2 official members.",
            "A single vote against stops it.",
            "The roll has at least 3 people; with fewer the committee above considers.",
        ]),
        ("keys", "vi", [
            "Họp được khi có mặt ít nhất 1/2 tổng số ủy viên.",
            "Thông qua khi nhất trí: toàn thể số phiếu thu về tán thành.",
        ]),
        ("keys", "en", [
            "Quorum: present at least 1/2 of the whole roll of committee members.",
            "Carried when unanimous: all of the votes cast in favour.",
        ]),
    ],
)  # fmt: skip
def test_everything_asked_of_a_vote_is_said(step: str, language: Language, told: list[str]) -> None:
    assert [text for _, text in asked_of_a_vote(_rule(step), language)] == told


@pytest.mark.parametrize(
    ("step", "tally", "told"),
    [
        ("station_decision", Tally(yes=2, no=2, chair_vote="yes"), [
            "At least 3 people must be present, got 4.",
            _WITH_THE_CHAIR,
            "Where votes are equal (2 for, 2 against) the chair must be in favour; the chair's vote: for.",
        ]),
        ("crew_vote", Tally(yes=2, no=1, chair_vote="no"), [
            "At least 3 of 6 official members must be present (1/2 of all), got 4.",
            "At least 3 of 4 present must vote (more than 1/2 of those present), got 3.",
            "At least 3 of 3 valid ballots must be in favour (more than 3/4 of the valid ballots), got 2.",
            "The chair has a veto and must not vote against; the chair's vote: against.",
        ]),
        ("berth", Tally(yes=3, no=1), [
            "At least 3 people must be present, got 4.",
            "At least 2 people must be in favour, got 3.",
            "One vote against is a veto; there are 1.",
        ]),
        ("keys", Tally(yes=3, no=0, blank=1), [
            "At least 3 of 6 official members must be present (1/2 of all), got 4.",
            "It must be unanimous: all 4 ballots cast in favour (all of the ballots), got 3.",
        ]),
    ],
)  # fmt: skip
def test_every_arithmetic_of_a_result_is_said(step: str, tally: Tally, told: list[str]) -> None:
    meeting = Meeting(
        number="M-1", unit="u", held_on=date(2026, 1, 30), roll_kind="", roll=6, present=4,
        probationary=0, probationary_present=0, is_open=True,
    )  # fmt: skip
    weighed = [
        replace(one, source="")
        for one in weighed_tally(tally, meeting, _rule(step), "")
        if "source" not in one.figures and one.rule not in {"vote.tally", "vote.least_roll"}
        and not one.rule.startswith("vote.chair_")
    ]  # fmt: skip

    assert [sentence(one, "en", Names(voters="official_members")) for one in weighed] == told


def test_versions_differ_by_a_casting_vote_a_veto_proxies_and_a_number() -> None:
    whole = SOCIETY.model_dump()
    for stage in whole["stages"]:
        for step in stage["steps"]:
            if step["id"] == "station_decision":
                step["vote"] |= {
                    "casting_vote": None,
                    "veto": {"by": "any", "source": "Rules of the Society, 5"},
                }
                step["vote"]["quorum"]["number"] = 4
            if step["id"] == "crew_vote":
                step["vote"]["proxies"]["amount"] = 2
    later = Procedure.model_validate(whole)

    changes = {(one.path, one.before, one.after) for one in difference(SOCIETY, later)}

    vote = "steps.station_decision.vote"
    assert changes == {
        (f"{vote}.quorum.number", "3", "4"),
        (f"{vote}.casting_vote.by", "chair", None),
        (f"{vote}.veto.by", None, "any"),
        ("steps.crew_vote.vote.proxies.amount", "1", "2"),
    }

"""The office's regulations as data: what they say, which governs a day, how a later one differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from engine.procedure_check import check
from engine.procedure_difference import Change, difference
from engine.procedures import Procedures, load
from models.errors import BadProcedure, NotFound
from models.procedure import Length, Procedure, Sourced, Step, Threshold, Unit, VoteRule

# What is made once for all tests here is made by one process.
pytestmark = pytest.mark.xdist_group("procedures")

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "procedures"
EACH = pytest.mark.parametrize("version", ["vn-2016", "vn-2022", "vn-2025"])

ROAD = {
    "sourcing": ["mentor_assignment", "mentorship"],
    "nomination": ["awareness_course", "application", "curriculum_vitae", "verification"],
    "mentor_assessment": ["introduction", "endorsement", "opinions"],
    "branch_vote": ["branch_vote"],
    "committee_approval": ["sub_committee_appraisal", "grassroots_vote", "decision"],
    "ceremony": ["decision_receipt", "admission_ceremony"],
    "probation": ["probation", "new_member_course"],
    "probation_review": ["self_review", "member_remarks", "probation_opinions"],
    "recognition": [
        "branch_recognition_vote",
        "sub_committee_recognition",
        "grassroots_recognition_vote",
        "recognition_decision",
    ],
    "removal": ["branch_removal_vote", "grassroots_removal_vote", "removal_decision"],
}


@pytest.fixture(scope="module")
def procedures() -> Procedures:
    return Procedures(FOLDER)


def test_procedures_of_the_office_leave_nothing_to_mend() -> None:
    assert check(FOLDER) == []


def test_every_document_and_notice_of_the_road_has_its_template() -> None:
    assert check(FOLDER, ROOT / "templates") == []


@EACH
def test_road_goes_through_its_stages_in_order(procedures: Procedures, version: str) -> None:
    road = procedures.version(version)

    assert {stage.id: [step.id for step in stage.steps] for stage in road.stages} == ROAD
    assert [stage.id for stage in road.stages if stage.apart] == ["removal"]


@EACH
@pytest.mark.parametrize(
    ("step", "amount", "unit", "counted_from", "extension"),
    [
        ("decision", 60, Unit.WORKING_DAYS, "branch_vote", 30),  # 4.3.1
        ("admission_ceremony", 30, Unit.WORKING_DAYS, "decision_receipt", None),  # 4.1
        ("branch_recognition_vote", 30, Unit.WORKING_DAYS, "probation", None),  # 4.2 a, b
        ("recognition_decision", 30, Unit.WORKING_DAYS, "branch_recognition_vote", 30),  # 4.3.1
    ],
)
def test_limits_are_those_of_the_regulation(
    procedures: Procedures,
    version: str,
    step: str,
    amount: int,
    unit: Unit,
    counted_from: str,
    extension: int | None,
) -> None:
    limit = procedures.version(version).step(step).limit

    assert limit is not None
    assert (limit.amount, limit.unit, limit.counted_from) == (amount, unit, counted_from)
    assert (limit.extension and (limit.extension.amount, limit.extension.unit)) == (
        extension and (extension, Unit.WORKING_DAYS)
    )


@EACH
@pytest.mark.parametrize(
    ("steps", "roll", "quorum", "majority"),
    [
        (
            ["branch_vote", "branch_recognition_vote", "branch_removal_vote"],
            "official_members", ("at_least", (2, 3), "roll"), ("at_least", (2, 3), "roll"),
        ),
        (
            ["grassroots_vote", "grassroots_recognition_vote", "grassroots_removal_vote"],
            "committee_members", ("at_least", (2, 3), "roll"), ("at_least", (2, 3), "roll"),
        ),
        (
            ["decision", "recognition_decision", "removal_decision"],
            "committee_members", ("more_than", (1, 2), "roll"), ("more_than", (1, 2), "roll"),
        ),
    ],
)  # fmt: skip
def test_bodies_decide_by_the_shares_of_the_statutes(
    procedures: Procedures, version: str, steps: list[str], roll: str, quorum: object, majority: object
) -> None:
    rules = [procedures.version(version).step(step).vote for step in steps]

    assert [_vote(rule) for rule in rules if rule] == [(roll, quorum, majority)] * 3


@EACH
def test_branch_may_vote_three_times_on_recognition_and_removal_but_once_on_admission(
    procedures: Procedures, version: str
) -> None:
    road = procedures.version(version)

    assert _attempts(road.step("branch_vote")) is None
    assert _attempts(road.step("branch_recognition_vote")) == 3
    assert _attempts(road.step("branch_removal_vote")) == 3


@EACH
def test_terms_and_ages_are_those_of_the_regulation(procedures: Procedures, version: str) -> None:
    road = procedures.version(version)
    age = next(one for one in road.step("branch_vote").requires if one.rule == "age")

    assert _length(road.step("probation").wait) == (12, Unit.MONTHS)
    assert _length(road.step("awareness_course").valid_for) == (60, Unit.MONTHS)
    assert (age.from_months, age.until_months) == (18 * 12, 60 * 12)
    assert road.mentor_candidates.amount == 2


def test_later_version_cites_nothing_of_the_regulation_it_replaced(procedures: Procedures) -> None:
    cited = [one.source for one in _sourced(procedures.version("vn-2025"))]

    assert cited
    assert not [one for one in cited if "24-QĐ/TW" in one or "01-HD/TW" in one or "12-HD/BTCTW" in one]


def test_earlier_version_cites_nothing_of_the_regulation_that_replaced_it(procedures: Procedures) -> None:
    cited = [one.source for one in _sourced(procedures.version("vn-2016"))]
    later = ("24-QĐ/TW", "01-HD/TW,", "12-HD/BTCTW", "58-QĐ/TW")

    assert cited
    assert not [one for one in cited if any(name in one for name in later)]


def test_every_source_of_the_later_version_that_was_not_read_again_says_so(procedures: Procedures) -> None:
    cited = list(_sourced(procedures.version("vn-2025")))
    unread = [one for one in cited if "294-QĐ/TW" in one.source or "06-HD/TW" in one.source]

    assert unread
    assert all(one.to_confirm for one in unread)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2016, 7, 25), "vn-2016"),
        (date(2021, 7, 29), "vn-2016"),
        (date(2021, 7, 30), "vn-2022"),
        (date(2025, 6, 30), "vn-2022"),
        (date(2025, 7, 1), "vn-2025"),
        (date(2199, 1, 1), "vn-2025"),
    ],
)
def test_version_in_force_governs_from_its_first_to_its_last_day(
    procedures: Procedures, day: date, version: str
) -> None:
    assert procedures.in_force(day).id == version


def test_no_version_governs_a_day_before_the_first(procedures: Procedures) -> None:
    with pytest.raises(NotFound, match=r"procedure\.none_in_force day=2016-07-24"):
        procedures.in_force(date(2016, 7, 24))


@pytest.mark.parametrize("name", ["vn-2011", "forms-vn-2022", "../procedures/vn-2022", ""])
def test_unknown_version_is_not_found(procedures: Procedures, name: str) -> None:
    with pytest.raises(NotFound, match=r"procedure\.unknown"):
        procedures.version(name)


def test_all_versions_stand_in_the_order_of_their_days(procedures: Procedures) -> None:
    assert [one.id for one in procedures.all()] == ["vn-2016", "vn-2022", "vn-2025"]


def test_procedure_cannot_be_changed_once_read(procedures: Procedures) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        procedures.version("vn-2022").mentor_candidates.amount = 3  # type: ignore[misc]  # what is tried


def test_one_file_reads_like_the_folder(procedures: Procedures) -> None:
    assert load(FOLDER / "vn-2025.yaml") == procedures.version("vn-2025")


def test_file_that_cannot_be_followed_is_refused_with_its_line_and_remedy(tmp_path: Path) -> None:
    file = tmp_path / "vn-2030.yaml"
    file.write_text("id: vn-2030\nextends: vn-1930\nin_force_from: 2030-01-01\n", encoding="utf-8")

    with pytest.raises(BadProcedure) as refused:
        load(file)

    assert refused.value.code == "procedure.extends.unknown"
    assert refused.value.figures == {
        "file": str(file),
        "line": 2,
        "path": "extends",
        "message": "names `vn-1930`, which is no file of this folder.",
        "remedy": "Write the name of a file beside this one, without `.yaml`.",
        "findings": 1,
    }


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadProcedure, match=r"procedure\.file\.missing"):
        load(tmp_path / "vn-2030.yaml")


def test_versions_differ_in_nothing_but_their_sources(procedures: Procedures) -> None:
    changes = difference(procedures.version("vn-2022"), procedures.version("vn-2025"))

    assert {one.path for one in changes if one.kind != "cited"} == {
        "title.vi", "title.en", "basis", "in_force_from", "in_force_until",
        "symbols.9-KNĐ", "symbols.16-KNĐ", "symbols.QĐ-XT",
    }  # fmt: skip
    assert (
        Change(
            kind="cited",
            path="steps.decision.limit",
            source_before="Quy định 24-QĐ/TW, 4.3.1",
            source_after="Quy định 294-QĐ/TW, phần thời hạn và thẩm quyền quyết định",
            to_confirm=True,
        )
        in changes
    )


def test_version_does_not_differ_from_itself(procedures: Procedures) -> None:
    assert difference(procedures.version("vn-2022"), procedures.version("vn-2022")) == ()


def test_changed_number_shows_both_values_with_both_sources(tmp_path: Path) -> None:
    later = _followed_by(
        tmp_path,
        "steps:\n  decision:\n    limit:\n      {amount: 45, unit: working_days, counted_from: branch_vote,"
        ' source: "Quy ước địa phương, thời hạn"}\n',
    )

    changes = difference(load(FOLDER / "vn-2022.yaml"), later)

    assert (
        Change(
            kind="changed",
            path="steps.decision.limit.amount",
            before="60",
            after="45",
            source_before="Quy định 24-QĐ/TW, 4.3.1",
            source_after="Quy ước địa phương, thời hạn",
        )
        in changes
    )
    assert [one.path for one in changes if one.kind == "removed"] == [
        "in_force_until",
        "steps.decision.limit.extension.amount",
        "steps.decision.limit.extension.unit",
        "steps.decision.limit.if_late.vi",
        "steps.decision.limit.if_late.en",
    ]


def test_step_taken_out_is_told_once_with_its_source(procedures: Procedures) -> None:
    whole = procedures.version("vn-2022")
    shorter = whole.model_copy(
        update={
            "stages": tuple(
                stage.model_copy(update={"steps": tuple(one for one in stage.steps if one.id != "opinions")})
                for stage in whole.stages
            )
        }
    )
    step = whole.step("opinions")

    assert difference(whole, shorter) == (
        Change(kind="removed", path="steps.opinions", before=step.title.vi, source_before=step.source),
    )
    assert difference(shorter, whole) == (
        Change(kind="added", path="steps.opinions", after=step.title.vi, source_after=step.source),
    )


def test_later_version_takes_over_all_it_does_not_say_itself(tmp_path: Path) -> None:
    later = _followed_by(tmp_path, "")
    earlier = load(FOLDER / "vn-2022.yaml")

    assert later.model_dump(exclude={"id", "in_force_from", "in_force_until"}) == earlier.model_dump(
        exclude={"id", "in_force_from", "in_force_until"}
    )
    assert later.in_force_until is None


def test_later_version_may_follow_one_that_follows_another(tmp_path: Path) -> None:
    _followed_by(tmp_path, "steps:\n  opinions:\n    redo_on_transfer: false\n")
    third = tmp_path / "vn-2040.yaml"
    third.write_text("id: vn-2040\nextends: vn-2030\nin_force_from: 2040-01-01\n", encoding="utf-8")

    assert load(third).step("opinions").redo_on_transfer is False


def _followed_by(folder: Path, text: str) -> Procedure:
    for file in FOLDER.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    later = folder / "vn-2030.yaml"
    later.write_text(f"id: vn-2030\nextends: vn-2022\nin_force_from: 2030-01-01\n{text}", encoding="utf-8")
    return load(later)


def _vote(rule: VoteRule) -> tuple[str, object, object]:
    return rule.roll, _share(rule.quorum), _share(rule.majority)


def _share(share: Threshold) -> tuple[str, tuple[int, int] | None, str | None]:
    return share.comparison, share.share, share.of


def _attempts(step: Step) -> int | None:
    return step.vote.attempts.amount if step.vote and step.vote.attempts else None


def _length(length: Length | None) -> tuple[int, Unit] | None:
    return None if length is None else (length.amount, length.unit)


def _sourced(value: object) -> Iterator[Sourced]:
    if isinstance(value, Sourced):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _sourced(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _sourced(one)

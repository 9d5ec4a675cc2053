"""Requirements in words: the arithmetic, the dates and the source, in both languages."""

import re
from datetime import date

import pytest
import yaml

from models import events
from models.commands import COMMAND
from models.requirements import Figure, Requirement
from outputs.wording import LANGUAGES, Language, Names, sentence
from outputs.wording.names import NO_NAMES
from tests.house.sources import CHECKOUT
from tests.roads import BRANCH, PROCEDURES, Road, noon

_NAMES = Names(
    procedure=PROCEDURES.version("vn-2022"),
    known={"nguoi-007": "Nguyễn Văn Ví Dụ", BRANCH: "Chi bộ Quân sự Phường 4"},
    voters="official_members",
)


def _asked(rule: str, *, source: str = "", **figures: Figure) -> Requirement:
    return Requirement(rule=rule, source=source, figures=figures, met=False)


def _age(least: int, most: int) -> Requirement:
    figures = {"months": 215, "from": least, "until": most}
    return Requirement(rule="candidate.age", source="", figures=figures, met=False)


def _majority(comparison: str, of: str) -> Requirement:
    return _asked(
        "vote.majority", part=13, whole=21, of=of, needed=14, share="2/3", comparison=comparison
    )  # fmt: skip


@pytest.mark.parametrize(
    ("requirement", "vi", "en"),
    [
        (
            _asked(
                "vote.majority",
                part=13,
                whole=21,
                of="roll",
                needed=14,
                share="2/3",
                comparison="at_least",
                source="Điều lệ 2011, Điều 5",
            ),
            "Cần ít nhất 14/21 đảng viên chính thức tán thành (2/3 tổng số), có 13. [Điều lệ 2011, Điều 5]",
            (
                "At least 14 of 21 official members must be in favour (2/3 of all), got 13. "
                "[Điều lệ 2011, Điều 5]"
            ),
        ),
        (
            _asked("vote.quorum", part=4, whole=9, of="roll", needed=5, share="1/2", comparison="more_than"),
            "Cần ít nhất 5/9 đảng viên chính thức có mặt (quá 1/2 tổng số), có 4.",
            "At least 5 of 9 official members must be present (more than 1/2 of all), got 4.",
        ),
        (
            _asked("step.date", on="2022-03-05", today="2022-03-01", earliest="2022-02-28"),
            "Ngày thực hiện phải từ 28/02/2022 đến 01/03/2022; ngày ghi là 05/03/2022.",
            "The day of the act must lie from 28/02/2022 to 01/03/2022; given is 05/03/2022.",
        ),
        (
            _asked("step.open", step="branch_vote", status="returned"),
            (
                "Bước “Chi bộ biểu quyết đề nghị kết nạp” phải đang chờ thực hiện, theo đúng loại việc; "
                "trạng thái hồ sơ: trả lại để bổ sung."
            ),
            (
                "The step “Branch votes on admission” must be open, for this kind of act; "
                "status of the dossier: returned for supplement."
            ),
        ),
        (
            _asked("paper.on_file", form="CN-NTVĐ"),
            "Hồ sơ phải có CN-NTVĐ (Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng).",
            "The dossier must hold CN-NTVĐ (Certificate of the awareness course).",
        ),
        (
            _age(216, 720),
            "Tuổi tính theo tháng phải từ 216 (18 tuổi) đến 720 tháng (60 tuổi); đã đủ 215 tháng.",
            "The age in months must be from 216 (18 years) to 720 (60 years); completed months: 215.",
        ),
        (
            _age(198, 720),
            "Tuổi tính theo tháng phải từ 198 đến 720 tháng; đã đủ 215 tháng.",
            "The age in months must be from 198 to 720; completed months: 215.",
        ),
        (
            _asked("candidate.education", reached="", needed="lower_secondary"),
            "Trình độ phổ thông phải từ trung học cơ sở trở lên; chưa ghi nhận trình độ nào.",
            "General education must be at least lower secondary school; none is on record.",
        ),
        (
            _asked("mentor.capacity", person="nguoi-007", has=2, at_most=2),
            "Một đảng viên giúp đỡ cùng lúc nhiều nhất 2 người; Nguyễn Văn Ví Dụ đang giúp đỡ 2 người khác.",
            "One member guides at most 2 candidates at a time; others guided by Nguyễn Văn Ví Dụ: 2.",
        ),
        (
            _asked("member.same_unit", person="nguoi-007", unit=BRANCH, has=""),
            "Nguyễn Văn Ví Dụ phải sinh hoạt tại Chi bộ Quân sự Phường 4; danh sách chưa ghi nơi sinh hoạt.",
            "Nguyễn Văn Ví Dụ must live party life in Chi bộ Quân sự Phường 4; the register names no unit.",
        ),
        (
            _asked("answer.missing", field="issued_on", form="CN-NTVĐ", step="awareness_course"),
            "CN-NTVĐ (Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng): phải điền mục “Ngày cấp”.",
            "CN-NTVĐ (Certificate of the awareness course): the field “Issued on” must be filled in.",
        ),
        (
            _asked("supplement.steps_redone", steps="opinions, introduction"),
            (
                "Các bước được yêu cầu phải làm lại xong; còn chờ: Tổng hợp ý kiến nhận xét, "
                "Giới thiệu người vào Đảng."
            ),
            (
                "The steps asked for must have been done anew; waiting: "
                "Opinions of organisations and of the residence, Introduction by the mentor."
            ),
        ),
        (
            _asked("unit.line_complete", missing="competent_committee, sub_committee"),
            (
                "Cây tổ chức phải có đủ các cấp mà quy trình cần; còn thiếu: cấp ủy có thẩm quyền, "
                "đảng ủy bộ phận."
            ),
            (
                "The organisation must have every body the procedure needs; missing: competent committee, "
                "sub-committee."
            ),
        ),
    ],
)
def test_requirement_is_said_with_its_arithmetic(requirement: Requirement, vi: str, en: str) -> None:
    assert sentence(requirement, "vi", _NAMES) == vi
    assert sentence(requirement, "en", _NAMES) == en


def test_ids_stand_for_what_is_not_known_by_name() -> None:
    asked = _asked("mentor.capacity", person="nguoi-999", has=2, at_most=2)

    assert "nguoi-999 đang giúp đỡ 2" in sentence(asked, "vi", NO_NAMES)
    assert "Bước “branch_vote”" in sentence(_asked("step.done", step="branch_vote"), "vi")


@pytest.mark.parametrize("comparison", ["at_least", "more_than"])
@pytest.mark.parametrize("of", ["roll", "present", "cast", "valid"])
def test_every_base_of_a_share_has_words_of_its_own(comparison: str, of: str) -> None:
    told = {
        sentence(_majority(one, base), "vi") for one in ("at_least", "more_than") for base in (of, "roll")
    }

    assert sentence(_majority(comparison, of), "vi") in told
    assert len(told) == (2 if of == "roll" else 4)
    assert all("14/21" in one and "có 13" in one for one in told)


def test_rule_of_another_time_is_still_told_with_its_figures() -> None:
    asked = _asked("vote.moonlight", needed=3, on="2022-03-05", source="Sách cũ")

    assert sentence(asked, "vi") == "Yêu cầu “vote.moonlight”: needed = 3, on = 05/03/2022. [Sách cũ]"
    assert sentence(_asked("vote.quorum"), "en") == "Requirement “vote.quorum”: –."


def test_percent_sign_and_braces_in_a_figure_are_only_text() -> None:
    asked = _asked("meeting.known", meeting="100%(x)s {{ 7 }} %d")

    assert sentence(asked, "vi") == "Cuộc họp phải có trong sổ: 100%(x)s {{ 7 }} %d."


def test_lengths_of_acquaintance_are_months_as_the_sentence_says() -> None:
    files = [*CHECKOUT.glob("procedures/*.yaml"), *CHECKOUT.glob("tests/procedures/*.yaml")]
    units = {unit for file in files for unit in _units_of_acquaintance(yaml.safe_load(file.read_text()))}

    assert units == {"months"}


def _units_of_acquaintance(value: object) -> set[str]:
    if isinstance(value, list):
        return {unit for one in value for unit in _units_of_acquaintance(one)}
    if not isinstance(value, dict):
        return set()
    own = {str(value["acquainted"]["unit"])} if isinstance(value.get("acquainted"), dict) else set()
    return own | {unit for one in value.values() for unit in _units_of_acquaintance(one)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_checked_on_the_road_is_said_in_words(sqlite_road: Road, language: Language) -> None:
    road = sqlite_road
    dossier, on = road.at("branch_recognition_vote")

    done = [entry.event for entry in road.entries(dossier)]
    steps = [one for one in done if isinstance(one, events.StepEvent | events.DossierOpened)]
    checked = [*(one for event in steps for one in event.checked), *_weighed(road, dossier, on)]

    told = [sentence(one, language, _NAMES).partition(" [")[0] for one in checked]
    assert len({one.rule for one in checked}) > 30
    assert [one for one in told if "Yêu cầu" in one or "Requirement" in one or "%(" in one] == []
    assert [one for one in told if re.search(r"\d{4}-\d\d-\d\d", one)] == []


def _weighed(road: Road, dossier: str, on: date) -> list[Requirement]:
    step = "branch_recognition_vote"
    mentor = road.state(dossier).guides_now("mentor")[0].person
    asked: tuple[dict[str, object], ...] = (
        {"command": "withdraw", "reason": "x"},
        {"command": "extend_limit", "step": step, "reason": "x"},
        {"command": "reopen", "step": "branch_vote", "reason": "x"},
        {"command": "replace_mentor", "person": mentor, "reason": "x"},
        {"command": "correction", "step": "self_review", "answers": {"nothing": "x"}, "reason": "x"},
        {"command": "return_for_supplement", "items": [{"item": "x", "reason": "x", "step": step}]},
    )
    by, at = road.secretary(BRANCH), noon(on)
    commands = [COMMAND.validate_python({"dossier": dossier, "on": on} | one) for one in asked]
    vote = {"command": "vote", "dossier": dossier, "step": step, "meeting": "HN-1", "yes": 3, "no": 900}
    commands.append(COMMAND.validate_python(vote))
    return [one for command in commands for one in road.registry.weigh(command, by=by, at=at)]

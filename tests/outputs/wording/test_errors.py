"""What went wrong, in words."""

import pytest

from models.errors import BadProcedure, BrokenRecord, Conflict, DiudatError, Forbidden, NotFound, Refused
from models.requirements import Requirement
from outputs.wording import Names, caption, error_text, fault_text, reason_text
from outputs.wording.errors import FAULTS, REASONS
from settings import BadSettings
from tests.roads import PROCEDURES


def test_refusal_lists_everything_that_is_unmet() -> None:
    figures = {"meeting": "HN-2022-0004"}
    refused = Refused(
        [
            Requirement(rule="meeting.known", source="Điều lệ", figures=figures, met=False),
            Requirement(rule="dossier.live", source="", figures={"status": "closed"}, met=False),
        ]
    )

    assert error_text(refused, "vi") == (
        "Chưa thực hiện được, còn 2 điều kiện chưa đạt:\n"
        "– Cuộc họp phải có trong sổ: HN-2022-0004. [Điều lệ]\n"
        "– Hồ sơ phải đang được xét; trạng thái: đã kết thúc."
    )
    assert error_text(refused, "en") == (
        "Not possible yet; requirements not met: 2\n"
        "– The meeting must be on record: HN-2022-0004. [Điều lệ]\n"
        "– The dossier must be live; its status: closed."
    )


@pytest.mark.parametrize(
    ("error", "vi", "en"),
    [
        (
            NotFound("dossier.unknown", dossier="HS-2022-0009"),
            "Không tìm thấy hồ sơ HS-2022-0009.",
            "There is no dossier HS-2022-0009.",
        ),
        (
            Forbidden("access.role"),
            "Tài khoản không giữ vai trò được làm việc này ở đơn vị này.",
            "The account holds no role that may do this in this unit.",
        ),
        (
            Conflict("register.taken", change="add_person"),
            "Không ghi được (thêm người): mã đã dùng, hoặc nhắc đến mã không có.",
            "Not recorded (add a person): the id is taken, or something it names does not exist.",
        ),
        (
            NotFound("procedure.none_in_force", day="2010-03-05"),
            "Không có quy trình nào có hiệu lực vào ngày 05/03/2010.",
            "No procedure is in force on 05/03/2010.",
        ),
        (
            BrokenRecord("timeline.altered", stream="HS-2022-0001", sequence=7),
            "Nhật ký HS-2022-0001 đã bị sửa ở mục số 7.",
            "The timeline HS-2022-0001 was altered at entry 7.",
        ),
        (
            BadProcedure(
                "procedure.lead.circle", file="vn.yaml", line=12, path="stages", message="leads back.",
                remedy="Write `at_most:`.",
            ),
            "Tệp quy trình vn.yaml, dòng 12, mục stages: leads back. Write `at_most:`.",
            "Procedure file vn.yaml, line 12, at stages: leads back. Write `at_most:`.",
        ),
        (
            BadSettings(("DIUDAT_SMTP_HOST is set but DIUDAT_SMTP_SENDER is not",)),
            "Cấu hình không dùng được: DIUDAT_SMTP_HOST is set but DIUDAT_SMTP_SENDER is not",
            "The settings cannot be used: DIUDAT_SMTP_HOST is set but DIUDAT_SMTP_SENDER is not",
        ),
    ],
)  # fmt: skip
def test_error_is_said_in_the_reader_s_language(error: DiudatError, vi: str, en: str) -> None:
    assert error_text(error, "vi") == vi
    assert error_text(error, "en") == en


def test_error_names_a_step_by_its_title() -> None:
    error = NotFound("step.unknown", step="branch_vote", procedure="vn-2025")

    told = error_text(error, "vi", Names(procedure=PROCEDURES.version("vn-2022")))

    assert told == "Quy trình vn-2025 không có bước “Chi bộ biểu quyết đề nghị kết nạp”."


def test_error_nobody_has_worded_is_still_told_with_its_figures() -> None:
    assert error_text(DiudatError("moon.eclipsed", phase=3), "vi") == "Yêu cầu “moon.eclipsed”: phase = 3."


@pytest.mark.parametrize("code", sorted(REASONS))
def test_reason_reads_in_both_languages(code: str) -> None:
    if "%" not in REASONS[code]:
        assert reason_text(code, "vi") == REASONS[code]
        assert reason_text(code, "en") not in {REASONS[code], ""}


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_fault_names_stream_and_entry(code: str) -> None:
    for told in (fault_text(code, "HS-1", 7, "vi"), fault_text(code, "HS-1", 7, "en")):
        assert "HS-1" in told
        assert "7" in told
        assert "“" not in told


def test_value_without_a_word_stands_as_itself() -> None:
    assert caption("status", "suspended", "vi") == "tạm dừng"
    assert caption("status", "suspended", "en") == "suspended"
    assert caption("status", "eclipsed", "en") == "eclipsed"

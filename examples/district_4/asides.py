"""What crosses the usual road: returns, pauses, moves, ends, corrections, a vote the regulation forbids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from examples.district_4.acts import Act, at
from examples.district_4.meetings import Held, present
from examples.district_4.office import COMMITTEE, COMPETENT, branch, holder
from examples.district_4.setting_up import ADMINISTRATOR
from examples.district_4.telling import Told, admission_of
from models import commands
from models.commands import Command


def asides() -> Iterator[Told]:
    """Yield everything that crosses the road, candidate by candidate."""
    yield from _corrected()
    yield from _mentor_replaced()
    yield from _stopped_by_the_epidemic()
    yield from _migrated()
    yield from _returned()
    yield from _suspended()
    yield from _moved()
    yield from _certificate_expired()
    yield from _slow_committee()
    yield from _ended()


def _told(on: date, by: str, command: Command, hour: int = 15, refused: tuple[str, ...] = ()) -> Told:
    return Told(act=Act(at=at(on, hour), by=by, command=command, refused=refused))


def _corrected() -> Iterator[Told]:
    on = date(2020, 11, 16)
    yield _told(on, holder(branch(9), "clerk", on), commands.Correction(
        dossier="qc-002", on=on, step="curriculum_vitae",
        answers={"professional_education": "Cao đẳng Tin học"},
        reason=(
            "Khai nhầm trình độ chuyên môn; đối chiếu bằng tốt nghiệp số hiệu 0412 ngày 20/7/2018 là "
            "hệ cao đẳng."
        ),
    ))  # fmt: skip


def _mentor_replaced() -> Iterator[Told]:
    on = date(2020, 6, 15)
    yield _told(on, holder("chi-bo-bch", "secretary", on), commands.ReplaceMentor(
        dossier="qc-003", on=on, person="dv-bch-11",
        reason=(
            "Đảng viên được phân công nhận nhiệm vụ biệt phái tại Bộ Tư lệnh Thành phố, không còn điều "
            "kiện giúp đỡ."
        ),
    ))  # fmt: skip


def _stopped_by_the_epidemic() -> Iterator[Told]:
    stopped, resumed = date(2021, 7, 9), date(2021, 10, 4)
    secretary = holder(COMMITTEE, "secretary", stopped)
    yield _told(stopped, secretary, commands.Suspend(
        dossier="qc-005", on=stopped,
        reason=(
            "Thành phố giãn cách xã hội từ 0 giờ ngày 09/7/2021; quần chúng làm nhiệm vụ tại khu cách "
            "ly tập trung."
        ),
    ))  # fmt: skip
    yield _told(resumed, secretary, commands.Resume(
        dossier="qc-005", on=resumed, reason="Thành phố nới lỏng giãn cách, quần chúng đã trở lại đơn vị.",
    ))  # fmt: skip


def _migrated() -> Iterator[Told]:
    on = date(2021, 11, 8)
    yield _told(on, ADMINISTRATOR, commands.Migrate(
        dossier="qc-005", on=on, procedure="vn-2022",
        reason=(
            "Quy định 24-QĐ/TW thay Quy định 29-QĐ/TW từ ngày 30/7/2021; các bước còn lại làm theo quy "
            "định mới."
        ),
    ))  # fmt: skip


def _returned() -> Iterator[Told]:
    on = date(2022, 11, 18)
    items = (
        commands.SupplementItem(
            item="Lý lịch của người xin vào Đảng", step="curriculum_vitae",
            reason=(
                "Phần hoàn cảnh gia đình thiếu ông bà nội, ngoại và anh chị em ruột; khai bổ sung, ký "
                "lại."
            ),
        ),
        commands.SupplementItem(
            item="Ý kiến chi bộ nơi cư trú của gia đình tại Cà Mau",
            reason="Chưa có ý kiến của nơi cha, mẹ đăng ký thường trú trước năm 2019.",
        ),
    )  # fmt: skip
    command = commands.ReturnForSupplement(dossier="qc-013", on=on, items=items)
    yield _told(on, holder(COMMITTEE, "clerk", on), command)


def _suspended() -> Iterator[Told]:
    on = date(2022, 10, 17)
    yield _told(on, holder(branch(15), "secretary", on), commands.Suspend(
        dossier="qc-014", on=on,
        reason=(
            "Quần chúng phẫu thuật chấn thương đầu gối, điều trị và tập phục hồi chức năng dự kiến bốn "
            "tháng."
        ),
    ))  # fmt: skip


def _moved() -> Iterator[Told]:
    on = date(2022, 6, 13)
    yield _told(on, holder(COMMITTEE, "secretary", on), commands.Transfer(
        dossier="qc-016", on=on, to_unit=branch(9),
        reason="Gia đình chuyển nhà sang Phường 9; quần chúng được điều về trung đội dân quân Phường 9.",
    ))  # fmt: skip


def _certificate_expired() -> Iterator[Told]:
    tried, again = date(2022, 6, 17), date(2022, 6, 20)
    unit = branch(14)
    meeting = Held(unit=unit, on=tried)
    secretary = holder(unit, "secretary", tried)
    vote = commands.Vote(
        dossier="qc-017", step="branch_vote", meeting=meeting.key, yes=present(meeting), no=0,
        answers=admission_of("qc-017"),
    )  # fmt: skip
    yield Told(
        act=Act(at=at(tried, 9), by=secretary, command=vote, refused=("paper.valid",)), meeting=meeting
    )
    yield _told(again, holder(unit, "clerk", again), commands.Reopen(
        dossier="qc-017", on=again, step="awareness_course",
        reason=(
            "Giấy chứng nhận học lớp nhận thức về Đảng hết hạn ngày 28/4/2022; cử quần chúng học lại "
            "khóa gần nhất."
        ),
    ))  # fmt: skip


def _slow_committee() -> Iterator[Told]:
    on = date(2022, 8, 22)
    yield _told(on, holder(COMPETENT, "secretary", on), commands.ExtendLimit(
        dossier="qc-018", on=on, step="decision",
        reason=(
            "Cần xác minh thêm về người thân ở nước ngoài; gia hạn một lần theo quy định và đã thông "
            "báo chi bộ."
        ),
    ))  # fmt: skip


def _ended() -> Iterator[Told]:
    on = date(2021, 4, 16)
    yield _told(on, holder(branch(1), "clerk", on), commands.Withdraw(
        dossier="qc-015", on=on,
        reason=(
            "Quần chúng hết hạn nghĩa vụ, về quê làm việc và xin thôi xét; sẽ phấn đấu tại nơi công "
            "tác mới."
        ),
    ))  # fmt: skip
    on = date(2020, 9, 18)
    yield _told(on, holder(branch(10), "secretary", on), commands.Close(
        dossier="qc-022", on=on, cause="discipline",
        reason="Bị kỷ luật cảnh cáo do điều khiển xe khi có nồng độ cồn; chi bộ thôi xem xét, lưu hồ sơ.",
    ))  # fmt: skip

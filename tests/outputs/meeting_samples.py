"""Papers of a meeting: a committee plainly made up as an example, with all that can be printed of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from outputs.documents.contexts.meeting_votes import Ballot
from outputs.documents.contexts.meetings import (
    AgendaItem,
    AgendaPart,
    Attendant,
    MeetingAgenda,
    MeetingMinutes,
    MeetingNotice,
    Movement,
    Proxied,
)
from outputs.documents.contexts.parts import Absence, Head, Seat, Signature

_HEAD = Head(
    superior="ĐẢNG BỘ QUẬN 4",
    issuer="ĐẢNG ỦY QUÂN SỰ QUẬN 4",
    number="HN-2025-0007",
    place="Quận 4",
    dated=date(2025, 5, 14),
)
_BODY = "Đảng ủy Quân sự Quận 4"
_CHAIR = Seat(full_name="Nguyễn Văn Ví Dụ", position="Bí thư")
_SECRETARY = Seat(full_name="Trần Thị Thí Dụ", position="Ủy viên")
_VOTE = "Đảng ủy cơ sở biểu quyết đề nghị kết nạp"
_QUORUM = (
    "Cần ít nhất 6/9 ủy viên có mặt (2/3 tổng số), có 8 (Hướng dẫn 01-HD/TW, phần hội nghị đảng ủy cơ sở)"
)
_AHEAD = (
    "Cần có mặt ít nhất 6 trong 9 ủy viên, là 2/3 tổng số (Hướng dẫn 01-HD/TW, phần hội nghị đảng ủy cơ sở)"
)
_PLACE = "Hội trường Ban Chỉ huy Quân sự Quận 4"
_MAJORITY = "Cần ít nhất 6/9 ủy viên tán thành (2/3 tổng số), có 8 (Điều lệ Đảng 2011, Điều 4 và Điều 5)"


def _item(number: int, *, is_decided: bool) -> AgendaItem:
    return AgendaItem(
        dossier=f"HS-2025-{number:04}",
        candidate=f"Lê Văn Mẫu {number}",
        born_on=date(2004, 3, 1 + number % 28),
        branch=f"Chi bộ Quân sự Phường {1 + number % 13}",
        due_on=None if number % 4 == 0 else date(2025, 6, 1 + number % 28),
        is_decided=is_decided,
    )


def meeting_notice(length: int = 9) -> MeetingNotice:
    """Return the notice of a meeting on so many dossiers."""
    return MeetingNotice(
        head=_HEAD,
        body=_BODY,
        held_on=_HEAD.dated,
        hour="08:00",
        place=_PLACE,
        counted="ủy viên",
        follows="HN-2025-0006",
        quorum=(_AHEAD,),
        matters=(
            AgendaPart(
                title=_VOTE, items=tuple(_item(one, is_decided=False) for one in range(1, length + 1))
            ),
        ),
        sign=Signature(
            authority="T/M ĐẢNG ỦY", position="BÍ THƯ", name=_CHAIR.full_name,
            recipients=("Thành viên dự họp", "Lưu hồ sơ"),
        ),
    )  # fmt: skip


def meeting_agenda(length: int = 14) -> MeetingAgenda:
    """Return an agenda of so many dossiers."""
    items = tuple(_item(number, is_decided=number % 5 == 1) for number in range(1, length + 1))
    return MeetingAgenda(
        head=_HEAD,
        number="HN-2025-0007",
        body=_BODY,
        held_on=_HEAD.dated,
        hour="08:00",
        place=_PLACE,
        chair=_CHAIR,
        secretary=_SECRETARY,
        counted="ủy viên",
        roll=9,
        probationary=2,
        quorum=(_AHEAD,),
        matters=(
            AgendaPart(title=_VOTE, items=items),
            AgendaPart(title="Đảng ủy cơ sở biểu quyết đề nghị công nhận chính thức", items=items[:2]),
        ),
    )


def meeting_minutes(length: int = 5) -> MeetingMinutes:
    """Return the minutes of so many votes."""
    away = (Absence(full_name="Phạm Thị Vắng", reason="đi công tác"),)
    excused = (Absence(full_name="Đỗ Văn Miễn", reason="được miễn sinh hoạt"),)
    return MeetingMinutes(
        head=_HEAD,
        number="HN-2025-0007",
        body=_BODY,
        held_on=_HEAD.dated,
        place=_PLACE,
        follows="HN-2025-0006",
        opened_at=datetime(2025, 5, 14, 1, 5, tzinfo=UTC),
        closed_at=datetime(2025, 5, 14, 4, 40, tzinfo=UTC),
        adjourned="mất điện",
        again="ngày 16 tháng 5 năm 2025, cuộc họp số HN-2025-0008",
        chair=_CHAIR,
        secretary=_SECRETARY,
        counted="ủy viên",
        roll=9,
        present=8,
        probationary=2,
        probationary_present=1,
        quorum=(_QUORUM,),
        absences=away,
        excused=excused,
        people=_attendants(away[0], excused[0]),
        proxies=(Proxied(full_name="Phạm Thị Vắng", holder="Lê Thị Mẫu", effect="đang có hiệu lực"),),
        movements=(
            Movement(full_name="Phạm Thị Vắng", is_arrival=True, reason="xong việc", present=9, took_over=""),
            Movement(
                full_name=_CHAIR.full_name,
                is_arrival=False,
                reason="họp khẩn cấp trên",
                present=8,
                took_over="chủ trì: đồng chí Lê Thị Mẫu",
            ),
        ),
        undecided=(_item(99, is_decided=False),),
        ballots=tuple(_ballot(number) for number in range(1, length + 1)),
    )


def _ballot(number: int) -> Ballot:
    return Ballot(
        title=_VOTE,
        dossier=f"HS-2025-{number:04}",
        candidate=f"Lê Văn Mẫu {number}",
        born_on=date(2004, 3, number),
        branch=f"Chi bộ Quân sự Phường {number}",
        way="đếm tại cuộc họp",
        cast=8,
        yes=8,
        no=0,
        blank=0,
        invalid=0,
        interested=(),
        represented=("đồng chí Phạm Thị Vắng (đồng chí Lê Thị Mẫu bỏ phiếu thay)",),
        arithmetic=(_QUORUM, _MAJORITY),
        outcome="được thông qua",
        papers=(f"8-KNĐ số {number:02}-NQ/ĐU",),
    )


def _attendants(away: Absence, excused: Absence) -> tuple[Attendant, ...]:
    return (
        Attendant(full_name=_CHAIR.full_name, standing="ủy viên", presence="có mặt", reason="–"),
        Attendant(full_name=_SECRETARY.full_name, standing="ủy viên", presence="có mặt", reason="–"),
        Attendant(full_name=away.full_name, standing="ủy viên", presence="vắng mặt", reason=away.reason),
        Attendant(
            full_name=excused.full_name,
            standing="không tính vào tổng số",
            presence="vắng mặt",
            reason=excused.reason,
        ),
    )

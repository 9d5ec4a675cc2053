"""What readers call the fields of a request."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.wording.language import Language, mark, translate

_FIELDS: Mapping[str, str] = {
    "absent": mark("Người vắng mặt"),
    "account": mark("Tài khoản"),
    "answers": mark("Nội dung các mục"),
    "beside": mark("Đơn vị bên cạnh, như đoàn thể"),
    "birthplace": mark("Nơi sinh"),
    "blank": mark("Số phiếu trắng"),
    "born_on": mark("Ngày sinh"),
    "candidate": mark("Người được xét"),
    "cause": mark("Lý do kết thúc"),
    "chair": mark("Chủ tọa"),
    "code": mark("Mã trong cây tổ chức"),
    "command": mark("Lệnh"),
    "dossier": mark("Số hồ sơ"),
    "education": mark("Trình độ phổ thông"),
    "email": mark("Địa chỉ thư điện tử"),
    "endorser": mark("Hình thức giới thiệu"),
    "ethnicity": mark("Dân tộc"),
    "excused": mark("Người được miễn"),
    "field": mark("Mục cần đính chính"),
    "full_name": mark("Họ và tên"),
    "held_on": mark("Ngày họp"),
    "home_town": mark("Quê quán"),
    "id": mark("Mã"),
    "identity_number": mark("Số căn cước"),
    "in_unit_since": mark("Ở đơn vị từ ngày"),
    "invalid": mark("Số phiếu không hợp lệ"),
    "is_working": mark("Là ngày làm việc"),
    "item": mark("Nội dung cần bổ sung"),
    "items": mark("Danh sách cần bổ sung"),
    "joined_on": mark("Ngày vào Đảng"),
    "kind": mark("Loại đơn vị"),
    "language": mark("Ngôn ngữ"),
    "meeting": mark("Cuộc họp"),
    "name": mark("Tên"),
    "no": mark("Số phiếu không tán thành"),
    "occupation": mark("Nghề nghiệp"),
    "official_on": mark("Ngày công nhận chính thức"),
    "on": mark("Ngày thực hiện"),
    "parent": mark("Đơn vị cấp trên"),
    "person": mark("Mã của người"),
    "place": mark("Địa điểm"),
    "position": mark("Chức vụ"),
    "present": mark("Số người có mặt"),
    "procedure": mark("Quy trình"),
    "reason": mark("Lý do"),
    "religion": mark("Tôn giáo"),
    "residence": mark("Nơi ở hiện nay"),
    "role": mark("Vai trò"),
    "roll": mark("Tổng số người"),
    "open_meeting.roll": mark("Thành phần biểu quyết"),
    "secret": mark("Khóa ký"),
    "secretary": mark("Thư ký"),
    "set_workday.source": mark("Văn bản quy định"),
    "sex": mark("Giới tính"),
    "since": mark("Từ ngày"),
    "source": mark("Nguồn"),
    "standing": mark("Tư cách đảng viên"),
    "step": mark("Bước"),
    "supplement.answers": mark("Trả lời từng mục"),
    "to_unit": mark("Đơn vị chuyển đến"),
    "union_joined_on": mark("Ngày vào Đoàn"),
    "unit": mark("Đơn vị"),
    "until": mark("Đến ngày"),
    "url": mark("Địa chỉ nhận tin"),
    "value": mark("Nội dung đúng"),
    "verdict": mark("Kết luận"),
    "votes": mark("Có quyền biểu quyết"),
    "yes": mark("Số phiếu tán thành"),
}


def field_caption(name: str, language: Language, command: str = "") -> str | None:
    """Return what readers call a field of a request; None for one only the program fills in."""
    found = _FIELDS.get(f"{command}.{name}") or _FIELDS.get(name)
    return None if found is None else translate(found, language)

"""Words of the office for the values the program stores: statuses, outcomes, roles, kinds, commands."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.wording.language import Language, mark, translate

_STATUS = {
    "under_way": mark("đang xét"),
    "returned": mark("trả lại để bổ sung"),
    "suspended": mark("tạm dừng"),
    "refused": mark("không được tán thành"),
    "recognised": mark("đã công nhận chính thức"),
    "removed": mark("đã xóa tên"),
    "withdrawn": mark("đã rút"),
    "closed": mark("đã kết thúc"),
}
_OUTCOME = {
    "submitted": mark("đã nộp"),
    "continued": mark("tiếp tục giúp đỡ"),
    "recommended": mark("đề nghị"),
    "declined": mark("không đề nghị"),
    "endorsed": mark("tán thành giới thiệu"),
    "passed": mark("được thông qua"),
    "failed": mark("không được thông qua"),
    "exhausted": mark("không được thông qua sau số lần cho phép"),
    "clear": mark("đủ điều kiện"),
    "unclear": mark("chưa rõ"),
    "approved": mark("đồng ý"),
    "refused": mark("không đồng ý"),
    "held": mark("đã tổ chức"),
    "ended": mark("đã hết thời hạn"),
}
_KIND = {
    "form": mark("lập giấy tờ"),
    "assessment": mark("nhận xét của người giúp đỡ"),
    "endorsement": mark("giới thiệu"),
    "vote": mark("biểu quyết"),
    "review": mark("thẩm tra"),
    "decision": mark("quyết định"),
    "ceremony": mark("lễ kết nạp"),
    "waiting": mark("chờ hết thời hạn"),
}
_ROLE = {
    "mentor": mark("người giúp đỡ"),
    "introducer": mark("người giới thiệu"),
    "secretary": mark("bí thư"),
    "clerk": mark("người giữ hồ sơ"),
    "union_officer": mark("cán bộ đoàn thể"),
    "member": mark("đảng viên"),
    "committee_member": mark("ủy viên cấp ủy"),
    "inspector": mark("người kiểm tra"),
    "administrator": mark("người quản trị"),
}
_ROLL = {
    "official_members": mark("đảng viên chính thức"),
    "committee_members": mark("ủy viên"),
}
_SITTING = {
    "convened": mark("đã triệu tập"),
    "open": mark("đang họp"),
    "closed": mark("đã kết thúc"),
    "adjourned": mark("đã hoãn"),
    "called_off": mark("đã hủy"),
}
_OFFICER = {
    "chair": mark("chủ tọa"),
    "secretary": mark("thư ký"),
}
_STANDING = {
    "none": mark("chưa là đảng viên"),
    "probationary": mark("dự bị"),
    "official": mark("chính thức"),
}
_EDUCATION = {
    "primary": mark("tiểu học"),
    "lower_secondary": mark("trung học cơ sở"),
    "upper_secondary": mark("trung học phổ thông"),
}
_ENDORSER = {
    "member": mark("một đảng viên chính thức"),
    "youth_union": mark("Đoàn Thanh niên"),
    "trade_union": mark("Công đoàn"),
}
_BODY = {
    "branch": mark("chi bộ"),
    "sub_committee": mark("đảng ủy bộ phận"),
    "grassroots_committee": mark("đảng ủy cơ sở"),
    "competent_committee": mark("cấp ủy có thẩm quyền"),
    "youth_union": mark("Đoàn Thanh niên"),
    "trade_union": mark("Công đoàn"),
    "ward": mark("phường, xã"),
}
_CHANNEL = {
    "inbox": mark("hộp việc"),
    "email": mark("thư điện tử"),
    "webhook": mark("tin tự động"),
}
_COMMAND = {
    "open_dossier": mark("lập hồ sơ"),
    "form": mark("nộp giấy tờ"),
    "assessment": mark("nhận xét người được giúp đỡ"),
    "endorsement": mark("giới thiệu thứ hai"),
    "vote": mark("ghi kết quả biểu quyết"),
    "review": mark("kết luận thẩm tra"),
    "decision": mark("ghi quyết định"),
    "ceremony": mark("ghi lễ kết nạp"),
    "open_ballot": mark("mở biểu quyết trên thiết bị"),
    "close_ballot": mark("đóng và đếm phiếu"),
    "void_ballot": mark("hủy cuộc biểu quyết"),
    "record_ballot": mark("ghi kết quả đã đếm"),
    "declare_interest": mark("khai người có quan hệ"),
    "waiting": mark("kết thúc thời hạn"),
    "return_for_supplement": mark("trả hồ sơ để bổ sung"),
    "supplement": mark("bổ sung hồ sơ"),
    "suspend": mark("tạm dừng hồ sơ"),
    "resume": mark("xét tiếp hồ sơ"),
    "transfer": mark("chuyển hồ sơ"),
    "withdraw": mark("rút hồ sơ"),
    "close": mark("kết thúc hồ sơ"),
    "correction": mark("đính chính"),
    "reopen": mark("làm lại một bước"),
    "replace_mentor": mark("thay người giúp đỡ"),
    "extend_limit": mark("gia hạn"),
    "migrate": mark("chuyển sang quy trình khác"),
    "attach_scan": mark("gắn bản quét"),
    "check_scan": mark("kiểm tra bản quét"),
    "sign_document": mark("ký số văn bản"),
    "release_scan": mark("cho dùng bản quét chưa kiểm tra"),
    "remind": mark("nhắc hạn"),
    "issue_document": mark("ban hành văn bản"),
    "send_notice": mark("gửi thông báo"),
    "convene_meeting": mark("triệu tập cuộc họp"),
    "change_agenda": mark("sửa chương trình họp"),
    "call_off_meeting": mark("hủy cuộc họp"),
    "open_meeting": mark("mở cuộc họp"),
    "note_attendance": mark("ghi người đến, người về"),
    "adjourn_meeting": mark("hoãn cuộc họp"),
    "close_meeting": mark("kết thúc cuộc họp"),
    "give_proxy": mark("ủy quyền biểu quyết"),
    "revoke_proxy": mark("rút ủy quyền biểu quyết"),
    "sign_minutes": mark("ký biên bản họp"),
    "add_unit": mark("thêm đơn vị"),
    "add_person": mark("thêm người"),
    "correct_person": mark("đính chính thông tin của một người"),
    "enter_standing": mark("ghi tư cách đảng viên"),
    "take_seat": mark("nhận chức vụ"),
    "leave_seat": mark("thôi chức vụ"),
    "open_account": mark("mở tài khoản"),
    "close_account": mark("khóa tài khoản"),
    "grant_role": mark("giao vai trò"),
    "revoke_role": mark("thu lại vai trò"),
    "set_workday": mark("sửa lịch làm việc"),
    "add_webhook": mark("thêm địa chỉ nhận tin"),
    "set_password": mark("đặt mật khẩu"),
    "turn_on_second_factor": mark("bật xác thực hai lớp"),
    "turn_off_second_factor": mark("tắt xác thực hai lớp"),
    "end_sessions": mark("đăng xuất các thiết bị"),
    "offer_substitution": mark("đề nghị làm thay"),
    "accept_substitution": mark("nhận làm thay"),
    "decline_substitution": mark("từ chối làm thay"),
    "end_substitution": mark("chấm dứt làm thay"),
}
_TASK = {
    "papers": mark("giấy tờ của hồ sơ"),
    "reviews": mark("thẩm tra"),
    "votes": mark("họp, biểu quyết, quyết định"),
    "movements": mark("trả lại, tạm dừng, chuyển, kết thúc hồ sơ"),
}
_SUBSTITUTION = {
    "offered": mark("chờ trả lời"),
    "accepted": mark("đã nhận lời"),
    "declined": mark("đã từ chối"),
    "ended": mark("đã chấm dứt"),
}
_WAY = {
    "tally": mark("đếm tại cuộc họp"),
    "open": mark("biểu quyết công khai trên thiết bị"),
    "secret": mark("bỏ phiếu kín trên thiết bị"),
}
_RELATION = {
    "mentor": mark("đang giúp đỡ người được xét"),
    "introducer": mark("giới thiệu người được xét"),
    "kinship": mark("có quan hệ họ hàng với người được xét"),
    "other": mark("có quan hệ khác với người được xét"),
}
_TREATMENT = {
    "votes": mark("có biểu quyết"),
    "abstains": mark("không biểu quyết, vẫn tính vào tổng số"),
    "leaves": mark("không biểu quyết, không tính vào tổng số"),
}
_PROXY = {
    "ahead": mark("có hiệu lực khi họp"),
    "counts": mark("đang có hiệu lực"),
    "giver_here": mark("không có hiệu lực: người ủy quyền có mặt"),
    "holder_away": mark("không có hiệu lực: người được ủy quyền vắng"),
    "off_roll": mark("không có hiệu lực: không thuộc thành phần họp"),
}
_ABSENT = {
    "secret": mark("bỏ phiếu kín thì không ai bỏ thay được"),
    "here": mark("người này tự biểu quyết"),
    "related": mark("bạn hoặc người này có quan hệ với người được xét nên không bỏ phiếu thay"),
    "uncounted": mark("ủy quyền không có hiệu lực ở hồ sơ này"),
}
_CHOICE = {
    "yes": mark("tán thành"),
    "no": mark("không tán thành"),
    "blank": mark("phiếu trắng"),
}
_VOID = {
    "annulled": mark("được hủy trong cuộc họp"),
    "withdrawn": mark("người vào Đảng đã rút hồ sơ"),
    "closed": mark("hồ sơ đã kết thúc"),
    "returned": mark("hồ sơ bị trả lại để bổ sung"),
    "suspended": mark("hồ sơ bị tạm dừng"),
    "transferred": mark("hồ sơ đã chuyển đơn vị"),
    "migrated": mark("hồ sơ đã chuyển sang quy trình khác"),
}
_CHAIR_VOTE = {
    "yes": mark("tán thành"),
    "no": mark("không tán thành"),
    "abstained": mark("không tán thành cũng không phản đối, hoặc không nói"),
    "unsaid": mark("chưa ghi"),
}
_MACHINE = {
    "ENOENT": mark("không có tệp hay thư mục này"),
    "EACCES": mark("không có quyền"),
    "EPERM": mark("không có quyền"),
    "EISDIR": mark("đây là thư mục, không phải tệp"),
    "ENOTDIR": mark("một phần của đường dẫn là tệp, không phải thư mục"),
    "EEXIST": mark("đã có tệp trùng tên"),
    "EROFS": mark("nơi này chỉ được đọc"),
    "ENOSPC": mark("hết chỗ trên đĩa"),
    "ENAMETOOLONG": mark("tên quá dài"),
    "EADDRINUSE": mark("chương trình khác đang dùng"),
    "gaierror": mark("không có máy tên đó"),
    "EADDRNOTAVAIL": mark("máy này không có địa chỉ đó"),
}
"""Why the machine does not read, write or listen."""

_CAPTIONS: Mapping[str, Mapping[str, str]] = {
    "status": _STATUS,
    "outcome": _OUTCOME,
    "kind": _KIND,
    "role": _ROLE,
    "roll": _ROLL,
    "sitting": _SITTING,
    "officer": _OFFICER,
    "standing": _STANDING,
    "education": _EDUCATION,
    "endorser": _ENDORSER,
    "body": _BODY,
    "channel": _CHANNEL,
    "command": _COMMAND,
    "way": _WAY,
    "choice": _CHOICE,
    "proxy": _PROXY,
    "absent": _ABSENT,
    "relation": _RELATION,
    "treatment": _TREATMENT,
    "void": _VOID,
    "task": _TASK,
    "substitution": _SUBSTITUTION,
    "machine": _MACHINE,
    "chair_vote": _CHAIR_VOTE,
}


def caption(noun: str, value: str, language: Language) -> str:
    """Return what readers call a stored value: `caption("status", "returned", "vi")`.

    Nouns are status, outcome, kind, role, roll, sitting, officer, standing, education, endorser, body,
    channel, command, task, substitution, way, choice, chair_vote, relation, treatment, void (why a ballot
    was), proxy (its effect), absent (why nobody votes for one who gave a proxy) and machine; a value
    without a word stands as itself.
    """
    known = _CAPTIONS[noun].get(value)
    return value if known is None else translate(known, language)

"""What was found of a signature, in words."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.signatures.parts import Examined
from outputs.wording.language import Language, mark, translate

_INTEGRITY: Mapping[str, str] = {
    "whole": mark("Văn bản nguyên vẹn từ khi ký."),
    "extended": mark("Phần đã ký nguyên vẹn; sau đó tệp chỉ thêm những gì được phép, như một chữ ký nữa."),
    "changed": mark("Tệp ĐÃ BỊ THÊM HOẶC SỬA sau khi ký."),
    "altered": mark("Nội dung đã ký ĐÃ BỊ SỬA: chữ ký không còn khớp."),
}
_TRUST: Mapping[str, str] = {
    "trusted": mark("Chứng thư do nơi cấp mà cơ quan tin cậy."),
    "unknown": mark(
        "Cơ quan chưa đặt nơi cấp chứng thư nào để tin cậy, nên chưa biết chứng thư có thật không."
    ),
    "no_chain": mark("Chứng thư KHÔNG do nơi cấp nào mà cơ quan tin cậy."),
    "expired": mark("Chứng thư đã HẾT HẠN vào lúc xét, và không có dấu thời gian cho biết đã ký trước đó."),
    "not_yet": mark("Chứng thư CHƯA có hiệu lực vào lúc xét."),
    "revoked": mark("Chứng thư ĐÃ BỊ THU HỒI."),
    "unfit": mark("Chứng thư KHÔNG dùng để ký văn bản."),
}
_STAMPED: Mapping[str, str] = {
    "trusted": mark("Dấu thời gian do nơi mà cơ quan tin cậy."),
    "unknown": mark("Cơ quan chưa đặt nơi nào để tin cậy về dấu thời gian."),
}
_STAMP_UNTRUSTED = mark("Dấu thời gian KHÔNG do nơi nào mà cơ quan tin cậy.")
_NO_STAMP = mark("Không có dấu thời gian: giờ ký là do máy của người ký ghi.")


def signature_texts(found: Examined, language: Language) -> tuple[str, ...]:
    """Say what was found of a signature: whole or changed, trusted or not, stamped or not."""
    stamp = _NO_STAMP
    if found.timestamped_at is not None and found.timestamp_trust is not None:
        stamp = _STAMPED.get(found.timestamp_trust, _STAMP_UNTRUSTED)
    said = (_INTEGRITY[found.integrity], _TRUST[found.trust], stamp)
    return tuple(translate(one, language) for one in said)

"""What is wrong with the form of a request: which field, what is asked of it, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from outputs.wording.fields import field_caption
from outputs.wording.figures import shown_day
from outputs.wording.language import Language, mark, translate
from outputs.wording.names import NO_NAMES, Names
from outputs.wording.requirements import worded

_WHOLE = mark("cần là một số nguyên.")
_LIST = mark("cần là một danh sách.")
_NAMED = mark("cần là các mục có tên.")

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "missing": (mark("chưa có, cần điền."),),
    "extra_forbidden": (mark("không có mục này, cần bỏ đi."),),
    "string_type": (mark("cần là chữ."),),
    "string_unicode": (mark("cần là chữ đọc được."),),
    "string_too_short": (mark("cần ít nhất %(min_length)s ký tự."),),
    "string_too_long": (mark("chỉ được nhiều nhất %(max_length)s ký tự."),),
    "string_pattern_mismatch": (mark("cần đúng dạng %(pattern)s."),),
    "literal_error": (mark("cần là một trong: %(expected)s."),),
    "int_type": (_WHOLE,),
    "less_than_equal": (mark("chỉ được nhiều nhất %(le)s."),),
    "greater_than_equal": (mark("cần ít nhất %(ge)s."),),
    "bool_type": (mark("cần là có (true) hoặc không (false)."),),
    "tuple_type": (_LIST,),
    "dict_type": (_NAMED,),
    "model_type": (_NAMED,),
    "model_attributes_type": (_NAMED,),
    "too_short": (mark("cần ít nhất %(min_length)s mục."),),
    "too_long": (mark("chỉ được nhiều nhất %(max_length)s mục."),),
    "union_tag_invalid": (mark("không có lệnh “%(tag)s”."),),
    "union_tag_not_found": (mark("cần nói rõ lệnh ở mục command."),),
    "json_invalid": (mark("không đọc được: cần viết đúng dạng JSON."),),
    "text_missing": (mark("chưa có chữ nào, cần điền."),),
    "text_one_line": (mark("chỉ được một dòng: cần bỏ dấu xuống dòng và dấu tab."),),
    "text_too_long": (mark("dài %(length)s ký tự, chỉ được nhiều nhất %(limit)s: cần viết ngắn lại."),),
    "text_character": (mark("văn bản không in được %(characters)s: cần bỏ hoặc thay ký tự này."),),
    "count_type": (_WHOLE,),
    "count_range": (mark("cần từ %(least)s đến %(most)s."), mark("chỉ được nhiều nhất %(most)s.")),
    "mail_address": (mark("cần viết như ten@donvi.vn."),),
    "day_kind": (mark("cần là một ngày, viết như 2022-01-25."),),
    "day_range": (mark("cần là một ngày từ %(earliest)s đến %(latest)s."),),
    "instant_kind": (mark("cần là một thời điểm, viết như 2022-01-25T01:05:00Z."),),
    "webhook_secret": (mark("cần là whsec_ và khóa từ %(least)s đến %(most)s byte viết theo base64."),),
    "answer_kind": (mark("cần là chữ, số nguyên, có hoặc không, một ngày, hay các dòng của bảng."),),
    "answer_row": (mark("mỗi dòng của bảng cần ghi tên cột."),),
    "answer_cell": (mark("mỗi ô của bảng cần là chữ."),),
    "answer_name": (mark("mục cần gọi bằng mã của nó trong mẫu."),),
}
"""What is asked, by the kind of error."""

PATTERNS: Mapping[str, str] = {
    r"^([01]\d|2[0-3]):[0-5]\d$": mark("cần là giờ và phút, như 08:00."),
    r"^[A-Za-z0-9_.\-/@]+$": mark("chỉ được gồm chữ không dấu, số và các dấu . _ - / @"),
    r"^[\w.\-/]+$": mark("chỉ được gồm chữ, số và các dấu . _ - /"),
    r"^[a-z][a-z0-9_]*$": mark("chỉ được gồm chữ thường không dấu, số và dấu _, bắt đầu bằng chữ."),
    r"^[A-Za-z0-9-]+$": mark("chỉ được gồm chữ không dấu, số và dấu -"),
    r"^[0-9]{9}([0-9]{3})?$": mark("cần 9 hoặc 12 chữ số."),
    r"^https?://[0-9A-Za-z.:\[\]-]+([/?#][!-~]*)?$": mark(
        "cần bắt đầu bằng https:// hoặc http://, không có dấu cách, không có tên và mật khẩu."
    ),
    r"^\$argon2id\$[!-~]+$": mark("cần là mật khẩu đã băm bằng Argon2id."),
    r"^v1\.[0-9a-f]{8}\.[A-Za-z0-9_=-]+$": mark("cần là khóa đã mã hóa."),
    r"^[0-9a-f]{1,64}$": mark("cần là số viết theo hệ mười sáu."),
    r"^[0-9a-f]{64}$": mark("cần là mã SHA-256, 64 ký tự."),
    r"^[!-~]+$": mark("chỉ được gồm chữ không dấu, số và ký hiệu, không có dấu cách."),
}
"""What a field must look like, by the pattern it is held to."""

_UNWORDED = mark("không hợp lệ (%(type)s).")
_PLACE = mark("%(caption)s (%(path)s): %(what)s")
_KEY = "[key]"
"""What Pydantic adds to the place of a name that is wrong itself."""
_QUOTED = re.compile(r"'([^']*)'")


def validation_text(error: ValidationError, language: Language, names: Names = NO_NAMES) -> str:
    """Say what is wrong with the form of a request, one line a field."""
    return "\n".join(_line(one, language, names) for one in error.errors(include_url=False))


def _line(one: ErrorDetails, language: Language, names: Names) -> str:
    what = wrong_text(one, language)
    tag, *place = one["loc"] or ("",)
    path = ".".join(str(part) for part in place if part != _KEY)
    if not path:
        return what
    caption = _caption(str(tag), place, language, names)
    if caption is None:
        return f"{path}: {what}"
    return translate(_PLACE, language) % {"caption": caption, "path": path, "what": what}


def _caption(command: str, place: list[int | str], language: Language, names: Names) -> str | None:
    """Return what the innermost named part is called: a field of the request, or of a paper typed in it."""
    if place[0] == "answers" and len(place) > 1 and isinstance(place[1], str):
        return names.field_of(place[1], language)
    named = [part for part in place if isinstance(part, str)]
    return field_caption(named[-1], language, command) if named else None


def wrong_text(one: ErrorDetails, language: Language) -> str:
    """Say what is wrong with one field, without naming it: for where it is said beside the field."""
    figures = {name: _shown(name, value) for name, value in one.get("ctx", {}).items()}
    form = PATTERNS.get(figures.get("pattern", ""))
    sentences = (form,) if form else SENTENCES.get(one["type"], ())
    return worded(one["type"], (*sentences, _UNWORDED), figures | {"type": one["type"]}, language)


def _shown(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if name == "expected":
        return ", ".join(_QUOTED.findall(str(value)))
    return shown_day(str(value))

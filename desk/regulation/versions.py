"""What differs between two versions, gathered by step, in words where there are words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.procedure_difference import Change, difference
from models.procedure import Procedure
from outputs.wording import Language, caption
from outputs.wording.figures import shown_day
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_WHOLE = mark("Cả quy trình")
_STEP_ITSELF = mark("Bước này")
_PARTS: Mapping[str, str] = {
    "acquainted": mark("thời gian cùng công tác"),
    "acts": mark("người làm"),
    "above_with": mark("giấy cho phép quá tuổi"),
    "after": mark("đứng sau bước"),
    "amount": mark("số"),
    "answer_within": mark("thời hạn trả lời"),
    "apart": mark("chỉ vào khi có bước dẫn đến"),
    "assigns": mark("phân công"),
    "at_least": mark("ít nhất"),
    "at_most": mark("nhiều nhất"),
    "at_most_candidates": mark("số người được giúp đỡ cùng lúc"),
    "attempts": mark("số lần biểu quyết"),
    "basis": mark("căn cứ"),
    "body": mark("đơn vị"),
    "by": mark("của ai"),
    "casting_vote": mark("lá phiếu quyết định"),
    "comparison": mark("cách tính"),
    "counted_from": mark("tính từ"),
    "documents": mark("văn bản lập ra"),
    "endorsements": mark("cách giới thiệu"),
    "extension": mark("gia hạn"),
    "form": mark("mẫu"),
    "forms": mark("bộ mẫu"),
    "from_months": mark("từ (tháng tuổi)"),
    "if_late": mark("khi quá hạn"),
    "in_force_from": mark("có hiệu lực từ"),
    "in_force_until": mark("có hiệu lực đến"),
    "incoming": mark("giấy từ nơi khác"),
    "kind": mark("loại việc"),
    "leads": mark("kết quả dẫn đến"),
    "least_roll": mark("tổng số ít nhất"),
    "limit": mark("thời hạn"),
    "majority": mark("tỉ lệ tán thành"),
    "mentor_candidates": mark("số người một người giúp đỡ"),
    "months": mark("số tháng"),
    "months_together": mark("số tháng theo dõi khi chuyển đơn vị"),
    "notices": mark("thông báo"),
    "number": mark("số người"),
    "of": mark("tính trên"),
    "only_where": mark("chỉ ở nơi có"),
    "opened_by": mark("nơi lập hồ sơ"),
    "papers": mark("giấy tờ"),
    "participation": mark("tỉ lệ bỏ phiếu"),
    "proxies": mark("số người được bỏ phiếu thay"),
    "quorum": mark("tỉ lệ có mặt"),
    "redo_on_transfer": mark("làm lại khi chuyển đơn vị"),
    "reports_apart": mark("khoảng cách hai báo cáo"),
    "reports_every": mark("kỳ báo cáo"),
    "requires": mark("điều kiện"),
    "roles": mark("vai trò"),
    "roll": mark("thành phần biểu quyết"),
    "rounds": mark("số lần trả hồ sơ"),
    "share": mark("tỉ lệ"),
    "stage": mark("giai đoạn"),
    "supplement": mark("bổ sung hồ sơ"),
    "sweep": mark("nhắc hạn"),
    "symbols": mark("ký hiệu văn bản"),
    "title": mark("tên gọi"),
    "together": mark("làm song song"),
    "transfer": mark("chuyển đơn vị"),
    "unit": mark("đơn vị tính"),
    "unless_paper": mark("giấy cho trường hợp khác"),
    "until_months": mark("đến (tháng tuổi)"),
    "valid_for": mark("thời hạn giấy tờ"),
    "verify_again_after": mark("thẩm tra lại sau"),
    "veto": mark("quyền phủ quyết"),
    "vote": mark("biểu quyết"),
    "wait": mark("thời gian chờ"),
    "when": mark("khi"),
    "within": mark("không quá"),
}
"""Parts of a procedure's file, as readers call them; the rest stand as they are written there."""
_VALUES: Mapping[str, str] = {
    "months": mark("tháng"),
    "days": mark("ngày"),
    "working_days": mark("ngày làm việc"),
    "yes": mark("có"),
    "no": mark("không"),
    "opening": mark("khi bước mở"),
    "more_than": mark("quá"),
    "at_least": mark("ít nhất"),
    "on": mark("đi tiếp"),
    "repeat": mark("làm lại bước này"),
    "vi": mark("tiếng Việt"),
    "en": mark("tiếng Anh"),
    "paper": mark("giấy"),
    "fresh_papers": mark("giấy còn mới"),
    "outcome": mark("kết quả"),
    "age": mark("tuổi"),
    "education": mark("trình độ"),
    "mentored": mark("thời gian được giúp đỡ"),
    "reports": mark("báo cáo của người giúp đỡ"),
    "candidate": mark("người được xét"),
    "chair": mark("chủ tọa"),
    "any": mark("bất kỳ ai"),
}
_NOUNS = ("outcome", "role", "roll", "body", "kind", "education", "status", "endorser")
_SEPARATORS = re.compile(r"(, | )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One thing that differs, in words."""

    kind: str
    """`added`, `removed`, `changed` or `cited`."""
    what: str
    before: str
    after: str
    source_before: str
    source_after: str
    to_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What differs at one step, or about the whole road."""

    title: str
    differing: tuple[Differing, ...]


def differing(before: Procedure, after: Procedure, language: Language) -> tuple[Group, ...]:
    """Return what a dossier meets differently under the later version, step by step in its order."""
    words = _Words((after, before), language)
    gathered: dict[str, list[Differing]] = {}
    for one in difference(before, after):
        place, rest = _place(one.path)
        gathered.setdefault(place, []).append(words.differing(one, rest))
    order = [*words.order, *gathered]
    return tuple(
        Group(title=words.title(place), differing=tuple(gathered[place]))
        for place in dict.fromkeys(order)
        if place in gathered
    )


def _place(path: str) -> tuple[str, str]:
    """Return the step or stage a path lies in, and what of it; what lies in neither is of the whole road."""
    parts = path.split(".", 2)
    if parts[0] in {"steps", "stages"} and len(parts) > 1:
        return ".".join(parts[:2]), parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 -- prefix, id and the rest
    return "", path


class _Words:
    """Names the parts of two versions in one language."""

    def __init__(self, versions: Sequence[Procedure], language: Language) -> None:
        self._language = language
        self._titles: dict[str, str] = {}
        for version in reversed(versions):  # the later version's word holds
            for stage in version.stages:
                self._titles[f"stages.{stage.id}"] = said(stage.title, language)
                for step in stage.steps:
                    self._titles[f"steps.{step.id}"] = said(step.title, language)
        self.order = ("", *_order(versions[0]))

    def title(self, place: str) -> str:
        """Return what a step or stage is called."""
        return self._titles.get(place) or translate(_WHOLE, self._language)

    def differing(self, one: Change, rest: str) -> Differing:
        """Return one change in words."""
        return Differing(
            kind=one.kind,
            what=self._what(rest),
            before=self._value(one.before),
            after=self._value(one.after),
            source_before=one.source_before or "",
            source_after=one.source_after or "",
            to_confirm=one.to_confirm,
        )

    def _what(self, rest: str) -> str:
        if not rest:
            return translate(_STEP_ITSELF, self._language)
        return " › ".join(self._part(one) for one in rest.split("."))

    def _part(self, part: str) -> str:
        known = _PARTS.get(part)
        return self._words(part) if known is None else translate(known, self._language)

    def _value(self, value: str | None) -> str:
        return "" if value is None else self._words(value)

    def _words(self, text: str) -> str:
        """Return a text with every word of it that is stored as an id put into words."""
        whole = self._word(text)
        return whole if whole != text else "".join(self._word(one) for one in _SEPARATORS.split(text))

    def _word(self, word: str) -> str:
        if f"steps.{word}" in self._titles:
            return f"“{self._titles[f'steps.{word}']}”"
        if word in _VALUES:
            return translate(_VALUES[word], self._language)
        found = (caption(noun, word, self._language) for noun in _NOUNS)
        return next((one for one in found if one != word), shown_day(word))


def _order(version: Procedure) -> Iterator[str]:
    for stage in version.stages:
        yield f"stages.{stage.id}"
        for step in stage.steps:
            yield f"steps.{step.id}"

"""What readers call a notice in a list: what it told of, without the dossier it was about."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.wording.language import Language, mark, translate

NOTICES: Mapping[str, str] = {
    "age_of_papers_before": mark("giấy tờ sắp quá cũ"),
    "age_of_papers_passed": mark("giấy tờ đã quá cũ"),
    "age_of_papers_reached": mark("hôm nay là ngày cuối giấy tờ còn dùng được"),
    "branch_voted": mark("chi bộ đã biểu quyết"),
    "ceremony_held": mark("đã tổ chức lễ kết nạp"),
    "closed": mark("hồ sơ đã kết thúc"),
    "committee_voted": mark("cấp trên đã biểu quyết"),
    "decision_made": mark("đã có quyết định"),
    "decision_refused": mark("không được quyết định kết nạp"),
    "endorsement_concluded": mark("có kết quả giới thiệu"),
    "limit_before": mark("sắp đến hạn của một bước"),
    "limit_extended": mark("được gia hạn"),
    "limit_passed": mark("một bước đã quá hạn"),
    "limit_reached": mark("một bước đến hạn hôm nay"),
    "mentor_assigned": mark("đã phân công người giúp đỡ"),
    "mentor_declined": mark("người giúp đỡ chưa đề nghị"),
    "mentor_recommended": mark("người giúp đỡ đề nghị"),
    "mentor_replaced": mark("thay người giúp đỡ"),
    "migrated": mark("chuyển sang quy trình khác"),
    "paper_before": mark("giấy tờ sắp hết giá trị"),
    "paper_passed": mark("giấy tờ đã hết giá trị"),
    "paper_reached": mark("giấy tờ hết giá trị hôm nay"),
    "probation_ending": mark("thời gian dự bị đã hết"),
    "recognised": mark("đã công nhận đảng viên chính thức"),
    "removed": mark("đã quyết định xóa tên"),
    "report_filed": mark("có báo cáo của người giúp đỡ"),
    "reports_before": mark("sắp đến kỳ báo cáo"),
    "reports_passed": mark("đã quá kỳ báo cáo"),
    "reports_reached": mark("đến kỳ báo cáo hôm nay"),
    "resumed": mark("hồ sơ được xét tiếp"),
    "returned": mark("hồ sơ bị trả lại để bổ sung"),
    "step_opened": mark("có bước đang chờ"),
    "supplement_before": mark("sắp đến hạn bổ sung"),
    "supplement_passed": mark("đã quá hạn bổ sung"),
    "supplement_reached": mark("đến hạn bổ sung hôm nay"),
    "supplemented": mark("đã bổ sung"),
    "suspended": mark("hồ sơ tạm dừng"),
    "term_before": mark("thời hạn sắp hết"),
    "term_passed": mark("thời hạn đã hết từ trước"),
    "term_reached": mark("thời hạn hết hôm nay"),
    "transferred": mark("hồ sơ chuyển đơn vị"),
    "verification_concluded": mark("có kết luận thẩm tra"),
    "withdrawn": mark("hồ sơ đã rút"),
}
"""One for every folder of `templates/notices`."""


def notice_title(notice: str, language: Language) -> str:
    """Return what readers call a notice; one that has no word stands as itself."""
    known = NOTICES.get(notice)
    return notice if known is None else translate(known, language)

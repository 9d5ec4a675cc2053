"""What must be mended in a procedure file, in Vietnamese; the checker itself speaks English.

The Vietnamese sentence names the words the checker set off in backquotes, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.procedure_file import Finding
from outputs.wording.language import Language

SENTENCES: Mapping[str, str] = {
    # the file
    "file.missing": "không đọc được tệp: đặt tệp vào đúng chỗ.",
    "file.empty": "tệp trống: bắt đầu bằng `id: …`.",
    "file.deep": "lồng quá nhiều lớp: viết như các tệp khác.",
    "yaml.syntax": "không đọc được theo YAML: xem dòng này và dòng trên, thụt dòng, dấu nháy, dấu hai chấm.",
    "yaml.deep": "lồng quá nhiều lớp: viết như các quy trình khác.",
    "yaml.alias": "nhắc lại không dứt, hoặc làm tệp quá lớn: viết hẳn ra chỗ dùng dấu `*`.",
    "yaml.key": "tên mục không phải một từ: đặt tên bằng một từ.",
    "yaml.tag": "có nhãn %(names)s: chỉ viết giá trị.",
    "key.twice": "có hai lần: giữ một.",
    "key.missing": "còn thiếu: viết vào đây.",
    "key.unknown": "quy trình không có mục này: sửa tên, hoặc bỏ đi; chữ có dấu phẩy cần để trong nháy.",
    "value.unknown": "không nhận %(names)s: xem docs/how-to/procedure.md để biết các giá trị.",
    "value.contradiction": "các phần trái nhau: sửa cho khớp.",
    "value.kind": "giá trị chưa đúng loại: %(names)s.",
    "translation.missing": "chưa có lời: viết cả `vi` và `en`.",
    "source.missing": "thiếu căn cứ: viết `source:` gồm văn bản, điều khoản (và `to_confirm: true`).",
    "source.unknown": "dẫn văn bản không có trong `basis`: bắt đầu bằng một văn bản ở đó.",
    # names
    "id.twice": "trùng mã %(names)s: đặt mã riêng.",
    "id.file": "mã và tên tệp khác nhau (%(names)s): đổi một trong hai.",
    "form.twice": "mã giấy tờ %(names)s có hai lần: đặt mã riêng.",
    "form.unknown": "không có giấy tờ %(names)s: nêu một mẫu đã có, hoặc thêm vào `incoming`.",
    "field.twice": "mục %(names)s có hai lần trong một bước: đổi tên một mục.",
    "step.unknown": "không có bước %(names)s: nêu một bước của tệp này.",
    "steps.unknown": "phiên bản trước không có bước này: nêu bước có ở đó, hoặc viết hẳn các giai đoạn.",
    "steps.shape": "chưa nói bước nào đổi gì: viết mã bước, dưới đó từng mục đổi với giá trị mới.",
    "sources.unknown": "phiên bản trước không dẫn căn cứ này: chép `was` đúng từng chữ, hoặc bỏ dòng.",
    "sources.shape": "chưa nói căn cứ nào thành căn cứ nào: viết danh sách `was: …`, `source: …`.",
    "extends.unknown": "không có tệp %(names)s trong thư mục này: viết tên tệp, không có `.yaml`.",
    "forms.unknown": "không có tệp %(names)s trong thư mục này: viết tên tệp, không có `.yaml`.",
    "extends.circle": "theo chính nó: nêu một phiên bản trước.",
    "outcome.unknown": "bước không bao giờ kết thúc như vậy (%(names)s): nêu một kết quả của bước.",
    "template.missing": "mẫu in chưa có (%(names)s): thêm vào templates/documents/, hoặc sửa `template`.",
    "notice.missing": "thông báo %(names)s chưa có lời: thêm vào templates/notices/, hoặc sửa tên.",
    # the road
    "lead.unknown": "dẫn đến %(names)s, không phải bước hay giai đoạn nào của tệp này.",
    "lead.ambiguous": "%(names)s vừa là bước vừa là giai đoạn: đổi tên một trong hai.",
    "lead.silent": "chưa nói gì về kết quả %(names)s: viết dưới `leads:`, muốn đi tiếp thì `go: on`.",
    "lead.impossible": "chỉ có khi được biểu quyết lại: viết `attempts:` vào `vote`, hoặc bỏ đi.",
    "lead.endless": "lặp lại không dứt: viết `at_most:` bên cạnh.",
    "lead.circle": "dẫn về %(names)s, vòng không dứt: viết `at_most:` bên cạnh.",
    "lead.off_the_road": "%(names)s đi tiếp mà không còn bước nào: viết `go: end` hoặc `go: to`.",
    "step.trap": "không dẫn đến kết thúc nào: cho một kết quả kết thúc hồ sơ.",
    "step.unreached": "không hồ sơ nào đến bước này (%(names)s): cho một kết quả dẫn đến, hoặc bỏ đi.",
    "stage.unreached": "không hồ sơ nào đến giai đoạn này (%(names)s): cho một kết quả dẫn đến, hoặc bỏ đi.",
    "end.unreached": "không bao giờ kết thúc bằng %(names)s: cho một kết quả `{go: end, end: recognised}`.",
    # what steps ask of one another
    "step.later": "nhắc đến bước ở sau (%(names)s): nêu một bước luôn làm trước.",
    "step.passed_over": "tính từ một bước có nơi không làm (%(names)s): nêu bước hồ sơ nào cũng qua.",
    "paper.late": "cần giấy tờ nộp ở bước sau (%(names)s): đòi muộn hơn, hoặc nộp sớm hơn.",
    "paper.never": "không bước nào nộp giấy tờ %(names)s: thêm vào `papers` hay `may_file` của bước trước.",
    "person.nobody": "chưa bước nào chỉ định người này: để một bước trước ghi `assigns:`.",
    "number.disagrees": "hai con số khác nhau (%(names)s): sửa thành một.",
    "majority.missing": "cho tổ chức giới thiệu (%(names)s) mà chưa nói tỷ lệ: viết `majority:` bên cạnh.",
    # votes
    "threshold.always": "không cần ai cũng đạt: đòi ít nhất một người, hoặc bỏ đi nếu không bắt buộc.",
    "threshold.never": "đòi hơn toàn thể, không thể đạt: viết `at_least` nếu cần nhất trí, hoặc hạ tỷ lệ.",
    "threshold.out_of_reach": "đòi nhiều người hơn tổng số ít nhất (%(names)s): tăng số kia hoặc hạ số này.",
    "threshold.base": "không tính trên %(names)s được: viết `of: roll` hay một `number`.",
    "casting_vote.unanimity": "cần nhất trí thì không có phiếu ngang nhau mà phân xử: bỏ một trong hai.",
    "casting_vote.no_half": "chỉ dùng khi cần quá nửa (%(names)s): sửa `majority`, hoặc bỏ lá phiếu này.",
    "casting_vote.vetoed": "phiếu ngang nhau luôn có phiếu chống, mà một phiếu chống đã phủ quyết: bỏ một.",
    "veto.unanimity": "cần nhất trí thì một phiếu chống đã đủ ngăn: bỏ quyền phủ quyết.",
    "interest.twice": "nói hai lần về quan hệ %(names)s: mỗi quan hệ chỉ nêu một lần.",
    "proxies.none": "cho ủy quyền mà không ai được bỏ phiếu thay ai: ghi số người, hoặc bỏ đi.",
    "proxies.everybody": "một người bỏ phiếu thay được cho tất cả người khác (%(names)s): ghi ít hơn.",
    # terms
    "term.backwards": "trước ngày có hiệu lực (%(names)s): sửa một trong hai ngày.",
    "term.overlap": "có hiệu lực khi %(names)s chưa hết: cho bản trước hết sớm hơn, hoặc bắt đầu muộn hơn.",
    "term.gap": "để trống những ngày không có quy trình: bắt đầu ngay sau ngày bản trước hết hiệu lực.",
}
"""What is wrong and what to do, by the code of a finding."""
_QUOTED = re.compile(r"`([^`]*)`")


def finding_text(finding: Finding, language: Language) -> str:
    """Say one finding as a line an editor can jump to."""
    sentence = SENTENCES.get(finding.code)
    if language == "en" or sentence is None:
        return str(finding)
    names = ", ".join(_QUOTED.findall(finding.message)) or finding.path.rpartition(".")[2]
    told = sentence % {"names": names} if "%(names)s" in sentence else sentence
    return f"{finding.file}:{finding.line}: {finding.path}: {told}"

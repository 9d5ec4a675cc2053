"""A sentence for every rule, written so that it reads alike whether the requirement is met or not.

Where a rule has several, the first one whose figures are all known is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from outputs.wording.language import mark
from outputs.wording.sitting_rules import SITTINGS

SENTENCES: Mapping[str, tuple[str, ...]] = {
    # what every step asks
    "step.date": (
        mark("Ngày thực hiện phải từ %(earliest)s đến %(today)s; ngày ghi là %(on)s."),
        mark("Ngày thực hiện không được sau hôm nay (%(today)s); ngày ghi là %(on)s."),
    ),
    "step.open": (
        mark("Bước “%(step)s” phải đang chờ thực hiện, theo đúng loại việc; trạng thái hồ sơ: %(status)s."),
    ),
    "step.in_time": (mark("Hạn thực hiện là ngày %(due_on)s; thực hiện ngày %(on)s."),),
    "step.outcome": (mark("Bước “%(step)s” phải có kết quả: %(outcome)s."),),
    "step.done": (mark("Bước “%(step)s” phải đã làm xong."),),
    "step.may_be_redone": (
        mark("Chỉ làm lại được bước giấy tờ, nhận xét, giới thiệu hay thẩm tra; bước này là %(kind)s."),
    ),
    "term.over": (
        mark("Thời hạn phải đã hết: hết ngày %(due_on)s, hôm nay là %(today)s."),
        mark("Bước này phải đang có thời hạn; hôm nay là %(today)s."),
    ),
    "road.at_most": (
        mark(
            "Ở bước “%(step)s”, kết quả “%(outcome)s” được tối đa %(at_most)s lần; trước đó đã %(taken)s lần."
        ),
    ),
    # what is typed at a step
    "answer.missing": (mark("%(form)s: phải điền mục “%(field)s”."), mark("Phải điền mục “%(field)s”.")),
    "answer.unknown": (mark("Bước “%(step)s” không có mục “%(field)s”: cần bỏ mục này."),),
    "answer.line": (mark("Mục “%(field)s” phải là một dòng chữ."),),
    "answer.text": (mark("Mục “%(field)s” phải là chữ."),),
    "answer.date": (mark("Mục “%(field)s” phải là một ngày, viết như 2022-01-25."),),
    "answer.count": (mark("Mục “%(field)s” phải là số nguyên từ 0 trở lên."),),
    "answer.choice": (mark("Mục “%(field)s” phải là một trong các lựa chọn của mẫu."),),
    "answer.flag": (mark("Mục “%(field)s” phải là có hoặc không."),),
    "answer.table": (mark("Mục “%(field)s” phải là bảng với các cột của mẫu."),),
    # scans
    "scan.paper": (mark("Bản quét phải là của giấy tờ mà quy trình có; quy trình không có %(form)s."),),
    "scan.not_attached": (mark("Tệp này phải chưa được gắn vào %(form)s."),),
    "scan.waiting": (mark("Bản quét ở mục số %(scan)s phải đang chờ kiểm tra."),),
    "scan.second_person": (
        mark("Người cho dùng bản quét phải khác người đã gắn nó; người đang làm: %(person)s."),
    ),
    "scan.document": (mark("Bản quét phải là của văn bản đã lập, đúng mẫu: %(document)s, mẫu %(form)s."),),
    "scan.number": (
        mark("Số ghi trên bản giấy phải là số của văn bản: trên giấy là %(typed)s, văn bản là %(number)s."),
    ),
    # signatures
    "signature.numbered": (
        mark("Chỉ ký văn bản đã lập, có số của cấp ủy ban hành, thay mặt đúng cấp ủy đó: %(document)s."),
    ),
    "signature.same_file": (mark("Tệp được ký phải đúng là tệp trong kho lưu trữ: %(document)s."),),
    "signature.not_signed": (mark("Mỗi văn bản chỉ ký số một lần: %(document)s."),),
    "signature.newest": (
        mark("Văn bản được ký phải là bản mới nhất, chưa bị đính chính thay: %(document)s."),
    ),
    "signature.signer": (mark("Người ký phải là người có tên dưới văn bản: %(person)s."),),
    # papers
    "paper.on_file": (
        mark("Hồ sơ phải có %(form)s còn giá trị: dùng được đến hết %(valid_until)s, xét ngày %(on)s."),
        mark("Hồ sơ phải có %(form)s."),
    ),
    "paper.valid": (
        mark("%(form)s phải còn giá trị vào ngày %(on)s; giấy hiện có dùng được đến hết %(valid_until)s."),
    ),
    "paper.fresh": (mark("%(form)s lập ngày %(dated)s dùng được đến hết %(last)s; xét ngày %(on)s."),),
    "paper.dated": (mark("Giấy tờ không được ghi ngày sau ngày nộp: ghi %(dated)s, nộp %(on)s."),),
    # the candidate
    "candidate.age": (
        mark(
            "Tuổi tính theo tháng phải từ %(from)s (%(from_years)s tuổi) đến %(until)s tháng "
            "(%(until_years)s tuổi); đã đủ %(months)s tháng."
        ),
        mark("Tuổi tính theo tháng phải từ %(from)s đến %(until)s tháng; đã đủ %(months)s tháng."),
    ),
    "candidate.education": (
        mark("Trình độ phổ thông phải từ %(needed)s trở lên; ghi nhận là %(reached)s."),
        mark("Trình độ phổ thông phải từ %(needed)s trở lên; chưa ghi nhận trình độ nào."),
    ),
    "candidate.not_member": (
        mark("Người được xét phải có trong danh sách và chưa là đảng viên: %(person)s."),
    ),
    "candidate.of_unit": (
        mark("Người được xét phải thuộc chi bộ lập hồ sơ: %(person)s không thuộc %(unit)s."),
    ),
    "candidate.no_other_dossier": (mark("Người được xét không được có hồ sơ khác đang xét: %(person)s."),),
    # who guides and introduces
    "member.known": (
        mark("Phải chọn %(role)s trong danh sách; danh sách không có %(person)s."),
        mark("Phải chọn %(role)s."),
    ),
    "member.official": (
        mark("%(person)s phải là đảng viên chính thức vào ngày %(on)s; danh sách ghi: %(standing)s."),
    ),
    "member.same_unit": (
        mark("%(person)s phải sinh hoạt tại %(unit)s; danh sách ghi: %(has)s."),
        mark("%(person)s phải sinh hoạt tại %(unit)s; danh sách chưa ghi nơi sinh hoạt."),
    ),
    "member.acquainted": (
        mark(
            "%(person)s phải cùng ở %(unit)s với người được xét ít nhất %(needed)s tháng tính đến %(on)s; "
            "danh sách ghi: %(has)s, cùng từ %(since)s."
        ),
        mark(
            "%(person)s phải cùng ở %(unit)s với người được xét ít nhất %(needed)s tháng tính đến %(on)s; "
            "danh sách chưa ghi đủ nơi ở và ngày đến."
        ),
    ),
    "member.not_candidate": (mark("Người được giao phải khác người được xét: %(person)s."),),
    "member.second": (
        mark("Người giới thiệu thứ hai phải khác người giúp đỡ và người được xét: %(person)s."),
    ),
    "member.not_asked": (
        mark("Bước này không giao ai phụ trách: phải bỏ %(person)s."),
        mark("Bước này không giao ai phụ trách."),
    ),
    "mentor.another": (mark("Người giúp đỡ mới phải khác người giúp đỡ hiện nay: %(person)s."),),
    "mentor.was_assigned": (mark("Hồ sơ %(dossier)s phải đã có người giúp đỡ thì mới thay được."),),
    "mentor.capacity": (
        mark(
            "Một đảng viên giúp đỡ cùng lúc nhiều nhất %(at_most)s người; %(person)s đang giúp đỡ "
            "%(has)s người khác."
        ),
    ),
    "mentor.months": (mark("Phải được giúp đỡ ít nhất %(needed)s tháng, có %(months)s tháng."),),
    "mentor.months_together": (
        mark("Sau khi chuyển, phải cùng người giúp đỡ mới ít nhất %(needed)s tháng, có %(months)s tháng."),
    ),
    "mentor.reports_apart": (
        mark(
            "Báo cáo trước ngày %(last)s; báo cáo tiếp theo sớm nhất ngày %(earliest)s, ngày ghi là %(on)s."
        ),
    ),
    "mentor.reports": (
        mark("Người giúp đỡ phải báo cáo ít nhất %(needed)s lần, kể cả lần này là %(reports)s lần."),
    ),
    "endorsement.source": (
        mark("Hình thức giới thiệu này phải có trong quy trình và ở đơn vị: %(endorser)s."),
    ),
    "endorsement.tally": (
        mark(
            "Số phiếu không quá số có mặt, số có mặt từ 1 và không quá tổng số: %(ballots)s phiếu, có mặt "
            "%(present)s/%(roll)s."
        ),
    ),
    "endorsement.no_tally": (
        mark(
            "Đảng viên giới thiệu thì không biểu quyết: tổng số và số phiếu phải là 0, tổng số là %(roll)s."
        ),
    ),
    "review.four_eyes": (
        mark("Người thẩm tra phải khác người giúp đỡ, người giới thiệu và người được xét: %(person)s."),
        mark("Phải biết ai thẩm tra: người đó khác người giúp đỡ, người giới thiệu và người được xét."),
    ),
    **SITTINGS,
    # the dossier as a whole
    "dossier.live": (mark("Hồ sơ phải đang được xét; trạng thái: %(status)s."),),
    "dossier.status": (mark("Trạng thái hồ sơ phải là: %(wanted)s; hiện là: %(status)s."),),
    "dossier.not_joined": (
        mark("Chỉ rút được hồ sơ trước lễ kết nạp; lễ kết nạp đã tổ chức ngày %(joined_on)s."),
        mark("Chỉ rút được hồ sơ trước lễ kết nạp."),
    ),
    "unit.is_branch": (mark("Đơn vị phải là nơi quy trình giao lập hồ sơ, như chi bộ: %(unit)s."),),
    "unit.other": (mark("Nơi chuyển đến phải khác đơn vị hiện nay: %(unit)s."),),
    "unit.line_complete": (
        mark("Cây tổ chức phải có đủ các cấp mà quy trình cần; còn thiếu: %(missing)s."),
        mark("Cây tổ chức phải có đủ các cấp mà quy trình cần."),
    ),
    "procedure.in_force": (mark("Quy trình %(procedure)s phải có hiệu lực vào ngày %(on)s."),),
    "procedure.known": (mark("Quy trình phải có trong chương trình: %(procedure)s."),),
    "procedure.other": (mark("Quy trình mới phải khác quy trình hiện nay: từ %(before)s sang %(after)s."),),
    "migration.steps_known": (
        mark("Các bước đã làm và đang mở phải có trong quy trình mới; không có: %(steps)s."),
        mark("Các bước đã làm và đang mở phải có trong quy trình mới."),
    ),
    "limit.extendable": (mark("Bước “%(step)s” phải đang có hạn mà quy định cho phép gia hạn."),),
    "limit.extended_once": (mark("Bước “%(step)s” chỉ được gia hạn một lần."),),
    "correction.changes": (
        mark("Đính chính phải sửa ít nhất một mục; sửa: %(fields)s."),
        mark("Đính chính phải sửa ít nhất một mục; chưa sửa mục nào."),
    ),
    "supplement.rounds": (mark("Hồ sơ được trả lại nhiều nhất %(at_most)s lần; đây là lần thứ %(round)s."),),
    "supplement.steps_done": (
        mark("Bước cần làm lại phải đã làm xong, và chỉ nêu một lần: %(steps)s."),
        mark("Bước cần làm lại phải đã làm xong, và chỉ nêu một lần."),
    ),
    "supplement.answers": (mark("Phải trả lời từng mục: cần %(items)s câu trả lời, có %(answers)s."),),
    "supplement.steps_redone": (
        mark("Các bước được yêu cầu phải làm lại xong; còn chờ: %(steps)s."),
        mark("Các bước được yêu cầu phải làm lại xong."),
    ),
    # who acts for the absent
    "substitution.days": (
        mark(
            "Thời gian làm thay phải từ hôm nay (%(today)s) trở đi, ngày cuối không trước ngày đầu: "
            "từ %(since)s đến %(until)s."
        ),
    ),
    "substitution.length": (
        mark("Mỗi lần giao làm thay nhiều nhất %(at_most)s ngày; lần này là %(days)s ngày."),
    ),
    "substitution.not_over": (
        mark("Thời gian làm thay phải chưa hết: đến hết %(until)s, hôm nay là %(today)s."),
    ),
    "substitution.standing": (
        mark("Lời đề nghị làm thay phải còn hiệu lực để làm việc này; hiện: %(became)s."),
    ),
    "substitution.another_person": (
        mark("Người làm thay phải khác người vắng mặt: %(absent)s, %(substitute)s."),
        mark("Tài khoản của người vắng mặt và của người làm thay đều phải là của một người trong danh sách."),
    ),
    "substitution.role_held": (
        mark("Người vắng mặt chỉ giao việc của vai trò mình giữ: %(absent)s, %(role)s ở %(unit)s."),
        mark("Người vắng mặt chỉ giao việc của vai trò mình giữ: %(role)s ở %(unit)s."),
    ),
    "substitution.near": (
        mark("Người làm thay phải thuộc %(unit)s hoặc cấp trên của đơn vị đó: %(substitute)s."),
        mark("Người làm thay phải thuộc %(unit)s hoặc cấp trên của đơn vị đó."),
    ),
    "substitution.substitute_present": (
        mark(
            "Người làm thay không được đang giao việc của mình cho người khác trong thời gian đó: %(person)s."
        ),
        mark("Người làm thay không được đang giao việc của mình cho người khác trong thời gian đó."),
    ),
    "substitution.absent_free": (
        mark("Người đang làm thay người khác trong thời gian đó không được giao việc của mình: %(person)s."),
        mark("Người đang làm thay người khác trong thời gian đó không được giao việc của mình."),
    ),
    "substitution.no_overlap": (
        mark("Mỗi loại việc của một vai trò mỗi ngày chỉ có một người làm thay; đã giao: %(others)s."),
        mark("Mỗi loại việc của một vai trò mỗi ngày chỉ có một người làm thay."),
    ),
    # what the walker notes
    "reminder.due": (mark("Lời nhắc phải còn đúng với hồ sơ lúc ghi: hạn ngày %(due_on)s."),),
    "document.due": (
        mark("Giấy tờ làm ra phải đúng là giấy tờ hồ sơ này đang chờ: %(document)s, mẫu %(form)s."),
    ),
    "document.not_issued": (mark("Mỗi giấy tờ chỉ làm ra một lần: %(document)s, mẫu %(form)s."),),
    "notice.about": (
        mark("Thông báo phải nói về một việc đã ghi trong hồ sơ: mục số %(about)s, %(channel)s."),
    ),
    "notice.not_sent": (
        mark("Mỗi người chỉ nhận một thông báo về một việc: mục số %(about)s, %(channel)s."),
    ),
}

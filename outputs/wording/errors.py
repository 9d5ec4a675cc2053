"""What went wrong, in words: every error of the program, every reason for or against, every broken record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.errors import BadProcedure, DiudatError, Refused
from outputs.wording.figures import shown
from outputs.wording.language import Language, mark, translate
from outputs.wording.names import NO_NAMES, Names
from outputs.wording.requirements import sentence, worded

_REFUSED = mark("Chưa thực hiện được, còn %(count)s điều kiện chưa đạt:")
_BAD_PROCEDURE = mark("Tệp quy trình %(file)s, dòng %(line)s, mục %(path)s: %(message)s %(remedy)s")

REASONS: Mapping[str, str] = {
    "access.body": mark("Tài khoản giữ vai trò ở đơn vị thực hiện bước này."),
    "access.branch": mark("Tài khoản giữ vai trò ở chi bộ của hồ sơ."),
    "access.line": mark("Tài khoản giữ vai trò ở chi bộ của hồ sơ hoặc cấp trên."),
    "access.issuer": mark("Tài khoản giữ vai trò ở cấp ủy ban hành văn bản."),
    "access.unit": mark("Tài khoản giữ vai trò ở đơn vị này."),
    "access.self": mark("Người biểu quyết khai quan hệ của chính mình."),
    "access.person": mark("Tài khoản là của người được nêu trong hồ sơ."),
    "access.account": mark("Tài khoản làm việc này cho chính mình."),
    "access.not_signed_in": mark("Cần đăng nhập trước."),
    "identity.refused": mark("Nơi đăng nhập của cơ quan không xác nhận được bạn. Đăng nhập lại."),
    "identity.unnamed": mark("Nơi đăng nhập của cơ quan không cho biết tên tài khoản (%(claim)s)."),
    "access.system": mark("Chương trình tự thực hiện."),
    "access.role": mark("Tài khoản không giữ vai trò được làm việc này ở đơn vị này."),
    "access.not_officer": mark(
        "Chỉ chủ tọa và thư ký của cuộc họp ký biên bản, mỗi người một lần, khi cuộc họp đã kết thúc hoặc "
        "đã hoãn."
    ),
    "agenda.place": mark("cần là một số thứ tự từ 0 đến %(at_most)s."),
    "access.not_signer": mark("Chỉ bí thư có tên dưới văn bản, ở cấp ủy ban hành, ký số được văn bản này."),
    "access.email": mark(
        "Địa chỉ thư của người có tài khoản do người quản trị sửa: thông báo cho họ gửi đến đó."
    ),
    "access.status": mark("Không ai làm được việc này khi hồ sơ đang ở trạng thái hiện nay."),
    "access.no_account": mark("Tài khoản không có hoặc đã khóa: %(account)s."),
}
"""Why somebody may do something, or may not."""

ERRORS: Mapping[str, str] = {
    # not within reach
    "account.unknown": mark("Không tìm thấy tài khoản %(account)s, hoặc tài khoản chưa có mật khẩu."),
    "session.unknown": mark("Thiết bị này đã đăng xuất rồi."),
    "page.unknown": mark("Không có trang này, hoặc bạn không được xem nó."),
    "dossier.unknown": mark("Không tìm thấy hồ sơ %(dossier)s."),
    "unit.unknown": mark("Không tìm thấy đơn vị %(unit)s."),
    "person.unknown": mark("Không tìm thấy người có mã %(person)s."),
    "seat.unknown": mark("%(person)s không giữ chức vụ này (%(role)s) ở %(unit)s."),
    "grant.unknown": mark("Tài khoản %(account)s không có vai trò này (%(role)s) ở %(unit)s."),
    "ballot.unknown": mark("Không tìm thấy cuộc biểu quyết %(ballot)s."),
    "ballot.no_keys": mark(
        "Chưa định nơi giữ khóa của phiếu kín; không mở được cuộc bỏ phiếu kín %(ballot)s."
    ),
    "ballot.seal_broken": mark("%(ballot)s: có phiếu không phải của cuộc bỏ phiếu này."),
    "ballot.count_differs": mark("%(ballot)s: %(voters)s người đã bỏ phiếu nhưng có %(ballots)s phiếu."),
    "ballot.key_lost": mark(
        "Khóa của cuộc bỏ phiếu kín %(ballot)s không còn: không ai mở được phiếu. "
        "Hủy cuộc này và biểu quyết lại."
    ),
    "substitution.unknown": mark("Không tìm thấy lời đề nghị làm thay %(substitution)s của bạn."),
    "meeting.unknown": mark("Không tìm thấy cuộc họp %(meeting)s."),
    "view.unknown": mark("Không tìm thấy cách xem đã lưu số %(view)s."),
    "batch.unknown": mark("Không tìm thấy đợt %(batch)s."),
    "step.unknown": mark("Quy trình %(procedure)s không có bước “%(step)s”."),
    "procedure.unknown": mark("Không có quy trình %(procedure)s."),
    "procedure.none_in_force": mark("Không có quy trình nào có hiệu lực vào ngày %(day)s."),
    "document.no_origin": mark(
        "Không có văn bản %(document)s với nội dung này: tờ giấy không do chương trình lập, hoặc đã bị sửa."
    ),
    "document.unknown": mark("Không tìm thấy văn bản %(document)s."),
    "document.no_step": mark("Hồ sơ %(document)s chưa có bước nào lập văn bản này."),
    "signer.unknown": mark("%(unit)s không có người ký văn bản vào ngày %(on)s: cần ghi chức vụ trước."),
    "enclosure.erased": mark("Nội dung đã được xóa theo yêu cầu, chỉ còn mã kiểm tra: %(enclosure)s."),
    "event.unknown": mark("Hồ sơ %(dossier)s không có mục số %(sequence)s để báo."),
    "notice.not_dead": mark("Thông báo %(notice)s của hồ sơ %(dossier)s không nằm trong số không gửi được."),
    "notice.not_owed": mark("Hồ sơ %(dossier)s chưa từng có thông báo %(notice)s."),
    "claim.no_duty": mark("Việc này của hồ sơ %(dossier)s không còn chờ bạn."),
    "claim.others": mark("Việc này do người khác nhận: chỉ người đó hoặc bí thư của đơn vị trả lại được."),
    "scan.unknown": mark("Hồ sơ %(dossier)s không có bản quét này."),
    "scan.closed": mark(
        "Bản quét này chưa mở được: còn chờ kiểm tra, đã bị chặn, hoặc phải do người khác cho dùng."
    ),
    "scan.missing": mark("Chọn một tệp."),
    "scan.paper": mark("Chọn giấy tờ mà tệp này là bản quét."),
    "scan.empty": mark("Tệp không có gì bên trong. Chọn tệp khác."),
    "scan.too_large": mark("Tệp lớn hơn %(at_most)s MB. Quét lại với độ phân giải thấp hơn."),
    "scan.kind": mark("Chỉ nhận tệp PDF, JPEG hoặc PNG, theo nội dung tệp chứ không theo tên."),
    "scan.picture_broken": mark("Ảnh hỏng hoặc không đọc được. Quét hoặc chụp lại."),
    "scan.picture_too_large": mark("Ảnh có hơn %(at_most)s triệu điểm ảnh. Quét lại, bớt độ phân giải."),
    "scan.pdf_broken": mark("Tệp PDF hỏng hoặc không đọc được. Quét hoặc lưu lại."),
    "scan.pdf_encrypted": mark("Tệp PDF đặt mật khẩu. Bỏ mật khẩu rồi gửi lại."),
    "scan.pdf_active": mark(
        "Tệp PDF có phần tự chạy hoặc kèm tệp khác (%(what)s). In ra rồi quét, hoặc chỉ lưu các trang."
    ),
    "scan.scanner_failed": mark("Chương trình quét mã độc không trả lời. Bản quét vẫn chờ kiểm tra."),
    "comment.unknown": mark("Hồ sơ %(dossier)s không có trao đổi này của bạn."),
    "comment.inspector": mark("Người kiểm tra đọc hồ sơ, không viết vào đó."),
    "comment.too_late": mark("Đã quá lúc gạch bỏ trao đổi này. Viết thêm một trao đổi để nói lại."),
    "comment.unit": mark("Chọn một đơn vị mà bạn giữ vai trò."),
    # changed meanwhile
    "claim.taken": mark("%(person)s đã nhận việc này trước. Chọn việc khác, hoặc hỏi người đó."),
    "register.taken": mark("Không ghi được (%(change)s): mã đã dùng, hoặc nhắc đến mã không có."),
    "unit.root_exists": mark("Cây tổ chức chỉ có một gốc: hãy ghi đơn vị cấp trên (parent) của %(unit)s."),
    "standing.candidate": mark(
        "%(person)s đang có hồ sơ %(dossier)s: tư cách đảng viên do hồ sơ ghi, không ghi từ ngoài."
    ),
    "seat.taken": mark("%(person)s đã giữ chức vụ này (%(role)s) ở %(unit)s từ %(since)s."),
    "view.taken": mark("Đã có một cách xem khác tên “%(name)s”: đặt tên khác."),
    "view.name": mark("Tên cách xem cần từ 1 đến %(at_most)s ký tự, trên một dòng."),
    "view.too_many": mark("Mỗi người lưu nhiều nhất %(at_most)s cách xem: xóa bớt trước khi lưu thêm."),
    "view.query": mark("Không có gì để lưu: lọc danh sách trước rồi mới lưu cách xem."),
    "batch.left_out": mark("Không được chọn để ghi, hoặc chưa nhập số phiếu."),
    "batch.other_version": mark("Theo phiên bản quy định khác, mẫu khác: làm trong một đợt riêng."),
    "key.used": mark("Khóa %(key)s đã dùng cho một lệnh khác: cần dùng khóa mới."),
    # not in the form it must have
    "unit.too_deep": mark("Cây tổ chức quá sâu: %(path)s; cần mã ngắn hơn hoặc ít cấp hơn."),
    "account.not_open": mark("Không có tài khoản nào đang mở tên “%(account)s”."),
    "account.reserved": mark("Mã tài khoản này dành cho chương trình: %(value)s."),
    "key.form": mark("Khóa của lệnh chỉ gồm chữ không dấu, số và ký hiệu, từ 1 đến %(at_most)s ký tự."),
    "answer.date": mark("Cần một ngày viết như 2022-01-25, không phải “%(value)s”."),
    "standing.official_on": mark(
        "Đảng viên chính thức phải có ngày công nhận chính thức, đảng viên dự bị thì không có."
    ),
    "standing.order": mark(
        "Ngày công nhận chính thức (%(official_on)s) không thể trước ngày vào Đảng (%(joined_on)s)."
    ),
    "seat.until": mark("Chức vụ bắt đầu từ %(since)s, không thể kết thúc trước đó (%(until)s)."),
    "day.future": mark("Ngày %(on)s chưa đến, hôm nay là %(today)s: cần ghi ngày đã qua."),
    "draft.too_long": mark("Bản nháp dài quá %(at_most)s ký tự: cần viết ngắn lại."),
    "draft.too_many": mark(
        "Bạn còn quá nhiều bản nháp chưa gửi (nhiều nhất %(at_most)s): gửi bớt trước khi lưu thêm."
    ),
    "password.length": mark("Mật khẩu cần từ %(at_least)s đến %(at_most)s ký tự."),
    "password.common": mark("Mật khẩu này dễ đoán: cần chọn mật khẩu khác."),
    "password.wrong": mark("Mật khẩu hiện nay không đúng."),
    "password.same": mark("Mật khẩu mới phải khác mật khẩu hiện nay."),
    "password.wait": mark("Sai nhiều lần. Thử lại sau %(seconds)s giây."),
    "password.repeated": mark("Hai lần nhập mật khẩu mới không giống nhau."),
    "second_factor.code": mark("Mã không đúng. Xem lại giờ trên điện thoại rồi nhập mã đang hiện."),
    "command.no_check": mark(
        "--check chỉ dùng cho lệnh về hồ sơ, không dùng cho lệnh “%(command)s”: bỏ --check để ghi."
    ),
    "command.not_weighed": mark("Chỉ xem trước được các điều kiện của lệnh về hồ sơ."),
    "settings.unusable": mark("Cấu hình không dùng được: %(problems)s"),
    # programs
    "token.missing": mark("Cần gửi kèm mã truy cập: Authorization: Bearer dd_…."),
    "token.unusable": mark("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."),
    "token.only_reads": mark("Mã truy cập này chỉ được xem, không được ghi."),
    "token.wait": mark("Nhiều mã truy cập sai từ nơi này. Thử lại sau %(seconds)s giây."),
    "token.lifetime": mark("Mã truy cập này dùng được từ 1 đến %(at_most)s ngày."),
    "token.too_many": mark("Tài khoản đã có %(at_most)s mã truy cập đang dùng: cần thu hồi bớt."),
    "token.unknown": mark("Mã truy cập này không có hoặc đã bị thu hồi rồi."),
    "token.made": mark("Mã đã được lập ở lần gửi trước và chỉ hiện một lần: hãy thu hồi nó rồi lập mã khác."),
    "cursor.unusable": mark("Con trỏ trang không dùng được: cần lấy lại danh sách từ đầu."),
    "json.content_type": mark("Nội dung ghi là %(kind)s: cần Content-Type: application/json."),
    "json.too_large": mark("Nội dung quá lớn: nhiều nhất %(at_most)s byte."),
    "json.not_utf8": mark("Nội dung không phải chữ UTF-8."),
    "json.empty": mark("Không có nội dung: cần một lệnh viết theo JSON."),
    "json.syntax": mark("JSON viết sai ở dòng %(line)s, cột %(column)s."),
    "json.too_deep": mark("JSON lồng quá nhiều lớp: nhiều nhất %(at_most)s."),
    "json.too_many": mark("JSON có quá nhiều giá trị: nhiều nhất %(at_most)s."),
    "json.twice": mark("Mục “%(name)s” có hai lần, cần bỏ một."),
    "json.digits": mark("Có số quá dài: nhiều nhất %(at_most)s chữ số."),
    "json.no_number": mark("%(name)s không phải số trong JSON."),
    "json.unwritable": mark("Có ký tự không ghi được (NUL hoặc nửa ký tự)."),
    # the machine
    "database.missing": mark("Chưa có cơ sở dữ liệu %(file)s: chạy lệnh diudat migrate trước."),
    "database.busy": mark("Cơ sở dữ liệu đang bận, chưa ghi gì: thử lại sau ít phút."),
    "database.none": mark("Tệp %(file)s không phải cơ sở dữ liệu."),
    "database.unreachable": mark("Không kết nối được cơ sở dữ liệu: %(reason)s"),
    "database.not_migrated": mark(
        "Cơ sở dữ liệu ở phiên bản %(current)s, chương trình cần %(newest)s: chạy lệnh diudat migrate."
    ),
    "metrics.port": mark("Không mở được cổng %(port)s ở %(host)s để cung cấp số liệu: %(reason)s."),
    "outbox.late": mark(
        "Việc phải làm đã chờ %(minutes)s phút, quá %(at_most)s phút: xem bộ phận làm việc nền có chạy không."
    ),
    "file.unreadable": mark("Không đọc được tệp %(file)s: %(machine)s."),
    "file.missing": mark("Không có tệp %(file)s."),
    "file.empty": mark("Tệp %(file)s trống: cần một lệnh, mỗi mục một dòng, như “command: vote”."),
    "file.no_fields": mark(
        "Tệp %(file)s cần là các mục có tên, mỗi mục một dòng, bắt đầu bằng lệnh, như “command: vote”."
    ),
    "file.reference": mark(
        "Tệp %(file)s, dòng %(line)s: không đọc dấu & và * của YAML, cần viết ra tại chỗ."
    ),
    "file.tag": mark("Tệp %(file)s, dòng %(line)s: không đọc nhãn %(tag)s, cần bỏ đi."),
    "file.no_word": mark("Tệp %(file)s, dòng %(line)s: tên mục cần là một từ."),
    "file.twice": mark("Tệp %(file)s, dòng %(line)s: mục “%(name)s” có hai lần, cần bỏ một."),
    "file.digits": mark("Tệp %(file)s, dòng %(line)s: số quá dài, nhiều nhất %(at_most)s chữ số."),
    "file.too_many": mark("Tệp %(file)s, dòng %(line)s: quá nhiều giá trị, nhiều nhất %(at_most)s."),
    "file.sign": mark("Tệp %(file)s, dòng %(line)s: có ký tự điều khiển, cần bỏ đi."),
    "file.not_utf8": mark("Tệp %(file)s không phải chữ UTF-8: cần lưu lại theo UTF-8."),
    "file.syntax": mark("Tệp %(file)s, dòng %(line)s, cột %(column)s: viết chưa đúng dạng YAML hay JSON."),
    "file.too_large": mark("Tệp %(file)s quá lớn: nhiều nhất %(at_most)s byte."),
    "file.too_deep": mark("Tệp %(file)s lồng quá nhiều lớp."),
    "request.malformed": mark("Lệnh viết chưa đúng ở %(problems)s chỗ."),
    "prefect.not_deployed": mark("Không ghi được lịch chạy vào Prefect (mã %(status)s); xem %(log)s."),
    "child.ended": mark("Phần %(name)s của chương trình tự dừng (mã %(status)s); xem %(log)s."),
    "child.silent": mark("Phần %(name)s của chương trình không trả lời sau %(seconds)s giây; xem %(log)s."),
    "serve.port_taken": mark(
        "Không mở được cổng %(port)s ở %(host)s (%(machine)s): cần chọn cổng khác bằng --port "
        "hoặc --prefect-port."
    ),
    "folder.missing": mark("Không có thư mục %(folder)s."),
    "folder.no_procedure": mark("Thư mục %(folder)s không có quy trình nào."),
    "status.unknown": mark("Không có tình trạng “%(given)s”; các tình trạng là: %(known)s."),
    "stage.unknown": mark("Không có giai đoạn “%(given)s”; các giai đoạn là: %(known)s."),
    "unit.not_known": mark("Không tìm thấy đơn vị “%(given)s”; có: %(known)s."),
    "folder.unwritable": mark("Không ghi được vào %(folder)s: %(machine)s."),
    "demo.elsewhere": mark(
        "--demo dựng câu chuyện trong thư mục của cơ quan: cần bỏ DIUDAT_DATABASE_URL và "
        "DIUDAT_ARCHIVE_FOLDER."
    ),
    "demo.ended": mark("Việc dựng câu chuyện bị dừng giữa chừng (mã %(status)s): chạy lại lệnh này."),
    "demo.exists": mark("Thư mục %(folder)s đã có câu chuyện: thêm --fresh để xóa và làm lại."),
    "demo.not_ours": mark("Thư mục %(folder)s có thứ khác, không phải câu chuyện: chọn thư mục khác."),
    # documents
    "document.missing_value": mark("Mẫu %(form)s thiếu %(field)s: cần bổ sung rồi làm lại văn bản."),
    "document.not_this_outcome": mark("Mẫu %(form)s không dùng cho kết quả: %(outcome)s."),
    "document.unprintable": mark("Mẫu %(form)s, mục %(field)s: phông chữ văn bản không có %(character)s."),
    "document.bad_template": mark("Mẫu văn bản viết sai: %(what)s."),
    "document.typesetting_failed": mark("Không dàn trang được mẫu %(form)s: %(message)s"),
    "archive.missing": mark("Kho lưu trữ không có tệp %(digest)s."),
    "archive.damaged": mark("Tệp %(digest)s trong kho lưu trữ đã bị sửa hoặc hỏng."),
    "archive.not_the_signed": mark("Tệp đã ký %(digest)s không phải văn bản gốc thêm chữ ký."),
    "archive.digest": mark("“%(digest)s” không phải mã SHA-256."),
    # digital signatures
    "signature.not_installed": mark("Ký số cần gói pyhanko (phần thêm sign), chưa được cài."),
    "signature.no_answer": mark("Phần ký số của chương trình không trả lời: thử lại sau ít phút."),
    "signature.unreadable": mark("Không đọc được tệp này như một văn bản PDF."),
    "signature.no_key": mark("Cơ quan chưa đặt khóa để ký: cần gửi kèm tệp khóa (PKCS#12) của bạn."),
    "signature.key_broken": mark("Đây không phải tệp khóa PKCS#12 đọc được (đuôi .p12 hoặc .pfx)."),
    "signature.key_empty": mark("Không thấy khóa ký cùng chứng thư của nó trong tệp hoặc thiết bị."),
    "signature.passphrase": mark("Mật khẩu của tệp khóa không đúng."),
    "signature.pin": mark("Mã PIN của thiết bị ký số không đúng; sai nhiều lần thiết bị sẽ khóa."),
    "signature.pin_locked": mark("Thiết bị ký số đã khóa vì sai PIN nhiều lần: cần nơi cấp mở lại."),
    "signature.token": mark("Thiết bị ký số không trả lời (%(reason)s): cần kiểm tra đã cắm chưa."),
    "signature.certificate_broken": mark("Chứng thư số không đọc được."),
    "signature.expired": mark("Chứng thư số của %(name)s đã hết hạn ngày %(until)s: không ký được nữa."),
    "signature.not_yet": mark("Chứng thư số của %(name)s chỉ dùng được từ ngày %(since)s."),
    "signature.unfit": mark("Chứng thư số của %(name)s không dùng để ký văn bản, hoặc khóa quá ngắn."),
    "signature.untrusted": mark(
        "Chứng thư số của %(name)s không do nơi cấp nào mà cơ quan tin cậy: không ký được bằng nó."
    ),
    "signature.timestamp": mark(
        "Không lấy được dấu thời gian từ %(server)s nên chưa ký: thử lại sau ít phút."
    ),
    "signature.timestamp_untrusted": mark(
        "Dấu thời gian từ %(server)s không do nơi nào mà cơ quan tin cậy: cần sửa cấu hình."
    ),
    "signature.does_not_fit": mark("Chữ ký làm ra không khớp với văn bản nên đã bỏ: thử lại."),
    "signature.twice": mark("Văn bản này đã có chữ ký số."),
    "signature.no_room": mark("Văn bản không chừa chỗ ký phía trên tên %(name)s."),
    "signature.trust_folder": mark("Không đọc được chứng thư của nơi tin cậy: %(file)s."),
    # the record
    "record.broken": mark("Sổ sách có %(faults)s chỗ không khớp nhật ký."),
    "timeline.missing": mark("Nhật ký %(stream)s thiếu mục số %(sequence)s."),
    "timeline.unchained": mark("Nhật ký %(stream)s đứt ở mục số %(sequence)s: không nối với mục trước."),
    "timeline.altered": mark("Nhật ký %(stream)s đã bị sửa ở mục số %(sequence)s."),
    "timeline.unreadable": mark("Nhật ký %(stream)s không đọc được ở mục số %(sequence)s."),
    # the organisation's identity provider
    "identity.none": mark("Cơ quan không dùng nơi đăng nhập riêng."),
    "identity.not_installed": mark(
        "Nơi đăng nhập của cơ quan cần gói joserfc (phần thêm sso), chưa được cài."
    ),
    "identity.unreachable": mark("Không kết nối được nơi đăng nhập của cơ quan (%(provider)s); thử lại sau."),
    "identity.unencrypted": mark("Nơi đăng nhập của cơ quan phải dùng https: %(address)s."),
    "quiet.time": mark("Giờ cần viết như 22:00 hoặc 6:30."),
    "quiet.hours": mark("Giờ yên lặng cần có cả giờ bắt đầu và giờ kết thúc, hai giờ khác nhau."),
    "calendar.unknown": mark("Không có lịch nào ở địa chỉ này."),
    # what is encrypted
    "vault.wrong_key": mark(
        "Khóa bí mật không đúng: dữ liệu mã hóa bằng khóa %(key)s, chỉ có khóa %(known)s. "
        "Đặt lại khóa cũ trong DIUDAT_SECRET_KEY hoặc tệp secret.key."
    ),
    "vault.damaged": mark("Dữ liệu mã hóa của %(about)s đã bị sửa hoặc hỏng."),
    "vault.unreadable": mark(
        "Tệp khóa %(file)s không đọc được hoặc không chứa khóa 32 byte viết theo base64."
    ),
    "vault.open_to_others": mark("Tệp khóa %(file)s để người khác đọc được: chạy chmod 600 %(file)s."),
    # mail and webhooks
    "notice.unusable": mark("Mẫu thông báo %(notice)s không dùng được: %(what)s."),
    "mail.unreachable": mark("Không kết nối được máy chủ thư %(server)s; sẽ thử lại."),
    "mail.login": mark("Máy chủ thư không nhận tên đăng nhập hay mật khẩu (%(answer)s): cần sửa cấu hình."),
    "mail.sender": mark("Máy chủ thư không nhận địa chỉ gửi của cơ quan (%(answer)s): cần sửa cấu hình."),
    "mail.deferred": mark("Máy chủ thư hẹn lại (%(answer)s); sẽ thử lại."),
    "mail.refused": mark("Máy chủ thư từ chối người nhận hoặc thư (%(answer)s): cần kiểm tra địa chỉ thư."),
    "mail.address": mark("Địa chỉ thư của người nhận viết sai: cần sửa trong danh sách."),
    "mail.header": mark("Tiêu đề thư có ký tự xuống dòng nên không gửi."),
    "webhook.address": mark("Không gửi tin đến địa chỉ này được (%(reason)s): cần sửa địa chỉ."),
    "webhook.secret": mark("Khóa ký của địa chỉ nhận tin không đúng dạng whsec_…: cần đặt khóa mới."),
    "webhook.unreachable": mark("Không kết nối được nơi nhận tin (%(reason)s); sẽ thử lại."),
    "webhook.deferred": mark("Nơi nhận tin hẹn lại (%(answer)s); sẽ thử lại."),
    "webhook.refused": mark("Nơi nhận tin từ chối (%(answer)s): cần kiểm tra địa chỉ và khóa ký."),
}
"""Everything that can go wrong, by its code."""

FAULTS: Mapping[str, str] = {
    "timeline.missing": ERRORS["timeline.missing"],
    "timeline.unchained": ERRORS["timeline.unchained"],
    "timeline.altered": ERRORS["timeline.altered"],
    "timeline.unreadable": ERRORS["timeline.unreadable"],
    "timeline.cut": mark("Nhật ký %(stream)s bị cắt sau mục số %(sequence)s."),
    "state.differs": mark("%(stream)s: trạng thái đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "dossier.differs": mark("%(stream)s: dòng hồ sơ khác với nhật ký (mục số %(sequence)s)."),
    "work_items.differ": mark("%(stream)s: danh sách việc chờ khác với nhật ký (mục số %(sequence)s)."),
    "document.differs": mark("%(stream)s: văn bản đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "document.unrecorded": mark("%(stream)s: có văn bản mà nhật ký không ghi (đến mục số %(sequence)s)."),
    "document.not_owed": mark(
        "%(stream)s: văn bản của mục số %(sequence)s chưa lập mà không còn nằm trong việc phải làm."
    ),
    "guides.differ": mark("%(stream)s: người giúp đỡ đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "notices.differ": mark("%(stream)s: thông báo đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "inbox.differs": mark("%(stream)s: hộp tin thiếu hoặc thừa thông báo (đến mục số %(sequence)s)."),
    "scans.differ": mark("%(stream)s: bản quét đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "vote.no_meeting": mark("%(stream)s: mục số %(sequence)s biểu quyết ở cuộc họp không có trong nhật ký."),
    "vote.other_meeting": mark(
        "%(stream)s: mục số %(sequence)s khác với cuộc họp được nêu (đơn vị, ngày, tổng số hay số có mặt)."
    ),
    "enclosure.missing": mark("%(stream)s: mất nội dung kèm theo mục số %(sequence)s."),
    "enclosure.emptied": mark("%(stream)s: nội dung kèm theo mục số %(sequence)s bị bỏ trống."),
    "enclosure.erased": mark(
        "%(stream)s: nội dung kèm theo mục số %(sequence)s đã bị xóa mà không có mục nào ghi việc xóa."
    ),
    "enclosure.altered": mark("%(stream)s: nội dung kèm theo mục số %(sequence)s đã bị sửa."),
    "ballots.differ": mark("%(stream)s: cuộc biểu quyết đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "ballot.register_differs": mark(
        "%(stream)s: người đã biểu quyết và số phiếu không khớp nhau hoặc không khớp danh sách "
        "(mục số %(sequence)s)."
    ),
    "ballot.recount_differs": mark(
        "%(stream)s: đếm lại phiếu không ra kết quả đã ghi (mục số %(sequence)s)."
    ),
    "ballot.result_differs": mark(
        "%(stream)s: kết quả ở mục số %(sequence)s khác với số phiếu đã đếm của cuộc biểu quyết."
    ),
    "meeting.differs": mark("%(stream)s: dòng cuộc họp khác với nhật ký (mục số %(sequence)s)."),
    "agenda.differs": mark("%(stream)s: chương trình họp khác với nhật ký (mục số %(sequence)s)."),
    "attendance.differs": mark(
        "%(stream)s: người đến, người về đang lưu khác với nhật ký (mục số %(sequence)s)."
    ),
    "proxies.differ": mark("%(stream)s: ủy quyền đang lưu khác với nhật ký (mục số %(sequence)s)."),
    "vote.represented_differs": mark(
        "%(stream)s: mục số %(sequence)s tính có mặt người không ủy quyền, hoặc tính sai số người có mặt."
    ),
    "roll.counts_differ": mark("%(stream)s: số người của cuộc họp khác với nhật ký (mục số %(sequence)s)."),
    "roll.differs": mark("%(stream)s: danh sách cuộc họp khác với nhật ký (mục số %(sequence)s)."),
    "timeline.stray": mark("%(stream)s: mục số %(sequence)s mở đầu mà không mở hồ sơ hay cuộc họp này."),
    "number.missing": mark("%(stream)s: số %(sequence)s đã cấp nhưng không còn trên hồ sơ lưu."),
    "number.behind": mark("%(stream)s: dãy số bị lùi lại sau số %(sequence)s đã dùng."),
    "units.differ": mark("Cây tổ chức khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "accounts.differ": mark("Danh sách tài khoản khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "grants.differ": mark("Vai trò của các tài khoản khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "seats.differ": mark("Chức vụ khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "substitutions.differ": mark("Việc làm thay khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "workdays.differ": mark("Lịch làm việc khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "persons.differ": mark("Lý lịch khác với nhật ký %(stream)s (mục số %(sequence)s)."),
    "standings.differ": mark("Tư cách đảng viên khác với nhật ký %(stream)s (mục số %(sequence)s)."),
}
"""Where the record does not verify."""


def error_text(error: DiudatError, language: Language, names: Names = NO_NAMES) -> str:
    """Say what went wrong and, where somebody can mend it, what to do; a refusal lists all that is unmet."""
    if isinstance(error, Refused):
        told = [sentence(one, language, names) for one in error.unmet]
        head = translate(_REFUSED, language) % {"count": len(told)}
        return "\n".join([head, *(f"– {one}" for one in told)])
    if isinstance(error, BadProcedure):
        figures = {name: str(value) for name, value in error.figures.items()}
        return worded(error.code, [_BAD_PROCEDURE], figures, language)
    figures = shown(error.figures, language, names)
    return worded(error.code, _sentences(error.code), figures, language)


def reason_text(code: str, language: Language) -> str:
    """Say why somebody may do something, or may not: the reason of an `Access`."""
    return worded(code, _sentences(code), {}, language)


def fault_text(code: str, stream: str, sequence: int, language: Language) -> str:
    """Say where a record does not verify, and how."""
    figures = {"stream": stream, "sequence": str(sequence)}
    return worded(code, [FAULTS[code]] if code in FAULTS else [], figures, language)


def _sentences(code: str) -> Sequence[str]:
    found = ERRORS.get(code) or REASONS.get(code)
    return [] if found is None else [found]

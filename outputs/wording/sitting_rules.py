"""What meetings and votes ask, in words: sentences for requirements, as `outputs.wording.rules` has them."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.wording.language import mark

SITTINGS: Mapping[str, tuple[str, ...]] = {
    "vote.tally": (
        mark(
            "Phải có phiếu, và không quá số có mặt: %(ballots)s phiếu, có mặt %(present)s, kể cả "
            "%(represented)s người vắng đã ủy quyền."
        ),
        mark("Phải có phiếu, và không quá số có mặt: %(ballots)s phiếu, có mặt %(present)s."),
    ),
    "vote.least_roll": (
        mark(
            "Danh sách biểu quyết phải có ít nhất %(needed)s người, đang có %(roll)s; "
            "nơi ít hơn thì cấp trên xét."
        ),
    ),
    "vote.quorum": (
        mark(
            "Cần ít nhất %(needed)s/%(whole)s %(counted)s có mặt (%(base)s), có %(part)s, kể cả "
            "%(represented)s người vắng đã ủy quyền."
        ),
        mark(
            "Cần ít nhất %(needed)s người có mặt, có %(part)s, kể cả %(represented)s người vắng đã ủy quyền."
        ),
        mark("Cần ít nhất %(needed)s/%(whole)s %(counted)s có mặt (%(base)s), có %(part)s."),
        mark("Cần ít nhất %(needed)s người có mặt, có %(part)s."),
    ),
    "vote.participation": (
        mark("Cần ít nhất %(needed)s/%(whole)s %(counted)s bỏ phiếu (%(base)s), có %(part)s."),
        mark("Cần ít nhất %(needed)s người bỏ phiếu, có %(part)s."),
    ),
    "vote.majority": (
        mark(
            "Cần ít nhất %(needed)s/%(whole)s %(counted)s tán thành (%(base)s), có %(part)s, kể cả lá phiếu "
            "quyết định của chủ tọa (%(casting)s)."
        ),
        mark(
            "Cần ít nhất %(needed)s người tán thành, có %(part)s, kể cả lá phiếu quyết định của chủ tọa "
            "(%(casting)s)."
        ),
        mark("Cần nhất trí: cả %(needed)s %(counted)s tán thành (%(all)s), có %(part)s."),
        mark("Cần ít nhất %(needed)s/%(whole)s %(counted)s tán thành (%(base)s), có %(part)s."),
        mark("Cần ít nhất %(needed)s người tán thành, có %(part)s."),
        mark(
            "Cần ít nhất %(needed)s/%(whole)s %(counted)s tán thành (%(base)s); không nêu số phiếu từng loại "
            "vì có dưới năm người bỏ phiếu kín."
        ),
        mark(
            "Cần ít nhất %(needed)s người tán thành; không nêu số phiếu từng loại vì có dưới năm người bỏ "
            "phiếu kín."
        ),
    ),
    "vote.casting_vote": (
        mark(
            "Số phiếu ngang nhau (%(yes)s tán thành, %(no)s không tán thành) thì chủ tọa phải tán thành; "
            "phiếu của chủ tọa: %(chair_vote)s."
        ),
    ),
    "vote.veto": (
        mark("Chủ tọa có quyền phủ quyết nên không được bỏ phiếu chống; phiếu của chủ tọa: %(chair_vote)s."),
        mark("Một phiếu không tán thành là đủ để phủ quyết; có %(no)s phiếu."),
        mark("Một phiếu không tán thành là đủ để phủ quyết."),
    ),
    "vote.chair_not_asked": (
        mark("Bước này không xét riêng phiếu của chủ tọa: phải bỏ mục này, đang ghi “%(chair_vote)s”."),
    ),
    "vote.chair_said": (
        mark(
            "Phải ghi phiếu của chủ tọa, vì phiếu ấy có thể quyết định kết quả: %(yes)s tán thành, "
            "%(no)s không tán thành."
        ),
    ),
    "vote.chair_counted": (
        mark(
            "Phiếu của chủ tọa (%(chair_vote)s) phải nằm trong số phiếu đã kiểm: %(yes)s tán thành, "
            "%(no)s không tán thành."
        ),
    ),
    "vote.abstaining": (
        mark(
            "Người có quan hệ với người được xét không biểu quyết (%(abstaining)s): "
            "nhiều nhất %(voters)s phiếu, có %(ballots)s."
        ),
    ),
    "ballot.only_one": (
        mark("Đang có cuộc biểu quyết khác về hồ sơ này: %(ballot)s. Đóng hoặc hủy cuộc ấy trước."),
        mark("Không được có cuộc biểu quyết nào khác đang mở về hồ sơ này."),
    ),
    "ballot.none_under_way": (
        mark("Các thành viên đang biểu quyết hoặc đã biểu quyết trên thiết bị (%(ballot)s): ghi kết quả ấy."),
        mark("Không có cuộc biểu quyết nào trên thiết bị đang chờ ghi kết quả."),
    ),
    "ballot.way": (
        mark("Quy trình xét riêng phiếu của chủ tọa nên bước này không bỏ phiếu kín trên thiết bị được."),
    ),
    "ballot.open": (mark("Cuộc biểu quyết phải đang mở: %(ballot)s."),),
    "ballot.counted": (mark("Cuộc biểu quyết phải đã đóng và đếm, đúng bước và đúng cuộc họp: %(ballot)s."),),
    "ballot.present": (mark("Chỉ người đang có mặt tại cuộc họp được biểu quyết; thư ký ghi có mặt trước."),),
    "ballot.may_vote": (
        mark("Người có quan hệ với người được xét không biểu quyết, theo quy định của quy trình."),
    ),
    "ballot.proxy_in_the_open": (
        mark("Bỏ phiếu kín thì không ai bỏ thay ai: chỉ bỏ phiếu thay trong biểu quyết công khai."),
    ),
    "ballot.proxy": (
        mark(
            "Chỉ bỏ phiếu thay người đã ủy quyền cho mình và đang vắng mặt, khi mình có mặt và trong số "
            "người quy trình cho phép."
        ),
    ),
    "ballot.not_voted": (mark("Người ủy quyền đã tự bỏ phiếu: không bỏ thay nữa."),),
    "interest.of_another": (mark("Người khai phải có trong sổ và khác người được xét: %(person)s."),),
    "interest.new": (mark("Quan hệ của %(person)s đã được ghi như thế rồi."),),
    "interest.before_voting": (
        mark("%(person)s đã biểu quyết trong cuộc %(ballot)s: khai quan hệ trước khi biểu quyết."),
        mark("Quan hệ phải được khai trước khi biểu quyết: %(person)s."),
    ),
    "vote.four_eyes": (
        mark(
            "Trong số có mặt phải có người không liên quan đến hồ sơ: có mặt %(present)s, liên quan "
            "%(with_a_stake)s."
        ),
    ),
    "vote.nothing_reopened": (
        mark("Các bước làm lại phải xong trước khi biểu quyết; còn chờ: %(steps)s."),
        mark("Các bước làm lại phải xong trước khi biểu quyết."),
    ),
    "meeting.quorum": (mark("Cần có mặt ít nhất %(needed)s trong %(whole)s %(counted)s, là %(base)s."),),
    "meeting.known": (mark("Cuộc họp phải có trong sổ: %(meeting)s."),),
    "meeting.open": (
        mark(
            "Cuộc họp phải chưa kết thúc, đúng đơn vị và đúng thành phần biểu quyết: %(meeting)s của "
            "%(unit)s, thành phần là %(roll)s."
        ),
        mark("Cuộc họp phải chưa kết thúc: %(meeting)s."),
    ),
    "meeting.convened": (mark("Cuộc họp phải đang được triệu tập, chưa mở và chưa hủy: %(meeting)s."),),
    "meeting.as_convened": (
        mark(
            "Cuộc họp %(meeting)s phải mở đúng đơn vị, đúng thành phần và đúng ngày triệu tập là %(on)s; "
            "đổi ngày thì hủy rồi triệu tập lại."
        ),
    ),
    "meeting.ahead": (mark("Phải triệu tập họp từ hôm nay (%(today)s) trở đi; ngày ghi là %(on)s."),),
    "meeting.place": (mark("Họp lại thì phải ghi địa điểm."),),
    "meeting.again_on": (mark("Đã ghi giờ hay địa điểm họp lại thì phải ghi ngày họp lại."),),
    "meeting.follows": (
        mark(
            "Chỉ họp lại cho cuộc họp của chính đơn vị, đã hoãn hoặc đã hủy, và mỗi cuộc họp chỉ họp lại một "
            "lần: %(meeting)s."
        ),
    ),
    "meeting.ballots_settled": (
        mark("Mọi cuộc bỏ phiếu trong cuộc họp phải xong và đã ghi kết quả; còn %(ballots)s cuộc."),
    ),
    "agenda.awaits": (
        mark("Chương trình chỉ gồm hồ sơ đang chờ đơn vị biểu quyết ở đúng bước; không chờ: %(dossiers)s."),
        mark("Chương trình chỉ gồm hồ sơ đang chờ đơn vị biểu quyết ở đúng bước."),
    ),
    "agenda.named_once": (
        mark("Mỗi hồ sơ ở một bước chỉ được nêu một lần trong chương trình; nêu lại: %(dossiers)s."),
        mark("Mỗi hồ sơ ở một bước chỉ được nêu một lần trong chương trình."),
    ),
    "attendance.absent": (mark("Chỉ ghi đến cho người đang vắng: %(person)s đang có mặt."),),
    "attendance.present": (mark("Chỉ ghi về cho người đang có mặt: %(person)s đang vắng."),),
    "attendance.successor": (
        mark("%(person)s là chủ tọa hoặc thư ký; ghi người này về thì phải ghi người thay."),
    ),
    "attendance.no_successor": (
        mark("Chỉ ghi người thay khi chủ tọa hoặc thư ký ra về; %(person)s thì không cần."),
    ),
    "proxy.ahead": (mark("Chỉ ủy quyền và rút ủy quyền trước khi cuộc họp kết thúc: %(meeting)s."),),
    "proxy.allowed": (mark("Không hồ sơ nào trong chương trình họp %(meeting)s được biểu quyết thay."),),
    "proxy.of_another": (mark("Phải ủy quyền cho người khác, không phải cho chính mình: %(person)s."),),
    "proxy.absent": (mark("Chỉ người vắng mặt ủy quyền; %(person)s đang có mặt thì tự biểu quyết."),),
    "proxy.once": (
        mark(
            "Mỗi người chỉ ủy quyền cho một người; %(person)s đã ủy quyền cho %(holder)s: muốn đổi thì rút "
            "trước."
        ),
        mark("Mỗi người chỉ ủy quyền cho một người trong một cuộc họp: %(person)s chưa ủy quyền cho ai."),
    ),
    "proxy.giver_holds_none": (
        mark("Người đang nhận ủy quyền thì không ủy quyền lại: %(person)s đang nhận của %(persons)s."),
        mark("Người ủy quyền phải không nhận ủy quyền của ai: %(person)s."),
    ),
    "proxy.holder_gave_none": (
        mark("Người được ủy quyền phải không ủy quyền cho ai: %(holder)s đã ủy quyền cho %(person)s."),
        mark("Người được ủy quyền phải không ủy quyền cho ai: %(holder)s."),
    ),
    "proxy.at_most": (
        mark("Mỗi người nhận nhiều nhất %(at_most)s ủy quyền; %(holder)s đang nhận %(held)s."),
    ),
    "proxy.given": (mark("%(person)s chưa ủy quyền cho ai trong cuộc họp này nên không có gì để rút."),),
    "proxy.unused": (
        mark("Đã có phiếu bỏ thay %(person)s trong cuộc họp này: phiếu giữ nguyên, ủy quyền không rút được."),
    ),
    "minutes.over": (mark("Chỉ ký biên bản của cuộc họp đã kết thúc hoặc đã hoãn: %(meeting)s."),),
    "minutes.once": (mark("Mỗi người ký biên bản một lần; %(person)s đã ký."),),
    "minutes.same": (
        mark(
            "Hai người phải ký cùng một tệp biên bản: tệp đã ký có mã kiểm tra %(signed)s, tệp này có mã "
            "%(given)s."
        ),
        mark("Hai người phải ký cùng một tệp biên bản."),
    ),
    "meeting.date": (mark("Ngày họp không được sau hôm nay; ngày ghi là %(on)s."),),
    "meeting.roll": (mark("Cuộc họp phải có ít nhất 1 người có quyền biểu quyết, có %(roll)s."),),
    "meeting.on_roll": (
        mark("Những người được nêu phải thuộc thành phần cuộc họp; không thuộc: %(persons)s."),
        mark("Những người được nêu phải thuộc thành phần cuộc họp."),
    ),
    "meeting.officers_differ": (mark("Chủ tọa và thư ký phải là hai người; cả hai là %(person)s."),),
    "meeting.officers_present": (
        mark("Chủ tọa và thư ký phải có mặt; vắng: %(persons)s."),
        mark("Chủ tọa và thư ký phải có mặt."),
    ),
    "meeting.chair_votes": (mark("Chủ tọa phải có quyền biểu quyết: %(person)s."),),
    "meeting.named_once": (
        mark("Mỗi người vắng mặt hay được miễn chỉ được nêu một lần; đã nêu %(persons)s lượt."),
    ),
}
"""Code of a rule → its sentences, the first whose figures are all known is said."""

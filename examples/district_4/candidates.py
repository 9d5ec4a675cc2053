"""The people the branches guide: who they are and what is said of them. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from examples.district_4.office import COMMAND, branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A recruit or youth with what a clerk would know of him or her."""

    id: str
    full_name: str
    sex: Literal["male", "female"] = "male"
    born_on: date
    home_town: str
    street: str
    """Where the family lives, without the ward."""
    unit: str
    since: date
    """Since when in the unit."""
    source: Literal["standing_militia", "called_up", "union_member", "other"]
    occupation: str
    religion: str = "Không"
    union_joined_on: date
    school: str
    trade: str
    father: tuple[str, int, str]
    """Name, year of birth, occupation."""
    mother: tuple[str, int, str]
    deed: str
    """What he or she is known for; begins with a verb, ends without a full stop."""
    strength: str
    weakness: str

    @property
    def ward(self) -> str:
        """Name of the ward; the district command counts as ward 13, where it stands."""
        number = self.unit.removeprefix("chi-bo-qs-p")
        return f"Phường {number if number.isdigit() else 13}"


MILITIA = "Chiến sĩ dân quân thường trực"
NGUYEN_TRAI = "Trường THPT Nguyễn Trãi, Quận 4"
HUU_THO = "Trường THPT Nguyễn Hữu Thọ, Quận 4"
CONTINUED = "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Quận 4"

CANDIDATES = (
    Candidate(
        id="qc-001", full_name="Nguyễn Hoàng Long", born_on=date(1999, 5, 17),
        home_town="xã Vĩnh Phước, huyện Tri Tôn, tỉnh An Giang", street="hẻm 122 Tôn Đản",
        unit=branch(4), since=date(2018, 3, 5), source="standing_militia",
        occupation="Tiểu đội trưởng dân quân thường trực", union_joined_on=date(2014, 3, 26),
        school=NGUYEN_TRAI, trade="Trung cấp Điện công nghiệp",
        father=("Nguyễn Văn Hải", 1972, "lái xe tải"), mother=("Trần Thị Bé Sáu", 1975, "buôn bán nhỏ"),
        deed="cùng tiểu đội dập tắt đám cháy nhà dân ở hẻm 122 Tôn Đản trong đêm, không để lan rộng",
        strength=(
            "gương mẫu trong huấn luyện, nắm chắc điều lệnh, biết tổ chức và làm trước để anh em noi "
            "theo"
        ),
        weakness="có lúc nóng vội khi nhắc nhở đồng đội",
    ),
    Candidate(
        id="qc-002", full_name="Trần Quốc Việt", born_on=date(1998, 11, 2),
        home_town="xã Tân Phú, huyện Châu Thành, tỉnh Bến Tre", street="đường Đoàn Văn Bơ",
        unit=branch(9), since=date(2018, 3, 5), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2013, 5, 19), school=NGUYEN_TRAI, trade="Trung cấp Tin học văn phòng",
        father=("Trần Văn Tư", 1968, "thợ hồ"), mother=("Lê Thị Mười", 1970, "nội trợ"),
        deed="nhặt được ví có tiền và giấy tờ khi tuần tra, tìm trả tận nhà người mất",
        strength="trung thực, cẩn thận, giữ sổ sách trực ban rõ ràng, không để sót việc",
        weakness="còn ngại phát biểu trước tập thể đông người",
    ),
    Candidate(
        id="qc-003", full_name="Phạm Thị Ngọc Hân", sex="female", born_on=date(1996, 8, 21),
        home_town="xã Mỹ An, huyện Tháp Mười, tỉnh Đồng Tháp", street="đường Nguyễn Tất Thành",
        unit=COMMAND, since=date(2018, 7, 2), source="union_member",
        occupation="Nhân viên quốc phòng, văn thư Ban Chỉ huy Quân sự Quận 4",
        union_joined_on=date(2011, 3, 26),
        school=HUU_THO, trade="Cao đẳng Văn thư lưu trữ",
        father=("Phạm Văn Đức", 1966, "bộ đội nghỉ hưu"),
        mother=("Nguyễn Thị Sen", 1969, "giáo viên mầm non"),
        deed="sắp xếp lại toàn bộ kho hồ sơ nghĩa vụ quân sự của quận trong ba tháng",
        strength="nắm vững nghiệp vụ, giữ bí mật công tác, tận tình hướng dẫn thanh niên đến làm thủ tục",
        weakness="chưa mạnh dạn đề xuất cải tiến lề lối làm việc",
    ),
    Candidate(
        id="qc-004", full_name="Lê Minh Khôi", born_on=date(2000, 2, 9),
        home_town="xã Bình Đức, huyện Châu Thành, tỉnh Tiền Giang", street="đường Xóm Chiếu",
        unit=branch(13), since=date(2019, 3, 4), source="standing_militia",
        occupation="Khẩu đội trưởng dân quân thường trực", union_joined_on=date(2015, 3, 26),
        school=HUU_THO, trade="Trung cấp Cơ khí",
        father=("Lê Văn Phúc", 1973, "thợ máy tàu"), mother=("Đặng Thị Hoa", 1976, "công nhân may"),
        deed="trực liên tục bốn tháng ở chốt kiểm soát dịch và đưa lương thực đến 120 hộ bị phong tỏa",
        strength="dũng cảm, nhận phần khó về mình, được bà con trong hẻm tin cậy",
        weakness="việc tự học lý luận chưa đều",
    ),
    Candidate(
        id="qc-005", full_name="Huỳnh Tấn Đạt", born_on=date(2000, 12, 22),
        home_town="xã Long Hựu Đông, huyện Cần Đước, tỉnh Long An", street="đường Bến Vân Đồn",
        unit=branch(2), since=date(2019, 3, 4), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2016, 3, 26), school=CONTINUED, trade="Sơ cấp Sửa chữa xe máy",
        father=("Huỳnh Văn Lành", 1969, "chạy xe ôm"), mother=("Võ Thị Tuyết", 1971, "bán rau"),
        deed="sửa xe miễn phí cho lực lượng chống dịch và cho học sinh nghèo của phường",
        strength="siêng năng, khéo tay, sống chan hòa, đã đi học lại và tốt nghiệp trung học phổ thông",
        weakness="nói năng đôi lúc còn cộc, cần mềm mỏng hơn khi tiếp dân",
    ),
    Candidate(
        id="qc-006", full_name="Đặng Thành Nhân", born_on=date(2001, 6, 3),
        home_town="xã Phước Lại, huyện Cần Giuộc, tỉnh Long An", street="đường Tôn Thất Thuyết",
        unit=branch(16), since=date(2020, 3, 2), source="standing_militia",
        occupation="Tiểu đội trưởng dân quân thường trực", union_joined_on=date(2016, 5, 19),
        school=NGUYEN_TRAI, trade="Trung cấp Quản trị mạng",
        father=("Đặng Văn Ba", 1974, "thợ điện"), mother=("Phan Thị Ngọc", 1977, "nhân viên siêu thị"),
        deed="lập nhóm hỗ trợ người cao tuổi đăng ký tiêm vắc xin qua điện thoại, giúp hơn 300 lượt người",
        strength="có sáng kiến, biết vận động thanh niên, hoàn thành tốt nhiệm vụ sẵn sàng chiến đấu",
        weakness="có lúc ôm việc, chưa biết phân công cho đồng đội",
    ),
    Candidate(
        id="qc-007", full_name="Võ Anh Kiệt", born_on=date(2002, 9, 14),
        home_town="xã Hòa Bình, huyện Chợ Mới, tỉnh An Giang", street="đường Vĩnh Hội",
        unit=branch(4), since=date(2021, 3, 1), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2017, 3, 26), school=NGUYEN_TRAI, trade="Chưa qua đào tạo nghề",
        father=("Võ Văn Nhỏ", 1975, "công nhân cảng"), mother=("Lâm Thị Cúc", 1978, "công nhân giày da"),
        deed="đạt loại giỏi trong hội thao huấn luyện dân quân cấp quận",
        strength="chấp hành nghiêm kỷ luật, sức khỏe tốt, chịu khó rèn luyện",
        weakness="kinh nghiệm xã hội còn ít",
    ),
    Candidate(
        id="qc-008", full_name="Bùi Gia Bảo", born_on=date(2003, 1, 30),
        home_town="xã An Hiệp, huyện Ba Tri, tỉnh Bến Tre", street="đường Hoàng Diệu",
        unit=branch(4), since=date(2021, 3, 1), source="called_up",
        occupation="Thanh niên trong diện gọi nhập ngũ", religion="Phật giáo",
        union_joined_on=date(2018, 3, 26), school=HUU_THO, trade="Trung cấp Kỹ thuật nấu ăn",
        father=("Bùi Văn Sang", 1971, "đầu bếp"), mother=("Trần Thị Lệ", 1974, "buôn bán nhỏ"),
        deed="viết đơn tình nguyện nhập ngũ và vận động hai bạn cùng khu phố viết đơn",
        strength="hăng hái, có tinh thần tình nguyện, nắm được hoàn cảnh thanh niên trong khu phố",
        weakness="chưa quen nền nếp tập thể",
    ),
    Candidate(
        id="qc-009", full_name="Ngô Thị Thanh Trà", sex="female", born_on=date(2000, 4, 11),
        home_town="xã Tân Hội, thị xã Cai Lậy, tỉnh Tiền Giang", street="đường Khánh Hội",
        unit=branch(3), since=date(2020, 3, 2), source="standing_militia",
        occupation="Chiến sĩ dân quân thường trực, y tá của trung đội", union_joined_on=date(2015, 5, 19),
        school=HUU_THO, trade="Trung cấp Điều dưỡng",
        father=("Ngô Văn Kế", 1970, "thợ mộc"), mother=("Huỳnh Thị Nga", 1972, "nội trợ"),
        deed="tình nguyện làm ở trạm y tế lưu động của phường suốt đợt dịch năm 2021",
        strength="tận tụy với người bệnh, bình tĩnh, giữ đoàn kết trong trung đội",
        weakness="chưa sắp xếp đều giữa trực và học tập",
    ),
    Candidate(
        id="qc-010", full_name="Dương Quang Huy", born_on=date(2001, 10, 8),
        home_town="xã Phú Thọ, huyện Tam Nông, tỉnh Đồng Tháp", street="đường Lê Quốc Hưng",
        unit=branch(6), since=date(2020, 3, 2), source="called_up",
        occupation="Thanh niên trong diện gọi nhập ngũ", union_joined_on=date(2016, 3, 26),
        school=NGUYEN_TRAI, trade="Cao đẳng Công nghệ ô tô",
        father=("Dương Văn Thông", 1972, "thợ sửa ô tô"), mother=("Phạm Thị Liễu", 1974, "kế toán"),
        deed="làm nòng cốt đội thanh niên xung kích giữ trật tự khu phố 2",
        strength="năng nổ, ăn nói chững chạc, được đoàn viên tín nhiệm bầu làm phó bí thư chi đoàn",
        weakness="đôi khi chủ quan, chuẩn bị nội dung sinh hoạt còn gấp",
    ),
    Candidate(
        id="qc-011", full_name="Phan Nhật Trường", born_on=date(2000, 7, 19),
        home_town="xã Nhơn Thạnh Trung, thành phố Tân An, tỉnh Long An", street="đường Nguyễn Khoái",
        unit=branch(10), since=date(2020, 3, 2), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2015, 3, 26), school=CONTINUED, trade="Sơ cấp Hàn điện",
        father=("Phan Văn Tám", 1967, "thợ hàn"), mother=("Nguyễn Thị Đẹp", 1970, "phụ bếp"),
        deed="cứu hai cháu nhỏ rơi xuống kênh Bến Nghé khi đang tuần tra",
        strength="gan dạ, thật thà, sống giản dị, gắn bó với đơn vị",
        weakness="trình độ lý luận còn hạn chế, cần đọc thêm",
    ),
    Candidate(
        id="qc-012", full_name="Trương Công Lý", born_on=date(1999, 9, 25),
        home_town="xã Long Thới, huyện Chợ Lách, tỉnh Bến Tre", street="đường Tôn Đản",
        unit=branch(8), since=date(2018, 3, 5), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2014, 5, 19), school=CONTINUED, trade="Sơ cấp Điện lạnh",
        father=("Trương Văn Mẫn", 1970, "thợ điện lạnh"), mother=("Bùi Thị Én", 1973, "bán hàng ăn"),
        deed="tham gia đầy đủ các đợt trực sẵn sàng chiến đấu dịp lễ, Tết",
        strength="có sức khỏe, quen việc, chấp hành phân công của trên",
        weakness="hai lần vắng sinh hoạt không báo trước, chưa thật sự cầu thị khi được góp ý",
    ),
    Candidate(
        id="qc-013", full_name="Hồ Trọng Tín", born_on=date(2001, 3, 15),
        home_town="xã Thạnh Phú, huyện Cái Nước, tỉnh Cà Mau", street="đường Tôn Thất Thuyết",
        unit=branch(16), since=date(2020, 3, 2), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2016, 3, 26), school=HUU_THO, trade="Trung cấp Kế toán",
        father=("Hồ Văn Dũng", 1971, "lái tàu kéo"), mother=("Mai Thị Xuân", 1973, "nội trợ"),
        deed="phụ trách quân khí của trung đội, ba năm không để hư hỏng, thất lạc",
        strength="cẩn trọng, ngăn nắp, có trách nhiệm với vũ khí, trang bị được giao",
        weakness="ít tham gia hoạt động phong trào của khu phố",
    ),
    Candidate(
        id="qc-014", full_name="Lý Đức Tâm", born_on=date(2002, 5, 6),
        home_town="xã Vĩnh Hải, thị xã Vĩnh Châu, tỉnh Sóc Trăng", street="đường Tôn Thất Thuyết",
        unit=branch(15), since=date(2021, 3, 1), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2017, 5, 19), school=CONTINUED, trade="Chưa qua đào tạo nghề",
        father=("Lý Văn Kim", 1973, "bốc xếp"), mother=("Thạch Thị Nhung", 1976, "giúp việc nhà"),
        deed="hiến máu tình nguyện bốn lần trong hai năm",
        strength="hiền lành, chịu khó, luôn có mặt khi đơn vị cần",
        weakness="sức khỏe không đều, còn rụt rè",
    ),
    Candidate(
        id="qc-015", full_name="Mai Chí Công", born_on=date(2000, 8, 28),
        home_town="xã Hưng Yên, huyện An Biên, tỉnh Kiên Giang", street="đường Hoàng Diệu",
        unit=branch(1), since=date(2019, 3, 4), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2015, 5, 19), school=NGUYEN_TRAI, trade="Trung cấp Xây dựng",
        father=("Mai Văn Khá", 1969, "thợ xây"), mother=("Đỗ Thị Thơm", 1972, "làm ruộng"),
        deed="giúp ba gia đình chính sách của phường sửa lại mái nhà",
        strength="thạo việc, sống có nghĩa tình",
        weakness="chưa xác định rõ hướng phấn đấu lâu dài",
    ),
    Candidate(
        id="qc-016", full_name="Đoàn Hải Đăng", born_on=date(2002, 12, 1),
        home_town="xã Bình Khánh, huyện Cần Giờ, Thành phố Hồ Chí Minh", street="đường Lê Văn Linh",
        unit=branch(6), since=date(2020, 9, 7), source="called_up",
        occupation="Thanh niên trong diện gọi nhập ngũ", union_joined_on=date(2017, 3, 26),
        school=NGUYEN_TRAI, trade="Cao đẳng Điện tử",
        father=("Đoàn Văn Giàu", 1974, "ngư dân"), mother=("Nguyễn Thị Hồng", 1977, "bán hải sản"),
        deed="chuyển nhà sang phường 9 vẫn xin tiếp tục phấn đấu, không gián đoạn sinh hoạt",
        strength="kiên trì, cầu tiến, chủ động báo cáo với người giúp đỡ",
        weakness="ở địa bàn mới nên chưa nắm hết tình hình",
    ),
    Candidate(
        id="qc-017", full_name="Đỗ Thanh Phong", born_on=date(1997, 6, 24),
        home_town="xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre", street="đường Đoàn Văn Bơ",
        unit=branch(14), since=date(2017, 3, 6), source="standing_militia",
        occupation="Trung đội phó dân quân thường trực", union_joined_on=date(2012, 3, 26),
        school=HUU_THO, trade="Cao đẳng Giáo dục thể chất",
        father=("Đỗ Văn Hòa", 1965, "bảo vệ"), mother=("Lê Thị Hạnh", 1968, "thợ may"),
        deed="huấn luyện đội tuyển dân quân phường đoạt giải nhì võ chiến đấu cấp quận",
        strength="có năng lực huấn luyện, tác phong nghiêm túc, được chiến sĩ nể trọng",
        weakness="hồ sơ, giấy tờ cá nhân chậm bổ sung",
    ),
    Candidate(
        id="qc-018", full_name="Nguyễn Thị Kim Ngân", sex="female", born_on=date(2000, 1, 18),
        home_town="xã Thanh Bình, huyện Vũng Liêm, tỉnh Vĩnh Long", street="đường Bến Vân Đồn",
        unit=branch(3), since=date(2019, 3, 4), source="standing_militia",
        occupation="Chiến sĩ dân quân thường trực, thông tin liên lạc", union_joined_on=date(2015, 3, 26),
        school=NGUYEN_TRAI, trade="Cao đẳng Kế toán",
        father=("Nguyễn Văn Lượm", 1969, "thợ cơ khí"), mother=("Võ Thị Xinh", 1971, "bán vé số"),
        deed="giữ liên lạc thông suốt cho 21 chốt kiểm soát dịch của quận",
        strength="nhanh nhẹn, chính xác, có ý thức bảo mật, học lực khá",
        weakness="sức bền trong huấn luyện dã ngoại còn yếu",
    ),
    Candidate(
        id="qc-019", full_name="Phạm Hữu Nghĩa", born_on=date(2001, 11, 11),
        home_town="xã Mỹ Hạnh Nam, huyện Đức Hòa, tỉnh Long An", street="đường Nguyễn Thần Hiến",
        unit=branch(13), since=date(2020, 3, 2), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2016, 5, 19), school=HUU_THO, trade="Trung cấp Điện công nghiệp",
        father=("Phạm Văn Lực", 1970, "thợ điện"), mother=("Trần Thị Mai", 1974, "buôn bán nhỏ"),
        deed="đề xuất và lắp hệ thống đèn chiếu sáng cho ba hẻm tối hay mất trật tự",
        strength="có nghề, có trách nhiệm, biết lắng nghe ý kiến nhân dân",
        weakness="chưa mạnh dạn đấu tranh với việc sai của bạn bè",
    ),
    Candidate(
        id="qc-020", full_name="Lê Thị Mỹ Duyên", sex="female", born_on=date(2001, 2, 27),
        home_town="xã Hiệp Đức, huyện Cai Lậy, tỉnh Tiền Giang", street="đường Nguyễn Trường Tộ",
        unit=branch(2), since=date(2020, 3, 2), source="standing_militia",
        occupation="Chiến sĩ dân quân thường trực, cấp dưỡng", union_joined_on=date(2016, 3, 26),
        school=CONTINUED, trade="Trung cấp Nấu ăn",
        father=("Lê Văn Bảy", 1968, "phụ hồ"), mother=("Ngô Thị Lan", 1970, "bán cơm"),
        deed="tổ chức bếp ăn nghĩa tình nấu 250 suất mỗi ngày cho khu cách ly",
        strength="đảm đang, trung hậu, tiết kiệm của công, được chị em quý mến",
        weakness="còn ít tham gia ý kiến trong sinh hoạt chi đoàn",
    ),
    Candidate(
        id="qc-021", full_name="Trần Bảo Toàn", born_on=date(2002, 3, 3),
        home_town="xã Phú Mỹ, huyện Mỹ Tú, tỉnh Sóc Trăng", street="đường Đinh Lễ",
        unit=branch(1), since=date(2020, 9, 7), source="called_up",
        occupation="Thanh niên trong diện gọi nhập ngũ", union_joined_on=date(2017, 3, 26),
        school=HUU_THO, trade="Chưa qua đào tạo nghề",
        father=("Trần Văn Quới", 1975, "chạy xe công nghệ"), mother=("Lý Thị Phượng", 1978, "nội trợ"),
        deed="tham gia đội hình thanh niên tình nguyện hè hai năm liền",
        strength="vui vẻ, nhiệt tình, dễ hòa đồng",
        weakness="thiếu kiên trì, hay đổi chỗ làm, sinh hoạt chưa đều",
    ),
    Candidate(
        id="qc-022", full_name="Huỳnh Phước Lộc", born_on=date(1999, 12, 5),
        home_town="xã Thới Hòa, huyện Trà Ôn, tỉnh Vĩnh Long", street="đường Nguyễn Khoái",
        unit=branch(10), since=date(2018, 9, 3), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2015, 3, 26), school=CONTINUED, trade="Sơ cấp Lái xe",
        father=("Huỳnh Văn Phi", 1970, "lái xe"), mother=("Đặng Thị Yến", 1972, "công nhân"),
        deed="lái xe chở lực lượng, trang bị an toàn trong các đợt diễn tập",
        strength="tay lái vững, sẵn sàng nhận nhiệm vụ đột xuất",
        weakness="chấp hành kỷ luật ngoài giờ chưa nghiêm",
    ),
    Candidate(
        id="qc-023", full_name="Võ Minh Thư", sex="female", born_on=date(2003, 7, 7),
        home_town="xã Đức Hòa Thượng, huyện Đức Hòa, tỉnh Long An", street="đường Đoàn Văn Bơ",
        unit=branch(9), since=date(2022, 3, 1), source="standing_militia", occupation=MILITIA,
        union_joined_on=date(2018, 5, 19), school=NGUYEN_TRAI, trade="Chưa qua đào tạo nghề",
        father=("Võ Văn Tài", 1976, "thợ sơn"), mother=("Nguyễn Thị Hiền", 1979, "công nhân may"),
        deed="đạt thành tích cao trong đợt huấn luyện chiến sĩ mới",
        strength="kỷ luật tốt, ham học hỏi, có ý chí vươn lên",
        weakness="tuổi còn trẻ, cần được thử thách thêm",
    ),
)  # fmt: skip

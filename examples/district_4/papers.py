"""What is typed into the papers of the way to admission, as a clerk of the ward would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from examples.district_4.candidates import Candidate

Answers = Mapping[str, object]

_TASKS = (
    "trực sẵn sàng chiến đấu, tuần tra ban đêm và giữ gìn trật tự địa bàn",
    "đăng ký, quản lý công dân trong độ tuổi nghĩa vụ quân sự cùng khu phố",
    "huấn luyện điều lệnh, kỹ thuật bộ binh cho chiến sĩ mới của trung đội",
    "phối hợp công an phường kiểm tra tạm trú và bảo vệ các mục tiêu của địa phương",
    "tham gia diễn tập phòng thủ, cứu hộ, cứu nạn và phòng cháy, chữa cháy khu dân cư",
)
_PLANS = (
    "Tiếp tục giao việc khó dần, kèm cặp khi làm báo cáo, dự sinh hoạt chi bộ mở rộng một lần trong kỳ",
    "Hướng dẫn đọc Điều lệ Đảng và trao đổi từng chương; giúp khắc phục điểm còn hạn chế đã nêu",
    "Giao phụ trách một nội dung của đợt huấn luyện và tự đánh giá trước trung đội",
    "Giới thiệu với cấp ủy nơi cư trú, tham gia việc của khu phố ít nhất hai buổi mỗi tháng",
)
_ELDERS = ("Lợi", "Hai", "Thanh", "Bình", "Tám", "Sáng", "Hồng", "Mười", "Châu")
DECLARES_TOO_LITTLE = "qc-013"
CENTRE = "Trung tâm Bồi dưỡng chính trị Quận 4"
SIGNED_BY = "Lâm Văn Ví"


def assignment(who: Candidate, on: date) -> Answers:
    """NQ-PC."""
    return {
        "meeting_on": on.isoformat(),
        "strengths": f"Có lý lịch rõ ràng, {who.strength}; từng {who.deed}.",
        "guidance": (
            "Giúp quần chúng hiểu mục đích, lý tưởng của Đảng, nhiệm vụ của đảng viên; giao việc và "
            "kiểm tra kết quả; "
            f"giúp khắc phục hạn chế: {who.weakness}; nhận xét trung thực trước chi bộ."
        ),
        "report_cycle": "quarterly",
    }


def report(who: Candidate, since: date, on: date, number: int) -> Answers:
    """BC-GĐ, the mentor's report of a period."""
    task = _TASKS[(number + len(who.full_name)) % len(_TASKS)]
    return {
        "period_from": since.isoformat(),
        "period_until": on.isoformat(),
        "work_done": (
            f"Kỳ thứ {number}: gặp gỡ, trao đổi mỗi tháng hai lần; hướng dẫn {who.full_name} {task}; "
            "cùng rút kinh nghiệm sau mỗi việc."
        ),
        "strengths": f"{_capital(who.strength)}. Trong kỳ hoàn thành việc được giao đúng hạn.",
        "weaknesses": f"{_capital(who.weakness)}; đã nhận ra và có hướng sửa.",
        "next_plan": f"{_PLANS[number % len(_PLANS)]}.",
    }


def declined(who: Candidate, since: date, on: date) -> Answers:
    """BC-GĐ of a mentor who does not recommend to go on."""
    return {
        "period_from": since.isoformat(),
        "period_until": on.isoformat(),
        "work_done": "Đã gặp riêng ba lần, giao hai việc của chi đoàn và nhắc nhở việc sinh hoạt.",
        "strengths": f"{_capital(who.strength)}.",
        "weaknesses": f"{_capital(who.weakness)}. Việc được giao trong kỳ không hoàn thành.",
        "next_plan": "Đề nghị chi bộ xem xét phân công đảng viên khác gần địa bàn hơn tiếp tục giúp đỡ.",
    }


def certificate(who: Candidate, issued: date, *, new_member: bool = False) -> Answers:
    """CN-NTVĐ and CN-ĐVM, issued by the district's political centre."""
    kind = "ĐVM" if new_member else "NTVĐ"
    return {
        "issued_by": CENTRE,
        "certificate_number": f"{int(who.id[-3:]) * 17 % 240 + 1:03}/{kind}-{issued.year}",
        "course_from": (issued - timedelta(days=12)).isoformat(),
        "course_until": (issued - timedelta(days=5)).isoformat(),
        "grade": "good" if int(who.id[-3:]) % 3 else "fair",
        "issued_on": issued.isoformat(),
        "signed_by": SIGNED_BY,
    }


def application(who: Candidate, on: date) -> Answers:
    """1-KNĐ."""
    return {
        "issued_on": on.isoformat(),
        "workplace": who.occupation,
        "union_joined_at": who.school,
        "recognised_on": (on - timedelta(days=150)).isoformat(),
        "recognised_at": "Đoàn cơ sở Ban Chỉ huy Quân sự Quận 4",
        "understanding": (
            "Đảng là đội tiên phong của giai cấp công nhân, đồng thời là đội tiên phong của nhân dân "
            "lao động và "
            "của dân tộc; mục đích của Đảng là xây dựng nước Việt Nam độc lập, dân chủ, giàu mạnh, xã "
            "hội công "
            "bằng, văn minh, không còn người bóc lột người."
        ),
        "motive": (
            "Được đơn vị giao việc và được đảng viên dìu dắt, tôi thấy mình trưởng thành khi "
            f"{who.deed}. Tôi mong được "
            "đứng trong hàng ngũ của Đảng để góp sức nhiều hơn cho đơn vị và cho bà con nơi tôi ở."
        ),
        "pledge": (
            "Nếu được kết nạp, tôi hứa chấp hành Cương lĩnh chính trị, Điều lệ Đảng, pháp luật của Nhà "
            "nước, kỷ luật "
            "quân đội; nói đi đôi với làm; giữ mối liên hệ mật thiết với nhân dân."
        ),
    }


def curriculum_vitae(who: Candidate, on: date) -> Answers:
    """2-KNĐ."""
    born, since = who.born_on.year, who.since
    return {
        "issued_on": on.isoformat(),
        "general_education": "12/12",
        "professional_education": who.trade,
        "political_theory": "Sơ cấp",
        "union_joined_at": who.school,
        "history": [
            {"period": f"9/{born + 6} - 5/{born + 11}", "events": f"Học tiểu học tại {who.ward}, Quận 4."},
            {"period": f"9/{born + 11} - 5/{born + 15}", "events": "Học trung học cơ sở tại Quận 4."},
            {"period": f"9/{born + 15} - 5/{born + 18}", "events": f"Học trung học phổ thông: {who.school}."},
            {
                "period": f"{since.month}/{since.year} - nay",
                "events": f"{_capital(who.occupation)}, {who.ward}, Quận 4.",
            },
        ],
        "positions": [
            {
                "period": f"{since.month}/{since.year} - nay",
                "work": f"Ban Chỉ huy Quân sự {who.ward}, Quận 4",
                "position": who.occupation,
            }
        ],
        "political_features": "Bản thân không tham gia tổ chức chính trị, xã hội nào trái pháp luật.",
        "trainings": [
            {
                "school": CENTRE, "subject": "Bồi dưỡng nhận thức về Đảng", "period": "08 ngày",
                "mode": "Tập trung", "certificate": "Giấy chứng nhận",
            }
        ],
        "awards": [
            {
                "awarded_on": f"12/{on.year - 1}",
                "award": "Giấy khen chiến sĩ tiên tiến",
                "decided_by": f"Ủy ban nhân dân {who.ward}",
            }
        ],
        "family": _family(who),
        "self_assessment": f"{_capital(who.strength)}. Hạn chế: {who.weakness}. Xin hứa tiếp tục rèn luyện.",
    }  # fmt: skip


def verification(who: Candidate) -> Answers:
    """KL-XM."""
    return {
        "verifications": [
            {
                "matter": "Lịch sử bản thân",
                "place": f"Đảng ủy {who.ward}, Quận 4",
                "result": "Khai đúng, không có vấn đề phải kết luận thêm.",
            },
            {
                "matter": "Cha, mẹ đẻ",
                "place": f"{who.home_town} và {who.ward}, Quận 4",
                "result": "Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước.",
            },
        ],
        "conclusion": (
            f"Lý lịch của {who.full_name} rõ ràng, đủ tiêu chuẩn về bảo vệ chính trị nội bộ để xem xét "
            "kết nạp vào Đảng."
        ),
    }


def introduction(who: Candidate) -> Answers:
    """3-KNĐ."""
    return {
        **_qualities(who),
        "motive": "Trong sáng, mong muốn cống hiến; không vì lợi ích riêng.",
        "weaknesses": f"{_capital(who.weakness)}.",
    }


def endorsement(who: Candidate, against: int) -> Answers:
    """4-KNĐ and 4A-KNĐ."""
    return {
        "strengths": f"Đoàn viên nòng cốt, {who.strength}; {who.deed}.",
        "weaknesses": f"{_capital(who.weakness)}.",
        **_against(against, "Có ý kiến đề nghị thử thách thêm một thời gian"),
    }


def opinions(who: Candidate) -> Answers:
    """5-KNĐ and 12-KNĐ: what those say who work and live with the candidate."""
    number = int(who.id[-3:])
    return {
        "organisations": [
            {
                "organisation": "Đoàn cơ sở Ban Chỉ huy Quân sự Quận 4",
                "opinions_for": str(18 + number % 5),
                "opinions_against": "0",
            },
            {
                "organisation": f"Hội Liên hiệp Thanh niên {who.ward}",
                "opinions_for": str(11 + number % 4),
                "opinions_against": str(number % 2),
            },
        ],
        "strengths": f"{_capital(who.strength)}; {who.deed}.",
        "weaknesses": f"{_capital(who.weakness)}.",
        **_against(number % 2, "Một ý kiến cho rằng cần tham gia sinh hoạt khu phố nhiều hơn"),
        "residence_body": f"Chi bộ Khu phố {1 + number % 4}, {who.ward}",
        "residence_for": 14 + number % 6,
        "residence_against": 0,
        "residence_opinion": (
            "Bản thân và gia đình chấp hành tốt quy định nơi cư trú, tham gia đóng góp các quỹ, có "
            "quan hệ tốt với láng giềng."
        ),
        **_qualities(who),
    }


def opinions_before_admission(who: Candidate) -> Answers:
    """5-KNĐ."""
    return {**opinions(who), "record_conclusion": "Lý lịch rõ ràng, đã được thẩm tra, kết luận."}


def admission(who: Candidate, against: int, reasons: str) -> Answers:
    """6-KNĐ and 8-KNĐ: why a body proposes to admit."""
    return {
        "record_conclusion": "Lý lịch rõ ràng, bảo đảm tiêu chuẩn chính trị.",
        **_qualities(who),
        "weaknesses": f"{_capital(who.weakness)}.",
        **_against(against, reasons),
    }


def ceremony(who: Candidate, chair: str, minutes_by: str, attendance: int) -> Answers:
    """BB-LKN."""
    return {
        "started_at": "08 giờ 00",
        "ended_at": "09 giờ 15",
        "attendance": attendance,
        "guests": (
            "Đại diện Đảng ủy Quân sự Quận 4, Đoàn cơ sở Ban Chỉ huy Quân sự Quận 4 và gia đình đảng "
            "viên mới."
        ),
        "chair": chair,
        "minutes_by": minutes_by,
        "charge": (
            f"Tiếp tục làm tốt nhiệm vụ {who.occupation[0].lower()}{who.occupation[1:]}; phụ trách "
            "giúp đỡ hai thanh niên "
            "chuẩn bị nhập ngũ; học xong lớp đảng viên mới trong thời gian dự bị."
        ),
        "superior_speech": "Chúc mừng đảng viên mới, mong đồng chí giữ vững lời thề và phấn đấu không ngừng.",
    }


def _qualities(who: Candidate) -> dict[str, object]:
    return {
        "political_awareness": (
            "Lập trường tư tưởng vững vàng, tin tưởng sự lãnh đạo của Đảng, chấp hành nghiêm chủ "
            "trương, pháp luật, điều lệnh."
        ),
        "qualities": f"{_capital(who.strength)}; lối sống trong sáng, giản dị, đoàn kết với đồng đội.",
        "capacity": f"Hoàn thành tốt nhiệm vụ được giao; đã {who.deed}.",
        "trust": "Gần gũi, được quần chúng nơi công tác và nơi cư trú tín nhiệm.",
    }


def _against(number: int, reasons: str) -> dict[str, object]:
    return {"against_reasons": f"{reasons}."} if number else {}


def _family(who: Candidate) -> list[dict[str, str]]:
    """Return the family as declared; one candidate names the parents alone, and has to declare again."""
    parents = [_relative("Cha", who.father, who), _relative("Mẹ", who.mother, who)]
    if who.id == DECLARES_TOO_LITTLE:
        return parents
    name = int(who.id[-3:])
    paternal, maternal = who.father[0].split()[0], who.mother[0].split()[0]
    elders = (
        ("Ông nội", f"{paternal} Văn {_ELDERS[name % len(_ELDERS)]}", who.father[1] - 27),
        ("Bà nội", f"Lê Thị {_ELDERS[(name + 3) % len(_ELDERS)]}", who.father[1] - 25),
        ("Ông ngoại", f"{maternal} Văn {_ELDERS[(name + 5) % len(_ELDERS)]}", who.mother[1] - 28),
        ("Bà ngoại", f"Phan Thị {_ELDERS[(name + 7) % len(_ELDERS)]}", who.mother[1] - 24),
    )
    sibling = (f"{paternal} Minh {_ELDERS[(name + 2) % len(_ELDERS)]}", who.born_on.year + 4, "học sinh")
    return [
        *(
            _relative(relation, (called, born, "làm ruộng, già yếu"), who)
            for relation, called, born in elders
        ),
        *parents,
        _relative("Em ruột", sibling, who),
    ]


def _relative(relation: str, person: tuple[str, int, str], who: Candidate) -> dict[str, str]:
    name, born, occupation = person
    return {
        "relation": relation,
        "full_name": name,
        "born": str(born),
        "home_town": who.home_town,
        "occupation": _capital(occupation),
        "residence": f"{who.street}, {who.ward}, Quận 4",
        "politics": "Không tham gia tổ chức chế độ cũ; chấp hành tốt pháp luật.",
    }


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]

"""What clerks typed into the fields of every form: made-up examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.papers import Answer

STRENGTHS = (
    "Có lập trường tư tưởng chính trị vững vàng, tin tưởng vào sự lãnh đạo của Đảng; "
    "chấp hành nghiêm kỷ luật Quân đội; hoàn thành tốt nhiệm vụ trực sẵn sàng chiến đấu "
    "hai năm liền; được đồng đội và nhân dân nơi cư trú tín nhiệm."
)
WEAKNESSES = "Có lúc còn nể nang, chưa mạnh dạn góp ý trong sinh hoạt tập thể."
REMARKS: Mapping[str, Answer] = {
    "record_conclusion": "Lý lịch rõ ràng; bản thân và gia đình chấp hành tốt pháp luật của Nhà nước.",
    "political_awareness": "Nhận thức đúng mục đích, lý tưởng của Đảng; tích cực học tập nghị quyết.",
    "qualities": "Đạo đức trong sáng, lối sống giản dị, trung thực, có ý thức tổ chức kỷ luật cao.",
    "capacity": "Nắm chắc nghiệp vụ quân sự; hoàn thành xuất sắc nhiệm vụ huấn luyện, tuần tra.",
    "trust": "Gần gũi, đoàn kết với đồng đội; được cán bộ, chiến sĩ và nhân dân tín nhiệm.",
    "weaknesses": WEAKNESSES,
    "against_reasons": "cần thêm thời gian rèn luyện",
}
CERTIFICATE: Mapping[str, Answer] = {
    "issued_by": "Trung tâm Chính trị Quận 4",
    "certificate_number": "127/CN-TTCT",
    "course_from": date(2024, 8, 5),
    "course_until": date(2024, 8, 9),
    "grade": "good",
    "issued_on": date(2024, 8, 12),
    "signed_by": "Hồ Thị Làm Mẫu",
}
OPINIONS: Mapping[str, Answer] = {
    "organisations": [
        {"organisation": "Đoàn TNCS Hồ Chí Minh Phường 4", "opinions_for": "12", "opinions_against": "0"},
        {"organisation": "Hội Cựu chiến binh Phường 4", "opinions_for": "8", "opinions_against": "1"},
    ],
    "strengths": STRENGTHS,
    "residence_body": "Chi ủy Chi bộ Khu phố 2, Phường 4",
    "residence_for": 5,
    "residence_against": 0,
    "residence_opinion": "Bản thân và gia đình gương mẫu, tham gia tốt các phong trào.",
    **REMARKS,
}
VOTE: Mapping[str, Answer] = {
    **REMARKS,
    "appraisal": "Nghị quyết của chi bộ đúng quy trình, hồ sơ đầy đủ, hợp lệ.",
}
CURRICULUM_VITAE: Mapping[str, Answer] = {
    "issued_on": date(2025, 2, 10),
    "name_in_use": "Nguyễn Văn Mẫu",
    "other_names": "Mẫu Nhỏ",
    "temporary_residence": "Doanh trại Ban Chỉ huy Quân sự Quận 4",
    "general_education": "12/12",
    "professional_education": "Trung cấp Điện công nghiệp",
    "degree": "Không",
    "political_theory": "Sơ cấp",
    "languages": "Tiếng Anh (A2)",
    "union_joined_at": "Trường THPT Ví Dụ, Quận 4",
    "former_membership": "Không",
    "history": [
        {
            "period": "9/2007–5/2019",
            "events": "Học sinh tại các trường tiểu học, trung học trên địa bàn Quận 4.",
        },
        {"period": "9/2019–6/2021", "events": "Học Trung cấp Điện công nghiệp; tham gia Đoàn Thanh niên."},
        {"period": "3/2023 đến nay", "events": "Dân quân thường trực Phường 4, Quận 4."},
    ],
    "positions": [
        {"period": "7/2021–2/2023", "work": "Công ty Thí dụ, Quận 4: thợ điện", "position": "Tổ viên"},
        {"period": "3/2023 đến nay", "work": "Ban Chỉ huy Quân sự Phường 4", "position": "Tiểu đội trưởng"},
    ],
    "political_features": "Không tham gia tổ chức phản động, chưa có tiền án, tiền sự.",
    "trainings": [
        {
            "school": "Trung tâm Chính trị Quận 4",
            "subject": "Bồi dưỡng nhận thức về Đảng",
            "period": "8/2024",
            "mode": "Tập trung",
            "certificate": "Giấy chứng nhận",
        }
    ],
    "travels": [{"period": "7/2019", "country": "Lào", "purpose": "Giao lưu thanh niên"}],
    "awards": [
        {
            "awarded_on": "12/2024",
            "award": "Giấy khen chiến sĩ tiên tiến",
            "decided_by": "Ủy ban nhân dân Quận 4",
        }
    ],
    "disciplines": [
        {"imposed_on": "5/2020", "measure": "Nhắc nhở vì đi học muộn", "decided_by": "Nhà trường"}
    ],
    "family": [
        {
            "relation": relation,
            "full_name": full_name,
            "born": born,
            "home_town": "An Giang",
            "occupation": occupation,
            "residence": "Phường 4, Quận 4",
            "politics": "Chấp hành tốt chủ trương, chính sách",
        }
        for relation, full_name, born, occupation in (
            ("Ông nội", "Nguyễn Văn Ông", "1945", "Nông dân (đã nghỉ)"),
            ("Cha", "Nguyễn Văn Cha", "1972", "Công nhân"),
            ("Mẹ", "Lê Thị Mẹ", "1975", "Buôn bán nhỏ"),
            ("Em ruột", "Nguyễn Thị Em", "2006", "Sinh viên"),
        )
    ],
    "self_assessment": STRENGTHS + "\n" + WEAKNESSES,
}
APPLICATION: Mapping[str, Answer] = {
    "issued_on": date(2025, 2, 10),
    "workplace": "Ban Chỉ huy Quân sự Phường 4, Quận 4",
    "union_joined_at": "Trường THPT Ví Dụ, Quận 4",
    "recognised_on": date(2024, 1, 15),
    "recognised_at": "Đoàn TNCS Hồ Chí Minh Phường 4",
    "understanding": "Đảng Cộng sản Việt Nam là đội tiên phong của giai cấp công nhân, đồng thời là đội "
    "tiên phong của nhân dân lao động và của dân tộc Việt Nam.",
    "motive": "Được đứng vào hàng ngũ của Đảng để cống hiến nhiều hơn cho nhân dân, cho Quân đội.",
    "pledge": "Tôi xin hứa trung thành với lý tưởng của Đảng và làm tròn nhiệm vụ được giao.",
}
REPORT: Mapping[str, Answer] = {
    "period_from": date(2024, 2, 5),
    "period_until": date(2024, 5, 5),
    "work_done": "Gặp gỡ, trao đổi mỗi tuần một lần; hướng dẫn học tập Điều lệ Đảng.",
    "strengths": STRENGTHS,
    "weaknesses": WEAKNESSES,
    "next_plan": "Giới thiệu học lớp bồi dưỡng nhận thức về Đảng; rèn kỹ năng nói trước tập thể.",
}
CEREMONY: Mapping[str, Answer] = {
    "place": "Hội trường Ban Chỉ huy Quân sự Phường 4",
    "started_at": "8 giờ 00",
    "ended_at": "9 giờ 15",
    "attendance": 20,
    "guests": "Đại diện Đảng ủy Quân sự Quận 4; đại diện Đoàn TNCS Hồ Chí Minh Phường 4.",
    "chair": "Phạm Quốc Minh Họa",
    "minutes_by": "Đỗ Thị Giả Định",
    "charge": "Phụ trách tiểu đội dân quân thường trực, tham gia sinh hoạt chi bộ đầy đủ.",
    "superior_speech": "Chúc mừng đảng viên mới, đề nghị tiếp tục rèn luyện, giữ vững bản chất Bộ đội Cụ Hồ.",
}
SELF_REVIEW: Mapping[str, Answer] = {
    "tasks": "Hoàn thành nhiệm vụ trực sẵn sàng chiến đấu, huấn luyện và công tác dân vận được giao.",
    "strengths": STRENGTHS,
    "weaknesses": WEAKNESSES,
    "causes": "Kinh nghiệm công tác còn ít, chưa chủ động.",
    "measures": "Tích cực học tập, mạnh dạn phát biểu trong sinh hoạt chi bộ.",
    "recommendation": "Đề nghị Chi bộ xem xét, công nhận đảng viên chính thức đúng thời hạn.",
}
REMOVAL: Mapping[str, Answer] = {
    "grounds": "Trong thời gian dự bị vi phạm kỷ luật nhiều lần, đã được nhắc nhở nhưng không sửa chữa.",
    "weaknesses": "Không tham gia sinh hoạt chi bộ ba tháng liền không có lý do chính đáng.",
    "against_reasons": "cần cho thêm thời gian sửa chữa",
}

"""What is typed into the papers of the probation and of the recognition."""

from __future__ import annotations

from examples.district_4.candidates import Candidate
from examples.district_4.papers import Answers


def self_review(who: Candidate) -> Answers:
    """10-KNĐ, in the member's own words."""
    return {
        "tasks": (
            f"Hoàn thành nhiệm vụ {who.occupation[0].lower()}{who.occupation[1:]}; dự đủ các kỳ sinh "
            "hoạt chi bộ; giúp đỡ hai "
            "thanh niên của khu phố, cả hai đã nhập ngũ; học xong lớp bồi dưỡng đảng viên mới."
        ),
        "strengths": f"Tôi giữ được nền nếp: {who.strength}.",
        "weaknesses": f"Tôi tự thấy {who.weakness}.",
        "causes": "Do tuổi còn trẻ, kinh nghiệm ít và chưa thật sự nghiêm khắc với bản thân.",
        "measures": (
            "Lập kế hoạch tự học hằng tuần, mỗi quý xin ý kiến góp ý của đảng viên giúp đỡ và sửa ngay."
        ),
    }


def remarks(who: Candidate) -> Answers:
    """11-KNĐ, by the member in charge."""
    return {
        "strengths": (
            f"Suốt mười hai tháng dự bị, đồng chí {who.full_name} {who.strength}; giữ đúng lời hứa khi "
            "vào Đảng."
        ),
        "weaknesses": f"Còn {who.weakness}, đã tiến bộ rõ trong sáu tháng cuối.",
        "recommendation": "Đủ tư cách đảng viên; đề nghị chi bộ xét công nhận đảng viên chính thức.",
    }


def recognition(who: Candidate, against: int) -> Answers:
    """13-KNĐ and 15-KNĐ."""
    answers: dict[str, object] = {
        "political_awareness": (
            "Kiên định mục tiêu, lý tưởng của Đảng; chấp hành nghiêm Điều lệ và nghị quyết của chi bộ."
        ),
        "qualities": f"Giữ gìn phẩm chất đảng viên; {who.strength}.",
        "capacity": "Hoàn thành tốt nhiệm vụ trong thời gian dự bị, học xong lớp đảng viên mới.",
        "trust": "Được chi bộ, đơn vị và nhân dân nơi cư trú tín nhiệm.",
        "weaknesses": f"Cần tiếp tục khắc phục: {who.weakness}.",
    }
    return answers | ({"against_reasons": "Đề nghị rèn luyện thêm."} if against else {})

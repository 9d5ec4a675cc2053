"""Facts for every form: people plainly made up as examples, in the military setting of District 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from models.papers import (
    Answer,
    EarlierPaper,
    MemberFacts,
    PaperFacts,
    PersonFacts,
    SeatFacts,
    TallyFacts,
    UnitFacts,
)
from outputs.documents.contexts.parts import Head, Person
from outputs.documents.contexts.records import CheckedLine, Timeline, TimelineEntry, WaveList, WaveRow
from tests.outputs.meeting_samples import meeting_agenda, meeting_minutes, meeting_notice
from tests.outputs.sample_answers import (
    APPLICATION,
    CEREMONY,
    CERTIFICATE,
    CURRICULUM_VITAE,
    OPINIONS,
    REMARKS,
    REMOVAL,
    REPORT,
    SELF_REVIEW,
    STRENGTHS,
    VOTE,
)

BASE_URL = "https://hoso.example.vn"
RECORDED_AT = datetime(2025, 5, 15, 9, 30, tzinfo=UTC)

BRANCH = UnitFacts(id="cb-p4", kind="branch", name="Chi bộ Quân sự Phường 4", place="Quận 4")
SUB_COMMITTEE = UnitFacts(
    id="dubp-lld", kind="sub_committee", name="Đảng ủy bộ phận Lực lượng dân quân Quận 4", place="Quận 4"
)
GRASSROOTS = UnitFacts(
    id="du-qs-q4", kind="grassroots_committee", name="Đảng ủy Quân sự Quận 4", place="Quận 4"
)
COMPETENT = UnitFacts(id="qu-q4", kind="competent_committee", name="Quận ủy Quận 4", place="Quận 4")
CITY = UnitFacts(
    id="tu-hcm", kind="committee", name="Thành ủy Thành phố Hồ Chí Minh", place="Thành phố Hồ Chí Minh"
)
YOUTH_UNION = UnitFacts(id="doan-p4", kind="youth_union", name="Đoàn Phường 4", place="Quận 4")
DISTRICT_YOUTH = UnitFacts(id="doan-q4", kind="youth_union", name="Quận đoàn Quận 4", place="Quận 4")
TRADE_UNION = UnitFacts(
    id="cd-bchqs", kind="trade_union", name="Công đoàn cơ sở Ban Chỉ huy Quân sự Quận 4", place="Quận 4"
)
DISTRICT_UNION = UnitFacts(id="ldld-q4", kind="trade_union", name="Liên đoàn Lao động Quận 4", place="Quận 4")
SUPERIORS = {
    BRANCH: GRASSROOTS,
    SUB_COMMITTEE: GRASSROOTS,
    GRASSROOTS: COMPETENT,
    COMPETENT: CITY,
    YOUTH_UNION: DISTRICT_YOUTH,
    TRADE_UNION: DISTRICT_UNION,
}

CANDIDATE = PersonFacts(
    id="nv-mau",
    full_name="Nguyễn Văn Mẫu",
    sex="male",
    born_on=date(2001, 11, 23),
    birthplace="Phường 4, Quận 4, Thành phố Hồ Chí Minh",
    home_town="xã Vĩnh Phước, huyện Tri Tôn, tỉnh An Giang",
    ethnicity="Kinh",
    religion="Không",
    residence="số 15 đường Ví Dụ, Khu phố 2, Phường 4, Quận 4",
    occupation="Dân quân thường trực Phường 4",
    education="upper_secondary",
    identity_number="079201000000",
    union_joined_on=date(2016, 3, 26),
    joined_on=date(2025, 6, 20),
    official_on=date(2026, 6, 20),
)
MENTOR = PersonFacts(
    id="tt-thidu",
    full_name="Trần Thị Thí Dụ",
    sex="female",
    born_on=date(1985, 2, 9),
    joined_on=date(2010, 5, 19),
    official_on=date(2011, 5, 19),
)
INTRODUCER = PersonFacts(
    id="lv-vidu",
    full_name="Lê Văn Ví Dụ",
    sex="male",
    born_on=date(1979, 10, 1),
    joined_on=date(2004, 2, 3),
    official_on=date(2005, 2, 3),
)
MEMBERS = (
    MemberFacts(
        person=MENTOR,
        role="mentor",
        position="Phó Chỉ huy trưởng Ban Chỉ huy Quân sự Phường 4",
        branch=BRANCH.name,
        assigned_on=date(2024, 2, 5),
    ),
    MemberFacts(
        person=INTRODUCER, role="introducer", position=None, branch=BRANCH.name, assigned_on=date(2025, 3, 3)
    ),
)
SECRETARY = SeatFacts(full_name="Phạm Quốc Minh Họa", position="Bí thư")
CLERK = SeatFacts(full_name="Đỗ Thị Giả Định", position="Đảng viên")

BRANCH_TALLY = TallyFacts(
    held_on=date(2025, 5, 15),
    chair=SECRETARY,
    secretary=CLERK,
    roll=21,
    probationary=2,
    present=19,
    probationary_present=2,
    absences=(("Trần Đình Thử", "điều trị tại bệnh viện"), ("Lý Mỹ Nháp", "đi công tác")),
    excused=(),
    yes=19,
    no=0,
    blank=0,
    invalid=0,
    passed=True,
)
COMMITTEE_TALLY = TallyFacts(
    held_on=date(2025, 5, 27),
    chair=SECRETARY,
    secretary=CLERK,
    roll=9,
    probationary=0,
    present=8,
    probationary_present=0,
    absences=(("Võ Văn Tỉ Dụ", "dự tập huấn tại Quân khu"),),
    excused=(),
    yes=8,
    no=0,
    blank=0,
    invalid=0,
    passed=True,
)
UNION_TALLY = replace(
    COMMITTEE_TALLY, held_on=date(2025, 3, 1), roll=11, present=10, absences=(), yes=9, no=0, blank=1
)

_Case = tuple[UnitFacts, str, Mapping[str, Answer], TallyFacts | None, str | None]
"""Who issues the form, on which outcome, what is typed, which vote, under which symbol."""

CASES: Mapping[str, _Case] = {
    "NQ-PC": (
        BRANCH,
        "submitted",
        {
            "meeting_on": date(2024, 2, 5),
            "strengths": STRENGTHS,
            "guidance": "Bồi dưỡng nhận thức về Đảng; rèn luyện tác phong, kỷ luật; giao việc.",
            "report_cycle": "quarterly",
        },
        None,
        "NQ/CB",
    ),
    "BC-GĐ": (BRANCH, "continued", REPORT, None, None),
    "CN-NTVĐ": (BRANCH, "submitted", CERTIFICATE, None, None),
    "1-KNĐ": (BRANCH, "submitted", APPLICATION, None, None),
    "2-KNĐ": (BRANCH, "submitted", CURRICULUM_VITAE, None, None),
    "KL-XM": (
        GRASSROOTS,
        "clear",
        {
            "verifications": [
                {"matter": "Bản thân", "place": "Phường 4, Quận 4", "result": "Đúng như khai trong lý lịch"},
                {
                    "matter": "Cha, mẹ đẻ",
                    "place": "xã Vĩnh Phước, An Giang",
                    "result": "Không có vấn đề vướng mắc",
                },
            ],
            "conclusion": "Không có vấn đề về lịch sử chính trị và chính trị hiện nay cần xem xét.",
        },
        None,
        "KL/ĐU",
    ),
    "3-KNĐ": (
        BRANCH,
        "recommended",
        {**REMARKS, "motive": "Động cơ trong sáng, muốn cống hiến."},
        None,
        None,
    ),
    "4-KNĐ": (YOUTH_UNION, "endorsed", {**REMARKS, "strengths": STRENGTHS}, UNION_TALLY, "NQ/ĐTN"),
    "4A-KNĐ": (TRADE_UNION, "endorsed", {**REMARKS, "strengths": STRENGTHS}, UNION_TALLY, "NQ/CĐ"),
    "5-KNĐ": (BRANCH, "submitted", OPINIONS, None, None),
    "6-KNĐ": (BRANCH, "passed", VOTE, BRANCH_TALLY, "NQ/CB"),
    "7-KNĐ": (SUB_COMMITTEE, "passed", VOTE, COMMITTEE_TALLY, "BC/ĐU"),
    "8-KNĐ": (GRASSROOTS, "passed", VOTE, COMMITTEE_TALLY, "NQ/ĐU"),
    "9-KNĐ": (COMPETENT, "approved", {}, COMMITTEE_TALLY, "QĐ/QU"),
    "9A-KNĐ": (GRASSROOTS, "approved", {}, COMMITTEE_TALLY, "QĐ/ĐU"),
    "BB-LKN": (BRANCH, "held", CEREMONY, None, None),
    "CN-ĐVM": (BRANCH, "submitted", CERTIFICATE, None, None),
    "10-KNĐ": (BRANCH, "submitted", SELF_REVIEW, None, None),
    "11-KNĐ": (BRANCH, "recommended", SELF_REVIEW, None, None),
    "12-KNĐ": (BRANCH, "submitted", OPINIONS, None, None),
    "13-KNĐ": (BRANCH, "passed", VOTE, BRANCH_TALLY, "NQ/CB"),
    "14-KNĐ": (SUB_COMMITTEE, "passed", VOTE, COMMITTEE_TALLY, "BC/ĐU"),
    "15-KNĐ": (GRASSROOTS, "passed", VOTE, COMMITTEE_TALLY, "NQ/ĐU"),
    "16-KNĐ": (COMPETENT, "approved", {}, COMMITTEE_TALLY, "QĐ/QU"),
    "NQ-XT-CB": (BRANCH, "passed", REMOVAL, BRANCH_TALLY, "NQ/CB"),
    "NQ-XT-ĐU": (GRASSROOTS, "passed", REMOVAL, COMMITTEE_TALLY, "NQ/ĐU"),
    "QĐ-XT": (COMPETENT, "approved", REMOVAL, COMMITTEE_TALLY, "QĐ/QU"),
}
FORMS = tuple(CASES)


def _earlier(
    form: str, number: str | None, dated: date, issuer: UnitFacts, tally: TallyFacts | None
) -> EarlierPaper:
    return EarlierPaper(form=form, number=number, dated=dated, issuer=issuer.name, answers={}, tally=tally)


EARLIER = (
    _earlier("2-KNĐ", None, date(2025, 2, 10), BRANCH, None),
    _earlier("6-KNĐ", "07-NQ/CB", date(2025, 5, 15), BRANCH, BRANCH_TALLY),
    _earlier("7-KNĐ", "03-BC/ĐU", date(2025, 5, 20), SUB_COMMITTEE, COMMITTEE_TALLY),
    _earlier("8-KNĐ", "12-NQ/ĐU", date(2025, 5, 27), GRASSROOTS, COMMITTEE_TALLY),
    _earlier("9-KNĐ", "215-QĐ/QU", date(2025, 6, 10), COMPETENT, COMMITTEE_TALLY),
    _earlier("13-KNĐ", "09-NQ/CB", date(2026, 6, 25), BRANCH, BRANCH_TALLY),
    _earlier("14-KNĐ", "04-BC/ĐU", date(2026, 6, 29), SUB_COMMITTEE, COMMITTEE_TALLY),
    _earlier("15-KNĐ", "15-NQ/ĐU", date(2026, 7, 2), GRASSROOTS, COMMITTEE_TALLY),
    _earlier("NQ-XT-CB", "10-NQ/CB", date(2026, 7, 10), BRANCH, BRANCH_TALLY),
    _earlier("NQ-XT-ĐU", "17-NQ/ĐU", date(2026, 7, 20), GRASSROOTS, COMMITTEE_TALLY),
)


def paper_facts(form: str) -> PaperFacts:
    """Return facts in which everything is there that the form may print."""
    issuer, outcome, answers, tally, symbol = CASES[form]
    return PaperFacts(
        form=form,
        step="step",
        outcome=outcome,
        dossier="HS-2025-0012",
        document="VB-2025-0012-014",
        number=7 if symbol else None,
        symbol=symbol,
        dated=date(2025, 5, 15),
        recorded_at=RECORDED_AT,
        candidate=CANDIDATE,
        issuer=issuer,
        superior=SUPERIORS[issuer],
        branch=BRANCH,
        bodies={
            "branch": BRANCH,
            "sub_committee": SUB_COMMITTEE,
            "grassroots_committee": GRASSROOTS,
            "competent_committee": COMPETENT,
            "youth_union": YOUTH_UNION,
            "trade_union": TRADE_UNION,
        },
        signer=SECRETARY,
        answers=answers,
        members=MEMBERS,
        tally=tally,
        earlier=EARLIER,
        joined_on=date(2025, 6, 20),
        source="standing_militia",
    )


_OFFICE_HEAD = Head(
    superior="ĐẢNG BỘ QUÂN SỰ QUẬN 4",
    issuer="CHI BỘ QUÂN SỰ PHƯỜNG 4",
    number=None,
    place="Quận 4",
    dated=date(2025, 5, 15),
)
_QUORUM = CheckedLine(
    requirement="Số đảng viên chính thức có mặt",
    arithmetic="19 trên 21, cần 14",
    source="Hướng dẫn 01-HD/TW, phần hội nghị chi bộ",
    is_met=True,
)
_MAJORITY = CheckedLine(
    requirement="Số đảng viên chính thức tán thành",
    arithmetic="19 trên 21, cần 14",
    source="Điều lệ Đảng 2011, Điều 4 và Điều 5",
    is_met=True,
)


def timeline(length: int = 24) -> Timeline:
    """Return a dossier's timeline of so many events."""
    return Timeline(
        head=_OFFICE_HEAD,
        dossier="HS-2025-0012",
        candidate=Person(full_name=CANDIDATE.full_name, is_female=False, born_on=CANDIDATE.born_on),
        branch=BRANCH.name,
        procedure="quy trình “Kết nạp đảng viên (2021–2025)”",
        opened_on=date(2024, 2, 5),
        standing="chờ cấp ủy cơ sở xét",
        made_at=RECORDED_AT,
        entries=tuple(
            TimelineEntry(
                sequence=sequence,
                at=RECORDED_AT.replace(day=1 + sequence % 28),
                actor=SECRETARY.full_name,
                step="Chi bộ biểu quyết đề nghị kết nạp",
                happened="Chi bộ biểu quyết: 19 tán thành, 0 không tán thành.",
                checked=(_QUORUM, _MAJORITY) if sequence % 3 == 0 else (),
                hash_tail=f"{sequence:04x}…9af3",
            )
            for sequence in range(1, length + 1)
        ),
        last_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )


def wave_list(length: int = 30) -> WaveList:
    """Return the list of a wave that made so many documents."""
    return WaveList(
        head=_OFFICE_HEAD,
        wave="2025-05-15-001",
        made_at=RECORDED_AT,
        rows=tuple(
            WaveRow(
                document=f"VB-2025-{position:04}-014",
                dossier=f"HS-2025-{position:04}",
                form="6-KNĐ",
                title="Nghị quyết đề nghị kết nạp đảng viên",
                number=f"{position:02}-NQ/CB" if position % 2 else None,
                addressee=GRASSROOTS.name,
            )
            for position in range(1, length + 1)
        ),
    )


RECORDS: Mapping[str, Callable[[], Any]] = {
    "timeline": timeline,
    "wave_list": wave_list,
    "meeting_notice": meeting_notice,
    "meeting_agenda": meeting_agenda,
    "meeting_minutes": meeting_minutes,
}

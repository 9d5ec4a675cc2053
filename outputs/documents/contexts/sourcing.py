"""What the first papers print: the mentor's assignment and reports, the certificate of a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.papers import PaperFacts
from outputs.documents.contexts.parts import Head, Member, Person, Signature
from outputs.documents.contexts.reading import Reader

GRADES = {"excellent": "Xuất sắc", "good": "Giỏi", "fair": "Khá", "average": "Trung bình"}
CYCLES = {"monthly": "hằng tháng", "quarterly": "hằng quý"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorAssignment:
    """NQ-PC: the branch puts a member in charge of a candidate."""

    head: Head
    candidate: Person
    occupation: str
    residence: str
    branch: str
    meeting_on: date
    strengths: str
    mentor: Member
    guidance: str
    report_cycle: str
    signature: Signature


def mentor_assignment(facts: PaperFacts) -> MentorAssignment:
    """Fill NQ-PC."""
    read = Reader(facts)
    mentor = read.mentor()
    return MentorAssignment(
        head=read.numbered_head(),
        candidate=read.candidate(),
        occupation=read.of_candidate("occupation"),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        meeting_on=read.day("meeting_on"),
        strengths=read.text("strengths"),
        mentor=mentor,
        guidance=read.text("guidance"),
        report_cycle=read.chosen("report_cycle", CYCLES),
        signature=read.signature(
            f"{read.superior()} (để báo cáo)", f"Đồng chí {mentor.full_name} (để thực hiện)", "Lưu Chi bộ"
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorReport:
    """BC-GĐ: the mentor reports on a period of guidance."""

    head: Head
    candidate: Person
    branch: str
    author: Member
    outcome: str
    period_from: date
    period_until: date
    work_done: str
    strengths: str
    weaknesses: str
    next_plan: str
    signature: Signature


def mentor_report(facts: PaperFacts) -> MentorReport:
    """Fill BC-GĐ."""
    read = Reader(facts)
    read.only_after("continued", "recommended", "declined")
    author = read.mentor()
    return MentorReport(
        head=read.head(),
        candidate=read.candidate(),
        branch=read.branch(),
        author=author,
        outcome=facts.outcome,
        period_from=read.day("period_from"),
        period_until=read.day("period_until"),
        work_done=read.text("work_done"),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        next_plan=read.text("next_plan"),
        signature=read.own_signature("NGƯỜI BÁO CÁO", author.full_name),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCertificate:
    """CN-NTVĐ and CN-ĐVM: a political centre certifies that a course was attended."""

    issued_by: str
    place: str
    dated: date
    certificate_number: str
    candidate: Person
    home_town: str
    branch: str
    course_from: date
    course_until: date
    grade: str
    signed_by: str


def course_certificate(facts: PaperFacts) -> CourseCertificate:
    """Fill CN-NTVĐ or CN-ĐVM."""
    read = Reader(facts)
    return CourseCertificate(
        issued_by=read.text("issued_by"),
        place=read.head().place,
        dated=read.day("issued_on"),
        certificate_number=read.text("certificate_number"),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        branch=read.branch(),
        course_from=read.day("course_from"),
        course_until=read.day("course_until"),
        grade=read.chosen("grade", GRADES),
        signed_by=read.text("signed_by"),
    )

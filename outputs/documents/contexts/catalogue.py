"""Every paper by its code: which template prints it, what the template is given, how that is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.papers import PaperFacts
from outputs.documents.contexts import (
    admission,
    application,
    introduction,
    meetings,
    probation,
    recognition,
    records,
    sourcing,
)

Context = Any
"""One of the frozen dataclasses of this folder; the template's whole knowledge."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper."""

    template: str
    context: type[Context]
    fill: Callable[[PaperFacts], Context] | None
    """None for records, whose context is made by a query."""


PAPERS: Mapping[str, Paper] = {
    "NQ-PC": Paper("nq-pc", sourcing.MentorAssignment, sourcing.mentor_assignment),
    "BC-GĐ": Paper("bc-gd", sourcing.MentorReport, sourcing.mentor_report),
    "CN-NTVĐ": Paper("cn-ntvd", sourcing.CourseCertificate, sourcing.course_certificate),
    "1-KNĐ": Paper("1-knd", application.Application, application.application),
    "2-KNĐ": Paper("2-knd", application.CurriculumVitae, application.curriculum_vitae),
    "KL-XM": Paper("kl-xm", application.Verification, application.verification),
    "3-KNĐ": Paper("3-knd", introduction.Introduction, introduction.introduction),
    "4-KNĐ": Paper("4-knd", introduction.UnionResolution, introduction.union_resolution),
    "4A-KNĐ": Paper("4a-knd", introduction.UnionResolution, introduction.union_resolution),
    "5-KNĐ": Paper("5-knd", introduction.CandidateOpinions, introduction.candidate_opinions),
    "6-KNĐ": Paper("6-knd", admission.BranchResolution, admission.branch_resolution),
    "7-KNĐ": Paper("7-knd", admission.Appraisal, admission.admission_appraisal),
    "8-KNĐ": Paper("8-knd", admission.CommitteeResolution, admission.committee_resolution),
    "9-KNĐ": Paper("9-knd", admission.AdmissionDecision, admission.admission_decision),
    "9A-KNĐ": Paper("9a-knd", admission.EmpoweredDecision, admission.empowered_decision),
    "BB-LKN": Paper("bb-lkn", probation.CeremonyMinutes, probation.ceremony_minutes),
    "CN-ĐVM": Paper("cn-dvm", sourcing.CourseCertificate, sourcing.course_certificate),
    "10-KNĐ": Paper("10-knd", probation.SelfReview, probation.self_review),
    "11-KNĐ": Paper("11-knd", probation.MemberRemarks, probation.member_remarks),
    "12-KNĐ": Paper("12-knd", probation.ProbationOpinions, probation.probation_opinions),
    "13-KNĐ": Paper("13-knd", recognition.RecognitionResolution, recognition.recognition_resolution),
    "14-KNĐ": Paper("14-knd", admission.Appraisal, recognition.recognition_appraisal),
    "15-KNĐ": Paper("15-knd", recognition.CommitteeRecognition, recognition.committee_recognition),
    "16-KNĐ": Paper("16-knd", recognition.RecognitionDecision, recognition.recognition_decision),
    "NQ-XT-CB": Paper("nq-xt-cb", recognition.BranchRemoval, recognition.branch_removal),
    "NQ-XT-ĐU": Paper("nq-xt-du", recognition.CommitteeRemoval, recognition.committee_removal),
    "QĐ-XT": Paper("qd-xt", recognition.RemovalDecision, recognition.removal_decision),
    records.TIMELINE: Paper("timeline", records.Timeline, None),
    meetings.NOTICE: Paper("meeting-notice", meetings.MeetingNotice, None),
    meetings.AGENDA: Paper("meeting-agenda", meetings.MeetingAgenda, None),
    meetings.MINUTES: Paper("meeting-minutes", meetings.MeetingMinutes, None),
    records.WAVE_LIST: Paper("wave-list", records.WaveList, None),
}


def context_of(facts: PaperFacts) -> Context:
    """Return all that the form prints, or raise MissingValue for the first thing the record lacks.

    Raises KeyError for a form nobody has drawn, and NotThisOutcome where the form does not exist for how the
    step ended.
    """
    fill = PAPERS[facts.form].fill
    if fill is None:
        raise KeyError(facts.form)
    return fill(facts)

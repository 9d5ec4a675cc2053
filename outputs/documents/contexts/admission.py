"""What the papers of the decision on admission print, from the branch's resolution to the decision."""

from __future__ import annotations

from dataclasses import dataclass

from models.papers import PaperFacts
from outputs.documents.contexts.parts import Head, Person, Reference, Signature, Tally, VotedReference
from outputs.documents.contexts.reading import Reader

VOTED = ("passed", "failed", "exhausted")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchResolution:
    """6-KNĐ: the branch votes on admission."""

    head: Head
    candidate: Person
    occupation: str
    residence: str
    branch: str
    superior: str
    outcome: str
    tally: Tally
    record_conclusion: str
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    weaknesses: str
    signature: Signature


def branch_resolution(facts: PaperFacts) -> BranchResolution:
    """Fill 6-KNĐ."""
    read = Reader(facts)
    read.only_after(*VOTED)
    return BranchResolution(
        head=read.numbered_head(),
        candidate=read.candidate(),
        occupation=read.of_candidate("occupation"),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        superior=read.superior(),
        outcome=facts.outcome,
        tally=read.tally(),
        record_conclusion=read.text("record_conclusion"),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(f"{read.superior()} (để báo cáo)", "Lưu Chi bộ"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """7-KNĐ and 14-KNĐ: the sub-committee appraises the branch's resolution."""

    head: Head
    issuer: str
    superior: str
    candidate: Person
    branch: str
    branch_resolution: VotedReference
    outcome: str
    tally: Tally
    appraisal: str
    signature: Signature


def admission_appraisal(facts: PaperFacts) -> Appraisal:
    """Fill 7-KNĐ."""
    return appraisal_of(facts, "6-KNĐ")


def appraisal_of(facts: PaperFacts, resolution: str) -> Appraisal:
    """Fill an appraisal of the branch's resolution on this form."""
    read = Reader(facts)
    read.only_after(*VOTED)
    return Appraisal(
        head=read.numbered_head(),
        issuer=read.issuer(),
        superior=read.superior(),
        candidate=read.candidate(),
        branch=read.branch(),
        branch_resolution=read.voted(resolution),
        outcome=facts.outcome,
        tally=read.tally(),
        appraisal=read.text("appraisal"),
        signature=read.signature(f"{read.superior()} (để báo cáo)", read.branch(), "Lưu Đảng ủy bộ phận"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeResolution:
    """8-KNĐ: the grassroots committee votes on admission."""

    head: Head
    issuer: str
    competent: str
    candidate: Person
    branch: str
    branch_resolution: VotedReference
    appraisal: Reference | None
    outcome: str
    tally: Tally
    record_conclusion: str
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    weaknesses: str
    signature: Signature


def committee_resolution(facts: PaperFacts) -> CommitteeResolution:
    """Fill 8-KNĐ."""
    read = Reader(facts)
    read.only_after(*VOTED)
    competent = read.body("competent_committee")
    return CommitteeResolution(
        head=read.numbered_head(),
        issuer=read.issuer(),
        competent=competent,
        candidate=read.candidate(),
        branch=read.branch(),
        branch_resolution=read.voted("6-KNĐ"),
        appraisal=read.earlier_or_none("7-KNĐ"),
        outcome=facts.outcome,
        tally=read.tally(),
        record_conclusion=read.text("record_conclusion"),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(f"{competent} (để báo cáo)", read.branch(), "Lưu Đảng ủy"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionDecision:
    """9-KNĐ: the competent committee admits the candidate, on the proposal of the grassroots committee."""

    head: Head
    grassroots: str
    candidate: Person
    home_town: str
    residence: str
    occupation: str
    branch: str
    branch_resolution: Reference
    committee_resolution: Reference
    signature: Signature


def admission_decision(facts: PaperFacts) -> AdmissionDecision:
    """Fill 9-KNĐ."""
    read = Reader(facts)
    read.only_after("approved")
    return AdmissionDecision(
        head=read.numbered_head(),
        grassroots=read.body("grassroots_committee"),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        residence=read.of_candidate("residence"),
        occupation=read.of_candidate("occupation"),
        branch=read.branch(),
        branch_resolution=read.earlier("6-KNĐ"),
        committee_resolution=read.earlier("8-KNĐ"),
        signature=read.signature("Như Điều 3", "Lưu hồ sơ"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmpoweredDecision:
    """9A-KNĐ: a grassroots committee that is empowered to decide admits the candidate."""

    head: Head
    issuer: str
    candidate: Person
    home_town: str
    residence: str
    occupation: str
    branch: str
    branch_resolution: Reference
    signature: Signature


def empowered_decision(facts: PaperFacts) -> EmpoweredDecision:
    """Fill 9A-KNĐ."""
    read = Reader(facts)
    read.only_after("approved")
    return EmpoweredDecision(
        head=read.numbered_head(),
        issuer=read.issuer(),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        residence=read.of_candidate("residence"),
        occupation=read.of_candidate("occupation"),
        branch=read.branch(),
        branch_resolution=read.earlier("6-KNĐ"),
        signature=read.signature("Như Điều 3", "Lưu hồ sơ"),
    )

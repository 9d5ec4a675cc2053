"""What the papers at the end of the probation print: recognition as official member, or removal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.papers import PaperFacts
from outputs.documents.contexts.admission import VOTED, Appraisal, appraisal_of
from outputs.documents.contexts.parts import Head, Person, Reference, Signature, Tally, VotedReference
from outputs.documents.contexts.reading import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionResolution:
    """13-KNĐ: the branch votes on recognition."""

    head: Head
    candidate: Person
    joined_on: date
    branch: str
    superior: str
    outcome: str
    tally: Tally
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    weaknesses: str
    signature: Signature


def recognition_resolution(facts: PaperFacts) -> RecognitionResolution:
    """Fill 13-KNĐ."""
    read = Reader(facts)
    read.only_after(*VOTED)
    return RecognitionResolution(
        head=read.numbered_head(),
        candidate=read.candidate(),
        joined_on=read.joined_on(),
        branch=read.branch(),
        superior=read.superior(),
        outcome=facts.outcome,
        tally=read.tally(),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(f"{read.superior()} (để báo cáo)", "Lưu Chi bộ"),
    )


def recognition_appraisal(facts: PaperFacts) -> Appraisal:
    """Fill 14-KNĐ."""
    return appraisal_of(facts, "13-KNĐ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRecognition:
    """15-KNĐ: the grassroots committee votes on recognition."""

    head: Head
    issuer: str
    competent: str
    candidate: Person
    joined_on: date
    branch: str
    branch_resolution: VotedReference
    appraisal: Reference | None
    outcome: str
    tally: Tally
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    weaknesses: str
    signature: Signature


def committee_recognition(facts: PaperFacts) -> CommitteeRecognition:
    """Fill 15-KNĐ."""
    read = Reader(facts)
    read.only_after(*VOTED)
    competent = read.body("competent_committee")
    return CommitteeRecognition(
        head=read.numbered_head(),
        issuer=read.issuer(),
        competent=competent,
        candidate=read.candidate(),
        joined_on=read.joined_on(),
        branch=read.branch(),
        branch_resolution=read.voted("13-KNĐ"),
        appraisal=read.earlier_or_none("14-KNĐ"),
        outcome=facts.outcome,
        tally=read.tally(),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(f"{competent} (để báo cáo)", read.branch(), "Lưu Đảng ủy"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionDecision:
    """16-KNĐ: the competent body recognises the member as official."""

    head: Head
    grassroots: str
    candidate: Person
    home_town: str
    joined_on: date
    official_on: date
    admitted: Reference
    branch: str
    branch_resolution: Reference
    committee_resolution: Reference | None
    signature: Signature


def recognition_decision(facts: PaperFacts) -> RecognitionDecision:
    """Fill 16-KNĐ; after three votes without enough support there may be no committee resolution."""
    read = Reader(facts)
    read.only_after("approved")
    return RecognitionDecision(
        head=read.numbered_head(),
        grassroots=read.body("grassroots_committee"),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        joined_on=read.joined_on(),
        official_on=read.day_of_candidate("official_on"),
        admitted=read.earlier("9-KNĐ", "9A-KNĐ"),
        branch=read.branch(),
        branch_resolution=read.earlier("13-KNĐ"),
        committee_resolution=read.earlier_or_none("15-KNĐ"),
        signature=read.signature("Như Điều 3", "Lưu hồ sơ"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRemoval:
    """NQ-XT-CB: the branch votes on removing a probationary member from the list."""

    head: Head
    candidate: Person
    joined_on: date
    branch: str
    superior: str
    outcome: str
    tally: Tally
    grounds: str
    weaknesses: str
    signature: Signature


def branch_removal(facts: PaperFacts) -> BranchRemoval:
    """Fill NQ-XT-CB."""
    read = Reader(facts)
    read.only_after(*VOTED)
    return BranchRemoval(
        head=read.numbered_head(),
        candidate=read.candidate(),
        joined_on=read.joined_on(),
        branch=read.branch(),
        superior=read.superior(),
        outcome=facts.outcome,
        tally=read.tally(),
        grounds=read.text("grounds"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(f"{read.superior()} (để báo cáo)", "Lưu Chi bộ"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRemoval:
    """NQ-XT-ĐU: the grassroots committee votes on the removal."""

    head: Head
    issuer: str
    competent: str
    candidate: Person
    joined_on: date
    branch: str
    branch_resolution: VotedReference
    outcome: str
    tally: Tally
    grounds: str
    signature: Signature


def committee_removal(facts: PaperFacts) -> CommitteeRemoval:
    """Fill NQ-XT-ĐU."""
    read = Reader(facts)
    read.only_after(*VOTED)
    competent = read.body("competent_committee")
    return CommitteeRemoval(
        head=read.numbered_head(),
        issuer=read.issuer(),
        competent=competent,
        candidate=read.candidate(),
        joined_on=read.joined_on(),
        branch=read.branch(),
        branch_resolution=read.voted("NQ-XT-CB"),
        outcome=facts.outcome,
        tally=read.tally(),
        grounds=read.text("grounds"),
        signature=read.signature(f"{competent} (để báo cáo)", read.branch(), "Lưu Đảng ủy"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalDecision:
    """QĐ-XT: the competent body removes a probationary member from the list."""

    head: Head
    grassroots: str
    candidate: Person
    home_town: str
    joined_on: date
    branch: str
    branch_resolution: Reference
    committee_resolution: Reference | None
    grounds: str
    signature: Signature


def removal_decision(facts: PaperFacts) -> RemovalDecision:
    """Fill QĐ-XT; after three votes without enough support there may be no committee resolution."""
    read = Reader(facts)
    read.only_after("approved")
    return RemovalDecision(
        head=read.numbered_head(),
        grassroots=read.body("grassroots_committee"),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        joined_on=read.joined_on(),
        branch=read.branch(),
        branch_resolution=read.earlier("NQ-XT-CB"),
        committee_resolution=read.earlier_or_none("NQ-XT-ĐU"),
        grounds=read.text("grounds"),
        signature=read.signature("Như Điều 3", "Lưu hồ sơ"),
    )

"""What the papers of the ceremony and of the probation print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.papers import PaperFacts
from outputs.documents.contexts.introduction import Asked
from outputs.documents.contexts.parts import Head, Member, Person, Reference, Signature
from outputs.documents.contexts.reading import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyMinutes:
    """BB-LKN: the minutes of the admission ceremony."""

    head: Head
    candidate: Person
    branch: str
    held_on: date
    place: str
    decision: Reference
    started_at: str
    ended_at: str
    attendance: int
    guests: str | None
    chair: str
    minutes_by: str
    charge: str
    superior_speech: str | None
    mentor: Member


def ceremony_minutes(facts: PaperFacts) -> CeremonyMinutes:
    """Fill BB-LKN."""
    read = Reader(facts)
    read.only_after("held")
    return CeremonyMinutes(
        head=read.head(),
        candidate=read.candidate(),
        branch=read.branch(),
        held_on=read.joined_on(),
        place=read.text("place"),
        decision=read.earlier("9-KNĐ", "9A-KNĐ"),
        started_at=read.text("started_at"),
        ended_at=read.text("ended_at"),
        attendance=read.count("attendance"),
        guests=read.text_or_none("guests"),
        chair=read.text("chair"),
        minutes_by=read.text("minutes_by"),
        charge=read.text("charge"),
        superior_speech=read.text_or_none("superior_speech"),
        mentor=read.mentor(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReview:
    """10-KNĐ: the probationary member looks back on the probation."""

    place: str
    dated: date
    candidate: Person
    branch: str
    superior: str
    joined_on: date
    decision: Reference
    home_town: str
    occupation: str
    tasks: str
    strengths: str
    weaknesses: str
    causes: str
    measures: str


def self_review(facts: PaperFacts) -> SelfReview:
    """Fill 10-KNĐ."""
    read = Reader(facts)
    return SelfReview(
        place=read.head().place,
        dated=facts.dated,
        candidate=read.candidate(),
        branch=read.branch(),
        superior=read.superior(),
        joined_on=read.joined_on(),
        decision=read.earlier("9-KNĐ", "9A-KNĐ"),
        home_town=read.of_candidate("home_town"),
        occupation=read.of_candidate("occupation"),
        tasks=read.text("tasks"),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        causes=read.text("causes"),
        measures=read.text("measures"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemarks:
    """11-KNĐ: the member in charge remarks on the probationary member."""

    place: str
    dated: date
    author: Member
    candidate: Person
    branch: str
    joined_on: date
    strengths: str
    weaknesses: str
    recommendation: str


def member_remarks(facts: PaperFacts) -> MemberRemarks:
    """Fill 11-KNĐ."""
    read = Reader(facts)
    return MemberRemarks(
        place=read.head().place,
        dated=facts.dated,
        author=read.mentor(),
        candidate=read.candidate(),
        branch=read.branch(),
        joined_on=read.joined_on(),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        recommendation=read.text("recommendation"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbationOpinions:
    """12-KNĐ: what organisations and the place of residence think of the probationary member."""

    head: Head
    candidate: Person
    residence: str
    branch: str
    joined_on: date
    organisations: tuple[Asked, ...]
    strengths: str
    weaknesses: str
    against_reasons: str | None
    residence_body: str
    residence_for: int
    residence_against: int
    residence_opinion: str
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    signature: Signature


def probation_opinions(facts: PaperFacts) -> ProbationOpinions:
    """Fill 12-KNĐ."""
    read = Reader(facts)
    return ProbationOpinions(
        head=read.head(),
        candidate=read.candidate(),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        joined_on=read.joined_on(),
        organisations=read.rows("organisations", Asked),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        against_reasons=read.phrase_or_none("against_reasons"),
        residence_body=read.text("residence_body"),
        residence_for=read.count("residence_for"),
        residence_against=read.count("residence_against"),
        residence_opinion=read.text("residence_opinion"),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        signature=read.signature(authority="T/M CHI ỦY"),
    )

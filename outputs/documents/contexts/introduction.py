"""What the papers before the branch vote print: introductions, endorsements and gathered opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.papers import PaperFacts
from outputs.documents.contexts.parts import Head, Member, Person, Signature, UnionTally
from outputs.documents.contexts.reading import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """3-KNĐ: an official member introduces the candidate and answers for it."""

    place: str
    dated: date
    author: Member
    official_on: date
    """Since when the author is an official member."""
    candidate: Person
    occupation: str
    residence: str
    branch: str
    political_awareness: str
    qualities: str
    capacity: str
    motive: str
    trust: str
    weaknesses: str


def introduction(facts: PaperFacts) -> Introduction:
    """Fill 3-KNĐ."""
    read = Reader(facts)
    read.only_after("recommended", "endorsed")
    author = read.introducer() if facts.outcome == "endorsed" else read.mentor()
    if author.official_on is None:
        raise read.missing("members.official_on")
    return Introduction(
        place=read.head().place,
        dated=facts.dated,
        author=author,
        official_on=author.official_on,
        candidate=read.candidate(),
        occupation=read.of_candidate("occupation"),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        motive=read.text("motive"),
        trust=read.text("trust"),
        weaknesses=read.text("weaknesses"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionResolution:
    """4-KNĐ and 4A-KNĐ: a union's executive committee introduces its member."""

    head: Head
    issuer: str
    branch: str
    candidate: Person
    occupation: str
    tally: UnionTally
    strengths: str
    weaknesses: str
    signature: Signature


def union_resolution(facts: PaperFacts) -> UnionResolution:
    """Fill 4-KNĐ or 4A-KNĐ."""
    read = Reader(facts)
    read.only_after("endorsed")
    return UnionResolution(
        head=read.numbered_head(),
        issuer=read.issuer(),
        branch=read.branch(),
        candidate=read.candidate(),
        occupation=read.of_candidate("occupation"),
        tally=read.union_tally(),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        signature=read.signature(read.branch(), "Lưu Ban Chấp hành"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An organisation that was asked, and how its members answered."""

    organisation: str
    opinions_for: str
    opinions_against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateOpinions:
    """5-KNĐ: what organisations and the place of residence think of the candidate."""

    head: Head
    candidate: Person
    residence: str
    branch: str
    organisations: tuple[Asked, ...]
    strengths: str
    weaknesses: str
    against_reasons: str | None
    residence_body: str
    residence_for: int
    residence_against: int
    residence_opinion: str
    record_conclusion: str
    political_awareness: str
    qualities: str
    capacity: str
    trust: str
    signature: Signature


def candidate_opinions(facts: PaperFacts) -> CandidateOpinions:
    """Fill 5-KNĐ."""
    read = Reader(facts)
    return CandidateOpinions(
        head=read.head(),
        candidate=read.candidate(),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        organisations=read.rows("organisations", Asked),
        strengths=read.text("strengths"),
        weaknesses=read.text("weaknesses"),
        against_reasons=read.phrase_or_none("against_reasons"),
        residence_body=read.text("residence_body"),
        residence_for=read.count("residence_for"),
        residence_against=read.count("residence_against"),
        residence_opinion=read.text("residence_opinion"),
        record_conclusion=read.text("record_conclusion"),
        political_awareness=read.text("political_awareness"),
        qualities=read.text("qualities"),
        capacity=read.text("capacity"),
        trust=read.text("trust"),
        signature=read.signature(authority="T/M CHI ỦY"),
    )

"""What the candidate's own papers print, and the conclusion of their verification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.papers import PaperFacts
from outputs.documents.contexts.parts import Head, Member, Person, Reference, Signature
from outputs.documents.contexts.reading import Reader

EDUCATIONS = {
    "primary": "Tốt nghiệp tiểu học",
    "lower_secondary": "Tốt nghiệp trung học cơ sở",
    "upper_secondary": "Tốt nghiệp trung học phổ thông",
}
"""Levels as the register keeps them, and as papers print them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """1-KNĐ: the candidate asks to be admitted; what is written by hand is left to dotted lines."""

    place: str
    dated: date
    candidate: Person
    branch: str
    grassroots: str
    birthplace: str
    home_town: str
    ethnicity: str
    religion: str
    education: str
    residence: str
    occupation: str
    workplace: str
    union_joined_on: date | None
    union_joined_at: str | None
    recognised_on: date | None
    recognised_at: str | None
    introducers: tuple[Member, ...]
    understanding: str | None
    motive: str | None
    pledge: str | None


def application(facts: PaperFacts) -> Application:
    """Fill 1-KNĐ."""
    read = Reader(facts)
    education = read.of_candidate("education")
    return Application(
        place=read.head().place,
        dated=facts.dated,
        candidate=read.candidate(),
        branch=read.branch(),
        grassroots=read.body("grassroots_committee"),
        birthplace=read.of_candidate("birthplace"),
        home_town=read.of_candidate("home_town"),
        ethnicity=read.of_candidate("ethnicity"),
        religion=read.of_candidate("religion"),
        education=EDUCATIONS.get(education, education),
        residence=read.of_candidate("residence"),
        occupation=read.of_candidate("occupation"),
        workplace=read.text("workplace"),
        union_joined_on=facts.candidate.union_joined_on,
        union_joined_at=read.text_or_none("union_joined_at"),
        recognised_on=read.day_or_none("recognised_on"),
        recognised_at=read.text_or_none("recognised_at"),
        introducers=read.introducers(),
        understanding=read.text_or_none("understanding"),
        motive=read.text_or_none("motive"),
        pledge=read.text_or_none("pledge"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of the candidate's life."""

    period: str
    events: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Work done and positions held in a stretch of time."""

    period: str
    work: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A course or school."""

    school: str
    subject: str
    period: str
    mode: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """A stay abroad."""

    period: str
    country: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An award."""

    awarded_on: str
    award: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline:
    """A disciplinary measure."""

    imposed_on: str
    measure: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A member of the candidate's family."""

    relation: str
    full_name: str
    born: str
    home_town: str
    occupation: str
    residence: str
    politics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurriculumVitae:
    """2-KNĐ: the candidate's life, as the candidate declares it and committees verify it."""

    place: str
    dated: date
    candidate: Person
    name_in_use: str
    other_names: str | None
    birthplace: str
    home_town: str
    residence: str
    temporary_residence: str | None
    ethnicity: str
    religion: str
    identity_number: str
    occupation: str
    general_education: str
    professional_education: str | None
    degree: str | None
    political_theory: str | None
    languages: str | None
    union_joined_on: date | None
    union_joined_at: str | None
    former_membership: str | None
    history: tuple[Period, ...]
    positions: tuple[Position, ...]
    political_features: str
    trainings: tuple[Training, ...]
    travels: tuple[Travel, ...]
    awards: tuple[Award, ...]
    disciplines: tuple[Discipline, ...]
    family: tuple[Relative, ...]
    self_assessment: str
    branch: str
    grassroots: str


def curriculum_vitae(facts: PaperFacts) -> CurriculumVitae:
    """Fill 2-KNĐ."""
    read = Reader(facts)
    candidate = read.candidate()
    return CurriculumVitae(
        place=read.head().place,
        dated=facts.dated,
        candidate=candidate,
        name_in_use=read.text_or_none("name_in_use") or candidate.full_name,
        other_names=read.text_or_none("other_names"),
        birthplace=read.of_candidate("birthplace"),
        home_town=read.of_candidate("home_town"),
        residence=read.of_candidate("residence"),
        temporary_residence=read.text_or_none("temporary_residence"),
        ethnicity=read.of_candidate("ethnicity"),
        religion=read.of_candidate("religion"),
        identity_number=read.of_candidate("identity_number"),
        occupation=read.of_candidate("occupation"),
        general_education=read.text("general_education"),
        professional_education=read.text_or_none("professional_education"),
        degree=read.text_or_none("degree"),
        political_theory=read.text_or_none("political_theory"),
        languages=read.text_or_none("languages"),
        union_joined_on=facts.candidate.union_joined_on,
        union_joined_at=read.text_or_none("union_joined_at"),
        former_membership=read.text_or_none("former_membership"),
        history=read.rows("history", Period),
        positions=read.rows("positions", Position),
        political_features=read.text("political_features"),
        trainings=read.rows_or_none("trainings", Training),
        travels=read.rows_or_none("travels", Travel),
        awards=read.rows_or_none("awards", Award),
        disciplines=read.rows_or_none("disciplines", Discipline),
        family=read.rows("family", Relative),
        self_assessment=read.text("self_assessment"),
        branch=read.branch(),
        grassroots=read.body("grassroots_committee"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One matter that was verified, where, and what was found."""

    matter: str
    place: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """KL-XM: what the verification of the curriculum vitae concluded; a conclusion, never a score."""

    head: Head
    issuer: str
    candidate: Person
    home_town: str
    residence: str
    branch: str
    curriculum_vitae: Reference
    outcome: str
    verifications: tuple[Verified, ...]
    conclusion: str
    signature: Signature


def verification(facts: PaperFacts) -> Verification:
    """Fill KL-XM."""
    read = Reader(facts)
    read.only_after("clear", "unclear")
    return Verification(
        head=read.numbered_head(),
        issuer=read.issuer(),
        candidate=read.candidate(),
        home_town=read.of_candidate("home_town"),
        residence=read.of_candidate("residence"),
        branch=read.branch(),
        curriculum_vitae=read.earlier("2-KNĐ"),
        outcome=facts.outcome,
        verifications=read.rows("verifications", Verified),
        conclusion=read.text("conclusion"),
        signature=read.signature(f"{read.branch()}", "Lưu hồ sơ"),
    )

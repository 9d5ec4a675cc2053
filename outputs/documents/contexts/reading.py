"""Reads the facts on record for one form; whatever the form must print and the record lacks is an error."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from models.papers import EarlierPaper, MemberFacts, PaperFacts, PersonFacts, SeatFacts, TallyFacts, UnitFacts
from models.text import clean
from outputs.documents.contexts.parts import (
    Absence,
    Head,
    Member,
    Person,
    Reference,
    Seat,
    Signature,
    Tally,
    UnionTally,
    VotedReference,
)
from outputs.documents.errors import MissingValue, NotThisOutcome
from outputs.documents.writing import organisation_of, printed_number

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NOTHING = "–"
"""Printed in a table's cell that was left empty on purpose."""

AUTHORITIES = {
    "branch": "T/M CHI BỘ",
    "sub_committee": "T/M ĐẢNG ỦY BỘ PHẬN",
    "grassroots_committee": "T/M ĐẢNG ỦY",
    "competent_committee": "T/M BAN THƯỜNG VỤ",
    "youth_union": "T/M BAN CHẤP HÀNH",
    "trade_union": "T/M BAN CHẤP HÀNH",
}
"""On whose behalf a body of each kind signs."""

MENTOR, INTRODUCER = "mentor", "introducer"


RowOf = TypeVar("RowOf", bound="DataclassInstance")


class Reader:
    """The facts of one document, asked for by what the form needs."""

    def __init__(self, facts: PaperFacts) -> None:
        """Keep the facts."""
        self.facts = facts

    def missing(self, field: str) -> MissingValue:
        """Return the error that names this form and the field."""
        return MissingValue(self.facts.form, field)

    def only_after(self, *outcomes: str) -> None:
        """Refuse to make the form for any other outcome."""
        if self.facts.outcome not in outcomes:
            raise NotThisOutcome(self.facts.form, self.facts.outcome)

    def text(self, field: str) -> str:
        """Return what was typed into a field."""
        return self._filled(self.facts.answers.get(field), field)

    def text_or_none(self, field: str) -> str | None:
        """Return what was typed into a field that may stay empty."""
        return self._cleaned(self.facts.answers.get(field))

    def phrase_or_none(self, field: str) -> str | None:
        """Return what was typed, to stand inside a longer sentence: without a full stop of its own."""
        text = self.text_or_none(field)
        return None if text is None else _phrase(text)

    def day(self, field: str) -> date:
        """Return a date that was typed."""
        day = self.day_or_none(field)
        if day is None:
            raise self.missing(field)
        return day

    def day_or_none(self, field: str) -> date | None:
        """Return a date that may stay empty; the record may hold it as ISO text."""
        value = self.facts.answers.get(field)
        if isinstance(value, date):
            return value
        text = self._cleaned(value)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            raise self.missing(field) from None

    def count(self, field: str) -> int:
        """Return a count that was typed."""
        value = self.facts.answers.get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.missing(field)
        return value

    def chosen(self, field: str, titles: Mapping[str, str]) -> str:
        """Return the printed words of the answer that was chosen."""
        value = self.facts.answers.get(field)
        if not isinstance(value, str) or value not in titles:
            raise self.missing(field)
        return titles[value]

    def rows(self, field: str, row: type[RowOf]) -> tuple[RowOf, ...]:
        """Return the rows of a table that must have at least one."""
        rows = self.rows_or_none(field, row)
        if not rows:
            raise self.missing(field)
        return rows

    def rows_or_none(self, field: str, row: type[RowOf]) -> tuple[RowOf, ...]:
        """Return the rows of a table; the first column must be filled, other empty cells print a dash."""
        value = self.facts.answers.get(field)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            raise self.missing(field)
        return tuple(self._row(field, position, cells, row) for position, cells in enumerate(value, 1))

    def _row(self, field: str, position: int, cells: Mapping[str, str], row: type[RowOf]) -> RowOf:
        first, *others = (one.name for one in dataclasses.fields(row))
        filled = {name: self._cleaned(cells.get(name)) or NOTHING for name in others}
        filled[first] = self._filled(cells.get(first), f"{field}.{position}.{first}")
        return row(**filled)

    def of_candidate(self, attribute: str) -> str:
        """Return what the register knows of the candidate."""
        return self._filled(getattr(self.facts.candidate, attribute), f"candidate.{attribute}")

    def day_of_candidate(self, attribute: str) -> date:
        """Return a date the register knows of the candidate."""
        value = getattr(self.facts.candidate, attribute)
        if not isinstance(value, date):
            raise self.missing(f"candidate.{attribute}")
        return value

    def candidate(self) -> Person:
        """Return the candidate."""
        return self._person(self.facts.candidate, "candidate")

    def joined_on(self) -> date:
        """Return the day of the admission ceremony."""
        if self.facts.joined_on is None:
            raise self.missing("joined_on")
        return self.facts.joined_on

    def branch(self) -> str:
        """Return the name of the candidate's branch."""
        return self._filled(self.facts.branch.name, "branch.name")

    def issuer(self) -> str:
        """Return the name of the body that issues the paper."""
        return self._filled(self.facts.issuer.name, "issuer.name")

    def superior(self) -> str:
        """Return the name of the body the paper goes up to."""
        if self.facts.superior is None:
            raise self.missing("superior")
        return self._filled(self.facts.superior.name, "superior.name")

    def body(self, kind: str) -> str:
        """Return the name of the body of this kind in the dossier's line."""
        name = self.body_or_none(kind)
        if name is None:
            raise self.missing(f"bodies.{kind}")
        return name

    def body_or_none(self, kind: str) -> str | None:
        """Return the name of the body of this kind, where the line has one."""
        unit = self.facts.bodies.get(kind)
        return None if unit is None else self._cleaned(unit.name)

    def head(self) -> Head:
        """Return the heading of a paper without a number."""
        return self._head(None)

    def numbered_head(self) -> Head:
        """Return the heading of a paper that carries a number of its body's series."""
        if self.facts.number is None:
            raise self.missing("number")
        if not self.facts.symbol:
            raise self.missing("symbol")
        return self._head(printed_number(self.facts.number, self.facts.symbol))

    def _head(self, number: str | None) -> Head:
        superior = self.facts.superior
        return Head(
            superior=None
            if superior is None
            else organisation_of(self._unit_name(superior, "superior")).upper(),
            issuer=self.issuer().upper(),
            number=number,
            place=self._filled(self.facts.issuer.place, "issuer.place"),
            dated=self.facts.dated,
        )

    def signature(self, *recipients: str, authority: str | None = None) -> Signature:
        """Return the signature of a body, with who receives the paper; the last line is its own file copy."""
        signer = self._seat(self.facts.signer, "signer")
        authority = authority or AUTHORITIES.get(self.facts.issuer.kind, f"T/M {self.issuer().upper()}")
        return Signature(
            authority=authority,
            position=signer.position.upper(),
            name=signer.full_name,
            recipients=recipients,
        )

    def own_signature(self, position: str, name: str) -> Signature:
        """Return the signature of somebody who signs for nobody else."""
        return Signature(authority=None, position=position, name=name)

    def tally(self) -> Tally:
        """Return the vote; reasons are asked for whoever stayed away and whenever somebody voted against."""
        if self.facts.tally is None:
            raise self.missing("tally")
        return self._tally(self.facts.tally)

    def _tally(self, facts: TallyFacts) -> Tally:
        absent, probationary_absent = (
            facts.roll - facts.present,
            facts.probationary - facts.probationary_present,
        )
        if absent + probationary_absent and not facts.absences:
            raise self.missing("tally.absences")
        return Tally(
            held_on=facts.held_on,
            chair=self._seat(facts.chair, "tally.chair"),
            secretary=self._seat(facts.secretary, "tally.secretary"),
            roll=facts.roll,
            probationary=facts.probationary,
            total=facts.roll + facts.probationary,
            present=facts.present,
            probationary_present=facts.probationary_present,
            total_present=facts.present + facts.probationary_present,
            absent=absent,
            probationary_absent=probationary_absent,
            total_absent=absent + probationary_absent,
            absences=self._absences(facts.absences, "tally.absences"),
            excused=self._absences(facts.excused, "tally.excused"),
            represented=facts.represented,
            cast=facts.cast,
            yes=facts.yes,
            no=facts.no,
            blank=facts.blank,
            invalid=facts.invalid,
            passed=facts.passed,
            against_reasons=_phrase(self.text("against_reasons")) if facts.no else None,
        )

    def union_tally(self) -> UnionTally:
        """Return the vote of a union's executive committee; it is counted without names."""
        facts = self.facts.tally
        if facts is None or facts.yes is None or facts.no is None or facts.blank is None:
            raise self.missing("tally")  # a union counts in the room, and withholds nothing
        return UnionTally(
            held_on=facts.held_on,
            roll=facts.roll,
            present=facts.present,
            absent=facts.roll - facts.present,
            yes=facts.yes,
            no=facts.no,
            blank=facts.blank,
            against_reasons=_phrase(self.text("against_reasons")) if facts.no else None,
        )

    def _absences(self, pairs: Iterable[tuple[str, str]], field: str) -> tuple[Absence, ...]:
        return tuple(
            Absence(
                full_name=self._filled(name, field), reason=_phrase(self._filled(reason, f"{field}.reason"))
            )
            for name, reason in pairs
        )

    def mentor(self) -> Member:
        """Return the member who guides the candidate now."""
        return self._member(self._serving(MENTOR), MENTOR)

    def introducer(self) -> Member:
        """Return the member who introduces the candidate beside the mentor."""
        return self._member(self._serving(INTRODUCER), INTRODUCER)

    def introducers(self) -> tuple[Member, ...]:
        """Return everybody who guides or introduces the candidate now, oldest first, each once."""
        serving = {one.person.id: one for one in self.facts.members if one.ended_on is None}
        if not serving:
            raise self.missing("members")
        return tuple(self._member(one, "members") for one in serving.values())

    def _serving(self, role: str) -> MemberFacts:
        for member in reversed(self.facts.members):
            if member.role == role and member.ended_on is None:
                return member
        raise self.missing(f"members.{role}")

    def _member(self, facts: MemberFacts, field: str) -> Member:
        return Member(
            full_name=self._filled(facts.person.full_name, f"{field}.full_name"),
            is_female=facts.person.sex == "female",
            born_on=facts.person.born_on,
            position=self._cleaned(facts.position) or "Đảng viên",
            branch=self._filled(facts.branch, f"{field}.branch"),
            assigned_on=facts.assigned_on,
            official_on=facts.person.official_on,
        )

    def earlier(self, *forms: str) -> Reference:
        """Return the newest earlier paper of these forms."""
        reference = self.earlier_or_none(*forms)
        if reference is None:
            raise self.missing(f"earlier.{forms[0]}")
        return reference

    def earlier_or_none(self, *forms: str) -> Reference | None:
        """Return the newest earlier paper of these forms, where there is one."""
        paper = self._newest(forms)
        if paper is None:
            return None
        return Reference(number=paper.number, dated=paper.dated, issuer=self._issuer_of(paper))

    def voted(self, form: str) -> VotedReference:
        """Return the newest earlier resolution of this form with its vote."""
        paper = self._newest((form,))
        if paper is None:
            raise self.missing(f"earlier.{form}")
        if paper.tally is None:
            raise self.missing(f"earlier.{form}.tally")
        return VotedReference(
            number=paper.number,
            dated=paper.dated,
            issuer=self._issuer_of(paper),
            roll=paper.tally.roll,
            present=paper.tally.present,
            cast=paper.tally.cast,
            passed=paper.tally.passed,
            yes=paper.tally.yes,
            no=paper.tally.no,
        )

    def _newest(self, forms: tuple[str, ...]) -> EarlierPaper | None:
        return next((paper for paper in reversed(self.facts.earlier) if paper.form in forms), None)

    def _issuer_of(self, paper: EarlierPaper) -> str:
        return self._filled(paper.issuer, f"earlier.{paper.form}.issuer")

    def _unit_name(self, unit: UnitFacts, field: str) -> str:
        return self._filled(unit.name, f"{field}.name")

    def _person(self, facts: PersonFacts, field: str) -> Person:
        return Person(
            full_name=self._filled(facts.full_name, f"{field}.full_name"),
            is_female=facts.sex == "female",
            born_on=facts.born_on,
        )

    def _seat(self, facts: SeatFacts, field: str) -> Seat:
        return Seat(
            full_name=self._filled(facts.full_name, f"{field}.full_name"),
            position=self._filled(facts.position, f"{field}.position"),
        )

    def _filled(self, value: object, field: str) -> str:
        cleaned = self._cleaned(value)
        if cleaned is None:
            raise self.missing(field)
        return cleaned

    def _cleaned(self, value: object) -> str | None:
        return (clean(value).strip() or None) if isinstance(value, str) else None


def _phrase(text: str) -> str:
    """Return a reason as part of a longer sentence, without a full stop of its own."""
    return text.rstrip(" .;,") or text

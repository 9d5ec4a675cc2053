"""What is on record for one document, as it stood at the step it speaks of."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.queries.papers import paper_facts
from models.document import Document
from models.errors import NotFound
from models.papers import PaperFacts
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, UNION, Road
from tests.statements import asked

ONE_DAY = timedelta(days=1)


def _marks(road: Road, dossier: str, form: str) -> list[str]:
    chosen = (
        select(Document.document)
        .where(Document.dossier == dossier, Document.form == form)
        .order_by(Document.about)
    )
    with road.database.reading() as session:
        return [row.document for row in session.rows(chosen)]


def _facts(road: Road, dossier: str, form: str, newest: int = -1) -> PaperFacts:
    mark = _marks(road, dossier, form)[newest]
    with road.database.reading() as session:
        return paper_facts(session, mark, road.procedure(dossier))


def _all(road: Road, dossier: str) -> list[PaperFacts]:
    with road.database.reading() as session:
        marks = session.rows(select(Document.document).where(Document.dossier == dossier))
        return [paper_facts(session, row.document, road.procedure(dossier)) for row in marks]


def test_resolution_of_the_branch_names_its_vote_and_who_was_there(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    road.step(dossier, "branch_vote", day, absent=2, yes=6, no=1)

    facts = _facts(road, dossier, "6-KNĐ")

    tally = facts.tally
    assert tally is not None
    assert (facts.number, facts.symbol, facts.dated, facts.outcome) == (1, "NQ/CB", day, "passed")
    assert (tally.roll, tally.present, tally.yes, tally.no, tally.passed) == (9, 7, 6, 1, True)
    assert [reason for _, reason in tally.absences] == ["đi công tác"] * 2
    assert (facts.issuer.id, facts.branch.id) == (BRANCH, BRANCH)
    assert facts.superior is not None
    assert (facts.superior.id, facts.signer.position, tally.chair.position) == (COMMITTEE, "Bí thư", "Bí thư")
    assert (facts.joined_on, facts.candidate.joined_on) == (None, None)
    assert set(facts.bodies) == {"branch", "grassroots_committee", "competent_committee", "youth_union"}


def test_answers_are_what_was_typed_with_days_as_days(road: Road) -> None:
    dossier, day = road.at("awareness_course")
    road.step(dossier, "application", day)

    answers = _facts(road, dossier, "1-KNĐ").answers

    assert answers["issued_on"] == day
    assert all(value is not None for value in answers.values())


def test_earlier_papers_bear_their_numbers_and_votes_oldest_first(road: Road) -> None:
    dossier, day = road.at("decision")
    road.step(dossier, "decision", day)

    earlier = _facts(road, dossier, "9-KNĐ").earlier

    assert [one.form for one in earlier if one.number is not None] == [
        "NQ-PC",
        "KL-XM",
        "4-KNĐ",
        "6-KNĐ",
        "8-KNĐ",
    ]
    votes = {one.form: one.tally.yes for one in earlier if one.tally is not None}
    assert votes == {"6-KNĐ": 9, "8-KNĐ": 7}
    assert [one.issuer for one in earlier if one.form == "4-KNĐ"] == ["Đoàn cơ sở Quân sự Quận 4"]
    assert "9-KNĐ" not in {one.form for one in earlier}


def test_unions_resolution_is_the_unions_own_paper(road: Road) -> None:
    dossier, day = road.at("endorsement")
    road.step(dossier, "endorsement", day, roll=9, present=8, yes=7, no=1)

    facts = _facts(road, dossier, "4-KNĐ")

    assert (facts.issuer.id, facts.signer.position) == (UNION, "Bí thư")
    assert facts.tally is not None
    assert (facts.tally.roll, facts.tally.present, facts.tally.yes, facts.tally.blank) == (9, 8, 7, 0)


def test_paper_speaks_of_the_branch_of_its_day_after_the_candidate_has_moved(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    before = _all(road, dossier)

    road.tell(
        day, road.secretary(BRANCH), command="transfer", dossier=dossier, on=day, to_unit=OTHER_BRANCH,
        reason="Chuyển công tác.",
    )  # fmt: skip

    assert _all(road, dossier) == before
    assert {one.branch.id for one in before} == {BRANCH}


def test_paper_made_late_says_what_held_when_it_was_due(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    early = _facts(road, dossier, "6-KNĐ")

    road.drive(dossier, "the end", day)
    late = _facts(road, dossier, "6-KNĐ")

    assert (late.joined_on, late.members, late.earlier, late.tally) == (
        None, early.members, early.earlier, early.tally,
    )  # fmt: skip
    assert [one.ended_on for one in late.members] == [None]


@pytest.mark.parametrize(("step", "form"), [("branch_vote", "6-KNĐ"), ("recognition_decision", "16-KNĐ")])
def test_mentor_released_by_the_end_still_serves_on_the_paper_that_ends_it(
    road: Road, step: str, form: str
) -> None:
    dossier, day = road.at(step)
    refused = {"yes": 0, "no": 9} if step == "branch_vote" else {}

    road.step(dossier, step, day, **refused)

    assert [one.ended_on for one in _facts(road, dossier, form).members][-1] is None
    assert all(one.until is not None for one in road.state(dossier).guides)


def _correct(road: Road, dossier: str, step: str, day: date, **answers: str) -> None:
    by = road.secretary(BRANCH if step != "grassroots_vote" else COMMITTEE)
    road.tell(
        day, by, command="correction", dossier=dossier, step=step, on=day, answers=answers, reason="Gõ nhầm."
    )


def test_corrected_paper_has_the_corrected_text_the_old_vote_and_the_members_of_its_day(road: Road) -> None:
    dossier, day = road.at("probation")
    first = _facts(road, dossier, "6-KNĐ")

    _correct(road, dossier, "branch_vote", day, qualities="Đã ghi lại cho đúng.")
    second = _facts(road, dossier, "6-KNĐ")

    assert second.answers == {**first.answers, "qualities": "Đã ghi lại cho đúng."}
    assert (second.tally, second.members, second.joined_on) == (first.tally, first.members, None)
    assert (first.number, second.number, second.dated) == (1, 2, day)


def test_later_papers_refer_to_the_corrected_one(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    _correct(road, dossier, "branch_vote", day, qualities="Đã ghi lại cho đúng.")

    road.step(dossier, "grassroots_vote", day)

    resolutions = [one for one in _facts(road, dossier, "8-KNĐ").earlier if one.form == "6-KNĐ"]
    assert [one.number for one in resolutions] == ["01-NQ/CB", "02-NQ/CB"]
    assert resolutions[-1].answers["qualities"] == "Đã ghi lại cho đúng."
    assert resolutions[-1].tally == resolutions[0].tally


def test_replaced_mentor_is_named_with_the_days_served(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    another = road.rolls[BRANCH][4]
    road.tell(
        day, road.secretary(BRANCH), command="replace_mentor", dossier=dossier, on=day, person=another,
        reason="Chuyển công tác.",
    )  # fmt: skip
    road.step(dossier, "branch_vote", day)

    members = _facts(road, dossier, "6-KNĐ").members

    assert [(one.person.id, one.ended_on) for one in members] == [
        (road.state(dossier).guides[0].person, day),
        (another, None),
    ]


def test_paper_of_a_body_nobody_signs_for_is_told(road: Road) -> None:
    dossier, day = road.at("decision")
    person = road.rolls[COMPETENT][0]
    road.tell(day, command="leave_seat", person=person, unit=COMPETENT, role="secretary", until=day - ONE_DAY)
    meeting = road.tell(
        day, road.secretary(COMPETENT), command="open_meeting", unit=COMPETENT, held_on=day,
        roll="committee_members", chair=road.rolls[COMPETENT][1], secretary=road.rolls[COMPETENT][2],
    ).stream  # fmt: skip
    road.step(dossier, "decision", day, meeting=meeting, yes=8)

    with pytest.raises(NotFound) as unknown:
        _facts(road, dossier, "9-KNĐ")

    assert unknown.value.code == "signer.unknown"


def test_document_that_was_never_due_is_unknown(road: Road) -> None:
    dossier = road.open(date(2021, 9, 10))

    with pytest.raises(NotFound) as unknown, road.database.reading() as session:
        paper_facts(session, "VB-2021-0001-999", road.procedure(dossier))

    assert unknown.value.code == "document.unknown"


def test_questions_for_a_paper_do_not_grow_with_the_papers_without_a_vote(road: Road) -> None:
    dossier, day = road.at("mentorship")
    for report in range(1, 4):
        road.step(dossier, "mentorship", day + 31 * report * ONE_DAY, verdict="continued")

    counts = {
        newest: asked(road.database, lambda newest=newest: _facts(road, dossier, "BC-GĐ", newest))  # type: ignore[misc]  # each its own
        for newest in (0, 2)
    }

    assert counts[0] == counts[2] == 13

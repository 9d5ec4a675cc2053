"""The papers of dossiers that went down the real road: all that a form prints is on record when it is due."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from engine.queries.papers import paper_facts
from models.document import Document
from models.papers import PaperFacts
from models.state import Status
from outputs.documents.render import render
from tests.outputs.documents.reading import text_of_pdf
from tests.outputs.samples import BASE_URL
from tests.roads import BRANCH, START, Road

_UNTIL_THE_DECISION = (
    "NQ-PC", "BC-GĐ", "BC-GĐ", "BC-GĐ", "BC-GĐ", "1-KNĐ", "2-KNĐ", "KL-XM", "3-KNĐ", "4-KNĐ", "5-KNĐ",
    "6-KNĐ", "8-KNĐ", "9-KNĐ",
)  # fmt: skip
_OF_THE_PROBATION = ("BB-LKN", "10-KNĐ", "11-KNĐ", "12-KNĐ")


def _candidate_at(road: Road, step: str) -> tuple[str, date]:
    candidate = road.person(BRANCH, START, identity_number="079201000123")
    dossier = road.open(date(2021, 9, 10), candidate)
    return dossier, road.drive(dossier, step, date(2021, 9, 11)) + timedelta(days=1)


def _due(road: Road, dossier: str) -> list[PaperFacts]:
    asked = select(Document.document).where(Document.dossier == dossier).order_by(Document.about)
    with road.database.reading() as session:
        marks = [row.document for row in session.rows(asked)]
        return [_with_place(paper_facts(session, mark, road.procedure(dossier))) for mark in marks]


def _with_place(facts: PaperFacts) -> PaperFacts:
    # The place of the ceremony stands in its event, beside what was typed into the form.
    return replace(facts, answers={"place": "Hội trường Ban Chỉ huy Quân sự", **facts.answers})


def _made(road: Road, dossier: str) -> tuple[Counter[str], dict[str, str]]:
    """Make every paper that is due; return how many of each form, and the newest one's packed text."""
    due = _due(road, dossier)
    texts = {facts.form: text_of_pdf(render(facts, base_url=BASE_URL).pdf) for facts in due}
    return Counter(facts.form for facts in due), texts


def test_every_paper_up_to_recognition_is_made_from_what_is_on_record(sqlite_road: Road) -> None:
    dossier, _ = _candidate_at(sqlite_road, "no_further_step")
    assert sqlite_road.state(dossier).status is Status.RECOGNISED

    forms, texts = _made(sqlite_road, dossier)

    assert forms == Counter([*_UNTIL_THE_DECISION, *_OF_THE_PROBATION, "13-KNĐ", "15-KNĐ", "16-KNĐ"])
    assert "cấpủycóthẩmquyềnxemxét,kếtnạp" in texts["6-KNĐ"]
    assert "Nghịquyếtsố01-NQ/CB" in texts["8-KNĐ"]
    assert "Nghịquyếtsố01-NQ/ĐU" in texts["9-KNĐ"]
    assert "Quyếtđịnhsố01-QĐ/QU" in texts["BB-LKN"]
    assert "Quyếtđịnhkếtnạpđảngviênsố01-QĐ/QU" in texts["16-KNĐ"]


def test_papers_of_a_removal_after_votes_that_failed_say_what_happened(sqlite_road: Road) -> None:
    dossier, day = _candidate_at(sqlite_road, "branch_recognition_vote")
    for _ in range(3):
        sqlite_road.step(dossier, "branch_recognition_vote", day, yes=2, no=7)
        day += timedelta(days=1)
    sqlite_road.step(dossier, "recognition_decision", day, yes=0, no=9)
    sqlite_road.drive(dossier, "no_further_step", day + timedelta(days=1))
    assert sqlite_road.state(dossier).status is Status.REMOVED

    forms, texts = _made(sqlite_road, dossier)

    votes = ["13-KNĐ", "13-KNĐ", "13-KNĐ", "NQ-XT-CB", "NQ-XT-ĐU", "QĐ-XT"]
    assert forms == Counter([*_UNTIL_THE_DECISION, *_OF_THE_PROBATION, *votes])
    assert "Quacáclầnbiểuquyết" in texts["13-KNĐ"]
    assert "sốkhôngtánthành7đồngchí,chiếm77,78%" in texts["13-KNĐ"]
    assert "Xóatênđảngviêndựbị" in texts["QĐ-XT"]


def test_a_second_member_introduces_in_the_papers_own_name(sqlite_road: Road) -> None:
    dossier, day = _candidate_at(sqlite_road, "endorsement")
    sqlite_road.step(dossier, "introduction", day)
    sqlite_road.step(dossier, "endorsement", day + timedelta(days=1), endorser="member")

    first, second = [facts for facts in _due(sqlite_road, dossier) if facts.form == "3-KNĐ"]
    texts = [text_of_pdf(render(facts, base_url=BASE_URL).pdf) for facts in (first, second)]

    state = sqlite_road.state(dossier)
    mentor, introducer = (state.guides_now(role)[-1].person for role in ("mentor", "introducer"))
    names = {one.person.id: "".join(one.person.full_name.split()) for one in second.members}
    assert texts[0].endswith(names[mentor])
    assert texts[1].endswith(names[introducer])
    assert names[mentor] != names[introducer]


def test_a_branch_vote_that_failed_is_recorded_without_a_proposal(sqlite_road: Road) -> None:
    dossier, day = _candidate_at(sqlite_road, "branch_vote")
    sqlite_road.step(dossier, "branch_vote", day, yes=4, no=3, blank=1, invalid=1)

    _, texts = _made(sqlite_road, dossier)

    assert "chưađềnghịkếtnạpquầnchúng" in texts["6-KNĐ"]
    assert "4đồngchí,đạt44,44%" in texts["6-KNĐ"]
    assert "phiếutrắng1;sốphiếukhônghợplệ1." in texts["6-KNĐ"]

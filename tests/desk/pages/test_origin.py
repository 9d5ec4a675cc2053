"""Where the code on a paper leads."""

from __future__ import annotations

from datetime import date

from engine.access import SYSTEM
from engine.actors import actor_of
from engine.queries.minutes import meeting_facts
from models.events import Submitted
from outputs.documents.contexts.meetings import AGENDA, context_of
from outputs.documents.qr import mark_of
from outputs.documents.render import content_of
from tests.desks import DeskTest
from tests.roads import BRANCH

_CONTENT = "0123456789abcdef" * 4
_OTHER = "f" * 64


def _made(desk: DeskTest) -> tuple[str, str]:
    """Return the mark of a paper that was made, and whom it is about."""
    road = desk.road
    name = "Đặng Thị Ví Dụ Kín"
    number = road.open(date(2021, 9, 7), road.person(BRANCH, date(2021, 8, 2), full_name=name))
    event = road.step(number, "mentor_assignment", date(2021, 9, 8)).events[0]
    assert isinstance(event, Submitted)
    paper = event.papers[0]
    digests = dict.fromkeys(("pdf_sha256", "docx_sha256", "html_sha256", "context_sha256"), "a" * 64)
    road.tell(
        date(2021, 9, 8), command="issue_document", dossier=number, document=paper.document, form=paper.form,
        number=paper.number, symbol=paper.symbol, unit=paper.unit, dated=event.on, template_version="1",
        content_sha256=_CONTENT, **digests,
    )  # fmt: skip
    return paper.document, name


def test_code_of_a_paper_says_who_made_it_and_not_whom_it_is_about(desk: DeskTest) -> None:
    document, name = _made(desk)
    link = mark_of(document, None, _CONTENT, "http://127.0.0.1:8000").link

    answer = desk.browser().get(link.removeprefix("HTTP://127.0.0.1:8000"))

    assert answer.status_code == 200
    assert all(one in answer.text for one in (document, "Chi bộ Quân sự Phường 4", "08/09/2021", _CONTENT))
    assert name not in answer.text
    assert "HS-2021" not in answer.text


def test_other_content_and_papers_never_made_are_answered_alike(sqlite_desk: DeskTest) -> None:
    document, _ = _made(sqlite_desk)
    stranger = sqlite_desk.browser()

    answers = [
        stranger.get(f"/X/{mark}/{content}")
        for mark, content in (
            (document, _OTHER),
            ("VB-2021-9999-001", _CONTENT),
            (document, "x"),
        )
    ]

    assert {one.status_code for one in answers} == {404}
    assert all("Chi bộ Quân sự" not in one.text for one in answers)


def test_code_of_minutes_holds_as_long_as_the_record_says_the_same(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    meeting = road.meeting(BRANCH, date(2021, 9, 7), absent=1)
    reader = sqlite_desk.signed_in()
    preview = reader.get(f"/meetings/{meeting}/papers/agenda/preview").text
    stranger = sqlite_desk.browser()
    with sqlite_desk.desk.database.reading() as session:
        facts = meeting_facts(session, actor_of(session, SYSTEM), meeting, road.registry.procedures)
    content = content_of(AGENDA, context_of(AGENDA, facts))

    right = stranger.get(f"/X/CT-{meeting}/{content.upper()}")
    wrong = [stranger.get(f"/X/{mark}-{meeting}/{_OTHER}") for mark in ("CT", "BB")]
    nowhere = stranger.get(f"/X/CT-HN-2021-9999/{content}")

    assert f"CT-{meeting}" in preview
    assert (right.status_code, "Chi bộ Quân sự Phường 4" in right.text) == (200, True)
    assert [one.status_code for one in (*wrong, nowhere)] == [404, 404, 404]
    assert all("với nội dung này" in one.text for one in (*wrong, nowhere))

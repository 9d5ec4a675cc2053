"""A dossier's page and its documents: what each reader is shown, what is noted, what nobody else learns."""

from engine import access_log
from engine.access import SYSTEM, Actor
from engine.access_log import Reading
from engine.queries.dossier import DocumentLine, documents
from engine.queries.papers import paper_facts
from models import commands
from outputs.documents.render import render
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, noon


def _at(desk: DeskTest, step: str) -> str:
    dossier, today = desk.road.at(step)
    desk.clock.at = noon(today)
    return dossier


def _documents(desk: DeskTest, dossier: str) -> tuple[DocumentLine, ...]:
    with desk.desk.database.reading() as session:
        return documents(session, Actor(account=SYSTEM, person=None), dossier)


def _issued(desk: DeskTest, dossier: str, form: str) -> str:
    """Make a document as the walker does; return its mark."""
    due = next(one for one in _documents(desk, dossier) if one.form == form)
    with desk.desk.database.reading() as session:
        facts = paper_facts(session, due.document, desk.road.procedure(dossier))
    made = render(facts, base_url=desk.desk.public_url)
    put = desk.desk.archive.put
    command = commands.IssueDocument(
        dossier=dossier, document=due.document, form=facts.form, dated=facts.dated, number=facts.number,
        symbol=facts.symbol, unit=facts.issuer.id, template_version=made.template_version,
        content_sha256=made.content_sha256, pdf_sha256=put(made.pdf), docx_sha256=put(made.docx),
        html_sha256=put(made.html.encode()), context_sha256=put(made.context_json),
    )  # fmt: skip
    desk.desk.registry.record(command, by=SYSTEM, at=desk.clock.at)
    return due.document


def _log(desk: DeskTest, dossier: str) -> tuple[Reading, ...]:
    with desk.desk.database.reading() as session:
        return access_log.readings(session, dossier)


def test_page_says_where_the_dossier_stands_and_offers_the_step_to_who_acts(desk: DeskTest) -> None:
    dossier = _at(desk, "branch_vote")

    page = desk.signed_in(desk.road.secretary(BRANCH)).get(f"/dossiers/{dossier}").text

    assert "Nguyễn Văn Ví Dụ" in page
    assert 'aria-current="step"' in page
    assert "Tiếp theo: Đảng ủy cơ sở biểu quyết đề nghị kết nạp." in page
    assert f'href="/dossiers/{dossier}/branch_vote"' in page
    assert "Hồ sơ đủ điều kiện để làm bước này" in page
    assert "Tuổi tính theo tháng phải từ 216" in page


def test_step_is_not_offered_to_who_only_reads(desk: DeskTest) -> None:
    dossier = _at(desk, "branch_vote")

    for account in (desk.road.secretary(COMMITTEE), desk.road.account("inspector", COMPETENT)):
        page = desk.signed_in(account).get(f"/dossiers/{dossier}")

        assert page.status_code == 200
        assert f"/dossiers/{dossier}/branch_vote" not in page.text
        assert (f"/dossiers/{dossier}/do" in page.text) == (account == desk.road.secretary(COMMITTEE))


def test_what_stands_in_the_way_is_named_before_the_click(sqlite_desk: DeskTest) -> None:
    dossier = _at(sqlite_desk, "branch_vote")
    sqlite_desk.clock.on(days=400)

    page = sqlite_desk.signed_in().get(f"/dossiers/{dossier}").text

    assert "Còn thiếu 4 điều kiện" in page
    assert "4-KNĐ (Nghị quyết giới thiệu đoàn viên vào Đảng) lập ngày" in page


def test_papers_are_a_checklist_that_follows_the_day(sqlite_desk: DeskTest) -> None:
    dossier = _at(sqlite_desk, "branch_vote")
    browser = sqlite_desk.signed_in()

    now = browser.get(f"/dossiers/{dossier}").text.partition('id="papers"')[2]
    sqlite_desk.clock.on(days=5 * 366)
    much_later = sqlite_desk.signed_in().get(f"/dossiers/{dossier}").text.partition('id="papers"')[2]

    assert ("Hết hạn" in now, "Hết hạn" in much_later) == (False, True)
    assert "Đã có" in now
    assert "Đang lập" in now


def test_timeline_is_newest_first_with_its_arithmetic_and_narrows_by_kind(desk: DeskTest) -> None:
    dossier = _at(desk, "grassroots_vote")
    browser = desk.signed_in(desk.road.secretary(BRANCH))

    page = browser.get(f"/dossiers/{dossier}").text
    reminders = browser.get(f"/dossiers/{dossier}?show=reminders").text

    story = page.partition('id="timeline"')[2]
    assert story.index("Chi bộ biểu quyết đề nghị kết nạp: được thông qua") < story.index("Lập hồ sơ")
    assert "Cần ít nhất 6/9 đảng viên chính thức có mặt" in story
    assert "Điều lệ Đảng 2011, Điều 4 và Điều 5" in story
    assert "Chưa có mục nào thuộc loại này." in reminders


def test_dossier_of_another_branch_is_not_found_and_leaves_no_line(desk: DeskTest) -> None:
    dossier = _at(desk, "branch_vote")
    document = _documents(desk, dossier)[0].document
    stranger = desk.signed_in(desk.road.secretary(OTHER_BRANCH))
    here = f"/dossiers/{dossier}"
    addresses = [
        here, f"{here}/documents/{document}", f"{here}/documents/{document}/file.pdf",
        f"{here}/documents/{document}/file.docx", f"{here}/documents/{document}/preview",
    ]  # fmt: skip

    answers = [stranger.get(address) for address in addresses]
    unknown = stranger.get("/dossiers/HS-1999-0001")

    assert [one.status_code for one in (*answers, unknown)] == [404] * 6
    assert _log(desk, dossier) == ()


def test_reading_a_dossier_leaves_a_line(desk: DeskTest) -> None:
    dossier = _at(desk, "branch_vote")
    mentor = desk.road.mentor(dossier)

    desk.signed_in(mentor).get(f"/dossiers/{dossier}")

    assert _log(desk, dossier) == (
        Reading(account=mentor, dossier=dossier, at=desk.clock.at, what=access_log.DOSSIER),
    )


def test_document_is_fetched_as_it_was_made_and_each_fetch_leaves_a_line(desk: DeskTest) -> None:
    dossier = _at(desk, "application")
    document = _issued(desk, dossier, "NQ-PC")
    browser = desk.signed_in(desk.road.secretary(COMMITTEE))
    here = f"/dossiers/{dossier}/documents/{document}"

    pdf, docx = browser.get(f"{here}/file.pdf"), browser.get(f"{here}/file.docx")

    made = next(one for one in _documents(desk, dossier) if one.document == document)
    assert (pdf.content, docx.content) == tuple(
        desk.desk.archive.get(str(digest)) for digest in (made.pdf_sha256, made.docx_sha256)
    )
    assert (pdf.headers["content-type"], pdf.headers["x-content-type-options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert pdf.headers["content-disposition"].startswith(f'attachment; filename="{document}.pdf"')
    assert [one.what for one in _log(desk, dossier)] == [f"{document} pdf", f"{document} docx"]


def test_preview_is_the_paper_in_a_frame_that_can_do_nothing(sqlite_desk: DeskTest) -> None:
    dossier = _at(sqlite_desk, "application")
    document = _issued(sqlite_desk, dossier, "NQ-PC")
    browser = sqlite_desk.signed_in()
    here = f"/dossiers/{dossier}/documents/{document}"

    page, framed = browser.get(here), browser.get(f"{here}/preview")

    assert f'src="{here}/preview" sandbox' in page.text
    assert 'class="paper"' in framed.text
    assert "script" not in framed.headers["content-security-policy"]
    assert "sandbox" in framed.headers["content-security-policy"]
    assert framed.headers["x-frame-options"] == "SAMEORIGIN"


def test_document_that_is_not_made_or_belongs_elsewhere_is_not_found(sqlite_desk: DeskTest) -> None:
    dossier, other = _at(sqlite_desk, "application"), _at(sqlite_desk, "application")
    made = _issued(sqlite_desk, other, "NQ-PC")
    due = _documents(sqlite_desk, dossier)[0].document
    browser = sqlite_desk.signed_in()

    asked = [f"{due}/file.pdf", f"{made}/file.pdf", f"{made}/preview", "VB-1/file.pdf"]
    answers = [browser.get(f"/dossiers/{dossier}/documents/{one}").status_code for one in asked]

    assert answers == [404] * 4
    assert browser.get(f"/dossiers/{other}/documents/{made}/file.exe").status_code == 404


def test_returned_dossier_says_what_it_owes_and_who_may_answer(sqlite_desk: DeskTest) -> None:
    dossier = _at(sqlite_desk, "grassroots_vote")
    road, today = sqlite_desk.road, sqlite_desk.desk.day(sqlite_desk.clock.at)
    items = [{"item": "Đơn xin vào Đảng", "reason": "Thiếu chữ ký", "step": "application"}]
    road.tell(
        today,
        road.secretary(COMMITTEE),
        command="return_for_supplement",
        dossier=dossier,
        on=today,
        items=items,
    )
    answer = f'href="/dossiers/{dossier}/supplement"'

    of_branch = sqlite_desk.signed_in(road.secretary(BRANCH)).get(f"/dossiers/{dossier}").text
    of_committee = sqlite_desk.signed_in(road.secretary(COMMITTEE)).get(f"/dossiers/{dossier}").text

    assert "Đơn xin vào Đảng: Thiếu chữ ký" in of_branch
    assert "Đảng ủy Quân sự Quận 4 đã trả lại để bổ sung 1 nội dung" in of_branch
    assert (answer in of_branch, answer in of_committee) == (True, False)

"""A timeline in words: what was corrected field by field, what was supplied, who was told, and by whom."""

from engine.access import SYSTEM
from models.commands import SendNotice
from outputs.notices import TEMPLATES
from outputs.wording.notices import NOTICES
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE
from tests.sending import at_step, text_of


def test_timeline_shows_field_by_field_what_was_corrected_and_supplied(desk: DeskTest) -> None:
    road = desk.road
    number, on = at_step(desk, "grassroots_vote")
    branch, committee = road.secretary(BRANCH), road.secretary(COMMITTEE)
    road.tell(
        on, branch, command="correction", dossier=number, step="application", on=on, reason="Gõ nhầm.",
        answers={"motive": "Động cơ <đã sửa>."},
    )  # fmt: skip
    items = [{"item": "Đơn xin vào Đảng", "reason": "Thiếu chữ ký", "step": "application"}]
    road.tell(on, committee, command="return_for_supplement", dossier=number, on=on, items=items)
    road.step(number, "application", on)
    road.tell(on, branch, command="supplement", dossier=number, on=on, answers=["Đã ký lại."])

    page = desk.signed_in(branch).get(f"/dossiers/{number}")

    story = text_of(page).partition("Lọc")[2]
    assert "Đính chính" in story
    assert "Mục Trước Sau" in story
    assert "Động cơ <đã sửa>." in story
    assert story.count("Mục Trước Sau") == 2
    assert "Đơn xin vào Đảng: Thiếu chữ ký" in story
    assert "Đã ký lại." in story


def test_timeline_narrows_to_one_person_and_names_notices_by_what_they_told(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    number, _ = at_step(sqlite_desk, "grassroots_vote")
    mentor = road.mentor(number)
    first = next(one.sequence for one in road.entries(number) if one.actor == mentor)
    person = road.state(number).guides_now("mentor")[0].person
    told = SendNotice(
        dossier=number, about=1, notice="step_opened", person=person, channel="email", outcome="sent"
    )
    sqlite_desk.desk.registry.record(told, by=SYSTEM, at=sqlite_desk.clock.at)
    browser = sqlite_desk.signed_in()

    of_mentor = text_of(browser.get(f"/dossiers/{number}?by={first}"))
    notices = text_of(browser.get(f"/dossiers/{number}?show=notices"))
    strange = browser.get(f"/dossiers/{number}?by=99999999999999&page=x")

    assert "Lập hồ sơ" not in of_mentor.partition("Nhật ký")[2]
    assert "Người giúp đỡ" in of_mentor
    assert "Thông báo: có bước đang chờ" in notices
    assert strange.status_code == 200
    assert set(NOTICES) == {one.name for one in TEMPLATES.iterdir() if one.is_dir()}

"""What may cross the road at any step, recorded on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import commands, events
from models.document import Document
from models.dossier import Dossier, WorkItem
from models.errors import Forbidden
from models.person import Person
from models.state import Status
from models.timeline import Enclosure
from tests.records import assert_sound, count
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road

ONE_DAY = timedelta(days=1)
OPENED = date(2021, 9, 10)


def test_dossier_returned_supplemented_suspended_and_resumed_goes_on(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    secretary, above = road.secretary(BRANCH), road.secretary(COMMITTEE)
    items = [{"item": "Ý kiến nơi cư trú", "reason": "Thiếu chữ ký", "step": "opinions"}]

    road.tell(day, above, command="return_for_supplement", dossier=dossier, on=day, items=items)
    road.step(dossier, "opinions", day)
    road.tell(day, secretary, command="supplement", dossier=dossier, on=day, answers=["Đã bổ sung."])
    road.tell(day, secretary, command="suspend", dossier=dossier, on=day, reason="Đi làm nhiệm vụ.")
    later = day + 30 * ONE_DAY
    road.tell(later, secretary, command="resume", dossier=dossier, on=later, reason="Đã về.")

    assert road.state(dossier).status is Status.UNDER_WAY
    road.drive(dossier, "the end", later)
    assert road.state(dossier).status is Status.RECOGNISED
    assert_sound(road, dossier)


@pytest.mark.parametrize("step", ["branch_vote", "decision", "probation"])
def test_dossier_moves_with_its_candidate_and_goes_on_there(road: Road, step: str) -> None:
    dossier, day = road.at(step)
    road.tell(
        day, road.secretary(BRANCH), command="transfer", dossier=dossier, on=day, to_unit=OTHER_BRANCH,
        reason="Chuyển công tác.",
    )  # fmt: skip
    if step == "probation":
        member = road.rolls[OTHER_BRANCH][1]
        road.tell(
            day, road.secretary(OTHER_BRANCH), command="replace_mentor", dossier=dossier, on=day,
            person=member, reason="Chi bộ mới phân công.",
        )  # fmt: skip

    if step == "branch_vote":
        day = road.drive(dossier, "branch_vote", day) + ONE_DAY
        road.tell(
            day, road.secretary(OTHER_BRANCH), command="reopen", dossier=dossier, on=day, step="verification",
            reason="Thẩm tra bổ sung vì đã quá 12 tháng.",
        )  # fmt: skip
        road.step(dossier, "verification", day)

    road.drive(dossier, "the end", day)

    state = road.state(dossier)
    with road.database.reading() as session:
        unit = session.scalar(select(Person.unit_id).where(Person.id == state.candidate))
    assert (state.status, state.unit, unit) == (Status.RECOGNISED, OTHER_BRANCH, OTHER_BRANCH)
    assert_sound(road, dossier)


def test_correction_makes_the_paper_again_and_keeps_the_old_one(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    road.tell(
        day, road.secretary(BRANCH), command="correction", dossier=dossier, step="branch_vote", on=day,
        answers={"qualities": "Ưu điểm ghi lại cho đúng."}, reason="Gõ nhầm.",
    )  # fmt: skip

    event = road.entries(dossier)[-1].event
    assert isinstance(event, events.Corrected)
    with road.database.reading() as session:
        rows = session.rows(
            select(Document.document, Document.number, Document.replaces, Document.unit_id)
            .where(Document.dossier == dossier, Document.form == "6-KNĐ")
            .order_by(Document.about)
        )
        texts = [
            session.scalar(select(Enclosure.body).where(Enclosure.digest == digest))
            for digest in (event.before, event.enclosure)
        ]
    assert [row.number for row in rows] == [1, 2]
    assert [row.replaces for row in rows] == [None, rows[0].document]
    assert {row.unit_id for row in rows} == {BRANCH}
    assert "nội dung ví dụ" in str(texts[0])
    assert "Ưu điểm ghi lại cho đúng." in str(texts[1])
    assert road.state(dossier).papers["6-KNĐ"].enclosure == event.enclosure
    assert_sound(road, dossier)


def test_correction_of_a_correction_replaces_the_corrected_paper(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    for text in ("Lần một.", "Lần hai."):
        road.tell(
            day, road.secretary(BRANCH), command="correction", dossier=dossier, step="opinions", on=day,
            answers={"strengths": text}, reason="Gõ nhầm.",
        )  # fmt: skip

    with road.database.reading() as session:
        rows = session.rows(
            select(Document.document, Document.replaces)
            .where(Document.dossier == dossier, Document.form == "5-KNĐ")
            .order_by(Document.about)
        )
    first, second, third = rows
    assert (first.replaces, second.replaces, third.replaces) == (None, first.document, second.document)


def test_introduction_is_corrected_though_a_second_member_filed_the_same_form(road: Road) -> None:
    dossier, day = road.at("introduction")
    road.step(dossier, "introduction", day)
    road.step(dossier, "endorsement", day, endorser="member")
    first, second = (
        entry.event.enclosure
        for entry in road.entries(dossier)
        if isinstance(entry.event, events.Assessed | events.Endorsed)
        and entry.event.step in {"introduction", "endorsement"}
    )

    road.tell(
        day, road.secretary(BRANCH), command="correction", dossier=dossier, step="introduction", on=day,
        answers={"qualities": "Ghi lại cho đúng."}, reason="Gõ nhầm.",
    )  # fmt: skip

    event = road.entries(dossier)[-1].event
    assert isinstance(event, events.Corrected)
    assert event.before == first
    assert [one.form for one in event.papers] == ["3-KNĐ"]
    assert road.state(dossier).papers["3-KNĐ"].enclosure == second


def test_dossier_is_migrated_to_the_version_in_force(road: Road) -> None:
    dossier, _ = road.at("branch_vote", on=date(2024, 5, 6))
    day = date(2025, 7, 7)
    administrator = road.account("administrator", COMPETENT)

    road.tell(
        day, administrator, command="migrate", dossier=dossier, on=day, procedure="vn-2025",
        reason="Quy định mới.",
    )  # fmt: skip

    assert road.state(dossier).procedure == "vn-2025"
    with road.database.reading() as session:
        assert session.scalar(select(Dossier.procedure).where(Dossier.number == dossier)) == "vn-2025"
    assert_sound(road, dossier)


@pytest.mark.parametrize("command", ["withdraw", "close"])
def test_dossier_that_ends_early_is_kept(road: Road, command: str) -> None:
    dossier, day = road.at("branch_vote")
    cause = {"cause": "left_unit"} if command == "close" else {}

    road.tell(day, road.secretary(BRANCH), command=command, dossier=dossier, on=day, reason="Lý do.", **cause)

    assert road.state(dossier).ended_on == day
    assert count(road, WorkItem) == [0]
    assert_sound(road, dossier)


def test_limit_of_the_decision_is_extended_by_the_committee_that_decides(road: Road) -> None:
    dossier, day = road.at("decision")
    before = road.state(dossier).open[0].due_on
    extend = commands.ExtendLimit(dossier=dossier, step="decision", on=day, reason="Trường hợp đặc biệt.")

    with pytest.raises(Forbidden):
        road.do(extend, road.secretary(BRANCH), day)
    road.do(extend, road.secretary(COMPETENT), day)

    after = road.state(dossier).open[0]
    assert before is not None
    assert after.due_on is not None
    assert (after.extended, after.due_on > before) == (True, True)
    assert_sound(road, dossier)


def test_union_records_its_own_resolution(road: Road) -> None:
    dossier, day = road.at("introduction")
    command, _ = road.command(dossier, "endorsement", day)
    officer = road.accounts["doan-qs-q4"]

    event = road.do(command, officer, day).events[0]

    assert isinstance(event, events.Endorsed)
    assert (event.body, event.outcome) == ("doan-qs-q4", "endorsed")
    assert event.papers[0].unit == "doan-qs-q4"

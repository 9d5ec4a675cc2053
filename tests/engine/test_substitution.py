"""Tasks given over while absent: who may, what then counts from which day to which, and in whose name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.access import SYSTEM
from engine.actors import actor_of
from engine.timeline import REGISTER
from engine.verification import verify
from models.errors import Forbidden, NotFound, Refused
from models.events import RegisterChanged
from models.substitution import Substitution
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, UNION, Road
from tests.substitutions import DAY, UNTIL, given_over, member_of_branch, offer, settle


def _refused(road: Road, absent: str, substitute: str, /, **known: object) -> set[str]:
    with pytest.raises(Refused) as refused:
        offer(road, absent, substitute, **known)
    return {one.rule for one in refused.value.unmet}


def test_substitute_acts_in_the_absents_name_from_acceptance_to_the_last_day(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    dossier = road.open(DAY)
    command, _ = road.command(dossier, "mentor_assignment", DAY)
    offered = offer(road, absent, substitute)

    with pytest.raises(
        NotFound
    ):  # nothing counts before it is accepted; nor is the dossier theirs to know of
        road.do(command, substitute, DAY)
    settle(road, "accept_substitution", substitute, offered)
    road.do(command, substitute, DAY)

    entry = road.entries(dossier)[-1]
    assert (entry.actor, entry.on_behalf_of) == (substitute, road.rolls[BRANCH][0])
    with road.database.reading() as session:
        assert verify(session).faults == ()
    later, _ = road.command(road.open(UNTIL), "mentor_assignment", UNTIL)
    with pytest.raises(NotFound):
        road.do(later, substitute, UNTIL + timedelta(days=1))
    road.do(later, substitute, UNTIL)


def test_days_begin_and_end_without_an_entry_of_the_register(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    given_over(road, absent, substitute, since=DAY + timedelta(days=3), until=DAY + timedelta(days=4))
    dossiers = [road.open(DAY) for _ in range(4)]
    asked = [road.command(one, "mentor_assignment", DAY)[0] for one in dossiers]
    register = len(road.entries(REGISTER))

    acted = []
    for days, command in zip((2, 3, 4, 5), asked, strict=True):
        on = DAY + timedelta(days=days)
        try:
            road.do(command, substitute, on)
        except NotFound:
            acted.append(False)
        else:
            acted.append(True)

    assert acted == [False, True, True, False]
    assert len(road.entries(REGISTER)) == register


def test_who_may_by_a_right_of_their_own_acts_in_their_own_name(road: Road) -> None:
    absent, clerk = road.secretary(BRANCH), road.account("clerk", BRANCH)
    given_over(road, absent, clerk, tasks=["papers", "movements"])
    dossier = road.open(DAY)
    command, _ = road.command(dossier, "mentor_assignment", DAY)

    road.do(command, clerk, DAY)
    road.tell(DAY, clerk, command="suspend", dossier=dossier, on=DAY, reason="Chờ xác minh.")

    told = [(one.event.kind, one.on_behalf_of) for one in road.entries(dossier)[-2:]]
    assert told == [("submitted", None), ("suspended", road.rolls[BRANCH][0])]


def test_only_the_kinds_of_task_given_over_and_only_in_that_unit(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    given_over(road, absent, substitute, tasks=["movements"])
    here, there = road.open(DAY), road.open(DAY, unit=OTHER_BRANCH)
    command, _ = road.command(here, "mentor_assignment", DAY)

    with pytest.raises(Forbidden):
        road.do(command, substitute, DAY)
    with pytest.raises(NotFound):
        road.tell(DAY, substitute, command="suspend", dossier=there, on=DAY, reason="Chờ.")
    road.tell(DAY, substitute, command="suspend", dossier=here, on=DAY, reason="Chờ.")


def test_meeting_opened_recorded_and_closed_by_the_substitute_names_both(road: Road) -> None:
    substitute = member_of_branch(road)
    dossier, on = road.at("branch_vote", DAY)
    absent = road.secretary(BRANCH)
    given_over(road, absent, substitute, on, tasks=["votes"], until=on)
    roll = road.rolls[BRANCH]
    meeting = road.tell(
        on, substitute, command="open_meeting", unit=BRANCH, held_on=on, roll="official_members",
        chair=roll[0], secretary=roll[1],
    ).stream  # fmt: skip
    command, _ = road.command(dossier, "branch_vote", on, meeting=meeting)

    road.do(command, substitute, on)
    road.tell(on, substitute, command="close_meeting", meeting=meeting)

    told = {one.on_behalf_of for one in road.entries(meeting)} | {road.entries(dossier)[-1].on_behalf_of}
    assert told == {road.rolls[BRANCH][0]}


def test_recruit_is_entered_and_a_dossier_opened_on_behalf_of_the_absent(road: Road) -> None:
    substitute = member_of_branch(road)
    given_over(road, road.secretary(BRANCH), substitute)
    road.tell(
        DAY, substitute, command="add_person", id="moi", full_name="Lê Văn Mới", sex="male",
        born_on="2001-02-03", unit=BRANCH, in_unit_since=DAY, education="upper_secondary",
    )  # fmt: skip
    opened = road.tell(
        DAY, substitute, command="open_dossier", candidate="moi", unit=BRANCH, source="standing_militia",
        on=DAY,
    ).stream  # fmt: skip

    assert road.entries(opened)[0].on_behalf_of == road.rolls[BRANCH][0]
    assert road.entries(REGISTER)[-1].on_behalf_of == road.rolls[BRANCH][0]


def test_union_officer_gives_endorsements_over_with_the_reading_they_need(road: Road) -> None:
    absent, substitute = road.secretary(UNION), f"{road.member(UNION, DAY)}@thay"
    road.tell(DAY, command="open_account", id=substitute, person=substitute.removesuffix("@thay"))
    dossier, on = road.at("endorsement", DAY)
    command, _ = road.command(dossier, "endorsement", on)
    given_over(road, absent, substitute, on, role="union_officer", unit=UNION, tasks=["papers"], until=on)

    road.do(command, substitute, on)

    assert road.entries(dossier)[-1].on_behalf_of is not None


def test_mentors_assessment_is_nevergiven_over(road: Road) -> None:
    dossier, on = road.at("mentorship", DAY)
    absent, substitute = road.secretary(BRANCH), member_of_branch(road, 5)
    assert road.state(dossier).guides_now("mentor")[0].person == road.rolls[BRANCH][0]
    command, mentor = road.command(dossier, "mentorship", on, verdict="continued")
    given_over(road, absent, substitute, on, tasks=["papers", "reviews", "votes", "movements"], until=on)

    with pytest.raises(Forbidden):
        road.do(command, substitute, on)
    road.do(command, mentor, on)


def test_interest_of_the_absent_keeps_the_substitute_from_verifying(road: Road) -> None:
    """Four eyes are two persons' eyes: whoever guides the candidate does not verify by another's hand."""
    dossier, on = road.at("verification", DAY)
    road.step(dossier, "curriculum_vitae", on)
    mentor = road.state(dossier).guides_now("mentor")[0].person
    unit = _verifies(road, dossier)
    absent = f"{mentor}@tham-tra"
    road.tell(on, command="open_account", id=absent, person=mentor)
    road.tell(on, command="grant_role", account=absent, role="secretary", unit=unit)
    substitute = f"{road.member(unit, DAY)}@thay"
    road.tell(on, command="open_account", id=substitute, person=substitute.removesuffix("@thay"))
    given_over(road, absent, substitute, on, unit=unit, tasks=["reviews"], until=on)
    command, _ = road.command(dossier, "verification", on)

    with pytest.raises(Refused) as refused:
        road.do(command, substitute, on)

    assert [(one.rule, one.figures) for one in refused.value.unmet] == [
        ("review.four_eyes", {"person": mentor})
    ]
    other = given_over(road, road.secretary(unit), substitute, on, unit=unit, tasks=["reviews"], until=on)
    with pytest.raises(Refused):  # the interested one comes first: nobody chooses for whom they act
        road.do(command, substitute, on)
    settle(road, "end_substitution", absent, _first(road, absent), on)
    road.do(command, substitute, on)
    assert other
    assert road.entries(dossier)[-1].on_behalf_of == road.rolls[unit][0]


def _verifies(road: Road, dossier: str) -> str:
    present = road.state(dossier).open_step("verification")
    assert present is not None
    return str(present.unit)


def _first(road: Road, absent: str) -> str:
    with road.database.reading() as session:
        return str(session.scalar(select(Substitution.id).where(Substitution.account_id == absent)))


def test_interest_of_the_substitute_keeps_them_from_verifying_too(road: Road) -> None:
    dossier, on = road.at("verification", DAY)
    road.step(dossier, "curriculum_vitae", on)
    mentor = road.state(dossier).guides_now("mentor")[0].person
    unit = _verifies(road, dossier)
    substitute = f"{mentor}@self"
    road.tell(on, command="take_seat", person=mentor, unit=unit, position="Ủy viên", role="committee_member",
              votes=False, since=on)  # fmt: skip
    given_over(road, road.secretary(unit), substitute, on, unit=unit, tasks=["reviews"], until=on)
    command, _ = road.command(dossier, "verification", on)

    with pytest.raises(Refused) as refused:
        road.do(command, substitute, on)

    assert [one.figures for one in refused.value.unmet] == [{"person": mentor}]


def test_scan_of_the_absent_is_let_through_by_none_of_those_who_act_for_them(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    dossier = road.open(DAY)
    given_over(road, absent, substitute, tasks=["papers"])
    scan: dict[str, object] = {
        "command": "attach_scan", "dossier": dossier, "paper": "1-KNĐ", "format": "pdf", "size": 9,
        "name": "đơn.pdf",
    }  # fmt: skip
    theirs = road.tell(DAY, absent, **scan, sha256="a" * 64).first
    for_them = road.tell(DAY, substitute, **scan, sha256="b" * 64).first

    for by, which in ((substitute, theirs), (substitute, for_them), (absent, for_them)):
        with pytest.raises(Refused) as refused:
            road.tell(DAY, by, command="release_scan", dossier=dossier, scan=which, reason="Đã xem.")
        assert {one.rule for one in refused.value.unmet} == {"scan.second_person"}
    clerk = road.account("clerk", BRANCH)
    road.tell(DAY, clerk, command="release_scan", dossier=dossier, scan=for_them, reason="Đã xem.")


def test_offer_is_made_by_the_absent_or_an_administrator_and_answered_by_the_substitute_alone(
    road: Road,
) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    administrator, stranger = road.account("administrator", COMPETENT), member_of_branch(road, 4)
    elsewhere = road.account("administrator", OTHER_BRANCH)

    for by in (substitute, stranger, elsewhere):
        with pytest.raises(Forbidden):
            offer(road, absent, substitute, DAY, by)
    found = offer(road, absent, substitute, DAY, administrator)
    for by in (absent, administrator, SYSTEM):
        with pytest.raises(Forbidden):
            road.tell(DAY, by, command="accept_substitution", account=substitute, substitution=found)
    for by in (absent, stranger):
        for command in ("accept_substitution", "decline_substitution"):
            with pytest.raises(NotFound):
                settle(road, command, by, found)
    with pytest.raises(NotFound):
        settle(road, "end_substitution", stranger, found)
    with pytest.raises(Forbidden):
        road.tell(DAY, elsewhere, command="end_substitution", account=absent, substitution=found)
    settle(road, "decline_substitution", substitute, found)

    assert _standing(road, found) == "declined"
    again = given_over(road, absent, substitute)
    road.tell(DAY, administrator, command="end_substitution", account=absent, substitution=again)
    assert _standing(road, again) == "ended"


def _standing(road: Road, substitution: str) -> str | None:
    with road.database.reading() as session:
        return session.scalar(select(Substitution.standing).where(Substitution.id == substitution))


def test_ended_by_either_it_counts_no_more_at_once(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    dossier = road.open(DAY)
    command, _ = road.command(dossier, "mentor_assignment", DAY)
    for by in (absent, substitute):
        found = given_over(road, absent, substitute)
        assert _reads(road, substitute, dossier)
        settle(road, "end_substitution", by, found)
        with pytest.raises(NotFound):
            road.do(command, substitute, DAY)
        with pytest.raises(Refused):
            settle(road, "end_substitution", by, found)


def _reads(road: Road, account: str, dossier: str, on: date = DAY) -> bool:
    with road.database.reading() as session:
        actor = actor_of(session, account, on)
    return any(one.unit in road.state(dossier).line for one in actor.reads)


def test_power_passes_to_nobody_further_and_goes_with_role_and_accounts(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    given_over(road, absent, substitute)
    third = member_of_branch(road, 4)

    assert _refused(road, substitute, third) == {"substitution.role_held", "substitution.absent_free"}
    command, _ = road.command(road.open(DAY), "mentor_assignment", DAY)
    road.tell(DAY, command="revoke_role", account=absent, role="secretary", unit=BRANCH)
    with pytest.raises(NotFound):
        road.do(command, substitute, DAY)
    road.tell(DAY, command="grant_role", account=absent, role="secretary", unit=BRANCH)
    road.tell(DAY, command="close_account", account=absent)
    with pytest.raises(NotFound):
        road.do(command, substitute, DAY)


def test_circle_and_chain_are_refused_when_offered_and_when_accepted(road: Road) -> None:
    first, second = road.secretary(BRANCH), road.account("clerk", BRANCH, person=road.rolls[BRANCH][3])
    third = member_of_branch(road, 5)
    waiting = offer(road, second, third, role="clerk")
    given_over(road, first, second)

    back = _refused(road, second, first, role="clerk")
    with pytest.raises(Refused) as refused:
        settle(road, "accept_substitution", third, waiting)

    assert back == {"substitution.absent_free", "substitution.substitute_present"}
    assert [one.rule for one in refused.value.unmet] == ["substitution.absent_free"]
    assert _refused(road, first, third, tasks=["votes"]) == {"substitution.no_overlap"}


def test_substitute_belongs_to_the_unit_or_to_one_above_it(road: Road) -> None:
    absent = road.secretary(BRANCH)
    beside, above = f"{road.rolls[OTHER_BRANCH][2]}@self", road.secretary(COMMITTEE)

    assert _refused(road, absent, beside) == {"substitution.near"}
    assert given_over(road, absent, above)
    with pytest.raises(NotFound) as unknown:
        offer(road, absent, "nobody")
    assert unknown.value.code == "account.not_open"


def test_longest_time_is_the_installations(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    assert _refused(road, absent, substitute, until=DAY + timedelta(days=92)) == {"substitution.length"}
    object.__setattr__(road.registry, "longest_substitution", 7)  # as the setting of another installation

    assert _refused(road, absent, substitute, until=DAY + timedelta(days=7)) == {"substitution.length"}
    assert offer(road, absent, substitute, until=DAY + timedelta(days=6))


def test_substitution_changed_past_the_program_is_found(road: Road) -> None:
    given_over(road, road.secretary(BRANCH), member_of_branch(road))
    table = Substitution.__table__
    with road.database.reading() as session:
        assert verify(session).faults == ()
    with road.database.writing() as session:
        session.write(update(table).values(until=UNTIL + timedelta(days=1)))

    with road.database.reading() as session:
        assert [one.code for one in verify(session).faults] == ["substitutions.differ"]


def test_offer_says_who_in_the_registers_timeline_and_keeps_the_reason_apart(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)

    found = offer(road, absent, substitute)

    event = road.entries(REGISTER)[-1].event
    assert isinstance(event, RegisterChanged)
    assert event.figures == {
        "account": absent, "role": "secretary", "since": DAY.isoformat(), "substitute": substitute,
        "unit": BRANCH, "until": UNTIL.isoformat(),
    }  # fmt: skip
    assert found == f"LT-{road.entries(REGISTER)[-1].sequence:04}"

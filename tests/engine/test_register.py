"""The register: who may change it, what it refuses, and what is kept of each change."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.access import SYSTEM
from engine.timeline import REGISTER
from models import commands
from models.errors import Conflict, Forbidden, Malformed, NotFound
from models.events import RegisterChanged
from models.person import LONGEST_FOLDED, LONGEST_KEY, Person
from models.timeline import Enclosure
from models.workday import Workday
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, UNION, Road

DAY = date(2022, 3, 1)
UNIT = {"command": "add_unit", "kind": "branch", "name": "Chi bộ", "place": "Quận 4", "on": DAY}


def _person(road: Road, person: str) -> dict[str, object]:
    with road.database.reading() as session:
        row = session.one(
            select(
                Person.full_name, Person.name_folded, Person.born_on, Person.unit_id, Person.standing
            ).where(Person.id == person)
        )
    assert row is not None
    return dict(row._mapping)


def test_account_of_the_walker_is_opened_for_nobody(road: Road) -> None:
    administrator = road.account("administrator", COMPETENT)

    for name in ("system", "System", "SYSTEM"):
        with pytest.raises(Malformed) as refused:
            road.tell(DAY, administrator, command="open_account", id=name)
        assert refused.value.code == "account.reserved"


def test_closed_account_acts_no_more_and_is_not_closed_twice(road: Road) -> None:
    clerk = road.account("clerk", BRANCH)
    dossier = road.open(DAY)
    command, _ = road.command(dossier, "mentor_assignment", DAY)

    road.tell(DAY, command="close_account", account=clerk)

    with pytest.raises(Forbidden) as forbidden:
        road.do(command, clerk, DAY)
    with pytest.raises(NotFound):
        road.tell(DAY, command="close_account", account=clerk)
    with pytest.raises(NotFound):
        road.tell(DAY, command="grant_role", account=clerk, role="secretary", unit=BRANCH)
    assert forbidden.value.code == "access.no_account"


def test_revoked_role_acts_no_more_and_a_granted_one_at_once(road: Road) -> None:
    dossier = road.open(DAY)
    command, _ = road.command(dossier, "mentor_assignment", DAY)
    clerk = road.account("clerk", BRANCH)
    withdraw = commands.Withdraw(dossier=dossier, on=DAY, reason="Xin rút.")

    road.do(command, clerk, DAY)
    road.tell(DAY, command="revoke_role", account=clerk, role="clerk", unit=BRANCH)
    with pytest.raises(NotFound):
        road.do(withdraw, clerk, DAY)
    road.tell(DAY, command="grant_role", account=clerk, role="clerk", unit=BRANCH)

    assert road.do(withdraw, clerk, DAY).events[0].kind == "withdrawn"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"command": "grant_role", "account": "nobody", "role": "clerk", "unit": BRANCH}, "account.unknown"),
        ({"command": "revoke_role", "account": "nobody", "role": "clerk", "unit": BRANCH}, "grant.unknown"),
        ({"command": "close_account", "account": "nobody"}, "account.unknown"),
        ({"command": "open_account", "id": "x", "person": "nobody"}, "person.unknown"),
        ({"command": "enter_standing", "person": "nobody", "unit": BRANCH, "standing": "official",
          "joined_on": DAY, "official_on": DAY, "in_unit_since": DAY}, "person.unknown"),
        ({"command": "correct_person", "person": "nobody", "field": "religion", "value": "Không",
          "reason": "Gõ nhầm."}, "person.unknown"),
        ({"command": "take_seat", "person": "nobody", "unit": BRANCH, "position": "Bí thư",
          "role": "secretary", "votes": True, "since": DAY}, "person.unknown"),
        ({"command": "leave_seat", "person": "nobody", "unit": BRANCH, "role": "secretary",
          "until": DAY}, "seat.unknown"),
        (UNIT | {"id": "x", "code": "1", "parent": "nowhere"}, "unit.unknown"),
        ({"command": "grant_role", "account": "nobody", "role": "clerk", "unit": "nowhere"}, "unit.unknown"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_named(road: Road, command: dict[str, object], code: str) -> None:
    with pytest.raises(NotFound) as unknown:
        road.tell(DAY, **command)

    assert unknown.value.code == code


@pytest.mark.parametrize(
    "command",
    [
        UNIT | {"id": BRANCH, "code": "88", "parent": COMMITTEE},
        UNIT | {"id": "x", "code": "04", "parent": COMMITTEE},
        {"command": "open_account", "id": "nguoi-001@self"},
        {"command": "grant_role", "account": f"nguoi-001@{BRANCH}", "role": "secretary", "unit": BRANCH},
        {"command": "add_person", "id": "nguoi-001", "full_name": "Ai", "sex": "male", "born_on": DAY},
    ],
)
def test_what_is_taken_is_a_conflict_and_leaves_nothing(road: Road, command: dict[str, object]) -> None:
    before = len(road.entries(REGISTER))

    with pytest.raises(Conflict):
        road.tell(DAY, **command)

    assert len(road.entries(REGISTER)) == before


def test_identity_number_stands_for_one_person(road: Road) -> None:
    road.person(BRANCH, DAY, identity_number="079200001234")

    with pytest.raises(Conflict):
        road.person(BRANCH, DAY, identity_number="079200001234")


def test_name_of_any_length_is_found_and_sorted(road: Road) -> None:
    person = road.person(BRANCH, DAY, full_name="Ж" * 299 + "ự")

    with road.database.reading() as session:
        row = session.one(select(Person.name_folded, Person.name_key).where(Person.id == person))
    assert row is not None
    assert (len(row.name_folded) <= LONGEST_FOLDED, len(row.name_key)) == (True, LONGEST_KEY)


def test_tree_deeper_than_a_path_is_refused(road: Road) -> None:
    parent = BRANCH
    with pytest.raises(Malformed) as refused:
        for depth in range(40):
            name = f"don-vi-{depth}"
            road.tell(DAY, **(UNIT | {"id": name, "code": f"{depth:020}", "parent": parent}))
            parent = name

    assert refused.value.code == "unit.too_deep"


def test_corrected_person_is_found_by_the_corrected_name_and_the_old_stays_on_record(road: Road) -> None:
    person = road.person(BRANCH, DAY, full_name="Nguyễn Văn Sia")

    road.tell(
        DAY, command="correct_person", person=person, field="full_name", value="Nguyễn Văn Sửa",
        reason="Gõ nhầm.",
    )  # fmt: skip
    road.tell(
        DAY, command="correct_person", person=person, field="born_on", value="1999-02-28", reason="Gõ nhầm."
    )

    found = _person(road, person)
    assert (found["name_folded"], found["born_on"]) == ("nguyen van sua", date(1999, 2, 28))
    with road.database.reading() as session:
        kept = [row.body for row in session.rows(select(Enclosure.body).where(Enclosure.stream == REGISTER))]
    assert any("Nguyễn Văn Sia" in str(body) for body in kept)


@pytest.mark.parametrize("value", ["1999-02-30", "19990228", "9999-12-31", "28/02/1999"])
def test_birthday_corrected_to_no_day_is_refused(road: Road, value: str) -> None:
    person = road.person(BRANCH, DAY)

    with pytest.raises(Malformed):
        road.tell(
            DAY, command="correct_person", person=person, field="born_on", value=value, reason="Gõ nhầm."
        )


@pytest.mark.parametrize(("standing", "official_on"), [("official", None), ("probationary", DAY)])
def test_official_standing_has_its_day_and_probationary_has_none(
    road: Road, standing: str, official_on: date | None
) -> None:
    person = road.person(BRANCH, DAY)

    with pytest.raises(Malformed):
        road.tell(
            DAY, command="enter_standing", person=person, unit=BRANCH, standing=standing, joined_on=DAY,
            official_on=official_on, in_unit_since=DAY,
        )  # fmt: skip


def test_personal_text_lies_in_the_enclosure_and_not_on_the_timeline(road: Road) -> None:
    road.person(
        BRANCH, DAY, full_name="Trần Thị Riêng Tư", identity_number="079200005678", religion="Phật giáo"
    )

    event = road.entries(REGISTER)[-1].event

    assert isinstance(event, RegisterChanged)
    assert all(secret not in str(event) for secret in ("Riêng Tư", "079200005678", "Phật giáo"))


def test_secret_of_a_webhook_is_kept_nowhere_but_beside_its_address(road: Road) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    road.tell(
        DAY, command="add_webhook", id="so-noi-vu", unit=BRANCH, url="https://example.org/x", secret=secret
    )

    with road.database.reading() as session:
        kept = [row.body for row in session.rows(select(Enclosure.body).where(Enclosure.stream == REGISTER))]
    assert all(secret not in str(body) for body in kept)
    assert secret not in str(road.entries(REGISTER)[-1])


def test_later_word_about_a_workday_wins(road: Road) -> None:
    for worked in (True, False):
        road.tell(DAY, command="set_workday", on=DAY, is_working=worked, source="Thông báo của Bộ Nội vụ")

    with road.database.reading() as session:
        days = session.rows(select(Workday.on, Workday.is_working))
    assert [tuple(one) for one in days] == [(DAY, False)]


def test_workday_set_meanwhile_moves_the_limits_worked_out_afterwards(road: Road) -> None:
    first, day = road.at("grassroots_vote")
    second, later = road.at("grassroots_vote")
    road.step(first, "grassroots_vote", max(day, later))
    before = road.state(first).open[0].due_on
    assert before is not None
    resolved = road.state(second).done["branch_vote"].on, road.state(first).done["branch_vote"].on
    road.tell(day, command="set_workday", on=before, is_working=False, source="Nghỉ đột xuất")

    road.step(second, "grassroots_vote", max(day, later))

    after = road.state(second).open[0].due_on
    assert after is not None
    assert resolved[0] == resolved[1]
    assert after > before


_CHANGES: dict[str, dict[str, object]] = {
    "add_unit": {"id": "x", "kind": "branch", "name": "Chi bộ", "place": "Quận 4", "on": DAY, "code": "99",
                 "parent": BRANCH},
    "grant_role": {"account": "nguoi-001@self", "role": "inspector", "unit": BRANCH},
    "take_seat": {
        "person": "nguoi-002", "unit": BRANCH, "position": "Chi ủy viên", "role": "committee_member",
        "votes": True, "since": DAY,
    },
    "add_webhook": {"id": "w", "unit": BRANCH, "url": "https://example.org", "secret": "whsec_" + "MfKQ" * 8},
    "open_account": {"id": "x", "person": "nguoi-002"},
    "enter_standing": {
        "person": "nguoi-002", "unit": BRANCH, "standing": "official", "joined_on": DAY, "official_on": DAY,
        "in_unit_since": DAY,
    },
    "set_workday": {"on": DAY, "is_working": False, "source": "Thông báo"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "unit", "allowed"),
    [
        ("administrator", BRANCH, True),
        ("administrator", COMMITTEE, True),
        ("administrator", COMPETENT, True),
        ("administrator", OTHER_BRANCH, False),
        ("administrator", UNION, False),
        ("secretary", BRANCH, False),
        ("inspector", COMPETENT, False),
        ("member", BRANCH, False),
    ],
)
def test_register_is_changed_by_administrators_of_the_unit_or_above(
    road: Road, role: str, unit: str, *, allowed: bool
) -> None:
    by = road.account(role, unit)
    refused = set()
    for command, given in _CHANGES.items():
        try:
            road.tell(DAY, by, command=command, **given)
        except Forbidden:
            refused.add(command)

    everywhere = set() if unit == COMPETENT else {"set_workday"}  # concerns every unit
    assert refused == (everywhere if allowed else set(_CHANGES))


def test_administrator_takes_no_member_from_another_branch(road: Road) -> None:
    administrator = road.account("administrator", OTHER_BRANCH)
    stolen = road.rolls[BRANCH][1]
    command = commands.EnterStanding(
        person=stolen,
        unit=OTHER_BRANCH,
        standing="official",
        joined_on=DAY,
        official_on=DAY,
        in_unit_since=DAY,
    )

    with pytest.raises(Forbidden):
        road.do(command, administrator, DAY)
    road.do(command, road.account("administrator", COMMITTEE), DAY)

    assert _person(road, stolen)["unit_id"] == OTHER_BRANCH


@pytest.mark.parametrize(
    ("role", "unit", "allowed"),
    [
        ("clerk", BRANCH, True),
        ("secretary", BRANCH, True),
        ("clerk", OTHER_BRANCH, False),
        ("secretary", COMMITTEE, False),
    ],
)
def test_office_of_a_branch_enters_and_corrects_its_own_people(
    road: Road, role: str, unit: str, *, allowed: bool
) -> None:
    by = road.account(role, unit)
    add = commands.AddPerson(id="moi", full_name="Lê Văn Mới", sex="male", born_on=DAY, unit=BRANCH)
    correct = commands.CorrectPerson(person="nguoi-003", field="religion", value="Không", reason="Gõ nhầm.")

    for command in (add, correct):
        if allowed:
            assert road.do(command, by, DAY).events
        else:
            with pytest.raises(Forbidden):
                road.do(command, by, DAY)


def test_address_of_who_has_an_account_is_left_to_administrators(sqlite_road: Road) -> None:
    road = sqlite_road
    clerk, administrator = road.account("clerk", BRANCH), road.account("administrator", COMPETENT)
    holder, recruit = road.secretary(BRANCH).split("@")[0], road.person(BRANCH, DAY)
    change = commands.CorrectPerson(person=holder, field="email", value="khac@example.org", reason="Thử.")

    with pytest.raises(Forbidden, match=r"access\.email"):
        road.do(change, clerk, DAY)

    assert road.do(change, administrator, DAY).events
    assert road.do(change.model_copy(update={"person": recruit}), clerk, DAY).events


def test_second_root_of_the_tree_is_refused_to_the_operator_too(road: Road) -> None:
    root = UNIT | {"id": "goc", "code": "80"}

    with pytest.raises(Conflict, match=r"unit\.root_exists"):
        road.tell(DAY, SYSTEM, **root)

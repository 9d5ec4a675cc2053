"""Commands over the API: recorded as at the desk, once under a key, weighed with all their arithmetic."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from desk.api import application
from desk.api.commands import AT_THE_DESK, NOT_BY_TOKEN, OF_THE_PROGRAM, Accepted, Weighable
from engine.access import RIGHTS
from engine.access_log import readings
from models.commands import COMMAND
from tests.desk.api.programs import program
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, noon

_NOT_TAKEN = NOT_BY_TOKEN | AT_THE_DESK | OF_THE_PROGRAM
_PERSON = "ng-00112233445566ff"
_REASON = "Chờ xác minh lý lịch."


def _at_vote(desk: DeskTest) -> tuple[str, dict[str, object]]:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    return number, {"command": "suspend", "dossier": number, "on": on.isoformat(), "reason": _REASON}


def test_every_command_is_taken_or_it_is_said_why_not() -> None:
    taken = {str(one.model_fields["command"].default) for one in get_args(Accepted)}

    assert not taken & _NOT_TAKEN
    assert taken | _NOT_TAKEN == set(RIGHTS)
    assert {one.__name__ for one in get_args(Weighable)} < {one.__name__ for one in get_args(Accepted)}


def test_examples_in_the_description_are_commands() -> None:
    operations = application().openapi()["paths"]

    for path, shapes in (("/commands", Accepted), ("/commands/weigh", Weighable)):
        examples = operations[path]["post"]["requestBody"]["content"]["application/json"]["examples"]
        found = [COMMAND.validate_python(one["value"]) for one in examples.values()]
        assert [one.command for one in found] == list(examples)
        assert {type(one) for one in found} <= set(get_args(shapes))


def test_vote_is_recorded_as_its_account_and_answers_the_same_under_its_key(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    command, by = desk.road.command(number, "branch_vote", on)
    caller, body = program(desk, by), command.model_dump(mode="json")

    first = caller.post("/commands", body, key="bỏ phiếu".encode().hex())
    again = caller.post("/commands", body, key="bỏ phiếu".encode().hex())

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert [one.headers.get("Idempotency-Replayed") for one in (first, again)] == [None, "true"]
    assert first.headers["Location"] == f"/api/v1/dossiers/{number}"
    entry = desk.road.entries(number)[-1]
    assert (entry.actor, entry.event.kind, entry.sequence) == (
        by,
        "voted",
        first.json()["entries"][0]["sequence"],
    )
    assert first.json()["entries"][0]["event"]["needed"] == entry.event.needed  # type: ignore[union-attr]  # a vote


def test_key_of_another_command_is_a_conflict_and_of_another_account_is_its_own(desk: DeskTest) -> None:
    number, suspend = _at_vote(desk)
    caller = program(desk)
    caller.post("/commands", suspend, key="12345678")

    other = caller.post("/commands", suspend | {"reason": "Khác."}, key="12345678")
    elsewhere = program(desk, desk.road.secretary(COMMITTEE)).post(
        "/commands", suspend | {"command": "resume"}, key="12345678"
    )

    assert (other.status_code, other.json()["code"]) == (409, "key.used")
    assert "12345678" in other.json()["detail"]
    assert elsewhere.status_code == 201
    assert [one.event.kind for one in desk.road.entries(number)[-2:]] == ["suspended", "resumed"]


def test_command_without_a_key_fit_to_be_one_is_not_read(sqlite_desk: DeskTest) -> None:
    _, suspend = _at_vote(sqlite_desk)
    caller = program(sqlite_desk)

    for key in ("", "short", "x" * 101, "with space", "dấu phẩy"):
        headers = {"Idempotency-Key": key.encode()} if key else {}
        answer = caller.send("POST", "/commands", json=suspend, headers=headers)

        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "Idempotency-Key"), key


def test_command_is_denied_to_who_may_know_and_unknown_to_who_may_not(desk: DeskTest) -> None:
    number, suspend = _at_vote(desk)
    inspector = program(desk, desk.road.account("inspector", BRANCH))
    stranger = program(desk, desk.road.secretary(OTHER_BRANCH))

    for address in ("/commands", "/commands/weigh"):
        known, unknown = inspector.post(address, suspend), stranger.post(address, suspend)
        nowhere = stranger.post(address, suspend | {"dossier": "HS-2021-0999"})

        assert (known.status_code, known.json()["code"]) == (403, "access.role")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "dossier.unknown")
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "dossier.unknown")
    assert desk.road.state(number).suspended_on is None


def test_what_a_denied_command_names_elsewhere_is_unknown(desk: DeskTest) -> None:
    meeting = desk.road.meeting(BRANCH, desk.desk.day(desk.clock.at))
    person = desk.road.rolls[BRANCH][0]
    stranger = program(desk, desk.road.secretary(OTHER_BRANCH))
    on = desk.desk.day(desk.clock.at).isoformat()
    plain = {"full_name": "Trần Thị Ví Dụ", "sex": "female", "born_on": "2001-02-03"}
    named = [
        ({"command": "close_meeting", "meeting": meeting}, {"meeting": "HN-2021-0999"}),
        ({"command": "add_person", "id": _PERSON, "unit": BRANCH, **plain}, {"unit": "no-such"}),
        ({"command": "add_unit", "id": "x", "kind": "branch", "name": "X", "place": "X", "code": "99",
          "parent": BRANCH, "on": on}, {"parent": "no-such"}),
        ({"command": "leave_seat", "person": person, "unit": OTHER_BRANCH, "role": "secretary", "until": on},
         {"person": "no-such"}),
        ({"command": "correct_person", "person": person, "field": "home_town", "value": "X", "reason": "X"},
         {"person": "no-such"}),
    ]  # fmt: skip

    for body, nothing in named:
        there, not_there = stranger.post("/commands", body), stranger.post("/commands", body | nothing)

        assert (there.status_code, not_there.status_code) == (404, 404), body
        assert there.json()["code"] == not_there.json()["code"]


def test_people_of_other_units_are_unknown_to_a_command_as_those_who_are_not_there(desk: DeskTest) -> None:
    number, on = desk.road.at("mentor_assignment")
    desk.clock.at = noon(on)
    elsewhere = desk.road.rolls[OTHER_BRANCH][0]
    opening = {"command": "open_dossier", "unit": BRANCH, "source": "other", "on": on.isoformat()}
    assigning = {"command": "form", "dossier": number, "step": "mentor_assignment", "on": on.isoformat()}
    caller = program(desk)

    for body, field in ((opening, "candidate"), (assigning, "person")):
        for address in ("/commands", "/commands/weigh"):
            answers = [caller.post(address, body | {field: one}) for one in (elsewhere, "no-such")]
            assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "person.unknown")] * 2
    own = caller.post("/commands/weigh", assigning | {"person": desk.road.free_member(number)})
    assert own.status_code == 200


def test_meetings_of_other_bodies_are_unknown_to_a_command_as_those_that_never_were(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    elsewhere = desk.road.meeting(OTHER_BRANCH, on)
    command, by = desk.road.command(number, "branch_vote", on)
    caller, voting = program(desk, by), command.model_dump(mode="json")

    for address in ("/commands", "/commands/weigh"):
        answers = [caller.post(address, voting | {"meeting": one}) for one in (elsewhere, "HN-2999-0001")]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "meeting.unknown")] * 2
        told = [one.json()["detail"] for one in answers]
        assert told[0].replace(elsewhere, "HN-2999-0001") == told[1]
    assert caller.post("/commands/weigh", voting).json()["allowed"] is True


def test_nobody_out_of_reach_is_seated_nor_told_from_who_is_not_there(desk: DeskTest) -> None:
    caller = program(desk, desk.road.account("administrator", OTHER_BRANCH))
    outside, own = desk.road.rolls[BRANCH][0], desk.road.rolls[OTHER_BRANCH][0]
    seat = {"command": "take_seat", "unit": OTHER_BRANCH, "position": "Ủy viên", "role": "clerk",
            "votes": False, "since": desk.desk.day(desk.clock.at).isoformat()}  # fmt: skip

    answers = [caller.post("/commands", seat | {"person": one}) for one in (outside, "no-such")]
    seated = caller.post("/commands", seat | {"person": own})

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "person.unknown")] * 2
    assert answers[0].json()["detail"].replace(outside, "no-such") == answers[1].json()["detail"]
    assert seated.status_code == 201


def test_no_id_of_a_person_elsewhere_can_be_probed_by_entering_another(desk: DeskTest) -> None:
    caller, elsewhere = program(desk), desk.road.rolls[OTHER_BRANCH][0]
    plain = {"command": "add_person", "full_name": "Trần Thị Ví Dụ", "sex": "female", "born_on": "2001-02-03",
             "unit": BRANCH}  # fmt: skip

    taken, free = (caller.post("/commands", plain | {"id": one}) for one in (elsewhere, "no-such"))
    entered = caller.post("/commands", plain | {"id": _PERSON})

    assert (taken.status_code, free.status_code, entered.status_code) == (422, 422, 201)
    assert taken.json() | {"instance": ""} == free.json() | {"instance": ""}


def test_refusal_lists_all_that_is_unmet_with_rule_source_and_arithmetic(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    command, by = desk.road.command(number, "branch_vote", on)
    body = command.model_dump(mode="json") | {"yes": 3, "no": 90}
    caller = program(desk, by)

    weighed = caller.post("/commands/weigh", body, **{"Accept-Language": "en"}).json()
    refused = caller.post("/commands", body, **{"Accept-Language": "en;q=0.9, vi;q=0.1"})

    unmet = {one["rule"] for one in weighed["requirements"] if not one["met"] and not one["decides"]}
    assert weighed["allowed"] is False
    assert (weighed["status"], weighed["stage"], weighed["opens"]) == (None, None, [])
    assert all(one["text"] for one in weighed["requirements"])
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    assert {one["code"] for one in refused.json()["errors"]} == unmet == {"vote.tally"}
    (tally,) = refused.json()["errors"]
    assert tally["figures"]["ballots"] == 93
    assert refused.headers["Content-Language"] == "en"
    with desk.road.database.reading() as session:
        looks = [(one.account, one.what) for one in readings(session, number)]
    assert looks == [(by, "weigh vote")] * 2  # what is asked of a dossier tells of it
    assert len(desk.road.entries(number)) == desk.road.entries(number)[-1].sequence


def test_weighing_says_where_a_command_would_lead_and_records_nothing(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    command, by = desk.road.command(number, "branch_vote", on)
    before = len(desk.road.entries(number))

    weighed = program(desk, by).post("/commands/weigh", command.model_dump(mode="json")).json()

    by_rule = {one["rule"]: one for one in weighed["requirements"]}
    assert weighed["allowed"] is True
    assert weighed["opens"] != []
    assert by_rule["vote.quorum"]["figures"]["needed"] <= by_rule["vote.quorum"]["figures"]["part"]
    assert by_rule["vote.majority"]["decides"] is True
    assert by_rule["vote.quorum"]["source"]
    assert len(desk.road.entries(number)) == before


def test_dossier_is_opened_and_carried_on_by_programs_alone(desk: DeskTest) -> None:
    on = desk.desk.day(desk.clock.at)
    caller = program(desk)
    person = {"command": "add_person", "id": _PERSON, "full_name": "Trần Ví Dụ", "sex": "male",
              "born_on": "2000-05-17", "unit": BRANCH, "in_unit_since": (on - timedelta(days=60)).isoformat(),
              "education": "upper_secondary"}  # fmt: skip
    opening = {"command": "open_dossier", "candidate": _PERSON, "unit": BRANCH,
               "source": "standing_militia", "on": on.isoformat()}  # fmt: skip
    meeting = {"command": "open_meeting", "unit": BRANCH, "held_on": on.isoformat(),
               "roll": "official_members", "chair": desk.road.rolls[BRANCH][0],
               "secretary": desk.road.rolls[BRANCH][1]}  # fmt: skip

    told = [caller.post("/commands", one) for one in (person, opening, meeting)]

    assert [one.status_code for one in told] == [201, 201, 201], [one.text for one in told]
    assert "Location" not in told[0].headers
    number = told[1].json()["stream"]
    assert caller.get(f"/dossiers/{number}").json()["candidate"]["name"] == "Trần Ví Dụ"
    assert caller.get(told[2].headers["Location"].removeprefix("/api/v1")).json()["is_open"] is True
    assert program(desk, desk.road.secretary(COMPETENT)).get(f"/dossiers/{number}").json()["may"] != []


def test_command_that_is_not_for_tokens_is_none(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    for name in sorted(_NOT_TAKEN):
        answer = caller.post("/commands", {"command": name, "account": "x"})

        assert answer.status_code == 422
        assert [one["code"] for one in answer.json()["errors"]] == ["union_tag_invalid"]

"""Who is let in over the API: programs with a token that serves, and what their token is for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from structlog.testing import capture_logs

from engine.access import Grant
from models import commands
from models.account import Account
from models.session import LoginAttempt
from models.token import AccessToken
from tests.desk.api.programs import Program, program
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, START, noon


def test_whoever_shows_no_token_is_asked_for_one_whatever_cookie_comes_along(sqlite_desk: DeskTest) -> None:
    signed_in = sqlite_desk.signed_in()

    answer = signed_in.get("/api/v1/me", headers={"Accept-Language": "en"})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="diudat"'
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:diudat:problem:token.missing",
        "title": "A working access token is needed",
        "status": 401,
        "detail": "Send an access token along: Authorization: Bearer dd_….",
        "instance": f"urn:diudat:request:{answer.headers['X-Request-Id']}",
        "code": "token.missing",
        "errors": [],
    }


def test_token_that_is_none_serves_nobody(sqlite_desk: DeskTest) -> None:
    for token in ("dd_" + "0" * 48, "dd_", "dd_" + "0" * 5000, "' OR 1=1 --"):
        answer = Program(sqlite_desk, token).get("/me")

        assert (answer.status_code, answer.json()["code"]) == (401, "token.unusable")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_token_ends_when_it_runs_out_and_when_its_account_is_closed(desk: DeskTest) -> None:
    account = desk.road.account("secretary", BRANCH)
    running_out, of_closed = program(desk, account, days=1), program(desk, account, days=30)
    desk.clock.on(days=1, seconds=-1)
    before = running_out.get("/me").status_code
    desk.clock.on(seconds=1)
    run_out = running_out.get("/me").status_code, of_closed.get("/me").status_code

    desk.road.tell(desk.desk.day(desk.clock.at), command="close_account", account=account)

    assert (before, run_out) == (200, (401, 200))
    assert of_closed.get("/me").status_code == 401
    with desk.desk.database.reading() as session:
        assert session.scalar(select(Account.is_active).where(Account.id == account)) is False


def test_wrong_tokens_are_slowed_down_and_lock_nobody_out_of_the_desk(desk: DeskTest) -> None:
    desk.with_password(desk.road.secretary(BRANCH))
    good, wrong = program(desk), Program(desk, "dd_" + "1" * 48)

    answers = [wrong.get("/me") for _ in range(6)]

    assert [one.status_code for one in answers] == [401, 401, 401, 401, 429, 429]
    assert answers[-1].headers["Retry-After"] == "15"
    assert answers[-1].json()["code"] == "token.wait"
    assert good.get("/me").status_code == 200
    assert desk.browser().sign_in(desk.road.secretary(BRANCH)).status_code == 303
    with desk.desk.database.reading() as session:
        kept = session.rows(
            select(LoginAttempt.login, LoginAttempt.address).where(LoginAttempt.address != "")
        )
    assert {row.address for row in kept} == {"api:192.0.2.7", "192.0.2.7"}
    assert not any("1111" in row.login for row in kept)


def test_use_of_a_token_is_noted_to_the_minute(desk: DeskTest) -> None:
    caller = program(desk)
    noted = []
    for seconds in (0, 59, 1):
        desk.clock.on(seconds=seconds)
        caller.get("/me")
        with desk.desk.database.reading() as session:
            noted.append(session.scalar(select(AccessToken.used_at)))

    assert noted == [desk.clock.at - timedelta(minutes=1)] * 2 + [desk.clock.at]


def test_log_names_account_and_program_and_never_the_token(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)
    with capture_logs() as logged:
        told = caller.get("/me").json()
        Program(sqlite_desk, "dd_" + "2" * 48).get("/me")

    answered = [one for one in logged if one["event"] == "answered"]
    assert [(one["status"], one.get("account"), one.get("program")) for one in answered] == [
        (200, told["account"], told["token"]), (401, None, None),
    ]  # fmt: skip
    assert "dd_" not in str(logged)


def test_token_that_reads_records_nothing_and_weighs_all(sqlite_desk: DeskTest) -> None:
    number, on = sqlite_desk.road.at("branch_vote")
    sqlite_desk.clock.at = noon(on)
    reader = program(sqlite_desk, records=False)
    suspend = {"command": "suspend", "dossier": number, "on": on.isoformat(), "reason": "Chờ xác minh."}

    recorded, weighed = reader.post("/commands", suspend), reader.post("/commands/weigh", suspend)

    assert (recorded.status_code, recorded.json()["code"]) == (403, "token.only_reads")
    assert 'error="insufficient_scope"' in recorded.headers["WWW-Authenticate"]
    assert (weighed.status_code, weighed.json()["allowed"]) == (200, True)
    assert sqlite_desk.road.state(number).suspended_on is None


def test_narrowed_token_sees_and_does_what_its_one_role_may(desk: DeskTest) -> None:
    account = desk.road.secretary(COMMITTEE)
    desk.road.tell(START, command="grant_role", account=account, role="inspector", unit=BRANCH)
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    whole = program(desk, account)
    narrow = program(desk, account, only=Grant(role="inspector", unit=BRANCH))
    suspend = {"command": "suspend", "dossier": number, "on": on.isoformat(), "reason": "Chờ xác minh."}

    units = [{one["unit"] for one in each.items("/units")} for each in (whole, narrow)]
    denied = narrow.post("/commands", suspend)
    done = whole.post("/commands", suspend)

    assert units[1] == {BRANCH} < units[0]
    assert narrow.get("/me").json()["is_narrowed"] is True
    assert narrow.get(f"/dossiers/{number}").json()["may"] == []
    assert "suspend" not in whole.get(f"/dossiers/{number}").json()["may"]
    assert (denied.status_code, denied.json()["code"]) == (403, "access.role")
    assert done.status_code == 201
    desk.road.tell(on, command="revoke_role", account=account, role="inspector", unit=BRANCH)
    assert narrow.items("/units") == []
    assert narrow.get(f"/dossiers/{number}").status_code == 404
    assert whole.get(f"/dossiers/{number}").status_code == 200


def test_narrowed_token_cannot_act_as_the_person_behind_the_account(desk: DeskTest) -> None:
    number, on = desk.road.at("mentorship")
    mentor = desk.road.mentor(number)
    desk.road.tell(START, command="grant_role", account=mentor, role="inspector", unit=COMMITTEE)
    desk.clock.at = noon(on)
    command, by = desk.road.command(number, "mentorship", on)
    body = command.model_dump(mode="json")
    narrow = program(desk, mentor, only=Grant(role="inspector", unit=COMMITTEE))

    answers = [one.post("/commands/weigh", body) for one in (narrow, program(desk, mentor))]

    assert by == mentor
    assert isinstance(command, commands.Assessment)
    assert [one.status_code for one in answers] == [403, 200]

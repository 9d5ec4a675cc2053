"""What programs read: what the desk's pages show, within the same bounds, logged in the same way."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import update

from desk.api import application
from engine.access_log import readings
from models.document import Document
from tests.ballots import voting
from tests.desk.api.programs import Program, program
from tests.desks import DeskTest, desk_over
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road, noon

_FILE = b"%PDF-1.7 a paper"


def _office(desk: DeskTest) -> dict[str, str]:
    """Set up a dossier with a made document and a meeting; return the ids that addresses ask for."""
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    meeting = desk.road.meeting(BRANCH, on)
    digest = desk.desk.archive.put(_FILE)
    with desk.desk.database.writing() as session:
        table = Document.__table__
        made = {
            "issued_at": desk.clock.at,
            "pdf_sha256": digest,
            "docx_sha256": digest,
            "html_sha256": digest,
        }
        session.write(update(table).where(table.c.dossier == number).values(**made))
    state = desk.road.state(number)
    document = f"VB-{number.removeprefix('HS-')}-002"
    return {"number": number, "document": document, "kind": "pdf", "unit": BRANCH, "person": state.candidate,
            "meeting": meeting, "procedure": "vn-2022"}  # fmt: skip


def _addresses() -> list[str]:
    """Return every address that is read, as the description names them."""
    return [path for path, operations in application().openapi()["paths"].items() if "get" in operations]


def _filled(path: str, known: dict[str, str]) -> str:
    if path.startswith("/meetings/"):
        known = known | {"number": known["meeting"]}
    return re.sub(r"\{(\w+)\}", lambda one: known[one[1]], path)


def _texts(told: Any) -> set[str]:  # noqa: ANN401 -- any JSON
    if isinstance(told, dict):
        return set().union(*map(_texts, told.values()), *([one] for one in told))
    if isinstance(told, list):
        return set().union(*map(_texts, told)) if told else set()
    return {str(told)}


def test_every_address_answers_its_own_and_shows_a_stranger_nothing(desk: DeskTest) -> None:
    known = _office(desk)
    own, stranger = program(desk), program(desk, desk.road.secretary(OTHER_BRANCH))
    asked = {"/search": {"q": "Nguyễn"}}
    secrets = {known["number"], known["meeting"], known["person"], known["document"], BRANCH}
    public = {"/me", "/procedures", "/procedures/{procedure}"}

    for path in _addresses():
        address = _filled(path, known)
        mine = own.get(address, **asked.get(path, {}))
        theirs = stranger.get(address, **asked.get(path, {}))

        assert mine.status_code == 200, (address, mine.text)
        if path in public or path == "/figures":
            assert theirs.status_code == 200
        elif "{" in path:
            assert (theirs.status_code, theirs.json()["code"].rpartition(".")[2]) == (404, "unknown"), address
        if theirs.status_code == 200 and path not in public:
            assert not _texts(theirs.json()) & secrets, address
    assert stranger.get("/figures").json()["totals"]["dossiers"] == 0
    assert stranger.get("/figures", unit=BRANCH).json()["totals"]["dossiers"] == 0
    assert own.get("/figures").json()["totals"]["dossiers"] == 1
    assert stranger.items("/meetings", unit=BRANCH) == stranger.items("/people", unit=BRANCH) == []
    assert stranger.items("/dossiers", unit=BRANCH) == []


def test_no_address_answers_without_a_token(sqlite_desk: DeskTest) -> None:
    known = _office(sqlite_desk)
    nobody = Program(sqlite_desk)

    told = {path: nobody.get(_filled(path, known)).status_code for path in _addresses()}
    told |= {path: nobody.post(path, {}).status_code for path in ("/commands", "/commands/weigh")}

    assert set(told.values()) == {401}, told


def test_what_is_read_of_a_dossier_is_logged_as_on_its_page(desk: DeskTest) -> None:
    known = _office(desk)
    number, document = known["number"], known["document"]
    own, stranger = program(desk), program(desk, desk.road.secretary(OTHER_BRANCH))

    for caller in (own, stranger):
        for path in ("", "/timeline", "/papers", "/documents", f"/documents/{document}/docx"):
            caller.get(f"/dossiers/{number}{path}")
        caller.items("/dossiers")
        caller.get("/search", q=number)

    with desk.desk.database.reading() as session:
        logged = readings(session, number)
    assert {one.account for one in logged} == {desk.road.secretary(BRANCH)}
    assert [one.what for one in logged] == [
        "dossier", "timeline", "papers", "documents", f"{document} docx", "list.json", "search.json",
    ]  # fmt: skip


def test_dossier_tells_where_it_stands_and_what_its_reader_may_do(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)

    told = program(desk).get(f"/dossiers/{number}").json()
    (step,) = told["awaits"]

    assert (told["status"], told["stage"], told["branch"]["id"]) == ("under_way", "branch_vote", BRANCH)
    assert (step["step"], step["kind"], step["may_do"]) == ("branch_vote", "vote", True)
    assert {"suspend", "withdraw", "return_for_supplement"} <= set(told["may"])
    assert told["sequence"] == len(desk.road.entries(number))
    assert told["head"] == desk.road.entries(number)[-1].hash
    above = program(desk, desk.road.secretary(COMMITTEE)).get(f"/dossiers/{number}").json()
    assert above["awaits"][0]["may_do"] is False
    assert "withdraw" not in above["may"]


def test_timeline_tells_every_entry_with_its_chain_and_what_was_typed(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)

    told = program(desk).items(f"/dossiers/{number}/timeline", limit=3)

    kept = desk.road.entries(number)
    assert [(one["sequence"], one["hash"], one["event"]["kind"]) for one in told] == [
        (one.sequence, one.hash, one.event.kind) for one in kept
    ]
    assert all(one["previous"] == before["hash"] for before, one in pairwise(told))
    assert {one["by"] for one in told} >= {"Nguyễn Văn Ví Dụ 1"}
    assert any(one["typed"] and "answers" in one["typed"] for one in told)


def test_document_is_fetched_as_it_was_made(sqlite_desk: DeskTest) -> None:
    known = _office(sqlite_desk)
    own = program(sqlite_desk)
    path = f"/dossiers/{known['number']}/documents/{known['document']}"

    pdf, docx = own.get(f"{path}/pdf"), own.get(f"{path}/docx")

    assert pdf.content == docx.content == _FILE
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="{known["document"]}.pdf"'
    assert docx.headers["Content-Type"].endswith("wordprocessingml.document")
    assert own.get(f"{path}/html").status_code == 422
    other, _ = sqlite_desk.road.at("mentorship")
    assert own.get(f"/dossiers/{other}/documents/{known['document']}/pdf").status_code == 404


def test_words_are_in_the_language_asked_for(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)
    wishes = {"en": "en", "en-GB,vi;q=0.2": "en", "vi;q=0.2,en;q=0.9": "en", "fr": "vi", "": "vi",
              "en;q=0": "vi", ";;;,,q=": "vi", "*": "vi", "en;q=x": "vi"}  # fmt: skip

    for wish, said in wishes.items():
        caller.headers["Accept-Language"] = wish
        assert caller.get("/units/none").headers["Content-Language"] == said, wish


def test_ballot_tells_how_many_have_voted_and_its_result_only_once_closed(
    sqlite_road: Road, tmp_path: Path
) -> None:
    held = voting(sqlite_road, tmp_path)
    desk = desk_over(sqlite_road, tmp_path)
    desk.clock.at = noon(held.on)
    held.open("secret")
    for member in range(5):
        held.cast(member, "yes")
    caller, place = program(desk), f"/dossiers/{held.dossier}/ballots"
    (before,) = caller.get(place).json()
    held.cast(5, "no")
    held.close()

    (after,) = caller.get(place).json()

    assert (before["standing"], before["voted"], before["expected"]) == ("open", 5, 9)
    assert [before[one] for one in ("yes", "no", "cast", "outcome")] == [None] * 4
    assert (after["standing"], after["yes"], after["no"], after["needed"]) == ("counted", 5, 1, 6)
    assert after["outcome"] == "failed"


def test_no_program_votes(sqlite_road: Road, tmp_path: Path) -> None:
    held = voting(sqlite_road, tmp_path)
    desk = desk_over(sqlite_road, tmp_path)
    desk.clock.at = noon(held.on)
    held.open("open")
    caller = program(desk, f"{held.members[0]}@self")

    answer = caller.post("/commands", {"command": "cast_ballot", "ballot": held.ballot.id, "choice": "yes"})

    assert answer.status_code == 422
    assert "cast_ballot" not in {name for path in _addresses() for name in path.split("/")}

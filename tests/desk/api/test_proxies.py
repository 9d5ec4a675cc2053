"""Votes by proxy over the API: told where meetings and ballots are, and given by no program."""

from __future__ import annotations

from pathlib import Path

from tests.desk.api.programs import program
from tests.polls import polls_in
from tests.proxies import cast_for, give, under
from tests.roads import Road


def test_proxies_and_who_was_represented_are_told_with_their_effect(road: Road, tmp_path: Path) -> None:
    polls = polls_in(under(road, 1), tmp_path, absent=2)
    held = polls.voting
    absent, holder = held.members[8], held.members[0]
    give(held.road, held.meeting, held.on, absent, holder)
    held.open("open")
    cast_for(held, 0, 8, "no")
    for member in range(7):
        held.cast(member, "yes")
    caller = program(polls.desk)

    meeting = caller.get(f"/meetings/{held.meeting}").json()
    before = caller.get(f"/dossiers/{held.dossier}/ballots").json()
    held.close()
    after = caller.get(f"/dossiers/{held.dossier}/ballots").json()

    told = {
        "person": absent,
        "full_name": f"Nguyễn Văn Ví Dụ {int(absent.removeprefix('nguoi-'))}",
        "holder": holder,
        "holder_name": f"Nguyễn Văn Ví Dụ {int(holder.removeprefix('nguoi-'))}",
    }
    assert meeting["proxies"] == [told | {"effect": "counts"}]
    assert [(one["voted"], one["expected"], one["represented"]) for one in before] == [(8, 8, [])]
    assert [(one["present"], one["cast"], one["represented"]) for one in after] == [(7, 8, [told])]


def test_no_program_gives_a_proxy_or_takes_one_back(sqlite_road: Road, tmp_path: Path) -> None:
    polls = polls_in(under(sqlite_road, 1), tmp_path, absent=2)
    held = polls.voting
    caller = program(polls.desk, f"{held.members[8]}@self")

    for command in (
        {"command": "give_proxy", "meeting": held.meeting, "holder": held.members[0]},
        {"command": "revoke_proxy", "meeting": held.meeting},
    ):
        answer = caller.post("/commands", command)
        assert answer.status_code == 422, answer.text

    entries = [one.event.kind for one in held.road.entries(held.meeting)]
    assert entries == ["meeting_opened"]

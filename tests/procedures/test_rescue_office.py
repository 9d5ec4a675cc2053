"""The foreign society's votes through the registry and at the desk: what only its regulation knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.errors import Refused
from models.events import Decided, Voted
from models.state import Status
from tests.audits import audit
from tests.desks import desk_over
from tests.rescue import CREW, STATION, before_the_crew, do, meeting, society
from tests.roads import Road, noon
from tests.sending import send, text_of

REMARKS = {"remarks": "none"}


def test_casting_vote_veto_and_unanimity_are_on_record_and_recomputed(road: Road) -> None:
    road = society(road)
    dossier, on = before_the_crew(road)
    do(road, dossier, "crew_vote", on, meeting=meeting(road, CREW, on), yes=4, no=1, chair_vote="no",
       answers=REMARKS)  # fmt: skip
    on += timedelta(days=1)
    do(road, dossier, "crew_vote", on, meeting=meeting(road, CREW, on), yes=4, no=1, chair_vote="yes",
       answers=REMARKS)  # fmt: skip
    station = meeting(road, STATION, on)
    do(road, dossier, "station_decision", on, meeting=station, yes=2, no=2, chair_vote="yes")
    do(road, dossier, "berth", on, meeting=meeting(road, CREW, on), yes=2, no=0)
    do(road, dossier, "keys", on, meeting=station, yes=3, no=0)

    votes = [one.event for one in road.entries(dossier) if isinstance(one.event, Voted | Decided)]
    assert [(one.step, one.yes, one.needed, one.chair_vote, one.outcome) for one in votes] == [
        ("crew_vote", 4, 4, "no", "failed"),
        ("crew_vote", 4, 4, "yes", "passed"),
        ("station_decision", 2, 3, "yes", "approved"),
        ("berth", 2, 2, None, "passed"),
        ("keys", 3, 3, None, "approved"),
    ]
    assert [one.step for one in road.state(dossier).open] == ["promise"]
    audit(road, dossier)


def test_mate_votes_for_who_is_at_sea_and_the_crew_reaches_its_quorum_by_it(road: Road) -> None:
    road = society(road)
    dossier, on = before_the_crew(road)
    crew = road.rolls[CREW]
    at_sea = [{"person": one, "reason": "at sea"} for one in crew[2:]]
    sitting = road.tell(
        on, road.accounts[CREW], command="open_meeting", unit=CREW, held_on=on, roll="official_members",
        chair=crew[0], secretary=crew[1], absent=at_sea,
    ).stream  # fmt: skip
    for giver, holder in ((2, 0), (3, 0), (4, 1)):
        account = f"{crew[giver]}@self"
        road.tell(on, command="open_account", id=account, person=crew[giver])
        road.tell(on, account, command="give_proxy", meeting=sitting, holder=crew[holder])

    with pytest.raises(Refused) as refused:
        do(road, dossier, "crew_vote", on, meeting=sitting, yes=5, no=0, answers=REMARKS)
    do(road, dossier, "crew_vote", on, meeting=sitting, yes=4, no=0, answers=REMARKS)

    (voted,) = (one.event for one in road.entries(dossier) if isinstance(one.event, Voted))
    assert [one.rule for one in refused.value.unmet] == ["vote.tally"]
    assert (voted.roll, voted.present, voted.yes, voted.outcome) == (5, 2, 4, "passed")
    assert [(one.person, one.holder) for one in voted.represented] == [(crew[2], crew[0]), (crew[4], crew[1])]
    audit(road, dossier)


def test_tie_whose_chair_is_not_named_is_refused_and_nothing_is_recorded(road: Road) -> None:
    road = society(road)
    dossier, on = before_the_crew(road)
    do(road, dossier, "crew_vote", on, meeting=meeting(road, CREW, on), yes=5, no=0, answers=REMARKS)
    station = meeting(road, STATION, on)
    before = len(road.entries(dossier))

    with pytest.raises(Refused) as refused:
        do(road, dossier, "station_decision", on, meeting=station, yes=2, no=2)
    do(road, dossier, "station_decision", on, meeting=station, yes=2, no=2, chair_vote="abstained")

    assert [one.rule for one in refused.value.unmet] == ["vote.chair_said"]
    assert len(road.entries(dossier)) == before + 1
    assert road.state(dossier).status is Status.REFUSED


def test_desk_asks_for_the_chairs_vote_only_where_it_matters_and_weighs_it(
    sqlite_road: Road, tmp_path: Path
) -> None:
    road = society(sqlite_road)
    dossier, on = before_the_crew(road)
    desk = desk_over(road, tmp_path)
    desk.clock.at = noon(on)
    do(road, dossier, "crew_vote", on, meeting=meeting(road, CREW, on), yes=5, no=0, answers=REMARKS)
    station = meeting(road, STATION, on)
    browser = desk.signed_in(road.accounts[STATION])
    address = f"/dossiers/{dossier}/station_decision"
    tie = {"meeting": station, "yes": "2", "no": "2"}

    batch = browser.get(f"/committee/batch?unit={STATION}&step=station_decision&d={dossier}")
    asked = browser.post(address, tie | {"_weigh": "yes"})
    broken = browser.post(address, tie | {"_weigh": "yes", "chair_vote": "yes"})
    sent = send(browser, address, tie | {"chair_vote": "yes"})
    do(road, dossier, "berth", on, meeting=meeting(road, CREW, on), yes=2, no=0)
    keys = browser.get(f"/dossiers/{dossier}/keys")

    assert "Phải ghi phiếu của chủ tọa" in text_of(asked)
    assert "Kết quả theo số phiếu: không đồng ý" in text_of(asked)
    assert "có 3, kể cả lá phiếu quyết định của chủ tọa (1)." in text_of(broken)
    assert "Rules of the Society, 5 a" in text_of(broken)
    assert "Kết quả theo số phiếu: đồng ý" in text_of(broken)
    assert sent.status_code == 303, text_of(sent)
    assert f'name="{dossier}.chair_vote"' in batch.text
    assert 'name="chair_vote"' in asked.text
    assert 'name="chair_vote"' not in keys.text
    assert "Cần nhất trí" in text_of(keys)
    assert "phiếu của chủ tọa: tán thành" in text_of(browser.get(f"/dossiers/{dossier}"))

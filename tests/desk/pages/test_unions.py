"""A union's officer comes to the one step that is theirs, and to no dossier beside it."""

import re

from tests.desks import Browser, DeskTest
from tests.roads import UNION
from tests.sending import at_step, send, text_of, typed_of

_DOSSIER = re.compile(r"/dossiers/(HS-[0-9]+-[0-9]+)")


def _listed(browser: Browser) -> list[set[str]]:
    """Return the dossiers that list, board and search lead to."""
    return [
        set(_DOSSIER.findall(browser.get(one).text)) for one in ("/dossiers", "/board", "/search?q=HS-20")
    ]


def test_endorsement_awaits_the_unions_officers_and_who_gave_it_reads_on(desk: DeskTest) -> None:
    road = desk.road
    other, _ = road.at("application")
    number, on = at_step(desk, "endorsement")
    officer = desk.signed_in(road.secretary(UNION))
    colleague = desk.signed_in(road.account("union_officer", UNION))
    command, _ = road.command(number, "endorsement", on)

    awaited = text_of(officer.get("/"))
    before = [officer.get(f"/dossiers/{one}").status_code for one in (number, other)]
    assert [_listed(one) for one in (officer, colleague)] == [[{number}] * 3] * 2
    is_shown_to_colleague = colleague.get(f"/dossiers/{number}").status_code
    answer = send(officer, f"/dossiers/{number}/endorsement?endorser=youth_union", typed_of(command))
    after = [one.get(answer.headers["Location"]).status_code for one in (officer, colleague)]
    inbox = text_of(officer.get("/"))
    kept = [_listed(one) for one in (officer, colleague)]

    assert kept == [[{number}] * 3, [set()] * 3]
    assert "Việc chờ tôi (1)" in awaited
    assert number in awaited
    assert other not in awaited
    assert (before, is_shown_to_colleague) == ([200, 404], 200)
    assert (answer.status_code, after) == (303, [200, 404])
    assert road.entries(number)[-1].actor == road.secretary(UNION)
    assert officer.get(f"/dossiers/{number}").status_code == 200
    assert "Việc chờ tôi (0)" in inbox
    assert number in inbox.partition("Tôi vừa xong")[2]

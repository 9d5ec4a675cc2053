"""Every address of the desk, asked by somebody who may know of it and by somebody who may not."""

from __future__ import annotations

import re

import html5lib
import httpx
from sqlalchemy import func, select

from engine.database import Database
from models.access import AccessLine
from models.base import Base
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH
from tests.sweeps import NAME, ask, sweep_of

_NOT_OF_OTHERS = frozenset(
    {"session", "login_attempt", "access_log", "access_token", "calendar_feed", "notice_preference"}
)
"""Tables an outsider may write to: what is their own."""
_EVERYBODYS = ("/settings/notices/", "/settings/procedures/")
"""Addresses that answer everybody: with texts and regulations."""
_CLOSED = frozenset(
    {
        ("/dossiers/{number}/supplement", 403),
        ("/dossiers/{number}/documents/{document}/signed.pdf", 404),
        ("/dossiers/{number}/scans/{scan}/file", 403),
        ("/dossiers/{number}/scans/{scan}/release", 403),
        ("/ballots/{ballot}", 403),
        ("/meetings/{number}/sign", 403),
    }
)
"""What nobody is shown here: a dossier neither returned nor signed, whose scan nobody else let through; a
meeting that is still open; a ballot, to a voter who has not proved themselves lately."""


def _rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            name: int(session.scalar(select(func.count()).select_from(table)) or 0)
            for name, table in Base.metadata.tables.items()
            if name not in _NOT_OF_OTHERS
        }


def _faults(answer: httpx.Response) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.text)
    ids = re.findall(r'\sid="([^"]+)"', answer.text)
    return [*map(str, parser.errors), *sorted({f"id {one} twice" for one in ids if ids.count(one) > 1})]


def test_no_address_shows_or_changes_what_its_caller_may_not_know_of(sqlite_desk: DeskTest) -> None:
    sweep = sweep_of(sqlite_desk)
    outsider = sqlite_desk.signed_in(sqlite_desk.road.secretary(OTHER_BRANCH))
    before, wrong = _rows(sqlite_desk.desk.database), []

    for one, address in sweep.routes("GET", "POST"):
        answer = ask(outsider, one, address)
        told = [each for each in sweep.secrets if each in answer.text and each not in address]
        hides = answer.status_code == 404 or one.path.startswith(_EVERYBODYS)
        if told or ("{" in one.path and not hides):
            wrong.append((one.method, one.path, answer.status_code, told))

    assert wrong == [], wrong
    assert _rows(sqlite_desk.desk.database) == before


def test_what_names_the_dossier_in_a_question_finds_nothing_for_an_outsider(sqlite_desk: DeskTest) -> None:
    sweep = sweep_of(sqlite_desk)
    outsider = sqlite_desk.signed_in(sqlite_desk.road.secretary(OTHER_BRANCH))
    above = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMMITTEE))
    asked = [
        f"{place}?{name}={text}"
        for place in ("/search", "/dossiers", "/dossiers/export.csv", "/board", "/", "/committee", "/figures")
        for name, text in (("q", "Vi Du Kin"), ("q", sweep.number), ("unit", BRANCH))
    ]

    answers = {one: outsider.get(one) for one in asked}

    leads = [one for one, answer in answers.items() if sweep.number in answer.headers.get("location", "")]
    assert [one for one, answer in answers.items() if NAME in answer.text] == leads == []
    assert above.get(f"/search?q={sweep.number}").headers["location"] == f"/dossiers/{sweep.number}"
    assert NAME in above.get("/search?q=vi du kin").text


def test_every_page_its_reader_may_see_is_valid_html_with_no_id_twice(sqlite_desk: DeskTest) -> None:
    sweep = sweep_of(sqlite_desk)
    wrong, shown = [], 0

    for one, address in sweep.routes("GET"):
        answer = sweep.insider.get(address)
        if answer.status_code >= 400 and (one.path, answer.status_code) not in _CLOSED:
            wrong.append((one.path, str(answer.status_code)))
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
            shown += 1
            wrong += [(one.path, fault) for fault in _faults(answer)]

    assert wrong == [], wrong
    assert shown > 40


def test_reading_a_dossier_leaves_a_line_whatever_page_shows_it(sqlite_desk: DeskTest) -> None:
    sweep = sweep_of(sqlite_desk)
    lines = select(func.count()).select_from(AccessLine)
    silent = []

    for one, address in sweep.routes("GET"):
        with sqlite_desk.desk.database.reading() as session:
            before = session.scalar(lines)
        answer = sweep.insider.get(address)
        with sqlite_desk.desk.database.reading() as session:
            after = session.scalar(lines)
        if one.path.startswith("/dossiers/{number}") and answer.status_code == 200 and before == after:
            silent.append(one.path)

    assert silent == [], silent

"""Batches: what either sending of one form recorded is kept, and nobody reads another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine import batches
from engine.batches import Kept, Outcome
from models.requirements import Requirement
from tests.roads import BRANCH, COMMITTEE, Road, noon

MISSING = Requirement(rule="paper.on_file", source="§", figures={"form": "6-KNĐ"}, met=False)


def test_two_sendings_of_one_form_keep_what_either_recorded(road: Road) -> None:
    account = road.secretary(COMMITTEE)
    name = batches.name_of(account, "desk-key")
    done, left = Outcome(dossier="HS-1", entry=7), Outcome(dossier="HS-2", entry=None, unmet=(MISSING,))
    first = Kept(
        id=name,
        at=noon(date(2022, 3, 1)),
        unit=COMMITTEE,
        unit_name="",
        step="decision",
        outcomes=(done, left),
    )
    overtaken = replace(done, entry=None, code="batch.left_out")
    found_later = Outcome(dossier="HS-3", entry=9)

    batches.keep(road.database, account, first)
    batches.keep(road.database, account, replace(first, outcomes=(overtaken, found_later)))

    with road.database.reading() as session:
        kept = batches.batch(session, account, name)
        nobodys = batches.kept(session, road.secretary(BRANCH), name)
        latest = batches.latest(session, account)
    assert [(one.dossier, one.entry, one.unmet) for one in kept.outcomes] == [
        ("HS-1", 7, ()),
        ("HS-2", None, (MISSING,)),
        ("HS-3", 9, ()),
    ]
    assert (kept.done, kept.left, nobodys, latest) == (2, 1, None, (kept,))
    assert batches.name_of(road.secretary(BRANCH), "desk-key") != name

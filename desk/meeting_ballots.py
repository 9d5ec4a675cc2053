"""The votes on members' own devices of one meeting: those held, and those that can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from desk.asking import Asked
from desk.duties import Titles
from engine.access import Actor
from engine.database import ReadSession
from engine.queries.ballots import BallotLine, ballots_of_meeting
from engine.queries.meetings import MeetingLine
from engine.queries.undecided import awaiting_body

_WAYS = ("open", "secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One ballot of the meeting."""

    line: BallotLine
    title: str
    """Of its step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVote:
    """A dossier that awaits the body's vote, with the addresses at which a ballot is opened."""

    dossier: str
    candidate: str
    title: str
    ways: tuple[tuple[str, str], ...]
    """Way and address."""


def ballots_held(asked: Asked, session: ReadSession, actor: Actor, line: MeetingLine) -> tuple[Held, ...]:
    """Return the ballots of a meeting on the dossiers its reader may see."""
    titles = Titles(asked.desk.procedures, asked.language)
    found = ballots_of_meeting(session, actor, line.number)
    return tuple(Held(line=one, title=titles.of(one.step, one.procedure)) for one in found)


def ballots_to_open(asked: Asked, session: ReadSession, line: MeetingLine) -> tuple[ToVote, ...]:
    """Return what awaits the body of an open meeting, to be voted on by its members' own devices."""
    titles = Titles(asked.desk.procedures, asked.language)
    return tuple(
        ToVote(
            dossier=one.dossier,
            candidate=one.candidate,
            title=titles.of(one.step, one.procedure),
            ways=tuple(
                (
                    way,
                    f"/dossiers/{one.dossier}/{one.step}?{urlencode({'way': way, 'meeting': line.number})}",
                )
                for way in _WAYS
            ),
        )
        for one in (awaiting_body(session, line.unit) if line.is_open else ())
    )

"""Ballots on record: one vote taken from each member, the count under lock, what is kept of it afterwards.

A vote locks its box for sharing, the count and every other end lock it for themselves: a vote is either in
the count or refused. Nothing of what a secret ballot holds is read before, nor kept with who cast it, nor put
on a timeline or under a key; see docs/ballots.md for what that promises and what it does not.
"""

from __future__ import annotations

import base64
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from engine.access import Actor
from engine.ballot_keys import BallotKeys, sealed
from engine.database import ReadSession, WriteSession, for_update
from engine.procedures import Procedures
from engine.projection import STATE
from engine.rules.given import Count
from engine.rules.interests import VOTES, relations, treatment
from engine.sittings import presence_in
from models.ballot import BallotBox, BallotParticipant, CountedBallot, NamedVote, SealedBallot
from models.commands import CastBallot
from models.dossier import Dossier
from models.errors import BrokenRecord, NotFound, OutsideFailure, Refused
from models.events import BallotClosed, BallotOpened, BallotVoided, Decided, Voted
from models.meeting import Meeting, RollEntry
from models.procedure import ChairVote
from models.requirements import Requirement

_CAST = "Quy chế bỏ phiếu của cuộc họp"
_ID_BYTES, _RECEIPT_BYTES = 16, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """That somebody has voted; nothing of how."""

    ballot: str
    receipt: str
    """Proves to whoever asks the record that the vote was taken, not what it was."""
    repeated: bool = False
    """Whether they had voted before, and this changed nothing."""


def cast(session: WriteSession, command: CastBallot, actor: Actor, procedures: Procedures) -> Participation:
    """Take the vote of whoever acts; a second one changes nothing and answers with the first's receipt.

    Raises `NotFound` to who has no vote in it, `Refused` where the ballot has ended, or they are absent or
    must abstain.
    """
    box = session.one(
        select(*_BOX).where(BallotBox.id == command.ballot).with_for_update(read=True, of=BallotBox.__table__)
    )
    if box is None or actor.person is None:
        raise NotFound("ballot.unknown", ballot=command.ballot)
    if not votes_in(session, box.meeting, actor.person):
        raise NotFound("ballot.unknown", ballot=command.ballot)
    before = participation(session, command.ballot, actor.person)
    if before is not None:
        return before
    treated = _treatment(session, box.dossier, box.step, actor.person, procedures)
    asked = (
        _asked("ballot.open", command.ballot, met=box.standing == "open"),
        _asked("ballot.present", command.ballot, met=actor.person in present_members(session, box.meeting)),
        _asked("ballot.may_vote", command.ballot, met=treated == VOTES),
    )
    if not all(one.met for one in asked):
        raise Refused([one for one in asked if not one.met])
    receipt = _receipt()
    row = {"ballot": command.ballot, "person_id": actor.person}
    session.write(insert(BallotParticipant.__table__), row | {"receipt": receipt})
    if box.way == "open":
        session.write(insert(NamedVote.__table__), row | {"choice": command.choice})
    else:
        seal = sealed(command.choice, box.public_key, command.ballot)
        session.write(insert(SealedBallot.__table__), {"id": _lot(), "ballot": command.ballot, "seal": seal})
    return Participation(ballot=command.ballot, receipt=receipt)


def participation(session: ReadSession, ballot: str, person: str) -> Participation | None:
    """Return the receipt of who has voted; None for who has not."""
    receipt = session.scalar(
        select(BallotParticipant.receipt).where(
            BallotParticipant.ballot == ballot, BallotParticipant.person_id == person
        )
    )
    return None if receipt is None else Participation(ballot=ballot, receipt=receipt, repeated=True)


def count(session: WriteSession, ballot: str, keys: BallotKeys | None) -> Count | None:
    """Count an open ballot under its lock; None for one that is not open.

    Raises `OutsideFailure` where the key of a secret ballot is lost, `BrokenRecord` where it holds more or
    less than members have cast.
    """
    box = session.one(for_update(select(*_BOX).where(BallotBox.id == ballot, BallotBox.standing == "open")))
    if box is None:
        return None
    voters = frozenset(
        row.person_id
        for row in session.rows(select(BallotParticipant.person_id).where(BallotParticipant.ballot == ballot))
    )
    chosen = _named(session, ballot) if box.way == "open" else _unsealed(session, ballot, keys)
    if len(chosen) != len(voters):
        raise BrokenRecord("ballot.count_differs", ballot=ballot, voters=len(voters), ballots=len(chosen))
    present = present_members(session, box.meeting) | voters
    return _counted(session, ballot, box.way, len(present), chosen)


def counted_before(session: ReadSession, ballot: str) -> Count | None:
    """Return the count of a ballot that is closed; None for one that is not."""
    box = session.one(select(*_BOX).where(BallotBox.id == ballot, BallotBox.standing != "open"))
    if box is None or box.present is None:
        return None
    table = NamedVote if box.way == "open" else CountedBallot
    chosen = [row.choice for row in session.rows(select(table.choice).where(table.ballot == ballot))]
    return _counted(session, ballot, box.way, box.present, chosen)


def present_members(session: ReadSession, meeting: str) -> frozenset[str]:
    """Return who of those that count in the roll of a meeting is there now."""
    roll = presence_in(session, meeting)
    return frozenset(person for person, one in roll.items() if one.standing == "member" and one.present)


def votes_in(session: ReadSession, meeting: str, person: str) -> bool:
    """Say whether somebody counts in the roll of a meeting."""
    found = select(RollEntry.person_id).where(
        RollEntry.meeting == meeting, RollEntry.person_id == person, RollEntry.standing == "member"
    )
    return session.scalar(found) is not None


def unsettled(session: ReadSession, meeting: str) -> int:
    """Return how many ballots of a meeting are open, or counted and not recorded."""
    rows = session.rows(
        select(BallotBox.id).where(BallotBox.meeting == meeting, BallotBox.standing.in_(("open", "counted")))
    )
    return len(rows)


def settle(
    session: WriteSession, dossier: str, event: object, tally: Count | None, keys: BallotKeys | None
) -> None:
    """Bring the tables of ballots up to an event on a dossier's timeline."""
    match event:
        case BallotOpened():
            _open_box(session, dossier, event, keys)
        case BallotClosed() if tally is not None:
            _end(session, event.ballot, "counted", present=event.present)
            if event.way == "secret":
                _keep_counted(session, event.ballot, tally)
        case BallotVoided():
            _end(session, event.ballot, "void")
        case Voted(ballot=str(ballot)) | Decided(ballot=str(ballot)):
            _end(session, ballot, "recorded")
        case _:
            pass


def ended_in(events: Iterable[object]) -> Sequence[str]:
    """Return the ballots whose key is to be destroyed once these events are committed."""
    return [one.ballot for one in events if isinstance(one, BallotClosed | BallotVoided)]


def keys_left(session: ReadSession, kept: Iterable[str]) -> Sequence[str]:
    """Return those of some ballots that are open no more, or never were: nothing needs their keys."""
    known = sorted(kept)
    open_ones = session.rows(
        select(BallotBox.id).where(BallotBox.id.in_(known), BallotBox.standing == "open")
    )
    still = {row.id for row in open_ones}
    return [one for one in known if one not in still]


_BOX = (
    BallotBox.id,
    BallotBox.dossier,
    BallotBox.step,
    BallotBox.meeting,
    BallotBox.way,
    BallotBox.standing,
    BallotBox.public_key,
    BallotBox.present,
)


def _open_box(session: WriteSession, dossier: str, event: BallotOpened, keys: BallotKeys | None) -> None:
    public = None
    if event.way == "secret":
        if keys is None:
            raise OutsideFailure("ballot.no_keys", ballot=event.ballot)
        public = keys.make(event.ballot)
    session.write(
        insert(BallotBox.__table__),
        {
            "id": event.ballot,
            "dossier": dossier,
            "step": event.step,
            "meeting": event.meeting,
            "way": event.way,
            "standing": "open",
            "public_key": public,
        },
    )


def _end(session: WriteSession, ballot: str, standing: str, **more: object) -> None:
    """Give a ballot its new standing; what lay sealed in it goes, once the box is held."""
    table, seals = BallotBox.__table__, SealedBallot.__table__
    session.write(update(table).where(table.c.id == ballot).values(standing=standing, **more))
    session.write(delete(seals).where(seals.c.ballot == ballot))


def _keep_counted(session: WriteSession, ballot: str, tally: Count) -> None:
    """Keep every ballot that was counted, the whole box at once and in the order of what they say."""
    choices = ["blank"] * tally.blank + ["no"] * tally.no + ["yes"] * tally.yes
    ids = sorted(_lot() for _ in choices)
    rows = [{"id": one, "ballot": ballot, "choice": choice} for one, choice in zip(ids, choices, strict=True)]
    if rows:
        session.write(insert(CountedBallot.__table__), rows)


def _named(session: ReadSession, ballot: str) -> list[str]:
    return [row.choice for row in session.rows(select(NamedVote.choice).where(NamedVote.ballot == ballot))]


def _unsealed(session: ReadSession, ballot: str, keys: BallotKeys | None) -> list[str]:
    if keys is None:
        raise OutsideFailure("ballot.no_keys", ballot=ballot)
    seals = session.rows(select(SealedBallot.seal).where(SealedBallot.ballot == ballot))
    return keys.unsealed(ballot, [row.seal for row in seals])


def _counted(session: ReadSession, ballot: str, way: str, present: int, chosen: Iterable[str]) -> Count:
    of = Counter(chosen)
    return Count(
        way=way,
        present=present,
        yes=of["yes"],
        no=of["no"],
        blank=of["blank"],
        chair_vote=_chair_vote(session, ballot) if way == "open" else None,
    )


def _chair_vote(session: ReadSession, ballot: str) -> ChairVote:
    chosen = session.scalar(
        select(NamedVote.choice)
        .join(BallotBox, BallotBox.id == NamedVote.ballot)
        .join(Meeting, Meeting.number == BallotBox.meeting)
        .where(NamedVote.ballot == ballot, NamedVote.person_id == Meeting.chair_id)
    )
    match chosen:
        case "yes":
            return "yes"
        case "no":
            return "no"
        case _:
            return "abstained"


def _treatment(session: ReadSession, dossier: str, step: str, person: str, procedures: Procedures) -> str:
    state = STATE.validate_json(str(session.scalar(select(Dossier.state).where(Dossier.number == dossier))))
    rule = procedures.version(state.procedure).step(step).vote
    relation = relations(state).get(person)
    return VOTES if rule is None or relation is None else treatment(relation, rule)


def _asked(rule: str, ballot: str, *, met: bool) -> Requirement:
    return Requirement(rule=rule, source=_CAST, figures={"ballot": ballot}, met=met)


def _lot() -> str:
    return secrets.token_hex(_ID_BYTES)


def _receipt() -> str:
    plain = base64.b32encode(secrets.token_bytes(_RECEIPT_BYTES)).decode()
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))

"""Ballots on record: one vote taken from each member, the count under lock, what is kept of it afterwards.

A vote locks its box for sharing, the count and every other end lock it for themselves: a vote is either in
the count or refused. Nothing of what a secret ballot holds is read before, nor kept with who cast it, nor put
on a timeline or under a key; see docs/ballots.md for what that promises and what it does not.
"""

from __future__ import annotations

import base64
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from engine.access import Actor
from engine.ballot_keys import BallotKeys, sealed
from engine.database import ReadSession, WriteSession, for_update
from engine.procedures import Procedures
from engine.projection import STATE
from engine.rules.given import Count
from engine.rules.interests import VOTES, relations, treatment
from engine.rules.proxies import Proxy
from engine.sittings import effective, members_here, proxies_at
from models.ballot import BallotBox, BallotParticipant, CountedBallot, NamedVote, SealedBallot
from models.commands import CastBallot
from models.dossier import Dossier
from models.errors import BrokenRecord, NotFound, OutsideFailure, Refused
from models.events import BallotClosed, BallotOpened, BallotVoided, Decided, Voted
from models.meeting import Meeting, RollEntry
from models.procedure import ChairVote
from models.requirements import Requirement, unmet
from models.state import Represented

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
    cast_by: str | None = None
    """Who cast it by proxy; None where it was the member's own hand."""


def cast(session: WriteSession, command: CastBallot, actor: Actor, procedures: Procedures) -> Participation:
    """Take the vote of whoever acts, or of who gave them a proxy; a second one changes nothing.

    That answers with the first's receipt. Raises `NotFound` to who has no vote in it, `Refused` where the
    ballot has ended, they are absent or must abstain, or no proxy counts.
    """
    if command.on_behalf_of is not None:
        _hold_meeting(session, command.ballot)
    box = session.one(
        select(*_BOX).where(BallotBox.id == command.ballot).with_for_update(read=True, of=BallotBox.__table__)
    )
    if box is None or actor.person is None:
        raise NotFound("ballot.unknown", ballot=command.ballot)
    if not votes_in(session, box.meeting, actor.person):
        raise NotFound("ballot.unknown", ballot=command.ballot)
    before = _repeated(session, command, actor.person)
    if before is not None:
        return before
    missing = unmet(tuple(_asked_to_cast(session, command, box, actor.person, procedures)))
    if missing:
        raise Refused(missing)
    receipt = _receipt()
    voter, cast_by = actor.person, None
    if command.on_behalf_of is not None:
        voter, cast_by = command.on_behalf_of, actor.person
    row = {"ballot": command.ballot, "person_id": voter, "cast_by": cast_by}
    session.write(insert(BallotParticipant.__table__), row | {"receipt": receipt})
    if box.way == "open":
        session.write(insert(NamedVote.__table__), row | {"choice": command.choice})
    else:
        seal = sealed(command.choice, box.public_key, command.ballot)
        session.write(insert(SealedBallot.__table__), {"id": _lot(), "ballot": command.ballot, "seal": seal})
    return Participation(ballot=command.ballot, receipt=receipt, cast_by=cast_by)


def cast_before(session: ReadSession, command: CastBallot, person: str) -> Participation | None:
    """Return what a vote met that was just written; None where there is none.

    Raises `Refused` to who would vote for somebody who has voted themself.
    """
    found = _repeated(session, command, person)
    voter = command.on_behalf_of
    if found is None and voter is not None and participation(session, command.ballot, voter) is not None:
        raise Refused([_asked("ballot.not_voted", command.ballot, met=False)])
    return found


def participation(session: ReadSession, ballot: str, person: str) -> Participation | None:
    """Return the receipt of who has voted, or for whom was voted; None for who has not."""
    row = session.one(
        select(BallotParticipant.receipt, BallotParticipant.cast_by).where(
            BallotParticipant.ballot == ballot, BallotParticipant.person_id == person
        )
    )
    if row is None:
        return None
    return Participation(ballot=ballot, receipt=row.receipt, repeated=True, cast_by=row.cast_by)


def took_part(session: ReadSession, ballot: str, person: str) -> bool:
    """Say whether somebody has voted, for themself or for another, or another for them."""
    found = select(BallotParticipant.receipt).where(
        BallotParticipant.ballot == ballot,
        or_(BallotParticipant.person_id == person, BallotParticipant.cast_by == person),
    )
    return session.scalar(found.limit(1)) is not None


def cast_for(session: ReadSession, meeting: str, person: str) -> bool:
    """Say whether another has voted for somebody in a ballot of a meeting that was not annulled."""
    found = (
        select(BallotParticipant.receipt)
        .join(BallotBox, BallotBox.id == BallotParticipant.ballot)
        .where(
            BallotBox.meeting == meeting,
            BallotBox.standing != "void",
            BallotParticipant.person_id == person,
            BallotParticipant.cast_by.is_not(None),
        )
    )
    return session.scalar(found.limit(1)) is not None


def counting_proxies(session: ReadSession, ballot: str, meeting: str, at_most: int) -> tuple[Proxy, ...]:
    """Return the proxies that count in a ballot now, where one member votes for so many absent ones."""
    voted = [person for person, cast_by in _voters(session, ballot).items() if cast_by is not None]
    return effective(session, meeting, at_most, voted)


def count(session: WriteSession, ballot: str, keys: BallotKeys | None, proxies: int | None) -> Count | None:
    """Count an open ballot under its lock; None for one that is not open.

    One member votes for so many absent ones (`proxies`; None: for nobody), never in secret.

    Raises `OutsideFailure` where the key of a secret ballot is lost, `BrokenRecord` where it holds more or
    less than members have cast.
    """
    box = session.one(for_update(select(*_BOX).where(BallotBox.id == ballot, BallotBox.standing == "open")))
    if box is None:
        return None
    voters = _voters(session, ballot)
    chosen = _named(session, ballot) if box.way == "open" else _unsealed(session, ballot, keys)
    if len(chosen) != len(voters):
        raise BrokenRecord("ballot.count_differs", ballot=ballot, voters=len(voters), ballots=len(chosen))
    own = frozenset(person for person, cast_by in voters.items() if cast_by is None)
    present = present_members(session, box.meeting) | own
    by_proxy = {person: cast_by for person, cast_by in voters.items() if cast_by is not None}
    if box.way == "open" and proxies is not None:
        still = effective(session, box.meeting, proxies, by_proxy)
        by_proxy = {one.person: one.holder for one in still} | by_proxy
    represented = tuple(
        Represented(person=person, holder=by_proxy[person]) for person in sorted(by_proxy.keys() - present)
    )
    counted = _counted(session, ballot, box.way, len(present), chosen)
    return replace(counted, represented=represented)


def counted_before(session: ReadSession, ballot: str) -> Count | None:
    """Return the count of a ballot that is closed, but for who was represented; None for one that is not."""
    box = session.one(select(*_BOX).where(BallotBox.id == ballot, BallotBox.standing != "open"))
    if box is None or box.present is None:
        return None
    table = NamedVote if box.way == "open" else CountedBallot
    chosen = [row.choice for row in session.rows(select(table.choice).where(table.ballot == ballot))]
    return _counted(session, ballot, box.way, box.present, chosen)


def present_members(session: ReadSession, meeting: str) -> frozenset[str]:
    """Return who of those that count in the roll of a meeting is there now."""
    return frozenset(person for person, is_here in members_here(session, meeting).items() if is_here)


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


def _hold_meeting(session: WriteSession, ballot: str) -> None:
    """Lock a ballot's meeting for sharing: no proxy is taken back while somebody votes by it."""
    meeting = session.scalar(select(BallotBox.meeting).where(BallotBox.id == ballot))
    session.rows(select(Meeting.number).where(Meeting.number == meeting).with_for_update(read=True))


def _repeated(session: ReadSession, command: CastBallot, person: str) -> Participation | None:
    """Return the vote that somebody has cast before, or that was cast for them; None for somebody else's."""
    found = participation(session, command.ballot, command.on_behalf_of or person)
    is_theirs = command.on_behalf_of is None or (found is not None and found.cast_by == person)
    return found if is_theirs else None


def _asked_to_cast(
    session: ReadSession,
    command: CastBallot,
    box: Any,  # noqa: ANN401 -- a row of a ballot's columns
    person: str,
    procedures: Procedures,
) -> Iterator[Requirement]:
    """Yield what a vote asks that was not cast before; of a proxy, what it asks of both."""
    state = STATE.validate_json(
        str(session.scalar(select(Dossier.state).where(Dossier.number == box.dossier)))
    )
    procedure = procedures.version(state.procedure)
    rule, known = procedure.step(box.step).vote, relations(state)
    giver = command.on_behalf_of
    concerned = [known[one] for one in (person, giver) if one is not None and one in known]
    may_vote = rule is None or all(treatment(one, rule) == VOTES for one in concerned)
    is_here = person in present_members(session, box.meeting)
    yield _asked("ballot.open", command.ballot, met=box.standing == "open")
    yield _asked("ballot.present", command.ballot, met=is_here)
    if giver is None:
        yield _asked("ballot.may_vote", command.ballot, met=may_vote)
        return
    yield _asked("ballot.proxy_in_the_open", command.ballot, met=box.way == "open")
    counts = _counts(session, box, Proxy(person=giver, holder=person), proxies_at(procedure, box.step))
    yield _asked("ballot.proxy", command.ballot, met=counts)
    if counts:  # of anybody else nothing is told
        yield _asked("ballot.may_vote", command.ballot, met=may_vote)
        voted = participation(session, command.ballot, giver)
        # One's own vote for them, written this moment on another device, is met again when this is written.
        not_voted = voted is None or voted.cast_by == person
        yield _asked("ballot.not_voted", command.ballot, met=not_voted)


def _counts(session: ReadSession, box: Any, proxy: Proxy, at_most: int | None) -> bool:  # noqa: ANN401 -- a row
    """Say whether a proxy counts in a ballot now."""
    if at_most is None:
        return False
    return proxy in counting_proxies(session, box.id, box.meeting, at_most)


def _voters(session: ReadSession, ballot: str) -> dict[str, str | None]:
    """Return who has voted, each with who cast it for them; None for their own hand."""
    rows = session.rows(
        select(BallotParticipant.person_id, BallotParticipant.cast_by).where(
            BallotParticipant.ballot == ballot
        )
    )
    return {row.person_id: row.cast_by for row in rows}


def _asked(rule: str, ballot: str, *, met: bool) -> Requirement:
    return Requirement(rule=rule, source=_CAST, figures={"ballot": ballot}, met=met)


def _lot() -> str:
    return secrets.token_hex(_ID_BYTES)


def _receipt() -> str:
    plain = base64.b32encode(secrets.token_bytes(_RECEIPT_BYTES)).decode()
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))

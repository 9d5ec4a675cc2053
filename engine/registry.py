"""The only writer: one command, one transaction, under the lock of what it changes.

The lock buys that a decision is weighed against the state it changes, that sequences and numbers have no
gaps, and that a repeated command finds what its first run recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy.exc import IntegrityError

from engine import access, announcements, ballots, facts, numbers, outbox, owing, projection, rules, timeline
from engine.access import Access, Actor, Grant, Place
from engine.actors import actor_of, narrowed
from engine.ballot_keys import BallotKeys
from engine.ballots import Participation
from engine.canonical import digest, plain_json
from engine.database import Database, ReadSession, WriteSession
from engine.enclosures import Sealed
from engine.holding import Held, hold
from engine.known import Known, calendar
from engine.meetings import record_meeting
from engine.organisation import line_of
from engine.procedures import Procedures
from engine.register import record_register
from engine.rules import due
from engine.rules.given import Facts
from engine.rules.steps import refuse_unknown
from engine.rules.substitution import LONGEST as LONGEST_SUBSTITUTION
from engine.rules.time_limits import local_date
from engine.timeline import AnyEvent, Head, Stamp
from models import commands, events
from models.commands import CastBallot, Command
from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound
from models.procedure import Procedure
from models.requirements import Requirement, unmet
from models.state import DossierState


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a command recorded; the same answer again when the command is repeated under its key."""

    stream: str
    first: int
    """Sequence of the first entry."""
    events: tuple[AnyEvent, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a command asks, and where it would lead."""

    requirements: tuple[Requirement, ...]
    before: DossierState | None
    after: DossierState | None
    """None while something stands in the way."""


_REHEARSED = "HS-0000-0000"  # no dossier has this number; a rehearsal takes none


def _no_wake() -> None:
    """Tell nobody: the walker polls."""


@dataclass(frozen=True, slots=True)
class Registry:
    """The door through which everything is recorded."""

    database: Database
    procedures: Procedures
    zone: tzinfo
    """Of the office, for the date an instant falls on."""
    ballot_keys: BallotKeys | None = None
    """Where the keys of secret ballots lie; without, none can be held."""
    wake: Callable[[], None] = _no_wake
    """Called after a commit that leaves something to do."""
    longest_substitution: int = LONGEST_SUBSTITUTION
    """Days for which somebody absent may give their tasks over at once."""
    _known: Known = field(default_factory=Known, init=False)

    def record(
        self,
        command: Command,
        *,
        by: str,
        at: datetime,
        key: str | None = None,
        batch: str | None = None,
        only: Grant | None = None,
    ) -> Recorded:
        """Record a command by an account at an instant (UTC), all of it or nothing.

        Under an idempotency key, a repetition changes nothing and answers the same; the key with another
        command raises `Conflict`. The event of a step done among others at once names their `batch`. With
        `only`, the account acts with that one role and no other. Raises `Refused` with everything the
        regulation finds unmet, `Forbidden`, `NotFound`, `Malformed`.
        """
        stamp = replace(_stamp(command, by, at, key), batch=batch, only=only)
        try:
            with self.database.writing() as session:
                recorded = self._recorded(session, command, stamp)
        except (IntegrityError, DiudatError):
            # Two runs of one command may both find its key unused; the second then meets the first's entry,
            # or finds its step done, its status gone, its id taken.
            found = self._found(stamp)
            if found is None:
                raise
            return found
        if not recorded.repeated:
            self._destroy_keys(recorded)
            self.wake()
        return recorded

    def cast(self, vote: CastBallot, *, by: str) -> Participation:
        """Take somebody's vote in a ballot; sent twice it counts once, as it was first.

        No timeline tells of it and no instant is kept. Raises as `record` does.
        """
        try:
            with self.database.writing() as session:
                return ballots.cast(session, vote, actor_of(session, by), self.procedures)
        except IntegrityError:
            # Two of the same member at once: the second meets the first's line in the register.
            with self.database.reading() as session:
                person = actor_of(session, by).person
                found = None if person is None else ballots.cast_before(session, vote, person)
            if found is None:
                raise
            return found

    def forget_keys(self, before: datetime) -> int:
        """Destroy the keys of ballots that are open no more; return how many there were.

        They are destroyed at the count. Left are those of a process that was ended just then, or of an
        opening that was rolled back; one made after `before` (UTC) may be of an opening under way.
        """
        if self.ballot_keys is None:
            return 0
        kept = [ballot for ballot, made in self.ballot_keys.kept() if made < before]
        with self.database.reading() as session:
            left = ballots.keys_left(session, kept)
        for ballot in left:
            self.ballot_keys.destroy(ballot)
        return len(left)

    def _destroy_keys(self, recorded: Recorded) -> None:
        if self.ballot_keys is not None:
            for ballot in ballots.ended_in(recorded.events):
                self.ballot_keys.destroy(ballot)

    def weigh(
        self, command: Command, *, by: str, at: datetime, only: Grant | None = None
    ) -> tuple[Requirement, ...]:
        """Weigh a command on a dossier without recording anything: what is met, and what is still missing.

        Raises as `record` does, but for what the regulation finds unmet.
        """
        return self.rehearse(command, by=by, at=at, only=only).requirements

    def rehearse(self, command: Command, *, by: str, at: datetime, only: Grant | None = None) -> Rehearsal:
        """Work out what a command on a dossier would do, without recording anything: a dry run.

        Raises as `record` does, but for what the regulation finds unmet.
        """
        before: DossierState | None = None
        stamp = replace(_stamp(command, by, at, None), only=only)
        with self.database.reading() as session:
            if isinstance(command, commands.OpenDossier):
                given = replace(self._to_open(session, command, stamp)[0], number=_REHEARSED)
            elif isinstance(command, commands.CloseBallot):
                # To weigh it would be to count it before it is closed.
                raise Malformed("command.not_weighed", field="command")
            elif isinstance(command, commands.DossierCommand):
                held = _held(session, command, by)
                before = held.state
                _, given, _ = self._to_decide(session, command, held, stamp)
            else:
                raise Malformed("command.not_weighed", field="command")
        weighed = rules.requirements(before, command, given)
        if unmet(weighed):
            return Rehearsal(requirements=weighed, before=before, after=None)
        after = before
        for event in rules.decide(before, command, given):
            after = rules.evolve(after, event, 0)
        return Rehearsal(requirements=weighed, before=before, after=after)

    def _found(self, stamp: Stamp) -> Recorded | None:
        if stamp.key is None:
            return None
        with self.database.reading() as session:
            return _repeated(session, stamp)

    def _recorded(self, session: WriteSession, command: Command, stamp: Stamp) -> Recorded:
        if isinstance(command, commands.DossierCommand):
            return self._on_dossier(session, command, stamp)
        if isinstance(command, commands.OpenDossier):
            return self._opened(session, command, stamp)
        actor = self._actor(session, stamp)
        repeated = _repeated(session, stamp)
        if repeated is not None:
            return repeated
        stream, first, told = self._beside_dossiers(session, command, actor, stamp)
        announcements.owe(session, stream, first, told, stamp, self.zone)
        return Recorded(stream=stream, first=first, events=told)

    def _beside_dossiers(
        self, session: WriteSession, command: Command, actor: Actor, stamp: Stamp
    ) -> tuple[str, int, tuple[AnyEvent, ...]]:
        if isinstance(command, commands.MeetingCommands | commands.MinutesCommands | commands.ProxyCommands):
            return record_meeting(session, command, actor, stamp, zone=self.zone, procedures=self.procedures)
        longest = self.longest_substitution
        return record_register(session, command, actor, stamp, self.zone, longest_substitution=longest)

    def _actor(self, session: ReadSession, stamp: Stamp) -> Actor:
        on = local_date(stamp.at, self.zone)
        return narrowed(actor_of(session, stamp.actor, on), stamp.only)

    def _opened(self, session: WriteSession, command: commands.OpenDossier, stamp: Stamp) -> Recorded:
        given, stamp = self._to_open(session, command, stamp)
        repeated = _repeated(session, stamp)
        if repeated is not None:
            return repeated
        year = command.on.year
        rules.refuse_unmet(None, command, given)
        number = numbers.dossier_number(numbers.take(session, numbers.OFFICE, year, numbers.DOSSIERS), year)
        decided = rules.decide(None, command, replace(given, number=number))
        head = Head(sequence=0, hash=timeline.BEGINNING)
        return self._write(session, number, None, head, decided, given.procedure, stamp)

    def _to_open(
        self, session: ReadSession, command: commands.OpenDossier, stamp: Stamp
    ) -> tuple[Facts, Stamp]:
        actor = self._actor(session, stamp)
        line = line_of(session, command.unit, on=command.on)
        granted = _admit(access.may_there(actor, command, Place(unit=line.unit, line=line.line)))
        given = facts.for_opening(
            session, command, actor, stamp.at, procedures=self.procedures, zone=self.zone,
            calendar=calendar(session), granted=granted,
        )  # fmt: skip
        return given, replace(stamp, on_behalf_of=granted.on_behalf_of)

    def _on_dossier(self, session: WriteSession, command: commands.DossierCommand, stamp: Stamp) -> Recorded:
        held = _held(session, command, stamp.actor, stamp.key)
        repeated = _repeated(session, stamp) if held.is_key_used else None
        if repeated is not None:
            return repeated
        procedure, given, stamp = self._to_decide(session, command, held, stamp)
        typed = _typed(command, given)
        sealed = Sealed(typed) if typed else None
        if sealed is not None:
            given = replace(given, enclosure=sealed.digest)
        decided = rules.decide(held.state, command, given)
        recorded = self._write(
            session, command.dossier, held.state, held.head, decided, procedure, stamp, sealed
        )
        projection.note(session, command, stamp.at)
        for event in recorded.events:
            ballots.settle(session, command.dossier, event, given.count, self.ballot_keys)
        return recorded

    def _to_decide(
        self, session: ReadSession, command: commands.DossierCommand, held: Held, stamp: Stamp
    ) -> tuple[Procedure, Facts, Stamp]:
        on = local_date(stamp.at, self.zone)
        actor = narrowed(self._known.actor(session, stamp.actor, held.register, on), stamp.only)
        procedure = self.procedures.version(held.state.procedure)
        granted = _admitted(actor, command, held.state, procedure)
        _refuse_strangers(session, held.state, actor, granted)
        given = facts.for_dossier(
            session, command, held, actor, stamp.at, procedure=procedure, procedures=self.procedures,
            zone=self.zone, calendar=self._known.calendar(session, held.register), granted=granted,
            keys=self.ballot_keys,
        )  # fmt: skip
        return procedure, given, replace(stamp, on_behalf_of=granted.on_behalf_of)

    def _write(
        self, session: WriteSession, number: str, before: DossierState | None, head: Head,
        decided: list[events.DossierEvents], procedure: Procedure, stamp: Stamp,
        sealed: Sealed | None = None,
    ) -> Recorded:  # fmt: skip
        state = before
        told: list[AnyEvent] = []
        owed: list[tuple[int, str, outbox.Due]] = []
        for sequence, plain in enumerate(decided, start=head.sequence + 1):
            state = rules.evolve(state, plain, sequence)
            event = owing.numbered(session, state, owing.in_batch(plain, stamp), sequence, procedure)
            told.append(event)
            owes = owing.owed(procedure, state, event)
            if owes.documents or owes.notices:
                owed.append((sequence, due.flow_of(procedure, state, event), owes))
        if state is None:
            raise AssertionError(number)  # every command decides at least one event
        with session.together():
            if before is None:
                projection.open_row(session, state, stamp.at)
            if sealed is not None:
                sealed.keep(session, number)
            after = timeline.append(session, number, head, told, stamp)
            projection.write(session, before, state, told, procedure, after, stamp.at)
            for sequence, flow, owes in owed:
                outbox.put(session, number, sequence, flow, owes, stamp.at)
        return Recorded(stream=number, first=head.sequence + 1, events=tuple(told))


_IN_A_MEETING = (
    commands.Vote | commands.Decision | commands.OpenBallot | commands.CloseBallot | commands.RecordBallot
)


def _meeting_of(command: Command) -> str | None:
    return command.meeting if isinstance(command, _IN_A_MEETING) else None


def _admitted(actor: Actor, command: Command, state: DossierState, procedure: Procedure) -> Access:
    stakes = frozenset(one.person for one in state.guides)
    granted = access.may(actor, command, state, procedure)
    if not granted.allowed:
        if not access.may_read(actor, state.line, stakes, access.unions_asked(state)).allowed:
            # Who may not know of the dossier must not learn that it exists.
            raise NotFound("dossier.unknown", dossier=state.number)
        refuse_unknown(command, procedure)  # a step mistyped is not a right denied
    return _admit(granted)


def _refuse_strangers(session: ReadSession, state: DossierState, actor: Actor, granted: Access) -> None:
    """Who speaks of themself votes on the dossier, or must not learn that there is one."""
    if granted.reason != "access.self" or state.ballot is None or actor.person is None:
        return
    if not ballots.votes_in(session, state.ballot.meeting, actor.person):
        raise NotFound("dossier.unknown", dossier=state.number)


def _admit(granted: Access) -> Access:
    if not granted.allowed:
        raise Forbidden(granted.reason)
    return granted


def _held(
    session: ReadSession, command: commands.DossierCommand, account: str, key: str | None = None
) -> Held:
    try:
        return hold(session, command.dossier, key, _meeting_of(command))
    except NotFound:
        actor_of(session, account)  # who has no account is told that, whether or not there is a dossier
        raise


def _repeated(session: ReadSession, stamp: Stamp) -> Recorded | None:
    """Return what was recorded under the key before, if it was the same command of the same account."""
    if stamp.key is None:
        return None
    earlier = timeline.recorded_under(session, stamp.key)
    if earlier is None:
        return None
    stream, first, command_digest = earlier
    if command_digest != stamp.digest:
        raise Conflict("key.used", key=stamp.key)
    told = tuple(one.event for one in timeline.entries(session, stream) if one.first == first)
    return Recorded(stream=stream, first=first, events=told, repeated=True)


_LONGEST_KEY = 120


def _stamp(command: Command, by: str, at: datetime, key: str | None) -> Stamp:
    if at.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {at!r}")
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Malformed("key.form", field="key", at_most=_LONGEST_KEY)
    used = None if key is None else digest(by.encode(), plain_json(command.model_dump(mode="json")))
    return Stamp(at=at.astimezone(UTC), actor=by, key=key, digest=used)


_TYPED = ("answers", "reason", "items", "name", "holder")


def _typed(command: Command, given: Facts) -> Mapping[str, Any]:
    """Return the text somebody typed, which is kept apart from the timeline so that it can be erased."""
    plain = command.model_dump(mode="json", include=set(_TYPED), exclude_none=True)
    if given.filed is not None and isinstance(command, commands.Correction):
        plain["answers"] = {**given.filed.answers, **plain["answers"]}
    return {name: value for name, value in plain.items() if value}

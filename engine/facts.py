"""Loads what a rule needs into one frozen `Facts`, under the lock of the transaction that decides."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlalchemy import and_, func, select

from engine import ballots
from engine.access import Access, Actor
from engine.ballot_keys import BallotKeys
from engine.database import ReadSession, WriteSession, for_update
from engine.holding import Held
from engine.organisation import line_of, signer_of
from engine.procedures import Procedures
from engine.rules.given import (
    Applicant,
    Concerned,
    Count,
    Due,
    Facts,
    Filing,
    Line,
    Meeting,
    Member,
    Scan,
)
from engine.rules.interests import matter
from engine.rules.time_limits import Calendar, local_date
from engine.sittings import effective, presence_in, proxies_at
from engine.timeline import entries
from models import commands, events
from models.account import Account
from models.commands import Command
from models.document import Document
from models.dossier import Dossier
from models.errors import NotFound
from models.notice import Notice
from models.person import Mentorship, Person
from models.procedure import Procedure
from models.scan import Scan as ScanRow
from models.state import LIVE, DossierState, Represented
from models.timeline import Enclosure, TimelineEntry


def for_opening(
    session: ReadSession, command: commands.OpenDossier, actor: Actor, at: datetime, *,
    procedures: Procedures, zone: tzinfo, calendar: Calendar, granted: Access,
) -> Facts:  # fmt: skip
    """Load what opening a dossier asks; the number is given once nothing stands in the way."""
    procedure = (
        procedures.version(command.procedure)
        if command.procedure is not None
        else procedures.in_force(command.on)
    )
    today = local_date(at, zone)
    others = select(func.count()).where(
        Dossier.candidate_id == command.candidate, Dossier.status.in_([one.value for one in LIVE])
    )
    # The candidate's row is locked, so that two dossiers cannot be opened for one person at once.
    return Facts(
        at=at,
        today=today,
        procedure=procedure,
        calendar=calendar,
        actor=actor.person,
        on_behalf_of=granted.on_behalf_of,
        applicant=_applicant(session, command.candidate),
        people=_people(session, [command.candidate]),
        line=line_of(session, command.unit, on=command.on),
        has_other_dossier=bool(session.scalar(others)),
    )


def for_dossier(  # noqa: PLR0913 -- the whole setting of one decision
    session: ReadSession, command: Command, held: Held, actor: Actor, at: datetime, *,
    procedure: Procedure, procedures: Procedures, zone: tzinfo, calendar: Calendar,
    granted: Access, keys: BallotKeys | None = None,
) -> Facts:  # fmt: skip
    """Load what a command on an open dossier asks, and no more than its kind needs."""
    state = held.state
    return Facts(
        at=at,
        today=local_date(at, zone),
        procedure=procedure,
        calendar=calendar,
        actor=actor.person,
        on_behalf_of=granted.on_behalf_of,
        applicant=held.applicant,
        people=_people(session, _named(command, state, procedure), state.number),
        meeting=_meeting(session, command, held, procedure),
        count=_count(session, command, state, keys, procedure),
        has_voted=_has_voted(session, command, state),
        line=_line_there(session, command),
        target=_target(command, procedures),
        filed=_filed(session, command, state),
        due=_due(session, command),
        scan=_scan(session, command),
        newest=held.head.sequence,
        became=_became(session, command),
        acting_unit=granted.unit,
    )


def _applicant(session: ReadSession, person: str) -> Applicant:
    row = session.one(
        select(Person.id, Person.born_on, Person.education, Person.in_unit_since).where(Person.id == person)
    )
    if row is None:
        raise NotFound("person.unknown", person=person)
    return Applicant(
        person=row.id, born_on=row.born_on, education=row.education, in_unit_since=row.in_unit_since
    )


def _named(command: Command, state: DossierState, procedure: Procedure) -> list[str]:
    """Return the persons whose standing the rule will ask for."""
    if isinstance(command, commands.Assessment):
        if command.verdict != "recommended" or procedure.step(command.step).assigns is None:
            return []
        return [one.person for one in state.guides_now("mentor")]
    if isinstance(command, commands.SendNotice):
        return []
    person = getattr(command, "person", None)
    return [person] if isinstance(person, str) else []


def _people(session: ReadSession, persons: Iterable[str], dossier: str | None = None) -> dict[str, Member]:
    """Load members; to decide, their rows are locked: nobody is given a third candidate meanwhile."""
    found = {}
    for person in sorted(set(persons)):
        known = select(
            Person.id, Person.standing, Person.official_on, Person.unit_id, Person.in_unit_since
        ).where(Person.id == person)
        row = session.one(for_update(known) if isinstance(session, WriteSession) else known)
        if row is None:
            continue
        guided = select(func.count(Mentorship.dossier.distinct())).where(
            Mentorship.person_id == person,
            Mentorship.role == "mentor",
            Mentorship.until.is_(None),
            Mentorship.dossier != (dossier or ""),
        )
        found[person] = Member(
            person=row.id,
            standing=row.standing,
            official_on=row.official_on,
            unit=row.unit_id,
            in_unit_since=row.in_unit_since,
            candidates=session.scalar(guided) or 0,
        )
    return found


def _meeting(session: ReadSession, command: Command, held: Held, procedure: Procedure) -> Meeting | None:
    """Return the meeting with how many of those present have a stake in the dossier, at the most.

    Only where they might be all there are is it asked who was really there.
    """
    if held.meeting is None:
        return None
    met = replace(
        held.meeting,
        concerned=_concerned(session, command, held, procedure),
        represented=_represented(session, command, held, procedure),
    )
    stakes = sorted({one.person for one in held.state.guides} | {held.state.candidate})
    if met.present > len(stakes):
        return replace(met, with_a_stake=len(stakes))
    roll = presence_in(session, met.number)
    there = [roll[one] for one in stakes if one in roll]
    counted = sum(one.standing == "member" and one.present for one in there)
    return replace(met, with_a_stake=counted)


def _concerned(
    session: ReadSession, command: Command, held: Held, procedure: Procedure
) -> tuple[Concerned, ...]:
    """Return those on the roll whose relation to the candidate matters; mostly nobody: nothing is read."""
    step = getattr(command, "step", None)
    rule = procedure.step(step).vote if isinstance(step, str) and procedure.has_step(step) else None
    if rule is None or held.meeting is None or not (persons := matter(held.state, rule)):
        return ()
    roll = presence_in(session, held.meeting.number)
    return tuple(
        Concerned(person=person, is_present=roll[person].present)
        for person in persons
        if person in roll and roll[person].standing == "member"
    )


def _represented(
    session: ReadSession, command: Command, held: Held, procedure: Procedure
) -> tuple[Represented, ...]:
    """Return who is absent and voted for; a count on devices says it itself, and in secret nobody is."""
    in_the_open = isinstance(command, commands.Vote | commands.Decision) or (
        isinstance(command, commands.OpenBallot) and command.way == "open"
    )
    if held.meeting is None or not in_the_open:
        return ()
    at_most = proxies_at(procedure, getattr(command, "step", ""))
    counting = () if at_most is None else effective(session, held.meeting.number, at_most)
    return tuple(Represented(person=one.person, holder=one.holder) for one in counting)


def _count(
    session: ReadSession, command: Command, state: DossierState, keys: BallotKeys | None, procedure: Procedure
) -> Count | None:
    """Return what was cast in the dossier's ballot; nobody counts one that is open but to end it."""
    ballot = state.ballot
    if ballot is None or getattr(command, "ballot", None) != ballot.id:
        return None
    if isinstance(command, commands.CloseBallot) and isinstance(session, WriteSession):
        return ballots.count(session, ballot.id, keys, proxies_at(procedure, ballot.step))
    if isinstance(command, commands.RecordBallot):
        counted = ballots.counted_before(session, ballot.id)
        return None if counted is None else replace(counted, represented=ballot.represented)
    return None


def _has_voted(session: ReadSession, command: Command, state: DossierState) -> bool:
    """Say whether somebody has voted, or another for them, or they for another: it is too late to abstain."""
    if not isinstance(command, commands.DeclareInterest) or state.ballot is None:
        return False
    return ballots.took_part(session, state.ballot.id, command.person)


def _became(session: ReadSession, command: Command) -> str | None:
    if not isinstance(command, commands.SendNotice):
        return None
    return session.scalar(
        select(Notice.outcome).where(
            Notice.dossier == command.dossier,
            Notice.about == command.about,
            Notice.notice == command.notice,
            Notice.person_id == command.person,
            Notice.channel == command.channel,
        )
    )


def _line_there(session: ReadSession, command: Command) -> Line | None:
    return (
        line_of(session, command.to_unit, on=command.on) if isinstance(command, commands.Transfer) else None
    )


def _target(command: Command, procedures: Procedures) -> Procedure | None:
    return procedures.version(command.procedure) if isinstance(command, commands.Migrate) else None


def _filed(session: ReadSession, command: Command, state: DossierState) -> Filing | None:
    done = state.done.get(command.step) if isinstance(command, commands.Correction) else None
    if done is None or not isinstance(command, commands.Correction):
        return None
    told = [
        (one.sequence, one.event)
        for one in entries(session, state.number, since=done.sequence)
        if isinstance(one.event, events.StepEvents | events.Corrected) and one.event.step == command.step
    ]
    origin, (sequence, newest) = told[0][1], told[-1]
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == newest.enclosure))
    answers = {} if body is None else json.loads(body).get("answers", {})
    if not answers or newest.enclosure is None or isinstance(origin, events.Corrected):
        return None
    return Filing(origin=origin, sequence=sequence, enclosure=newest.enclosure, answers=answers)


def _scan(session: ReadSession, command: Command) -> Scan | None:
    if not isinstance(command, commands.ScanCommands | commands.CheckScan):
        return None
    known = (
        select(ScanRow.standing, Account.person_id, TimelineEntry.on_behalf_of)
        .join(
            TimelineEntry,
            and_(TimelineEntry.stream == ScanRow.dossier, TimelineEntry.sequence == ScanRow.sequence),
        )
        .outerjoin(Account, Account.id == TimelineEntry.actor)
        .where(ScanRow.dossier == command.dossier)
        .order_by(ScanRow.sequence)
        .limit(1)
    )
    if isinstance(command, commands.AttachScan):
        known = known.where(ScanRow.paper == command.paper, ScanRow.sha256 == command.sha256)
    else:
        known = known.where(ScanRow.sequence == command.scan)
    row = session.one(known)
    if row is None:
        return None
    return Scan(standing=row.standing, attached_by=row.person_id, attached_for=row.on_behalf_of)


def is_replaced(session: ReadSession, document: str) -> bool:
    """Say whether a correction made another document in the place of one."""
    return session.scalar(select(Document.document).where(Document.replaces == document).limit(1)) is not None


def _due(session: ReadSession, command: Command) -> Due | None:
    names_one = commands.IssueDocument | commands.SignDocument | commands.AttachScan
    if not isinstance(command, names_one) or command.document is None:
        return None
    row = session.one(
        select(
            Document.form, Document.number, Document.symbol, Document.unit_id, Document.dated,
            Document.issued_at, Document.pdf_sha256, Document.signed_sha256,
        ).where(Document.document == command.document, Document.dossier == command.dossier)
    )  # fmt: skip
    if row is None:
        return None
    signs = isinstance(command, commands.SignDocument)
    signer = signer_of(session, row.unit_id, row.dated) if signs else None
    return Due(
        form=row.form, number=row.number, symbol=row.symbol, unit=row.unit_id, dated=row.dated,
        is_issued=row.issued_at is not None, pdf_sha256=row.pdf_sha256,
        is_signed=row.signed_sha256 is not None,
        is_replaced=signs and is_replaced(session, command.document),
        signer=signer.person if signer is not None else None,
    )  # fmt: skip

"""Commands over the API: the same as at the desk and the command line, through the same registry."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Header
from fastapi.openapi.models import Example
from pydantic import Field
from starlette.responses import Response

from desk.api import outcomes
from desk.api.caller import Caller, Reader, Recorder
from desk.api.problems import described
from desk.api.reading import JsonRoute
from engine.database import ReadSession
from engine.numbers import DOSSIERS
from engine.queries.dossier import dossier
from engine.queries.history import figures_of
from engine.queries.reach import hidden, named_within, stranger
from engine.registry import Recorded, Rehearsal
from models import commands
from models.commands import Command, DossierCommand
from models.errors import Conflict, Forbidden, Refused
from outputs.wording import Names, sentence

ROUTER = APIRouter(tags=["commands"], route_class=JsonRoute)


class AddPerson(commands.AddPerson):
    """Enter a person into the register, under an id that nobody can guess.

    Any other id is refused before the register is looked into: a program may ask for none of the ids that
    people of other units bear.
    """

    id: Annotated[str, Field(pattern=r"^ng-[0-9a-f]{16,64}$", examples=["ng-6f1d0c5b9a3e4712"])]


Weighable = (
    commands.OpenDossier
    | commands.FormCommand
    | commands.Assessment
    | commands.Endorsement
    | commands.Vote
    | commands.Review
    | commands.Decision
    | commands.Ceremony
    | commands.CrossCommands
    | commands.OpenBallot
    | commands.VoidBallot
    | commands.RecordBallot
    | commands.DeclareInterest
)
"""Commands on dossiers, which can be weighed before they are given."""
Accepted = (
    Weighable
    | commands.CloseBallot
    | commands.MeetingCommands
    | commands.AddUnit
    | AddPerson
    | commands.CorrectPerson
    | commands.EnterStanding
    | commands.TakeSeat
    | commands.LeaveSeat
    | commands.SetWorkday
    | commands.DeclineSubstitution
    | commands.EndSubstitution
)
"""Commands a token may give; to vote is none of them, for a token is not the member."""
NOT_BY_TOKEN = frozenset(
    {"open_account", "close_account", "grant_role", "revoke_role", "set_password", "turn_on_second_factor",
     "turn_off_second_factor", "end_sessions", "add_webhook", "offer_substitution", "accept_substitution"}
)  # fmt: skip
"""Commands by which a token could outlive itself or reach further than it was made for: at the desk alone."""
AT_THE_DESK = frozenset(
    {"attach_scan", "release_scan", "sign_document", "sign_minutes", "give_proxy", "revoke_proxy"}
)
"""Commands about a file or a document, or of a person alone: sent at the desk, by who answers for it."""
OF_THE_PROGRAM = frozenset({"waiting", "remind", "issue_document", "send_notice", "check_scan"})
"""Commands nobody gives but the program itself."""

_EXAMPLES: dict[str, Example] = {
    "suspend": {
        "summary": "Stop the clock of a dossier",
        "value": {
            "command": "suspend", "dossier": "HS-2026-0012", "on": "2026-11-25",
            "reason": "Chờ xác minh lý lịch.",
        },
    },
    "vote": {
        "summary": "The tally of a branch that voted in a meeting",
        "value": {
            "command": "vote", "dossier": "HS-2026-0012", "step": "branch_vote", "meeting": "HN-2026-0007",
            "yes": 14, "no": 1, "blank": 0, "invalid": 0, "answers": {},
        },
    },
    "open_dossier": {
        "summary": "Open a dossier for a recruit",
        "value": {
            "command": "open_dossier", "candidate": "nguoi-032", "unit": "chi-bo-qs-p4",
            "source": "standing_militia", "on": "2026-11-25",
        },
    },
}  # fmt: skip
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{8,100}$",
        description="Your own name for this command: sent again under it, it counts once.",
        examples=["5a0b1c9e-3d1f-4d0f-9d6e-0c7d3a2b1f00"],
    ),
]


@ROUTER.post(
    "/commands",
    status_code=201,
    responses=described(404, 409, 413, 415)
    | {
        201: {
            "headers": {
                "Location": {"schema": {"type": "string"}, "description": "Where the dossier or meeting is."},
                "Idempotency-Replayed": {
                    "schema": {"type": "string", "enum": ["true"]},
                    "description": "The command had been recorded under this key before.",
                },
            }
        }
    },
)
def record(
    caller: Recorder,
    command: Annotated[Accepted, Body(discriminator="command", openapi_examples=_EXAMPLES)],
    key: Key,
    answer: Response,
) -> outcomes.Recorded:
    """Record a command in the account's name: all of it or nothing, and once under its key."""
    try:
        recorded = caller.desk.registry.record(
            _plain(command), by=caller.account, at=caller.at, key=caller.key(key), only=caller.bearer.only
        )
    except Forbidden as denied:
        raise _hidden(caller, command) or denied from None
    except Refused as refused:
        raise _told(caller, command) or refused from None
    except Conflict as used:
        if used.code == "key.used":
            raise Conflict("key.used", key=key) from None
        raise
    place = _place(recorded)
    if place:
        answer.headers["Location"] = place
    if recorded.repeated:
        answer.headers["Idempotency-Replayed"] = "true"
    return outcomes.Recorded(
        stream=recorded.stream,
        entries=tuple(
            outcomes.RecordedEntry(sequence=sequence, event=event)
            for sequence, event in enumerate(recorded.events, start=recorded.first)
        ),
    )


@ROUTER.post("/commands/weigh", responses=described(404, 409, 413, 415))
def weigh(
    caller: Reader, command: Annotated[Weighable, Body(discriminator="command", openapi_examples=_EXAMPLES)]
) -> outcomes.Weighing:
    """Weigh a command on a dossier: everything the regulation asks, met or not.

    Nothing is recorded but that the dossier was read.
    """
    try:
        found = caller.desk.registry.rehearse(
            command, by=caller.account, at=caller.at, only=caller.bearer.only
        )
    except Forbidden as denied:
        raise _hidden(caller, command) or denied from None
    unknown = _told(caller, command)
    if unknown is not None:
        raise unknown
    with caller.desk.database.reading() as session:
        names = _names(caller, session, command, found)
    return outcomes.Weighing(
        allowed=found.after is not None,
        requirements=tuple(
            outcomes.Weighed(
                rule=one.rule,
                text=sentence(replace(one, source=""), caller.language, names),
                source=one.source,
                figures=dict(one.figures),
                met=one.met,
                decides=one.decides,
            )
            for one in found.requirements
        ),
        status=None if found.after is None else found.after.status.value,
        stage=None if found.after is None else found.after.stage,
        opens=_opens(found),
    )


def _plain(command: Command) -> Command:
    return commands.AddPerson(**dict(command)) if isinstance(command, AddPerson) else command


def _hidden(caller: Caller, command: Command) -> Exception | None:
    """Return that something does not exist, where a command that is denied names what lies out of sight."""
    if isinstance(command, DossierCommand):
        return None  # the registry itself answers so
    with caller.desk.database.reading() as session:
        return hidden(session, caller.actor(session), command)


def _told(caller: Caller, command: Command) -> Exception | None:
    """Return that something is unknown, else keep that the requirements told of the dossier."""
    with caller.desk.database.reading() as session:
        unknown = stranger(session, caller.actor(session), command)
    if unknown is None and isinstance(command, DossierCommand):
        caller.note(command.dossier, f"weigh {_word(command)}")
    return unknown


def _word(command: Command) -> str:
    return str(getattr(command, "command"))  # noqa: B009 -- every command has it, their common base does not


def _place(recorded: Recorded) -> str:
    if recorded.stream.startswith(f"{DOSSIERS}-"):
        return f"/api/v1/dossiers/{recorded.stream}"
    return f"/api/v1/meetings/{recorded.stream}" if recorded.stream != "register" else ""


def _names(caller: Caller, session: ReadSession, command: Weighable, found: Rehearsal) -> Names:
    """Return what ids in the requirements stand for, as far as the account may know."""
    actor = caller.actor(session)
    spoken = named_within(session, actor, set(figures_of(found.requirements)))
    if not isinstance(command, DossierCommand) or found.before is None:
        return Names(procedure=caller.desk.procedures.in_force(caller.today), known=spoken)
    whole = dossier(session, actor, command.dossier)
    procedure = caller.desk.procedures.version(found.before.procedure)
    step = getattr(command, "step", None)
    vote = procedure.step(step).vote if step is not None and procedure.has_step(step) else None
    return Names(
        procedure=procedure,
        known={**spoken, **whole.people, **whole.units},
        voters=None if vote is None else vote.roll,
    )


def _opens(found: Rehearsal) -> tuple[str, ...]:
    if found.after is None:
        return ()
    before = set() if found.before is None else {one.step for one in found.before.open}
    return tuple(one.step for one in found.after.open if one.step not in before)

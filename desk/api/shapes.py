"""The shape of every answer over the API: Pydantic models, which the OpenAPI description is made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.events import DossierEvents
from models.procedure import Caption
from models.requirements import Figure


class Shape(BaseModel):
    """Frozen, nothing unsaid, each field with the sentence beneath it."""

    model_config = ConfigDict(
        frozen=True, from_attributes=True, extra="forbid", use_attribute_docstrings=True
    )


class Wrong(Shape):
    """One thing that is wrong, or that the regulation still asks."""

    code: str
    detail: str
    """In the reader's language."""
    pointer: str | None = None
    """Where in the body, as a JSON pointer (RFC 6901), such as `#/answers/full_name`."""
    parameter: str | None = None
    """Which parameter of the address, or header."""
    source: str | None = None
    """Paragraph of the regulation."""
    figures: Mapping[str, Figure] | None = None
    """The arithmetic of a requirement."""


class Problem(Shape):
    """What went wrong (RFC 9457, `application/problem+json`)."""

    type: str
    """`urn:diudat:problem:` and the code."""
    title: str
    status: int
    detail: str
    instance: str
    """`urn:diudat:request:` and the number of this request in the office's log."""
    code: str
    """For machines, such as `dossier.unknown` or `refused`."""
    errors: tuple[Wrong, ...]
    """One by one; empty where `detail` says it all."""


class Named(Shape):
    """Something with its name."""

    id: str
    name: str


class Role(Shape):
    """A role held in a unit and all below it."""

    role: str
    unit: Named


class Me(Shape):
    """Whose token this is, and how far it goes."""

    account: str
    person: Named | None
    token: str
    """Public name of the token."""
    may_record: bool
    expires_at: datetime
    roles: tuple[Role, ...]
    """Those the token acts with."""
    is_narrowed: bool
    """Whether the token acts with one role alone."""


class Duty(Shape):
    """A step that awaits the account."""

    dossier: str
    candidate: str
    branch: str
    procedure: str
    step: str
    """Or `supplement`, for a returned dossier that owes an answer."""
    title: str
    due_on: date | None
    attempt: int
    on_behalf_of: str | None
    """Full name of the absent person whose duty it is; null for the account's own."""


class Awaited(Shape):
    """A step that awaits somebody."""

    step: str
    unit: str
    """Name of the body; empty where the line has none."""
    due_on: date | None


class DossierLine(Shape):
    """One dossier in a list."""

    number: str
    candidate: str
    born_on: date
    unit: str
    """Name of the branch."""
    procedure: str
    status: str
    stage: str
    opened_on: date
    joined_on: date | None
    due_on: date | None
    """The nearest limit of its open steps."""
    awaits: tuple[Awaited, ...]


class OpenStep(Shape):
    """A step of a dossier that awaits somebody."""

    step: str
    title: str
    kind: str
    stage: str
    unit: Named | None
    opened_on: date
    due_on: date | None
    attempt: int
    extended: bool
    again: bool
    """Whether it is done anew: when done, nothing moves on."""
    may_do: bool
    """Whether the account may do it now."""


class DoneStep(Shape):
    """How and when a step was last done."""

    step: str
    title: str
    outcome: str
    on: date
    attempt: int
    sequence: int
    """Of its entry on the timeline."""


class Guide(Shape):
    """A member who guides, introduces or has charge of the candidate."""

    person: Named
    role: str
    unit: Named
    since: date
    until: date | None


class Supplement(Shape):
    """What a returned dossier owes."""

    round: int
    items: int
    steps: tuple[str, ...]
    answer_by: date
    asked_by: str


class Pause(Shape):
    """Days on which a dossier was suspended."""

    since: date
    until: date


class Dossier(Shape):
    """One dossier whole."""

    number: str
    candidate: Named
    born_on: date
    source: str
    branch: Named
    line: tuple[Named, ...]
    """From the branch upwards."""
    procedure: str
    status: str
    stage: str
    opened_on: date
    joined_on: date | None
    ended_on: date | None
    suspended_on: date | None
    awaits: tuple[OpenStep, ...]
    done: tuple[DoneStep, ...]
    guides: tuple[Guide, ...]
    supplement: Supplement | None
    pauses: tuple[Pause, ...]
    may: tuple[str, ...]
    """Commands beside the steps that the account may give now."""
    sequence: int
    """Of the newest entry of the timeline."""
    head: str
    """Its hash."""
    changed_at: datetime


class Entry(Shape):
    """One entry of a dossier's timeline."""

    sequence: int
    at: datetime
    actor: str
    by: str | None
    """Full name of whoever holds the account; null for the program."""
    on_behalf_of: str | None
    event: Annotated[DossierEvents, Field(discriminator="kind")]
    typed: Mapping[str, Any] | None
    """What was typed with it; null where nothing was, or where it was erased."""
    previous: str
    hash: str


class Paper(Shape):
    """One paper the road asks for."""

    title: str
    standing: Literal["filed", "expiring", "expired", "missing", "later"]
    dated: date | None
    valid_until: date | None
    document: str | None
    """Mark of the document made of it."""


class Document(Shape):
    """One document of a dossier, due or made."""

    document: str
    form: str
    title: str
    number: str | None
    """As printed."""
    dated: date
    unit: str
    issued_at: datetime | None
    """Null while it is due."""
    replaces: str | None
    is_replaced: bool
    pdf_sha256: str | None
    docx_sha256: str | None


class MeetingLine(Shape):
    """One meeting in a list."""

    number: str
    unit: str
    unit_name: str
    unit_kind: str
    held_on: date
    roll_kind: str
    roll: int
    """Of its frozen roll; 0 until it opens, as `present`."""
    present: int
    """Now, or when it ended."""
    standing: Literal["convened", "open", "closed", "adjourned", "called_off"]
    is_open: bool


class OnRoll(Shape):
    """One person on the roll of a meeting: frozen when it opened; before, as it would be."""

    person: str
    full_name: str
    standing: str
    """`member` counts in the roll; `probationary` may attend; `excused` does not count."""
    present: bool
    reason: str


class AttendanceChange(Shape):
    """Somebody who arrived late or left early."""

    at: datetime
    """When it was noted."""
    full_name: str
    change: Literal["arrived", "left"]
    reason: str
    present: int
    """Of the roll, from then on."""


class AgendaPoint(Shape):
    """One dossier on the agenda of a meeting."""

    dossier: str
    step: str
    candidate: str
    """Full name."""
    awaits: bool
    """Whether it awaits the body at this step now."""
    outcome: str
    """What the meeting decided; empty while it has not."""
    recorded_in: int | None
    """Sequence of the entry that says so, on the dossier's timeline."""


class Meeting(MeetingLine):
    """One meeting with its agenda and its roll; before it opens, with the roll it would have."""

    hour: str
    """Empty where it was not said."""
    place: str
    """Empty where it was not convened."""
    chair: str
    """Full name; empty until it opens."""
    secretary: str
    probationary: int
    probationary_present: int
    entries: tuple[OnRoll, ...]
    changes: tuple[AttendanceChange, ...]
    agenda: tuple[AgendaPoint, ...]
    chain: tuple[str, ...]
    """Numbers of the meetings held again for one another that it is one of, the first first."""
    minutes_sha256: str
    """Of the PDF of its minutes, once one of its officers has signed them."""
    chair_signed: bool
    secretary_signed: bool


class Unit(Shape):
    """One unit of the organisation."""

    unit: str
    kind: str
    name: str
    place: str
    parent: str | None
    path: str
    beside: bool
    since: date


class Person(Shape):
    """One person, by what an office goes by."""

    person: str
    full_name: str
    sex: str
    born_on: date
    unit: str | None
    unit_name: str | None
    in_unit_since: date | None
    standing: str
    joined_on: date | None
    official_on: date | None


class ProcedureLine(Shape):
    """One version of a regulation."""

    id: str
    title: Caption
    basis: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None


class Found(Shape):
    """What a search found."""

    dossiers: tuple[DossierLine, ...]
    """The first twenty, by name."""
    total: int
    """Of all dossiers that answer."""
    units: tuple[Named, ...]


class Totals(Shape):
    """The counts at the head of the figures."""

    dossiers: int
    live: int
    overdue: int
    joined: int
    without_mentor: int


class Duration(Shape):
    """How long one step takes, in calendar days."""

    step: str
    times: int
    median_days: int
    slow_days: int
    limit_days: int | None
    late: int


class LateUnit(Shape):
    """A body at which steps lie whose last day has passed."""

    unit: str
    name: str
    dossiers: int
    oldest: date


class MentorLoad(Shape):
    """How many candidates a member guides at present."""

    person: str
    full_name: str
    unit: str
    candidates: int


class Figures(Shape):
    """Where dossiers stand, how long steps take, what is late, who guides whom."""

    totals: Totals
    by_stage: Mapping[str, int]
    durations: tuple[Duration, ...]
    late_units: tuple[LateUnit, ...]
    mentors: tuple[MentorLoad, ...]

"""What the walker and the sweep note: reminders, documents made, notices sent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.commands.shape import Day, DayCount, DossierCommand, FormCode, Reference, StepId
from models.text import OptionalText, StrictCount


class Remind(DossierCommand):
    """The daily sweep speaks: a limit is near, reached or passed, a paper is about to lapse."""

    command: Literal["remind"] = "remind"
    on: Day
    about: Literal["limit", "paper", "term", "reports", "age_of_papers", "supplement"]
    subject: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w.\-/]+$")]
    """Step id, form code, or `supplement` for what a returned dossier owes."""
    due_on: Day
    days: DayCount
    """Calendar days from the limit: negative before, 0 on the day, positive after."""
    escalated_to: Reference | None = None
    """Unit above that is told as well."""


class IssueDocument(DossierCommand):
    """A document that was due has been made and lies in the archive."""

    command: Literal["issue_document"] = "issue_document"
    document: Reference
    form: FormCode
    dated: Day
    number: StrictCount | None = None
    symbol: FormCode | None = None
    unit: Reference
    template_version: Reference
    content_sha256: Reference
    pdf_sha256: Reference
    docx_sha256: Reference
    html_sha256: Reference
    context_sha256: Reference


class SendNotice(DossierCommand):
    """A notice has been handed to a channel, put by for the daily mail, not wanted, or given up for now."""

    command: Literal["send_notice"] = "send_notice"
    about: StrictCount
    """Sequence of the event it tells of."""
    notice: StepId
    person: Reference
    channel: Literal["inbox", "email", "webhook"]
    outcome: Literal["sent", "dead", "digest", "unwanted"]
    receipt: OptionalText = None
    subject: OptionalText = None
    """As shown in the in-app inbox; kept beside the timeline, not on it."""
    body: OptionalText = None

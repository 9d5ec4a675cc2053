"""What the walker and the sweep noted: reminders, documents made, notices sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The sweep spoke of a limit."""

    kind: Literal["reminded"] = "reminded"
    on: date
    about: str
    subject: str
    flow: str
    due_on: date
    days: int
    escalated_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued:
    """A document was made; its bytes lie in the archive under these digests."""

    kind: Literal["document_issued"] = "document_issued"
    document: str
    form: str
    template_version: str
    content_sha256: str
    pdf_sha256: str
    docx_sha256: str
    html_sha256: str
    context_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent:
    """A notice went out, waits for the daily mail, was not wanted, or was given up until it is resent."""

    kind: Literal["notice_sent"] = "notice_sent"
    about: int
    notice: str
    person: str
    channel: str
    outcome: str
    receipt: str | None

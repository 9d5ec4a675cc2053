"""What became of digital signatures: a document was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.requirements import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned:
    """The secretary of the body that issued a document signed its PDF; the unsigned one stays beside it."""

    kind: Literal["document_signed"] = "document_signed"
    enclosure: str | None
    """Salted digest of whom the certificate names."""
    checked: tuple[Requirement, ...]
    document: str
    form: str
    unit: str
    person: str
    """Who signed."""
    before_sha256: str
    after_sha256: str
    issuer: str
    serial: str
    signed_at: datetime
    timestamped_at: datetime | None
    level: str
    visible: bool

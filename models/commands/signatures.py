"""Digital signatures: a made document was signed by the secretary of the body that issued it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.commands.scans import Sha256
from models.commands.shape import DossierCommand, Flag, Instant, Reference

_LONGEST_NAME = 1000  # characters; a distinguished name with every part a certificate may have
Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]
"""A distinguished name as one line: “CN=Nguyễn Văn A, O=Chi bộ Quân sự Phường 4, C=VN”."""


class SignDocument(DossierCommand):
    """The PDF of a document bears a digital signature now; both files lie in the archive."""

    command: Literal["sign_document"] = "sign_document"
    document: Reference
    unit: Reference
    """The body that issued it."""
    before_sha256: Sha256
    after_sha256: Sha256
    holder: Name
    """Of the certificate; kept beside the timeline, for it may hold more than a name."""
    issuer: Name
    serial: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    """Of the certificate, in hexadecimal."""
    signed_at: Instant
    """As the signature claims."""
    timestamped_at: Instant | None = None
    """As the time-stamp authority vouches; None without a time-stamp."""
    level: Literal["B-B", "B-T"]
    """Of PAdES: without and with a time-stamp."""
    visible: Flag

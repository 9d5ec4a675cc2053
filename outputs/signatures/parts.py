"""What a signature is made with, and what is found in a signed file: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict

IN_JSON = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
"""How bytes go from one process to another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What an installation has for signing, and for judging signatures."""

    timestamp_url: str | None = None
    """Time-stamp server; without one a signature says when it was made on its own word alone."""
    trust_folder: Path | None = None
    """Certificates of the authorities the office trusts; without any, a chain ends nowhere known."""
    key_file: Path | None = None
    """PKCS#12 file of the installation's own."""
    token_library: Path | None = None
    """PKCS#11 library of a token plugged into this machine."""
    token_slot: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A key with its certificate in a PKCS#12 file, and what opens it; neither is kept or shown."""

    __pydantic_config__ = IN_JSON

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key that never leaves its token, and what opens that."""

    library: Path
    slot: int | None
    pin: str = field(repr=False)


Key = KeyFile | Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Who a certificate says signs."""

    name: str
    """Common name."""
    subject: str
    issuer: str
    serial: str
    """In hexadecimal."""
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A file with its new signature."""

    __pydantic_config__ = IN_JSON

    content: bytes = field(repr=False)
    certificate: Certificate
    signed_at: datetime
    timestamped_at: datetime | None
    level: Literal["B-B", "B-T"]
    visible: bool


Integrity = Literal["whole", "extended", "changed", "altered"]
"""As it was signed; with permitted additions since, such as another signature; with others; with what was
signed itself altered."""
Trust = Literal["trusted", "unknown", "no_chain", "expired", "not_yet", "revoked", "unfit"]
"""Chain to an authority the office trusts; no authority named; no chain to one; outside the certificate's
term; revoked; not a certificate or algorithm to sign documents with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One signature found in a file."""

    certificate: Certificate
    signed_at: datetime | None
    """As the signature claims."""
    timestamped_at: datetime | None
    """As a time-stamp says that fits the signature."""
    timestamped_by: str
    """Common name of the time-stamp authority; empty without a time-stamp."""
    timestamp_trust: Trust | None
    level: Literal["B-B", "B-T", "other"]
    integrity: Integrity
    trust: Trust
    """Of the certificate at the time-stamp, else at the moment of the examination."""
    is_last: bool
    """Whether nothing stands in the file after what this signature covers."""

    @property
    def holds(self) -> bool:
        """Say whether the file is as it was signed, by whom the certificate of a trusted authority names."""
        return self.integrity in {"whole", "extended"} and self.trust == "trusted"

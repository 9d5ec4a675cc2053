"""Reads the signatures of any PDF: who signed, when, whether it changed since, whether a chain vouches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

from asn1crypto.x509 import Certificate as Asn1Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from models.errors import Malformed
from outputs.signatures import certificates
from outputs.signatures.parts import Examined, Integrity, Trust
from outputs.signatures.trusting import roots_in

_MOST = 30
"""Signatures of one file; nobody has ever needed more."""
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_ALLOWED_LATER = frozenset(
    {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
)
_BROKEN = (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError, IndexError,
           AssertionError, NotImplementedError, RecursionError, OSError)  # fmt: skip
"""What the library raises at files that are not what they say."""

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # what it finds is told, not logged


def examine(pdf: bytes, trust_folder: Path | None, at: datetime) -> tuple[Examined, ...]:
    """Return every signature of a file, the first one first; none for a file nobody signed.

    Chains are judged at the time-stamp, where there is one to believe, else at the instant given. Nothing is
    asked of the network: whether a certificate was revoked is said only by what the file brings along. Raises
    `Malformed` for what is no PDF.
    """
    roots = roots_in(trust_folder)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[:_MOST]
        return tuple(asyncio.run(_examined(one, roots, at)) for one in signatures)
    except _BROKEN as broken:
        raise Malformed("signature.unreadable") from broken


async def _examined(one: EmbeddedPdfSignature, roots: Sequence[Asn1Certificate], at: datetime) -> Examined:
    signed_at = one.self_reported_timestamp
    stamps = list(extract_tst_data_iter(one.signer_info, signed=False))
    stamped = stamps[0]["encap_content_info"]["content"].parsed["gen_time"].native if stamps else None
    moment = stamped or at
    status = await _status(one, roots, moment, moment)
    stamp = status.timestamp_validity
    if stamped is not None and not _is_believed(stamp, roots):
        moment = at
        status = await _status(one, roots, moment, stamped)
        stamp = status.timestamp_validity
    vouches = stamp if stamp is not None and stamp.intact and stamp.valid else None
    return Examined(
        certificate=certificates.read(one.signer_cert.dump()),
        signed_at=None if signed_at is None else _in_utc(signed_at),
        timestamped_at=None if vouches is None else stamped,
        timestamped_by="" if vouches is None else certificates.read(vouches.signing_cert.dump()).name,
        timestamp_trust=None if stamp is None else _trust(stamp, roots, stamped or at),
        level=_level(one, is_stamped=vouches is not None),
        integrity=_integrity(status),
        trust=_trust(status, roots, moment),
        is_last=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


async def _status(
    one: EmbeddedPdfSignature, roots: Sequence[Asn1Certificate], moment: datetime, stamped: datetime
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(
        one,
        signer_validation_context=_context(roots, moment),
        ts_validation_context=_context(roots, stamped),
        key_usage_settings=_USAGE,
    )


def _context(roots: Sequence[Asn1Certificate], moment: datetime) -> ValidationContext:
    return ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)


def _is_believed(stamp: TimestampSignatureStatus | None, roots: Sequence[Asn1Certificate]) -> bool:
    """Say whether a time-stamp fits, and comes from a trusted authority where the office named any."""
    return stamp is not None and stamp.intact and stamp.valid and (stamp.trusted or not roots)


def _integrity(status: PdfSignatureStatus) -> Integrity:
    if not (status.intact and status.valid):
        return "altered"
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "whole"
    is_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return "extended" if is_revision and status.modification_level in _ALLOWED_LATER else "changed"


def _trust(status: SignatureStatus, roots: Sequence[Asn1Certificate], moment: datetime) -> Trust:
    if status.trusted:
        return "trusted"
    certificate = certificates.read(status.signing_cert.dump())
    if moment > certificate.valid_until:
        return "expired"
    if moment < certificate.valid_from:
        return "not_yet"
    problem = status.trust_problem_indic
    said = "" if problem is None else str(getattr(problem, "name", problem))
    if said.startswith("REVOKED"):
        return "revoked"
    if not roots:
        return "unknown"
    return "no_chain" if said in _NO_CHAIN else "unfit"


_NO_CHAIN = frozenset({"NO_CERTIFICATE_CHAIN_FOUND", "CERTIFICATE_CHAIN_GENERAL_FAILURE", ""})


def _level(one: EmbeddedPdfSignature, *, is_stamped: bool) -> Literal["B-B", "B-T", "other"]:
    if one.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
        return "other"
    return "B-T" if is_stamped else "B-B"


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.utcoffset() is not None else instant.replace(tzinfo=UTC)

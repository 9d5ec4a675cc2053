"""Puts a signature on a made document: PAdES B-B, and B-T where a time-stamp server is named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from models.errors import Malformed, OutsideFailure
from outputs.signatures import certificates, keys, tokens
from outputs.signatures.appearance import appearance_of
from outputs.signatures.examining import examine
from outputs.signatures.parts import Examined, Key, KeyFile, Means, Signed
from outputs.signatures.placing import Place, place_of_signature
from outputs.signatures.stamps import REFUSED, HttpTimeStamper
from outputs.signatures.structure import KeepingWriter, describe

FIELD = "ChuKySo"
"""Name of the one field a document has for a signature."""


def sign(pdf: bytes, key: Key, *, name: str, at: datetime, means: Means) -> Signed:
    """Return a document with a signature at the place above a printed name; what was signed stays as it is.

    Raises `Malformed` for a key, passphrase or certificate that cannot sign this now, or a document that is
    signed already; `OutsideFailure` where token or time-stamp server do not answer.
    """
    now = at.astimezone(UTC).replace(microsecond=0)
    with _opened(key) as (signer, certificate):
        certificates.refuse_unfit(certificate, now)
        place = place_of_signature(pdf, name)
        content = _signed(pdf, signer, certificate, place, now, means.timestamp_url)
    made = _examined(content, now, means)
    return Signed(
        content=content,
        certificate=made.certificate,
        signed_at=now,
        timestamped_at=made.timestamped_at,
        level="B-B" if made.timestamped_at is None else "B-T",
        visible=True,
    )


@contextmanager
def _opened(key: Key) -> Iterator[tuple[Signer, x509.Certificate]]:
    if isinstance(key, KeyFile):
        yield keys.opened(key)
        return
    with tokens.opened(key) as found:
        yield found


def _examined(content: bytes, at: datetime, means: Means) -> Examined:
    """Read the signature back as anybody will, before it is kept.

    Raises `Malformed` for a certificate that no authority vouches for whom the office trusts, where it named
    any; `OutsideFailure` for a key or a time-stamp that does not fit what it signed.
    """
    (made,) = examine(content, means.trust_folder, at)
    if made.trust not in {"trusted", "unknown"}:
        raise Malformed("signature.untrusted", name=made.certificate.name)
    if made.timestamp_trust not in {None, "trusted", "unknown"}:
        raise OutsideFailure("signature.timestamp_untrusted", server=str(means.timestamp_url))
    if made.integrity != "whole" or made.level == "other":
        raise OutsideFailure("signature.does_not_fit")
    return made


def _signed(
    pdf: bytes, signer: Signer, certificate: x509.Certificate, place: Place, at: datetime, server: str | None
) -> bytes:
    said = certificates.described(certificate)
    look = appearance_of(place, holder=said.name, issuer=certificates.issuer_name(certificate), at=at)
    try:
        writer = _prepared(pdf, place, f"Chữ ký số của {said.name}")
        made = _Signing(
            PdfSignatureMetadata(
                field_name=FIELD, name=said.name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
            ),
            signer=signer,
            timestamper=None if server is None else HttpTimeStamper(server),
            stamp_style=StaticStampStyle(background=_Look(look), border_width=0),
        )
        made.at = at
        signed: bytes = asyncio.run(made.async_sign_pdf(writer, existing_fields_only=True)).getvalue()
    except REFUSED as refused:
        raise OutsideFailure("signature.timestamp", server=str(server)) from refused
    except PdfError as broken:
        raise Malformed("signature.unreadable") from broken
    except SigningError as failed:
        raise OutsideFailure("signature.does_not_fit") from failed
    return signed


def _prepared(pdf: bytes, place: Place, description: str) -> KeepingWriter:
    """Return a document with the one field for a signature, before anything is signed."""
    writer = KeepingWriter(BytesIO(pdf))
    if "/AcroForm" in writer.root:
        raise Malformed("signature.twice")
    box = (place.left, place.bottom, place.right, place.top)
    spec = SigFieldSpec(FIELD, on_page=place.page, box=box, readable_field_name=description)
    append_signature_field(writer, spec)
    describe(writer, place.page, writer.root["/AcroForm"]["/Fields"].raw_get(0), description)
    return writer


class _Look(PdfContent):
    """The look of a signature, a page of another PDF."""

    def __init__(self, pdf: bytes) -> None:
        """Keep the page."""
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        """Take the page into the document and draw it."""
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self.pdf)))
        self.resources.xobject["/Look"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Look Do"


class _Signing(PdfSigner):
    """Signs at the office's instant, whatever the machine's clock says."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 -- the library's
    ) -> PdfSigningSession:
        """Begin to sign."""
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.at
        return session

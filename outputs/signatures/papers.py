"""A made document of a dossier, signed: its files in the archive, and what is to be recorded."""

from __future__ import annotations

import json
from datetime import datetime

from engine.queries.signatures import SignablePaper
from models.commands import SignDocument
from models.errors import Malformed
from outputs.archive import Archive
from outputs.signatures import apart
from outputs.signatures.parts import Key, KeyFile, Means, Token


def key_of(means: Means, passphrase: str, content: bytes | None) -> Key:
    """Return the key to sign with: the file somebody brought, else the installation's token or file.

    Raises `Malformed` where there is none, or the installation's own cannot be read.
    """
    if content is not None:
        return KeyFile(content=content, passphrase=passphrase)
    if means.token_library is not None:
        return Token(library=means.token_library, slot=means.token_slot, pin=passphrase)
    if means.key_file is None:
        raise Malformed("signature.no_key", field="key")
    try:
        return KeyFile(content=means.key_file.read_bytes(), passphrase=passphrase)
    except OSError:
        raise Malformed("signature.key_broken", field="key") from None


def signed_paper(
    paper: SignablePaper, key: Key, *, archive: Archive, at: datetime, means: Means
) -> SignDocument:
    """Sign the archived PDF of a document, keep the signed one beside it, and return what is to be recorded.

    Raises as `apart.sign` does, and as the archive where the unsigned file is gone or damaged.
    """
    if paper.signature is not None:
        raise Malformed("signature.twice")
    pdf = archive.get(paper.pdf_sha256)
    name = str(json.loads(archive.get(paper.context_sha256)).get("signature", {}).get("name", "–"))
    made = apart.sign(pdf, key, name=name, at=at, means=means)
    if not made.content.startswith(pdf):
        raise AssertionError(paper.document)  # a signature is only ever added
    return SignDocument(
        dossier=paper.dossier,
        document=paper.document,
        unit=paper.unit,
        before_sha256=paper.pdf_sha256,
        after_sha256=archive.put(made.content),
        holder=made.certificate.subject,
        issuer=made.certificate.issuer,
        serial=made.certificate.serial,
        signed_at=made.signed_at,
        timestamped_at=made.timestamped_at,
        level=made.level,
        visible=made.visible,
    )

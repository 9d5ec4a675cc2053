"""Whom the office trusts: the certificates of authorities in one folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate

from models.errors import Malformed

_ENDINGS = frozenset({".pem", ".crt", ".cer", ".der"})


def roots_in(folder: Path | None) -> list[Certificate]:
    """Return the certificates in a folder; raises `Malformed` for one that cannot be read.

    A file that is broken is not passed over: the office would trust fewer authorities than it thinks.
    """
    if folder is None:
        return []
    if not folder.is_dir():
        raise Malformed("signature.trust_folder", file=str(folder))
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS)
    return [certificate for file in files for certificate in _certificates(file)]


def _certificates(file: Path) -> Iterator[Certificate]:
    try:
        content = file.read_bytes()
        armoured = [content]
        if pem.detect(content):
            armoured = [der for _, _, der in pem.unarmor(content, multiple=True)]
        for der in armoured:
            certificate = Certificate.load(der, strict=True)
            certificate.subject.native  # noqa: B018 -- read now, so that what is broken is found here
            yield certificate
    except (OSError, ValueError, TypeError) as broken:
        raise Malformed("signature.trust_folder", file=str(file)) from broken

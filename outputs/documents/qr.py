"""The mark of origin in a paper's footer: a code that leads to the page where its content can be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from outputs.documents.qr_modules import modules_of

_QUIET_ZONE = 4
_DARK = re.compile(b"\x01+")
_UNQUOTED = "-._~/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a footer says about its paper."""

    document: str
    """The document's own mark, “VB-2026-000127”."""
    dossier: str | None
    link: str
    """Where the content can be checked; capitals only, so that the code stays small."""
    code: str
    """The link as a QR code, drawn as SVG."""

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines beside the code."""
        of_dossier = f". Hồ sơ: {self.dossier}" if self.dossier else ""
        return (
            f"Mã văn bản: {self.document}{of_dossier}",
            "Quét mã để kiểm tra nguồn gốc, nội dung (SHA-256).",
        )

    @property
    def described(self) -> str:
        """The code in words, for those who hear the page."""
        return f"Mã QR kiểm tra văn bản {self.document}"


def mark_of(document: str, dossier: str | None, content_sha256: str, base_url: str) -> Mark:
    """Return the mark of a paper with this content."""
    link = f"{base_url.rstrip('/')}/X/{quote(document, safe=_UNQUOTED)}/{content_sha256}".upper()
    return Mark(document=document, dossier=dossier, link=link, code=svg_of(link))


def svg_of(link: str) -> str:
    """Draw the code that leads to the link: each stretch of dark modules in a row is one stroke."""
    rows = modules_of(link)
    side = len(rows) + 2 * _QUIET_ZONE
    strokes = "".join(
        f"M{dark.start() + _QUIET_ZONE} {y}.5h{dark.end() - dark.start()}"
        for y, row in enumerate(rows, _QUIET_ZONE)
        for dark in _DARK.finditer(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{strokes}"/></svg>'
    )

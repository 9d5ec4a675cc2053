"""Pictures drawn anew: what they show stays, and nothing else that was in the file."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from models.errors import Malformed

_MOST_PIXELS = 40_000_000
"""An A4 page scanned at 600 dots to the inch has 35 million; what has more is made to fill the memory."""
_LONGEST_SIDE = 4000
"""Pixels; an A4 page at 300 dots to the inch has 3508."""
_QUALITY = 85
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, MemoryError)
"""What Pillow's decoders raise at files that are not what they say."""


def redrawn(content: bytes, kind: Literal["jpeg", "png"]) -> bytes:
    """Return a picture decoded and encoded again, upright, of bounded size, without its metadata.

    Raises `Malformed` for a picture that is broken, or has more pixels than any scanned page.
    """
    try:
        with Image.open(BytesIO(content), formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Malformed("scan.picture_too_large", field="scan", at_most=_MOST_PIXELS // 1_000_000)
            picture.draft(None, (_LONGEST_SIDE, _LONGEST_SIDE))
            return _encoded(_on_paper(_upright(picture)), kind)
    except Image.DecompressionBombError:
        limit = _MOST_PIXELS // 1_000_000
        raise Malformed("scan.picture_too_large", field="scan", at_most=limit) from None
    except _BROKEN:
        raise Malformed("scan.picture_broken", field="scan") from None


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture no larger than needed, turned as its metadata say."""
    plain = picture
    if picture.mode in {"1", "P"}:  # these would be made smaller by leaving dots out
        plain = picture.convert("L" if picture.mode == "1" else "RGBA")
    elif picture.mode.startswith("I"):  # sixteen bits of grey, of which the upper eight are seen
        plain = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return ImageOps.exif_transpose(plain)


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours or greys, what was see-through on white."""
    if not picture.has_transparency_data:
        return picture.convert("L" if picture.mode == "L" else "RGB")
    drawn = picture.convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn)
    return paper


def _encoded(picture: Image.Image, kind: Literal["jpeg", "png"]) -> bytes:
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)  # a new picture carries nothing along: no profile, no comment, no place it was taken
    drawn = BytesIO()
    if kind == "jpeg":
        fresh.save(drawn, "JPEG", quality=_QUALITY, optimize=True)
    else:
        fresh.save(drawn, "PNG")
    return drawn.getvalue()

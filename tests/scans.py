"""Files as people send them: pictures that say too much, PDFs that do too much."""

from __future__ import annotations

from io import BytesIO
from struct import pack
from zlib import crc32

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture that says where it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "chụp tại nhà riêng"
    exif[0x0112] = 6  # lying on its side
    Image.new("RGB", size, "teal").save(made, kind, exif=exif)
    return made.getvalue()


def pdf(*, acts: bool = False, secret: bool = False) -> bytes:
    """A PDF of one page, that may start a program or ask for a password."""
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 300)
    if acts:
        action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if secret:
        writer.encrypt("mật khẩu")
    writer.write(made)
    return made.getvalue()


def bomb() -> bytes:
    """A small PNG that says it has 63 million pixels."""
    plain = picture("PNG")
    header = plain[12:16] + pack(">II", 9000, 7000) + plain[24:29]
    return plain[:12] + header + pack(">I", crc32(header)) + plain[33:]

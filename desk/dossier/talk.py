"""What is said about a dossier, as its pages show it, and the form with which something is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from desk.asking import Asked
from desk.forms import Choice, Field, Form, Group
from desk.numbers import page_number
from engine.access import Actor
from engine.comments import STRIKE_MINUTES, Said, Shown, Talk, audiences, may_say, talk_on
from engine.database import ReadSession
from models.state import DossierState
from outputs.wording import Language
from outputs.wording.language import mark, translate

UNIT = "unit:"
"""Begins the choice of one unit to speak in."""
_SHOWN: tuple[tuple[Shown, str], ...] = (
    ("", mark("Tất cả")), ("mine", mark("Của tôi")), ("unit", mark("Trong đơn vị")),
    ("readers", mark("Người đọc hồ sơ")), ("inspectors", mark("Cả người kiểm tra")),
)  # fmt: skip
_FOR_UNIT = mark("Chỉ người có vai trò ở %(unit)s đọc được")
_FOR_READERS = mark("Mọi người được đọc hồ sơ này, trừ người kiểm tra")
_FOR_INSPECTORS = mark("Mọi người được đọc hồ sơ này, cả người kiểm tra")
_BODY, _WHO = mark("Nội dung trao đổi"), mark("Ai đọc được")
_HINT = mark(
    "Không đưa vào nhật ký và không phải là quyết định. Không xóa được; trong %(minutes)s phút bạn có thể "
    "gạch bỏ."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """One filter of what was said."""

    address: str
    text: str
    count: int | None
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """What was said, ready to be shown."""

    said: tuple[tuple[Said, str], ...]
    """Each comment with who reads it, in words."""
    filters: tuple[Pill, ...]
    before: str
    after: str
    form: Form | None
    """None for a reader who may not comment."""
    path: str
    """Address of the page of comments, to which they are sent as well."""


def talking(asked: Asked, session: ReadSession, actor: Actor, state: DossierState, path: str) -> Talking:
    """Return what was said about a dossier as an address asks for it; `path` is the page that shows it."""
    shown: Shown = next((one for one, _ in _SHOWN if one == asked.query("talk")), _SHOWN[0][0])
    page = page_number(asked.query("talk_page"))
    talk = talk_on(session, actor, state, asked.at, shown, page)
    units = audiences(session, actor, state)
    return Talking(
        said=tuple((one, who_reads(one.visibility, one.unit, asked.language)) for one in talk.said),
        filters=tuple(_pills(talk, shown, path, asked.language)),
        before=_address(path, shown, page - 1) if page > 1 else "",
        after=_address(path, shown, page + 1) if talk.has_more else "",
        form=form_of(units, asked.language) if may_say(actor, state) else None,
        path=f"/dossiers/{state.number}/comments",
    )


def form_of(units: Mapping[str, str], language: Language) -> Form:
    """Return the form of a comment: its words, and who will read them."""
    choices = [
        Choice(value=UNIT + unit, text=who_reads("unit", name, language)) for unit, name in units.items()
    ]
    choices += [
        Choice(value=one, text=who_reads(one, "", language)) for one in ("readers", "inspectors")
    ]  # fmt: skip
    hint = translate(_HINT, language) % {"minutes": STRIKE_MINUTES}
    body = Field(name="body", kind="text", text=translate(_BODY, language), hint=hint)
    who = Field(
        name="visibility", kind="choice", text=translate(_WHO, language), choices=tuple(choices),
        typed=choices[0].value,
    )  # fmt: skip
    return Form(groups=(Group(fields=(body, who)),))


def who_reads(visibility: str, unit: str, language: Language) -> str:
    """Say who reads a comment."""
    words = {"unit": _FOR_UNIT, "readers": _FOR_READERS}.get(visibility, _FOR_INSPECTORS)
    return translate(words, language) % {"unit": unit}


def _pills(talk: Talk, shown: Shown, path: str, language: Language) -> Iterator[Pill]:
    for one, text in _SHOWN:
        yield Pill(
            address=_address(path, one, 1),
            text=translate(text, language),
            count=talk.counts[one],
            is_here=one == shown,
        )


def _address(path: str, shown: Shown, page: int) -> str:
    asked = {"talk": shown, "talk_page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}{'?' if query else ''}{query}#talk"

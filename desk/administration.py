"""What the pages of administration share: which of them the reader has, and how lists go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from desk.asking import Asked
from desk.forms import Choice
from engine.access import Actor
from engine.database import ReadSession
from engine.queries.register_units import UnitOption
from engine.queries.rights import Reach, reading, reading_people
from models.errors import NotFound
from outputs.wording.language import mark, translate

PAGE = 50
"""Lines of a list before it goes on on another page."""
_INDENT = "\u2003"  # an em space, which a list to choose from does not swallow


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of administration, as the navigation within it shows it."""

    address: str
    text: str
    told: str
    """What is done there."""
    icon: str
    is_here: bool
    count: int | None = None


def sections(asked: Asked, session: ReadSession) -> tuple[Section, ...]:
    """Return the parts of administration whoever asks may open."""
    actor = asked.actor(session)
    path = asked.request.url.path
    return tuple(
        Section(
            address=address,
            text=translate(text, asked.language),
            told=translate(told, asked.language),
            icon=icon,
            is_here=path == address or path.startswith(f"{address}/"),
        )
        for address, icon, text, told, opens in _SECTIONS
        if opens(session, actor)
    )


def refuse_strangers(reach: Reach) -> None:
    """Raise `NotFound` for whoever has no right at all there: the page is not for them to know of."""
    if not reach:
        raise NotFound("page.unknown")


def address(path: str, **parts: str) -> str:
    """Return an address with what is not empty of its parts."""
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{path}?{query}" if query else path


def unit_choices(options: tuple[UnitOption, ...]) -> tuple[Choice, ...]:
    """Return units to choose from, indented as the tree stands."""
    return tuple(Choice(value=one.id, text=f"{_INDENT * one.depth}{one.name}") for one in options)


def _everybody(session: ReadSession, actor: Actor) -> bool:  # noqa: ARG001 -- as its siblings
    return True


def _readers(session: ReadSession, actor: Actor) -> bool:
    return bool(reading(session, actor))


def _of_people(session: ReadSession, actor: Actor) -> bool:
    return bool(reading_people(session, actor))


_SECTIONS: tuple[tuple[str, str, str, str, Callable[[ReadSession, Actor], bool]], ...] = (
    (
        "/settings/people",
        "users",
        mark("Con người"),
        mark("Tìm, thêm và đính chính người trong danh sách; ghi tư cách đảng viên."),
        _of_people,
    ),
    (
        "/settings/accounts",
        "key",
        mark("Các tài khoản"),
        mark("Mở, khóa tài khoản; giao, thu lại vai trò; cấp mật khẩu đầu tiên."),
        _readers,
    ),
    (
        "/settings/workdays",
        "calendar",
        mark("Ngày làm việc"),
        mark("Ngày nghỉ, ngày làm bù khác lịch thường: mọi thời hạn tính theo đó."),
        _readers,
    ),
    (
        "/settings/procedures",
        "list-check",
        mark("Các quy trình"),
        mark("Đọc từng phiên bản kèm căn cứ, so sánh hai phiên bản."),
        _everybody,
    ),
    (
        "/settings/notices",
        "mail",
        mark("Mẫu thông báo"),
        mark("Xem trước thông báo bằng hai thứ tiếng."),
        _everybody,
    ),
    (
        "/settings/letters",
        "bell",
        mark("Thông báo không gửi được"),
        mark("Xem vì sao không đến, gửi lại từng thông báo hoặc tất cả."),
        _readers,
    ),
    (
        "/settings/system",
        "info-circle",
        mark("Tình trạng hệ thống"),
        mark("Hàng đợi, lần quét hạn gần nhất, cơ sở dữ liệu, kho lưu trữ."),
        _readers,
    ),
)

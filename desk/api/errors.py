"""What only programs can do wrong: each kind of error with the status that answers it."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from models.errors import Forbidden, Malformed


class Unreadable(Malformed):
    """What was sent cannot be read at all: broken JSON, a cursor that is none, no key."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST


class TooLarge(Malformed):
    """More was sent than any request needs."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotJson(Malformed):
    """What was sent does not call itself JSON."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class Unproven(Forbidden):
    """No token, or one that serves nobody."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.UNAUTHORIZED


class OnlyReads(Forbidden):
    """The token may read and not record."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.FORBIDDEN


class TooSoon(Forbidden):
    """Too many tokens that serve nobody came from here; the figure says how long to wait."""

    STATUS: ClassVar[HTTPStatus] = HTTPStatus.TOO_MANY_REQUESTS


STATUSES = Unreadable | TooLarge | NotJson | Unproven | OnlyReads | TooSoon
"""The errors that name their status themselves."""

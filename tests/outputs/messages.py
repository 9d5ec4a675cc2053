"""A message as the walk hands it to a channel."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from outputs.notices import Message, message_id

RECORDED_AT = datetime(2022, 3, 1, 5, 0, tzinfo=UTC)


def a_message(**given: Any) -> Message:  # noqa: ANN401 -- any of its fields
    """Return a notice of a vote, with some of its fields given."""
    plain = Message(
        id=message_id(
            dossier="HS-2022-0001", about=12, notice="branch_voted", person="nguoi-001", channel="email"
        ),
        to="bi-thu@example.org",
        language="vi",
        subject="Hồ sơ HS-2022-0001: đã biểu quyết",
        body="Việc cần làm: Mở hồ sơ xem nghị quyết và bước tiếp theo.\n\nhttp://desk.example.org/x",
        dossier="HS-2022-0001",
        about=12,
        event="voted",
        notice="branch_voted",
        link="http://desk.example.org/x",
        at=RECORDED_AT,
    )
    return replace(plain, **given)

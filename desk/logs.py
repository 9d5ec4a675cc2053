"""What the desk logs: one JSON line an event, with the request's number, without what proves an identity."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"passw|secret|token|proof|cookie|authorization|_code", re.IGNORECASE)
_HIDDEN = "…"


def configure(level: str) -> None:
    """Log as JSON to standard output from a level on; text stays readable, so no letter is escaped."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )


def without_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ANN401 -- structlog's own signature
    """Hide the value of every field that is named like a secret."""
    for name in event:
        if _SECRET.search(name):
            event[name] = _HIDDEN
    return event

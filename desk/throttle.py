"""How often one caller may ask for something that costs work: counted in this process, for a short while."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

_CALLERS = 10_000
"""Kept at most; who has not asked for longest is forgotten first."""


@dataclass(slots=True)
class Throttle:
    """Lets each caller ask so often within a stretch of time."""

    most: int
    within: timedelta
    _asked: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def wait(self, caller: str, at: datetime) -> int:
        """Count one more request; return how many seconds to wait first, 0 for a caller who may ask."""
        with self._lock:
            began, count = self._asked.pop(caller, (at, 0))
            if not began <= at < began + self.within:
                began, count = at, 0
            self._asked[caller] = (began, count + 1)
            while len(self._asked) > _CALLERS:
                self._asked.popitem(last=False)
        return 0 if count < self.most else max(1, ceil((began + self.within - at).total_seconds()))

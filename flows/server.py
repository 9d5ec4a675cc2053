"""What Prefect's own server lacks on the SQLAlchemy this program is built on.

The scheduler (Prefect 3.8.8) inserts runs together with their states, which it names by a hybrid property.
SQLAlchemy 2.0 passed over what is no column; 2.1 refuses it, and then nothing is ever scheduled: no sweep, no
digest, no verification. A server of another installation, with SQLAlchemy 2.0, needs none of this.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from prefect.server.database.orm_models import FlowRun, TaskRun


def mend_scheduler() -> None:
    """Let runs be inserted with their states named beside them, as the scheduler does."""
    for table in (FlowRun, TaskRun):
        state: Any = table.__mapper__.all_orm_descriptors["state"]  # a hybrid property
        if state.bulk_dml_setter is None:
            state.inplace.bulk_dml(_passed_over)


def _passed_over(cls: type, mapping: MutableMapping[str, object], value: object) -> None:
    """Leave a state to the insert that follows, which puts it into a table of its own."""

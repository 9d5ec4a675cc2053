"""Shows an operator in Prefect what the walk does, by tags, artifacts and events; none may fail the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from threading import Event
from uuid import NAMESPACE_URL, uuid5

import httpx
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.context import FlowRunContext, TaskRunContext
from prefect.events import emit_event
from prefect.exceptions import PrefectException

from engine.outbox import Errand
from engine.queries.errands import Owed
from engine.timeline import Entry, entries
from flows import installation
from models.events import DocumentIssued, NoticeSent, StepEvent
from outputs.documents.writing import at_clock
from outputs.wording import Names, events
from settings import Settings

OUT_OF_REACH = (httpx.HTTPError, PrefectException, RuntimeError)
"""What Prefect's client raises when its server is away or overburdened, a plain RuntimeError among it."""


def tag_run(*tags: str) -> None:
    """Tag the present task run.

    Not before it begins: Prefect asks its server for a concurrency limit for every new set of tags a task
    begins with, over a client of its own, which takes a second and a socket for each dossier
    (PrefectHQ/prefect#18615).
    """
    run = TaskRunContext.get()
    if run is not None:
        run.task_run.tags = [*run.task_run.tags, *tags]


def show_dossier(dossier: str, procedure: str, settings: Settings, away: Event) -> None:
    """Put a dossier's timeline beside the task run, under its number."""
    if TaskRunContext.get() is None or away.is_set():
        return
    with installation.database(settings).reading() as session:
        told = entries(session, dossier)
    names = Names(procedure=installation.procedures().version(procedure))
    with _unless_away(away):
        create_markdown_artifact(_timeline(dossier, told, names), key=dossier.lower(), description=dossier)


def show_table(key: str, rows: Sequence[dict[str, object]], description: str, away: Event) -> None:
    """Put what a wave did beside its flow run, as a table."""
    if FlowRunContext.get() is None or away.is_set() or not rows:
        return
    with _unless_away(away):
        create_table_artifact(list(rows), key=key.replace("_", "-"), description=description)


@contextmanager
def _unless_away(away: Event) -> Iterator[None]:
    """Leave out what an overburdened server does not take, and all that follows once it is away."""
    try:
        yield
    except httpx.HTTPStatusError:
        return
    except OUT_OF_REACH:
        away.set()


def announce(errand: Errand, owed: Owed) -> None:
    """Tell Prefect what has happened to a dossier, so that an operator can hang automations on it.

    The same event has the same id however often it is announced.
    """
    if TaskRunContext.get() is None:
        return
    stage, outcome = _told(errand, owed)
    emit_event(
        f"diudat.dossier.{stage}.{outcome}",
        id=uuid5(NAMESPACE_URL, f"diudat:{errand.stream}:{errand.sequence}"),
        resource=_resource("dossier", errand.stream) | {"prefect.resource.name": errand.stream},
        related=[
            _resource(role, name) | {"prefect.resource.role": role}
            for role, name in (("unit", owed.unit), ("procedure", owed.procedure))
        ],
        payload={"sequence": errand.sequence, "recorded_at": owed.recorded_at.isoformat()},
    )


def _resource(kind: str, name: str) -> dict[str, str]:
    return {"prefect.resource.id": f"diudat.{kind}.{name}"}


def _told(errand: Errand, owed: Owed) -> tuple[str, str]:
    if isinstance(owed.event, StepEvent):
        return owed.event.stage, owed.event.outcome
    return errand.flow, owed.event.kind


def _timeline(dossier: str, told: Sequence[Entry], names: Names) -> str:
    """Write a timeline without names of persons: what was decided, and how much of it has gone out."""
    made = Counter(paper for one in told if (paper := _made(one.event)) is not None)
    sent = Counter((one.event.about, one.event.outcome) for one in told if isinstance(one.event, NoticeSent))
    rows = [
        f"| {one.sequence} | {at_clock(one.at)} | {_happened(one, names)} "
        f"| {sum(made[paper.document] for paper in getattr(one.event, 'papers', ()))} "
        f"| {sent[one.sequence, 'sent']} | {sent[one.sequence, 'dead']} |"
        for one in told
        if not isinstance(one.event, DocumentIssued | NoticeSent)
    ]
    head = ["| Số | Lúc | Việc | Văn bản | Thông báo | Không gửi được |", "|---:|---|---|---:|---:|---:|"]
    return "\n".join([f"# {dossier}", "", *head, *rows])


def _made(event: object) -> str | None:
    return event.document if isinstance(event, DocumentIssued) else None


def _happened(entry: Entry, names: Names) -> str:
    words = events.event_text(entry.event, "vi", names)
    return "<br>".join(escape(one).replace("|", "&#124;") for one in (words.title, *words.figures))

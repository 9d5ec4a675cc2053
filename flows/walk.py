"""One wave of the walk: what waits is claimed, sorted by stage, and made dossier by dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar
from uuid import uuid4

from prefect import Flow, flow, runtime, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.context import TagsContext
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from engine import outbox
from engine.outbox import Errand
from engine.queries import errands as query
from engine.queries.errands import Place
from engine.queries.letters import outcomes
from flows import installation
from flows.making import papers_then_word
from flows.showing import announce, show_dossier, show_table, tag_run
from models.errors import DiudatError
from models.events import DossierEvents
from settings import Settings, load

LEASE = timedelta(minutes=5)
"""How long others leave alone what a walker claimed before it died; each stage begins by renewing it."""
AT_ONCE = 4
"""Dossiers made side by side: sending and showing mostly wait, but more would wait for each other."""
TRIES_AGAIN = 2
"""Times a task is tried again within its wave, so that a blip of the network costs seconds."""
FIRST_PAUSE = timedelta(minutes=1)
"""Until another wave tries an errand that failed; each pause is twice the one before."""
LONGEST_PAUSE = timedelta(hours=4)
LONGEST_REASON = 500
EVERYBODY = ("committee", "branch", "person")

if TYPE_CHECKING:
    P = ParamSpec("P")
    R = TypeVar("R")
    Make: TypeAlias = Callable[..., datetime | None]
    """`papers_then_word` or `word_then_papers`: returns when to go on, where not all may be done now."""
    Columns: TypeAlias = Callable[[DossierEvents], Mapping[str, object]]
    Row: TypeAlias = dict[str, Any]
    Rows: TypeAlias = SimpleQueue[tuple[int, Row]]
    """What became of errands, by their ids, as tasks of several threads put it in."""


def _run_name() -> str:
    given = runtime.flow_run.parameters
    name = f"{instant(given.get('at'), load()):%Y-%m-%d %H:%M:%S}Z"
    return f"{name} · {len(_by(given['errands'], 'stream'))} hồ sơ" if "errands" in given else name


def stage_flow(name: str) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Make a function the flow of a stage: a run a wave, named by its time and the number of dossiers."""
    threads: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=AT_ONCE)
    return flow(
        name=name,
        flow_run_name=_run_name,
        task_runner=threads,  # type: ignore[arg-type]  # Prefect's hint leaves out its own thread pool
        validate_parameters=False,
        persist_result=False,
    )


def hand_over(
    stage: str,
    errands: Sequence[Errand],
    at: datetime | None,
    *,
    make: Make = papers_then_word,
    told: tuple[str, ...] = EVERYBODY,
    columns: Columns = lambda _: {},
) -> list[Row]:
    """Make what a stage's errands owe, a task a dossier, and put the stage's table beside the run.

    `columns` is what the table tells of an event beside what was made and sent. Returns a row an errand.
    """
    settings, away, rows = load(), Event(), SimpleQueue[tuple[int, "Row"]]()
    outbox.renew(installation.database(settings), errands, instant(at, settings) + LEASE)
    places = _places(errands, settings)
    make_due = partial(_make_due, make=make, told=told, columns=columns, settings=settings, at=at, rows=rows)
    attempt = partial(carry_out, make_due=make_due, settings=settings, at=at, rows=rows)
    show = partial(show_dossier, settings=settings, away=away)
    runs = []
    with TagsContext(current_tags=set()):  # the stage's own would cost every task a look-up: see `tag_run`
        for dossier, group in _by(errands, "stream").items():
            work = partial(_serve, stage, dossier, group, places[dossier], attempt=attempt, show=show)
            again = TRIES_AGAIN if any(one.attempts == 1 for one in group) else 0
            runs.append(serve.with_options(retries=again).submit(dossier, work))
    for run in runs:
        run.wait()
    found = in_order(rows)
    show_table(f"wave-{stage}", found, f"{stage}: {len(runs)} hồ sơ", away)
    return found


def each_alone(
    errands: Sequence[Errand], at: datetime | None, work: Callable[[Errand, Settings, datetime], None]
) -> list[Row]:
    """Carry out errands about no dossier, some side by side; one's failure is no other's."""
    settings, rows = load(), SimpleQueue[tuple[int, "Row"]]()
    outbox.renew(installation.database(settings), errands, instant(at, settings) + LEASE)

    def make_due(errand: Errand) -> None:
        work(errand, settings, instant(at, settings))

    attempt = partial(carry_out, make_due=make_due, settings=settings, at=at, rows=rows)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="errand") as threads:
        list(threads.map(attempt, errands))
    return in_order(rows)


@task(
    name="dossier",
    task_run_name="{dossier}",
    retries=TRIES_AGAIN,
    retry_delay_seconds=exponential_backoff(1),
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def serve(dossier: str, work: Callable[[], None]) -> None:  # noqa: ARG001 -- it names the run
    """Do one dossier's part of a wave; tried again within the wave when something of it failed."""
    work()


def _serve(
    stage: str,
    dossier: str,
    errands: Sequence[Errand],
    place: Place,
    *,
    attempt: Callable[[Errand], Exception | None],
    show: Callable[[str, str], None],
) -> None:
    """Carry out a dossier's errands, each on its own; raise the first failure when all were tried."""
    tag_run(dossier, stage, place.unit)
    failures = [failure for one in errands if (failure := attempt(one)) is not None]
    show(dossier, place.procedure)
    if failures:
        raise failures[0]


def carry_out(
    errand: Errand,
    *,
    make_due: Callable[[Errand], datetime | None],
    settings: Settings,
    at: datetime | None,
    rows: Rows,
) -> Exception | None:
    """Carry out one errand; a failure is recorded with it, so that a later wave tries again, and returned."""
    database = installation.database(settings)
    try:
        later = make_due(errand)
    except Exception as failure:  # noqa: BLE001 -- recorded; what nobody foresaw must not stop other errands
        reason = str(failure) if isinstance(failure, DiudatError) else f"{type(failure).__name__}: {failure}"
        again_at = instant(at, settings) + pause_after(errand.attempts, errand.id)
        outbox.failed(database, errand, error=reason[:LONGEST_REASON], again_at=again_at)
        rows.put((errand.id, {"dossier": errand.stream, "failed": reason[:LONGEST_REASON]}))
        return failure
    if later is None:
        outbox.done(database, [errand], instant(at, settings))
    else:
        outbox.put_off(database, errand, later)
    return None


def _make_due(
    errand: Errand, *, make: Make, told: tuple[str, ...], columns: Columns, settings: Settings,
    at: datetime | None, rows: Rows,
) -> datetime | None:  # fmt: skip
    """Make what an event still owes, put down what is on record of it now, and say when to go on."""
    database = installation.database(settings)
    with database.reading() as session:
        owed = query.owed(session, errand)
    later = make(errand, owed, told, settings=settings, at=instant(at, settings))
    with database.reading() as session:
        became = Counter(outcomes(session, errand.stream, errand.sequence).values())
    row = {
        "dossier": errand.stream,
        "unit": owed.unit,
        "event": owed.event.kind,
        **columns(owed.event),
        "documents": len(errand.due.documents),
        "sent": became["sent"],
        "dead": became["dead"],
        "failed": "",
    }
    rows.put((errand.id, row))
    announce(errand, owed)
    return later


def pause_after(attempts: int, errand: int) -> timedelta:
    """Return how long an errand that failed rests; errands that failed together come back spread out."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 16), LONGEST_PAUSE)
    return pause * (0.8 + 0.4 * (errand % 97) / 97)


def instant(at: datetime | None, settings: Settings) -> datetime:
    """Return the instant to work at: the one that is given, else the office's own."""
    return settings.now() if at is None else at


def _by(errands: Sequence[Errand], name: str) -> dict[str, list[Errand]]:
    """Group errands by a field, the oldest first."""
    groups: dict[str, list[Errand]] = {}
    for one in errands:
        groups.setdefault(getattr(one, name), []).append(one)
    return groups


def in_order(rows: Rows) -> list[Row]:
    """Return the newest row of each errand, all with the same columns."""
    newest: dict[int, Row] = {}
    while not rows.empty():
        errand, row = rows.get()
        newest[errand] = row
    columns = dict.fromkeys(name for row in newest.values() for name in row)
    return [{name: newest[one].get(name, "") for name in columns} for one in sorted(newest)]


@stage_flow("stage")
def other_stage(errands: Sequence[Errand], at: datetime | None) -> list[Row]:
    """Serve a stage of another organisation's procedure that has no file of its own."""
    return hand_over(errands[0].flow, errands, at)


def _stage(name: str) -> Flow[..., list[Row]]:
    """Return the flow of a stage."""
    from flows import (  # noqa: PLC0415 -- the stages are written with what stands above
        announcements,
        branch_vote,
        ceremony,
        committee_approval,
        letters,
        mentor_assessment,
        nomination,
        probation,
        recognition,
        sourcing,
    )

    written: tuple[Any, ...] = (
        sourcing.sourcing,
        nomination.nomination,
        mentor_assessment.mentor_assessment,
        branch_vote.branch_vote,
        committee_approval.committee_approval,
        ceremony.ceremony,
        probation.probation,
        recognition.recognition,
        announcements.announcements,
        letters.letters,
    )
    return next((one for one in written if one.name == name), other_stage.with_options(name=name))


def _places(errands: Sequence[Errand], settings: Settings) -> Mapping[str, Place]:
    with installation.database(settings).reading() as session:
        return query.places_of(session, [one.stream for one in errands])


def _line(stage: str, dossiers: int, rows: Sequence[Row]) -> Row:
    """Return a stage's line in the wave's table."""
    made = {name: sum(row.get(name) or 0 for row in rows) for name in ("documents", "sent", "dead")}
    failed = sum(1 for row in rows if row["failed"])
    return {"stage": stage, "dossiers": dossiers, "errands": len(rows), **made, "failed": failed}


@flow(name="walk", flow_run_name=_run_name, persist_result=False)
def walk(at: datetime | None = None, walker: str | None = None) -> dict[str, int]:
    """Carry out what waits in the outbox; say how many errands there were and how many failed.

    `at` is the instant to work at where the clock is simulated. A `walker` that comes back under its name
    after a fall goes on at once with what it had claimed; without a name it waits for the lease to end.
    """
    settings = load()
    claimed = outbox.claim(
        installation.database(settings),
        walker=walker or f"wave-{uuid4()}",
        at=instant(at, settings),
        lease=LEASE,
        at_most=settings.walk_batch_size,
    )
    places = _places(claimed, settings)
    table = []
    for stage, errands in _by(claimed, "flow").items():
        dossiers = {one.stream for one in errands}
        with tags(stage, *(places[one].unit for one in dossiers if one in places)):
            rows = _stage(stage)(errands, at)
        table.append(_line(stage, len(dossiers), rows))
    show_table("wave", table, f"{len(claimed)} việc", Event())
    return {"errands": len(claimed), "failed": sum(line["failed"] for line in table)}

"""How long a wave of approvals takes, from the last commit to the last paper and notice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import func, select

from benchmarks import decisions, documents
from console.prefect_server import LOOPBACK, environment, free_port, running
from engine import outbox
from engine.database import Database, open_database
from engine.migrations import upgrade
from models.document import Document
from models.notice import Notice

_FORM = "6-KNĐ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A wave and what it left, beside the typesetter alone making as many papers."""

    seconds: float
    papers: int
    notices: int
    typesetting: float
    """Seconds the typesetter alone takes for as many papers, on one processor."""

    @property
    def ratio(self) -> float:
        """The typesetting as a part of the wave."""
        return self.typesetting / self.seconds


def of_approvals(count: int) -> Wave:
    """Record branch votes, then let one wave make the resolutions and tell everybody concerned."""
    with TemporaryDirectory(prefix="diudat-bench-") as name, _installation(Path(name)) as database:
        road, waiting = decisions.prepared(database, count)
        _forget_what_waits(database)
        for command, by in waiting:
            road.do(command, by, decisions.VOTED)
        from flows.walk import walk  # noqa: PLC0415 -- after the environment it reads is set

        begun = time.perf_counter()
        told = walk()
        taken = time.perf_counter() - begun
        if told["failed"] or told["errands"] != count:
            raise RuntimeError(f"the wave did not do its work: {told}")
        with database.reading() as session:
            papers = session.scalar(
                select(func.count()).where(Document.issued_at.is_not(None), Document.form == _FORM)
            )
            notices = session.scalar(select(func.count()).where(Notice.outcome == "sent"))
    bare = documents.beside_typesetter(_FORM, 30).typesetter
    return Wave(seconds=taken, papers=papers or 0, notices=notices or 0, typesetting=count / bare)


@contextmanager
def _installation(folder: Path) -> Iterator[Database]:
    """Give an installation with a Prefect server and a mail server of its own."""
    mail = Controller(Sink(), hostname=LOOPBACK, port=free_port())
    mail.start()
    try:
        with running(folder / "prefect", services=False) as server:
            os.environ.update(environment(folder / "prefect", server.address))
            os.environ.update(
                DIUDAT_HOME=str(folder),
                DIUDAT_SMTP_HOST=LOOPBACK,
                DIUDAT_SMTP_PORT=str(mail.port),
                DIUDAT_SMTP_SECURITY="none",
                DIUDAT_SMTP_SENDER="hoso@example.org",
                DIUDAT_PREFECT_API_URL=server.address,
            )
            with closing(open_database(f"sqlite:///{folder / 'diudat.db'}")) as database:
                upgrade(database)
                server.wait_until_ready()
                yield database
    finally:
        mail.stop()


def _forget_what_waits(database: Database) -> None:
    """Take off the table what bringing the dossiers here owes: it is not what is measured."""
    now = datetime.now(UTC)
    while claimed := outbox.claim(database, walker="bench", at=now, lease=timedelta(minutes=1), at_most=1000):
        outbox.done(database, claimed, now)

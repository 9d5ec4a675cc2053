"""Runs the desk: opens the office's database, and answers on a port until told to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette

from desk import logs
from desk.app import create_app
from desk.identity import Provider
from desk.metrics import Metrics
from desk.office import Desk
from engine.credentials import lock_second_factors
from engine.database import open_database
from engine.procedures import Procedures
from engine.readiness import refuse_unready
from engine.registry import Registry
from engine.wake import open_waker
from models.errors import Malformed
from outputs.archive import Archive
from settings import Settings

_PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
_GRACE_SECONDS = 10
_LOG = structlog.get_logger("desk")


def run(settings: Settings, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the desk until Ctrl-C or a signal ends it; requests under way are answered first."""
    logs.configure(settings.log_level)
    with opened(settings) as desk:
        if not (desk.is_encrypted or desk.is_local):
            _LOG.warning("unencrypted", public_url=desk.public_url, todo="put a proxy with TLS in front")
        app = create_app(desk)
        with _metrics(settings, app), suppress(KeyboardInterrupt):  # raised once more after an orderly end
            server(app, host=host, port=port, trusted_proxies=settings.trusted_proxies).run()


def _metrics(settings: Settings, app: Starlette) -> AbstractContextManager[int | None]:
    """Serve the figures beside the desk, where the office wants them."""
    if settings.metrics_port is None:
        return nullcontext()
    metrics: Metrics = app.state.metrics
    return metrics.served(host=settings.metrics_host, port=settings.metrics_port)


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Open an installation for the desk; raises `OutsideFailure` unless database and key are ready."""
    with closing(open_database(settings.database_url)) as database:
        refuse_unready(database)
        vault = settings.vault()
        lock_second_factors(database, vault)
        procedures = Procedures(_PROCEDURES)
        with closing(open_waker(database)) as waker:
            yield Desk(
                database=database,
                registry=Registry(
                    database=database,
                    procedures=procedures,
                    zone=settings.office_zone,
                    ballot_keys=settings.ballot_keys,
                    wake=waker,
                    longest_substitution=settings.substitution_days,
                ),
                procedures=procedures,
                archive=Archive(settings.archive_folder),
                vault=vault,
                zone=settings.office_zone,
                now=settings.now,
                public_url=settings.public_url,
                language=settings.language,
                signing=settings.signing_means,
                provider=_provider(settings),
                late_after=timedelta(minutes=settings.late_minutes),
                scan_megabytes=settings.scan_megabytes,
                scan_command=settings.scanner,
            )


def _provider(settings: Settings) -> Provider | None:
    if settings.oidc_issuer is None:
        return None
    if find_spec("joserfc") is None:
        raise Malformed("identity.not_installed")
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        claim=settings.oidc_claim,
    )


def server(app: Starlette, *, host: str, port: int, trusted_proxies: str = "127.0.0.1") -> uvicorn.Server:
    """Return the server of a desk; set `should_exit` to stop one that runs in a thread."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,  # the desk logs each request itself, with who asked
        server_header=False,
        forwarded_allow_ips=trusted_proxies,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return uvicorn.Server(config)

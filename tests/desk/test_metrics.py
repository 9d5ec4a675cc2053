"""Figures for those who watch the machines: what is counted, that nobody is named, and what is not ready."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from engine import outbox
from models.errors import OutsideFailure
from tests.desks import DeskTest
from tests.roads import BRANCH, noon


def _figures(desk: DeskTest) -> dict[str, float]:
    """Return what Prometheus would read, over a port of its own."""
    with desk.app.state.metrics.served(host="127.0.0.1", port=0) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
    lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def _carry_out(desk: DeskTest) -> None:
    database = desk.desk.database
    errands = outbox.claim(database, walker="w", at=desk.clock.at, lease=timedelta(minutes=5), at_most=100)
    outbox.done(database, errands, desk.clock.at)


def test_answers_are_counted_by_route_and_nobody_is_named(sqlite_desk: DeskTest) -> None:
    desk = sqlite_desk
    dossier = desk.road.open(desk.clock.at.date())
    browser = desk.signed_in()
    for path in (
        f"/dossiers/{dossier}",
        f"/dossiers/{dossier}",
        "/dossiers/HS-1999-0001",
        "/made/up",
        "/made/too",
    ):
        browser.get(path)
    browser.get("/api/v1/dossiers/HS-2021-0001")
    browser.send("BREW", "/")

    figures = _figures(desk)

    def counted(route: str, status: int, method: str = "GET") -> float:
        return figures.get(f'diudat_requests_total{{method="{method}",route="{route}",status="{status}"}}', 0)

    assert counted("/dossiers/{number}", 200) == 2
    assert counted("/dossiers/{number}", 404) == 1
    assert counted("none", 404) == 2
    assert sum(count for name, count in figures.items() if 'requests_total{method="OTHER"' in name) == 1
    assert counted("/sign-in", 303, "POST") == 1
    assert any('route="/api/v1/' in one for one in figures)
    assert figures['diudat_request_seconds_count{method="GET",route="/dossiers/{number}"}'] == 3
    assert not [one for one in figures if dossier in one or "nguoi-" in one or BRANCH in one]


def test_office_is_counted_when_it_is_asked(desk: DeskTest) -> None:
    _, on = desk.road.at("mentorship")
    desk.clock.at = noon(on) + timedelta(hours=1)
    before = _figures(desk)
    _carry_out(desk)
    after = _figures(desk)

    assert before["diudat_database_up"] == 1
    assert before["diudat_outbox_waiting"] > 0
    assert before["diudat_outbox_late_seconds"] > 0
    assert before['diudat_decisions_total{kind="submitted"}'] == 1
    assert (before["diudat_notices_dead"], before["diudat_outbox_failing"]) == (0, 0)
    assert (after["diudat_outbox_waiting"], after["diudat_outbox_age_seconds"]) == (0, 0)


def test_desk_is_not_ready_while_work_waits_for_nobody(desk: DeskTest) -> None:
    desk.road.open(desk.clock.at.date())
    desk.clock.at = desk.clock.at.replace(hour=5, minute=15)  # noon at the office, and a quarter of an hour
    in_time = desk.browser().get("/readyz")
    desk.clock.on(minutes=1)
    late = desk.browser().get("/readyz")
    errand = outbox.claim(
        desk.desk.database, walker="w", at=desk.clock.at, lease=timedelta(minutes=5), at_most=1
    )[0]
    taken_up = desk.browser().get("/readyz")
    outbox.failed(
        desk.desk.database, errand, error="mail.unreachable", again_at=desk.clock.at + timedelta(hours=4)
    )
    desk.clock.on(hours=3)

    assert (in_time.status_code, late.status_code) == (200, 503)
    assert late.text == "outbox.late minutes=16 at_most=15\n"
    assert (taken_up.status_code, desk.browser().get("/readyz").status_code) == (200, 200)
    assert desk.browser().get("/healthz").status_code == 200


def test_figures_say_that_the_database_is_away(sqlite_desk: DeskTest) -> None:
    file = Path(str(sqlite_desk.desk.database.url.database))
    sqlite_desk.desk.database.close()
    file.unlink()
    file.mkdir()  # so that no empty database is made there

    figures = _figures(sqlite_desk)

    assert figures["diudat_database_up"] == 0
    assert "diudat_outbox_waiting" not in figures


def test_port_that_is_taken_is_named(sqlite_desk: DeskTest) -> None:
    metrics = sqlite_desk.app.state.metrics
    with (
        metrics.served(host="127.0.0.1", port=0) as port,
        pytest.raises(OutsideFailure) as taken,
        metrics.served(host="127.0.0.1", port=port),
    ):
        pass

    assert (taken.value.code, taken.value.figures["port"]) == ("metrics.port", port)

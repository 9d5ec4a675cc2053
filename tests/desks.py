"""A desk over an office of its own a test, and a browser that speaks to it without a network."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.applications import Starlette

from desk.app import create_app
from desk.office import Desk
from engine import accounts, passwords
from engine.access import SYSTEM
from engine.vault import open_vault
from outputs.archive import Archive
from tests.roads import BRANCH, ZONE, Road

PASSWORD = "mưa rào tháng sáu ở Bến Vân Đồn"
START = datetime(2021, 9, 8, 2, 0, tzinfo=UTC)
"""Nine in the morning at the office, two days after it was set up."""


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.at

    def on(self, **ahead: float) -> None:
        """Move the clock: `on(minutes=16)`."""
        self.at += timedelta(**ahead)


@dataclass
class Browser:
    """Somebody's browser: keeps its cookies, follows nothing by itself, says whence it posts."""

    app: Starlette
    origin: str = "http://127.0.0.1:8000"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def get(self, path: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- as httpx takes it
        """Ask for a page."""
        return self.send("GET", path, **given)

    def post(self, path: str, data: dict[str, str] | None = None, **given: Any) -> httpx.Response:  # noqa: ANN401 -- as httpx takes it
        """Send a form."""
        return self.send("POST", path, data=data or {}, **given)

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- as httpx takes it
        """Send any request."""
        given["headers"] = self.headers | given.get("headers", {})
        # In a thread of its own: a browser test in the same process leaves its loop running in this one.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, self._send(method, path, given)).result()

    def sign_in(self, account: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in with a password."""
        return self.post("/sign-in", {"_login": account, "_password": password})

    async def _send(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 1234))
        async with httpx.AsyncClient(
            transport=transport, base_url=self.origin, cookies=self.cookies
        ) as client:
            response = await client.request(method, path, **given)
            self.cookies = client.cookies
        return response


@dataclass
class DeskTest:
    """A desk with its office, its clock and a way to come to it."""

    road: Road
    desk: Desk
    clock: Clock
    app: Starlette

    def browser(self) -> Browser:
        """Return a browser nobody is signed in from."""
        return Browser(self.app)

    def with_password(self, account: str, password: str = PASSWORD) -> str:
        """Give an account a password of its own choosing."""
        for by in (SYSTEM, account):
            accounts.set_password(self.desk.registry, account, password, by=by, at=self.clock.at)
        return account

    def signed_in(self, account: str | None = None) -> Browser:
        """Return a browser in which an account is signed in: the branch secretary, if none is named."""
        who = self.with_password(account or self.road.secretary(BRANCH))
        browser = self.browser()
        browser.sign_in(who)
        return browser


@pytest.fixture(scope="session", autouse=True)
def _little_effort() -> None:
    """Hash passwords with little effort, or the tests would do little else."""
    passwords._HASHER = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    passwords._NOBODYS = passwords.hashed("the password of an account that is not there")


@pytest.fixture
def desk(road: Road, tmp_path: Path) -> DeskTest:
    """A desk over a fresh office, once on each of the two databases."""
    return desk_over(road, tmp_path)


@pytest.fixture
def sqlite_desk(sqlite_road: Road, tmp_path: Path) -> DeskTest:
    """A desk over a fresh office on SQLite, for what has nothing to do with the database."""
    return desk_over(sqlite_road, tmp_path)


def desk_over(road: Road, folder: Path, public_url: str = "http://127.0.0.1:8000") -> DeskTest:
    """Return a desk over an office."""
    clock = Clock()
    made = Desk(
        database=road.database,
        registry=road.registry,
        procedures=road.registry.procedures,
        archive=Archive(folder / "archive"),
        vault=open_vault((), folder / "secret.key"),
        zone=ZONE,
        now=clock,
        public_url=public_url,
    )
    return DeskTest(road=road, desk=made, clock=clock, app=create_app(made))

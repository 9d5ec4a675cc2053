"""Programs that call the API in the name of an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from engine import tokens
from engine.access import Grant
from engine.tokens import Wanted
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH

ROOT = "/api/v1"


@dataclass
class Program:
    """A program with a token, or without."""

    desk: DeskTest
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **asked: Any) -> httpx.Response:  # noqa: ANN401 -- parameters by name
        """Ask for something below the root."""
        return self.send("GET", path, params=asked)

    def items(self, path: str, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- as above
        """Return a whole list, page by page."""
        found: list[dict[str, Any]] = []
        told = self.get(path, **asked).json()
        while told["next"] is not None:
            found += told["items"]
            told = self.get(path, **asked | {"cursor": told["next"]}).json()
        found += told["items"]
        return found

    def post(self, path: str, body: object, key: str | None = None, **headers: str) -> httpx.Response:
        """Send a body as JSON, under a new key unless told which."""
        given = {"Idempotency-Key": key or uuid4().hex} | headers
        return self.send("POST", path, json=body, headers=given)

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- as httpx takes it
        """Send any request."""
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        given["headers"] = shown | self.headers | given.get("headers", {})
        return Browser(self.desk.app, headers={}).send(method, f"{ROOT}{path}", **given)


def program(
    desk: DeskTest,
    account: str | None = None,
    *,
    records: bool = True,
    only: Grant | None = None,
    days: int = 30,
) -> Program:
    """Return a program with a new token of an account: the branch secretary's, if none is named."""
    who = account or desk.road.secretary(BRANCH)
    wanted = Wanted(
        name="thử", may_record=records, only=only, expires_at=desk.clock.at + timedelta(days=days)
    )
    return Program(desk, tokens.make(desk.desk.database, who, wanted, desk.clock.at))

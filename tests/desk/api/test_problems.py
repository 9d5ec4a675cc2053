"""What cannot be read or answered: a problem that says where and why, and never a broken program."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from structlog.testing import capture_logs

from desk.api.reading import LARGEST
from engine.procedures import Procedures
from tests.desk.api.programs import ROOT, Program, program
from tests.desks import DeskTest

_JSON = {"Content-Type": "application/json", "Idempotency-Key": "12345678"}
_UNREADABLE = {
    b"": "json.empty",
    b" \n": "json.empty",
    b"{": "json.syntax",
    b"{'command': 1}": "json.syntax",
    b"[1,]": "json.syntax",
    b'"\xff"': "json.not_utf8",
    '"ê"'.encode("utf-16"): "json.not_utf8",
    b'{"command": "vote", "yes": 1, "yes": 2}': "json.twice",
    b'{"answers": {"a": 1, "a": 1}}': "json.twice",
    b'{"\\ud800": 1, "\\ud800": 1}': "json.twice",
    b'{"yes": NaN}': "json.no_number",
    b'{"yes": -Infinity}': "json.no_number",
    b'{"yes": 1234567890123456789}': "json.digits",
    b'{"yes": -' + b"9" * 5000 + b"}": "json.digits",
    b"[" * 21 + b"]" * 21: "json.too_deep",
    b"[" * 100_000 + b"]" * 100_000: "json.too_deep",
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000: "json.too_deep",
    b"[" + b"1," * 20_000 + b"1]": "json.too_many",
    b'{"reason": "\\u0000"}': "json.unwritable",
    b'{"reason": "\\ud83d"}': "json.unwritable",
    b'{"\\udc00": "x"}': "json.unwritable",
}  # fmt: skip
_MALFORMED = (
    b"[]",
    b"null",
    b"1",
    b'"vote"',
    b"1e400",
    b"{}",
    b'{"command": null}',
    b'{"command": ["vote"]}',
    b'{"command": "no such command"}',
    b'{"command": "\xf0\x9f\x98\x80"}',
    b'{"command": "vote", "dossier": {"a": [1.5]}}',
    b'{"command": "form", "dossier": "HS-1", "step": "x", "on": "2021-09-08", "answers": {"a": 1e400}}',
    b'{"command": "suspend", "dossier": "HS-1", "on": 0, "reason": true, "extra": 1}',
    b'{"command": "suspend", "dossier": "HS-1", "on": "2021-02-30", "reason": "\xe2\x80\xae"}',
)


def _posted(caller: Program, body: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    return caller.send("POST", "/commands", content=body, headers=_JSON | headers)


def test_body_that_two_readers_might_read_differently_is_not_read_at_all(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    answers = {body[:40]: _posted(caller, body) for body in _UNREADABLE}

    told = {body: (one.status_code, one.json()["code"]) for body, one in answers.items()}
    assert told == {body[:40]: (400, code) for body, code in _UNREADABLE.items()}
    assert {one.headers["Content-Type"] for one in answers.values()} == {"application/problem+json"}
    assert answers[b"{"].json()["detail"] == "JSON viết sai ở dòng 1, cột 2."


def test_body_that_is_no_command_is_told_what_is_wrong_where(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    answers = [_posted(caller, body) for body in _MALFORMED]

    assert {(one.status_code, one.json()["code"]) for one in answers} == {(422, "request.malformed")}
    places = [(one["code"], one["pointer"]) for one in answers[-2].json()["errors"]]
    assert places == [("day_kind", "#/on"), ("string_type", "#/reason"), ("extra_forbidden", "#/extra")]
    assert all(one["detail"] for answer in answers for one in answer.json()["errors"])


def test_body_that_does_not_call_itself_json_is_not_read(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "application/json5"):
        answer = _posted(caller, b"{}", **{"Content-Type": kind})

        assert (answer.status_code, answer.json()["code"]) == (415, "json.content_type")


def test_body_larger_than_any_command_is_not_read_to_its_end(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    answers = [_posted(caller, b" " * size + b"{}") for size in (LARGEST, 3 * LARGEST)]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(413, "json.too_large")] * 2
    assert _posted(Program(sqlite_desk), b"x" * 3 * LARGEST).status_code == 401


def test_parameters_that_mean_nothing_are_named(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)
    wrong = {
        "/dossiers?limit=0": "limit", "/dossiers?limit=101": "limit", "/dossiers?limit=x": "limit",
        "/dossiers?limit=" + "9" * 5000: "limit", "/dossiers?filter=x": "filter", "/dossiers?q=%00": "q",
        "/dossiers?unit=%00": "unit", "/dossiers?sort=color": "sort", "/dossiers?year=1": "year",
        "/dossiers?joined=never": "joined", "/dossiers?status=%F0%9F%98%80": "status", "/search": "q",
        "/figures?year=x": "year", "/people?unit=a%20b": "unit", "/dossiers/%00": "number",
        f"/dossiers/{'x' * 81}": "number", "/procedures/VN": "procedure",
    }  # fmt: skip

    for path, parameter in wrong.items():
        answer = caller.send("GET", path)

        assert (answer.status_code, answer.json()["code"]) == (422, "request.malformed"), path
        assert answer.json()["errors"][0]["parameter"] == parameter, path


def test_address_and_method_that_are_none_are_problems_too(sqlite_desk: DeskTest) -> None:
    caller = program(sqlite_desk)

    answers = {(how, path): caller.send(how, path) for how, path in [
        ("GET", "/nothing"), ("GET", "/me/"), ("GET", "/"), ("POST", "/me"), ("DELETE", "/dossiers/HS-1"),
        ("GET", "/commands"), ("OPTIONS", "/me"), ("HEAD", "/me"),
    ]}  # fmt: skip

    assert [one.status_code for one in answers.values()] == [404, 404, 404, 405, 405, 405, 405, 405]
    assert answers["POST", "/me"].headers["Allow"] == "GET"
    assert answers["GET", "/nothing"].json()["code"] == "http.no_address"
    assert {one.headers["Content-Type"] for one in answers.values()} == {"application/problem+json"}


def test_defect_of_our_own_is_told_by_its_number_alone(
    sqlite_desk: DeskTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = program(sqlite_desk)
    monkeypatch.setattr(Procedures, "all", lambda _: 1 / 0)
    headers = {"Authorization": f"Bearer {caller.token}", "X-Request-Id": "so-hieu-0001"}

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(sqlite_desk.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.get(f"{ROOT}/procedures", headers=headers)

    with capture_logs() as logged, ThreadPoolExecutor(max_workers=1) as thread:
        answer = thread.submit(asyncio.run, ask()).result()

    assert (answer.status_code, answer.json()["code"]) == (500, "http.broken")
    assert answer.json()["instance"] == "urn:diudat:request:so-hieu-0001"
    assert "Zero" not in answer.text
    (told,) = [one for one in logged if one["event"] == "broken"]
    assert (told["request_id"], type(told["exc_info"])) == ("so-hieu-0001", ZeroDivisionError)

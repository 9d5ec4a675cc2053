"""The OpenAPI description is true: whatever it lets a program send, it is answered as described."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from desk.api import application
from tests.desk.api.programs import Program, program
from tests.desks import DeskTest
from tests.roads import BRANCH, noon

_EXAMPLES = 6
_HELD_TO = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


def _described() -> dict[str, Any]:
    """Return the description without the token, which every request brings along here."""
    found = deepcopy(application().openapi())
    for operations in found["paths"].values():
        for operation in operations.values():
            del operation["security"]
    return found


def _sent(caller: Program, case: Case[Any]) -> httpx.Response:
    """Send what was drawn as the program would."""
    given_to: dict[str, Any] = dict(case.as_transport_kwargs(base_url="http://127.0.0.1:8000"))
    drawn = {name: value for name, value in given_to["headers"].items() if name.lower() != "authorization"}
    given_to.pop("cookies")  # none are looked at
    if "data" in given_to:
        given_to["content"] = given_to.pop("data")
    return caller.send(
        given_to.pop("method"),
        given_to.pop("url").partition("8000")[2],
        **given_to | {"headers": drawn},
    )


def _with_known_ids(case: Case[Any], known: dict[str, str]) -> Case[Any]:
    """Have an address or a body name what there is, so that more comes back than that there is nothing."""
    if case.path_parameters:
        path = case.operation.path
        number = known["meeting"] if path.startswith("/meetings") else known["number"]
        case.path_parameters = {
            name: (known | {"number": number}).get(name, value)
            for name, value in case.path_parameters.items()
        }
    if isinstance(case.body, dict) and "dossier" in case.body:
        case.body = case.body | {"dossier": known["number"]}
    return case


def _hold(
    caller: Program, operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, known: dict[str, str]
) -> Counter[int]:
    """Send what the description allows, or what it does not, and hold the answers to it."""
    told: Counter[int] = Counter()

    @settings(
        max_examples=_EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode))
    def answered_as_described(case: Case[Any]) -> None:
        drawn = _with_known_ids(case, known) if mode is GenerationMode.POSITIVE else case
        answer = _sent(caller, drawn)
        told[answer.status_code] += 1
        drawn.validate_response(answer, checks=_HELD_TO)

    answered_as_described()
    return told


def test_whatever_is_sent_is_answered_as_described(sqlite_desk: DeskTest) -> None:
    number, on = sqlite_desk.road.at("branch_vote")
    sqlite_desk.clock.at = noon(on)
    known = {"number": number, "meeting": sqlite_desk.road.meeting(BRANCH, on), "unit": BRANCH,
             "person": sqlite_desk.road.rolls[BRANCH][0], "procedure": "vn-2022", "kind": "pdf"}  # fmt: skip
    caller = program(sqlite_desk)
    told: Counter[int] = Counter()

    for found in schemathesis.openapi.from_dict(_described()).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        told += _hold(caller, operation, GenerationMode.POSITIVE, known)
        if operation.path_parameters or operation.query or operation.body:
            told += _hold(caller, operation, GenerationMode.NEGATIVE, known)

    assert told[200] > 50
    assert {400, 404, 422} <= set(told) <= {200, 201, 400, 403, 404, 405, 409, 422}, told

"""Whatever goes wrong is a page: status, sentences in the reader's language, nothing of our insides."""

from __future__ import annotations

import pytest
from starlette.responses import Response

from desk.app import create_app
from desk.asking import Asked
from desk.routes import get
from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from models.requirements import Requirement
from tests.desks import Browser, DeskTest

_QUORUM = Requirement(
    rule="dossier.live", source="Điều lệ 2011, điểm 4", figures={"status": "closed"}, met=False
)
_LATE = Requirement(rule="meeting.known", source="", figures={"meeting": "HN-1"}, met=False)


def _browser(desk: DeskTest, error: Exception) -> Browser:
    def fail(_: Asked) -> Response:
        raise error

    return Browser(create_app(desk.desk, [get("/fails", fail, public=True)]))


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (Forbidden("access.role"), 403, "Tài khoản không giữ vai trò"),
        (NotFound("dossier.unknown", dossier="HS-2021-0009"), 404, "Không tìm thấy hồ sơ HS-2021-0009."),
        (Malformed("answer.date", value="mai"), 422, "không phải “mai”"),
        (Conflict("key.used", key="k"), 409, "Khóa k đã dùng"),
        (OutsideFailure("mail.unreachable", server="smtp"), 503, "Không kết nối được máy chủ thư smtp"),
    ],
)
def test_error_has_its_status_and_its_sentence(
    sqlite_desk: DeskTest, error: DiudatError, status: int, told: str
) -> None:
    answer = _browser(sqlite_desk, error).get("/fails")

    assert answer.status_code == status
    assert told in answer.text
    assert error.code not in answer.text


def test_refusal_lists_everything_unmet_with_its_source(sqlite_desk: DeskTest) -> None:
    answer = _browser(sqlite_desk, Refused([_QUORUM, _LATE])).get("/fails")

    assert answer.status_code == 422
    assert answer.text.partition("<main")[2].count("<li>") == 2
    assert "Điều lệ 2011, điểm 4" in answer.text


def test_error_is_told_in_the_readers_language(sqlite_desk: DeskTest) -> None:
    browser = _browser(sqlite_desk, NotFound("dossier.unknown", dossier="HS-2021-0009"))

    assert "Không tìm thấy" not in browser.get("/fails?lang=en").text


def test_outside_failure_says_when_to_come_again(sqlite_desk: DeskTest) -> None:
    answer = _browser(sqlite_desk, OutsideFailure("mail.unreachable", server="smtp")).get("/fails")

    assert int(answer.headers["Retry-After"]) > 0


def test_defect_tells_its_number_and_nothing_else(
    sqlite_desk: DeskTest, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _browser(sqlite_desk, RuntimeError("the secret inside")).get("/fails")
    logged = capsys.readouterr().out

    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert number in answer.text
    assert number in logged
    assert "the secret inside" in logged


def test_script_shows_the_failure_in_place_of_the_page(sqlite_desk: DeskTest) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = _browser(sqlite_desk, NotFound("dossier.unknown", dossier="x")).get("/fails", headers=headers)

    assert answer.headers["HX-Retarget"] == "#main"
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/sign-in", 405),
        ("GET", "/sign-in/", 404),
        ("GET", "/sign-out", 405),
    ],
)
def test_address_or_method_that_is_not_there_is_a_page_too(
    sqlite_desk: DeskTest, method: str, path: str, status: int
) -> None:
    answer = sqlite_desk.browser().send(method, path)

    assert answer.status_code == status
    assert "<main" in answer.text


def test_number_of_a_request_is_taken_from_a_proxy_only_if_it_looks_like_one(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.browser()
    taken = browser.get("/sign-in", headers={"X-Request-Id": "0a1b2c3d-4e5f"})
    made = browser.get("/sign-in", headers={"X-Request-Id": "x\\n{evil}"})

    assert taken.headers["X-Request-Id"] == "0a1b2c3d-4e5f"
    assert made.headers["X-Request-Id"] != "x\\n{evil}"

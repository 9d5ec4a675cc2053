"""What went wrong, as `application/problem+json` (RFC 9457), in the language the program asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.api.caller import asking, language_of
from desk.api.errors import STATUSES, OnlyReads, TooSoon, Unproven
from desk.api.shapes import Problem, Wrong
from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from models.requirements import Requirement
from outputs.wording import NO_NAMES, Language, error_text, sentence, wrong_text
from outputs.wording.language import mark, translate

_LOG = structlog.get_logger("api")
MEDIA_TYPE = "application/problem+json"
_TITLES: Mapping[int, str] = {
    400: mark("Không đọc được nội dung gửi lên"),
    401: mark("Cần một mã truy cập còn dùng được"),
    403: mark("Bạn không được làm việc này"),
    404: mark("Không tìm thấy"),
    405: mark("Địa chỉ này không nhận yêu cầu như vậy"),
    409: mark("Có người đã thay đổi trước bạn"),
    413: mark("Nội dung gửi lên quá lớn"),
    415: mark("Nội dung gửi lên phải là JSON"),
    422: mark("Nội dung gửi lên chưa đúng dạng"),
    429: mark("Thử sai quá nhiều lần"),
    500: mark("Chương trình gặp lỗi"),
    503: mark("Tạm thời chưa phục vụ được"),
}
_REFUSED = mark("Chưa thực hiện được theo quy định")
_WRONG_PLACES = mark("Có %(count)s chỗ cần sửa.")
_NO_ADDRESS = mark("Không có địa chỉ này trong API.")
_NO_METHOD = mark("Địa chỉ này không nhận phương thức đó.")
_BROKEN = mark("Việc vừa yêu cầu chưa được ghi. Thử lại; nếu vẫn lỗi, báo người quản trị mã số của yêu cầu.")
_BRANCHES: tuple[tuple[type[DiudatError], HTTPStatus], ...] = (
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Malformed, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (OutsideFailure, HTTPStatus.SERVICE_UNAVAILABLE),
)
_RETRY_SECONDS = "30"
_CHALLENGE = 'Bearer realm="diudat"'
_SECONDS = {"headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}}
_DESCRIBED_HEADERS: Mapping[int, dict[str, Any]] = {
    401: {"headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "RFC 6750."}}},
    429: _SECONDS,
    503: _SECONDS,
}


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error of the program's own tree."""
    if not isinstance(error, DiudatError):
        raise error
    language = language_of(request)
    status = _status(error)
    if isinstance(error, Refused):
        wrong = tuple(_unmet(one, language) for one in error.unmet)
        title = translate(_REFUSED, language)
        detail = translate(_WRONG_PLACES, language) % {"count": len(wrong)}
        return _answer(request, status, error.code, detail, errors=wrong, title=title)
    _LOG.info("refused", error=str(error), request_id=asking(request).request_id)
    named = error.figures.get("field")
    detail = error_text(error, language)
    wrong = () if named is None else (Wrong(code=error.code, detail=detail, pointer=f"#/{named}"),)
    return _answer(request, status, error.code, detail, errors=wrong, headers=_headers(error))


async def malformed(request: Request, error: Exception) -> Response:
    """Answer a request that has not the form it must have: where, and what is asked there."""
    if not isinstance(error, RequestValidationError | ValidationError):
        raise error
    language = language_of(request)
    wrong = tuple(_places(error.errors(), language))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if any(one["loc"][:1] == ("header",) for one in error.errors()):
        status = HTTPStatus.BAD_REQUEST
    detail = translate(_WRONG_PLACES, language) % {"count": len(wrong)}
    return _answer(request, status, "request.malformed", detail, errors=wrong)


async def refused_by_web(request: Request, error: Exception) -> Response:
    """Answer a request that reached no address of the API."""
    if not isinstance(error, HTTPException):
        raise error
    language = language_of(request)
    status = HTTPStatus(error.status_code)
    told = {404: _NO_ADDRESS, 405: _NO_METHOD}.get(status)
    detail = error.detail if told is None else translate(told, language)
    code = {404: "http.no_address", 405: "http.no_method"}.get(status, "http.refused")
    return _answer(request, status, code, detail, headers=error.headers or {})


async def broken(request: Request, error: Exception) -> Response:
    """Answer a defect of our own: only the number of the request is told, the rest is in the log."""
    _LOG.error("broken", exc_info=error, request_id=asking(request).request_id)
    detail = translate(_BROKEN, language_of(request))
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "http.broken", detail)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems an address may answer, as its OpenAPI description names them."""
    always = (400, 401, 403, 422, 429, 500, 503)
    return {
        one: {"model": Problem, "description": HTTPStatus(one).phrase} | _DESCRIBED_HEADERS.get(one, {})
        for one in sorted({*always, *statuses})
    }


def _status(error: DiudatError) -> HTTPStatus:
    if isinstance(error, STATUSES):
        return error.STATUS
    return next(status for branch, status in _BRANCHES if isinstance(error, branch))


def _headers(error: DiudatError) -> Mapping[str, str]:
    match error:
        case Unproven(code="token.missing"):
            return {"WWW-Authenticate": _CHALLENGE}
        case Unproven():
            return {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
        case OnlyReads():
            return {"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="record"'}
        case TooSoon():
            return {"Retry-After": str(error.figures["seconds"])}
        case OutsideFailure():
            return {"Retry-After": _RETRY_SECONDS}
    return {}


def _unmet(one: Requirement, language: Language) -> Wrong:
    return Wrong(
        code=one.rule,
        detail=sentence(one, language, NO_NAMES),
        source=one.source,
        figures=dict(one.figures),
    )


def _places(errors: Any, language: Language) -> Iterator[Wrong]:  # noqa: ANN401 -- as Pydantic tells them
    found: list[ErrorDetails] = list(errors)
    for one in found:
        where, *place = one["loc"] or ("body",)
        detail = wrong_text(one, language)
        if where == "body":
            # The first part names the command itself, which stands in no pointer.
            parts = [str(part) for part in place[1:] if part != "[key]"]
            pointer = "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
            yield Wrong(code=one["type"], detail=detail, pointer=pointer)
        else:
            yield Wrong(code=one["type"], detail=detail, parameter=str(place[0]) if place else str(where))


def _answer(
    request: Request,
    status: HTTPStatus,
    code: str,
    detail: str,
    *,
    errors: tuple[Wrong, ...] = (),
    title: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    language = language_of(request)
    told = Problem(
        type=f"urn:diudat:problem:{code}",
        title=title or translate(_TITLES.get(status, _TITLES[405]), language),
        status=status,
        detail=detail,
        instance=f"urn:diudat:request:{asking(request).request_id}",
        code=code,
        errors=errors,
    )
    body = json.dumps(told.model_dump(mode="json", exclude_none=True), ensure_ascii=False)
    response = Response(
        body.encode("utf-8", "replace"),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )
    response.headers["Content-Language"] = language
    return response

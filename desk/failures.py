"""What went wrong, as a page: each branch of the tree of errors with its status and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.templating import page
from models.errors import Conflict, DiudatError, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from outputs.wording import NO_NAMES, error_text, sentence
from outputs.wording.language import mark, translate

_BRANCHES: tuple[tuple[type[DiudatError], HTTPStatus, str], ...] = (
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY, mark("Chưa thực hiện được theo quy định")),
    (Forbidden, HTTPStatus.FORBIDDEN, mark("Bạn không được làm việc này")),
    (Malformed, HTTPStatus.UNPROCESSABLE_ENTITY, mark("Nội dung gửi lên chưa đúng dạng")),
    (NotFound, HTTPStatus.NOT_FOUND, mark("Không tìm thấy")),
    (Conflict, HTTPStatus.CONFLICT, mark("Có người đã thay đổi trước bạn")),
    (OutsideFailure, HTTPStatus.SERVICE_UNAVAILABLE, mark("Tạm thời chưa phục vụ được")),
)
_UNEXPECTED = mark("Chương trình gặp lỗi")
_UNEXPECTED_TOLD = mark(
    "Việc bạn vừa làm chưa được ghi. Thử lại; nếu vẫn lỗi, báo người quản trị mã số bên dưới."
)
_NO_PAGE = mark("Không có trang này, hoặc bạn không được xem nó.")
_NOT_LIKE_THIS = mark("Trang này không nhận yêu cầu như vậy.")
_TOO_MUCH = mark("Nội dung gửi lên lớn quá mức cho phép.")
_RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that says what went wrong."""

    TEMPLATE: ClassVar[str] = "error.html"

    title: str
    sentences: tuple[str, ...]
    request_id: str
    """Empty where nobody need report it."""


def failed(asked: Asked, error: DiudatError) -> Response:
    """Answer with what went wrong, in the reader's language."""
    status, title = _branch(error)
    sentences = (
        tuple(sentence(one, asked.language, NO_NAMES) for one in error.unmet)
        if isinstance(error, Refused)
        else (error_text(error, asked.language),)
    )
    response = _page(asked, status, title, sentences)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def broken(asked: Asked, request_id: str) -> Response:
    """Answer with a defect of our own: only its number is told, the rest is in the log."""
    told = translate(_UNEXPECTED_TOLD, asked.language)
    return _page(asked, HTTPStatus.INTERNAL_SERVER_ERROR, _UNEXPECTED, (told,), request_id)


def refused_by_web(asked: Asked, status: int) -> Response:
    """Answer a request that reached no page: no such address, no such method, too much sent."""
    told = {404: _NO_PAGE, 413: _TOO_MUCH}.get(status, _NOT_LIKE_THIS)
    title = _branch(NotFound(""))[1] if status == HTTPStatus.NOT_FOUND else _branch(Malformed(""))[1]
    return _page(asked, HTTPStatus(status), title, (translate(told, asked.language),))


def _branch(error: DiudatError) -> tuple[HTTPStatus, str]:
    found = ((status, title) for branch, status, title in _BRANCHES if isinstance(error, branch))
    return next(found, (HTTPStatus.INTERNAL_SERVER_ERROR, _UNEXPECTED))


def _page(
    asked: Asked, status: HTTPStatus, title: str, sentences: tuple[str, ...], request_id: str = ""
) -> Response:
    context = Context(title=translate(title, asked.language), sentences=sentences, request_id=request_id)
    response = page(asked, context, status=int(status))
    if asked.is_partial:
        # A script expects a part of a page: show the failure instead of the page it came from.
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML"
    return response

"""My saved views: added from a list, renamed and deleted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.numbers import number_of
from desk.routes import get, post
from desk.templating import page, see_other
from desk.views import LISTS, address_of, query_of
from engine import views
from engine.views import LONGEST_NAME, MOST, Saved
from models.errors import Conflict, Malformed, NotFound
from outputs.wording import error_text

PATH = "/views"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One saved view."""

    saved: Saved
    address: str
    typed: str
    """The name as it stands in its field."""
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page of somebody's saved views."""

    TEMPLATE: ClassVar[str] = "views.html"

    rows: tuple[Row, ...]
    error: str
    """What is wrong with a view that was to be added."""
    back: str
    """The list it was to be added from."""
    most: int
    longest: int


def show(asked: Asked) -> Response:
    """Show the saved views of whoever asks."""
    return _page(asked)


def post_new(asked: Asked) -> Response:
    """Save what a list shows under a name."""
    name = asked.text("page")
    query = query_of(name, asked.text("query"))
    back = f"{LISTS[name].path}?{query}"
    try:
        views.add(asked.desk.database, asked.account, page=name, name=asked.text("name"), query=query)
    except (Malformed, Conflict) as wrong:
        return _page(asked, error=error_text(wrong, asked.language), back=back)
    return see_other(back)


def post_rename(asked: Asked) -> Response:
    """Give a saved view another name."""
    number = _number(asked)
    try:
        views.rename(asked.desk.database, asked.account, number, asked.text("name"))
    except (Malformed, Conflict) as wrong:
        return _page(asked, number=number, wrong=error_text(wrong, asked.language))
    return see_other(PATH)


def post_delete(asked: Asked) -> Response:
    """Forget a saved view."""
    views.drop(asked.desk.database, asked.account, _number(asked))
    return see_other(PATH)


def _number(asked: Asked) -> int:
    number = number_of(asked.path("view"))
    if number is None:
        raise NotFound("view.unknown", view=asked.path("view")[:40])
    return number


def _page(asked: Asked, *, error: str = "", back: str = "", number: int = 0, wrong: str = "") -> Response:
    with asked.desk.database.reading() as session:
        found = views.views_of(session, asked.account)
    context = Context(
        rows=tuple(
            Row(
                saved=one,
                address=address_of(one),
                typed=asked.text("name") if one.id == number else one.name,
                wrong=wrong if one.id == number else "",
            )
            for one in found
        ),
        error=error,
        back=back,
        most=MOST,
        longest=LONGEST_NAME,
    )
    return page(asked, context, status=422 if error or wrong else 200)


ROUTES = (
    get(PATH, show),
    post(PATH, post_new),
    post(f"{PATH}/{{view}}/rename", post_rename),
    post(f"{PATH}/{{view}}/delete", post_delete),
)

"""Saved views beside the lists they are of: shown as links, kept from what the list's address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from desk.asking import Asked
from engine import views
from engine.database import ReadSession
from engine.views import Saved
from models.errors import Malformed

_LONGEST_PART = 200
_MOST_PARTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of which views are saved: where it is, and what its address may ask for."""

    path: str
    parts: tuple[str, ...]


LISTS: Mapping[str, Listed] = {
    "inbox": Listed(path="/", parts=("who", "due", "step")),
    "dossiers": Listed(
        path="/dossiers",
        parts=(
            "q", "stage", "reached", "status", "unit", "at", "overdue", "year", "joined", "mentor", "sort",
        ),
    ),
    "board": Listed(path="/board", parts=("unit",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLink:
    """A saved view as a link."""

    address: str
    text: str
    is_here: bool
    count: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViews:
    """The saved views of a list, and what is shown now, to be saved."""

    page: str
    query: str
    """What is shown now; empty where it is everything."""
    links: tuple[ViewLink, ...]

    @property
    def may_save(self) -> bool:
        """Say whether what is shown now is worth a name, and has none yet."""
        return bool(self.query) and not any(one.is_here for one in self.links)


def saved_views(asked: Asked, session: ReadSession, page: str) -> SavedViews:
    """Return the views the reader saved of a list."""
    here = query_of(page, asked.request.url.query)
    return SavedViews(
        page=page,
        query=here,
        links=tuple(
            ViewLink(address=address_of(one), text=one.name, is_here=one.query == here)
            for one in views.views_of(session, asked.account, page)
        ),
    )


def address_of(saved: Saved) -> str:
    """Return where a saved view is shown."""
    path = LISTS[saved.page].path
    return f"{path}?{saved.query}" if saved.query else path


def query_of(page: str, given: str) -> str:
    """Return what an address asks of a list, and nothing else that stands in it; not which page of it.

    Raises `Malformed` for a list that has no views.
    """
    if page not in LISTS:
        raise Malformed("view.query", field="page")
    try:
        asked = dict(parse_qsl(given, max_num_fields=_MOST_PARTS))
    except ValueError as too_many:
        raise Malformed("view.query", field="query") from too_many
    return urlencode([(name, asked[name]) for name in LISTS[page].parts if _is_kept(asked.get(name, ""))])


def _is_kept(given: str) -> bool:
    # No list answers to signs that cannot be shown: the saved link would lead to a refusal for good.
    return 0 < len(given) <= _LONGEST_PART and given.isprintable()

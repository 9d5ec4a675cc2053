"""What the pages of substitution share: whose tasks are given over, and at which addresses."""

from __future__ import annotations

from collections.abc import Mapping

from desk.administration import address as _address
from desk.asking import Asked
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import substitutions as query
from engine.queries.history import figures_of, names_of
from engine.queries.register_units import unit_options
from engine.queries.rights import reach_of
from engine.queries.substitutions import Held
from models.errors import Refused

MINE, OTHERS = "/profile/substitution", "/settings/substitution"
OFFER, OFFER_OTHERS = f"{MINE}/new", f"{OTHERS}/new"


def address(path: str, of: str, **parts: str) -> str:
    """Return one of the addresses above for one's own, or for the account an administrator looks after."""
    if not of:
        return _address(path, **parts)
    return _address(OTHERS + path.removeprefix(MINE), account=of, **parts)


def roles_of(asked: Asked, session: ReadSession, of: str) -> tuple[Held, ...]:
    """Return the roles whose tasks whoever asks may give over: their own, or an account's they look after."""
    held = query.roles_to_give_over(session, of or asked.account)
    if not of:
        return held if asked.who.person is not None else ()
    reach = reach_of(session, actor_of(session, asked.account), "offer_substitution")
    return tuple(one for one in held if reach.covers(one.unit_path))


def covered(asked: Asked, session: ReadSession) -> frozenset[str]:
    """Return the units whose substitutions whoever asks may end as an administrator."""
    reach = reach_of(session, actor_of(session, asked.account), "end_substitution")
    return frozenset(one.id for one in unit_options(session, reach))


def named(session: ReadSession, refused: Refused) -> Mapping[str, str]:
    """Return the names of the persons and units a refusal speaks of."""
    return names_of(session, set(figures_of(refused.unmet)))

"""How my account is secured: the password, the second factor and its recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

import segno
from markupsafe import Markup
from starlette.responses import Response

from desk.asking import Asked
from desk.elevation import by_second_factor, elevated
from desk.routes import get, post
from desk.templating import page, see_other
from engine import accounts
from models import commands
from models.errors import Malformed, OutsideFailure
from outputs.wording import error_text

_ISSUER = "Diu Dat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """How the account is secured."""

    TEMPLATE: ClassVar[str] = "security.html"

    security: accounts.Security


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolContext:
    """The page that shows the secret to an authenticator and asks for its first code."""

    TEMPLATE: ClassVar[str] = "security_enrol.html"

    secret: str
    sealed: str
    """The secret as it comes back with the first code: locked, for this session alone."""
    picture: Markup
    """QR code of the secret, as SVG."""
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesContext:
    """The page that shows the recovery codes, this once."""

    TEMPLATE: ClassVar[str] = "security_codes.html"

    codes: tuple[str, ...]


def show(asked: Asked) -> Response:
    """Show how the account is secured."""
    with asked.desk.database.reading() as session:
        return page(asked, Context(security=accounts.security_of(session, asked.account)))


@by_second_factor
def post_enrol(asked: Asked) -> Response:
    """Show a new secret; nothing is kept before its first code has come back."""
    return _enrolling(asked, accounts.new_secret())


@elevated
def post_on(asked: Asked) -> Response:
    """Turn the second factor on once its first code is right, and show the recovery codes.

    Only a secret this session was shown: it had to prove itself by the one before, where there is one.
    """
    try:
        secret = asked.desk.vault.open(asked.text("sealed"), about=_shown_to(asked))
    except OutsideFailure:
        return see_other("/profile/security")
    try:
        codes = accounts.turn_on_second_factor(
            asked.desk.registry, asked.desk.vault, asked.account, secret, asked.text("_code"), at=asked.at
        )
    except Malformed as wrong:
        return _enrolling(asked, secret, error_text(wrong, asked.language))
    return page(asked, CodesContext(codes=codes))


@by_second_factor
def post_off(asked: Asked) -> Response:
    """Turn the second factor off; its recovery codes are void."""
    asked.record(commands.TurnOffSecondFactor(account=asked.account))
    return see_other("/profile/security")


def _enrolling(asked: Asked, secret: str, error: str = "") -> Response:
    address = accounts.address_of(secret, asked.account, _ISSUER)
    sealed = asked.desk.vault.lock(secret, about=_shown_to(asked))
    context = EnrolContext(secret=secret, sealed=sealed, picture=_picture(address), error=error)
    return page(asked, context, status=422 if error else 200)


def _shown_to(asked: Asked) -> str:
    return f"second factor shown to {asked.who.session}, {asked.who.has_second_factor}"


def _picture(address: str) -> Markup:
    """Return the QR code as SVG without a single style, which the content security policy would refuse."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=5,
        border=3,
        light="#fff",
        nl=False,
        omitsize=False,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 -- drawn by segno from the secret alone


ROUTES = (
    get("/profile/security", show),
    post("/profile/security/enrol", post_enrol),
    post("/profile/security/on", post_on),
    post("/profile/security/off", post_off),
)

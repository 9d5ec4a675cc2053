"""From a page's context to its HTML: the whole page, or the part of it that a script asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk import assets, filters
from desk.asking import Asked
from desk.shell import Shell, shell_of
from outputs.wording import LANGUAGES, Language, caption, translate

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "pages"


class Context(Protocol):
    """What a template is given: a frozen dataclass that names its template."""

    TEMPLATE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def page(asked: Asked, context: Context, *, status: int = 200) -> Response:
    """Answer with a page, or with its content alone where a script swaps it into the page that is open."""
    shell = shell_of(asked)
    html = render(context, shell, asked.desk.zone)
    response = HTMLResponse(
        html, status_code=status, headers={"Vary": "HX-Request", "Content-Language": shell.language}
    )
    if asked.query("lang") in LANGUAGES:
        _remember_language(response, asked)
    return response


def render(context: Context, shell: Shell, zone: ZoneInfo) -> str:
    """Return a context as HTML."""
    template = environment(shell.language, zone).get_template(context.TEMPLATE)
    given = {one.name: getattr(context, one.name) for one in fields(context)}
    return template.render(given, shell=shell)


def see_other(address: str) -> Response:
    """Send the reader on after something was done, so that reloading does not do it again."""
    return RedirectResponse(address, status_code=303)


@cache
def environment(language: Language, zone: ZoneInfo) -> Environment:
    """Return the templates of one language; each is compiled once a process."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["ext.i18n.trimmed"] = True
    _speak(made, language)
    made.filters.update(filters.of(language, zone))
    made.globals.update(_globals(language))
    return made


def _speak(made: Environment, language: Language) -> None:
    install: Any = getattr(made, "install_gettext_callables")  # noqa: B009 -- the extension adds it, untyped
    install(
        lambda text: translate(text, language),
        lambda one, many, n: translate(one if n == 1 else many, language),
        newstyle=True,
    )


def _globals(language: Language) -> Mapping[str, Any]:
    return {
        "static": assets.address,
        "caption": lambda noun, value: caption(noun, value, language),
    }


def _remember_language(response: Response, asked: Asked) -> None:
    response.set_cookie(
        "lang",
        asked.language,
        max_age=365 * 24 * 3600,
        samesite="lax",
        secure=asked.desk.is_encrypted,
        httponly=True,
    )

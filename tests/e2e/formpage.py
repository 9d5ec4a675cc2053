"""A page for tests with the longest form of the road, drawn by the same macros as every other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from pydantic import ValidationError
from starlette.responses import Response

from desk import app, forms
from desk.asking import KEY, Asked
from desk.forms import Form
from desk.forms.papers import MODELS
from desk.routes import get, post
from desk.templating import FOLDER, environment, page, see_other
from models.errors import Malformed, Refused
from outputs.wording import LANGUAGES
from tests.desks import DeskTest
from tests.roads import ZONE, noon

PATH, STEP = "/form", "curriculum_vitae"
_TEMPLATE = """
{% extends shell.layout %}
{% from "parts/forms.html" import problems, wrong_title, form_fields %}
{% from "parts/forms.html" import draft_state, draft_button, saves_draft %}
{% block title %}{{ wrong_title(form) }}{{ title }}{% endblock %}
{% block content %}
{{ problems(form) }}
<section class="card"><div class="card-header"><h1>{{ title }}</h1></div>
<form id="form" method="post" action="/form" {{ saves_draft("/drafts/" ~ number ~ "/" ~ step) }}>
  <div class="card-body">{{ form_fields(form) }}{{ draft_state() }}</div>
  <div class="card-footer actions"><button class="btn btn-primary">Gửi</button>{{ draft_button() }}</div>
</form></section>
{% endblock %}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    TEMPLATE: ClassVar[str] = "form-of-the-tests.html"

    title: str
    number: str
    step: str
    form: Form


def add_form_page(served: DeskTest) -> tuple[str, date]:
    """Let the desk answer one more address; return the dossier it is about, and the day it has reached."""
    for language in LANGUAGES:
        loaders = [DictLoader({_Context.TEMPLATE: _TEMPLATE}), FileSystemLoader(FOLDER)]
        environment(language, ZONE).loader = ChoiceLoader(loaders)
    number, on = served.road.at(STEP)
    served.clock.at = noon(on)
    procedure = served.road.procedure(number)
    step = procedure.step(STEP)

    def empty(asked: Asked) -> Form:
        return forms.of_step(procedure, step, asked.language)

    def answer(asked: Asked, form: Form, status: int = 200) -> Response:
        return page(asked, _Context(title=step.title.vi, number=number, step=STEP, form=form), status=status)

    def show(asked: Asked) -> Response:
        return answer(asked, empty(asked))

    def send(asked: Asked) -> Response:
        form = forms.filled(empty(asked), asked.typed(), key=asked.text(KEY))
        if forms.wants_row(asked):
            return answer(asked, forms.more_rows(empty(asked), asked))
        try:
            asked.record(forms.command(form, MODELS[step.kind], dossier=number, step=STEP))
        except (ValidationError, Refused, Malformed) as error:
            return answer(asked, forms.told(form, error, asked.language), 422)
        return see_other("/")

    for one in (get(PATH, show), post(PATH, send)):
        served.app.router.routes.insert(0, app._route(served.desk, one))
    return number, on

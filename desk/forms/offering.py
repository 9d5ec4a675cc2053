"""Choices that were not among those offered: nobody chooses what they may not know of."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from desk.forms.fields import Form


def not_offered(form: Form) -> ValidationError | None:
    """Name the choices that were not among those offered; None where all were."""
    strange = [
        one
        for one in form.fields
        if one.kind == "choice" and one.typed and one.typed not in {each.value for each in one.choices}
    ]
    if not strange:
        return None
    return ValidationError.from_exception_data(
        "choice",
        [
            InitErrorDetails(
                type=PydanticCustomError("literal_error", "not offered"), loc=(one.name,), input=""
            )
            for one in strange
        ],
    )


def offered_only(form: Form) -> Form:
    """Return the form without choices that were not offered: nothing is told of them either."""
    strange = not_offered(form)
    names = set() if strange is None else {one["loc"][0] for one in strange.errors(include_url=False)}
    return form.each(lambda one: replace(one, typed="") if one.name in names else one)

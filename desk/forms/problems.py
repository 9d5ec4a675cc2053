"""What is wrong with a form, by kind of error: said beside the field, and on top with a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from desk.forms.fields import Field, Form, Problem
from models.errors import DiudatError, Refused
from models.requirements import Requirement
from outputs.wording import NO_NAMES, Language, Names, error_text, sentence, wrong_text
from outputs.wording.language import mark, translate

FORM_ANCHOR = "form"
"""Id of the form itself, for what is wrong with no field of it."""
_AT_THE_DESK: Mapping[str, str] = {
    "day_kind": mark("cần là một ngày, viết như 25/11/2026."),
    "answer.date": mark("cần là một ngày, viết như 25/11/2026."),
    "literal_error": mark("cần chọn một mục."),
    "bool_type": mark("cần chọn có hoặc không."),
    "answer.flag": mark("cần chọn có hoặc không."),
    "answer.choice": mark("cần chọn một mục."),
    "answer.missing": mark("chưa có, cần điền."),
    "answer.count": mark("cần là một số nguyên từ 0 trở lên."),
    "answer.line": mark("chỉ được một dòng: cần bỏ dấu xuống dòng và dấu tab."),
}
"""What is said otherwise than on the command line: days are typed as the office writes them."""
_ABOUT = {
    "vote": "yes",
    "endorsement": "yes",
    "member": "person",
    "mentor": "person",
    "meeting": "meeting",
    "paper": "on",
    "substitution": "substitute",
    "substitution.days": "since",
    "substitution.length": "until",
    "substitution.no_overlap": "since",
}
"""A rule's code, or its beginning → the field in which it is mended, where the form has it."""


def told(
    form: Form, error: ValidationError | DiudatError, language: Language, names: Names = NO_NAMES
) -> Form:
    """Return the form with everything that is wrong with it, beside its fields and gathered on top."""
    found = list(_found(form, error, language, names))
    beside: dict[str, str] = {}
    for name, text in found:
        beside.setdefault(name, text[:1].upper() + text[1:])
    marked = form.each(lambda one: replace(one, wrong=beside.get(one.name, "")))
    return replace(marked, problems=tuple(_problem(form, name, text) for name, text in found))


def _found(
    form: Form, error: ValidationError | DiudatError, language: Language, names: Names
) -> Iterator[tuple[str, str]]:
    """Yield the name of the field, empty for none, with what is wrong."""
    if isinstance(error, ValidationError):
        for one in error.errors(include_url=False):
            at = _field_at(form, one["loc"])
            own = _AT_THE_DESK.get(one["type"])
            text = wrong_text(one, language) if own is None else translate(own, language)
            yield ("" if at is None else at.name), text
    elif isinstance(error, Refused):
        for unmet in error.unmet:
            yield _of_requirement(form, unmet, language, names)
    else:
        field = form.field(str(error.figures.get("field", "")))
        yield ("" if field is None else field.name), error_text(error, language, names)


def _of_requirement(form: Form, unmet: Requirement, language: Language, names: Names) -> tuple[str, str]:
    field = form.field(f"answers.{unmet.figures.get('field', '')}")
    if field is not None:
        own = _AT_THE_DESK.get(unmet.rule)
        return field.name, sentence(unmet, language, names) if own is None else translate(own, language)
    about = form.field(_ABOUT.get(unmet.rule) or _ABOUT.get(unmet.rule.partition(".")[0], ""))
    return ("" if about is None else about.name), sentence(unmet, language, names)


def _field_at(form: Form, place: tuple[int | str, ...]) -> Field | None:
    """Return the field an error is about: the longest beginning of its place that is one."""
    for length in range(len(place), 0, -1):
        found = form.field(".".join(str(part) for part in place[:length]))
        if found is not None:
            return found
    return None


def _problem(form: Form, name: str, text: str) -> Problem:
    field = form.field(name)
    if field is None:
        return Problem(text=text, anchor=FORM_ANCHOR)
    is_sentence = text[:1].isupper()
    return Problem(text=text if is_sentence else f"{field.text}: {text}", anchor=field.anchor)

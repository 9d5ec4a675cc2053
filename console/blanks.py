"""A request to fill in: what a step asks, field by field, as a file that `step submit` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.forms.papers import not_asked
from models.commands.steps import StepCommand
from models.procedure import FieldKind, FormField, Procedure, Step
from outputs.wording import Language, translate
from outputs.wording.fields import field_caption
from outputs.wording.language import mark
from outputs.wording.names import said

_FIRST_LINES = mark("Mẫu lệnh của bước “%(step)s” (%(version)s). Điền, bỏ # ở mục cần dùng, rồi:")
_SUBMIT = "diudat step submit FILE --by ACCOUNT --check"
_REQUIRED, _OPTIONAL = mark("bắt buộc"), mark("không bắt buộc")
_INCOMING = mark("%(form)s %(title)s, nếu có")
_WORDS, _LINE, _TEXT = mark("chữ"), mark("một dòng chữ"), mark("chữ, được xuống dòng")
_WHOLE, _DAY, _YES = mark("số nguyên"), mark("ngày"), mark("true hoặc false")
_ONE_OF, _ROWS = mark("một trong: %(known)s"), mark("các dòng, mỗi dòng gồm: %(columns)s")
_ELLIPSIS = "…"
_A_DAY = "2026-01-30"
_SHOWN = {"dossier": "HS-2026-0001", "meeting": "HN-2026-0001", "person": "dv-001"}
"""What stands for an id in the example."""
_TYPES = {"integer": _WHOLE, "boolean": _YES, "string": _WORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One field of a request: what it is called, what it takes, and an example of it."""

    id: str
    title: str
    takes: str
    required: bool
    example: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The fields of one paper of a step."""

    form: str
    title: str
    fields: tuple[Blank, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that is asked to do a step."""

    command: str
    version: str
    step: str
    title: str
    fields: tuple[Blank, ...]
    papers: tuple[Papers, ...]


def request_of(procedure: Procedure, step: Step, language: Language) -> Request:
    """Return what a step of a procedure asks."""
    command = step.kind.value
    return Request(
        command=command,
        version=procedure.id,
        step=step.id,
        title=said(step.title, language),
        fields=tuple(_of_command(_CLASSES[command], language, not_asked(step))),
        papers=tuple(_papers(procedure, step, language)),
    )


def written(request: Request, language: Language) -> str:
    """Return a request as a file to fill in; what need not be said stands behind a `#`."""
    head = translate(_FIRST_LINES, language) % {"step": request.title, "version": request.version}
    lines = [f"# {head}", f"#   {_SUBMIT}", f"command: {request.command}"]
    lines += [f"dossier: {_SHOWN['dossier']}", f"step: {request.step}"]
    lines += [line for one in request.fields for line in _lines(one, language, "")]
    asked = any(one.required for paper in request.papers for one in paper.fields)
    lines += ["answers:" if asked else "# answers:"] if request.papers else []
    asked_for: set[str] = set()  # papers may share a field, which is said once for all of them
    for paper in request.papers:
        lines.append(f"  # {paper.form}: {paper.title}")
        fresh = [one for one in paper.fields if one.id not in asked_for]
        lines += [line for one in fresh for line in _lines(one, language, "  ")]
        asked_for |= {one.id for one in fresh if one.required}
    return "\n".join(lines) + "\n"


def _lines(blank: Blank, language: Language, indent: str) -> Iterator[str]:
    need = translate(_REQUIRED if blank.required else _OPTIONAL, language)
    yield f"{indent}# {blank.title}: {blank.takes}; {need}"
    yield f"{indent}{'' if blank.required else '# '}{blank.id}: {_plain(blank.example)}"


def _plain(example: object) -> str:
    """Return an example as YAML has it on one line."""
    if isinstance(example, bool):
        return "true" if example else "false"
    if isinstance(example, list):
        rows = (
            "{" + ", ".join(f"{name}: {_plain(cell)}" for name, cell in row.items()) + "}" for row in example
        )
        return f"[{', '.join(rows)}]"
    return str(example)


def _of_command(kind: type[StepCommand], language: Language, but: Sequence[str]) -> Iterator[Blank]:
    schema = kind.model_json_schema()
    for name, told in schema["properties"].items():
        if name in {"command", "dossier", "step", "answers", *but}:
            continue
        takes, example = _taken(name, told, language)
        yield Blank(
            id=name,
            title=field_caption(name, language, kind.model_fields["command"].default) or name,
            takes=takes,
            required=name in schema["required"],
            example=example,
        )


def _taken(name: str, told: Mapping[str, Any], language: Language) -> tuple[str, object]:
    either = [one for one in told.get("anyOf", [told]) if one.get("type") != "null"]
    found = either[0]
    if "enum" in found:
        return translate(_ONE_OF, language) % {"known": ", ".join(found["enum"])}, found["enum"][0]
    if found.get("format") == "date":
        return translate(_DAY, language), _A_DAY
    example: object = {"integer": 0, "boolean": True}.get(found["type"], _SHOWN.get(name, _ELLIPSIS))
    return translate(_TYPES[found["type"]], language), example


def _papers(procedure: Procedure, step: Step, language: Language) -> Iterator[Papers]:
    for code in dict.fromkeys((*step.papers, *(one.form for one in step.endorsements))):
        form = procedure.forms.form(code)
        fields = tuple(_of_paper(one, language) for one in form.fields)
        yield Papers(form=code, title=said(form.title, language), fields=fields)
    for paper in procedure.incoming:
        if paper.code in step.may_file:
            title = translate(_INCOMING, language) % {
                "form": paper.code,
                "title": said(paper.title, language),
            }
            fields = tuple(_of_paper(one, language, required=False) for one in paper.fields)
            yield Papers(form=paper.code, title=title, fields=fields)


def _of_paper(field: FormField, language: Language, *, required: bool | None = None) -> Blank:
    takes, example = _TAKES[field.kind], _EXAMPLES.get(field.kind, _ELLIPSIS)
    words = translate(takes, language)
    if field.kind is FieldKind.CHOICE:
        words = words % {"known": ", ".join(one.id for one in field.choices)}
        example = field.choices[0].id
    if field.kind is FieldKind.TABLE:
        columns = (f"{one.id} ({said(one.title, language)})" for one in field.columns)
        words = words % {"columns": ", ".join(columns)}
        example = [{one.id: _ELLIPSIS for one in field.columns}]
    return Blank(
        id=field.id,
        title=said(field.title, language),
        takes=words,
        required=field.required if required is None else required,
        example=example,
    )


_TAKES: Mapping[FieldKind, str] = {
    FieldKind.LINE: _LINE,
    FieldKind.TEXT: _TEXT,
    FieldKind.DATE: _DAY,
    FieldKind.COUNT: _WHOLE,
    FieldKind.CHOICE: _ONE_OF,
    FieldKind.FLAG: _YES,
    FieldKind.TABLE: _ROWS,
}
_EXAMPLES: Mapping[FieldKind, object] = {
    FieldKind.DATE: _A_DAY,
    FieldKind.COUNT: 0,
    FieldKind.FLAG: True,
}
_CLASSES: Mapping[str, type[StepCommand]] = {
    one.model_fields["command"].default: one for one in StepCommand.__subclasses__()
}
"""Kind of step → the command that does it."""

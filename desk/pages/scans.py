"""Scans of a dossier's papers: attached, checked, let through by a second person, fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote

import structlog
from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.dossier.papers import Paper, checklist
from desk.dossier.scanned import Rights, Scanned, papers_asked, rights_of, scanned
from desk.elevation import elevated
from desk.forms import Choice, Field, Form, Group
from desk.numbers import number_of
from desk.routes import get, post
from desk.templating import page, see_other
from engine.access import SYSTEM, Actor
from engine.database import ReadSession
from engine.queries import dossier as query
from engine.queries.dossier import DocumentLine, DossierWhole
from engine.queries.scans import WAITING, ScanLine, scan_on, scans_of
from models.commands import AttachScan, CheckScan, ReleaseScan
from models.errors import Conflict, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from models.procedure import Procedure
from models.requirements import unmet
from models.text import clean, refused_characters
from outputs.documents.writing import in_figures
from outputs.scans import TakenIn, take_in
from outputs.scans.scanner import verdict
from outputs.wording import Language, Names
from outputs.wording.language import mark, translate

_MOST_MEGABYTES = 26
"""What the address takes at all; what an installation takes is in its settings."""
_LOG = structlog.get_logger("desk")
_MEGABYTE = 1024 * 1024
_LONGEST_NAME, _LONGEST_NUMBER = 200, 40
_KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_PAPER, _FILE, _REASON = mark("Giấy tờ nào"), mark("Tệp quét"), mark("Vì sao cho dùng khi chưa kiểm tra")
_NUMBER, _PRINT = mark("Số ghi trên bản giấy"), mark("Bản in đã ký tay: %(paper)s, ngày %(day)s")
_NUMBER_HINT = mark("Đọc trên bản giấy rồi nhập, như 07-NQ/CB; khác với số của văn bản thì không gắn được.")
_FILE_HINT = mark("PDF, JPEG hoặc PNG, không quá %(megabytes)s MB. Ảnh được vẽ lại, bỏ thông tin nơi chụp.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The papers of a dossier with their scans."""

    TEMPLATE: ClassVar[str] = "scans.html"

    number: str
    candidate: str
    papers: tuple[Paper, ...]
    scans: tuple[Scanned, ...]
    form: Form | None
    """None for a reader who may attach nothing."""
    has_scanner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseContext:
    """The page on which a second person answers for a scan nobody has checked."""

    TEMPLATE: ClassVar[str] = "scan_release.html"

    number: str
    candidate: str
    scan: Scanned
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A dossier with its scans, for whoever asks."""

    whole: DossierWhole
    procedure: Procedure
    actor: Actor
    rights: Rights
    lines: tuple[ScanLine, ...]

    @property
    def names(self) -> Names:
        """Return what its papers are called."""
        return Names(procedure=self.procedure, known=self.whole.people)


def show(asked: Asked) -> Response:
    """Show what is scanned of a dossier's papers, and what is not."""
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
    return _page(asked, seen, None)


def post_scan(asked: Asked) -> Response:
    """Take a scan in: look at what it is, keep it, attach it, have it checked."""
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
    if not seen.rights.attach:
        raise Forbidden("access.role")
    number = seen.whole.state.number
    form = forms.filled(_form(asked, seen), asked.typed(), key=asked.text(KEY))
    shown = _shown(asked, seen)
    try:
        paper = _paper(asked, seen) if shown is None else shown.form
        name, content = _sent(asked)
        taken = take_in(content)
        command = AttachScan(
            dossier=number, paper=paper, name=name, format=taken.format, size=len(taken.content),
            sha256=sha256(taken.content).hexdigest(), document=None if shown is None else shown.document,
            printed=clean(asked.text("printed"))[:_LONGEST_NUMBER] or None,
        )  # fmt: skip
        _refuse_unmet(asked, command)
        asked.desk.archive.put(taken.content)
        recorded = asked.record(command)
    except (Malformed, Refused, Conflict) as error:
        return _page(asked, seen, forms.told(form, error, asked.language, seen.names))
    _check(asked, number, recorded.first, taken)
    return see_other(f"/dossiers/{number}/scans#s{recorded.first}")


def post_check(asked: Asked) -> Response:
    """Have a scan that waits looked through once more."""
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
        line = _line(asked, session, seen)
    if not seen.rights.attach:
        raise Forbidden("access.role")
    if line.standing == WAITING:
        _check(asked, seen.whole.state.number, line.sequence, take_in(asked.desk.archive.get(line.sha256)))
    return see_other(f"/dossiers/{seen.whole.state.number}/scans#s{line.sequence}")


def show_release(asked: Asked) -> Response:
    """Show the form with which a second person answers for a scan."""
    return _release_page(asked, _release_form(asked.language))


@elevated
def post_release(asked: Asked) -> Response:
    """Let a scan through on the word of a second person."""
    form = forms.filled(_release_form(asked.language), asked.typed(), key=asked.text(KEY))
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
        line = _line(asked, session, seen)
    number = seen.whole.state.number
    try:
        command = forms.command(form, ReleaseScan, dossier=number, scan=line.sequence)
        _look_again(asked, line)
        asked.record(command)
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _release_page(asked, forms.told(form, error, asked.language, seen.names))
    return see_other(f"/dossiers/{number}/scans#s{line.sequence}")


def fetch(asked: Asked) -> Response:
    """Answer with a scan's file, to be kept and not shown: what nobody has checked, to its judge alone."""
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
        line = _line(asked, session, seen)
    if not (line.is_usable or seen.rights.may_settle(line, seen.actor.person)):
        raise Forbidden("scan.closed")
    content = asked.desk.archive.get(line.sha256)
    number = seen.whole.state.number
    asked.note_reading(number, f"scan {line.sequence}")
    plain = f"{number}-{line.sequence}.{line.format}"
    return Response(
        content,
        media_type=_KINDS[line.format],
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(plain)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _seen(asked: Asked, session: ReadSession) -> _Seen:
    actor = asked.acting(session)
    whole = query.dossier(session, actor, asked.path("number"))
    procedure = asked.desk.procedures.version(whole.state.procedure)
    return _Seen(
        whole=whole,
        procedure=procedure,
        actor=actor,
        rights=rights_of(actor, whole.state, procedure),
        lines=scans_of(session, whole.state.number),
    )


def _line(asked: Asked, session: ReadSession, seen: _Seen) -> ScanLine:
    sequence, number = number_of(asked.path("scan")), seen.whole.state.number
    if sequence is None:
        raise NotFound("scan.unknown", dossier=number)
    return scan_on(session, number, sequence)


def _shown(asked: Asked, seen: _Seen) -> DocumentLine | None:
    """Return the made document whose signed print is to be attached, if one is named; raises `NotFound`."""
    named = asked.text("document") or asked.query("document")
    if not named:
        return None
    with asked.desk.database.reading() as session:
        documents = query.documents(session, seen.actor, seen.whole.state.number)
    found = next((one for one in documents if one.document == named and one.issued_at is not None), None)
    if found is None:
        raise NotFound("document.unknown", document=named)
    return found


def _refuse_unmet(asked: Asked, command: AttachScan) -> None:
    """Raise `Refused` before a file is kept that shows another document."""
    weighed = asked.desk.registry.weigh(command, by=asked.account, at=asked.at)
    missing = tuple(one for one in unmet(weighed) if one.rule in {"scan.document", "scan.number"})
    if missing:
        raise Refused(missing)


def _paper(asked: Asked, seen: _Seen) -> str:
    """Return the paper that was named, one of those offered."""
    paper = asked.text("paper")
    if paper not in papers_asked(seen.procedure, seen.whole.state):
        raise Malformed("scan.paper", field="paper")
    return paper


def _sent(asked: Asked) -> tuple[str, bytes]:
    """Return the file that was sent with its name, as far as a name may be kept."""
    file = asked.file("scan")
    if file is None:
        raise Malformed("scan.missing", field="scan")
    limit = asked.desk.scan_megabytes
    content = file.file.read(limit * _MEGABYTE + 1)
    if len(content) > limit * _MEGABYTE:
        raise Malformed("scan.too_large", field="scan", at_most=limit)
    bare = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(one for one in bare if one not in "\n\r\t" and not refused_characters(one))
    return clean(name)[:_LONGEST_NAME].strip() or "scan", content


def _look_again(asked: Asked, line: ScanLine) -> None:
    """Refuse a file that could not be taken in as it is said to be, whatever way it was attached."""
    if take_in(asked.desk.archive.get(line.sha256)).format != line.format:
        raise Malformed("scan.kind", field="reason")


def _check(asked: Asked, number: str, sequence: int, taken: TakenIn) -> None:
    """Record what is known of a file; where that is nothing, it goes on waiting for a second person."""
    with asked.desk.database.reading() as session:
        line = scan_on(session, number, sequence)
    if line.standing != WAITING:
        return
    if taken.is_redrawn and sha256(taken.content).hexdigest() == line.sha256:
        command = CheckScan(dossier=number, scan=sequence, by="redrawing", verdict="clean")
    elif asked.desk.scan_command:
        try:
            found = verdict(asked.desk.scan_command, asked.desk.archive.path(line.sha256))
        except OutsideFailure:
            _LOG.warning("scanner_failed", dossier=number, scan=sequence)
            return
        command = CheckScan(dossier=number, scan=sequence, by="scanner", verdict=found)
    else:
        return
    asked.desk.registry.record(command, by=SYSTEM, at=asked.at)


def _page(asked: Asked, seen: _Seen, wrong: Form | None) -> Response:
    state = seen.whole.state
    with asked.desk.database.reading() as session:
        documents = query.documents(session, seen.actor, state.number)
    context = Context(
        number=state.number,
        candidate=seen.whole.candidate,
        papers=checklist(seen.procedure, state, documents, asked.today, asked.language, seen.lines),
        scans=scanned(seen.lines, seen.actor, seen.rights, seen.names, asked.language),
        form=wrong or (_form(asked, seen) if seen.rights.attach else None),
        has_scanner=bool(asked.desk.scan_command),
    )
    response = page(
        asked, context, status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    asked.note_reading(state.number, "scans")
    return response


def _form(asked: Asked, seen: _Seen) -> Form:
    shown = _shown(asked, seen)
    if shown is not None:
        return _print_form(asked, seen, shown)
    codes = papers_asked(seen.procedure, seen.whole.state)
    choices = tuple(Choice(value=one, text=seen.names.paper(one, asked.language)) for one in codes)
    wanted = asked.query("paper")
    hint = translate(_FILE_HINT, asked.language) % {"megabytes": asked.desk.scan_megabytes}
    paper = Field(
        name="paper", kind="choice", text=translate(_PAPER, asked.language), choices=choices,
        typed=wanted if wanted in codes else "",
    )  # fmt: skip
    file = Field(name="scan", kind="file", text=translate(_FILE, asked.language), hint=hint)
    return Form(groups=(Group(fields=(paper, file)),))


def _print_form(asked: Asked, seen: _Seen, shown: DocumentLine) -> Form:
    """Return the form for the signed print of a document: its number is typed off the paper, not copied."""
    language = asked.language
    hint = translate(_FILE_HINT, language) % {"megabytes": asked.desk.scan_megabytes}
    fields = [
        Field(name="document", kind="hidden", text="", typed=shown.document),
        Field(name="paper", kind="hidden", text="", typed=shown.form),
        Field(name="scan", kind="file", text=translate(_FILE, language), hint=hint),
    ]
    if shown.number is not None:
        number = Field(
            name="printed",
            kind="line",
            text=translate(_NUMBER, language),
            hint=translate(_NUMBER_HINT, language),
        )
        fields.insert(2, number)
    title = translate(_PRINT, language) % {
        "paper": seen.names.paper(shown.form, language), "day": in_figures(shown.dated),
    }  # fmt: skip
    return Form(groups=(Group(fields=tuple(fields), title=title),))


def _release_form(language: Language) -> Form:
    return Form(
        groups=(Group(fields=(Field(name="reason", kind="text", text=translate(_REASON, language)),)),)
    )


def _release_page(asked: Asked, form: Form) -> Response:
    with asked.desk.database.reading() as session:
        seen = _seen(asked, session)
        line = _line(asked, session, seen)
    if not seen.rights.may_settle(line, seen.actor.person):
        raise Forbidden("scan.closed")
    context = ReleaseContext(
        number=seen.whole.state.number,
        candidate=seen.whole.candidate,
        scan=replace(
            scanned((line,), seen.actor, seen.rights, seen.names, asked.language)[0], may_release=False
        ),
        form=form,
    )
    asked.note_reading(seen.whole.state.number, f"scan {line.sequence} to judge")
    return page(asked, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK)


ROUTES = (
    get("/dossiers/{number}/scans", show),
    post("/dossiers/{number}/scans", post_scan, megabytes=_MOST_MEGABYTES),
    post("/dossiers/{number}/scans/{scan}/check", post_check),
    get("/dossiers/{number}/scans/{scan}/release", show_release),
    post("/dossiers/{number}/scans/{scan}/release", post_release),
    get("/dossiers/{number}/scans/{scan}/file", fetch),
)

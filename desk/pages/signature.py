"""A document's digital signature: put on with somebody's own key, shown, fetched, and checked again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote

from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.dossier.scanned import rights_of
from desk.elevation import elevated
from desk.forms import Field, Form, Group
from desk.routes import get, post
from desk.templating import page, see_other
from engine.access import Actor
from engine.queries import dossier as query
from engine.queries.dossier import DossierWhole
from engine.queries.scans import ScanLine, scans_of
from engine.queries.signatures import SignablePaper, signable_paper
from models.errors import Conflict, Forbidden, Malformed, NotFound, OutsideFailure, Refused
from models.procedure import Procedure
from outputs.signatures import apart
from outputs.signatures.papers import key_of, signed_paper
from outputs.signatures.parts import Examined
from outputs.wording import Names
from outputs.wording.language import mark, translate
from outputs.wording.signatures import signature_texts

_LARGEST_KEY = 64 * 1024
_LONGEST_PASSPHRASE = 200
_KEY_FILE, _PASSPHRASE = mark("Tệp khóa của bạn"), mark("Mật khẩu của tệp khóa")
_PASSPHRASE_OR_PIN = mark("Mật khẩu của tệp khóa, hoặc mã PIN của thiết bị")
_FILE_HINT = mark("Tệp PKCS#12 (.p12, .pfx). Chương trình dùng một lần rồi quên, không lưu tệp và mật khẩu.")
_FILE_OR_OURS = mark(
    "Tệp PKCS#12 (.p12, .pfx), dùng một lần rồi quên. Không chọn tệp: ký bằng khóa cơ quan đã đặt ở máy chủ."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One signature read again from the file."""

    examined: Examined
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is on record of a document's signature, and what was found in its file just now."""

    TEMPLATE: ClassVar[str] = "signature.html"

    number: str
    candidate: str
    title: str
    path: str
    paper: SignablePaper
    may_sign: bool
    prints: tuple[ScanLine, ...]
    """Scans of its print, signed by hand."""
    may_attach: bool
    found: tuple[Found, ...] | None
    """None where nobody asked to have the file read again."""
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignContext:
    """The form with which a document is signed."""

    TEMPLATE: ClassVar[str] = "signature_new.html"

    number: str
    candidate: str
    title: str
    path: str
    paper: SignablePaper
    form: Form
    is_timestamped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A document of a dossier, for whoever asks."""

    whole: DossierWhole
    procedure: Procedure
    actor: Actor
    paper: SignablePaper

    @property
    def path(self) -> str:
        """Return the document's address."""
        return f"/dossiers/{self.paper.dossier}/documents/{self.paper.document}"

    @property
    def may_sign(self) -> bool:
        """Say whether whoever asks may sign it."""
        return self.paper.may_be_signed_by(self.actor, self.whole.state, self.procedure)

    @property
    def names(self) -> Names:
        """Return what its papers and people are called."""
        signer = {} if self.paper.signer is None else {self.paper.signer.person: self.paper.signer.full_name}
        return Names(procedure=self.procedure, known={**self.whole.people, **signer})


def show(asked: Asked) -> Response:
    """Show a document's signature as it was recorded; asked to, read it again from the file."""
    seen = _seen(asked)
    found = _found(asked, seen) if asked.query("now") and seen.paper.signature is not None else None
    context = Context(
        number=seen.paper.dossier,
        candidate=seen.whole.candidate,
        title=seen.names.paper(seen.paper.form, asked.language),
        path=seen.path,
        paper=seen.paper,
        may_sign=seen.may_sign,
        prints=_prints(asked, seen),
        may_attach=rights_of(seen.actor, seen.whole.state, seen.procedure).attach,
        found=found,
        checked_at=asked.at,
    )
    asked.note_reading(seen.paper.dossier, f"{seen.paper.document} signature")
    asked.note_reading(seen.paper.dossier, f"{seen.paper.document} signature")
    return page(asked, context)


def fetch(asked: Asked) -> Response:
    """Answer with the signed file, exactly as it was signed."""
    seen = _seen(asked)
    if seen.paper.signature is None:
        raise NotFound("document.unknown", document=seen.paper.document)
    content = asked.desk.archive.get(seen.paper.signature.sha256)
    plain, full = f"{seen.paper.document}-ky-so.pdf", f"{seen.paper.document} {seen.paper.form} ký số.pdf"
    asked.note_reading(seen.paper.dossier, f"{seen.paper.document} signed")
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@elevated
def show_new(asked: Asked) -> Response:
    """Ask for the key to sign with; whoever may not sign is told so, and the password is asked for before."""
    seen = _to_sign(asked)
    if seen.paper.signature is not None:
        return see_other(f"{seen.path}/signature")
    asked.note_reading(seen.paper.dossier, f"{seen.paper.document} sign")
    return _form_page(asked, seen, _form(asked))


def post_new(asked: Asked) -> Response:
    """Sign the document, and forget the key."""
    seen = _to_sign(asked)
    if seen.paper.signature is not None:
        return see_other(f"{seen.path}/signature")
    if not asked.who.is_elevated(asked.at):
        # Not carried through the page that asks for the password: a key is written into no page.
        return see_other(f"{seen.path}/sign")
    form = replace(_form(asked), key=asked.text(KEY) or _form(asked).key)
    try:
        key = key_of(asked.desk.signing, _passphrase(asked), _key_file(asked))
        command = signed_paper(
            seen.paper, key, archive=asked.desk.archive, at=asked.at, means=asked.desk.signing
        )
        asked.record(command)
    except (Malformed, Refused, Conflict) as error:
        return _form_page(asked, seen, forms.told(form, error, asked.language, seen.names))
    except OutsideFailure as error:
        wrong = forms.told(form, error, asked.language, seen.names)
        return _form_page(asked, seen, wrong, HTTPStatus.SERVICE_UNAVAILABLE)
    return see_other(f"{seen.path}/signature")


def _seen(asked: Asked) -> _Seen:
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
        whole = query.dossier(session, actor, asked.path("number"))
        paper = signable_paper(session, whole.state.number, asked.path("document"))
    procedure = asked.desk.procedures.version(whole.state.procedure)
    return _Seen(whole=whole, procedure=procedure, actor=actor, paper=paper)


def _to_sign(asked: Asked) -> _Seen:
    """Return the document for who signs it; raises `Forbidden` for everybody else."""
    seen = _seen(asked)
    if seen.paper.signature is None and not seen.may_sign:
        raise Forbidden("access.not_signer")
    return seen


def _found(asked: Asked, seen: _Seen) -> tuple[Found, ...]:
    signature = seen.paper.signature
    content = b"" if signature is None else asked.desk.archive.get(signature.sha256)
    return tuple(
        Found(examined=one, told=signature_texts(one, asked.language))
        for one in apart.examine(content, at=asked.at, means=asked.desk.signing)
    )


def _prints(asked: Asked, seen: _Seen) -> tuple[ScanLine, ...]:
    with asked.desk.database.reading() as session:
        lines = scans_of(session, seen.paper.dossier)
    return tuple(one for one in lines if one.document == seen.paper.document)


def _passphrase(asked: Asked) -> str:
    given = asked.text("passphrase")
    if len(given) > _LONGEST_PASSPHRASE:
        raise Malformed("signature.passphrase", field="passphrase")
    return given


def _key_file(asked: Asked) -> bytes | None:
    file = asked.file("key")
    if file is None:
        return None
    content = file.file.read(_LARGEST_KEY + 1)
    if len(content) > _LARGEST_KEY:
        raise Malformed("signature.key_broken", field="key")
    return content


def _form(asked: Asked) -> Form:
    means, language = asked.desk.signing, asked.language
    has_own = means.key_file is not None or means.token_library is not None
    hint = translate(_FILE_OR_OURS if has_own else _FILE_HINT, language)
    file = Field(
        name="key", kind="file", text=translate(_KEY_FILE, language), hint=hint, required=not has_own
    )
    opens = _PASSPHRASE if means.token_library is None else _PASSPHRASE_OR_PIN
    passphrase = Field(name="passphrase", kind="password", text=translate(opens, language))
    return Form(groups=(Group(fields=(file, passphrase)),))


def _form_page(
    asked: Asked, seen: _Seen, form: Form, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> Response:
    context = SignContext(
        number=seen.paper.dossier,
        candidate=seen.whole.candidate,
        title=seen.names.paper(seen.paper.form, asked.language),
        path=seen.path,
        paper=seen.paper,
        form=form,
        is_timestamped=asked.desk.signing.timestamp_url is not None,
    )
    asked.note_reading(seen.paper.dossier, f"{seen.paper.document} to sign")
    return page(asked, context, status=status if form.problems else HTTPStatus.OK)


ROUTES = (
    get("/dossiers/{number}/documents/{document}/signature", show),
    get("/dossiers/{number}/documents/{document}/signed.pdf", fetch),
    get("/dossiers/{number}/documents/{document}/sign", show_new),
    post("/dossiers/{number}/documents/{document}/sign", post_new, megabytes=1),
)

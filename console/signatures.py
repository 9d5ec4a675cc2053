"""Documents signed at the command line, and the signatures of any PDF read again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from getpass import getpass
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from console.exits import Exit
from console.machine import reason_of
from console.office import Office
from console.screen import Screen, print_json
from engine.queries import dossier as query
from engine.queries.signatures import dossier_of, signable_paper
from models.errors import Forbidden, Malformed, NotFound
from outputs.documents.writing import at_clock
from outputs.signatures import apart
from outputs.signatures.papers import key_of, signed_paper
from outputs.signatures.parts import Examined, Means
from outputs.wording.language import mark
from outputs.wording.signatures import signature_texts

_PASSPHRASE = mark("Mật khẩu của tệp khóa, hoặc mã PIN của thiết bị: ")
_SIGNED = mark("Đã ký số %(document)s, mục %(sequence)s của nhật ký %(dossier)s.")
_BY = mark("Chứng thư: %(holder)s")
_STAMPED, _NOT_STAMPED = mark("Có dấu thời gian lúc %(at)s."), mark("Không có dấu thời gian.")
_FILE = mark("Tệp đã ký: %(path)s")
_NONE = mark("Tệp này không có chữ ký số nào.")
_HEAD = mark("Chữ ký %(position)s: %(name)s")
_CERTIFICATE = mark("Chứng thư số %(serial)s của %(issuer)s, dùng từ %(since)s đến %(until)s.")
_CLAIMED, _VOUCHED = mark("Ký lúc %(at)s."), mark("Dấu thời gian: %(at)s, của %(by)s.")
_LARGEST = 64 * 1024 * 1024


def sign(office: Office, document: str, key: Path | None, by: str) -> None:
    """Sign a document with a key file, or the installation's own key; what opens it is asked for."""
    with office.database.reading() as session:
        actor = office.actor(session, by)
        number = dossier_of(session, document)
        try:
            whole = query.dossier(session, actor, number)
        except NotFound:
            raise NotFound("document.unknown", document=document) from None
        paper = signable_paper(session, number, document)
    if paper.signature is not None:
        raise Malformed("signature.twice")
    if not paper.may_be_signed_by(actor, whole.state, office.procedures.version(whole.state.procedure)):
        raise Forbidden("access.not_signer")
    means = office.settings.signing_means
    chosen = key_of(means, _passphrase(office.screen), None if key is None else read_file(key))
    command = signed_paper(paper, chosen, archive=office.archive, at=office.now(), means=means)
    with office.registry() as registry:
        recorded = registry.record(command, by=by, at=office.now())
    screen = office.screen
    screen.say(_SIGNED, document=document, sequence=recorded.first, dossier=number)
    screen.say(_BY, holder=command.holder)
    if command.timestamped_at is None:
        screen.say(_NOT_STAMPED)
    else:
        screen.say(_STAMPED, at=at_clock(command.timestamped_at))
    screen.out.print(
        Text(screen.words(_FILE, path=office.archive.path(command.after_sha256))), soft_wrap=True
    )


def examine(screen: Screen, file: Path, means: Means, at: datetime, *, as_json: bool) -> Exit:
    """Print the signatures of a PDF; say by how the command ends whether each of them holds."""
    found = apart.examine(read_file(file), at=at, means=means)
    if as_json:
        print_json([{**_plain(one), "holds": one.holds} for one in found])
    elif not found:
        screen.say(_NONE)
    for position, one in enumerate(() if as_json else found, start=1):
        _print(screen, position, one)
    return Exit.OK if found and all(one.holds for one in found) else Exit.OUTSIDE


def read_file(file: Path) -> bytes:
    """Return what a file holds; raises `Malformed` or `NotFound` for one that cannot be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raise NotFound("file.missing", file=str(file)) from None
    except OSError as error:
        raise Malformed("file.unreadable", file=str(file), machine=reason_of(error)) from None
    if len(content) > _LARGEST:
        raise Malformed("file.too_large", file=str(file), at_most=_LARGEST)
    return content


def _passphrase(screen: Screen) -> str:
    """Ask for what opens the key; a program gives it as the first line of standard input."""
    if sys.stdin.isatty():
        return getpass(screen.words(_PASSPHRASE))
    return sys.stdin.readline().rstrip("\n")


def _plain(one: Examined) -> dict[str, object]:
    return {name: getattr(one, name) for name in Examined.__slots__}


def _print(screen: Screen, position: int, one: Examined) -> None:
    style = "green" if one.holds else "yellow"
    screen.say(_HEAD, style=f"bold {style}", position=position, name=one.certificate.subject)
    for line in _lines(screen, one):
        screen.out.print(Padding(Text(line), (0, 0, 0, 2)))


def _lines(screen: Screen, one: Examined) -> Iterator[str]:
    if one.signed_at is not None:
        yield screen.words(_CLAIMED, at=at_clock(one.signed_at))
    if one.timestamped_at is not None:
        yield screen.words(_VOUCHED, at=at_clock(one.timestamped_at), by=one.timestamped_by)
    yield from signature_texts(one, screen.language)
    held = one.certificate
    yield screen.words(
        _CERTIFICATE, serial=held.serial, issuer=held.issuer, since=at_clock(held.valid_from),
        until=at_clock(held.valid_until),
    )  # fmt: skip

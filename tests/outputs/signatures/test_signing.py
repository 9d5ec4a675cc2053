"""Signatures on made documents: where they stand, what they keep, what they say when read again."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, CertificateType, ObjectClass

from models.errors import DiudatError, Malformed, OutsideFailure
from models.papers import SeatFacts
from outputs.documents.render import render
from outputs.signatures.examining import examine
from outputs.signatures.parts import Examined, Key, KeyFile, Means, Signed, Token
from outputs.signatures.placing import place_of_signature
from outputs.signatures.signing import sign
from tests.authorities import PASSPHRASE, Authority, Held
from tests.outputs.samples import BASE_URL, FORMS, paper_facts

AT = datetime(2025, 5, 15, 9, 30, tzinfo=UTC)
LATER = datetime(2031, 1, 1, tzinfo=UTC)
"""When every certificate has expired."""
SIGNER = "Phạm Quốc Minh Họa"
_SOFT_TOKEN = Path("/usr/lib/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class World:
    """An authority, somebody it vouches for, and a folder in which it is trusted."""

    authority: Authority
    person: Held
    folder: Path

    def key(self, person: Held | None = None, passphrase: str = PASSPHRASE) -> KeyFile:
        """A key file as it is sent."""
        return KeyFile(content=(person or self.person).in_file(), passphrase=passphrase)

    def signed(self, form: str = "9-KNĐ", key: Key | None = None, **means: str) -> Signed:
        """A document signed by somebody the office trusts."""
        given = Means(trust_folder=self.folder, **means)  # type: ignore[arg-type]  # as a test names them
        return sign(document(form), key or self.key(), name=SIGNER, at=AT, means=given)

    def read(self, content: bytes, at: datetime = AT) -> Examined:
        """The one signature of a file."""
        (found,) = examine(content, self.folder, at)
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    authority = Authority()
    folder = authority.trusted_in(tmp_path_factory.mktemp("trust"))
    return World(authority=authority, person=authority.person(SIGNER), folder=folder)


@cache
def document(form: str) -> bytes:
    """A made document, of one page or of two."""
    return render(paper_facts(form), base_url=BASE_URL).pdf


@pytest.mark.parametrize(("form", "page", "name_stands_at"), [("9-KNĐ", 0, 173), ("6-KNĐ", 1, 627)])
def test_signature_stands_in_the_room_above_the_name_and_keeps_what_the_file_claims(
    world: World, form: str, page: int, name_stands_at: float
) -> None:
    before = document(form)

    made = world.signed(form)

    found = world.read(made.content)
    assert (found.integrity, found.trust, found.level, found.is_last) == ("whole", "trusted", "B-B", True)
    assert (found.certificate.name, found.signed_at, found.timestamped_at) == (SIGNER, AT, None)
    assert found.certificate.subject == f"CN={SIGNER}, C=VN"
    assert (made.level, made.visible, made.certificate) == ("B-B", True, found.certificate)
    assert made.content.startswith(before)
    with pikepdf.open(BytesIO(before)) as plain, pikepdf.open(BytesIO(made.content)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        left, bottom, right, top = (float(one) for one in field.Rect)
        assert field.P.objgen == pdf.pages[page].obj.objgen
        assert name_stands_at + 14 <= bottom < top <= name_stands_at + 78
        assert (left + right) / 2 == pytest.approx(436, abs=1)  # the middle of the right half
        # The three habits, and what PDF/UA asks of a field.
        assert pdf.Root.Metadata.read_bytes() == plain.Root.Metadata.read_bytes()
        fonts = field.AP.N.Resources.XObject.Look.Resources.Font
        assert all("/FontFile2" in one.DescendantFonts[0].FontDescriptor for one in fonts.values())
        tree = pdf.Root.StructTreeRoot
        numbers, element = [int(one) for one in list(tree.ParentTree.Nums)[::2]], tree.ParentTree.Nums[-1]
        assert (numbers[-1], int(tree.ParentTreeNextKey)) == (int(field.StructParent), numbers[-1] + 1)
        assert (element.S, element.K[0].Obj.objgen, tree.K[0].K[-1].objgen) == (
            pikepdf.Name.Form, field.objgen, element.objgen,
        )  # fmt: skip
        assert (str(field.TU), str(element.Alt)) == (f"Chữ ký số của {SIGNER}",) * 2
        assert (pdf.pages[page].Tabs, int(field.F) & 0b111) == (pikepdf.Name.S, 0b100)  # printed, not hidden
        assert (pdf.pdf_version, "/Version" in pdf.Root, [str(one) for one in pdf.Root.Extensions]) == (
            plain.pdf_version, False, ["/ESIC"],
        )  # fmt: skip


@pytest.mark.parametrize("form", [code for code in FORMS if paper_facts(code).number is not None])
def test_every_document_with_a_number_leaves_room_for_a_signature(form: str) -> None:
    place = place_of_signature(document(form), SIGNER)

    assert place.height >= 40


def test_name_that_takes_two_lines_is_found(world: World) -> None:
    long = "Công Tằng Tôn Nữ Thị Phương Huyền Minh Nguyệt"
    facts = replace(paper_facts("9-KNĐ"), signer=SeatFacts(full_name=long, position="Bí thư"))
    pdf = render(facts, base_url=BASE_URL).pdf

    made = sign(pdf, world.key(world.authority.person(long)), name=long, at=AT, means=Means())

    assert made.certificate.name == long
    assert place_of_signature(pdf, long).height >= 40


def test_time_stamp_vouches_for_the_time_long_after_the_certificate_has_expired(world: World) -> None:
    with world.authority.stamping(AT + timedelta(seconds=2)) as server:
        stamped = world.signed(timestamp_url=server)
    plain = world.signed()

    found = world.read(stamped.content, LATER)

    assert (stamped.level, stamped.timestamped_at) == ("B-T", AT + timedelta(seconds=2))
    assert (found.level, found.integrity, found.trust) == ("B-T", "whole", "trusted")
    assert (found.timestamped_by, found.timestamp_trust) == ("Dấu thời gian", "trusted")
    assert world.read(plain.content, LATER).trust == "expired"
    (unknown,) = examine(stamped.content, None, AT)
    assert (unknown.trust, unknown.timestamp_trust, unknown.holds) == ("unknown", "unknown", False)


def test_stamp_of_a_stranger_is_not_believed(world: World) -> None:
    with Authority("Kẻ lạ").stamping(AT) as server, pytest.raises(OutsideFailure) as refused:
        world.signed(timestamp_url=server)

    assert refused.value.code == "signature.timestamp_untrusted"

    with Authority("Kẻ lạ").stamping(datetime(2024, 1, 1, tzinfo=UTC)) as server:
        made = sign(document("9-KNĐ"), world.key(), name=SIGNER, at=AT, means=Means(timestamp_url=server))
    found = world.read(made.content, LATER)
    assert (found.timestamp_trust, found.trust, found.holds) == ("no_chain", "expired", False)


def test_key_that_cannot_sign_now_is_refused_by_name(world: World) -> None:
    person = world.authority.person
    expired = person(SIGNER, until=datetime(2025, 5, 14, tzinfo=UTC))
    early = person(SIGNER, since=datetime(2025, 5, 16, tzinfo=UTC))
    empty = KeyFile(content=b"", passphrase=PASSPHRASE)
    cut = KeyFile(content=world.person.in_file()[:-40], passphrase=PASSPHRASE)
    refused = {
        _refused(world, world.key(passphrase="đoán")), _refused(world, world.key(expired)),
        _refused(world, world.key(early)), _refused(world, world.key(person(SIGNER, size=1024))),
        _refused(world, world.key(person(SIGNER, signs=False))), _refused(world, empty),
        _refused(world, cut), _refused(world, world.key(Authority("Kẻ lạ").person(SIGNER))),
        _refused(world, world.key(world.authority.own)),
    }  # fmt: skip

    assert refused == {
        ("signature.passphrase", "field=passphrase"), ("signature.key_broken", "field=key"),
        ("signature.expired", f"name={SIGNER} until=2025-05-14"),
        ("signature.not_yet", f"name={SIGNER} since=2025-05-16"),
        ("signature.unfit", f"name={SIGNER}"), ("signature.unfit", "name=CA thử nghiệm"),
        ("signature.untrusted", f"name={SIGNER}"),
    }  # fmt: skip


def _refused(world: World, key: Key) -> tuple[str, str]:
    with pytest.raises(Malformed) as refused:
        world.signed(key=key)
    figures = refused.value.figures.items()
    return refused.value.code, " ".join(f"{name}={value}" for name, value in figures)


def test_certificate_that_says_odd_things_is_told_in_one_plain_line(world: World) -> None:
    odd = "Phạm \u202eQuốc\n<b>" + "x" * 3 + " 😀 e\u0302\u0323"
    made = sign(document("9-KNĐ"), world.key(world.authority.person(odd)), name=SIGNER, at=AT, means=Means())

    assert made.certificate.name == "Phạm ?Quốc?<b>xxx 😀 e\u0302\u0323"
    assert made.certificate.subject == "CN=Phạm ?Quốc?<b>xxx 😀 e\u0302\u0323, C=VN"
    assert world.read(made.content).integrity == "whole"


def test_document_without_room_signed_already_or_no_pdf_is_refused(world: World) -> None:
    signed = world.signed().content
    told = {}
    for what, pdf, name in (
        ("twice", signed, SIGNER), ("room", document("9-KNĐ"), "Người Khác"), ("pdf", b"%PDF-1.7", SIGNER),
    ):  # fmt: skip
        with pytest.raises(DiudatError) as refused:
            sign(pdf, world.key(), name=name, at=AT, means=Means())
        told[what] = refused.value.code

    assert told == {"twice": "signature.twice", "room": "signature.no_room", "pdf": "signature.unreadable"}


def test_server_that_is_silent_or_talks_nonsense_leaves_nothing_signed(world: World) -> None:
    with world.authority.stamping(AT, answers=b"nonsense") as server, pytest.raises(OutsideFailure) as odd:
        world.signed(timestamp_url=server)
    with pytest.raises(OutsideFailure) as silent:
        world.signed(timestamp_url="http://127.0.0.1:9")

    assert {odd.value.code, silent.value.code} == {"signature.timestamp"}


def test_what_was_changed_after_signing_is_found(world: World) -> None:
    signed = world.signed().content
    at = signed.index(b"stream") + 40
    altered = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]

    assert world.read(altered).integrity == "altered"
    assert world.read(_with_other_page(signed)).integrity == "changed"
    assert world.read(signed).holds
    assert examine(document("9-KNĐ"), world.folder, AT) == ()
    with pytest.raises(Malformed, match="unreadable"):
        examine(b"not a PDF", None, AT)


def _with_other_page(signed: bytes) -> bytes:
    """The file with something appended that draws over its page."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import BoxConstraints

    writer = IncrementalPdfFileWriter(BytesIO(signed))
    over = RawContent(b"0 0 200 200 re f", box=BoxConstraints(200, 200)).as_form_xobject()
    stream = writer.add_object(over)
    writer.add_stream_to_page(0, stream)
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


@pytest.mark.skipif(not _SOFT_TOKEN.exists(), reason="apt-get install softhsm2 brings the token")
def test_token_signs_with_a_key_that_never_leaves_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plug_in(world.person, tmp_path, monkeypatch)

    made = world.signed(key=Token(library=_SOFT_TOKEN, slot=None, pin="135790"))

    assert world.read(made.content).holds
    wrong = {}
    for what, token in (
        ("pin", Token(library=_SOFT_TOKEN, slot=None, pin="000000")),
        ("library", Token(library=tmp_path / "none.so", slot=None, pin="135790")),
    ):
        with pytest.raises(DiudatError) as refused:
            world.signed(key=token)
        wrong[what] = refused.value.code
    assert wrong == {"pin": "signature.pin", "library": "signature.token"}


def _plug_in(person: Held, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a soft token with somebody's key on it."""
    (folder / "tokens").mkdir()
    settings = folder / "softhsm.conf"
    settings.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    key = folder / "key.pem"
    key.write_bytes(
        person.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    program = str(shutil.which("softhsm2-util"))
    label = ["--label", "quan-4", "--pin", "135790"]
    made = [program, "--init-token", "--free", "--so-pin", "2468", *label]
    subprocess.run(made, check=True, capture_output=True, env=os.environ)
    brought = [program, "--import", str(key), "--token", "quan-4", "--id", "01", *label]
    subprocess.run(brought, check=True, capture_output=True, env=os.environ)
    _put_certificate(person.der)


def _put_certificate(der: bytes) -> None:
    token = pkcs11.lib(str(_SOFT_TOKEN)).get_token(token_label="quan-4")
    with token.open(rw=True, user_pin="135790") as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.ID: b"\x01",
                Attribute.LABEL: "quan-4",
                Attribute.SUBJECT: b"",
                Attribute.VALUE: der,
            }
        )

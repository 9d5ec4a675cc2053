"""Signing at the desk: who may, what becomes of the key, what the pages and the record say afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from desk.app import create_app
from desk.office import Desk
from engine.verification import archived_files, verify
from models.commands import SignDocument
from models.document import Document
from models.errors import Forbidden, NotFound, Refused
from outputs.signatures.parts import Means
from tests.authorities import PASSPHRASE, SINCE, Authority
from tests.desks import PASSWORD, Browser, DeskTest
from tests.issuing import issued
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH
from tests.scans import picture
from tests.sending import at_step, key_of, text_of


@pytest.fixture
def authority(sqlite_desk: DeskTest, tmp_path: Path) -> Authority:
    """One the office trusts."""
    made = Authority()
    trusting(sqlite_desk, made.trusted_in(tmp_path / "trust"))
    return made


def trusting(desk: DeskTest, folder: Path) -> None:
    """Name the authorities the office trusts."""
    changed: Desk = replace(desk.desk, signing=Means(trust_folder=folder))
    desk.desk, desk.app = changed, create_app(changed)


def resolution(desk: DeskTest) -> tuple[str, str]:
    """A dossier whose branch has voted, and the mark of its resolution."""
    number, on = at_step(desk, "branch_vote")
    desk.road.step(number, "branch_vote", on)
    return number, issued(desk.road, desk.desk.archive, number, "6-KNĐ", desk.clock.at)


def proved(browser: Browser, address: str) -> httpx.Response:
    """Ask for a page, and prove oneself for it."""
    assert browser.get(address).status_code == 403
    browser.post("/elevate", {"_then": address, "_proof": PASSWORD})
    return browser.get(address)


def test_secretary_signs_with_a_key_that_is_forgotten(
    sqlite_desk: DeskTest, authority: Authority, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = sqlite_desk
    number, document = resolution(desk)
    place = f"/dossiers/{number}/documents/{document}"
    browser = desk.signed_in(desk.road.secretary(BRANCH))
    offered = browser.get(f"{place}/signature")
    desk.clock.on(minutes=16)
    key = key_of(proved(browser, f"{place}/sign"))
    file = authority.person("Nguyễn Văn Bí Thư").in_file()

    wrong = browser.post(
        f"{place}/sign", {"_key": key, "passphrase": PASSPHRASE}, files={"key": ("a.p12", b"x" * 70_000)}
    )
    sent = browser.post(
        f"{place}/sign", {"_key": key, "passphrase": PASSPHRASE}, files={"key": ("a.p12", file)}
    )
    again = browser.post(
        f"{place}/sign", {"_key": key, "passphrase": PASSPHRASE}, files={"key": ("a.p12", file)}
    )

    assert f'href="{place}/sign"' in offered.text
    assert (wrong.status_code, "không phải tệp khóa" in text_of(wrong)) == (422, True)
    assert PASSPHRASE not in wrong.text
    assert (sent.status_code, sent.headers["location"]) == (303, f"{place}/signature"), text_of(sent)
    assert (again.status_code, again.headers["location"]) == (303, f"{place}/signature")
    told = [one.event for one in desk.road.entries(number) if one.event.kind == "document_signed"]
    assert len(told) == 1
    assert PASSPHRASE not in str(told)
    shown = text_of(browser.get(f"{place}/signature?now=1"))
    assert "CN=Nguyễn Văn Bí Thư, C=VN" in shown
    assert ("Chữ ký đúng" in shown, "Văn bản nguyên vẹn từ khi ký." in shown) == (True, True)
    signed, plain = browser.get(f"{place}/signed.pdf").content, browser.get(f"{place}/file.pdf").content
    assert signed.startswith(plain)
    assert len(signed) > len(plain)
    assert "Tải PDF đã ký" in browser.get(place).text
    timeline = text_of(browser.get(f"/dossiers/{number}"))
    assert "Ký số 6-KNĐ" in timeline
    assert "thay mặt Chi bộ Quân sự Phường 4 · chứng thư số " in timeline
    assert "không có dấu thời gian (PAdES B-B)" in timeline
    with desk.desk.database.reading() as session:
        assert verify(session).faults == ()
        kept = archived_files(session, number)
    assert {told[0].before_sha256, told[0].after_sha256} <= set(kept)
    for digest in kept:
        desk.desk.archive.get(digest)
    logged = "".join(capfd.readouterr())
    assert ("/sign" in logged, PASSPHRASE in logged) == (True, False)


def test_nobody_else_signs_and_strangers_hear_of_nothing(sqlite_desk: DeskTest) -> None:
    desk = sqlite_desk
    number, document = resolution(desk)
    place = f"/dossiers/{number}/documents/{document}"
    above = desk.signed_in(desk.road.secretary(COMMITTEE))
    clerk = desk.signed_in(desk.road.account("clerk", BRANCH))
    stranger = desk.signed_in(desk.road.secretary(OTHER_BRANCH))
    stale = desk.signed_in(desk.road.secretary(BRANCH))

    for other in (above, clerk):
        assert f'href="{place}/sign"' not in other.get(f"{place}/signature").text
        assert other.post(f"{place}/sign", {"passphrase": "x"}).status_code == 403
        assert other.get(f"{place}/sign").status_code == 403
    for path in ("signature", "signed.pdf"):
        assert stranger.get(f"{place}/{path}").status_code == 404
    assert stranger.post(f"{place}/sign", {"passphrase": "x"}).status_code == 404
    assert above.get(f"{place}/signed.pdf").status_code == 404
    desk.clock.on(minutes=16)
    # Not proved for a while: the key is not carried through the page that asks who is there.
    unproved = stale.post(f"{place}/sign", {"passphrase": PASSPHRASE}, files={"key": ("a.p12", b"x")})
    assert (unproved.status_code, unproved.headers["location"]) == (303, f"{place}/sign")
    late = desk.browser().post(f"{place}/sign", {"passphrase": PASSPHRASE}, files={"key": ("a.p12", b"x")})
    assert PASSPHRASE not in late.text


def test_registry_refuses_a_signature_that_is_not_the_documents(desk: DeskTest) -> None:
    number, document = resolution(desk)
    road, secretary = desk.road, desk.road.secretary(BRANCH)
    other = issued(road, desk.desk.archive, number, "1-KNĐ", desk.clock.at)
    with desk.desk.database.reading() as session:
        before = archived_files(session, number)[0]
    plain = SignDocument(
        dossier=number, document=document, unit=BRANCH, before_sha256=_pdf_of(desk, number, document),
        after_sha256="1" * 64, holder="CN=Ai đó", issuer="CN=CA", serial="1f", signed_at=SINCE, level="B-B",
        visible=True,
    )  # fmt: skip

    def refused(by: str, **changed: object) -> set[str]:
        with pytest.raises(Refused) as unmet:
            road.registry.record(plain.model_copy(update=changed), by=by, at=desk.clock.at)
        return {one.rule for one in unmet.value.unmet}

    deputy = road.account("secretary", BRANCH)
    assert before != ""
    assert refused(secretary, before_sha256="2" * 64) == {"signature.same_file"}
    assert refused(secretary, document=other) >= {"signature.numbered", "signature.same_file"}
    assert refused(secretary, document="VB-1") >= {"signature.numbered", "signature.signer"}
    assert refused(deputy) == {"signature.signer"}
    for by, unit in ((road.secretary(COMMITTEE), BRANCH), (road.secretary(COMPETENT), BRANCH)):
        with pytest.raises(Forbidden):
            road.registry.record(plain.model_copy(update={"unit": unit}), by=by, at=desk.clock.at)
    assert refused(road.secretary(COMMITTEE), unit=COMMITTEE) >= {"signature.numbered", "signature.signer"}
    with pytest.raises(NotFound):
        road.registry.record(
            plain.model_copy(update={"unit": OTHER_BRANCH}), by=road.secretary(OTHER_BRANCH), at=desk.clock.at
        )
    twice = [plain, plain.model_copy(update={"after_sha256": "4" * 64})]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: _tried(desk, one, secretary), twice))
    assert sorted(answers) == ["recorded", "refused"]
    assert refused(secretary, after_sha256="3" * 64) == {"signature.not_signed"}
    on = desk.clock.at.date()
    road.tell(
        on, secretary, command="correction", dossier=number, step="branch_vote", on=on,
        answers={"record_conclusion": "Đã sửa."}, reason="Gõ nhầm.",
    )  # fmt: skip
    assert refused(secretary, after_sha256="3" * 64) == {"signature.not_signed", "signature.newest"}
    with desk.desk.database.reading() as session:
        assert verify(session).faults == ()
    with desk.desk.database.writing() as session:
        session.write(update(Document).where(Document.document == document).values(signed_sha256="9" * 64))
    with desk.desk.database.reading() as session:
        assert [one.code for one in verify(session, number).faults] == ["document.differs"]


def _tried(desk: DeskTest, command: SignDocument, by: str) -> str:
    try:
        desk.road.registry.record(command, by=by, at=desk.clock.at)
    except Refused:
        return "refused"
    return "recorded"


def _pdf_of(desk: DeskTest, number: str, document: str) -> str:
    told = [one.event for one in desk.road.entries(number) if one.event.kind == "document_issued"]
    return next(one.pdf_sha256 for one in told if one.document == document)


def test_signed_print_is_filed_beside_its_document_once_its_number_agrees(desk: DeskTest) -> None:
    number, document = resolution(desk)
    browser = desk.signed_in(desk.road.secretary(BRANCH))
    place = f"/dossiers/{number}/scans"
    form = browser.get(f"{place}?document={document}")
    plain = {"_key": key_of(form), "document": document, "paper": "6-KNĐ"}
    file = {"scan": ("đã ký.jpg", picture(), "image/jpeg")}

    other = browser.post(place, {**plain, "printed": "02-NQ/CB"}, files=file)
    kept = list((desk.desk.archive.folder).rglob("*"))
    sent = browser.post(place, {**plain, "printed": "Số: 1 - nq/cb"}, files=file)

    assert ('name="printed"' in form.text, "01-NQ/CB" in form.text) == (True, False)
    assert other.status_code == 422
    assert "trên giấy là 02-NQ/CB, văn bản là 01-NQ/CB" in text_of(other)
    assert sent.status_code == 303, text_of(sent)
    attached = [one.event for one in desk.road.entries(number) if one.event.kind == "scan_attached"]
    assert [(one.document, one.paper) for one in attached] == [(document, "6-KNĐ")]
    assert len(list((desk.desk.archive.folder).rglob("*"))) > len(kept)
    shown = text_of(browser.get(f"/dossiers/{number}/documents/{document}/signature"))
    assert ("đã ký.jpg" in shown, "số trên giấy đã so khớp" in shown) == (True, True)
    assert f"bản in đã ký tay của văn bản {document}" in text_of(browser.get(place))
    assert browser.get(f"{place}?document=VB-2021-0009-001").status_code == 404
    with desk.desk.database.reading() as session:
        assert verify(session).faults == ()

"""Scans attached and let through, documents signed: what is asked, and what goes on record."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.rules.given import Due, Scan
from models.commands import AttachScan, CheckScan, ReleaseScan, SignDocument
from models.events import DocumentSigned, ScanAttached, ScanChecked, ScanReleased
from models.requirements import Figure, Requirement
from tests.walks import MENTOR, SECOND, at

NUMBER = "HS-2021-0001"
SCANNED = "Hồ sơ: bản quét theo đúng giấy tờ của quy trình"
FOUR_EYES = "Bản quét chưa kiểm tra chỉ do người thứ hai cho dùng"
ISSUED = "Văn bản do cấp ủy ban hành, bí thư ký thay mặt"
MADE_ON = date(2022, 9, 19)
BEFORE, AFTER, OTHER = "0" * 64, "1" * 64, "2" * 64
SIGNED_AT = datetime(2022, 9, 20, 2, tzinfo=UTC)
STAMPED_AT = datetime(2022, 9, 20, 3, tzinfo=UTC)
SIGNING = SignDocument(
    dossier=NUMBER, document="VB-1", unit="cb", before_sha256=BEFORE, after_sha256=AFTER, holder="CN=Ví dụ",
    issuer="CN=CA", serial="1f", signed_at=SIGNED_AT, timestamped_at=STAMPED_AT, level="B-T", visible=True,
)  # fmt: skip
ATTACHING = AttachScan(
    dossier=NUMBER, paper="6-KNĐ", name="a.pdf", format="pdf", size=7, sha256=OTHER, document="VB-1",
    printed="07-NQ/CB",
)  # fmt: skip


def _told(rule: str, source: str, /, **figures: Figure) -> dict[str, Requirement]:
    return {rule: Requirement(rule=rule, source=source, figures=figures, met=False)}


def _due(**known: object) -> Due:
    plain: dict[str, object] = {
        "form": "6-KNĐ", "number": 7, "symbol": "NQ/CB", "unit": "cb", "dated": MADE_ON, "is_issued": True,
        "pdf_sha256": BEFORE, "signer": MENTOR,
    }  # fmt: skip
    return Due(**(plain | known))  # type: ignore[arg-type]  # the fields by name


def test_signature_goes_on_record_with_its_certificate_and_moves_nothing() -> None:
    walk, day = at("branch_vote")
    before = walk.state

    event = walk.do(SIGNING, day, actor=MENTOR, due=_due(), enclosure="e" * 64)[0]

    assert isinstance(event, DocumentSigned)
    assert [one.rule for one in event.checked] == [
        "signature.numbered", "signature.same_file", "signature.not_signed", "signature.newest",
        "signature.signer",
    ]  # fmt: skip
    assert event == DocumentSigned(
        enclosure="e" * 64, checked=event.checked, document="VB-1", form="6-KNĐ", unit="cb", person=MENTOR,
        before_sha256=BEFORE, after_sha256=AFTER, issuer="CN=CA", serial="1f", signed_at=SIGNED_AT,
        timestamped_at=STAMPED_AT, level="B-T", visible=True,
    )  # fmt: skip
    assert walk.state == before


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"is_issued": False}, "signature.numbered"),
        ({"number": None}, "signature.numbered"),
        ({"unit": "du"}, "signature.numbered"),
        ({"pdf_sha256": OTHER}, "signature.same_file"),
        ({"pdf_sha256": None}, "signature.same_file"),
        ({"is_signed": True}, "signature.not_signed"),
        ({"is_replaced": True}, "signature.newest"),
    ],
)
def test_only_the_newest_numbered_document_is_signed_and_once(known: dict[str, object], rule: str) -> None:
    walk, day = at("branch_vote")

    refused = walk.refused(SIGNING, day, actor=MENTOR, due=_due(**known))

    assert refused == _told(rule, ISSUED, document="VB-1")


def test_file_that_was_not_changed_bears_no_signature() -> None:
    walk, day = at("branch_vote")
    same = SIGNING.model_copy(update={"after_sha256": BEFORE})

    assert set(walk.refused(same, day, actor=MENTOR, due=_due())) == {"signature.same_file"}


@pytest.mark.parametrize(
    ("actor", "signer", "figure"),
    [(SECOND, MENTOR, MENTOR), (None, MENTOR, MENTOR), (MENTOR, None, ""), (None, None, "")],
)
def test_document_is_signed_by_the_person_whose_name_it_bears(
    actor: str | None, signer: str | None, figure: str
) -> None:
    walk, day = at("branch_vote")

    refused = walk.refused(SIGNING, day, actor=actor, due=_due(signer=signer))

    assert refused == _told("signature.signer", ISSUED, person=figure)


def test_document_nobody_knows_is_not_signed() -> None:
    walk, day = at("branch_vote")

    assert walk.refused(SIGNING, day, actor=MENTOR, due=None) == (
        _told("signature.numbered", ISSUED, document="VB-1")
        | _told("signature.same_file", ISSUED, document="VB-1")
        | _told("signature.signer", ISSUED, person="")
    )


def test_scan_goes_on_record_with_its_file_and_moves_nothing() -> None:
    walk, day = at("branch_vote")
    before = walk.state

    event = walk.do(ATTACHING, day, due=_due(), enclosure="e" * 64)[0]

    assert event == ScanAttached(
        enclosure="e" * 64, paper="6-KNĐ", format="pdf", size=7, sha256=OTHER, document="VB-1"
    )
    assert walk.state == before


def test_scan_is_of_a_paper_the_procedure_knows_and_attached_once() -> None:
    walk, day = at("branch_vote")
    plain = ATTACHING.model_copy(update={"document": None, "printed": None})
    unknown = plain.model_copy(update={"paper": "X"})
    from_elsewhere = plain.model_copy(update={"paper": "CV-HV"})
    there = Scan(standing="waiting", attached_by=MENTOR)

    assert walk.refused(plain, day) == walk.refused(from_elsewhere, day) == {}
    assert walk.refused(unknown, day) == _told("scan.paper", SCANNED, form="X")
    assert walk.refused(plain, day, scan=there) == _told("scan.not_attached", SCANNED, form="6-KNĐ")


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"is_issued": False}, _told("scan.document", SCANNED, document="VB-1", form="6-KNĐ")),
        ({"form": "8-KNĐ"}, _told("scan.document", SCANNED, document="VB-1", form="6-KNĐ")),
        ({"number": 8}, _told("scan.number", SCANNED, number="08-NQ/CB", typed="07-NQ/CB")),
        ({"number": None}, {}),
        ({"symbol": None}, {}),
    ],
)
def test_scan_of_a_signed_print_is_of_that_document(
    known: dict[str, object], told: dict[str, Requirement]
) -> None:
    walk, day = at("branch_vote")

    assert walk.refused(ATTACHING, day, due=_due(**known)) == told


def test_print_without_its_number_or_of_no_document_is_told() -> None:
    walk, day = at("branch_vote")
    untyped = ATTACHING.model_copy(update={"printed": None})

    assert walk.refused(untyped, day, due=_due()) == _told(
        "scan.number", SCANNED, number="07-NQ/CB", typed="–"
    )
    assert walk.refused(ATTACHING, day, due=None) == _told(
        "scan.document", SCANNED, document="VB-1", form="6-KNĐ"
    )


def test_scan_is_checked_by_the_program_as_it_says() -> None:
    walk, day = at("branch_vote")
    command = CheckScan(dossier=NUMBER, scan=5, by="scanner", verdict="infected")
    before = walk.state

    event = walk.do(command, day, scan=Scan(standing="waiting", attached_by=MENTOR))[0]

    assert event == ScanChecked(scan=5, by="scanner", verdict="infected")
    assert walk.state == before


@pytest.mark.parametrize("standing", ["clean", "released", "infected", None])
def test_scan_that_does_not_wait_is_neither_checked_nor_released(standing: str | None) -> None:
    walk, day = at("branch_vote")
    scan = None if standing is None else Scan(standing=standing, attached_by=MENTOR)
    checking = CheckScan(dossier=NUMBER, scan=5, by="redrawing", verdict="clean")
    releasing = ReleaseScan(dossier=NUMBER, scan=5, reason="Đã xem.")
    waiting = _told("scan.waiting", SCANNED, scan=5)

    assert walk.refused(checking, day, scan=scan) == waiting
    released = walk.refused(releasing, day, scan=scan, actor=SECOND)
    assert released == (
        waiting if scan is not None else waiting | _told("scan.second_person", FOUR_EYES, person=SECOND)
    )


@pytest.mark.parametrize(
    ("actor", "attached_by", "refused"),
    [(SECOND, MENTOR, False), (SECOND, None, False), (MENTOR, MENTOR, True), (None, MENTOR, True),
     (None, None, True)],
)  # fmt: skip
def test_scan_nothing_has_checked_is_let_through_by_a_second_person(
    actor: str | None, attached_by: str | None, *, refused: bool
) -> None:
    walk, day = at("branch_vote")
    command = ReleaseScan(dossier=NUMBER, scan=5, reason="Đã xem.")
    scan = Scan(standing="waiting", attached_by=attached_by)

    told = walk.refused(command, day, scan=scan, actor=actor)

    assert told == (_told("scan.second_person", FOUR_EYES, person=actor or "") if refused else {})
    if not refused:
        event = walk.do(command, day, scan=scan, actor=actor, enclosure="e" * 64)[0]
        assert isinstance(event, ScanReleased)
        assert (event.enclosure, event.scan) == ("e" * 64, 5)
        assert [one.rule for one in event.checked] == ["scan.waiting", "scan.second_person"]

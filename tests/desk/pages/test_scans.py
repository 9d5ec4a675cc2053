"""Scans of papers: told by their content, drawn anew or held back, let through by a second person."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from engine.queries.scans import ScanLine, scans_of
from engine.verification import archived_files, verify
from models.commands import AttachScan, ReleaseScan
from models.errors import Refused
from models.scan import Scan
from outputs.scans import take_in
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH
from tests.scans import bomb, pdf, picture
from tests.sending import at_step, key_of, text_of

PAPER = "1-KNĐ"


def attach(browser: Browser, number: str, content: bytes, name: str = "quét.pdf") -> httpx.Response:
    """Send a scan of a paper."""
    place = f"/dossiers/{number}/scans"
    key = key_of(browser.get(place))
    return browser.post(place, {"_key": key, "paper": PAPER}, files={"scan": (name, content, "text/html")})


def scans(desk: DeskTest, number: str) -> tuple[ScanLine, ...]:
    """The scans of a dossier, the newest first."""
    with desk.desk.database.reading() as session:
        return scans_of(session, number)


def test_picture_is_drawn_anew_attached_and_opened_by_who_reads_the_dossier(
    sqlite_desk: DeskTest,
) -> None:
    number, _ = at_step(sqlite_desk, "application")
    browser = sqlite_desk.signed_in()

    before = text_of(browser.get(f"/dossiers/{number}/scans"))
    sent = attach(browser, number, picture(), "C:\\Ảnh\\đơn\u202e của tôi.pdf")
    after = text_of(browser.get(f"/dossiers/{number}/scans"))
    reader = sqlite_desk.signed_in(sqlite_desk.road.account("inspector", COMPETENT))
    fetched = reader.get(f"/dossiers/{number}/scans/{scans(sqlite_desk, number)[0].sequence}/file")

    (line,) = scans(sqlite_desk, number)
    drawn = Image.open(BytesIO(fetched.content))
    assert sent.status_code == 303, text_of(sent)
    assert (line.paper, line.format, line.standing, line.name) == (PAPER, "jpeg", "clean", "đơn của tôi.pdf")
    assert [one.event.kind for one in sqlite_desk.road.entries(number)[-2:]] == [
        "scan_attached",
        "scan_checked",
    ]
    assert (drawn.size, dict(drawn.getexif()), "chụp".encode() in fetched.content) == ((40, 60), {}, False)
    assert fetched.headers["content-type"] == "image/jpeg"
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-disposition"].startswith("attachment; ")
    assert ("Đã quét" in before, "Đã quét" in after, "đơn của tôi.pdf" in after) == (False, True, True)
    assert "Gắn một bản quét" not in text_of(reader.get(f"/dossiers/{number}/scans"))
    timeline = text_of(browser.get(f"/dossiers/{number}"))
    assert "Gắn bản quét: 1-KNĐ" in timeline
    assert "đã kiểm tra, dùng được" in timeline


def test_pdf_waits_for_a_second_person_who_answers_for_it(desk: DeskTest) -> None:
    road = desk.road
    number, _ = at_step(desk, "application")
    clerk = desk.signed_in(road.account("clerk", BRANCH))
    secretary, committee = desk.signed_in(), desk.signed_in(road.secretary(COMMITTEE))
    inspector = desk.signed_in(road.account("inspector", COMPETENT))

    attach(clerk, number, pdf())
    place = f"/dossiers/{number}/scans/{scans(desk, number)[0].sequence}"
    shown = text_of(clerk.get(f"/dossiers/{number}/scans"))
    closed = [one.get(f"{place}/file").status_code for one in (clerk, inspector)]
    to_judge = [one.get(f"{place}/file").status_code for one in (secretary, committee)]
    own = clerk.post(f"{place}/release", {"reason": "Tôi gắn.", "_proof": PASSWORD})
    nothing_said = secretary.post(f"{place}/release", {"reason": " ", "_proof": PASSWORD})
    released = secretary.post(f"{place}/release", {"reason": "Đã đối chiếu bản giấy.", "_proof": PASSWORD})
    twice = committee.post(f"{place}/release", {"reason": "Nữa.", "_proof": PASSWORD})

    assert "Có bản quét, chưa quét mã độc" in shown
    assert (closed, to_judge) == ([403, 403], [200, 200])
    assert [own.status_code, nothing_said.status_code, released.status_code] == [403, 422, 303]
    assert twice.status_code == 403
    assert scans(desk, number)[0].standing == "released"
    assert inspector.get(f"{place}/file").content == pdf_of(desk, number)
    assert "Đã đối chiếu bản giấy." in text_of(secretary.get(f"/dossiers/{number}"))


def pdf_of(desk: DeskTest, number: str) -> bytes:
    """The newest scan as it lies in the archive."""
    return desk.desk.archive.get(scans(desk, number)[0].sha256)


def test_scanner_of_the_office_lets_through_or_blocks(sqlite_desk: DeskTest, tmp_path: Path) -> None:
    number, _ = at_step(sqlite_desk, "application")
    scanner = tmp_path / "scanner"
    scanner.write_text('#!/bin/sh\nexit "$(cat "$0.says")"\n')
    scanner.chmod(0o755)
    says = tmp_path / "scanner.says"
    object.__setattr__(sqlite_desk.desk, "scan_command", (str(scanner),))
    browser = sqlite_desk.signed_in()

    says.write_text("2")
    attach(browser, number, pdf())
    waiting = scans(sqlite_desk, number)[0]
    says.write_text("1")
    browser.post(f"/dossiers/{number}/scans/{waiting.sequence}/check")
    blocked = scans(sqlite_desk, number)[0]
    says.write_text("0")
    attach(browser, number, pdf() + b"\n")
    clean = scans(sqlite_desk, number)[0]

    assert [one.standing for one in (waiting, blocked, clean)] == ["waiting", "infected", "clean"]
    assert browser.get(f"/dossiers/{number}/scans/{blocked.sequence}/file").status_code == 403
    assert browser.get(f"/dossiers/{number}/scans/{clean.sequence}/file").status_code == 200
    assert "Bản quét bị chặn" in text_of(browser.get(f"/dossiers/{number}/scans"))


def test_file_that_is_not_what_it_seems_is_refused_and_leaves_nothing(sqlite_desk: DeskTest) -> None:
    number, _ = at_step(sqlite_desk, "application")
    browser = sqlite_desk.signed_in()
    refused = {
        b"": "không có gì bên trong",
        b"<html><script>alert(1)</script>": "Chỉ nhận tệp PDF, JPEG hoặc PNG",
        b"\xff\xd8\xff" + b"\x00" * 99: "Ảnh hỏng",
        picture()[:300]: "Ảnh hỏng",
        bomb(): "triệu điểm ảnh",
        pdf()[:150]: "Tệp PDF hỏng",
        pdf(acts=True): "phần tự chạy",
        pdf(secret=True): "đặt mật khẩu",
        b"%PDF-1.7\n" + b"0" * (11 * 1024 * 1024): "lớn hơn 10 MB",
    }

    answers = {content: attach(browser, number, content, "đơn.pdf") for content in refused}
    no_paper = browser.post(f"/dossiers/{number}/scans", {"paper": "X"}, files={"scan": ("a", pdf(), "x/y")})

    for content, words in refused.items():
        assert answers[content].status_code == 422, words
        assert words in text_of(answers[content])
    assert no_paper.status_code == 422
    assert scans(sqlite_desk, number) == ()


def test_scans_are_shown_to_and_taken_from_nobody_outside(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    number, _ = at_step(sqlite_desk, "application")
    other, _ = road.at("application")
    attach(sqlite_desk.signed_in(), number, picture())
    sequence = scans(sqlite_desk, number)[0].sequence
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))
    mentor = sqlite_desk.signed_in(road.mentor(number))
    place = f"/dossiers/{number}/scans"

    outside = [stranger.get(one).status_code for one in (place, f"{place}/{sequence}/file")]
    sent = stranger.post(place, {"paper": PAPER}, files={"scan": ("a.jpg", picture(), "image/jpeg")})
    elsewhere = sqlite_desk.signed_in().get(f"/dossiers/{other}/scans/{sequence}/file").status_code
    only_reads = mentor.post(place, {"paper": PAPER}, files={"scan": ("a.jpg", picture(), "image/jpeg")})

    assert (outside, sent.status_code, elsewhere, only_reads.status_code) == ([404, 404], 404, 404, 403)
    assert mentor.get(f"{place}/{sequence}/file").status_code == 200


def test_scan_sent_twice_counts_once_and_a_forged_one_stays_closed(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    number, _ = at_step(sqlite_desk, "application")
    browser = sqlite_desk.signed_in()
    place = f"/dossiers/{number}/scans"
    posted = {"_key": key_of(browser.get(place)), "paper": PAPER}
    files = {"scan": ("a.png", picture("PNG"), "image/png")}

    twice = [browser.post(place, posted, files=files).status_code for _ in range(2)]
    again = attach(browser, number, picture("PNG"))
    digest = sqlite_desk.desk.archive.put(b"another dossier's paper")
    forged = AttachScan(dossier=number, paper=PAPER, name="a", format="png", size=9, sha256=digest)
    entry = sqlite_desk.desk.registry.record(forged, by=road.secretary(BRANCH), at=sqlite_desk.clock.at)

    assert twice == [303, 303]
    assert (again.status_code, "phải chưa được gắn" in text_of(again)) == (422, True)
    assert len(scans(sqlite_desk, number)) == 2
    assert browser.post(f"{place}/{entry.first}/check").status_code == 422
    assert browser.get(f"{place}/{entry.first}/file").status_code == 403
    above = sqlite_desk.signed_in(road.secretary(COMMITTEE))
    released = above.post(f"{place}/{entry.first}/release", {"reason": "Tin.", "_proof": PASSWORD})
    assert (released.status_code, scans(sqlite_desk, number)[0].standing) == (422, "waiting")


def test_verification_holds_scans_to_the_timeline_and_their_files_to_the_archive(desk: DeskTest) -> None:
    road = desk.road
    number, _ = at_step(desk, "application")
    attach(desk.signed_in(), number, pdf())
    (line,) = scans(desk, number)

    with pytest.raises(Refused):
        desk.desk.registry.record(
            ReleaseScan(dossier=number, scan=1, reason="Không có bản quét này."),
            by=road.secretary(COMMITTEE), at=desk.clock.at,
        )  # fmt: skip
    with desk.desk.database.reading() as session:
        sound, files = verify(session).faults, archived_files(session, number)
    with desk.desk.database.writing() as session:
        session.write(Scan.__table__.update().values(standing="clean"))
    with desk.desk.database.reading() as session:
        found = [one.code for one in verify(session, number).faults]

    assert (sound, found) == ((), ["scans.differ"])
    assert line.sha256 in files


def test_picture_with_see_through_parts_lies_on_white() -> None:
    made = BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(made, "PNG")

    drawn = Image.open(BytesIO(take_in(made.getvalue()).content))

    assert (drawn.mode, drawn.getpixel((2, 2))) == ("RGB", (255, 255, 255))

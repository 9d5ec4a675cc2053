"""A dossier with something behind every address of the desk, so that all of them can be asked at once.

A page that is added is asked by itself; a new part of an address needs a value in `_filled`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import httpx
from sqlalchemy import select

from desk.routes import Answers, all_routes
from engine import batches, views
from engine.batches import Kept
from models.commands import OpenBallot
from models.comment import Comment
from models.document import Document
from models.events import Submitted
from models.scan import Scan
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMPETENT, noon
from tests.scans import pdf
from tests.sending import key_of, text_of

NAME = "Đặng Thị Ví Dụ Kín"
SAID = "Chỉ nói trong chi bộ với nhau."
_KEY = "0123456789abcdef0123456789abcdef"
_ENDING = frozenset({"/sign-out", "/profile/devices", "/profile/password", "/profile/security/off"})
"""What would end the session the sweep goes on with."""
_ASKS: Mapping[str, str] = {
    "/committee/batch": f"unit={BRANCH}&step=branch_vote&dossier=HS-2021-0001",
    "/settings/person": "id={person}",
    "/settings/account": "id={account}",
    "/settings/password": "account={account}",
    "/settings/substitution": "account={account}",
    "/settings/substitution/new": "account={account}",
    "/settings/history": f"unit={BRANCH}",
    "/settings/do/{command}": f"parent={COMPETENT}",
}
"""What some addresses need to be asked with."""


@dataclass(frozen=True)
class Sweep:
    """The dossier, who may act on it, and what fills in the parts of addresses."""

    desk: DeskTest
    insider: Browser
    account: str
    number: str
    meeting: str
    ballot: str
    """On another dossier of the branch."""
    values: Mapping[str, Callable[[str], str]]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody outside may read."""
        return (self.number, NAME, self.meeting, self.ballot.rpartition("-")[0], SAID)

    def routes(self, *methods: str) -> Iterator[tuple[Answers, str]]:
        """Yield every address that does not end the session, filled in."""
        for one in all_routes():
            if one.method in methods and not one.public and one.path not in _ENDING:
                yield one, self._address(one.path)

    def _address(self, path: str) -> str:
        asked = f"{path}?{_ASKS[path]}" if path in _ASKS else path
        return re.sub(r"\{(\w+)\}", lambda part: self.values[part[1]](path), asked)


def ask(browser: Browser, one: Answers, address: str) -> httpx.Response:
    """Ask for a page, or send a form with what many of them ask for."""
    if one.method == "GET":
        return browser.get(address)
    return browser.post(address, {"_key": _KEY, "_sure": "yes", "reason": "thử", "on": "10/09/2021"})


def sweep_of(desk: DeskTest) -> Sweep:
    """Carry a dossier to the branch's vote, with a scan, a comment, a saved view, a batch and a meeting."""
    road = desk.road
    number = road.open(date(2021, 9, 10), road.person(BRANCH, date(2021, 8, 9), full_name=NAME))
    on = road.drive(number, "branch_vote", date(2021, 9, 11))
    meeting = road.meeting(BRANCH, on)
    desk.clock.at = noon(on)
    account = road.secretary(BRANCH)
    road.tell(on, command="grant_role", account=account, role="administrator", unit=COMPETENT)
    insider = desk.signed_in(account)
    _attach(insider, number)
    _issue(desk, number, on)
    _comment(insider, number)
    views.add(desk.desk.database, account, page="dossiers", name="Của tôi", query="overdue=1")
    batches.keep(
        desk.desk.database,
        account,
        Kept(
            id="D-0123456789abcdef",
            at=desk.clock.at,
            unit=BRANCH,
            unit_name="",
            step="branch_vote",
            outcomes=(),
        ),
    )
    ballot = _ballot(desk, on)
    values = {**_filled(desk, account, number, meeting), "ballot": lambda _: ballot}
    return Sweep(
        desk=desk,
        insider=insider,
        account=account,
        number=number,
        meeting=meeting,
        ballot=ballot,
        values=values,
    )


def _ballot(desk: DeskTest, on: date) -> str:
    """Open a ballot on another dossier of the branch, in a meeting of its own, and return its id."""
    road = desk.road
    number = road.open(date(2021, 9, 10), road.person(BRANCH, date(2021, 8, 9), full_name=NAME))
    today = max(on, road.drive(number, "branch_vote", date(2021, 9, 11)))
    command = OpenBallot(dossier=number, step="branch_vote", meeting=road.meeting(BRANCH, today), way="open")
    road.do(command, road.secretary(BRANCH), today)
    desk.clock.at = noon(today)
    ballot = road.state(number).ballot
    assert ballot is not None
    return ballot.id


def _attach(browser: Browser, number: str) -> None:
    place = f"/dossiers/{number}/scans"
    sent = browser.post(
        place,
        {"_key": key_of(browser.get(place)), "paper": "1-KNĐ"},
        files={"scan": ("đơn.pdf", pdf(), "application/pdf")},
    )
    assert sent.status_code == 303, text_of(sent)


def _issue(desk: DeskTest, number: str, on: date) -> None:
    """Put the first paper of the dossier into the archive, as the walk does."""
    event = next(one.event for one in desk.road.entries(number) if isinstance(one.event, Submitted))
    paper, put = event.papers[0], desk.desk.archive.put
    desk.road.tell(
        on, command="issue_document", dossier=number, document=paper.document, form=paper.form,
        number=paper.number, symbol=paper.symbol, unit=paper.unit, dated=event.on, template_version="1",
        content_sha256="0" * 64, pdf_sha256=put(pdf()), docx_sha256=put(b"docx"),
        html_sha256=put(b"<p>giay</p>"), context_sha256=put(b"{}"),
    )  # fmt: skip


def _comment(browser: Browser, number: str) -> None:
    said = browser.post(
        f"/dossiers/{number}/comments", {"_key": "f" * 32, "body": SAID, "visibility": f"unit:{BRANCH}"}
    )
    assert said.status_code == 303, text_of(said)


def _filled(desk: DeskTest, account: str, number: str, meeting: str) -> Mapping[str, Callable[[str], str]]:
    with desk.desk.database.reading() as session:
        document = session.scalar(
            select(Document.document).where(Document.dossier == number, Document.issued_at.is_not(None))
        )
        scan = session.scalar(select(Scan.sequence).where(Scan.dossier == number))
        comment = session.scalar(select(Comment.id).where(Comment.dossier == number))
        view = views.views_of(session, account)[0].id
    person = account.split("@", maxsplit=1)[0]
    return {
        "number": lambda path: meeting if path.startswith("/meetings") else number,
        "dossier": lambda _: number,
        "document": lambda _: str(document),
        "scan": lambda _: str(scan),
        "comment": lambda _: str(comment),
        "view": lambda _: str(view),
        "batch": lambda _: "D-0123456789abcdef",
        "paper": lambda _: "agenda",
        "person": lambda _: person,
        "account": lambda _: account,
        "kind": lambda _: "pdf",
        "sequence": lambda _: "2",
        "step": lambda _: "branch_vote",
        "command": lambda path: "add_unit" if path.startswith("/settings") else "suspend",
        "notice": lambda _: "returned",
        "id": lambda _: "vn-2022",
    }

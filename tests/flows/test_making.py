"""What an event owes is made once, in the order of its stage, and each thing is noted when it is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.outbox import Addressed, Errand
from engine.queries.letters import dead_letters
from engine.resending import owe_again
from flows.making import papers_then_word, word_then_papers
from flows.telling import GIVE_UP_AFTER
from models.document import Document
from models.errors import NotFound
from outputs.archive import Archive
from outputs.channels.delivery import Delayed
from outputs.notices import BadNotice
from settings import Settings
from tests.flows.conftest import Install
from tests.flows.errands import claimed, dossier_at, entries_of_kind, inbox_of, issued, notices, owed
from tests.flows.postbox import Postbox, free_port
from tests.flows.receiver import SECRET, open_receiver
from tests.flows.threads import in_a_thread
from tests.roads import BRANCH, COMMITTEE, Road, noon

COMMITTEE_FIRST = ("committee", "branch", "person")


@dataclass(frozen=True)
class Case:
    """A branch has voted; the committee's clerk reads English."""

    road: Road
    settings: Settings
    dossier: str
    on: date
    clerk: str

    @property
    def mentor(self) -> str:
        """Who guides the candidate."""
        return self.road.state(self.dossier).guides_now("mentor")[0].person

    @property
    def errand(self) -> Errand:
        """What the vote owes; claimed once more under the same name."""
        return claimed(self.road, self.on)[-1]

    def make(self, how: Callable[..., object] = papers_then_word, **changed: object) -> None:
        """Make what the vote owes, with something of its errand put differently."""
        errand = replace(self.errand, **changed)  # type: ignore[arg-type]  # the fields by name
        given, settings, at = owed(self.road, errand), self.settings, noon(self.on)
        in_a_thread(how, errand, given, COMMITTEE_FIRST, settings=settings, at=at)

    def told(self, channel: str) -> list[tuple[str, str]]:
        """Return who was told of the vote over a channel, in order, and what became of it."""
        return [
            (person, outcome)
            for notice, person, way, outcome in notices(self.road.database)
            if (notice, way) == ("branch_voted", channel)
        ]


def _voted(road: Road, install: Install, **more: str) -> Case:
    dossier, on = dossier_at(road, "branch_vote")
    clerk = road.person(COMMITTEE, on, language="en", email="clerk@example.org")
    road.seat(clerk, COMMITTEE, "clerk", "Văn phòng", on, votes=False)
    claimed(road, on)  # what came before is left aside
    road.step(dossier, "branch_vote", on)
    return Case(road=road, settings=install(road, **more), dossier=dossier, on=on, clerk=clerk)


def test_paper_is_archived_under_the_digests_on_record(road: Road, install: Install) -> None:
    case = _voted(road, install)

    case.make()

    with road.database.reading() as session:
        row = session.one(
            select(
                Document.issued_at, Document.pdf_sha256, Document.docx_sha256, Document.html_sha256,
                Document.context_sha256,
            ).where(Document.dossier == case.dossier, Document.form == "6-KNĐ")
        )  # fmt: skip
    assert row is not None
    archive = Archive(case.settings.archive_folder)
    digests = (row.pdf_sha256, row.docx_sha256, row.html_sha256, row.context_sha256)
    pdf, docx, html, context = (archive.get(str(one)) for one in digests)
    assert (pdf[:5], docx[:2], html[:1]) == (b"%PDF-", b"PK", b"<")
    assert "Chi bộ Quân sự Phường 4" in json.dumps(json.loads(context), ensure_ascii=False)
    assert row.issued_at == noon(case.on)


def test_everybody_is_told_once_over_each_channel(road: Road, install: Install, postbox: Postbox) -> None:
    case = _voted(road, install)
    candidate = road.state(case.dossier).candidate

    case.make()

    # The candidate has no mail address.
    assert sorted(case.told("inbox")) == sorted((one, "sent") for one in (case.mentor, candidate, case.clerk))
    assert sorted(case.told("email")) == sorted((one, "sent") for one in (case.mentor, case.clerk))
    assert sorted(postbox.recipients()) == sorted(
        f"{person}@example.org".replace(case.clerk, "clerk")
        for _, person, channel, _ in notices(road.database)
        if channel == "email"
    )


def test_made_again_nothing_is_made_twice(road: Road, install: Install, postbox: Postbox) -> None:
    case = _voted(road, install)
    case.make()
    before = (len(road.entries(case.dossier)), len(postbox.taken))

    case.make()

    assert (len(road.entries(case.dossier)), len(postbox.taken)) == before


@pytest.mark.parametrize(
    ("told", "first"),
    [(COMMITTEE_FIRST, "clerk"), (("person", "committee", "branch"), "mentor")],
)
def test_stage_says_who_is_told_first(
    sqlite_road: Road, install: Install, postbox: Postbox, told: tuple[str, ...], first: str
) -> None:
    case = _voted(sqlite_road, install)
    errand = case.errand

    given, settings = owed(sqlite_road, errand), case.settings
    in_a_thread(papers_then_word, errand, given, told, settings=settings, at=noon(case.on))

    address = {"clerk": "clerk@example.org", "mentor": f"{case.mentor}@example.org"}[first]
    assert postbox.recipients()[0] == address


def test_reader_is_told_in_the_reader_s_language(sqlite_road: Road, install: Install) -> None:
    case = _voted(sqlite_road, install)

    case.make()

    english = inbox_of(sqlite_road.database, case.clerk)[0]
    vietnamese = inbox_of(sqlite_road.database, case.mentor)
    assert "Dossier" in english[0]
    assert all("Hồ sơ" in subject for subject, _ in vietnamese)
    assert f"https://hoso.example.org/dossiers/{case.dossier}" in english[1]


def test_mail_names_nobody(sqlite_road: Road, install: Install, postbox: Postbox) -> None:
    case = _voted(sqlite_road, install)

    case.make()

    texts = [str(one["Subject"]) + str(one.get_content()) for one in postbox.taken]
    assert texts
    assert not [one for one in texts if "Nguyễn" in one or "Ví Dụ" in one]


def _nobody_signs(case: Case) -> None:
    """The branch's secretary has left the seat, so its resolution cannot be made."""
    secretary = case.road.rolls[BRANCH][0]
    case.road.tell(
        case.on, command="leave_seat", person=secretary, unit=BRANCH, role="secretary", until=case.on
    )


def test_nobody_is_told_of_a_paper_that_cannot_be_made(road: Road, install: Install) -> None:
    case = _voted(road, install)
    _nobody_signs(case)

    with pytest.raises(NotFound, match="signer"):
        case.make(papers_then_word)

    assert notices(road.database) == []
    assert list(issued(road.database).values())[-1] is False


def test_papers_for_the_file_keep_nobody_from_being_told(road: Road, install: Install) -> None:
    case = _voted(road, install)
    _nobody_signs(case)

    with pytest.raises(NotFound, match="signer"):
        case.make(word_then_papers)

    assert len(case.told("inbox")) == 3
    assert list(issued(road.database).values())[-1] is False


def test_mail_server_away_keeps_nobody_from_the_inbox_and_mails_are_sent_later(
    road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(road, install, smtp_port=str(free_port()))

    with pytest.raises(Delayed):
        case.make()
    meanwhile = (len(case.told("inbox")), case.told("email"), issued(road.database).popitem()[1])
    back = replace(case, settings=install(road))
    back.make()

    assert meanwhile == (3, [], True)
    assert len(case.told("inbox")) == 3
    assert sorted(case.told("email")) == sorted([(case.mentor, "sent"), (case.clerk, "sent")])
    assert postbox.recipients()[0] == "clerk@example.org"


def test_mail_that_is_refused_is_a_dead_letter_at_once(
    road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(road, install)
    postbox.answer = lambda letter: "550 5.1.1 unknown" if "clerk" in str(letter["To"]) else "250 taken"

    case.make()

    with road.database.reading() as session:
        dead = {(one.person, one.channel, one.receipt) for one in dead_letters(session)}
    assert dead == {(case.clerk, "email", "mail.refused answer=550 5.1.1")}
    assert (case.mentor, "sent") in case.told("email")


def test_mail_is_given_up_after_so_many_tries(road: Road, install: Install, postbox: Postbox) -> None:
    case = _voted(road, install)
    postbox.answer = lambda _: "451 4.7.1 later"

    with pytest.raises(Delayed):
        case.make(attempts=GIVE_UP_AFTER - 1)
    before = case.told("email")
    case.make(attempts=GIVE_UP_AFTER)
    postbox.answer = lambda _: "250 taken"
    case.make(attempts=GIVE_UP_AFTER + 1)

    assert before == []
    assert sorted(case.told("email")) == sorted([(case.mentor, "dead"), (case.clerk, "dead")])
    assert postbox.taken == []  # given up is given up, until somebody has it sent again


def test_letter_that_was_given_up_is_sent_when_somebody_asks(
    road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(road, install)
    postbox.answer = lambda _: "550 5.1.1 unknown"
    case.make()
    postbox.answer = lambda _: "250 taken"
    with road.database.reading() as session:
        letter = next(one for one in dead_letters(session) if one.person == case.clerk)
    inbox = len(inbox_of(road.database, case.clerk))

    owe_again(road.database, letter, noon(case.on))
    case.make()

    assert (case.clerk, "sent") in case.told("email")
    assert (case.mentor, "dead") in case.told("email")
    assert postbox.recipients() == ["clerk@example.org"]
    assert len(inbox_of(road.database, case.clerk)) == inbox


def test_no_mail_is_sent_where_there_is_no_mail_server(sqlite_road: Road, install: Install) -> None:
    case = _voted(sqlite_road, install, smtp_host="", smtp_sender="")

    case.make()

    assert case.told("email") == []
    assert len(case.told("inbox")) == 3


def test_webhook_of_a_unit_above_is_told_once_and_a_dead_one_only_when_asked(
    road: Road, install: Install
) -> None:
    case = _voted(road, install)
    with open_receiver() as receiver:
        road.tell(
            case.on, command="add_webhook", id="so-tay", unit=COMMITTEE, url=receiver.url, secret=SECRET
        )
        receiver.status = 410
        case.make()
        case.make()
        posted = len(receiver.posted)
        receiver.status = 204
        with road.database.reading() as session:
            letter = next(one for one in dead_letters(session) if one.notice == "branch_voted")
        owe_again(road.database, letter, noon(case.on))
        case.make()

    assert case.told("webhook") == [("so-tay", "sent")]
    assert posted == len({notice for notice, *_ in notices(road.database)})
    assert len(receiver.posted) == posted + 1
    assert json.loads(receiver.posted[-1])["data"]["dossier"] == case.dossier


def test_notice_without_a_text_fails_by_name_and_keeps_no_other_back(
    sqlite_road: Road, install: Install
) -> None:
    case = _voted(sqlite_road, install)
    unknown = Addressed(notice="no_such_notice", to=({"unit": None, "role": None, "person": case.mentor},))
    due = case.errand.due

    with pytest.raises(BadNotice, match="no_such_notice"):
        case.make(due=replace(due, notices=(unknown, *due.notices)))

    assert len(case.told("inbox")) == 3


def test_two_walkers_at_once_leave_one_record_of_each(road: Road, install: Install) -> None:
    case = _voted(road, install)
    errand, given = case.errand, owed(road, case.errand)

    for _ in range(2):  # the second had looked before the first began
        in_a_thread(
            papers_then_word, errand, given, COMMITTEE_FIRST, settings=case.settings, at=noon(case.on)
        )

    assert len(case.told("inbox")) == 3
    assert len(entries_of_kind(road.database, "document_issued")) == 1

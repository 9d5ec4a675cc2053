"""People are told as they chose: at once, once a day or not by mail, and never in their quiet hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from queue import SimpleQueue
from typing import Any

import pytest

from engine import outbox
from engine.preferences import NEVER, Mode, Preferences, Quiet, choose
from engine.queries.letters import dead_letters
from engine.queries.people import Addressee, WebhookAddress
from engine.rules.time_limits import Calendar
from engine.verification import verify
from flows import walk as walking
from flows.digests import send_digests, send_mail, waiting_mails
from flows.making import papers_then_word
from flows.telling import _way
from flows.waves import prefect_at
from outputs.channels.delivery import Delayed
from outputs.kinds import kinds
from settings import Settings
from tests.flows.conftest import Install
from tests.flows.errands import claimed, dossier_at, inbox_of, notices, waiting
from tests.flows.postbox import Postbox
from tests.flows.threads import in_a_thread
from tests.roads import COMMITTEE, ZONE, Road, noon


@dataclass(frozen=True)
class Case:
    """A branch has voted: mentor, clerk above and candidate hear of it, the committee that it is to act."""

    road: Road
    settings: Settings
    dossier: str
    on: date
    mentor: str
    clerk: str

    def attempt(self, at: datetime) -> Exception | None:
        """Carry out what can be claimed at an instant, as a wave's task does."""
        found = outbox.claim(self.road.database, walker="test", at=at, lease=timedelta(minutes=5), at_most=9)
        rows: SimpleQueue[tuple[int, dict[str, Any]]] = SimpleQueue()
        due = partial(
            walking._make_due, make=papers_then_word, told=walking.EVERYBODY, columns=lambda _: {},
            settings=self.settings, at=at, rows=rows,
        )  # fmt: skip
        for one in found:
            failure: Exception | None = in_a_thread(
                walking.carry_out, one, make_due=due, settings=self.settings, at=at, rows=rows
            )
            if failure is not None:
                return failure
        return None

    def mailed(self, notice: str = "branch_voted") -> dict[str, str]:
        """Return what became of a notice's mails, by person."""
        return {
            person: outcome
            for name, person, channel, outcome in notices(self.road.database)
            if (name, channel) == (notice, "email")
        }

    def choose(self, person: str, kind: str, mode: Mode, quiet: Quiet | None = None) -> None:
        """Let somebody choose how to hear of a kind of notice."""
        chosen = Preferences(modes={"email": {kind: mode}}, quiet=quiet or Quiet())
        choose(self.road.database, person, chosen, noon(self.on))

    def digest(self, at: datetime) -> list[str]:
        """Send the daily mails of an instant; return to whom."""
        mails = waiting_mails(self.settings, at)
        for lines in mails.values():
            in_a_thread(send_mail, lines, self.settings, at)
        return list(mails)


def _voted(road: Road, install: Install) -> Case:
    dossier, on = dossier_at(road, "branch_vote")
    clerk = road.person(COMMITTEE, on, language="en", email="clerk@example.org")
    road.seat(clerk, COMMITTEE, "clerk", "Văn phòng", on, votes=False)
    outbox.done(road.database, claimed(road, on), noon(on))  # what came before is left aside
    road.step(dossier, "branch_vote", on)
    mentor = road.state(dossier).guides_now("mentor")[0].person
    return Case(road=road, settings=install(road), dossier=dossier, on=on, mentor=mentor, clerk=clerk)


def _local(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), ZONE).astimezone(UTC)


def test_each_is_told_as_they_chose_and_everything_is_on_record(
    road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(road, install)
    at, morning = noon(case.on), _local(case.on + timedelta(days=1), 7, 30)
    case.choose(case.mentor, "results", "digest")
    case.choose(case.clerk, "results", "never", Quiet(since=11 * 60, until=13 * 60))

    assert case.attempt(at) is None
    first, held = case.mailed(), case.mailed("step_opened")
    wait = waiting(road.database)
    early = case.attempt(_local(case.on, 12, 59))
    still = case.mailed("step_opened")
    late = case.attempt(_local(case.on, 13))

    assert first == {case.mentor: "digest", case.clerk: "unwanted"}
    assert case.clerk not in held
    assert wait == [("branch_vote", None)]  # it waits, and nothing failed
    assert (early, late, still) == (None, None, held)
    assert case.mailed("step_opened")[case.clerk] == "sent"
    assert waiting(road.database) == []
    assert max(Counter(postbox.names()).values()) == 1
    inboxes = ("branch_voted", "inbox", "sent")
    shown = [one[1] for one in notices(road.database) if (one[0], *one[2:]) == inboxes]
    assert {case.mentor, case.clerk} <= set(shown)
    before = len(postbox.taken)
    sent = [case.digest(one) for one in (morning - timedelta(minutes=1), morning, morning)]
    assert sent == [[], [case.mentor], []]
    (letter,) = postbox.taken[before:]
    body = letter.get_content()
    assert case.dossier in body
    assert "Việc cần làm:" in body
    assert "Ví Dụ" not in body + str(letter["Subject"])
    assert case.mailed()[case.mentor] == "sent"
    with road.database.reading() as session:
        codes = {one.code for one in verify(session).faults}
    assert not codes & {"notices.differ", "inbox.differs"}


def test_daily_mail_waits_for_server_and_quiet_hours_and_goes_twice_only_under_one_name(
    sqlite_road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(sqlite_road, install)
    case.choose(case.mentor, "results", "digest", Quiet(since=20 * 60, until=9 * 60))
    case.attempt(noon(case.on))
    tomorrow = case.on + timedelta(days=1)
    early = waiting_mails(case.settings, _local(tomorrow, 8, 30))
    at = _local(tomorrow, 9, 30)
    (lines,) = waiting_mails(case.settings, at).values()
    before = len(postbox.taken)

    postbox.answer = lambda _: "451 4.7.1 later"
    with pytest.raises(Delayed):
        in_a_thread(send_mail, lines, case.settings, at)
    delayed = case.mailed()[case.mentor]
    postbox.answer = lambda _: "250 taken"
    for _ in range(2):  # the second as after a fall between sending and noting
        in_a_thread(send_mail, lines, case.settings, at)

    assert early == {}
    assert delayed == "digest"
    assert len(postbox.taken) == before + 2
    assert len(set(postbox.names()[before:])) == 1
    told = [one for one in notices(sqlite_road.database) if one[:3] == ("branch_voted", case.mentor, "email")]
    assert told == [("branch_voted", case.mentor, "email", "sent")]


def test_daily_mail_that_is_refused_is_a_dead_letter_a_notice(
    sqlite_road: Road, install: Install, postbox: Postbox
) -> None:
    case = _voted(sqlite_road, install)
    case.choose(case.mentor, "results", "digest")
    case.attempt(noon(case.on))
    postbox.answer = lambda _: "550 5.1.1 unknown"

    case.digest(_local(case.on + timedelta(days=1), 8))

    with sqlite_road.database.reading() as session:
        assert [(one.notice, one.person) for one in dead_letters(session)] == [("branch_voted", case.mentor)]
    assert case.digest(_local(case.on + timedelta(days=1), 9)) == []
    assert inbox_of(sqlite_road.database, case.mentor)


def test_duty_is_mailed_whatever_was_chosen_and_only_mails_are_left_out(
    sqlite_road: Road, install: Install
) -> None:
    settings, at = install(sqlite_road), noon(date(2022, 3, 2))
    chosen = {"ai": Preferences(modes={"email": {kind.id: NEVER for kind in kinds()}})}
    whom = Addressee(person="ai", full_name="", email="a@b.vn", language="vi")
    hook = WebhookAddress(id="ai", url="", secret="")

    def ways(to: Addressee | WebhookAddress, channel: str) -> dict[str, object]:
        return {
            kind.id: _way((notice, to, channel), chosen, settings, at, Calendar())
            for kind in kinds()
            for notice in kind.notices
        }

    wanted = {kind.id: "at_once" if kind.duty else "never" for kind in kinds()}
    assert ways(whom, "email") == wanted
    assert set(ways(whom, "inbox").values()) | set(ways(hook, "webhook").values()) == {"at_once"}


@pytest.mark.xdist_group("prefect")
def test_flow_sends_every_daily_mail_that_is_due(
    sqlite_road: Road, install: Install, postbox: Postbox, prefect_api: str
) -> None:
    case = _voted(sqlite_road, install)
    for person in (case.mentor, case.clerk):
        case.choose(person, "results", "digest")
    case.attempt(noon(case.on))
    before, at = len(postbox.taken), _local(case.on + timedelta(days=1), 8)

    with prefect_at(prefect_api):
        first, again = (in_a_thread(send_digests, at=at) for _ in range(2))

    assert first == {"mails": 2, "notices": 2}
    assert again == {"mails": 0, "notices": 0}
    subjects = [str(one["Subject"]) for one in postbox.taken[before:]]
    assert sorted(subjects) == ["1 thông báo về hồ sơ", "Notices about dossiers: 1"]

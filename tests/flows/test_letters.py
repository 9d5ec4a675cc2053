"""Word about somebody's own account is mailed once, at once, and given up like any mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import messages, outbox
from engine.preferences import Preferences, Quiet, choose
from flows import walk as walking
from flows.letters import send
from flows.telling import GIVE_UP_AFTER
from outputs.channels.delivery import Delayed
from settings import Settings
from tests.flows.conftest import Install
from tests.flows.errands import OPENED, inbox_of
from tests.flows.postbox import Postbox
from tests.flows.threads import in_a_thread
from tests.roads import BRANCH, Road, noon

_AT = noon(OPENED)


def _owed(road: Road, **known: str) -> outbox.Errand:
    """Tell somebody something about their account, and claim the mail that is owed."""
    outbox.done(road.database, _claimed(road), _AT)
    person = road.person(BRANCH, OPENED, **known)
    messages.tell(road.database, person, "new_device", "Thiết bị mới", "Có đăng nhập mới.", _AT)
    quiet = Preferences(quiet=Quiet(since=0, until=23 * 60 + 59))
    choose(road.database, person, quiet, _AT)  # which holds other mails, not these
    (errand,) = _claimed(road)
    return errand


def _claimed(road: Road) -> list[outbox.Errand]:
    return outbox.claim(road.database, walker="test", at=_AT, lease=timedelta(minutes=5), at_most=100)


def _mailed(road: Road, errand: outbox.Errand) -> str | None:
    with road.database.reading() as session:
        letter = messages.letter(session, errand.sequence)
    assert letter is not None
    return letter.mailed


def _send(errand: outbox.Errand, settings: Settings) -> None:
    in_a_thread(send, errand, settings, _AT)


def test_letter_goes_out_once_whatever_was_chosen(road: Road, install: Install, postbox: Postbox) -> None:
    settings, errand = install(road), _owed(road, email="ai@example.org")

    for _ in range(2):
        _send(errand, settings)

    (mail,) = postbox.taken
    assert (mail["To"], mail["Subject"]) == ("ai@example.org", "Thiết bị mới")
    assert mail.get_content().strip() == "Có đăng nhập mới."
    assert (errand.flow, _mailed(road, errand)) == ("letters", "sent")
    assert walking._stage("letters").fn.__module__ == "flows.letters"


def test_letter_is_tried_again_and_given_up(sqlite_road: Road, install: Install, postbox: Postbox) -> None:
    settings, errand = install(sqlite_road), _owed(sqlite_road, email="ai@example.org")
    postbox.answer = lambda _: "451 4.7.1 later"

    with pytest.raises(Delayed):
        _send(errand, settings)
    before = _mailed(sqlite_road, errand)
    postbox.answer = lambda _: "550 5.1.1 unknown"
    _send(errand, settings)

    assert (before, _mailed(sqlite_road, errand)) == (None, "dead")
    assert errand.attempts < GIVE_UP_AFTER


def test_without_a_mail_server_it_is_told_in_the_program_alone(sqlite_road: Road, install: Install) -> None:
    settings = install(sqlite_road, smtp_host="", smtp_sender="")
    errand = _owed(sqlite_road, email="ai@example.org")

    _send(errand, settings)

    person = errand.due.notices[0].to[0]["person"]
    assert _mailed(sqlite_road, errand) is None
    assert inbox_of(sqlite_road.database, str(person)) == [("Thiết bị mới", "Có đăng nhập mới.")]


def test_stage_of_which_everything_failed_still_has_its_line() -> None:
    line = walking._line("letters", 1, [{"dossier": "-", "failed": "mail.unreachable"}])

    assert (line["sent"], line["failed"]) == (0, 1)

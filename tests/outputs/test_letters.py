"""Letters about no dossier read in both languages, and whatever was typed stays what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from jinja2 import meta

from engine.announcements import NEAR, SUBSTITUTION
from engine.queries.word import MeetingWord, Occasion, SubstitutionWord
from outputs.channels.email import MailServer, letter_of
from outputs.letters import TEMPLATES, written
from outputs.notices import environment
from outputs.wording import LANGUAGES, Language
from tests.outputs.messages import RECORDED_AT, a_message

_ON = date(2026, 12, 4)
_MEETING = Occasion(
    number="HN-2026-0007", body="Chi bộ Quân sự Phường 4", held_on=_ON, hour="08:00", place="Hội trường",
    dossiers=("HS-2026-0001", "HS-2026-0002"),
)  # fmt: skip
_AGAIN = replace(_MEETING, number="HN-2026-0008", held_on=date(2026, 12, 9), dossiers=("HS-2026-0002",))
_OF_MEETINGS = ("meeting_convened", "agenda_changed", "meeting_called_off", "meeting_adjourned", NEAR)
_WORDS = (
    *((letter, MeetingWord(meeting=_MEETING, again=None)) for letter in _OF_MEETINGS),
    ("meeting_adjourned", MeetingWord(meeting=_MEETING, again=_AGAIN)),
    *(
        (SUBSTITUTION, SubstitutionWord(became=became, since=_ON, until=_ON))
        for became in ("offered", "accepted", "declined", "ended")
    ),
)
_HOSTILE = "{{ 7 * 7 }} {% raw %} %(number)s </a> & '' https://evil.example \u202e"


def _written(letter: str, word: MeetingWord | SubstitutionWord, language: Language) -> tuple[str, str]:
    return written(letter, word, language, base_url="https://hoso.example.org/")


@pytest.mark.parametrize(("letter", "word"), _WORDS, ids=str)
def test_letter_says_what_to_do_in_both_languages_and_where(
    letter: str, word: MeetingWord | SubstitutionWord
) -> None:
    vi, en = (_written(letter, word, language) for language in LANGUAGES)

    assert vi[0] != en[0]
    for subject, body in (vi, en):
        assert len(subject.splitlines()) == 1
        assert not re.search(r"%\(|\{\{|None|\n\n\n| \n|\n$", body)
        assert body.count("https://hoso.example.org/") == 1
        assert len(body.split("\n\n")[-2].split()) == 1  # the address alone, as the page of messages reads it
    assert "Việc cần làm: " in vi[1]
    assert "What to do: " in en[1]


@pytest.mark.parametrize("letter", _OF_MEETINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_of_a_meeting_names_body_time_place_and_dossiers(letter: str, language: Language) -> None:
    _, body = _written(letter, MeetingWord(meeting=_MEETING, again=None), language)

    for part in ("HN-2026-0007, Chi bộ Quân sự Phường 4", "08:00, 04/12/2026", "Hội trường"):
        assert part in body
    assert re.search(r"\D2\D[^\n]*HS-2026-0001, HS-2026-0002\n", body)
    page = "notices" if letter == "meeting_adjourned" else "meetings/HN-2026-0007"
    assert f"https://hoso.example.org/{page}\n" in body


@pytest.mark.parametrize("letter", _OF_MEETINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_text_is_never_read_as_a_template_nor_as_a_header(letter: str, language: Language) -> None:
    hostile = replace(_MEETING, place=_HOSTILE, body=_HOSTILE)

    subject, body = _written(letter, MeetingWord(meeting=hostile, again=None), language)
    mail = letter_of(
        a_message(subject=subject, body=body, language=language),
        MailServer(host="localhost", port=25, sender="hoso@example.org"),
        RECORDED_AT,
    )

    assert body.count(_HOSTILE) == 2
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert (read["Subject"], read.get_content().strip()) == (subject, body)
    assert read["Bcc"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_meeting_without_hour_place_or_agenda_has_no_empty_lines_for_them(language: Language) -> None:
    bare = replace(_MEETING, hour=None, place=None, dossiers=())

    _, body = _written("meeting_adjourned", MeetingWord(meeting=bare, again=None), language)

    assert body.count("–") == 2
    assert "04/12/2026\n" in body


def test_adjourned_meeting_names_the_one_that_takes_its_place() -> None:
    subject, body = _written("meeting_adjourned", MeetingWord(meeting=_MEETING, again=_AGAIN), "vi")

    assert subject == "Cuộc họp ngày 04/12/2026 hoãn, họp lại ngày 09/12/2026"
    assert "https://hoso.example.org/meetings/HN-2026-0008" in body
    assert "HS-2026-0001" not in body


@pytest.mark.parametrize("letter", _OF_MEETINGS)
def test_letters_of_meetings_ask_for_nothing_but_meetings_and_the_address(letter: str) -> None:
    files = (*TEMPLATES.joinpath(letter).glob("*.txt"), TEMPLATES / "_meeting.txt")
    parsed = [environment("vi", TEMPLATES).parse(one.read_text(encoding="utf-8")) for one in files]

    asked = {name for one in parsed for name in meta.find_undeclared_variables(one)}

    assert asked - {"gettext", "ngettext"} <= {"meeting", "again", "link"}

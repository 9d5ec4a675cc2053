"""Notices: a text in both languages for whatever can be told, and nothing in it of the person it is about."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from itertools import product
from typing import Any, get_args

import pytest
import yaml
from jinja2 import meta
from sqlalchemy import inspect, select

from engine.rules import due
from models import events
from models.commands import Remind
from models.events import DossierEvents, Moved, Reminded
from models.person import Person
from models.procedure import StepKind
from models.state import DossierState, Guide, OpenStep, Status
from models.text import fold
from outputs.channels.email import MailServer, letter_of
from outputs.notices import (
    TEMPLATES,
    BadNotice,
    NoticeContext,
    compose,
    context_of,
    environment,
    link_to,
    message_id,
    notice_ids,
)
from outputs.wording import LANGUAGES, Language
from tests.house.sources import CHECKOUT
from tests.outputs.contexts import LINK, a_context
from tests.outputs.messages import a_message
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, PROCEDURES, Road

_PROCEDURE = PROCEDURES.version("vn-2022")
_UNITS = {BRANCH: "Chi bộ Quân sự Phường 4", OTHER_BRANCH: "Chi bộ Quân sự Phường 9"}
_ON = date(2022, 3, 1)


def _state() -> DossierState:
    mentor = Guide(person="nguoi-002", role="mentor", unit=BRANCH, since=_ON)
    former = dataclasses.replace(mentor, person="nguoi-003", until=_ON)
    vote = OpenStep(
        step="branch_vote", stage="branch_vote", flow="branch_vote", kind=StepKind.VOTE, unit=BRANCH,
        opened_on=_ON, due_on=_ON,
    )  # fmt: skip
    return DossierState(
        number="HS-2022-0001", procedure="vn-2022", candidate="nguoi-001", source="other", unit=BRANCH,
        line=(BRANCH, COMMITTEE), bodies={"branch": BRANCH, "grassroots_committee": COMMITTEE},
        status=Status.UNDER_WAY, opened_on=_ON, stage="branch_vote", open=(vote,), guides=(former, mentor),
    )  # fmt: skip


def _crossings() -> Iterator[DossierEvents]:
    """Yield one of each event that may happen at any step."""
    known: dict[str, Any] = {
        "on": _ON, "enclosure": None, "checked": (), "moved": Moved(), "round": 1, "items": 2, "days": 5,
        "asked_by": COMMITTEE, "answer_by": _ON, "from_unit": BRANCH, "unit": OTHER_BRANCH, "line": (),
        "bodies": {}, "cause": "other", "step": "branch_vote", "flow": "branch_vote", "outcome": "passed",
        "before": "vn-2022", "fields": (), "former": "nguoi-003", "person": "nguoi-002", "due_on": _ON,
        "procedure": "vn-2025", "open": (), "forms": (),
    }  # fmt: skip
    for kind in get_args(events.CrossEvents):
        names = {one.name for one in dataclasses.fields(kind)} - {"kind"}
        yield kind(**{name: known.get(name, 1) for name in names})


def _reminders() -> Iterator[Reminded]:
    abouts = get_args(Remind.model_fields["about"].annotation)
    for about, days in product(abouts, (-7, 0, 30)):
        yield Reminded(
            on=_ON, about=about, subject="5-KNĐ" if "paper" in about else "branch_vote", flow="branch_vote",
            due_on=_ON, days=days, escalated_to=None,
        )  # fmt: skip


def _named_in(value: object) -> set[str]:
    if isinstance(value, list):
        return {name for one in value for name in _named_in(one)}
    if not isinstance(value, dict):
        return set()
    own = {value["notice"]} if isinstance(value.get("notice"), str) else set()
    return own | {name for one in value.values() for name in _named_in(one)}


def _named_by_procedures() -> set[str]:
    files = [*CHECKOUT.glob("procedures/*.yaml"), *CHECKOUT.glob("tests/procedures/*.yaml")]
    return {name for file in files for name in _named_in(yaml.safe_load(file.read_text(encoding="utf-8")))}


def _named_by_rules() -> set[str]:
    told = (*_crossings(), *_reminders())
    found = {one.notice for event in told for one in due.notices(_PROCEDURE, _state(), event)}
    return found | {"step_opened"}


def _told(notice: str, event: DossierEvents, language: Language) -> tuple[str, str]:
    context = context_of(
        event, dossier="HS-2022-0001", link=LINK, procedure=_PROCEDURE, units=_UNITS, language=language
    )
    return compose(notice, context, language)


def test_every_notice_that_can_be_named_has_a_text_and_no_text_is_idle() -> None:
    assert notice_ids() == _named_by_procedures() | _named_by_rules()
    assert {"returned", "limit_passed", "age_of_papers_before", "branch_voted"} <= notice_ids()


@pytest.mark.parametrize("notice", sorted(notice_ids()))
def test_notice_reads_in_both_languages(notice: str) -> None:
    vi, en = (compose(notice, a_context(), language) for language in LANGUAGES)

    assert vi[0] != en[0]
    assert vi[1] != en[1]
    for subject, body in (vi, en):
        assert subject.startswith(("Hồ sơ HS-2022-0001: ", "Dossier HS-2022-0001: "))
        assert body.count(LINK) == 1
        assert not re.search(r"%\(|\{\{|None|\n\n\n| \n|\n$", body)
    assert "Việc cần làm: " in vi[1]
    assert "What to do: " in en[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", [*_crossings(), *_reminders()], ids=str)
def test_what_may_happen_at_any_step_tells_all_its_notice_asks(
    event: DossierEvents, language: Language
) -> None:
    for one in due.notices(_PROCEDURE, _state(), event):
        subject, body = _told(one.notice, event, language)

        assert "HS-2022-0001" in subject
        assert LINK in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_road_tells_all_its_notices_ask(sqlite_road: Road, language: Language) -> None:
    dossier, _ = sqlite_road.at("removal_decision")

    sent = set()
    for entry in sqlite_road.entries(dossier):
        event = entry.event
        if isinstance(event, DossierEvents):
            for one in due.notices(_PROCEDURE, sqlite_road.state(dossier), event):
                _told(one.notice, event, language)
                sent.add(one.notice)

    assert sent > {"step_opened", "branch_voted", "decision_made", "ceremony_held", "recognised"}


def test_context_says_what_the_event_says() -> None:
    opened = OpenStep(
        step="opinions", stage="mentor_assessment", flow="x", kind=StepKind.FORM, unit=BRANCH,
        opened_on=_ON, due_on=date(2022, 4, 1),
    )  # fmt: skip
    returned = events.Returned(
        on=_ON, enclosure=None, checked=(), round=1, items=2, asked_by=BRANCH, answer_by=date(2022, 3, 31),
        moved=Moved(opens=(opened,)),
    )  # fmt: skip

    context = context_of(
        returned, dossier="HS-1", link=LINK, procedure=_PROCEDURE, units=_UNITS, language="en"
    )

    assert dataclasses.asdict(context) == {
        "dossier": "HS-1",
        "link": LINK,
        "matter": None,
        "unit": "Chi bộ Quân sự Phường 4",
        "due_on": date(2022, 3, 31),
        "days": None,
        "steps": ({"title": "Opinions of organisations and of the residence", "due_on": date(2022, 4, 1)},),
    }


def test_reminder_says_how_late_it_is_and_of_what() -> None:
    late = Reminded(
        on=_ON, about="paper", subject="CN-NTVĐ", flow="x", due_on=date(2022, 2, 1), days=28,
        escalated_to=None,
    )  # fmt: skip

    subject, body = _told("paper_passed", late, "vi")

    assert subject == "Hồ sơ HS-2022-0001: giấy tờ hết giá trị"
    assert body.startswith(
        "“Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng” trong hồ sơ HS-2022-0001 hết giá trị "
        "từ sau ngày 01/02/2022, đã 28 ngày.\n\nViệc cần làm: Làm lại giấy này trước khi xét hồ sơ."
    )


@pytest.mark.parametrize(
    "file", sorted(TEMPLATES.glob("**/*.txt")), ids=lambda one: f"{one.parent.name}-{one.stem}"
)
def test_template_asks_only_for_what_a_notice_may_say(file: object) -> None:
    source = TEMPLATES.joinpath(str(file)).read_text(encoding="utf-8")

    asked = meta.find_undeclared_variables(environment("vi").parse(source))

    assert asked - {"gettext", "ngettext"} <= {one.name for one in dataclasses.fields(NoticeContext)}


def test_notice_without_a_template_is_an_error_that_names_it() -> None:
    with pytest.raises(BadNotice, match="notice=moonlight"):
        compose("moonlight", a_context(), "vi")


def test_notice_that_asks_for_more_than_the_event_tells_is_an_error() -> None:
    with pytest.raises(BadNotice, match="due_on"):
        compose("returned", a_context(due_on=None), "vi")


@pytest.mark.parametrize("number", ["HS-1\nBcc: x@y.vn", "HS-1\r\n", "HS\u2028-1", "HS\x0b-1"])
def test_subject_of_more_than_one_line_is_an_error(number: str) -> None:
    if len(number.strip().splitlines()) > 1:
        with pytest.raises(BadNotice, match="one line"):
            compose("withdrawn", a_context(dossier=number + "."), "vi")


def test_value_is_never_read_as_a_template() -> None:
    unit = "{{ 7 * 7 }} {% raw %} %(dossier)s </a> & ''"

    _, body = compose("transferred", a_context(unit=unit), "vi")

    assert f"chuyển đến {unit}." in body


def test_message_keeps_its_name_however_often_it_is_sent() -> None:
    parts = {"dossier": "HS-1", "about": 3, "notice": "returned", "person": "p", "channel": "email"}
    others = (
        {"dossier": "HS-13"},
        {"about": 33},
        {"notice": "closed"},
        {"person": "q"},
        {"channel": "webhook"},
    )

    names = [message_id(**parts | change) for change in ({}, *others)]  # type: ignore[arg-type]  # as written above

    assert message_id(**parts) == names[0]  # type: ignore[arg-type]  # as above
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[0-9a-f]{40}", one) for one in names)


def test_link_leads_to_the_dossier_and_nowhere_else() -> None:
    assert link_to("https://desk.vn/", "HS-2022-0001") == "https://desk.vn/dossiers/HS-2022-0001"
    assert link_to("https://desk.vn", "../x?y#z") == "https://desk.vn/dossiers/..%2Fx%3Fy%23z"


def test_mail_says_nothing_of_the_person_the_dossier_is_about(sqlite_road: Road) -> None:
    road = sqlite_road
    candidate = road.person(
        BRANCH, date(2021, 8, 1), full_name="Đặng Thùy Bí Mật", born_on=date(1999, 12, 31),
        birthplace="xã Rò Rỉ", home_town="huyện Kín Đáo", ethnicity="Xơ Đăng", religion="Cao Đài",
        residence="số 9 hẻm Khuất", occupation="Thợ lặn", identity_number="079199912345",
        email="bimat@rieng.example.org",
    )  # fmt: skip
    dossier = road.open(date(2021, 9, 10), candidate=candidate)
    on = road.drive(dossier, "branch_vote", date(2021, 9, 11))
    road.step(dossier, "branch_vote", on, answers=_telling_answers(road, dossier))
    road.tell(
        on, road.secretary(BRANCH), command="withdraw", dossier=dossier, on=on, reason="Đặng Thùy Bí Mật ốm"
    )

    letters = [*_letters_of(road, dossier)]

    private = {*_known_of(road), *_names(road), "bí mật kể lại", "bí mật ốm"}
    assert len(letters) > 30
    assert [(one, word) for one in letters for word in private if _contains(one, word)] == []
    leaked = compose("transferred", a_context(unit="Đặng Thùy Bí Mật"), "vi")[1]
    assert [word for word in private if _contains(leaked, word)] != []


def _telling_answers(road: Road, dossier: str) -> dict[str, object]:
    command, _ = road.command(dossier, "branch_vote", _ON)
    answers: dict[str, object] = dict(command.model_dump()["answers"])
    return {
        name: "Đặng Thùy Bí Mật kể lại" if isinstance(one, str) and "ví dụ" in one else one
        for name, one in answers.items()
    }


def _letters_of(road: Road, dossier: str) -> Iterator[str]:
    """Yield every mail of a dossier's timeline as the mail server reads it, and its text."""
    server = MailServer(host="localhost", port=25, sender="hoso@quan4.example.vn")
    for entry, language in product(road.entries(dossier), LANGUAGES):
        if not isinstance(entry.event, DossierEvents):
            continue
        for one in due.notices(_PROCEDURE, road.state(dossier), entry.event):
            subject, body = _told(one.notice, entry.event, language)
            message = a_message(subject=subject, body=body, language=language, to="ai-do@example.org")
            written = letter_of(message, server, datetime(2022, 3, 2, tzinfo=UTC)).as_bytes()
            read = message_from_bytes(written, policy=policy.default)
            yield f"{written.decode()}\n{dict(read)}\n{read.get_content()}"


def _known_of(road: Road) -> Iterator[str]:
    """Yield all that the register knows of the candidate, but what says nothing of one person alone."""
    shared = {"unit_id", "language", "sex", "standing", "education", "in_unit_since", "union_joined_on", "id"}
    columns = [one for one in inspect(Person).columns if one.name not in shared]
    with road.database.reading() as session:
        (row,) = session.rows(select(*columns).where(Person.full_name == "Đặng Thùy Bí Mật"))
    for value in row:
        if isinstance(value, date):
            yield from (value.isoformat(), f"{value:%d/%m/%Y}", f"{value:%d.%m.%Y}", str(value.year))
        elif value is not None:
            yield str(value)


def _names(road: Road) -> Iterator[str]:
    with road.database.reading() as session:
        yield from (row.full_name for row in session.rows(select(Person.full_name)))


def _contains(letter: str, word: str) -> bool:
    return fold(word) in fold(letter)

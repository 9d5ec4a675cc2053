"""What the sweep is to say on a day: of each limit the newest of the days planned, and to whom above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.reminding import Reminder, reminders_of
from models.procedure import Unit
from models.state import PaperOnFile, Status, Supplement
from tests.walks import CALENDAR, VN_2022, Walk, at, version, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
SPOKEN = (-14, -7, -1, 0, 1, 7, 30)
"""Days from a limit on which the regulation's sweep speaks: 14, 7 and 1 before, on it, 1, 7 and 30 after."""
LAPSING = (-90, -30, 0, 1, 7, 30)


def _said(walk: Walk, on: date, about: str) -> list[Reminder]:
    return [one for one in reminders_of(walk.state, VN_2022, on, CALENDAR) if one.about == about]


def _limited() -> tuple[Walk, date]:
    """Return a dossier whose decision is due on a day, opened long before."""
    walk, _ = at("decision")
    walk = with_state(walk, line=("cb", "du", "qu", "tu"), papers={})
    due_on = walk.state.open[0].due_on
    assert due_on is not None
    return walk, due_on


@given(st.integers(-40, 60))
def test_newest_planned_day_of_a_limit_is_said_and_no_other(days: int) -> None:
    walk, due_on = _limited()
    planned = [one for one in SPOKEN if one <= days]

    said = _said(walk, due_on + days * ONE_DAY, "limit")

    assert said == [
        Reminder(
            dossier=NUMBER, about="limit", subject="decision", due_on=due_on, days=days, planned=one,
            escalated_to="tu" if one > 0 else None,
        )
        for one in planned[-1:]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "above"), [("cb", "du"), ("du", "qu"), ("tu", None), ("doan", "du"), (None, "du")]
)
def test_late_body_is_told_of_one_level_up_and_one_outside_the_line_above_the_branch(
    unit: str | None, above: str | None
) -> None:
    walk, due_on = _limited()
    walk = with_state(walk, open=(replace(walk.state.open[0], unit=unit),))

    assert [one.escalated_to for one in _said(walk, due_on + ONE_DAY, "limit")] == [above]


@given(st.integers(0, 40), st.integers(-40, 40))
def test_nothing_is_said_of_the_days_up_to_when_a_step_was_opened(opened: int, days: int) -> None:
    walk, due_on = _limited()
    since = due_on - opened * ONE_DAY
    walk = with_state(walk, open=(replace(walk.state.open[0], opened_on=since),))
    planned = [one for one in SPOKEN if -opened < one <= days]

    assert [one.planned for one in _said(walk, due_on + days * ONE_DAY, "limit")] == planned[-1:]


@pytest.mark.parametrize("status", list(Status))
def test_limits_count_while_a_dossier_moves_or_is_returned(status: Status) -> None:
    walk, due_on = _limited()
    walk = with_state(walk, status=status)

    assert bool(_said(walk, due_on, "limit")) == (status in {Status.UNDER_WAY, Status.RETURNED})


@given(st.integers(-40, 40))
def test_term_is_announced_before_it_ends_and_never_after(days: int) -> None:
    walk, _ = at("probation")
    ends_on = next(one.due_on for one in walk.state.open if one.step == "probation")
    assert ends_on is not None
    planned = [one for one in SPOKEN if one < 0 and one <= days]

    said = _said(walk, ends_on + days * ONE_DAY, "term")

    assert [(one.subject, one.planned, one.escalated_to) for one in said] == [
        ("probation", one, None) for one in planned[-1:]
    ]


def test_report_of_the_mentor_is_asked_for_by_its_own_name() -> None:
    walk, _ = at("mentorship")
    due_on = walk.state.open[0].due_on
    assert due_on is not None

    assert [(one.about, one.subject, one.due_on) for one in _said(walk, due_on, "reports")] == [
        ("reports", "mentorship", due_on)
    ]
    assert _said(walk, due_on, "limit") == []


@given(st.integers(-40, 40), st.sampled_from([(30, Unit.DAYS, 30), (1, Unit.MONTHS, 28)]))
def test_supplement_is_owed_by_the_branch_and_spoken_of_since_it_was_asked(
    days: int, within: tuple[int, Unit, int]
) -> None:
    amount, unit, at_least = within
    walk, due_on = _limited()
    owed = Supplement(round=1, items=1, steps=(), answer_by=due_on, asked_by="du", enclosure="")
    walk = with_state(walk, supplement=owed, status=Status.RETURNED, open=())
    length = VN_2022.supplement.answer_within.model_copy(update={"amount": amount, "unit": unit})
    procedure = version(
        VN_2022, supplement=VN_2022.supplement.model_copy(update={"answer_within": length}),
        sweep=VN_2022.sweep.model_copy(update={"remind_before_days": (30, 28, 27, 7)}),
    )  # fmt: skip
    planned = [one for one in (-30, -28, -27, -7, 0, 1, 7, 30) if -at_least < one <= days]

    said = list(reminders_of(walk.state, procedure, due_on + days * ONE_DAY, CALENDAR))

    assert said == [
        Reminder(
            dossier=NUMBER, about="supplement", subject="supplement", due_on=due_on, days=days, planned=one,
            escalated_to="du" if one > 0 else None,
        )
        for one in planned[-1:]
    ]  # fmt: skip


def _paper(dated: date, valid_until: date | None = None) -> PaperOnFile:
    return PaperOnFile(step="opinions", dated=dated, valid_until=valid_until, enclosure=None)


@given(st.integers(-120, 60))
def test_certificate_the_road_still_asks_for_is_spoken_of_before_it_lapses(days: int) -> None:
    walk, _ = at("branch_vote")
    until = date(2024, 5, 6)
    papers = {"CN-NTVĐ": _paper(date(2019, 5, 6), until), "1-KNĐ": _paper(date(2019, 5, 6), None)}
    walk = with_state(walk, papers=papers)
    planned = [one for one in LAPSING if one <= days]

    said = _said(walk, until + days * ONE_DAY, "paper")

    assert said == [
        Reminder(
            dossier=NUMBER, about="paper", subject="CN-NTVĐ", due_on=until, days=days, planned=one,
            escalated_to=None,
        )
        for one in planned[-1:]
    ]  # fmt: skip


def test_papers_that_grow_old_are_spoken_of_on_the_last_day_they_serve() -> None:
    walk, _ = at("branch_vote")
    walk = with_state(walk, papers={"KL-XM": _paper(date(2022, 2, 3)), "3-KNĐ": _paper(date(2022, 3, 4))})

    said = _said(walk, date(2023, 2, 3), "age_of_papers")

    assert [(one.subject, one.due_on, one.planned) for one in said] == [
        ("KL-XM", date(2023, 2, 3), 0),
        ("3-KNĐ", date(2023, 3, 4), -30),
    ]


def test_paper_nothing_ahead_asks_for_is_not_spoken_of() -> None:
    walk, _ = at("grassroots_vote")
    until = date(2024, 5, 6)
    walk = with_state(walk, papers={"CN-NTVĐ": _paper(date(2019, 5, 6), until)})
    again = with_state(walk, done={}, open=(replace(walk.state.open[0], step="branch_vote"),))

    assert _said(walk, until, "paper") == []
    assert [one.subject for one in _said(again, until, "paper")] == ["CN-NTVĐ"]


def test_paper_of_a_step_already_done_is_spoken_of_only_while_the_step_is_open() -> None:
    """A step done anew is not what the road has reached: what it asked for, it asked for before."""
    walk, day = at("grassroots_vote")
    until = date(2024, 5, 6)
    walk = with_state(walk, papers={"CN-NTVĐ": _paper(date(2019, 5, 6), until)})
    vote = replace(walk.state.open[0], step="branch_vote", stage="branch_vote")
    anew = with_state(walk, open=(*walk.state.open, replace(vote, again=True)))
    repeated = with_state(walk, open=(*walk.state.open, vote))

    assert day < until
    assert _said(anew, until, "paper") == []
    assert [one.subject for one in _said(repeated, until, "paper")] == ["CN-NTVĐ"]


def test_reminder_is_known_again_by_its_key() -> None:
    said = Reminder(
        dossier=NUMBER, about="paper", subject="CN-NTVĐ", due_on=date(2024, 5, 6), days=-29, planned=-30,
        escalated_to=None,
    )  # fmt: skip

    assert said.key == "remind:HS-2021-0001:paper:cn-ntvd:2024-05-06:-30"
    assert replace(said, days=-3).key == said.key
    assert replace(said, planned=7).key == "remind:HS-2021-0001:paper:cn-ntvd:2024-05-06:+7"

"""How far each candidate gets, and on which days: the calendar of the story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from examples.district_4.office import member


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The end of the probation: its papers, the three votes."""

    review: date
    branch: date
    grassroots: date
    decision: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One stretch of a candidate's road; what is None has not come to pass."""

    candidate: str
    opened: date | None
    """None: the stretch goes on with a dossier opened before."""
    mentor: str
    assigned: date | None = None
    pace_days: int = 72
    """Between two reports of the mentor; fewer than three months, so that nobody need be reminded."""
    reported_until: date | None = None
    """Last day for reports, where the mentor has not concluded."""
    pause: tuple[date, date] | None = None
    """Days between which the dossier was suspended."""
    recommended: date | None = None
    declined: date | None = None
    successor: tuple[date, str] | None = None
    """Day on which another member takes over as mentor."""
    papers: date | None = None
    """First day of the nomination; the other papers follow at the office's usual pace."""
    certified: date | None = None
    """Day of the awareness certificate; None: shortly before the papers."""
    until: str | None = None
    """Last step done, where the way ends between two dates."""
    endorser: Literal["youth_union", "trade_union"] = "youth_union"
    branch: date | None = None
    grassroots: date | None = None
    decision: date | None = None
    received: date | None = None
    ceremony: date | None = None
    course: date | None = None
    recognition: Recognition | None = None
    against: Mapping[str, int] = field(default_factory=dict)
    """Votes against, by step."""
    away: Mapping[str, int] = field(default_factory=dict)
    """How many stay away from a vote, by step."""


WAYS = (
    # Admitted and recognised.
    Way(
        candidate="qc-001", opened=date(2019, 9, 16), mentor=member(4, 3), assigned=date(2019, 9, 20),
        recommended=date(2020, 9, 25), papers=date(2020, 10, 5), branch=date(2020, 12, 11),
        grassroots=date(2020, 12, 28), decision=date(2021, 1, 20), received=date(2021, 1, 25),
        ceremony=date(2021, 2, 3), course=date(2021, 6, 18), away={"branch_vote": 1, "grassroots_vote": 1},
        recognition=Recognition(
            review=date(2022, 2, 8), branch=date(2022, 2, 21), grassroots=date(2022, 3, 4),
            decision=date(2022, 3, 18),
        ),
    ),
    Way(
        candidate="qc-002", opened=date(2019, 10, 7), mentor=member(9, 3), assigned=date(2019, 10, 11),
        recommended=date(2020, 10, 19), papers=date(2020, 10, 26), branch=date(2021, 1, 15),
        grassroots=date(2021, 2, 5), decision=date(2021, 3, 12), received=date(2021, 3, 17),
        ceremony=date(2021, 3, 26), course=date(2021, 12, 10), against={"branch_vote": 1},
        recognition=Recognition(
            review=date(2022, 3, 28), branch=date(2022, 4, 15), grassroots=date(2022, 4, 26),
            decision=date(2022, 5, 17),
        ),
    ),
    Way(
        candidate="qc-003", opened=date(2019, 11, 18), mentor="dv-bch-10", assigned=date(2019, 11, 22),
        successor=(date(2020, 6, 15), "dv-bch-11"), recommended=date(2020, 12, 18), papers=date(2020, 12, 21),
        endorser="trade_union", branch=date(2021, 3, 5), grassroots=date(2021, 3, 19),
        decision=date(2021, 4, 22), received=date(2021, 4, 28), ceremony=date(2021, 5, 19),
        course=date(2021, 12, 10), away={"branch_vote": 2, "decision": 1},
        recognition=Recognition(
            review=date(2022, 5, 23), branch=date(2022, 6, 10), grassroots=date(2022, 6, 21),
            decision=date(2022, 7, 8),
        ),
    ),
    # Admitted, in probation.
    Way(
        candidate="qc-004", opened=date(2020, 6, 15), mentor=member(13, 3), assigned=date(2020, 6, 19),
        recommended=date(2021, 6, 25), papers=date(2021, 10, 18), branch=date(2021, 12, 17),
        grassroots=date(2021, 12, 30), decision=date(2022, 1, 21), received=date(2022, 1, 25),
        ceremony=date(2022, 2, 18), course=date(2022, 8, 12), away={"branch_vote": 1},
    ),
    Way(
        candidate="qc-005", opened=date(2020, 9, 14), mentor=member(2, 3), assigned=date(2020, 9, 18),
        pause=(date(2021, 7, 9), date(2021, 10, 4)), recommended=date(2021, 10, 15),
        papers=date(2021, 10, 25), branch=date(2022, 1, 14), grassroots=date(2022, 2, 25),
        decision=date(2022, 4, 8), received=date(2022, 4, 14), ceremony=date(2022, 5, 19),
        against={"grassroots_vote": 1},
    ),
    Way(
        candidate="qc-006", opened=date(2021, 2, 22), mentor=member(16, 3), assigned=date(2021, 2, 26),
        recommended=date(2022, 3, 4), papers=date(2022, 3, 14), branch=date(2022, 6, 10),
        grassroots=date(2022, 6, 28), decision=date(2022, 8, 5), received=date(2022, 8, 10),
        ceremony=date(2022, 8, 19), away={"branch_vote": 1},
    ),
    # At every other place of the road.
    Way(
        candidate="qc-007", opened=date(2022, 3, 14), mentor=member(4, 4), assigned=date(2022, 3, 18),
        reported_until=date(2022, 12, 30),
    ),
    Way(
        candidate="qc-008", opened=date(2022, 4, 4), mentor=member(4, 4), assigned=date(2022, 4, 8),
        reported_until=date(2022, 12, 30),
    ),
    Way(
        candidate="qc-009", opened=date(2021, 9, 20), mentor=member(3, 3), assigned=date(2021, 10, 1),
        recommended=date(2022, 10, 7), papers=date(2022, 12, 12), until="curriculum_vitae",
    ),
    Way(
        candidate="qc-010", opened=date(2021, 10, 11), mentor=member(6, 3), assigned=date(2021, 10, 15),
        recommended=date(2022, 10, 21), papers=date(2022, 10, 31), until="introduction",
    ),
    Way(
        candidate="qc-011", opened=date(2021, 5, 10), mentor=member(10, 3), assigned=date(2021, 5, 14),
        pace_days=96, recommended=date(2022, 5, 27), papers=date(2022, 9, 26),
    ),
    Way(
        candidate="qc-012", opened=date(2020, 3, 9), mentor=member(8, 4), assigned=date(2020, 3, 13),
        recommended=date(2021, 3, 19), papers=date(2021, 3, 29), branch=date(2021, 6, 4),
        against={"branch_vote": 3}, away={"branch_vote": 1},
    ),
    Way(
        candidate="qc-013", opened=date(2021, 3, 15), mentor=member(16, 3), assigned=date(2021, 3, 19),
        recommended=date(2022, 3, 25), papers=date(2022, 7, 18), branch=date(2022, 10, 14),
    ),
    Way(
        candidate="qc-014", opened=date(2021, 11, 15), mentor=member(15, 3), assigned=date(2021, 11, 19),
        reported_until=date(2022, 10, 7),
    ),
    Way(
        candidate="qc-015", opened=date(2020, 10, 12), mentor=member(1, 3), assigned=date(2020, 10, 16),
        reported_until=date(2021, 4, 9),
    ),
    Way(
        candidate="qc-016", opened=date(2021, 10, 18), mentor=member(6, 4), assigned=date(2021, 10, 22),
        reported_until=date(2022, 6, 10),
    ),
    Way(
        candidate="qc-016", opened=None, mentor=member(9, 4), assigned=date(2022, 6, 20),
        reported_until=date(2022, 12, 30),
    ),
    Way(
        candidate="qc-017", opened=date(2020, 7, 6), mentor=member(14, 3), assigned=date(2020, 7, 10),
        pace_days=98, recommended=date(2021, 12, 10), papers=date(2021, 12, 20), certified=date(2017, 4, 28),
    ),
    Way(
        candidate="qc-018", opened=date(2021, 2, 1), mentor=member(3, 4), assigned=date(2021, 2, 5),
        recommended=date(2022, 2, 11), papers=date(2022, 2, 21), branch=date(2022, 6, 3),
        grassroots=date(2022, 6, 24),
    ),
    Way(
        candidate="qc-019", opened=date(2021, 6, 7), mentor=member(13, 3), assigned=date(2021, 6, 11),
        recommended=date(2022, 6, 17), papers=date(2022, 8, 22), branch=date(2022, 12, 9),
        away={"branch_vote": 1},
    ),
    Way(
        candidate="qc-020", opened=date(2021, 4, 5), mentor=member(2, 4), assigned=date(2021, 4, 9),
        recommended=date(2022, 4, 15), papers=date(2022, 6, 20), branch=date(2022, 9, 30),
        grassroots=date(2022, 10, 21), decision=date(2022, 12, 15), received=date(2022, 12, 21),
    ),
    Way(
        candidate="qc-021", opened=date(2021, 10, 4), mentor=member(1, 4), assigned=date(2021, 10, 8),
        declined=date(2022, 4, 8),
    ),
    Way(
        candidate="qc-021", opened=None, mentor=member(1, 3), assigned=date(2022, 4, 18),
        reported_until=date(2022, 12, 30),
    ),
    Way(
        candidate="qc-022", opened=date(2020, 2, 17), mentor=member(10, 4), assigned=date(2020, 2, 21),
        reported_until=date(2020, 9, 11),
    ),
    Way(candidate="qc-023", opened=date(2022, 12, 19), mentor=member(9, 4)),
)  # fmt: skip

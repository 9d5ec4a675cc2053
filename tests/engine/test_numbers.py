"""Number series: one after another, none missing, none twice, each body and year for itself."""

from contextlib import suppress
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import numbers
from engine.database import Database


class _GivenUp(Exception):
    """A transaction that is not to stand."""


_OFFICES = count()
"""Examples share a database, each with units of its own."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    takes=st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from([2021, 2022]), st.sampled_from(["NQ", "QĐ"]), st.booleans()
        ),
        max_size=12,
    )
)
def test_number_given_back_by_a_rollback_is_given_again(
    database: Database, takes: list[tuple[str, int, str, bool]]
) -> None:
    office = next(_OFFICES)
    expected: dict[tuple[str, int, str], int] = {}
    for unit, year, symbol, stands in takes:
        with suppress(_GivenUp), database.writing() as session:
            taken = numbers.take(session, f"{office}-{unit}", year, symbol)
            assert taken == expected.get((unit, year, symbol), 0) + 1
            if not stands:
                raise _GivenUp
            expected[unit, year, symbol] = taken


def test_numbers_are_printed_as_the_office_prints_them() -> None:
    assert numbers.printed(7, "NQ/CB") == "07-NQ/CB"
    assert numbers.printed(123, "QĐ/QU") == "123-QĐ/QU"
    assert numbers.dossier_number(12, 2026) == "HS-2026-0012"
    assert numbers.dossier_number(12345, 2026) == "HS-2026-12345"
    assert numbers.meeting_number(3, 2026) == "HN-2026-0003"
    assert numbers.document_mark("HS-2026-0012", 31, 0) == "VB-2026-0012-031"
    assert numbers.document_mark("HS-2026-0012", 31, 1) == "VB-2026-0012-031-2"

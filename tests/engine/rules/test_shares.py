"""Shares of a roll, held against exact fractions, counting through, and the regulation's own numbers."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.rules.shares import at_least, more_than, needed, percentage_text

COUNTS = st.integers(min_value=0, max_value=100_000)
SHARES = st.integers(min_value=1, max_value=100).flatmap(
    lambda denominator: st.tuples(st.integers(min_value=0, max_value=denominator), st.just(denominator))
)


@given(COUNTS, SHARES, st.integers(min_value=1, max_value=100_000))
def test_at_least_agrees_with_fractions(part: int, share: tuple[int, int], whole: int) -> None:
    assert at_least(part, *share, whole) == (Fraction(part, whole) >= Fraction(*share))


@given(COUNTS, SHARES, st.integers(min_value=1, max_value=100_000))
def test_more_than_agrees_with_fractions(part: int, share: tuple[int, int], whole: int) -> None:
    assert more_than(part, *share, whole) == (Fraction(part, whole) > Fraction(*share))


@given(SHARES, st.integers(min_value=1, max_value=100_000))
def test_share_met_exactly_is_reached_and_not_passed(share: tuple[int, int], times: int) -> None:
    numerator, denominator = share

    assert at_least(numerator * times, numerator, denominator, denominator * times)
    assert not more_than(numerator * times, numerator, denominator, denominator * times)


@given(SHARES, st.integers(min_value=1, max_value=300))
def test_needed_is_the_first_count_that_satisfies(share: tuple[int, int], whole: int) -> None:
    reaching = next(votes for votes in range(whole + 2) if at_least(votes, *share, whole))
    passing = next(votes for votes in range(whole + 2) if more_than(votes, *share, whole))

    assert needed(*share, whole, strict=False) == reaching
    assert needed(*share, whole, strict=True) == passing


@given(SHARES, st.integers(min_value=1, max_value=100_000), COUNTS)
def test_needed_never_falls_when_the_roll_grows(share: tuple[int, int], smaller: int, more: int) -> None:
    for strict in (False, True):
        assert needed(*share, smaller, strict=strict) <= needed(*share, smaller + more, strict=strict)


@given(COUNTS, SHARES)
def test_share_of_an_empty_roll_is_out_of_reach(part: int, share: tuple[int, int]) -> None:
    assert not at_least(part, *share, 0)
    assert not more_than(part, *share, 0)
    assert needed(*share, 0, strict=False) == needed(*share, 0, strict=True) == 1


@pytest.mark.parametrize(
    ("roll", "votes"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (9, 6), (15, 10), (21, 14), (201, 134)]
)
def test_two_thirds_of_all_official_members_statutes_art_5(roll: int, votes: int) -> None:
    assert needed(2, 3, roll, strict=False) == votes
    assert at_least(votes, 2, 3, roll)
    assert not at_least(votes - 1, 2, 3, roll)


@pytest.mark.parametrize(("roll", "votes"), [(1, 1), (2, 2), (3, 2), (9, 5), (10, 6), (11, 6)])
def test_more_than_half_of_a_standing_committee_01_hd_tw(roll: int, votes: int) -> None:
    assert needed(1, 2, roll, strict=True) == votes
    assert more_than(votes, 1, 2, roll)
    assert not more_than(votes - 1, 1, 2, roll)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (19, 21, "90,48"),
        (21, 21, "100"),
        (0, 21, "0"),
        (3, 4, "75"),
        (1, 8, "12,50"),
        (2, 3, "66,67"),
        (1, 300, "0,33"),
        (1, 1_000, "0,10"),
        (1, 20_000, "0,01"),
        (1, 20_001, "0,00"),
        (19_999, 20_000, "100,00"),
    ],
)
def test_percentage_is_printed_as_in_a_resolution(part: int, whole: int, text: str) -> None:
    assert percentage_text(part, whole) == text


@given(COUNTS, st.integers(min_value=1, max_value=100_000))
def test_percentage_is_the_nearest_hundredth_with_halves_up(part: int, whole: int) -> None:
    exact = Fraction(100 * part, whole)

    shown = Fraction(percentage_text(part, whole).replace(",", "."))

    assert -Fraction(1, 200) < shown - exact <= Fraction(1, 200)
    assert (exact.denominator == 1) == ("," not in percentage_text(part, whole))


@given(COUNTS, COUNTS, st.integers(min_value=1, max_value=100_000))
def test_percentage_never_falls_when_votes_are_added(part: int, more: int, whole: int) -> None:
    fewer, greater = (Fraction(percentage_text(p, whole).replace(",", ".")) for p in (part, part + more))

    assert fewer <= greater


@pytest.mark.parametrize("wrong", [-1, True, False, 1.0, "1", None])
@pytest.mark.parametrize("rule", [at_least, more_than])
@pytest.mark.parametrize("place", range(4))
def test_comparison_refuses_what_is_not_a_count(rule: Callable[..., bool], wrong: object, place: int) -> None:
    numbers: list[object] = [5, 1, 2, 10]
    numbers[place] = wrong

    with pytest.raises(ValueError, match="not a count"):
        rule(*numbers)


@pytest.mark.parametrize("wrong", [-1, True, 2.0])
def test_needed_and_percentage_refuse_what_is_not_a_count(wrong: int) -> None:
    with pytest.raises(ValueError, match="not a count"):
        needed(2, 3, wrong, strict=False)
    with pytest.raises(ValueError, match="not a count"):
        percentage_text(wrong, 10)
    with pytest.raises(ValueError, match="not a count"):
        percentage_text(1, wrong)


@given(st.integers(min_value=0, max_value=100), st.integers(min_value=0, max_value=100))
def test_share_beyond_the_whole_or_of_nothing_is_refused(numerator: int, denominator: int) -> None:
    assume(denominator == 0 or numerator > denominator)

    with pytest.raises(ValueError, match="not a share of a roll"):
        at_least(1, numerator, denominator, 10)
    with pytest.raises(ValueError, match="not a share of a roll"):
        needed(numerator, denominator, 10, strict=True)


def test_percentage_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no percentage of nothing"):
        percentage_text(0, 0)

"""Voting arithmetic in whole numbers: a share of a roll is compared exactly and never rounded first."""


def at_least(part: int, numerator: int, denominator: int, whole: int) -> bool:
    """Whether the votes reach the share of the whole: two thirds of 21 members are 14.

    No share of an empty roll is ever reached. Raises ValueError for anything but whole numbers from zero up.
    """
    _refuse_impossible(numerator, denominator, part, whole)
    return whole > 0 and denominator * part >= numerator * whole


def more_than(part: int, numerator: int, denominator: int, whole: int) -> bool:
    """Whether the votes go beyond the share of the whole: more than half of 10 members are 6.

    No share of an empty roll is ever passed. Raises ValueError for anything but whole numbers from zero up.
    """
    _refuse_impossible(numerator, denominator, part, whole)
    return whole > 0 and denominator * part > numerator * whole


def needed(numerator: int, denominator: int, whole: int, *, strict: bool) -> int:
    """The smallest number of votes that reaches the share or, when strict, goes beyond it.

    It lies above the whole where no vote can be enough, as on an empty roll.
    """
    _refuse_impossible(numerator, denominator, whole)
    if strict:
        return numerator * whole // denominator + 1
    return -(-numerator * whole // denominator) if whole else 1


def percentage_text(part: int, whole: int) -> str:
    """The percentage as a resolution prints it, for readers only: 19 of 21 is "90,48", 21 of 21 is "100".

    A percentage that is a whole number has no decimals; any other has two, halves rounded up. Raises
    ValueError where there is nothing to take a share of.
    """
    _refuse_impossible(1, 1, part, whole)
    if whole == 0:
        raise ValueError("there is no percentage of nothing")
    if 100 * part % whole == 0:
        return str(100 * part // whole)
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02}"


def _refuse_impossible(numerator: int, denominator: int, *counts: int) -> None:
    for number in (numerator, denominator, *counts):
        if type(number) is not int or number < 0:  # True is no vote
            raise ValueError(f"not a count: {number!r}")
    if denominator == 0 or numerator > denominator:
        raise ValueError(f"not a share of a roll: {numerator}/{denominator}")

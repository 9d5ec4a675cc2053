"""Each of the house's own rules can fail: shown on a sample that breaks it, beside one that keeps it."""

from collections.abc import Callable

import pytest

from tests.house import checks

_LONG_FUNCTION = "def walk():\n" + "    step = 1\n" * 50
_SHORT_ENOUGH = "def walk():\n" + "    step = 1\n" * 49


@pytest.mark.parametrize(
    ("check", "broken", "kept"),
    [
        (checks.too_long, "x = 1\n" * 401, "x = 1\n" * 400),
        (checks.too_long, _LONG_FUNCTION, _SHORT_ENOUGH),
        (checks.too_long, "async " + _LONG_FUNCTION, "async " + _SHORT_ENOUGH),
        (checks.clock_reads, "at = datetime.now(UTC)", "at = given.now"),
        (checks.clock_reads, "day = date.today()", "day = facts.today"),
        (checks.clock_reads, "day = datetime.date.today()", "day = datetime.date(2026, 1, 1)"),
        (checks.clock_reads, "at = field(default_factory=datetime.now)", "at = field(default_factory=tuple)"),
        (checks.clock_reads, "at = time.time()", "at = entry.time"),
        (checks.clock_reads, "from time import time_ns", "from time import monotonic"),
        (checks.clock_reads, "insert(row).values(at=func.now())", "insert(row).values(at=at)"),
        (checks.commits, "session.commit()", "session.write(row)"),
        (checks.broad_excepts, "try: x\nexcept Exception: y", "try: x\nexcept ValueError: y"),
        (checks.broad_excepts, "try: x\nexcept: y", "try: x\nexcept (ValueError, KeyError): y"),
        (checks.broad_excepts, "try: x\nexcept (KeyError, BaseException): y", "try: x\nfinally: y"),
        (checks.more_than_functions, "class Walk: ...", "def walk(): ..."),
        (checks.more_than_functions, "def walk():\n    class Wave: ...", "async def walk(): ..."),
        (checks.more_than_functions, "SEEN = []", "STAGES = ('vote', 'ceremony')"),
        (checks.more_than_functions, "SEEN: dict[str, int] = {}", "BATCH: int = 200"),
        (checks.more_than_functions, "SEEN = collections.defaultdict(list)", "PAUSE = timedelta(seconds=5)"),
        (checks.more_than_functions, "count = 0", "COUNT = 0"),
        (checks.more_than_functions, "register(walk)", '"""What the walk does."""\nimport prefect'),
        (checks.unexplained_suppressions, "x = 1  # noqa: S101", "x = 1  # noqa: S101 -- a test asserts"),
        (checks.unexplained_suppressions, "x = 1  # noqa", "x = 1  # the # noqa of others"),
        (checks.unexplained_suppressions, "x = 1  # type: ignore[arg-type]", "x = '# noqa'"),
        (
            checks.unexplained_suppressions,
            "x = 1  # type: ignore",
            "x = 1  # type: ignore[misc]  # untyped library",
        ),
    ],
)
def test_check_finds_what_breaks_it_and_nothing_else(
    check: Callable[[str], list[str]], broken: str, kept: str
) -> None:
    assert len(check(broken)) == 1
    assert check(kept) == []

"""The code of the rooms keeps the house's own rules."""

from collections.abc import Callable

import pytest

from tests.house import checks
from tests.house.sources import files_in, product_files

pytestmark = pytest.mark.xdist_group("code")  # what one test has parsed, the next one looks at again

_MAY_CATCH_EVERYTHING = {
    "desk/app.py": 1,  # the web's last guard
    "flows/walk.py": 1,  # one dossier's failure must not stop the wave
}
_THE_ONE_PLACE_THAT_COMMITS = "engine/database.py"

Broken = dict[str, list[str]]


def _broken(check: Callable[[str], list[str]], *places: str) -> Broken:
    sources = files_in(*places) if places else product_files()
    return {path: found for path, source in sources if (found := check(source))}


def test_no_file_and_no_function_has_outgrown_one_look() -> None:
    assert _broken(checks.too_long) == {}
    assert _broken(checks.too_long, "tests", "ops", "benchmarks", "examples") == {}


def test_engine_is_told_the_time_and_never_asks() -> None:
    assert _broken(checks.clock_reads, "engine", "models") == {}


def test_nobody_commits_but_the_database_file() -> None:
    assert set(_broken(checks.commits)) <= {_THE_ONE_PLACE_THAT_COMMITS}


def test_only_two_guards_catch_everything() -> None:
    found = {path: len(places) for path, places in _broken(checks.broad_excepts).items()}

    too_many = {path: n for path, n in found.items() if n > _MAY_CATCH_EVERYTHING.get(path, 0)}
    assert too_many == {}


def test_flows_hold_functions_only_since_prefect_may_load_them_twice() -> None:
    assert _broken(checks.more_than_functions, "flows") == {}


@pytest.mark.parametrize("place", ["product", "tests", "ops", "migrations", "benchmarks"])
def test_every_silenced_check_says_why(place: str) -> None:
    assert _broken(checks.unexplained_suppressions, *([] if place == "product" else [place])) == {}

"""What every test may ask for, and how properties are searched."""

import os

from hypothesis import Phase, settings

pytest_plugins = ["tests.databases", "tests.offices", "tests.desks", "tests.browsers", "tests.groups"]

# No deadline: a busy machine is no defect, and speed is measured by the benchmarks. In CI the same examples
# each time, so that a change is judged by what it changes.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
# For the mutants: few examples, the same for each, and none looked for that says it shorter.
settings.register_profile(
    "mutants",
    settings.get_profile("house"),
    derandomize=True,
    database=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("house")

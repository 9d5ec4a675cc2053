"""What every test may ask for, and how properties are searched."""

import os

from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.offices", "tests.desks", "tests.browsers", "tests.groups"]

# No deadline: a busy machine is no defect, and speed is measured by the benchmarks. In CI the same examples
# each time, so that a change is judged by what it changes.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

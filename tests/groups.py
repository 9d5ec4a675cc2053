"""Tests of one `xdist_group` run in one process, so that what they share is made once.

pytest-xdist tells whoever hands out the tests by a name added to their ids, but since pytest 9.2 nobody reads
what it writes, and every process made everything: https://github.com/pytest-dev/pytest-xdist/issues/1386.
"""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the name of its group to the id of each test, as pytest-xdist means to."""
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        groups = "_".join(sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")}))
        if groups and not item.nodeid.endswith(f"@{groups}"):
            item._id = item.id.parse(f"{item.nodeid}@{groups}")

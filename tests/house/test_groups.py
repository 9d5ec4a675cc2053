"""Tests that share what is dear are handed to one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("groups")
def test_group_of_a_test_is_told_to_whoever_hands_out_the_tests(request: pytest.FixtureRequest) -> None:
    is_handed_out = request.config.getoption("loadgroup", default=False)

    assert request.node.nodeid.endswith("@groups") == bool(is_handed_out)

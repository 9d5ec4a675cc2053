"""What Prefect runs: the walk wave by wave, the stages it hands over to, and the daily sweep."""

import os

DO_NOT_TRACK = os.environ.setdefault("DO_NOT_TRACK", "1")
"""Said before Prefect is imported, which else tells its makers of the first time it is used."""
PREFECT_LOGGING_LEVEL = os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
"""Likewise: else a line is logged for every task that went well."""

"""Prefect's command line with its scheduler put right: `python -m console.prefect_command server start`."""

from __future__ import annotations

import runpy

from flows.server import mend_scheduler

if __name__ == "__main__":
    mend_scheduler()
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)

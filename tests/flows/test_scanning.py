"""Scans that wait come before the office's scanner again, and are settled by what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import installation
from flows.scanning import check, waiting
from models.commands import AttachScan
from models.errors import OutsideFailure
from tests.flows.conftest import Install
from tests.flows.errands import OPENED
from tests.roads import BRANCH, Road, noon
from tests.scans import pdf


def test_scans_that_wait_are_settled_by_the_scanner_once_it_answers(
    road: Road, install: Install, tmp_path: Path
) -> None:
    dossier, on = road.at("application", OPENED)
    scanner, says = tmp_path / "scanner", tmp_path / "scanner.says"
    scanner.write_text('#!/bin/sh\ngrep -q NHIEM "$2" && exit 1\nexit "$(cat "$0.says")"\n')
    scanner.chmod(0o755)
    settings = install(road, scan_command=f"{scanner} --quiet")
    for content in (pdf(), pdf() + b"NHIEM"):
        digest = installation.archive(settings).put(content)
        attach = AttachScan(
            dossier=dossier, paper="1-KNĐ", name="đơn.pdf", format="pdf", size=len(content), sha256=digest
        )
        road.do(attach, road.secretary(BRANCH), on)

    clean, infected = waiting(settings)
    says.write_text("2")
    with pytest.raises(OutsideFailure):
        check(clean, settings, noon(on))
    says.write_text("0")
    told = [check(one, settings, noon(on)) for one in (clean, infected, clean)]

    assert [one["verdict"] for one in told] == ["clean", "infected", "settled"]
    assert waiting(settings) == ()
    assert waiting(install(road)) == ()

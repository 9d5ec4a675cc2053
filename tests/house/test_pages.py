"""The generated pages of `docs/` say what the code says."""

from pathlib import Path

import pytest

from ops import pages
from settings import Settings
from tests.house.sources import CHECKOUT


def test_generated_pages_are_current() -> None:
    assert pages.outdated() == []


def test_page_left_behind_is_found_and_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_DOCS", tmp_path)
    missing = pages.outdated()
    pages.write()
    written = pages.outdated()
    (tmp_path / "settings.md").write_text("an old page")

    assert (missing, written, pages.outdated()) == (list(pages.PAGES), [], ["settings.md"])


def test_settings_page_has_a_row_for_every_setting() -> None:
    page = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")

    missing = [name for name in Settings.model_fields if f"| `DIUDAT_{name.upper()}` |" not in page]
    assert missing == []

"""Whatever the checker of procedures finds has a Vietnamese sentence."""

from __future__ import annotations

from pathlib import Path

from engine.procedure_check import check
from outputs.wording.findings import SENTENCES, finding_text
from tests.house.sources import files_in
from tests.outputs.wording.codes import dotted

_CHECKERS = tuple(
    f"engine/procedure_{one}.py" for one in ("check", "file", "parts", "reading", "road", "votes")
)
_BUILT = {"extends.unknown", "forms.unknown", "step.unreached", "stage.unreached"}
"""Codes that are put together of a key and a word."""


def test_every_finding_has_a_sentence_and_every_sentence_a_finding() -> None:
    found = _BUILT.union(*(dotted(source) for _, source in files_in(*_CHECKERS)))

    assert sorted(found - set(SENTENCES)) == []
    assert sorted(set(SENTENCES) - found) == []


def test_finding_names_its_file_its_line_and_the_words_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "vn-1.yaml").write_text("id: vn-1\nextends: nowhere\n", encoding="utf-8")

    findings = {one.code: one for one in check(tmp_path)}

    told = finding_text(findings["extends.unknown"], "vi")
    assert told.startswith(f"{tmp_path / 'vn-1.yaml'}:2: extends: không có tệp nowhere")
    assert finding_text(findings["extends.unknown"], "en") == str(findings["extends.unknown"])

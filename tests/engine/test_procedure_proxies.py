"""What the checker finds about proxies: by which nobody may vote for anybody, or one for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.procedure_check import check
from outputs.wording.findings import finding_text

_RESCUE = Path(__file__).resolve().parent.parent / "procedures"
_THREE = 'proxies: {amount: 3, source: "Station custom, no boat is taken out by two"}'


@pytest.mark.parametrize(
    ("old", "new", "code", "step", "said"),
    [
        ("proxies: {amount: 1", "proxies: {amount: 0", "proxies.none", "crew_vote",
         "cho ủy quyền mà không ai được bỏ phiếu thay ai"),
        ("least_roll: {amount: 3", f"{_THREE}\n          least_roll: {{amount: 3", "proxies.everybody",
         "berth", "một người bỏ phiếu thay được cho tất cả người khác (least_roll)"),
    ],
)  # fmt: skip
def test_proxies_that_make_no_sense_are_found(
    tmp_path: Path, old: str, new: str, code: str, step: str, said: str
) -> None:
    for file in _RESCUE.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        changed = text.replace(old, new) if file.stem == "rescue-2018" else text
        (tmp_path / file.name).write_text(changed, encoding="utf-8")

    (found,) = check(tmp_path)

    assert (found.code, found.path.partition(".steps.")[2]) == (code, f"{step}.vote.proxies.amount")
    assert said in finding_text(found, "vi")

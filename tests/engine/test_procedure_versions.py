"""How one version of a regulation follows another: in time, and in what it takes over."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.procedure_check import check

FOLDER = Path(__file__).resolve().parents[2] / "procedures"
RESCUE = Path(__file__).resolve().parents[1] / "procedures"
REAL = (FOLDER / "vn-2022.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("first_day", "code"),
    [
        ("2025-06-30", "term.overlap"),
        ("2025-07-01", None),
        ("2025-07-02", "term.gap"),
        ("2020-01-01", "term.overlap"),
    ],
)
def test_versions_follow_one_another_without_overlap_or_gap(
    tmp_path: Path, first_day: str, code: str | None
) -> None:
    folder = _folder(tmp_path)
    (folder / "vn-2030.yaml").write_text(
        f"id: vn-2030\nextends: vn-2022\nin_force_from: {first_day}\n", encoding="utf-8"
    )

    assert [one.code for one in check(folder)] == ([code] if code else [])


def test_another_organisation_may_be_in_force_at_the_same_time(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    for file in RESCUE.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())

    assert check(folder) == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("extends: vn-1930\n", "extends.unknown", 3),
        ("extends: ../vn-2022\n", "extends.unknown", 3),
        ("extends: vn-2030\n", "extends.circle", 3),
        ("extends: vn-2022\nsources: none\n", "sources.shape", 4),
        ("extends: vn-2022\nsources:\n  - {was: a}\n", "sources.shape", 5),
        ("extends: vn-2022\nsources:\n  - {was: Luật cũ, source: Luật mới}\n", "sources.unknown", 5),
        ("extends: vn-2022\nsteps: [decision]\n", "steps.shape", 4),
        ("extends: vn-2022\nsteps:\n  decisions: {redo_on_transfer: true}\n", "steps.unknown", 5),
        ("extends: vn-2022\nsteps:\n  decision: {limits: 60}\n", "key.unknown", 5),
        ("extends: vn-2022\nbasis: [Luật mới]\n", "source.unknown", None),
    ],
)
def test_fault_in_how_a_version_follows_another_is_found(
    tmp_path: Path, text: str, code: str, line: int | None
) -> None:
    folder = _folder(tmp_path)
    later = folder / "vn-2030.yaml"
    later.write_text(f"id: vn-2030\nin_force_from: 2025-07-01\n{text}", encoding="utf-8")

    found = check(folder)

    assert {one.code for one in found} == {code}
    assert line is None or [(one.file, one.line) for one in found] == [(str(later), line)]


def test_fault_in_a_value_taken_over_is_found_where_it_is_written(tmp_path: Path) -> None:
    text = REAL.replace("papers: [5-KNĐ]", "papers: [5-KNĐ, 5B-KNĐ]")
    folder = _folder(tmp_path, text)
    (folder / "vn-2030.yaml").write_text(
        "id: vn-2030\nextends: vn-2022\nin_force_from: 2025-07-01\n", encoding="utf-8"
    )

    found = check(folder)

    line = text.count("\n", 0, text.index("5B-KNĐ")) + 1
    assert [(Path(one.file).name, one.line) for one in found] == [("vn-2022.yaml", line)]


def test_example_of_the_how_to_is_read_and_what_it_leaves_out_is_found(tmp_path: Path) -> None:
    page = (FOLDER.parent / "docs" / "how-to" / "procedure.md").read_text(encoding="utf-8")
    folder = _folder(tmp_path)
    for version in ("vn-2025.yaml", "vn-2022.yaml"):
        (folder / version).write_bytes((FOLDER / version).read_bytes())
    (folder / "vn-2028.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")

    found = check(folder)

    assert {one.code for one in found} == {"term.overlap", "source.unknown"}
    assert not any("500-QĐ/TW" in one.message for one in found)


def _folder(folder: Path, text: str = REAL) -> Path:
    there = folder / "procedures"
    there.mkdir()
    (there / "forms-vn-2022.yaml").write_bytes((FOLDER / "forms-vn-2022.yaml").read_bytes())
    (there / "vn-2022.yaml").write_text(text, encoding="utf-8")
    return there

"""Count what became of the mutants of the rules, file by file, and show those no test noticed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

_FOLDER = Path("mutants")


def told() -> dict[str, dict[str, str]]:
    """Return by file what became of each of its mutants, as the last run left it."""
    found = {}
    for record in sorted(_FOLDER.rglob("*.py.meta")):
        became = json.loads(record.read_text(encoding="utf-8"))["exit_code_by_key"]
        if became:
            file = record.relative_to(_FOLDER).with_suffix("")
            found[file.as_posix()] = {name: status_by_exit_code[code] for name, code in became.items()}
    return found


def _table(found: dict[str, dict[str, str]]) -> None:
    print("| file | mutants | refused by the types | killed by tests | left |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for file, became in found.items():
        counted = Counter(became.values())
        typed, killed = counted["caught by type check"], counted["killed"] + counted["timeout"]
        print(f"| `{file}` | {len(became)} | {typed} | {killed} | {len(became) - typed - killed} |")


def main() -> None:
    """Print the table and every mutant that is left, with what it changes."""
    found = told()
    _table(found)
    for file, became in found.items():
        for name, status in became.items():
            if status not in {"killed", "caught by type check", "timeout"}:
                print(f"\n{name}: {status}")
                changed = get_diff_for_mutant(name, path=file).splitlines()[2:]
                print("\n".join(line for line in changed if line.startswith(("+", "-"))))


if __name__ == "__main__":
    main()

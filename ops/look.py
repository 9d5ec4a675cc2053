"""Write sample papers as PDF, to look at: `python -m ops.look 6-KNĐ FOLDER`; without a form, all of them."""

from __future__ import annotations

import sys
from pathlib import Path

from outputs.documents.render import render
from tests.outputs import samples

_FOLDER = Path("build") / "look"


def sample(form: str, folder: Path) -> Path:
    """Write the sample of a form; return where it lies."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{form}.pdf"
    file.write_bytes(render(samples.paper_facts(form), base_url=samples.BASE_URL).pdf)
    return file


def main(arguments: list[str]) -> None:
    """Write the sample of the form named, or of every form."""
    folder = Path(arguments[1]) if len(arguments) > 1 else _FOLDER
    for form in arguments[:1] or list(samples.FORMS):
        print(sample(form, folder))


if __name__ == "__main__":
    main(sys.argv[1:])

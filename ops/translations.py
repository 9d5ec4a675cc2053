"""Holds the English catalogue to the texts of the program: `--check` names what is wrong, `--update` adds.

Texts are Vietnamese; they are collected from wherever `translations/babel.cfg` says. A text that has changed
is a new text: its old translation goes, so that no English sentence says what the Vietnamese no longer does.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from outputs.wording.language import CATALOGUE

_CHECKOUT = Path(__file__).resolve().parent.parent
_MAPPING = _CHECKOUT / "translations" / "babel.cfg"
_KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
_FOLDERS = ("console", "desk", "outputs", "templates")
_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_HEADER = """\
# English for the texts of the program; what is missing is named by `python -m ops.translations --check`.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collected() -> Catalog:
    """Return every text that readers see, with the files it stands in."""
    with _MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    found = Catalog()
    for name, _, text, comments, context in extract_from_dir(
        _CHECKOUT, methods, options, _KEYWORDS, directory_filter=_is_ours
    ):
        found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def problems(texts: Catalog, catalogue: Path = CATALOGUE) -> list[str]:
    """Name every text that has no English, or an English that does not fit it."""
    english = _read(catalogue)
    wrong = [*_wrong(texts, english), *_left_over(texts, english)]
    return [f"{catalogue.name}: {one}" for one in wrong]


def update(texts: Catalog, catalogue: Path = CATALOGUE) -> None:
    """Bring the catalogue up to the texts: new ones without English, gone ones gone."""
    english = _read(catalogue)
    for one in _messages(texts):
        kept = english.get(one.id)
        one.string = kept.string if kept is not None and not kept.fuzzy else ""
    written = io.BytesIO()
    write_po(written, texts, width=110, sort_by_file=True, include_lineno=False, omit_header=True)
    catalogue.write_text(_HEADER + written.getvalue().decode(), encoding="utf-8")


def _is_ours(folder: str) -> bool:
    inside = Path(folder).resolve().relative_to(_CHECKOUT).parts
    return not inside or inside[0] in _FOLDERS


def _read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as file:
        return read_po(file, locale="en")


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (one for one in catalogue if one.id)


def _wrong(texts: Catalog, english: Catalog) -> Iterator[str]:
    faults: tuple[tuple[str, Callable[[Message, Message], bool]], ...] = (
        ("needs one text, not singular and plural", lambda text, _: not isinstance(text.id, str)),
        ("is marked fuzzy, so it is not used", lambda _, known: known.fuzzy),
        ("has no English", lambda _, known: not known.string),
        ("has other placeholders in English", lambda text, known: _holes(text.id) != _holes(known.string)),
        ("has a % that is no placeholder", lambda text, known: _bare(text.id) or _bare(known.string)),
    )
    for text in _messages(texts):
        known = english.get(text.id) or Message(text.id)
        fault = next((what for what, holds in faults if holds(text, known)), None)
        if fault is not None:
            yield f"{fault}: {text.id} ({text.locations[0][0]})"


def _left_over(texts: Catalog, english: Catalog) -> Iterator[str]:
    return (f"is no text any more: {one.id}" for one in _messages(english) if texts.get(one.id) is None)


def _bare(text: object) -> bool:
    """Say whether filling in the text would break on it: every text is filled in, even with nothing."""
    return "%" in _PLACEHOLDER.sub("", str(text)).replace("%%", "")


def _holes(text: object) -> set[str]:
    return set(_PLACEHOLDER.findall(str(text)))


def main(arguments: list[str], catalogue: Path = CATALOGUE) -> None:
    """Do what was asked, and leave with what is wrong, if anything is."""
    texts = collected()
    if "--update" in arguments:
        update(texts, catalogue)
    if found := problems(texts, catalogue):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(sys.argv[1:])

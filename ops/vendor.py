"""Fetches what browsers are given from the npm registry (`python -m ops.vendor`): exact versions, by hash.

`desk/static/VENDORED.md` names every file with its version, licence and SHA-256; a test holds them.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "desk" / "static"
LIST = STATIC / "VENDORED.md"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the registry, and which of its files we keep under which name."""

    name: str
    version: str
    licence: str
    files: Mapping[str, str]


PACKAGES = (
    Package("htmx.org", "4.0.1", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "licences/htmx.txt"}),
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        {"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "licences/bootstrap.txt"},
    ),
    # Only these two subsets: latin-ext overlaps with Vietnamese letters and would be fetched for nothing.
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "OFL-1.1",
        {
            "files/source-sans-3-latin-wght-normal.woff2": "fonts/source-sans-3-latin.woff2",
            "files/source-sans-3-vietnamese-wght-normal.woff2": "fonts/source-sans-3-vietnamese.woff2",
            "LICENSE": "licences/source-sans-3.txt",
        },
    ),
    Package("@tabler/icons", "3.51.0", "MIT", {"LICENSE": "licences/tabler-icons.txt"}),
    Package(
        "swagger-ui-dist",
        "5.35.0",
        "Apache-2.0",
        {
            "swagger-ui-bundle.js": "swagger-ui.js",
            "swagger-ui.css": "swagger-ui.css",
            "swagger-ui-bundle.js.LICENSE.txt": "licences/swagger-ui-bundle.txt",
            "LICENSE": "licences/swagger-ui.txt",
            "NOTICE": "licences/swagger-ui-notice.txt",
        },
    ),
)
ICONS = tuple(
    """
    alert-circle alert-triangle arrow-back-up arrow-right arrows-exchange ban bell bookmark
    building-bank building-community calendar certificate chart-bar check checkbox chevron-down
    chevron-left chevron-right circle-check clipboard-check clock copy device-laptop device-mobile dots
    download edit external-link eye file-plus file-spreadsheet file-text file-type-pdf filter gavel
    history home id-badge-2 inbox info-circle key language layout-kanban list-check lock logout mail
    menu-2 message-2 paperclip player-pause plus printer qrcode refresh search settings shield-check
    star trash upload user user-check user-plus users world x
    """.split()  # noqa: SIM905 -- read as a paragraph
)
"""Those of Tabler's icons that stand in our own sprite, `icons.svg`."""

_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_NOTHING = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def fetch() -> None:
    """Bring every vendored file to its version and write the list anew."""
    for package in PACKAGES:
        held = _packed(package)
        for inside, name in package.files.items():
            _put(name, _plain(held[inside]))
        if package.name == "@tabler/icons":
            _put("icons.svg", _sprite(held))
    LIST.write_text(listing(), encoding="utf-8")


def listing() -> str:
    """Return the list of vendored files as they lie there."""
    rows = [
        f"| `{name}` | {package.name} {package.version} | {package.licence} | `{_digest(name)}` |"
        for package, name in _kept()
    ]
    head = [
        "# Files of others",
        "",
        "Fetched by `python -m ops.vendor` from the npm registry, at exactly these versions; nothing is",
        "loaded from elsewhere when a page is shown. The licences stand in `licences/`. `icons.svg` is a",
        "sprite of those Tabler icons that the desk uses. Everything else in this folder is our own.",
        "",
        "| File | From | Licence | SHA-256 |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])


def _kept() -> Iterator[tuple[Package, str]]:
    for package in PACKAGES:
        for name in package.files.values():
            yield package, name
        if package.name == "@tabler/icons":
            yield package, "icons.svg"


def _packed(package: Package) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            ["npm", "pack", "--json", f"{package.name}@{package.version}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        archive = Path(folder) / json.loads(told.stdout)[0]["filename"]
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as tar:
            members = [(one.name, tar.extractfile(one)) for one in tar.getmembers() if one.isfile()]
            return {name.partition("/")[2]: file.read() for name, file in members if file is not None}


def _plain(text: bytes) -> bytes:
    """Leave out the pointer to a source map, which we do not serve."""
    return re.sub(rb"\s*(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$", b"\n", text)


def _sprite(held: Mapping[str, bytes]) -> bytes:
    symbols = [_symbol(name, held[f"icons/outline/{name}.svg"].decode()) for name in ICONS]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]).encode()


def _symbol(name: str, svg: str) -> str:
    found = _DRAWING.search(svg)
    if found is None:
        raise ValueError(name)
    drawing = " ".join(found[1].replace(_NOTHING, "").split())
    look = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{drawing}</symbol>'


def _put(name: str, content: bytes) -> None:
    file = STATIC / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    fetch()

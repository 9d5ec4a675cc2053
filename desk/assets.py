"""Style, fonts, icons and script, served under a digest of them all, so that browsers keep them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


def _read() -> Mapping[str, bytes]:
    files = (file for file in sorted(FOLDER.rglob("*")) if file.suffix in _TYPES and file.is_file())
    return {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in files}


def _digest(files: Mapping[str, bytes]) -> str:
    hashed = hashlib.sha256()
    for name, content in files.items():
        hashed.update(f"{name}:{len(content)}:".encode() + content)
    return hashed.hexdigest()[:16]


FILES = _read()
VERSION = _digest(FILES)


def address(name: str) -> str:
    """Return where a static file is fetched; a name that is not there raises `KeyError`."""
    FILES[name]
    return f"/static/{VERSION}/{name}"


async def serve(request: Request) -> Response:
    """Answer with a static file; one asked for under an older digest is not kept for good."""
    name = request.path_params["name"]
    content = FILES.get(name)
    if content is None:
        return Response(status_code=404)
    is_current = request.path_params["version"] == VERSION
    return Response(
        content,
        headers={
            "Content-Type": _TYPES[Path(name).suffix],
            "Cache-Control": _FOR_GOOD if is_current else "no-cache",
        },
    )

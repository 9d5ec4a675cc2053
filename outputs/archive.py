"""The archive: every file the office ever made, kept under the SHA-256 of its bytes and never changed."""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path

from models.errors import BrokenRecord, Malformed

_DIGEST = re.compile(r"[0-9a-f]{64}")
_READ_ONLY = 0o444
_INCOMING = "incoming"


class NotArchived(BrokenRecord):
    """The record names a file that the archive does not hold."""

    def __init__(self, digest: str) -> None:
        """Keep the digest that was asked for."""
        super().__init__("archive.missing", digest=digest)


class Damaged(BrokenRecord):
    """A file in the archive no longer has the bytes it is named after."""

    def __init__(self, digest: str, found: str) -> None:
        """Keep the digest that was asked for and the one that was found."""
        super().__init__("archive.damaged", digest=digest, found=found)


class NotTheSigned(BrokenRecord):
    """A signed file is not the unsigned one with a signature added."""

    def __init__(self, digest: str) -> None:
        """Keep the digest of the signed file."""
        super().__init__("archive.not_the_signed", digest=digest)


class Archive:
    """A folder of files by digest, two folders deep; several processes may put and get at once."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made when the first file is put."""
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their digest; once it returns, they survive a power cut.

        Putting the same bytes again changes nothing, but mends a damaged copy.
        """
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if not _holds(path, digest):
            _make_durable_folder(path.parent)
            _write_whole(content, path, self._incoming())
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes under a digest, verified; raises NotArchived or Damaged."""
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise NotArchived(digest) from None
        found = sha256(content).hexdigest()
        if found != digest:
            raise Damaged(digest, found)
        return content

    def refuse_other(self, unsigned: str, signed: str) -> None:
        """Raise `NotTheSigned` unless a signed file begins with the very bytes of the unsigned one."""
        if not self.get(signed).startswith(self.get(unsigned)):
            raise NotTheSigned(signed)

    def path(self, digest: str) -> Path:
        """Return where the bytes under a digest lie, or would lie; raises Malformed for anything else."""
        if not _DIGEST.fullmatch(digest):
            raise Malformed("archive.digest", digest=digest)
        return self.folder / digest[:2] / digest[2:4] / digest

    def _incoming(self) -> Path:
        """Return where files are written before they are whole: on the same disk, so that renaming works."""
        incoming = self.folder / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        return incoming


def _holds(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _write_whole(content: bytes, path: Path, incoming: Path) -> None:
    """Write beside, force to disk, rename: a reader never sees a part, whenever the power fails."""
    handle, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), _READ_ONLY)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _force_to_disk(path.parent)


def _make_durable_folder(folder: Path) -> None:
    """Make a folder and those above it, each entered durably in the one that holds it."""
    if folder.is_dir():
        return
    _make_durable_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _force_to_disk(folder.parent)


def _force_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

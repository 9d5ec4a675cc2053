"""The archive keeps bytes under their digest, whole, unchanged and found again."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BrokenRecord, Malformed
from outputs.archive import Archive, Damaged, NotArchived
from tests.house.sources import CHECKOUT

_CONTENT = "Nghị quyết số 07-NQ/CB".encode()
_DIGEST = sha256(_CONTENT).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@given(content=st.binary(max_size=5_000))
def test_get_returns_what_was_put(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    archive = Archive(tmp_path_factory.getbasetemp() / "shared")

    digest = archive.put(content)

    assert digest == sha256(content).hexdigest()
    assert archive.get(digest) == content


def test_file_lies_two_folders_deep_under_its_digest_and_is_read_only(archive: Archive) -> None:
    archive.put(_CONTENT)

    path = archive.folder / _DIGEST[:2] / _DIGEST[2:4] / _DIGEST
    assert path == archive.path(_DIGEST)
    assert path.read_bytes() == _CONTENT
    assert path.stat().st_mode & 0o777 == 0o444


def test_put_twice_leaves_the_first_file_untouched(archive: Archive) -> None:
    archive.put(_CONTENT)
    before = archive.path(_DIGEST).stat()

    assert archive.put(_CONTENT) == _DIGEST

    after = archive.path(_DIGEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_put_leaves_nothing_half_written_behind(archive: Archive) -> None:
    archive.put(_CONTENT)

    assert list((archive.folder / "incoming").iterdir()) == []


def test_get_of_an_unknown_digest_names_it(archive: Archive) -> None:
    with pytest.raises(NotArchived) as refused:
        archive.get(_DIGEST)

    assert refused.value.figures == {"digest": _DIGEST}


def test_get_of_a_changed_file_is_refused_with_what_was_found(archive: Archive) -> None:
    archive.put(_CONTENT)
    path = archive.path(_DIGEST)
    path.chmod(0o644)
    path.write_bytes(_CONTENT + b" ")

    with pytest.raises(Damaged) as refused:
        archive.get(_DIGEST)

    assert refused.value.figures == {"digest": _DIGEST, "found": sha256(_CONTENT + b" ").hexdigest()}
    assert isinstance(refused.value, BrokenRecord)


def test_put_mends_a_damaged_copy(archive: Archive) -> None:
    archive.put(_CONTENT)
    path = archive.path(_DIGEST)
    path.chmod(0o644)
    path.write_bytes(b"")

    archive.put(_CONTENT)

    assert archive.get(_DIGEST) == _CONTENT


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", _DIGEST.upper(), _DIGEST[:-1], _DIGEST + "\n"])
def test_path_is_given_for_digests_only(archive: Archive, digest: str) -> None:
    with pytest.raises(Malformed):
        archive.path(digest)


_DIES_WHILE_WRITING = """
import os, sys
from pathlib import Path
from outputs import archive
os.fsync = lambda handle: os.kill(os.getpid(), 9)
archive.Archive(Path(sys.argv[1])).put(b"half" * 10_000)
"""


def test_a_writer_killed_before_its_bytes_are_on_disk_leaves_no_file_in_place(archive: Archive) -> None:
    archive.put(_CONTENT)

    killed = subprocess.run(
        [sys.executable, "-c", _DIES_WHILE_WRITING, str(archive.folder)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
        timeout=60,
    )

    assert killed.returncode == -9
    digest = sha256(b"half" * 10_000).hexdigest()
    assert not archive.path(digest).exists()
    assert archive.put(b"half" * 10_000) == digest
    assert archive.get(digest) == b"half" * 10_000

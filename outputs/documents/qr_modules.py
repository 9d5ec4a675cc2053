"""Lays a link out as the modules of a QR code, several times faster than the library it takes the frame from.

Every two characters of a link in capitals are eleven bits; correction words follow; all of it is placed into
a frame of finders, timing, format and mask that is the same for every link of one size, and is taken once
from segno. Every paper carries its own code, and the library alone would cost a tenth of the paper's time.
Source: ISO/IEC 18004.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, reduce
from operator import itemgetter

import segno

_LEVEL, _MASK = "m", 3
"""Any mask is valid; choosing the best of eight costs five times as much as making the code."""
_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_BLOCKS = {1: (1, 26, 16), 2: (1, 44, 28), 3: (1, 70, 44), 4: (2, 50, 32), 5: (2, 67, 43), 6: (4, 43, 27)}
"""Version → blocks, words and data words in each. Source: ISO/IEC 18004, table 9, level M.

Up to version six there is at most one alignment pattern and no version pattern; it holds 154 characters.
"""
_FINDER, _TIMING, _ALIGNED, _AROUND = 8, 6, 7, 2
"""Modules a finder takes with its edge, the line of the timing, and where and how wide the alignment lies."""
_MODE, _COUNT_BITS = "0010", 9
_PADDING = b"\xec\x11"
_FIELD = 0x11D
_AS_BITS = bytes.maketrans(b"01", b"\x00\x01")
_INVERTED = bytes.maketrans(b"\x00\x01", b"\x01\x00")


def modules_of(link: str) -> list[bytes]:
    """Return the rows of a code, 1 for each dark module and 0 for each light one."""
    version = _version(len(link))
    if version is None or not _VALUES.keys() >= set(link):
        return [bytes(row) for row in segno.make_qr(link, error=_LEVEL, mask=_MASK, boost_error=False).matrix]
    message = _message(_data(link, version), version)
    bits = f"{int.from_bytes(message):0{8 * len(message)}b}".encode().translate(_AS_BITS)
    side, placed = _frame(version)
    modules = bytes(placed(b"\x00\x01" + bits + bits.translate(_INVERTED)))
    return [modules[start : start + side] for start in range(0, side * side, side)]


@cache
def _version(length: int) -> int | None:
    """Return the smallest version that holds a link of this length, or None where a larger one is needed."""
    bits = len(_MODE) + _COUNT_BITS + 11 * (length // 2) + 6 * (length % 2)
    return next((one for one in _BLOCKS if bits <= 8 * _room(one)), None)


@cache
def _room(version: int) -> int:
    count, _, data = _BLOCKS[version]
    return count * data


def _data(link: str, version: int) -> bytes:
    """Return mode, count, characters, end and padding, as words of eight bits."""
    values = [_VALUES[one] for one in link]
    pairs = (f"{45 * first + second:011b}" for first, second in zip(values[::2], values[1::2], strict=False))
    odd = f"{values[-1]:06b}" if len(values) % 2 else ""
    bits = f"{_MODE}{len(values):0{_COUNT_BITS}b}{''.join(pairs)}{odd}"
    bits += "0" * min(4, 8 * _room(version) - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = int(bits, 2).to_bytes(len(bits) // 8)
    return (words + _PADDING * _room(version))[: _room(version)]


def _message(data: bytes, version: int) -> bytes:
    """Return the data words of all blocks in turn, then their correction words in turn."""
    count, total, size = _BLOCKS[version]
    parts = [data[start : start + size] for start in range(0, count * size, size)]
    corrections = [_correction(part, total - size) for part in parts]
    return b"".join(bytes(words) for turn in (parts, corrections) for words in zip(*turn, strict=True))


def _correction(data: bytes, length: int) -> bytes:
    """Return what is left of the data after division by the generator, a word at a time from a table."""
    table, top = _multiples(length), 8 * (length - 1)
    low = (1 << top) - 1
    rest = reduce(lambda rest, word: ((rest & low) << 8) ^ table[(rest >> top) ^ word], data, 0)
    return rest.to_bytes(length)


@cache
def _multiples(length: int) -> list[int]:
    """Return the generator, but for its leading one, times each of the 256 words."""
    generator, root = [1], 1
    for _ in range(length):
        shifted = [_product(one, root) for one in generator]
        generator = [a ^ b for a, b in zip([*generator, 0], [0, *shifted], strict=True)]
        root = _product(root, 2)
    return [int.from_bytes(bytes(_product(one, word) for one in generator[1:])) for word in range(256)]


def _product(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a * (b & 1)
        a, b = (a << 1) ^ (_FIELD if a & 0x80 else 0), b >> 1
    return product


@cache
def _frame(version: int) -> tuple[int, Callable[[bytes], tuple[int, ...]]]:
    """Return the side of a code, and what picks each module: a constant, a bit, or a bit the mask inverts."""
    frame = segno.make_qr("A", version=version, error=_LEVEL, mask=_MASK, boost_error=False).matrix
    side = len(frame)
    count, total, _ = _BLOCKS[version]
    picks = [module for row in frame for module in row]
    for bit, (x, y) in enumerate(_way_of_data(side, version)):
        is_inverted = (x + y) % 3 == 0
        if bit < 8 * count * total:
            picks[y * side + x] = 2 + bit + 8 * count * total * is_inverted
        else:
            picks[y * side + x] = int(is_inverted)
    return side, itemgetter(*picks)


def _way_of_data(side: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the data modules in their order: two columns at a time from the right, up and down in turn."""
    upwards = True
    for column in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in range(side - 1, -1, -1) if upwards else range(side):
            yield from ((x, y) for x in (column, column - 1) if not _is_frame(x, y, side, version))
        upwards = not upwards


def _is_frame(x: int, y: int, side: int, version: int) -> bool:
    """Say whether a module belongs to a finder, its format, the timing or the alignment pattern."""
    left, top = x <= _FINDER, y <= _FINDER
    right, bottom = x >= side - _FINDER, y >= side - _FINDER
    centre = side - _ALIGNED
    aligned = version > 1 and abs(x - centre) <= _AROUND and abs(y - centre) <= _AROUND
    return (left and (top or bottom)) or (right and top) or aligned or _TIMING in {x, y}

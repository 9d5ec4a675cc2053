"""Merkle trees over sealed events: one root stands for all, and a short proof shows that one is among them.

Source: RFC 9162, § 2.1, with SHA-256.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(leaf: bytes) -> bytes:
    """The hash an entry has in the tree; an inner node can never have the same."""
    return sha256(b"\x00" + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The one hash that stands for all the entries in their order; of none, the hash of nothing."""
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else sha256().digest()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes which lead from one entry to the root, from the bottom up; the index counts from zero.

    Raises IndexError where there is no such entry.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no entry {index} among {len(leaves)}")
    proof = []
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        if (beside := index ^ 1) < len(level):
            proof.append(level[beside])
        level = _level_above(level)
        index //= 2
    return tuple(proof)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether the proof shows the entry at its place in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    node, last, beside = leaf_hash(leaf), size - 1, iter(proof)
    while last > 0:
        if index % 2 or index < last:  # else it is left over and rises as it is
            other = next(beside, None)
            if other is None:
                return False
            node = _node_hash(other, node) if index % 2 else _node_hash(node, other)
        index, last = index // 2, last // 2
    return node == tree_root and next(beside, None) is None


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    """Pair the nodes; one left over rises as it is, which equals the RFC's split at powers of two."""
    above = [_node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return [*above, level[-1]] if len(level) % 2 else above


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()

"""Merkle trees, held against the definition of RFC 9162 written out, and the published vectors."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.merkle import inclusion_proof, leaf_hash, root, verify_inclusion

# The reference vectors of Certificate Transparency: entries and the root after each of them.
VECTOR_LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

ENTRIES = st.lists(st.binary(max_size=40), min_size=1, max_size=70)
HASHES = st.binary(min_size=32, max_size=32)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two smaller than the size."""
    return max(1 << n for n in range(size.bit_length()) if 1 << n < size)


def mth(entries: list[bytes]) -> bytes:
    """RFC 9162, § 2.1.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return node(mth(entries[:k]), mth(entries[k:]))


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """RFC 9162, § 2.1.3.1, word for word."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


@pytest.mark.parametrize("size", range(1, 9))
def test_root_equals_the_published_vectors(size: int) -> None:
    assert root(VECTOR_LEAVES[:size]).hex() == VECTOR_ROOTS[size - 1]


def test_root_of_no_entries_is_the_hash_of_nothing_rfc_9162_2_1_1() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_proofs_in_a_tree_of_seven_rfc_9162_2_1_5() -> None:
    entries = VECTOR_LEAVES[:7]
    a, b, c, d, e, f, j = map(leaf_hash, entries)
    g, h, i = node(a, b), node(c, d), node(e, f)
    k, l = node(g, h), node(i, j)  # noqa: E741 -- the RFC's own letters

    assert root(entries) == node(k, l)
    assert inclusion_proof(entries, 0) == (b, h, l)
    assert inclusion_proof(entries, 3) == (c, g, l)
    assert inclusion_proof(entries, 4) == (f, j, k)
    assert inclusion_proof(entries, 6) == (i, k)


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_root_equals_the_definition(entries: list[bytes]) -> None:
    assert root(entries) == mth(entries)


@given(ENTRIES, st.data())
def test_proof_equals_the_definition_and_verifies(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=len(entries) - 1))

    proof = inclusion_proof(entries, index)

    assert list(proof) == path(index, entries)
    assert verify_inclusion(entries[index], index, len(entries), proof, root(entries))


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 127, 128, 129])
def test_every_entry_is_proven_at_its_place_and_at_no_other(size: int) -> None:
    entries = [str(n).encode() for n in range(size)]
    head = root(entries)

    for index in range(size):
        proof = inclusion_proof(entries, index)
        places = [at for at in range(size) if verify_inclusion(entries[index], at, size, proof, head)]
        assert places == [index]


@given(ENTRIES, st.binary(max_size=40), HASHES, st.data())
def test_nothing_else_is_proven(
    entries: list[bytes], forged: bytes, stray: bytes, data: st.DataObject
) -> None:
    size, head = len(entries), root(entries)
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaf, proof = entries[index], inclusion_proof(entries, index)

    assert verify_inclusion(forged, index, size, proof, head) == (forged == leaf)
    assert verify_inclusion(leaf, index, size, proof, stray) == (stray == head)
    assert not verify_inclusion(leaf, index, size, (*proof, stray), head)
    assert not proof or not verify_inclusion(leaf, index, size, proof[:-1], head)
    for level, honest in enumerate(proof):
        swapped = (*proof[:level], stray, *proof[level + 1 :])
        assert verify_inclusion(leaf, index, size, swapped, head) == (stray == honest)


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (9, 8), (0, 0), (0, -1)])
def test_place_outside_the_tree_is_not_proven(index: int, size: int) -> None:
    proof = inclusion_proof(VECTOR_LEAVES, 0)

    assert not verify_inclusion(VECTOR_LEAVES[0], index, size, proof, root(VECTOR_LEAVES))


@pytest.mark.parametrize("index", [-1, 8, 100])
def test_proof_of_an_entry_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(IndexError, match=f"no entry {index} among 8"):
        inclusion_proof(VECTOR_LEAVES, index)


def test_inner_node_cannot_pass_for_an_entry() -> None:
    left, right = (leaf_hash(entry) for entry in VECTOR_LEAVES[:2])

    assert leaf_hash(left + right) != root(VECTOR_LEAVES[:2])
    assert not verify_inclusion(left + right, 0, 1, (), root(VECTOR_LEAVES[:2]))


@given(ENTRIES, st.binary(max_size=40))
def test_root_changes_with_any_entry_added_changed_or_moved(entries: list[bytes], other: bytes) -> None:
    head = root(entries)

    assert root([*entries, other]) != head
    assert (root([other, *entries[1:]]) == head) == (other == entries[0])
    assert (root(entries[::-1]) == head) == (entries[::-1] == entries)

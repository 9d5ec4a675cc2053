"""Canonical bytes, held against the reference library of RFC 8785 and the RFC's own examples."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.canonical import LARGEST_INTEGER, canonical, digest, plain_json, salted_digest

SHOWABLE = st.text(st.characters(exclude_categories=["Cs"]))
ASCII = st.text(st.characters(max_codepoint=127))
INTEGERS = st.integers(min_value=-LARGEST_INTEGER, max_value=LARGEST_INTEGER)
SALTS = st.binary(min_size=16, max_size=64)


def plain(names: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | INTEGERS | SHOWABLE,
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(names, inner, max_size=6),
        max_leaves=30,
    )


@given(plain(ASCII))
def test_canonical_equals_the_reference_for_ascii_names(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # plain by construction


@given(plain(SHOWABLE))
def test_canonical_equals_the_reference_for_names_in_any_script(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # plain by construction


@given(plain(SHOWABLE))
def test_canonical_is_read_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(SHOWABLE, INTEGERS, min_size=2))
def test_order_in_which_a_mapping_was_filled_does_not_show(mapping: dict[str, int]) -> None:
    assert canonical(mapping) == canonical(dict(reversed(mapping.items())))


@pytest.mark.parametrize("code", range(0x100))
def test_canonical_writes_every_control_and_sign_as_the_reference(code: int) -> None:
    assert canonical({"a": chr(code)}) == rfc8785.dumps({"a": chr(code)})


def test_names_sort_by_utf16_rfc_8785_3_2_3() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    assert list(json.loads(canonical(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_literals_and_escapes_rfc_8785_3_2_2() -> None:
    value = {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}

    assert canonical(value) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_tuple_is_written_as_a_list() -> None:
    assert canonical({"a": (1, ("b",))}) == canonical({"a": [1, ["b"]]}) == b'{"a":[1,["b"]]}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.5,
        float("nan"),
        float("inf"),
        Decimal(1),
        date(2026, 1, 2),
        datetime(2026, 1, 2, tzinfo=UTC),
        b"bytes",
        {1, 2},
        UUID(int=1),
        object(),
    ],
)
def test_canonical_refuses_what_is_not_plain(value: object) -> None:
    for holder in (value, [value], {"a": {"b": [1, value]}}):
        with pytest.raises(TypeError):
            canonical(holder)


@pytest.mark.parametrize("name", [1, 1.5, None, True, ("a",), b"a"])
def test_canonical_refuses_names_that_are_not_text(name: object) -> None:
    with pytest.raises(TypeError):
        canonical({"a": [{name: 1}]})


@given(st.integers(min_value=LARGEST_INTEGER + 1))
def test_canonical_refuses_integers_other_readers_would_round(number: int) -> None:
    for value in (number, -number, {"a": [number]}):
        with pytest.raises(ValueError, match="too large"):
            canonical(value)


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\ude00\ud83d"])
def test_canonical_refuses_lone_surrogates(text: str) -> None:
    for value in (text, [text], {text: 1}):
        with pytest.raises(ValueError, match="surrogates"):
            canonical(value)


def test_canonical_refuses_a_value_that_holds_itself() -> None:
    value: list[object] = []
    value.append(value)

    with pytest.raises(ValueError, match="Circular"):
        canonical(value)


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_digest_tells_every_way_of_cutting_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_digest_frames_each_part_by_its_length() -> None:
    framed = b"\0\0\0\0\0\0\0\x02ab" + b"\0\0\0\0\0\0\0\0" + b"\0\0\0\0\0\0\0\x01c"

    assert digest(b"ab", b"", b"c") == sha256(framed).hexdigest()
    assert digest() == sha256(b"").hexdigest()


@given(SALTS, SALTS, plain(ASCII), plain(ASCII))
def test_salted_digest_depends_on_salt_and_value(
    salt: bytes, other_salt: bytes, value: object, other: object
) -> None:
    same = salt == other_salt and canonical(value) == canonical(other)

    assert (salted_digest(salt, value) == salted_digest(other_salt, other)) == same


@given(st.binary(max_size=15))
def test_salted_digest_refuses_a_salt_that_could_be_guessed(salt: bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        salted_digest(salt, "Nguyễn Văn An")


@given(plain(ASCII))
def test_plain_json_writes_the_same_bytes_where_names_are_ascii(value: object) -> None:
    assert plain_json(value) == canonical(value)

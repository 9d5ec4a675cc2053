"""Text on its way in: what is kept, what is refused and how it is named, how names are found and sorted."""

import unicodedata
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from models.showable import RANGES
from models.text import Line, OptionalText, StrictCount, Text, clean, fold, person_key, refused_characters

# Every Vietnamese letter in the order of the alphabet, its tones as ngang, huyền, hỏi, ngã, sắc, nặng.
ALPHABET = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ", "eèẻẽéẹ", "êềểễếệ", "f", "g", "h", "iìỉĩíị",
    "j", "k", "l", "m", "n", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "p", "q", "r", "s", "t",
    "uùủũúụ", "ưừửữứự", "v", "w", "x", "yỳỷỹýỵ", "z",
]  # fmt: skip
WITHOUT_MARKS = "aaabcddeefghijklmnooopqrstuuvwxyz"
PLACES = {
    sign: (rank, tone) for rank, tones in enumerate(ALPHABET) for tone, sign in enumerate(tones)
}  # fmt: skip

ANY_TEXT = st.text()
WORDS = st.text(st.sampled_from("".join(ALPHABET)), min_size=1, max_size=6)
CLOSE_WORDS = st.text(st.sampled_from("aăâàáạdđhn"), min_size=1, max_size=3)  # differ by little
NAMES = st.lists(WORDS | CLOSE_WORDS, min_size=1, max_size=4)
LINES, TEXTS, OPTIONAL_TEXTS = TypeAdapter(Line), TypeAdapter(Text), TypeAdapter(OptionalText)
COUNTS = TypeAdapter(StrictCount)


def error_of(adapter: TypeAdapter[Any], value: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    (error,) = caught.value.errors()
    return error["type"], error.get("ctx", {})


# --- the form in which text is kept


@given(ANY_TEXT)
def test_clean_changes_nothing_the_second_time(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_keeps_one_form_for_every_way_of_composing(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert clean(unicodedata.normalize(form, text)) == clean(text)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=8), max_size=6))
def test_clean_keeps_one_form_for_every_way_of_ending_lines(lines: list[str]) -> None:
    expected = clean("\n".join(lines))

    assert clean("\r\n".join(lines)) == clean("\r".join(lines)) == expected
    assert "\r" not in expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguye\u0302\u0303n Thi\u0323 Hoa\u0300ng", "Nguyễn Thị Hoàng"),
        ("  \tmột\r\nhai \u00a0\n", "một\nhai"),
        ("một  hai", "một  hai"),
        ("", ""),
        (" \r\n\t\u2003", ""),
    ],
)
def test_clean_composes_ends_lines_and_strips(typed: str, kept: str) -> None:
    assert clean(typed) == kept


# --- characters papers cannot show


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", ()),
        ("Ưu điểm: “tốt” – 90,48 % § 5\n\tẫ Ỹ ơ̆ č ñ Ƀ ŭ ₫ €", ()),
        ("tốt 😀 và 👍🏽", ("😀 U+1F600", "👍 U+1F44D", "🏽 U+1F3FD")),
        ("a\0b\x07c\x7f\x85", ("U+0000", "U+0007", "U+007F", "U+0085")),
        ("\r", ("U+000D",)),
        ("An\u202etoàn\u2066\u200f", ("U+202E", "U+2066", "U+200F")),
        ("\ufeffAn\u200b\u00ad\u2060\u034f", ("U+FEFF", "U+200B", "U+00AD", "U+2060", "U+034F")),
        ("\ud800 \udfff", ("U+D800", "U+DFFF")),
        ("\ufffe\uffff\U0010ffff\ufdd0", ("U+FFFE", "U+FFFF", "U+10FFFF", "U+FDD0")),
        ("\ue000\uf001", ("U+E000", "U+F001")),
        ("một\u2028hai\u2029", ("U+2028", "U+2029")),
        ("tốt ❤\ufe0f \u1dfa", ("❤ U+2764", "U+FE0F", "U+1DFA")),
        ("☑ ✓ 字 字 ក", ("☑ U+2611", "✓ U+2713", "字 U+5B57", "ក U+1780")),
    ],
)
def test_characters_no_paper_can_show_are_named_once_in_order(text: str, refused: tuple[str, ...]) -> None:
    assert refused_characters(text) == refused


@given(
    st.text(st.sampled_from("".join(ALPHABET + [word.upper() for word in ALPHABET]) + " .,-0123456789\n\t"))
)
def test_vietnamese_is_shown_composed_or_not(text: str) -> None:
    assert refused_characters(text) == ()
    assert refused_characters(unicodedata.normalize("NFD", text)) == ()


@given(ANY_TEXT)
def test_refused_characters_are_those_unseen_or_not_in_the_font(text: str) -> None:
    def is_bad(one: str) -> bool:
        drawn = any(first <= ord(one) <= last for first, last in RANGES)
        unseen = unicodedata.category(one)[0] == "C" or unicodedata.category(one) in ("Zl", "Zp")
        return one not in "\n\t" and (not drawn or unseen or one == "\u034f")

    composed = unicodedata.normalize("NFC", text)

    named = [name.split("U+")[1] for name in refused_characters(text)]

    assert named == list(dict.fromkeys(f"{ord(one):04X}" for one in composed if is_bad(one)))


@given(ANY_TEXT)
def test_refused_characters_are_named_in_text_that_can_be_shown_and_stored(text: str) -> None:
    for name in refused_characters(text):
        assert name.encode()
        assert name.isprintable()


# --- the types of commands


@pytest.mark.parametrize(("adapter", "limit"), [(LINES, 300), (TEXTS, 20_000), (OPTIONAL_TEXTS, 20_000)])
def test_text_is_cleaned_before_it_is_measured(adapter: TypeAdapter[Any], limit: int) -> None:
    longest = "\u1ed9" * limit  # ộ, three code points when taken apart

    assert adapter.validate_python(f" {unicodedata.normalize('NFD', longest)}\r\n") == longest
    assert error_of(adapter, longest + "x") == ("text_too_long", {"length": limit + 1, "limit": limit})


@pytest.mark.parametrize("blank", ["", " ", "\r\n\t", "\u00a0"])
def test_blank_text_is_missing_or_left_out(blank: str) -> None:
    assert error_of(LINES, blank) == error_of(TEXTS, blank) == ("text_missing", {})
    assert OPTIONAL_TEXTS.validate_python(blank) is None
    assert OPTIONAL_TEXTS.validate_python(None) is None


@pytest.mark.parametrize("inner", ["\n", "\r\n", "\r", "\t"])
def test_line_refuses_line_ends_and_tabs_which_text_keeps(inner: str) -> None:
    kept = "một\thai" if inner == "\t" else "một\nhai"

    assert error_of(LINES, f"một{inner}hai") == ("text_one_line", {})
    assert TEXTS.validate_python(f"một{inner}hai") == kept
    assert OPTIONAL_TEXTS.validate_python(f"một{inner}hai") == kept


@pytest.mark.parametrize("adapter", [LINES, TEXTS, OPTIONAL_TEXTS])
def test_characters_no_paper_can_show_are_named_in_the_error(adapter: TypeAdapter[Any]) -> None:
    named = {"characters": ["😀 U+1F600", "U+D800"], "count": 2}

    assert error_of(adapter, "tốt 😀 \ud800 😀") == ("text_character", named)


def test_error_names_ten_characters_and_counts_all() -> None:
    kind, figures = error_of(TEXTS, "".join(chr(0x4E00 + n) for n in range(500)))

    assert kind == "text_character"
    assert figures["count"] == 500
    assert figures["characters"] == [f"{chr(0x4E00 + n)} U+{0x4E00 + n:04X}" for n in range(10)]


@pytest.mark.parametrize("adapter", [LINES, TEXTS, OPTIONAL_TEXTS])
@pytest.mark.parametrize("value", [1, b"text", True, ["text"], {"a": 1}])
def test_what_is_no_text_is_refused(adapter: TypeAdapter[Any], value: object) -> None:
    assert error_of(adapter, value)[0] == "string_type"


@given(ANY_TEXT)
def test_text_that_is_kept_can_be_shown_and_is_kept_the_same_again(text: str) -> None:
    try:
        kept = TEXTS.validate_python(text)
    except ValidationError:
        assert clean(text) == "" or refused_characters(clean(text))
        return

    assert refused_characters(kept) == ()
    assert TEXTS.validate_python(kept) == kept == clean(text)


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, [1]])
def test_count_refuses_what_is_no_whole_number(value: object) -> None:
    assert error_of(COUNTS, value) == ("count_type", {})


@given(st.integers())
def test_count_lies_from_nothing_to_a_hundred_thousand(number: int) -> None:
    if number in range(100_001):
        assert COUNTS.validate_python(number) == number
    else:
        assert error_of(COUNTS, number) == ("count_range", {"least": 0, "most": 100_000})


def test_count_refuses_true_in_json() -> None:
    with pytest.raises(ValidationError, match="count_type"):
        COUNTS.validate_json("true")


def test_types_describe_themselves_to_readers_of_the_schema() -> None:
    assert LINES.json_schema() == {"type": "string", "minLength": 1, "maxLength": 300}
    assert TEXTS.json_schema() == {"type": "string", "minLength": 1, "maxLength": 20_000}
    assert COUNTS.json_schema() == {"type": "integer", "minimum": 0, "maximum": 100_000}
    assert OPTIONAL_TEXTS.json_schema()["anyOf"] == [TEXTS.json_schema(), {"type": "null"}]


# --- search


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đào Thị Đặng", "dao thi dang"),
        ("ĐÀO  THỊ\tĐẶNG ", "dao thi dang"),
        ("Ðặng Ɖức", "dang duc"),  # foreign capitals that look like Đ
        ("Ưu điểm – Ỹ ẫ ơ̆", "uu diem – y a o"),
        ("HS-2026-0012", "hs-2026-0012"),
        ("", ""),
    ],
)
def test_fold_keeps_what_is_typed_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
def test_fold_changes_nothing_the_second_time(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_fold_is_the_same_for_every_way_of_composing(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


@given(NAMES)
def test_fold_of_a_name_is_plain_letters_in_any_capitals(words: list[str]) -> None:
    name = " ".join(words)
    pairs = zip(ALPHABET, WITHOUT_MARKS, strict=True)
    plain = {sign: letter for signs, letter in pairs for sign in signs}

    assert fold(name) == fold(name.upper()) == "".join(plain.get(sign, sign) for sign in name)


# --- sorting people


def order_by_table(words: list[str]) -> list[tuple[list[int], list[int]]]:
    """Independent of Unicode decomposition: look every sign up in the table above."""
    given_name_first = [words[-1], *words[:-1]]
    return [([PLACES[s][0] for s in word], [PLACES[s][1] for s in word]) for word in given_name_first]


@given(NAMES, NAMES)
def test_person_key_sorts_as_the_table_of_letters_and_tones(one: list[str], other: list[str]) -> None:
    left, right = person_key(" ".join(one)), person_key(" ".join(other))

    assert (left < right) == (order_by_table(one) < order_by_table(other))
    assert (left == right) == (one == other)


def test_person_key_sorts_every_pair_of_single_letters_as_the_table() -> None:
    for one, other in product(PLACES, repeat=2):
        assert (person_key(one) < person_key(other)) == (PLACES[one] < PLACES[other])


@given(NAMES)
def test_person_key_is_the_same_in_capitals_and_taken_apart(words: list[str]) -> None:
    name = " ".join(words)

    assert (
        person_key(f" {name.upper()} ") == person_key(unicodedata.normalize("NFD", name)) == person_key(name)
    )


@given(ANY_TEXT)
def test_person_key_is_sorted_alike_by_every_database(text: str) -> None:
    assert set(person_key(text)) <= set("0123456789abcdef")


def test_people_are_listed_by_given_name_then_family_then_middle_name() -> None:
    listed = [
        "Lê Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần An",
        "Lê Ân",
        "Hồ Sỹ Bình",
        "Đặng Văn Dũng",
        "Trần Dũng",
        "Đào Thị Đặng",
        "Trần Thị Ha",
        "Lê Thị Hà",
        "Trần Thị Hà",
        "Lê Thị Hạ",
        "Lê Thị Hanh",
        "H'Hen Niê",
        "Y Niê",
        "Nguyễn Ỷ",
    ]

    keys = [person_key(name) for name in listed]
    assert keys == sorted(set(keys))


def test_signs_digits_foreign_marks_and_other_scripts_have_a_place() -> None:
    ordered = ["H'Hen", "H2en", "Haen", "Hạen", "Hǎen", "Hden", "Hжen"]

    keys = [person_key(name) for name in ordered]
    assert keys == sorted(set(keys))
    assert person_key("") == person_key(" ") == ""

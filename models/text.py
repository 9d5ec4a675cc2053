"""Text on its way in: one form for one writing, nothing a paper cannot show, keys to search and to sort."""

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from models.showable import RANGES

LINE_LENGTH = 300
TEXT_LENGTH = 20_000
LARGEST_COUNT = 100_000

_CHARACTERS_NAMED = 10  # a text in another script would name hundreds
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, surrogates, private use, separators
_GRAPHEME_JOINER = "\u034f"  # a mark by its category, yet unseen

_AS_D = str.maketrans("đðɖ", "ddd")  # Đ, and the foreign Ð and Ɖ that old texts have in its place
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: f"{rank:02x}" for rank, letter in enumerate(_ALPHABET, start=16)}
_DIGITS = {str(digit): f"{2 + digit:02x}" for digit in range(10)}
_SIGN = "01"
_END = "00"
_TONES = {mark: tone for tone, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_FOREIGN_MARK = 6


def _showable() -> frozenset[str]:
    in_font = (chr(code) for first, last in RANGES for code in range(first, last + 1))
    seen = {one for one in in_font if unicodedata.category(one) not in _UNSEEN}
    return frozenset(seen - {_GRAPHEME_JOINER} | {"\n", "\t"})


_SHOWABLE = _showable()


def clean(text: str) -> str:
    """The one form in which a text is kept: composed (NFC), lines ended by LF, no blanks around it."""
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", ended).strip()


def refused_characters(text: str) -> tuple[str, ...]:
    """The characters of a text that no official paper can show, each once, as "😀 U+1F600" or "U+202E".

    Refused are those the printed font lacks and those that leave no mark or turn the line around: controls
    but for line ends and tabs, invisible and direction signs, lone surrogates, private use.
    """
    composed = unicodedata.normalize("NFC", text)
    if _SHOWABLE.issuperset(composed):
        return ()
    return tuple(_named(one) for one in dict.fromkeys(composed) if one not in _SHOWABLE)


def fold(text: str) -> str:
    """What a search compares: "Đào Thị Đặng" as "dao thi dang", small letters, no marks, single blanks."""
    letters = unicodedata.normalize("NFD", text.lower()).translate(_AS_D)
    return " ".join("".join(one for one in letters if unicodedata.category(one) != "Mn").split())


def person_key(full_name: str) -> str:
    """What lists of people are sorted by: the given name, which stands last, then family and middle names.

    Word by word, first the letters (a ă â b c d đ e ê …), then the tones (ngang, huyền, hỏi, ngã, sắc, nặng).
    Marks of other languages follow the tones, signs and digits precede the letters, capitals make no
    difference. The key is made of 0–9 and a–f alone, so that every database sorts it alike.
    """
    words = unicodedata.normalize("NFD", full_name.lower()).split()
    return "".join(_word_key(word) for word in words[-1:] + words[:-1])


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    stands_alone = character.isprintable() and not unicodedata.category(character).startswith("M")
    return f"{character} {code}" if stands_alone else code


def _word_key(word: str) -> str:
    """The ranks of the letters, an end that sorts before any letter, and the tones letter by letter."""
    letters: list[str] = []
    tones: list[int] = []
    for one in word:
        if not (letters and unicodedata.combining(one)):
            letters.append(one)
            tones.append(0)
        elif (composed := unicodedata.normalize("NFC", letters[-1] + one)) in _LETTERS:
            letters[-1] = composed
        else:
            tones[-1] = max(tones[-1], _TONES.get(one, _FOREIGN_MARK))
    return "".join([*map(_rank, letters), _END, *map(str, tones)])


def _rank(letter: str) -> str:
    if letter.isalpha():
        return _LETTERS.get(letter) or f"ff{ord(letter):06x}"  # other alphabets come last
    return _DIGITS.get(letter, _SIGN)


def _line(given: object) -> object:
    text = _written(given, LINE_LENGTH)
    if isinstance(text, str) and ("\n" in text or "\t" in text):
        raise PydanticCustomError("text_one_line", "one line is asked for, without line ends or tabs")
    return text


def _text(given: object) -> object:
    return _written(given, TEXT_LENGTH)


def _optional_text(given: object) -> object:
    return None if isinstance(given, str) and not clean(given) else _text(given)


def _written(given: object, limit: int) -> object:
    if not isinstance(given, str):
        return given  # the strict `str` behind refuses it
    text = clean(given)
    if not text:
        raise PydanticCustomError("text_missing", "text is missing")
    if len(text) > limit:
        figures = {"length": len(text), "limit": limit}
        raise PydanticCustomError("text_too_long", "{length} characters where {limit} are allowed", figures)
    if refused := refused_characters(text):
        named = {"characters": list(refused[:_CHARACTERS_NAMED]), "count": len(refused)}
        raise PydanticCustomError("text_character", "papers cannot show {characters}", named)
    return text


def _count(given: object) -> object:
    if type(given) is not int:  # neither True nor 1.0 nor "1" is a tally
        raise PydanticCustomError("count_type", "a whole number is needed")
    if not 0 <= given <= LARGEST_COUNT:
        figures = {"least": 0, "most": LARGEST_COUNT}
        raise PydanticCustomError("count_range", "a number from {least} to {most} is needed", figures)
    return given


def _described(limit: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": limit})


Line = Annotated[str, Strict(), BeforeValidator(_line), _described(LINE_LENGTH)]
"""One line, such as a name, a place or a number; refused when blank."""
Text = Annotated[str, Strict(), BeforeValidator(_text), _described(TEXT_LENGTH)]
"""Paragraphs, such as a conclusion or a reason; refused when blank."""
OptionalText = Annotated[
    Annotated[str, Strict(), _described(TEXT_LENGTH)] | None, BeforeValidator(_optional_text)
]
"""Paragraphs that may be left out; blank means left out."""
StrictCount = Annotated[
    int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT})
]
"""A tally of members or votes, which only a whole number can be."""

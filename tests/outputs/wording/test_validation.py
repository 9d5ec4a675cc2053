"""What is wrong with the form of a request, in words."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.commands import COMMAND, SystemCommands
from outputs.wording import Language, Names, validation_text
from outputs.wording.fields import field_caption
from outputs.wording.validation import PATTERNS, SENTENCES
from tests.roads import PROCEDURES

_ODD: tuple[object, ...] = (
    None, True, 7, -1, 1.5, 10**30, "", " ", "x", "a b", "a\nb", "😀", "đ@x", "x" * 500, "2022-02-30",
    "1800-01-01", b"\xff", [], [7], ["x"] * 60, {}, {"a": 7}, [{"x": 7}], [{"a b": "c"}], {"A b": 1},
    {"a": [{"b": 7}, 8]}, {"a": 1.5}, {"a": -(10**9)}, {"a": "😀"}, {7: 8}, object(),
)  # fmt: skip


def _commands() -> Iterator[tuple[str, dict[str, Any]]]:
    for definition in COMMAND.json_schema()["$defs"].values():
        if "command" in definition.get("properties", {}):
            yield definition["properties"]["command"]["const"], definition


def _refused(request: object) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        COMMAND.validate_python(request)
    return refused.value


def _told(request: object, language: Language = "vi") -> str:
    return validation_text(_refused(request), language)


def test_request_is_told_all_that_is_wrong_line_by_line() -> None:
    request = {
        "command": "vote", "dossier": "HS 1", "step": "branch_vote", "meeting": "HN-1", "yes": True,
        "no": 100_001, "extra": 1,
    }  # fmt: skip

    assert _told(request).splitlines() == [
        "Số hồ sơ (dossier): chỉ được gồm chữ không dấu, số và các dấu . _ - / @",
        "Số phiếu tán thành (yes): cần là một số nguyên.",
        "Số phiếu không tán thành (no): cần từ 0 đến 100000.",
        "extra: không có mục này, cần bỏ đi.",
    ]
    assert _told(request, "en").splitlines() == [
        "Dossier number (dossier): may hold plain letters, digits and . _ - / @ only",
        "Votes in favour (yes): must be a whole number.",
        "Votes against (no): must be from 0 to 100000.",
        "extra: is not known here, leave it out.",
    ]


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"command": "fly"}, "không có lệnh “fly”."),
        ({}, "cần nói rõ lệnh ở mục command."),
        ({"command": "withdraw", "dossier": "HS-1", "on": "2022-02-30", "reason": "x"},
         "Ngày thực hiện (on): cần là một ngày, viết như 2022-01-25."),
        ({"command": "withdraw", "dossier": "HS-1", "on": "1800-02-03", "reason": "x"},
         "Ngày thực hiện (on): cần là một ngày từ 01/01/1900 đến 31/12/2200."),
        ({"command": "withdraw", "dossier": "HS-1", "on": "2022-02-03", "reason": "vì 😀"},
         "Lý do (reason): văn bản không in được 😀 U+1F600: cần bỏ hoặc thay ký tự này."),
        ({"command": "close", "dossier": "HS-1", "on": "2022-02-03", "reason": "x", "cause": "fate"},
         "Lý do kết thúc (cause): cần là một trong: death, discipline, left_unit, other."),
        ({"command": "return_for_supplement", "dossier": "HS-1", "on": "2022-02-03",
          "items": [{"item": "x", "reason": "y"}, {"item": "Giấy\nkhám", "reason": "y"}]},
         "Nội dung cần bổ sung (items.1.item): chỉ được một dòng: cần bỏ dấu xuống dòng và dấu tab."),
    ],
)  # fmt: skip
def test_line_names_field_rule_and_what_to_do(request_: dict[str, object], told: str) -> None:
    assert _told(request_) == told


def test_field_of_a_paper_is_named_as_the_form_prints_it() -> None:
    request = {
        "command": "form", "dossier": "HS-1", "step": "awareness_course", "on": "2022-02-03",
        "answers": {"issued_on": "😀"},
    }  # fmt: skip

    told = validation_text(_refused(request), "vi", Names(procedure=PROCEDURES.version("vn-2022")))

    assert told == (
        "Ngày cấp (answers.issued_on): văn bản không in được 😀 U+1F600: cần bỏ hoặc thay ký tự này."
    )


def test_every_fault_a_command_can_have_has_a_sentence() -> None:
    met = set()
    for command, definition in _commands():
        for name in definition["properties"]:
            for odd in _ODD:
                request = {"command": command, name: odd} if name != "command" else {"command": odd}
                request["extra"] = odd  # so that every request is refused
                refused = _refused(request)
                met |= {one["type"] for one in refused.errors()}
                assert "%(" not in validation_text(refused, "vi")

    assert met - set(SENTENCES) == set()
    assert len(met) > 20


def test_every_pattern_of_a_command_is_put_into_words() -> None:
    patterns = set(re.findall(r"'pattern': '(.*?)'", str(COMMAND.json_schema())))

    assert {one.replace("\\\\", "\\") for one in patterns} - set(PATTERNS) == set()
    assert len(patterns) > 5


def test_every_field_people_fill_in_has_a_caption() -> None:
    noted = {str(one.model_fields["command"].default) for one in get_args(SystemCommands)}
    noted.add("sign_document")  # the program reads it off the signature
    asked = {
        (command, name) for command, one in _commands() if command not in noted for name in one["properties"]
    }

    assert {name for command, name in asked if field_caption(name, "vi", command) is None} == set()
    assert {
        one for one in asked if field_caption(one[1], "vi", one[0]) == field_caption(one[1], "en", one[0])
    } == set()


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@given(given=_PLAIN)
def test_whatever_comes_in_is_told_in_whole_lines(given: object) -> None:
    request = {"command": "return_for_supplement", "dossier": given, "items": given, "on": given}
    refused = _refused(request)

    told = validation_text(refused, "vi").split("\n")

    assert len(told) >= len(refused.errors())
    assert all(told)

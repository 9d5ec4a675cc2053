"""What a request may hold: days, ids and answers in one form, and nothing that cannot be kept."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.canonical import canonical
from models import commands
from models.commands import COMMAND

_SUSPEND: dict[str, object] = {
    "command": "suspend",
    "dossier": "HS-2022-0001",
    "on": "2022-02-28",
    "reason": "Đi học xa.",
}
_FORM: dict[str, object] = {
    "command": "form",
    "dossier": "HS-2022-0001",
    "step": "opinions",
    "on": "2022-02-28",
}


def _faults(given: Mapping[str, object]) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        COMMAND.validate_python(given)
    return [error["type"] for error in refused.value.errors()]


@pytest.mark.parametrize("written", ["2022-02-28", date(2022, 2, 28)])
def test_day_is_read_from_a_date_or_its_iso_text(written: object) -> None:
    command = COMMAND.validate_python(_SUSPEND | {"on": written})

    assert command == commands.Suspend(dossier="HS-2022-0001", on=date(2022, 2, 28), reason="Đi học xa.")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("2022-02-30", "day_kind"),
        ("20220228", "day_kind"),
        ("2022-W09-1", "day_kind"),
        ("28/02/2022", "day_kind"),
        (1_645_999_200, "day_kind"),
        (True, "day_kind"),
        (datetime(2022, 2, 28), "day_kind"),  # noqa: DTZ001 -- any instant is refused, with a zone or without
        ("1899-12-31", "day_range"),
        ("9999-12-31", "day_range"),
    ],
)
def test_day_in_another_form_or_century_is_refused(written: object, fault: str) -> None:
    assert _faults(_SUSPEND | {"on": written}) == [fault]


@pytest.mark.parametrize("name", ["", "a b", "đảng-ủy", "ѕystem", "a\u200d", "a\x00", "a" * 81])
def test_id_is_ascii_so_that_no_two_look_alike(name: str) -> None:
    assert _faults(_SUSPEND | {"dossier": name}) != []


@pytest.mark.parametrize("code", ["", "7%", "7_", "7.9", "a b", "Đ1"])
def test_code_of_a_unit_holds_no_sign_that_a_search_takes_for_any_other(code: str) -> None:
    unit: dict[str, object] = {
        "command": "add_unit",
        "id": "x",
        "kind": "branch",
        "name": "A",
        "place": "B",
        "on": "2022-01-01",
    }

    assert _faults(unit | {"code": code}) != []


@pytest.mark.parametrize("number", ["٠٧٩٢٠٠٠٠١٢٣٤", "0792", "07920000123x"])
def test_identity_number_has_nine_or_twelve_plain_digits(number: str) -> None:
    person: dict[str, object] = {
        "command": "add_person",
        "id": "x",
        "full_name": "A",
        "sex": "male",
        "born_on": "2000-01-01",
    }

    assert _faults(person | {"identity_number": number}) == ["string_pattern_mismatch"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (2**60, "count_range"),
        (1.5, "answer_kind"),
        ({"a": "b"}, "answer_kind"),
        (b"a", "answer_kind"),
        (datetime(2022, 2, 28), "answer_kind"),  # noqa: DTZ001 -- as above
        (["a"], "answer_row"),
        ([{"a": 1.5}], "answer_cell"),
        ([{"a": True}], "answer_cell"),
        ([{"A b": "c"}], "answer_name"),
        ([{}] * 201, "answer_kind"),
        ("\ud800", "text_character"),
        ("a" * 20_001, "text_too_long"),
    ],
)
def test_answer_of_a_kind_no_field_has_is_refused(answer: object, fault: str) -> None:
    assert _faults(_FORM | {"answers": {"strengths": answer}}) == [fault]


def test_answer_under_a_name_no_field_can_have_is_refused() -> None:
    assert _faults(_FORM | {"answers": {"Ưu điểm": "Tốt"}}) == ["answer_name"]


def test_days_of_an_answer_are_kept_as_text_and_empty_cells_as_blanks() -> None:
    table = [{"year": 2019, "work": None}]
    command = COMMAND.validate_python(_FORM | {"answers": {"from": date(2022, 1, 2), "rows": table, "n": 3}})

    assert isinstance(command, commands.FormCommand)
    assert command.answers == {"from": "2022-01-02", "rows": [{"year": "2019", "work": ""}], "n": 3}


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=6) | st.sampled_from(["a", "strengths"]), _ANYTHING, max_size=3))
def test_answers_are_refused_or_can_be_written_as_canonical_bytes(answers: dict[str, object]) -> None:
    try:
        command = COMMAND.validate_python(_FORM | {"answers": answers})
    except ValidationError:
        return

    assert canonical(command.model_dump(mode="json"))


@pytest.mark.parametrize("days", [1.0, True, "1", 40_000])
def test_delay_is_a_whole_number_of_days(days: object) -> None:
    told = {
        "command": "remind",
        "dossier": "HS-1",
        "on": "2022-01-01",
        "about": "limit",
        "subject": "decision",
    }

    assert _faults(told | {"due_on": "2022-01-01", "days": days}) != []


@pytest.mark.parametrize(
    ("secret", "signs"),
    [
        ("whsec_" + "MfKQ" * 8, True), ("whsec_" + "MfKQ" * 21, True), ("whsec_" + "MfKQ" * 7, False),
        ("whsec_" + "MfKQ" * 22, False), ("MfKQ" * 8, False), ("whsec_" + "Mf!Q" * 8, False),
        ("whsec_" + "đường" * 8, False), ("whsec_", False), ("a" * 24, False),
    ],
)  # fmt: skip
def test_webhook_is_entered_only_with_a_secret_that_can_sign(secret: str, signs: bool) -> None:  # noqa: FBT001 -- a case of the table
    plain = {"command": "add_webhook", "id": "w", "unit": "u", "url": "https://example.org", "secret": secret}

    if signs:
        assert COMMAND.validate_python(plain)
        return
    with pytest.raises(ValidationError):
        COMMAND.validate_python(plain)


@pytest.mark.parametrize(
    "url",
    [
        "https://an:mat-khau@example.org/x",
        "https://an@example.org",
        "ftp://example.org",
        "https://",
        "https://a b",
    ],
)
def test_webhook_is_entered_only_with_an_address_that_keeps_no_secret(url: str) -> None:
    plain = {"command": "add_webhook", "id": "w", "unit": "u", "secret": "whsec_" + "MfKQ" * 8}

    assert COMMAND.validate_python(plain | {"url": "http://[::1]:8000/in?of=1"})
    with pytest.raises(ValidationError):
        COMMAND.validate_python(plain | {"url": url})

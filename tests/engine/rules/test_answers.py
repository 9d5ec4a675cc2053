"""Whether what was typed fills its field: each kind takes its own values, to the very edge, and no other."""

from __future__ import annotations

import pytest

from engine.rules.answers import answered
from models.procedure import Choice, Column, FieldKind, FormField, FormSet
from tests.walks import VN_2022

_TITLE = VN_2022.title
_COLUMNS = tuple(Column(id=one, title=_TITLE) for one in ("period", "events"))
_CHOICES = tuple(Choice(id=one, title=_TITLE) for one in ("good", "fair"))


def _faults(kind: str, value: object, *, required: bool = True) -> list[str]:
    """Return the faults of one answer on a paper that asks for nothing but a field of the kind."""
    field = FormField(
        id="asked", kind=FieldKind(kind), title=_TITLE, required=required,
        choices=_CHOICES if kind == "choice" else (), columns=_COLUMNS if kind == "table" else (),
    )  # fmt: skip
    form = VN_2022.forms.form("5-KNĐ").model_copy(update={"fields": (field,)})
    forms = FormSet(id="mot-muc", title=_TITLE, basis=(), forms=(form,))
    step = VN_2022.step("opinions").model_copy(update={"papers": ("5-KNĐ",), "may_file": ()})
    return [one.rule for one in answered(step, {"asked": value}, VN_2022.model_copy(update={"forms": forms}))]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("count", 0), ("count", 41), ("flag", False), ("flag", True), ("date", "2022-02-28"),
        ("choice", "good"), ("choice", "fair"), ("line", "Một dòng"), ("text", "Hai\ndòng"),
        ("table", [{"period": "2019", "events": "Đi học"}]), ("table", [{"period": "2019"}, {}]),
        ("table", ({"events": ""},)),
    ],
)  # fmt: skip
def test_field_takes_what_is_of_its_kind(kind: str, value: object) -> None:
    assert _faults(kind, value) == []
    assert _faults(kind, value, required=False) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("count", -1), ("count", True), ("count", "3"), ("count", 1.0), ("flag", 1), ("flag", "true"),
        ("date", "2022-02-29"), ("date", "28/02/2022"), ("date", 7), ("choice", "bad"), ("choice", 1),
        ("line", "Hai\ndòng"), ("line", 7), ("text", 7), ("text", False), ("table", "2019"),
        ("table", [{"period": "2019"}, "2020"]), ("table", [["period"]]), ("table", [{"strange": "x"}]),
        ("table", [{"period": 2019}]), ("table", [{"period": "2019"}, {"events": None}]),
        ("table", {"period": "2019"}),
    ],
)  # fmt: skip
def test_field_refuses_what_is_of_another_kind_even_where_it_may_stay_empty(kind: str, value: object) -> None:
    assert _faults(kind, value) == [f"answer.{kind}"]
    assert _faults(kind, value, required=False) == [f"answer.{kind}"]


@pytest.mark.parametrize("kind", ["count", "flag", "date", "choice", "line", "text", "table"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_field_left_empty_is_missing_where_it_is_required(kind: str, empty: object) -> None:
    assert _faults(kind, empty) == ["answer.missing"]
    assert _faults(kind, empty, required=False) == []

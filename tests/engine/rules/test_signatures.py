"""The scan of a signed print: its number, however it is written, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import rules
from engine.rules.given import Due
from models.commands import AttachScan
from tests.askings import NUMBER
from tests.walks import at

_SYMBOL = "NQ/CB"


def _agrees(
    number: int, typed: str | None, *, form: str = "6-KNĐ", is_issued: bool = True
) -> dict[str, bool]:
    walk, day = at("branch_vote")
    due = Due(form=form, number=number, symbol=_SYMBOL, unit="cb", dated=day, is_issued=is_issued)
    command = AttachScan(
        dossier=NUMBER, paper="6-KNĐ", name="a.pdf", format="pdf", size=1, sha256="0" * 64, document="VB-1",
        printed=typed,
    )  # fmt: skip
    weighed = rules.requirements(walk.state, command, walk.facts(day, due=due))
    return {one.rule: one.met for one in weighed if one.rule in {"scan.document", "scan.number"}}


@given(
    number=st.integers(1, 2000), zeros=st.integers(0, 3), loud=st.booleans(),
    before=st.sampled_from(["", "Số ", "số: ", "SỐ:", "Số."]), blank=st.sampled_from(["", " ", "  "]),
)  # fmt: skip
def test_number_is_the_same_however_people_write_it(
    number: int, zeros: int, before: str, blank: str, *, loud: bool
) -> None:
    typed = f"{before}{'0' * zeros}{number}{blank}-{blank}{_SYMBOL}"

    assert _agrees(number, typed.upper() if loud else typed.lower()) == {
        "scan.document": True, "scan.number": True,
    }  # fmt: skip


@given(number=st.integers(1, 300), other=st.integers(0, 3000))
def test_another_number_never_agrees(number: int, other: int) -> None:
    assert _agrees(number, f"{other:02}-{_SYMBOL}")["scan.number"] == (number == other)


@pytest.mark.parametrize(
    "typed", [None, "", "7", "07", "07-NQ", "07-NQ/ĐU", "07-NQ/CB-2", "-NQ/CB", "so 07-NQ/CB"]
)
def test_part_of_a_number_or_another_bodys_does_not_agree(typed: str | None) -> None:
    assert _agrees(7, typed or None)["scan.number"] is False


def test_print_of_a_document_not_made_or_of_another_form_is_refused() -> None:
    assert _agrees(7, "07-NQ/CB", is_issued=False)["scan.document"] is False
    assert _agrees(7, "07-NQ/CB", form="8-KNĐ")["scan.document"] is False

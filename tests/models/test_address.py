"""Mail addresses: one rule for the register and for the mail that is sent."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.address import LONGEST_ADDRESS, is_address
from models.commands import AddPerson

_GOOD = ["bi-thu@quan4.example.vn", "a.b+c@d.vn", "hoso@localhost", "o'brien@x-y.vn", f"{'a' * 64}@b.vn"]
_BAD = [
    "", "bi-thu", "@b.vn", "a@", "a..b@c.vn", ".a@b.vn", "a.@b.vn", "a@b..vn", "a@.vn", "a@-b.vn",
    "a@b.vn,c@d.vn", '"a"@b.vn', "a b@c.vn", "a@b.vn\nBcc: c@d.vn", "<a@b.vn>", "bí-thư@b.vn", "a@b@c.vn",
    f"{'a' * 65}@b.vn", f"a@{'b' * LONGEST_ADDRESS}",
]  # fmt: skip


def _register_takes(address: str) -> bool:
    try:
        AddPerson.model_validate(
            {"id": "x", "full_name": "Lê Văn Mới", "sex": "male", "born_on": "2000-01-01", "email": address}
        )
    except ValidationError as refused:
        return {one["type"] for one in refused.errors()} != {"mail_address"}
    return True


@pytest.mark.parametrize(
    ("address", "good"), [*((one, True) for one in _GOOD), *((one, False) for one in _BAD)]
)
def test_register_takes_what_mail_can_be_sent_to_and_nothing_else(address: str, *, good: bool) -> None:
    assert (is_address(address), _register_takes(address)) == (good, good)

"""What a notice is told, with every field filled."""

from dataclasses import replace
from datetime import date
from typing import Any

from outputs.notices import NoticeContext, StepAhead

LINK = "https://hoso.quan4.example.vn/dossiers/HS-2022-0001"


def a_context(**given: Any) -> NoticeContext:  # noqa: ANN401 -- any of its fields
    """Return a context with every field filled, and some of them given."""
    plain = NoticeContext(
        dossier="HS-2022-0001",
        link=LINK,
        matter="Chi bộ biểu quyết đề nghị kết nạp",
        unit="Chi bộ Quân sự Phường 4",
        due_on=date(2022, 3, 9),
        days=7,
        steps=(
            StepAhead(title="Đơn xin vào Đảng", due_on=None),
            StepAhead(title="Thẩm tra lý lịch", due_on=date(2022, 5, 6)),
        ),
    )
    return replace(plain, **given)

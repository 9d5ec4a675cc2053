"""Requests of every kind with anything in them, as a search draws them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from hypothesis import strategies as st

from models import commands
from models.commands import COMMAND, Command
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022

NUMBER = "HS-2021-0001"
STEPS = [step.id for stage in VN_2022.stages for step in stage.steps]
DAYS = st.one_of(
    st.sampled_from([date(1900, 1, 1), date(2200, 12, 31), date(2024, 2, 29)]),
    st.dates(date(2021, 1, 1), date(2026, 12, 31)),
)
PERSONS = st.sampled_from([MENTOR, SECOND, CANDIDATE, "nobody"])
NAMES = st.sampled_from([*STEPS, "no_such_step"])
COUNTS = st.integers(0, 12)
TEXTS = st.just("Lý do ví dụ.")
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 100_000), TEXTS,
    st.sampled_from(["", "9999-12-31", "2022-02-30", "0001-01-01", "2022-01-10"]),
    st.lists(st.dictionaries(st.sampled_from(["a", "name"]), TEXTS, max_size=2), max_size=2),
)  # fmt: skip
FIELDS = sorted({field.id for form in VN_2022.forms.forms for field in form.fields} | {"strange"})
ANSWERS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5)
ITEMS = st.lists(
    st.fixed_dictionaries({"item": TEXTS, "reason": TEXTS, "step": st.none() | NAMES}), min_size=1, max_size=3
)
DIGESTS = ("template_version", "content_sha256", "pdf_sha256", "docx_sha256", "html_sha256", "context_sha256")

PARTS: dict[str, st.SearchStrategy[object]] = {
    "on": DAYS, "due_on": DAYS, "dated": DAYS, "step": NAMES, "answers": ANSWERS, "person": PERSONS,
    "meeting": st.just("HN-1"), "reason": TEXTS, "items": ITEMS, "to_unit": st.just("cb9"),
    "procedure": st.sampled_from(["vn-2022", "vn-2025", "vn-2016"]), "place": TEXTS,
    "endorser": st.sampled_from(["member", "youth_union", "trade_union"]),
    "cause": st.sampled_from(["death", "discipline", "left_unit", "other"]),
    "about": st.sampled_from(["limit", "paper", "term", "reports", "age_of_papers", "supplement"]),
    "subject": st.sampled_from([*STEPS, "CN-NTVĐ"]), "days": st.integers(-400, 400),
    "escalated_to": st.none() | st.just("qu"), "document": st.just("VB-1"),
    "form": st.sampled_from(["6-KNĐ", "X"]), "number": st.none() | COUNTS,
    "symbol": st.none() | st.just("NQ/CB"),
    "unit": st.just("cb"), "notice": st.just("step_opened"), "channel": st.just("email"),
    "outcome": st.sampled_from(["sent", "dead", "digest", "unwanted"]), "receipt": st.none(),
    "paper": st.sampled_from(["6-KNĐ", "CN-NTVĐ", "X"]), "name": st.just("đơn.pdf"),
    "format": st.sampled_from(["pdf", "jpeg", "png"]), "size": st.integers(1, 1000), "scan": COUNTS,
    "printed": st.sampled_from([None, "01-NQ/CB", "Số: 2"]), "holder": st.just("CN=Ví dụ"),
    "before_sha256": st.just("0" * 64), "after_sha256": st.just("1" * 64), "issuer": st.just("CN=CA"),
    "serial": st.just("1f"), "signed_at": st.just("2022-01-10T02:00:00Z"), "timestamped_at": st.none(),
    "level": st.sampled_from(["B-B", "B-T"]), "visible": st.booleans(),
    "sha256": st.just("0" * 64), "by": st.sampled_from(["redrawing", "scanner"]),
    "candidate": PERSONS, "source": st.just("other"),
    "ballot": st.sampled_from([f"{NUMBER}-B9", "HS-2021-0002-B9"]),
    "way": st.sampled_from(["open", "secret"]),
    "relation": st.sampled_from(["kinship", "other"]),
    "chair_vote": st.sampled_from([None, "yes", "no", "abstained"]),
    **dict.fromkeys(("yes", "no", "blank", "invalid", "roll", "present"), COUNTS),
    **dict.fromkeys(DIGESTS, st.just("0" * 64)),
}  # fmt: skip
VERDICTS = {
    "check_scan": ["clean", "infected"],
    "assessment": ["continued", "recommended", "declined"],
    "review": ["clear", "unclear"],
}
KINDS = [
    kind
    for union in (
        commands.StepCommands,
        commands.CrossCommands,
        commands.BallotCommands,
        commands.ScanCommands,
        commands.SignatureCommands,
        commands.SystemCommands,
    )
    for kind in (get_args(union) or (union,))
]


@st.composite
def asked(
    draw: st.DrawFn, /, dossiers: Sequence[str] = (NUMBER,), **parts: st.SearchStrategy[object]
) -> Command:
    """Any request at all on one of the dossiers; few of them fit. `parts` narrows what a field may hold."""
    kind = draw(st.sampled_from(KINDS))
    name = kind.model_fields["command"].default
    plain: dict[str, object] = {"command": name, "dossier": draw(st.sampled_from(dossiers))}
    for part in kind.model_fields.keys() - plain.keys():
        plain[part] = draw(parts[part] if part in parts else part_of(name, part))
    return COMMAND.validate_python(plain)


def part_of(command: str, part: str) -> st.SearchStrategy[object]:
    """What a field of a command may hold."""
    if part == "verdict":
        return st.sampled_from(VERDICTS[command])
    if (command, part) == ("supplement", "answers"):
        return st.lists(TEXTS, min_size=1, max_size=3)
    if (command, part) == ("send_notice", "about"):
        return COUNTS
    if command == "send_notice" and part in {"subject", "body"}:
        return st.none()
    return PARTS[part]

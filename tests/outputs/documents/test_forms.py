"""Every form of the road: its title, its fields, and an error in place of every blank."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from engine.procedures import load
from models.papers import PaperFacts, PersonFacts
from models.procedure import FieldKind, Form
from outputs.documents.contexts.catalogue import PAPERS, context_of
from outputs.documents.contexts.meetings import AGENDA, MINUTES, NOTICE
from outputs.documents.contexts.records import TIMELINE, WAVE_LIST
from outputs.documents.errors import MissingValue, NotThisOutcome
from outputs.documents.render import tree_of
from outputs.documents.tree import texts
from tests.outputs.samples import FORMS, MEMBERS, paper_facts

_FORM_SET = load(Path(__file__).resolve().parents[3] / "procedures" / "vn-2022.yaml").forms
_OPINIONS = (
    "Tổng hợp ý kiến nhận xét của tổ chức chính trị - xã hội nơi làm việc "
    "và chi ủy (chi bộ) nơi cư trú đối với "
)
_TITLES = {
    "CN-NTVĐ": "Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng",
    "1-KNĐ": "Đơn xin vào Đảng",
    "2-KNĐ": "Lý lịch của người xin vào Đảng",
    "3-KNĐ": "Giấy giới thiệu người vào Đảng",
    "4-KNĐ": "Nghị quyết giới thiệu đoàn viên vào Đảng",
    "4A-KNĐ": "Nghị quyết giới thiệu đoàn viên công đoàn vào Đảng",
    "5-KNĐ": _OPINIONS + "người vào Đảng",
    "6-KNĐ": "Nghị quyết đề nghị kết nạp đảng viên",
    "7-KNĐ": "Báo cáo thẩm định nghị quyết của chi bộ về đề nghị kết nạp đảng viên",
    "8-KNĐ": "Nghị quyết đề nghị kết nạp đảng viên",
    "9-KNĐ": "Quyết định kết nạp đảng viên",
    "9A-KNĐ": "Quyết định kết nạp đảng viên",
    "BB-LKN": "Biên bản lễ kết nạp",
    "CN-ĐVM": "Giấy chứng nhận học lớp bồi dưỡng đảng viên mới",
    "10-KNĐ": "Bản tự kiểm điểm của đảng viên dự bị",
    "11-KNĐ": "Bản nhận xét đảng viên dự bị",
    "12-KNĐ": _OPINIONS + "đảng viên dự bị",
    "13-KNĐ": "Nghị quyết đề nghị công nhận đảng viên chính thức",
    "14-KNĐ": "Báo cáo thẩm định nghị quyết của chi bộ về đề nghị công nhận đảng viên chính thức",
    "15-KNĐ": "Nghị quyết đề nghị công nhận đảng viên chính thức",
    "16-KNĐ": "Quyết định công nhận đảng viên chính thức",
}
FactsOf = TypeVar("FactsOf", PaperFacts, PersonFacts)
_EACH = pytest.mark.parametrize("form", FORMS)
_DATED_BY_THE_STEP = {"1-KNĐ", "2-KNĐ"}
"""Their `issued_on` reaches the paper as the day it is dated."""

_KNOWN_OF_THE_CANDIDATE = {
    "birthplace",
    "home_town",
    "ethnicity",
    "religion",
    "residence",
    "occupation",
    "education",
    "identity_number",
}


def _required() -> Iterator[tuple[str, str]]:
    for form in _FORM_SET.forms:
        for field in form.fields:
            if field.required and not (field.id == "issued_on" and form.code in _DATED_BY_THE_STEP):
                yield form.code, field.id


def _optional() -> Iterator[tuple[str, str]]:
    for form in _FORM_SET.forms:
        yield from ((form.code, field.id) for field in form.fields if not field.required)


def _without(facts: PaperFacts, field: str) -> PaperFacts:
    return replace(facts, answers={name: value for name, value in facts.answers.items() if name != field})


def _lacking(facts: FactsOf, attribute: str) -> FactsOf:
    changed = copy(facts)
    object.__setattr__(changed, attribute, None)  # `replace` with a computed name cannot be typed
    return changed


def _words(facts: PaperFacts) -> str:
    return " ".join(texts(tree_of(facts.form, context_of(facts))))


def test_form_set_and_templates_name_the_same_papers() -> None:
    in_set = {form.code: form.template for form in _FORM_SET.forms}

    assert in_set == {code: paper.template for code, paper in PAPERS.items() if paper.fill is not None}
    assert set(PAPERS) - set(in_set) == {TIMELINE, WAVE_LIST, NOTICE, AGENDA, MINUTES}
    assert set(FORMS) == set(in_set)


@pytest.mark.parametrize("form", _TITLES)
def test_title_is_the_guidances(form: str) -> None:
    assert _FORM_SET.form(form).title.vi == _TITLES[form]


def test_every_caption_stands_in_both_languages() -> None:
    captions = [form.title for form in _FORM_SET.forms]
    captions += [field.title for form in _FORM_SET.forms for field in form.fields]

    assert [caption for caption in captions if not (caption.vi.strip() and caption.en.strip())] == []


def test_one_field_id_means_one_thing_in_every_form() -> None:
    kinds: dict[str, set[FieldKind]] = {}
    for form in _FORM_SET.forms:
        for field in form.fields:
            kinds.setdefault(field.id, set()).add(field.kind)

    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


@_EACH
def test_sample_answers_every_field_so_that_each_is_seen_on_paper(form: str) -> None:
    asked = {field.id for field in _FORM_SET.form(form).fields}

    assert asked <= set(paper_facts(form).answers)


@_EACH
def test_what_is_typed_is_printed(form: str) -> None:
    facts = paper_facts(form)
    printed = _words(facts)

    for field in _FORM_SET.form(form).fields:
        value = facts.answers[field.id]
        if field.kind in {FieldKind.LINE, FieldKind.TEXT} and field.id != "against_reasons":
            assert all(line in printed for line in str(value).upper().split("\n")) or all(
                line in printed for line in str(value).split("\n")
            ), field.id


@pytest.mark.parametrize(("form", "field"), list(_required()))
def test_a_missing_answer_is_an_error_with_form_and_field(form: str, field: str) -> None:
    with pytest.raises(MissingValue) as refused:
        context_of(_without(paper_facts(form), field))

    assert (refused.value.form, refused.value.field) == (form, field)
    assert refused.value.figures == {"form": form, "field": field}


@pytest.mark.parametrize("blank", ["", "  \n ", None, []])
@pytest.mark.parametrize("form", [form.code for form in _FORM_SET.forms if form.fields])
def test_a_blank_answer_is_a_missing_one(form: str, blank: object) -> None:
    field = next(one for one in _FORM_SET.form(form).fields if one.required and one.id != "issued_on")
    facts = paper_facts(form)

    with pytest.raises(MissingValue) as refused:
        context_of(replace(facts, answers={**facts.answers, field.id: blank}))  # type: ignore[dict-item]  # wrong on purpose

    assert refused.value.field == field.id


@pytest.mark.parametrize(("form", "field"), list(_optional()))
def test_an_optional_answer_may_be_left_out(form: str, field: str) -> None:
    assert _words(_without(paper_facts(form), field))


def _printed_of_the_candidate() -> Iterator[tuple[str, str]]:
    for form in FORMS:
        for field in PAPERS[form].context.__dataclass_fields__:
            if field in _KNOWN_OF_THE_CANDIDATE:
                yield form, field


@pytest.mark.parametrize(("form", "attribute"), list(_printed_of_the_candidate()))
def test_what_the_register_lacks_is_an_error_where_the_form_prints_it(form: str, attribute: str) -> None:
    facts = paper_facts(form)

    with pytest.raises(MissingValue) as refused:
        context_of(replace(facts, candidate=_lacking(facts.candidate, attribute)))

    assert (refused.value.form, refused.value.field) == (form, f"candidate.{attribute}")


@pytest.mark.parametrize("form", [form.code for form in _FORM_SET.forms if form.symbol])
@pytest.mark.parametrize("lacking", ["number", "symbol"])
def test_a_numbered_paper_without_its_number_is_an_error(form: str, lacking: str) -> None:
    with pytest.raises(MissingValue) as refused:
        context_of(_lacking(paper_facts(form), lacking))

    assert refused.value.field == lacking


@pytest.mark.parametrize("form", [form.code for form in _FORM_SET.forms if form.symbol])
def test_number_is_printed_with_two_figures_and_its_symbol(form: str) -> None:
    facts = paper_facts(form)

    assert f"07-{facts.symbol}" in _words(facts)


_NEEDS_A_TALLY = [form for form in FORMS if "tally" in PAPERS[form].context.__dataclass_fields__]


@pytest.mark.parametrize("form", _NEEDS_A_TALLY)
def test_a_vote_without_its_tally_is_an_error(form: str) -> None:
    with pytest.raises(MissingValue) as refused:
        context_of(replace(paper_facts(form), tally=None))

    assert refused.value.field == "tally"


@pytest.mark.parametrize("form", _NEEDS_A_TALLY)
def test_votes_against_ask_for_their_reasons(form: str) -> None:
    facts = paper_facts(form)
    assert facts.tally is not None
    assert facts.tally.yes is not None
    against = replace(facts, tally=replace(facts.tally, yes=facts.tally.yes - 1, no=1))

    assert f"với lý do: {facts.answers['against_reasons']}" in _words(against)
    with pytest.raises(MissingValue) as refused:
        context_of(_without(against, "against_reasons"))
    assert refused.value.field == "against_reasons"


@pytest.mark.parametrize("form", ["6-KNĐ", "8-KNĐ", "15-KNĐ", "NQ-XT-ĐU"])
def test_absence_without_a_reason_is_an_error(form: str) -> None:
    facts = paper_facts(form)
    assert facts.tally is not None

    with pytest.raises(MissingValue) as refused:
        context_of(replace(facts, tally=replace(facts.tally, absences=())))

    assert refused.value.field == "tally.absences"


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        ("KL-XM", "2-KNĐ"),
        ("7-KNĐ", "6-KNĐ"),
        ("8-KNĐ", "6-KNĐ"),
        ("9-KNĐ", "8-KNĐ"),
        ("9-KNĐ", "6-KNĐ"),
        ("9A-KNĐ", "6-KNĐ"),
        ("BB-LKN", "9-KNĐ"),
        ("10-KNĐ", "9-KNĐ"),
        ("14-KNĐ", "13-KNĐ"),
        ("15-KNĐ", "13-KNĐ"),
        ("16-KNĐ", "9-KNĐ"),
        ("16-KNĐ", "13-KNĐ"),
        ("NQ-XT-ĐU", "NQ-XT-CB"),
        ("QĐ-XT", "NQ-XT-CB"),
    ],
)
def test_a_paper_that_is_cited_must_be_on_file(form: str, needed: str) -> None:
    facts = paper_facts(form)
    earlier = tuple(paper for paper in facts.earlier if paper.form != needed)

    with pytest.raises(MissingValue) as refused:
        context_of(replace(facts, earlier=earlier))

    assert refused.value.field == f"earlier.{needed}"


@pytest.mark.parametrize(("form", "above"), [("16-KNĐ", "15-KNĐ"), ("QĐ-XT", "NQ-XT-ĐU")])
def test_after_three_votes_the_decision_rests_on_the_branch_alone(form: str, above: str) -> None:
    facts = paper_facts(form)
    cited = next(paper for paper in facts.earlier if paper.form == above)

    printed = _words(replace(facts, earlier=tuple(one for one in facts.earlier if one.form != above)))

    assert str(cited.number) in _words(facts)
    assert str(cited.number) not in printed


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        ("9-KNĐ", "refused"),
        ("9A-KNĐ", "refused"),
        ("16-KNĐ", "refused"),
        ("QĐ-XT", "refused"),
        ("3-KNĐ", "declined"),
        ("4-KNĐ", "declined"),
        ("6-KNĐ", "approved"),
    ],
)
def test_a_form_is_not_made_for_an_outcome_it_does_not_speak_of(form: str, outcome: str) -> None:
    with pytest.raises(NotThisOutcome) as refused:
        context_of(replace(paper_facts(form), outcome=outcome))

    assert refused.value.figures == {"form": form, "outcome": outcome}


@pytest.mark.parametrize(
    "form", ["6-KNĐ", "7-KNĐ", "8-KNĐ", "13-KNĐ", "14-KNĐ", "15-KNĐ", "NQ-XT-CB", "NQ-XT-ĐU"]
)
def test_a_failed_vote_says_so_and_proposes_nothing(form: str) -> None:
    facts = paper_facts(form)
    assert facts.tally is not None
    failed = replace(facts, outcome="failed", tally=replace(facts.tally, yes=3, passed=False))

    assert "chưa đủ theo quy định" in _words(failed)
    assert "chưa đủ theo quy định" not in _words(facts)


@pytest.mark.parametrize("form", ["13-KNĐ", "NQ-XT-CB"])
def test_votes_exhausted_go_to_the_committee_above(form: str) -> None:
    assert "Qua các lần biểu quyết" in _words(replace(paper_facts(form), outcome="exhausted"))


def test_second_introduction_is_the_introducers_and_the_first_the_mentors() -> None:
    mentor, introducer = MEMBERS

    first = context_of(paper_facts("3-KNĐ"))
    second = context_of(replace(paper_facts("3-KNĐ"), outcome="endorsed"))

    assert first.author.full_name == mentor.person.full_name
    assert second.author.full_name == introducer.person.full_name


def test_a_former_mentor_signs_nothing() -> None:
    mentor, introducer = MEMBERS
    former = replace(mentor, ended_on=date(2025, 1, 1))

    with pytest.raises(MissingValue) as refused:
        context_of(replace(paper_facts("11-KNĐ"), members=(former, introducer)))

    assert refused.value.field == "members.mentor"


def test_application_left_for_the_hand_prints_dotted_lines() -> None:
    facts = paper_facts("1-KNĐ")
    for field in ("understanding", "motive", "recognised_on", "recognised_at"):
        facts = _without(facts, field)
    tree = tree_of("1-KNĐ", context_of(facts))

    assert [
        node.attributes["count"]
        for node in tree.children
        if not isinstance(node, str) and node.tag == "lines"
    ] == [
        "4",
        "3",
    ]


def test_an_empty_cell_prints_a_dash_and_an_empty_first_cell_is_an_error() -> None:
    facts = paper_facts("KL-XM")
    row = {"matter": "Bản thân", "place": " "}

    context = context_of(replace(facts, answers={**facts.answers, "verifications": [row]}))
    assert (context.verifications[0].place, context.verifications[0].result) == ("–", "–")

    with pytest.raises(MissingValue) as refused:
        context_of(replace(facts, answers={**facts.answers, "verifications": [row, {"place": "Quận 4"}]}))
    assert refused.value.field == "verifications.2.matter"


def test_a_day_kept_as_text_is_read_as_a_day() -> None:
    facts = paper_facts("BC-GĐ")

    context = context_of(replace(facts, answers={**facts.answers, "period_from": "2024-02-05"}))

    assert context.period_from == date(2024, 2, 5)


@pytest.mark.parametrize("form", list(_FORM_SET.forms), ids=lambda form: form.code)
def test_signatures_name_position_and_person_or_leave_room(form: Form) -> None:
    tree = tree_of(form.code, context_of(paper_facts(form.code)))
    ends = [node for node in tree.children if not isinstance(node, str) and node.tag in {"sign", "signs"}]

    assert ends


@pytest.mark.parametrize("form", _NEEDS_A_TALLY)
def test_fewer_than_five_secret_ballots_are_printed_without_their_figures(form: str) -> None:
    facts = paper_facts(form)
    assert facts.tally is not None
    few = replace(facts.tally, yes=None, no=None, blank=None, cast=4, present=4)

    words = _words(replace(facts, tally=few)) if form in _TOLD_IN_SECRET else ""

    assert form not in _TOLD_IN_SECRET or "bỏ phiếu kín, có 4 đồng chí bỏ phiếu" in words
    assert form in _TOLD_IN_SECRET or form in {"4-KNĐ", "4A-KNĐ"}


_TOLD_IN_SECRET = {"6-KNĐ", "7-KNĐ", "8-KNĐ", "13-KNĐ", "14-KNĐ", "15-KNĐ", "NQ-XT-CB", "NQ-XT-ĐU"}

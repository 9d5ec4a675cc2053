"""The check of procedure files: every kind of fault, shown on the real file with that one fault put in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.procedure_check import check
from engine.procedure_file import Finding

FOLDER = Path(__file__).resolve().parents[2] / "procedures"
REAL = (FOLDER / "vn-2022.yaml").read_text(encoding="utf-8")
RESCUE = Path(__file__).resolve().parents[1] / "procedures"


@dataclass(frozen=True)
class Wrong:
    """A fault: in the lines from `after` on, `old` is replaced by `new`; it is found on the line of `at`."""

    code: str
    after: str
    old: str
    new: str
    at: str = ""

    def put_into(self, text: str) -> str:
        head, mark, tail = text.partition(self.after)
        assert mark, f"no longer in the file: {self.after}"
        assert self.old in tail, f"no longer in the file: {self.old}"
        return head + mark + tail.replace(self.old, self.new, 1)

    def line_in(self, text: str) -> int:
        start = text.index(self.after)
        return text.count("\n", 0, text.index(self.at or self.new.strip(), start)) + 1


FORM = [
    Wrong(
        "key.twice",
        "- id: decision\n",
        "        kind:",
        "        kind: vote\n        kind:",
        at="        kind: d",
    ),
    Wrong("yaml.tag", "- id: opinions\n", "kind: form", "kind: !!python/name:os.system form"),
    Wrong("yaml.key", "sweep:\n", "remind_before_days: [14, 7, 1]", "[remind]: [14, 7, 1]"),
    Wrong("yaml.alias", "basis:\n", "  - Điều lệ", "  - &again [*again]\n  - Điều lệ", at="  - &again"),
]
OF_OPINIONS = "        source: Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (6)\n"
SCHEMA = [
    Wrong("key.unknown", "- id: decision\n", "extension:", "extention:"),
    Wrong("key.unknown", "- id: mentorship\n", '{vi: "Giúp đỡ, dìu dắt", en', "{vi: Giúp đỡ, dìu dắt, en"),
    Wrong("key.missing", "flow: committee_approval\n", "        kind: vote\n", "", at="- id: sub_committee"),
    Wrong("translation.missing", "- id: application\n", ", en: Application}", "}", at="title: {vi: Đơn"),
    Wrong("translation.missing", "- id: application\n", "en: Application}", 'en: ""}'),
    Wrong(
        "source.missing", "- id: decision\n", '"Quy định 24-QĐ/TW, 4.3.1"}', '""}', at="          extension:"
    ),
    Wrong("source.missing", "- id: endorsement\n", OF_OPINIONS, "", at="- id: opinions"),
    Wrong("value.unknown", "- id: decision\n", "comparison: more_than", "comparison: above"),
    Wrong("value.unknown", "- id: decision\n", "kind: decision", "kind: decree"),
    Wrong("value.unknown", "- id: verification\n", "rule: paper", "rule: sheet"),
    Wrong("value.kind", "- id: decision\n", "amount: 60", "amount: sixty"),
    Wrong("value.kind", "- id: decision\n", "amount: 60", "amount: 60.5"),
    Wrong("value.kind", "\nbasis:", "in_force_from: 2021-07-30", "in_force_from: 2021-02-30"),
    Wrong("value.kind", "flow: mentor_assessment\n", "- id: opinions", "- id: Opinions 5"),
    Wrong(
        "value.contradiction", "- id: decision\n", "share: [1, 2]", "share: [3, 2]", at="          quorum:"
    ),
    Wrong("value.contradiction", "- id: endorsement\n", "kind: form", "kind: vote", at="- id: opinions"),
    Wrong("forms.unknown", "in_force_until:", "forms: forms-vn-2022", "forms: forms-vn-1922"),
]
TO_ASSIGNMENT = "to: mentor_assignment, at_most: 2}"
TO_RECOGNITION = "to: recognition_decision, at_most: 1}"
PAST_CEREMONY = "        leads: {submitted: {go: to, to: probation}}\n        source:"
ROAD = [
    Wrong("id.twice", "- id: removal\n", "- id: branch_removal_vote", "- id: branch_vote"),
    Wrong("lead.unknown", "- id: mentorship\n", "to: mentor_assignment", "to: mentor_assignement"),
    Wrong(
        "lead.silent",
        "flow: branch_vote\n",
        "          failed: {go: end, end: refused}\n",
        "",
        at="        leads:",
    ),
    Wrong("lead.impossible", "- id: branch_vote\n", "failed: {", "exhausted: {go: on}\n          failed: {"),
    Wrong("lead.endless", "- id: verification\n", "{go: repeat, at_most: 3}", "{go: repeat}"),
    Wrong("lead.endless", "- id: introduction\n", "{go: repeat, at_most: 2}", "{go: repeat}"),
    Wrong("lead.endless", "- id: branch_vote\n", "{go: end, end: refused}", "{go: repeat}"),
    Wrong("lead.circle", "- id: mentorship\n", TO_ASSIGNMENT, "to: mentor_assignment}"),
    Wrong("lead.circle", "- id: removal_decision\n", TO_RECOGNITION, "to: recognition_decision}"),
    Wrong("lead.off_the_road", "- id: removal_decision\n", "{go: end, end: removed}", "{go: on}"),
    Wrong(
        "stage.unreached",
        "- id: recognition_decision\n",
        "to: removal}",
        TO_RECOGNITION,
        at="- id: removal\n",
    ),
    Wrong(
        "step.unreached", "- id: decision_receipt\n", "        source:", PAST_CEREMONY, at="- id: admission_"
    ),
    Wrong("end.unreached", "\nforms:", "end: recognised", "end: refused", at="stages:\n"),
]
CITED = Wrong(
    "source.unknown", "- id: opinions\n", "source: Hướng dẫn 12-HD/BTCTW", "source: Hướng dẫn 12-HD"
)
WHEN = Wrong("outcome.unknown", "- id: mentorship\n", "when: [continued]", "when: [continues]")
PARTS = [
    CITED,
    WHEN,
    Wrong("outcome.unknown", "- id: branch_vote\n", "outcome: clear", "outcome: cleared"),
    Wrong("form.unknown", "- id: opinions\n", "papers: [5-KNĐ]", "papers: [5-KND]"),
    Wrong("form.unknown", "- id: opinions\n", "[{form: 5-KNĐ}]", "[{form: 5B-KNĐ}]"),
    Wrong("form.unknown", "- id: endorsement\n", "form: 4-KNĐ", "form: 4_1-KNĐ"),
    Wrong("form.unknown", "- id: verification\n", "[CV-ĐYT, CV-HV]", "[CV-ĐYT, CV-HV, CV-X]"),
    Wrong("form.unknown", "forms: forms-vn-2022\n", "", "symbols: {9-KND: QĐ/ĐU}\n"),
    Wrong("form.twice", "age_agreement_body", "code: CV-HV", "code: CV-ĐYT"),
    Wrong("field.twice", "- id: opinions\n", "papers: [5-KNĐ]", "papers: [5-KNĐ, 12-KNĐ]"),
    Wrong("paper.late", "- id: verification\n", "form: 2-KNĐ", "form: 9-KNĐ"),
    Wrong("paper.never", "- id: verification\n", "form: 2-KNĐ", "form: 9A-KNĐ"),
    Wrong("step.unknown", "- id: branch_vote\n", "step: verification", "step: verfication"),
    Wrong("step.unknown", "- id: decision\n", "counted_from: branch_vote", "counted_from: branch_votes"),
    Wrong("step.unknown", "transfer:\n", "until: branch_vote", "until: branch"),
    Wrong("step.later", "- id: branch_vote\n", "verification, outcome: clear", "probation, outcome: ended"),
    Wrong("step.later", "- id: decision\n", "counted_from: branch_vote", "counted_from: probation"),
    Wrong("step.later", "- id: decision\n", "counted_from: branch_vote", "counted_from: decision"),
    Wrong("step.later", "transfer:\n", "restart_at: mentor_assignment", "restart_at: decision"),
    Wrong("step.passed_over", "- id: decision\n", "from: branch_vote", "from: sub_committee_appraisal"),
    Wrong("person.nobody", "- id: mentorship\n", "person: mentor}", "person: introducer}"),
    Wrong(
        "number.disagrees", "- id: mentor_assignment\n", "candidates: {amount: 2", "candidates: {amount: 3"
    ),
    Wrong("term.backwards", "\nbasis:", "in_force_until: 2025-06-30", "in_force_until: 2020-06-30"),
]


@pytest.mark.parametrize(
    "wrong", [*FORM, *SCHEMA, *ROAD, *PARTS], ids=lambda one: f"{one.code}: {one.new[:40]}"
)
def test_fault_is_found_on_its_line_with_what_to_do(tmp_path: Path, wrong: Wrong) -> None:
    text = wrong.put_into(REAL)
    folder = _folder(tmp_path, text)

    found = check(folder)

    assert (wrong.code, wrong.line_in(text)) in [(one.code, one.line) for one in found]
    assert {one.file for one in found} == {str(folder / "vn-2022.yaml")}
    assert all(one.message and one.remedy for one in found)


def test_finding_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    wrong = Wrong("key.unknown", "- id: decision\n", "extension:", "extention:")
    text = wrong.put_into(REAL)
    folder = _folder(tmp_path, text)

    assert check(folder) == [
        Finding(
            file=str(folder / "vn-2022.yaml"),
            line=wrong.line_in(text),
            path="stages.committee_approval.steps.decision.limit.extention",
            code="key.unknown",
            message="is no word of a procedure.",
            remedy="Did you mean `extension`?",
        )
    ]


def test_several_faults_are_found_at_once(tmp_path: Path) -> None:
    text = REAL
    for wrong in (CITED, WHEN, ROAD[1]):
        text = wrong.put_into(text)

    found = check(_folder(tmp_path, text))

    assert [one.code for one in found] == ["outcome.unknown", "lead.unknown", "source.unknown"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "file.empty", 1),
        ("- vn\n", "file.empty", 1),
        ("id: vn-2022\ntitle: {vi: a\nforms: b\n", "yaml.syntax", 3),
        ("id: vn-2022\n\ttitle: a\n", "yaml.syntax", 2),
        ("id: \x00\n", "yaml.syntax", 1),
        ("in_force_from: 2021-07-30\nid: vn-2022\nforms: [1]\n", "key.missing", 1),
    ],
)
def test_file_that_is_no_procedure_is_found(tmp_path: Path, text: str, code: str, line: int) -> None:
    folder = _folder(tmp_path, text)

    assert (code, line) in [(one.code, one.line) for one in check(folder)]


def test_anchors_within_anchors_are_stopped_before_they_unfold(tmp_path: Path) -> None:
    doublings = "\n".join(
        f"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]" for number in range(1, 60)
    )

    found = check(_folder(tmp_path, f"id: vn-2022\nstages: []\na0: &a0 [x]\n{doublings}\n"))

    assert {one.code for one in found} == {"yaml.alias"}


def test_step_without_a_way_to_an_end_is_found(tmp_path: Path) -> None:
    found = _check_rescue(
        tmp_path, "ended: {go: end, end: recognised}", "ended: {go: to, to: promise, at_most: 9}"
    )

    assert [(one.code, one.path) for one in found] == [
        ("end.unreached", "stages"),
        ("step.trap", "stages.service.steps.promise.id"),
        ("step.trap", "stages.service.steps.first_season.id"),
    ]


def test_second_stage_of_a_name_is_found(tmp_path: Path) -> None:
    found = _check_rescue(tmp_path, "- id: service\n", "- id: approval\n")

    assert [(one.code, one.path) for one in found] == [("id.twice", "stages.approval.id")]


def test_name_of_a_step_and_of_another_stage_is_ambiguous(tmp_path: Path) -> None:
    found = _check_rescue(
        tmp_path,
        "declined: {go: end, end: refused}",
        "declined: {go: to, to: papers, at_most: 1}",
        ("- id: application\n", "- id: fit\n"),
        ("- id: watches\n", "- id: papers\n"),
    )

    assert [one.code for one in found] == ["lead.ambiguous"]


def test_body_that_endorses_without_a_majority_is_found(tmp_path: Path) -> None:
    text = REAL
    start = text.index("            majority:\n", text.index("- id: endorsement\n"))
    end = text.index("          - id: trade_union")

    found = check(_folder(tmp_path, text[:start] + text[end:]))

    assert [(one.code, one.path) for one in found] == [
        ("majority.missing", "stages.mentor_assessment.steps.endorsement.endorsements.youth_union.body")
    ]


def test_documents_and_notices_without_templates_are_found(tmp_path: Path) -> None:
    folder = _folder(tmp_path, REAL)
    templates = tmp_path / "templates"
    (templates / "documents").mkdir(parents=True)
    (templates / "notices" / "report_filed").mkdir(parents=True)
    (templates / "documents" / "1-knd.xml.j2").write_text("", encoding="utf-8")

    found = check(folder, templates)

    missing = {(one.code, one.path.rsplit(".", 2)[1]) for one in found}
    assert {one.code for one in found} == {"template.missing", "notice.missing"}
    assert ("notice.missing", "mentor_assigned") in missing
    assert ("notice.missing", "report_filed") not in missing
    assert ("template.missing", "6-KNĐ") in missing
    assert ("template.missing", "1-KNĐ") not in missing


def test_file_named_otherwise_than_its_id_is_found(tmp_path: Path) -> None:
    folder = _folder(tmp_path, REAL)
    (folder / "vn-2022.yaml").rename(folder / "vn-2021.yaml")

    assert [(one.code, one.path) for one in check(folder)] == [("id.file", "id")]


def test_id_of_two_files_is_found_in_both(tmp_path: Path) -> None:
    text = REAL
    folder = _folder(tmp_path, text)
    (folder / "vn-2023.yaml").write_text(text, encoding="utf-8")

    found = check(folder)

    assert [(Path(one.file).name, one.code) for one in found if one.code == "id.twice"] == [
        ("vn-2022.yaml", "id.twice"),
        ("vn-2023.yaml", "id.twice"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kind: date", "kind: day", "value.unknown"),
        ("  - code: 2-KNĐ", "  - code: 1-KNĐ", "form.twice"),
        (
            "    fields:\n",
            "    fields:\n" + "      - {id: twin, kind: flag, title: {vi: a, en: a}}\n" * 2,
            "field.twice",
        ),
    ],
)
def test_fault_in_the_forms_is_found_in_their_file(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = _folder(tmp_path, REAL)
    forms = folder / "forms-vn-2022.yaml"
    forms.write_text(forms.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    found = check(folder)

    assert [(one.file, one.code) for one in found] == [(str(forms), code)]


_LINES = REAL.splitlines()


@settings(max_examples=60)
@given(
    at=st.integers(0, len(_LINES) - 1),
    instead=st.sampled_from(
        [None, "", "  - x", "?", "{", "      id: vote", "        kind: []", "to: null", "💥: 1"]
    ),
)
def test_damaged_file_is_told_of_and_never_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, at: int, instead: str | None
) -> None:
    damaged = [_LINES[at]] * 2 if instead is None else [instead]
    lines = [*_LINES[:at], *damaged, *_LINES[at + 1 :]]
    folder = _folder(tmp_path_factory.mktemp("damaged"), "\n".join(lines))

    found = check(folder)

    assert all(1 <= one.line <= len(lines) + 1 and one.message and one.remedy for one in found)


def _folder(folder: Path, text: str) -> Path:
    there = folder / "procedures"
    there.mkdir()
    (there / "forms-vn-2022.yaml").write_bytes((FOLDER / "forms-vn-2022.yaml").read_bytes())
    (there / "vn-2022.yaml").write_text(text, encoding="utf-8")
    return there


_HALF = 'more_than, share: [1, 2], of: present, source: "Rules of the Society, 5'
_STATION = 'quorum: {comparison: at_least, number: 3, source: "Rules'
_OF_THE_CAST = '[1, 2], of: cast, source: "Rules of the Society, 4'
_ANY = 'veto: {by: any, source: "Rules of the Society, 5"}'


@pytest.mark.parametrize(
    ("majority", "code", "path"),
    [
        ("more_than, share: [2, 2], of: present", "threshold.never", "majority.share"),
        ("at_least, share: [0, 2], of: present", "threshold.always", "majority.share"),
        ("at_least, share: [1, 2], of: present", "casting_vote.no_half", "casting_vote"),
        ("more_than, share: [2, 3], of: present", "casting_vote.no_half", "casting_vote"),
        ("more_than, number: 3", "casting_vote.no_half", "casting_vote"),
        ("at_least, share: [3, 3], of: cast", "casting_vote.unanimity", "casting_vote"),
    ],
)
def test_majority_of_the_station_that_makes_no_sense_is_found(
    tmp_path: Path, majority: str, code: str, path: str
) -> None:
    found = _check_rescue(tmp_path, _HALF, f'{majority}, source: "Rules of the Society, 5')

    assert (code, f"stages.approval.steps.station_decision.vote.{path}") in [
        (one.code, one.path) for one in found
    ]
    assert all(one.line > 1 and one.remedy for one in found)


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        (_STATION, _STATION.replace("3", "0"), "threshold.always", "station_decision.vote.quorum.number"),
        (_STATION, _STATION.replace("number: 3", "share: [1, 2], of: present"), "threshold.base",
         "station_decision.vote.quorum.of"),
        ("casting_vote:", f"{_ANY}\n          casting_vote:", "casting_vote.vetoed",
         "station_decision.vote.casting_vote"),
        ('[1, 2], of: present, source: "Rules of the Society, 4', _OF_THE_CAST, "threshold.base",
         "crew_vote.vote.participation.of"),
        ("more_than, share: [3, 4]", "at_least, share: [4, 4]", "veto.unanimity", "crew_vote.vote.veto"),
        ('number: 3, source: "Station', 'number: 4, source: "Station', "threshold.out_of_reach",
         "berth.vote.quorum.number"),
        ("number: 2,", "number: 2, of: roll,", "value.contradiction", "berth.vote.majority"),
        ("number: 2, ", "", "value.contradiction", "berth.vote.majority"),
        ("veto: {by: any", "veto: {by: nobody", "value.unknown", "berth.vote.veto.by"),
    ],
)  # fmt: skip
def test_vote_that_makes_no_sense_is_found(tmp_path: Path, old: str, new: str, code: str, path: str) -> None:
    found = _check_rescue(tmp_path, old, new)

    assert [(one.code, one.path.partition(".steps.")[2]) for one in found] == [(code, path)]


def _check_rescue(folder: Path, old: str, new: str, *more: tuple[str, str]) -> list[Finding]:
    for file in RESCUE.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for before, after in ((old, new), *more):
            text = text.replace(before, after) if file.stem == "rescue-2018" else text
        (folder / file.name).write_text(text, encoding="utf-8")
    return check(folder)

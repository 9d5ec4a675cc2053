"""Papers filed, second introductions and verifications: what each kind of step asks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.answers import answered
from models import commands
from models.events import Endorsed, Reviewed, Submitted
from models.procedure import FieldKind
from tests.walks import MENTOR, SECOND, VN_2022, at

COUNTS = st.integers(min_value=0, max_value=40)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_union_endorses_with_more_than_half_of_its_roll(roll: int, present: int, yes: int, no: int) -> None:
    walk, day = at("endorsement")
    tally = {"roll": roll, "present": present, "yes": yes, "no": no}
    may_be = 0 < present <= roll and yes + no <= present

    unmet = walk.unmet("endorsement", day, **tally)

    assert set(unmet) == (set() if may_be else {"endorsement.tally"})
    if may_be:
        event = walk.step("endorsement", day, **tally)[0]
        assert isinstance(event, Endorsed)
        assert event.outcome == ("endorsed" if Fraction(yes, roll) > Fraction(1, 2) else "declined")
        assert event.body == "doan"


def test_endorsement_that_was_declined_may_be_asked_for_three_times_more() -> None:
    walk, day = at("endorsement")
    for _ in range(3):
        walk.step("endorsement", day, yes=0, no=8)

    assert set(walk.unmet("endorsement", day, yes=0, no=8)) == {"road.at_most"}
    assert walk.unmet("endorsement", day) == {}
    assert "4-KNĐ" not in walk.state.papers


def test_union_the_line_does_not_have_endorses_nobody() -> None:
    walk, day = at("endorsement")

    assert set(walk.unmet("endorsement", day, endorser="trade_union")) == {"endorsement.source"}


def test_person_beside_a_unions_tally_is_refused() -> None:
    walk, day = at("endorsement")

    assert set(walk.unmet("endorsement", day, person=SECOND)) == {"member.not_asked"}


def test_tally_beside_a_members_introduction_is_refused() -> None:
    walk, day = at("endorsement")

    assert set(walk.unmet("endorsement", day, endorser="member", roll=9)) == {"endorsement.no_tally"}


def test_endorsement_asks_for_the_fields_of_its_own_form_alone() -> None:
    walk, day = at("endorsement")

    event = walk.step("endorsement", day, endorser="member")[0]

    assert isinstance(event, Endorsed)
    assert [one.form for one in event.filed] == ["3-KNĐ"]


@pytest.mark.parametrize(
    ("actor", "unmet"), [(MENTOR, {"review.four_eyes"}), (None, {"review.four_eyes"}), ("x", set())]
)
def test_candidate_is_verified_by_somebody_who_does_not_guide_him(actor: str | None, unmet: set[str]) -> None:
    walk, day = at("verification")
    walk.step("awareness_course", day)
    walk.step("application", day)
    walk.step("curriculum_vitae", day)
    command, _ = walk.command("verification", day)

    assert set(walk.refused(command, day, actor=actor)) == unmet


def test_verification_waits_for_the_curriculum_vitae_12_hd_btctw() -> None:
    walk, day = at("verification")

    assert walk.unmet("verification", day)["paper.on_file"].figures == {"form": "2-KNĐ"}


def test_unclear_verification_is_taken_up_again_three_times_at_most() -> None:
    walk, day = at("verification")
    walk.step("curriculum_vitae", day)
    for _ in range(3):
        event = walk.step("verification", day, verdict="unclear")[0]
        assert isinstance(event, Reviewed)

    assert set(walk.unmet("verification", day, verdict="unclear")) == {"road.at_most"}
    walk.step("verification", day)
    assert walk.state.done["verification"].outcome == "clear"


def test_paper_from_elsewhere_is_filed_only_where_there_is_one() -> None:
    walk, day = at("verification")
    walk.step("curriculum_vitae", day)
    command, _ = walk.command("verification", day)
    agreed = {
        "age_agreement_number": "12-TB/TU",
        "age_agreement_on": "2022-01-05",
        "age_agreement_body": "Thành ủy",
    }
    without = walk.copy()

    walk.step("verification", day, answers=command.answers | agreed)  # type: ignore[attr-defined]  # a step
    without.step("verification", day)
    half = set(without.copy().unmet("verification", day, answers={"age_agreement_number": "12-TB/TU"}))

    assert "CV-ĐYT" in walk.state.papers
    assert "CV-ĐYT" not in without.state.papers
    assert "answer.missing" in half


def test_missing_unknown_and_mistyped_answers_are_each_named() -> None:
    walk, day = at("opinions")
    plain = walk.command("opinions", day)[0].answers  # type: ignore[attr-defined]  # a step
    fields = {field.id: field.kind for field in VN_2022.forms.form("5-KNĐ").fields}
    wrong = {
        name: {FieldKind.COUNT: "three", FieldKind.DATE: "2022-W01-1"}.get(kind, 7)
        for name, kind in fields.items()
    }

    missing = walk.unmet("opinions", day, answers={})
    strange = walk.unmet("opinions", day, answers=plain | {"strange": "x"})
    mistyped = walk.unmet("opinions", day, answers=wrong)

    assert set(missing) == {"answer.missing"}
    assert strange["answer.unknown"].figures == {"field": "strange", "form": "", "step": "opinions"}
    assert set(mistyped) == {f"answer.{kind.value}" for kind in fields.values()}


_ANSWERS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from(["", "x", "a\nb", "2022-01-10", "2022-13-01"]),
    st.sampled_from([[], [{"x": "y"}], [{}]]),
)


@given(st.sampled_from([form.code for form in VN_2022.forms.forms]), st.data())
def test_answers_of_any_kind_are_weighed_and_never_break(code: str, data: st.DataObject) -> None:
    step = VN_2022.step("opinions").model_copy(update={"papers": (code,)})
    names = [field.id for field in VN_2022.forms.form(code).fields]
    given_answers = data.draw(st.dictionaries(st.sampled_from([*names, "issued_on", "strange"]), _ANSWERS))

    faults = answered(step, given_answers, VN_2022)

    assert all(not one.met for one in faults)
    assert {one.figures["field"] for one in faults} <= {*names, *given_answers}


@pytest.mark.parametrize("kind", ["assessment", "review", "form"])
def test_command_of_another_kind_than_the_step_is_refused(kind: str) -> None:
    walk, day = at("branch_vote")
    command = commands.COMMAND.validate_python(
        {"command": kind, "dossier": "HS-2021-0001", "step": "branch_vote", "on": day}
        | ({} if kind == "form" else {"verdict": {"assessment": "recommended", "review": "clear"}[kind]})
    )

    assert "step.open" in walk.refused(command, day)


def test_decision_is_received_by_the_branch_without_any_paper() -> None:
    walk, day = at("decision_receipt")

    event = walk.step("decision_receipt", day)[0]

    assert isinstance(event, Submitted)
    assert (event.filed, event.on) == ((), day)

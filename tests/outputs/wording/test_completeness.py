"""Whatever the program can ask or say went wrong has a sentence, and every sentence its figures."""

from collections.abc import Set as AbstractSet
from functools import cache
from typing import get_args

import pytest

from engine.access import GIVEN_OVER, RIGHTS, Where
from engine.rules.substitution import Standing
from models import commands
from models.procedure import (
    OUTCOMES,
    ChairVote,
    EndorsementSource,
    FieldKind,
    RequiredEducation,
    StepKind,
    VoteRule,
)
from models.state import Status
from outputs.wording.captions import caption
from outputs.wording.errors import ERRORS, FAULTS, REASONS
from outputs.wording.rules import SENTENCES
from tests.house.sources import ROOT_MODULES, files_in, rooms
from tests.outputs.wording.codes import dotted, holes, raised, reasons, weighed

_RULES = ("engine/rules", "engine/meetings.py", "engine/ballots.py")
_ELSEWHERE = (*rooms(), *(f"{module}.py" for module in ROOT_MODULES))
_SAID_IN_FULL = "engine/procedure_"
"""The checker of procedure files names file, line, fault and remedy itself."""
_WORKED_OUT = {"counted", "base", "all", "from_years", "until_years"}


@cache
def _rules() -> frozenset[str]:
    errors = {code for _, source in files_in(*_RULES) for code in raised(source)}
    found = {code for _, source in files_in(*_RULES) for code in dotted(source)} - errors
    return frozenset(found | {f"answer.{kind.value}" for kind in FieldKind})


@cache
def _carried() -> list[tuple[str, set[str]]]:
    return [one for _, source in files_in(*_RULES) for one in weighed(source)]


@cache
def _errors() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, source in files_in(*_ELSEWHERE):
        if not path.startswith(_SAID_IN_FULL):
            for code, figures in raised(source).items():
                found[code] = found.get(code, figures) & figures
    return found


def _questions(codes: AbstractSet[str], worded: AbstractSet[str], where: str) -> list[str]:
    return [f"How do readers see `{one}`? Give it a sentence in {where}." for one in sorted(codes - worded)]


def test_every_rule_has_a_sentence() -> None:
    assert _questions(_rules(), set(SENTENCES), "outputs/wording/rules.py") == []


def test_every_error_has_a_sentence() -> None:
    assert _questions(set(_errors()), set(ERRORS) | set(REASONS), "outputs/wording/errors.py") == []


def test_every_reason_and_fault_has_a_sentence() -> None:
    found = {
        code for path, source in files_in("engine") if _SAID_IN_FULL not in path for code in reasons(source)
    }
    found |= {f"access.{where}" for where in get_args(Where)}

    assert _questions(found, set(REASONS) | set(FAULTS), "outputs/wording/errors.py") == []


def test_codes_are_found_where_they_are_written() -> None:
    assert {"vote.quorum", "member.official", "paper.valid", "meeting.on_roll"} <= _rules()
    assert {"dossier.unknown", "key.used", "access.no_account", "document.missing_value"} <= set(_errors())
    assert raised('raise NotFound("unit.unknown", unit=unit)') == {"unit.unknown": {"unit"}}
    assert raised('super().__init__("a.b", c=1)\nNotFound("a.b", c=1, d=2)') == {"a.b": {"c"}}
    assert _questions({"vote.moonlight"}, set(SENTENCES), "here") == [
        "How do readers see `vote.moonlight`? Give it a sentence in here."
    ]


def test_no_sentence_is_left_of_a_rule_or_error_that_is_gone() -> None:
    assert set(SENTENCES) - _rules() == set()
    assert set(ERRORS) - set(_errors()) == set()


@pytest.mark.parametrize("rule", sorted(SENTENCES))
def test_sentence_shows_only_figures_its_rule_carries(rule: str) -> None:
    carried = [keys for code, keys in _carried() if code == rule and keys]

    for keys in carried:
        assert any(holes(one) <= keys | _WORKED_OUT for one in SENTENCES[rule])
    for one in SENTENCES[rule]:
        assert not carried or any(holes(one) <= keys | _WORKED_OUT for keys in carried)


def test_figures_are_found_for_most_rules() -> None:
    found = {code for code, keys in _carried() if keys}

    assert len(found) > len(SENTENCES) / 2


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_error_sentence_shows_only_figures_the_error_carries(code: str) -> None:
    assert holes(ERRORS[code]) <= _errors().get(code, holes(ERRORS[code]))


def test_every_stored_value_that_a_figure_shows_has_a_word() -> None:
    values = {
        "status": {one.value for one in Status},
        "kind": {one.value for one in StepKind},
        "outcome": {one for kind in OUTCOMES.values() for one in kind},
        "roll": set(get_args(VoteRule.model_fields["roll"].annotation)),
        "standing": {"none", *get_args(commands.EnterStanding.model_fields["standing"].annotation)},
        "education": set(get_args(RequiredEducation.model_fields["at_least"].annotation)),
        "endorser": set(get_args(EndorsementSource.model_fields["id"].annotation)),
        "role": {
            "mentor",
            "introducer",
            *get_args(commands.TakeSeat.model_fields["role"].annotation),
            *get_args(commands.GrantRole.model_fields["role"].annotation),
        },
        "channel": set(get_args(commands.SendNotice.model_fields["channel"].annotation)),
        "command": set(RIGHTS),
        "chair_vote": {"unsaid", *get_args(ChairVote)},
        "task": set(GIVEN_OVER),
        "substitution": set(get_args(Standing)),
    }

    for noun, known in values.items():
        assert {one for one in known if caption(noun, one, "vi") == one} == set(), noun
        assert {one for one in known if caption(noun, one, "en") == caption(noun, one, "vi")} == set(), noun

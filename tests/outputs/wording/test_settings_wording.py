"""Everything the settings may be wrong in has a Vietnamese sentence."""

from __future__ import annotations

import ast

import pytest

from outputs.wording.settings import setting_text
from settings import BadSettings, Settings, load
from tests.house.sources import CHECKOUT

_WRONG = {
    "DATABASE_URL": "mysql://db/diudat",
    "TIME_ZONE": "Hanoi",
    "LANGUAGE": "fr",
    "PUBLIC_URL": "hoso.example.vn",
    "SMTP_PORT": "often",
    "SMTP_SECURITY": "ssl",
    "WALK_BATCH_SIZE": "0",
    "WALK_POLL_SECONDS": "-1",
    "LATE_MINUTES": "1000000",
    "CLOCK_BEHIND_DAYS": "-1",
    "SECRET_KEY": "short",
    "WEBHOOK_NETWORKS": "10.0.0.1/8",
    "SCAN_COMMAND": "clamdscan 'unclosed",
    "DATABSE_URL": "x",
    "DANCE": "x",
}
_CONTRADICTIONS = (
    {"SMTP_HOST": "mail.example"},
    {"SMTP_HOST": "mail.example", "SMTP_SENDER": "a@b.example", "SMTP_USER": "office"},
    {"SMTP_HOST": "mail.example", "SMTP_SENDER": "office"},
    {"SMTP_HOST": "mail.example", "SMTP_USER": "office"},
    {"OIDC_ISSUER": "https://id.example.vn"},
)


def _problems(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> tuple[str, ...]:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DIUDAT_{field.upper()}", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(f"DIUDAT_{name}", value)
    with pytest.raises(BadSettings) as refused:
        load()
    for name in variables:
        monkeypatch.delenv(f"DIUDAT_{name}")
    return refused.value.problems


def test_what_is_wrong_in_the_settings_is_said_in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = _problems(monkeypatch, _WRONG)
    for variables in _CONTRADICTIONS:
        problems += _problems(monkeypatch, variables)

    assert len(problems) == len(_WRONG) + len(_CONTRADICTIONS)
    assert [one for one in problems if setting_text(one, "vi") == one] == []
    assert [setting_text(one, "en") for one in problems] == list(problems)
    assert "DIUDAT_DATABASE_URL?" in setting_text(problems[0], "vi") + setting_text(problems[1], "vi")


def test_every_refusal_of_the_settings_is_tried_here() -> None:
    """A new message in settings.py needs a Vietnamese sentence, and its place among the values above."""
    tree = ast.parse((CHECKOUT / "settings.py").read_text(encoding="utf-8"))
    validators = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any("validator" in ast.unparse(one) for one in node.decorator_list)
    ]

    assert sorted(validators) == [
        "_agree_about_identity", "_agree_about_mail", "_are_keys", "_are_networks", "_is_a_command",
        "_is_known", "_is_one_of_the_two_databases",
    ]  # fmt: skip

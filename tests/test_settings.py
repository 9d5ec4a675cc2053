"""An installation's settings: defaults that run, mistakes that are named, and passwords that stay unsaid."""

from base64 import b64encode
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from settings import BadSettings, Settings, load


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DIUDAT_{field.upper()}", raising=False)


def _refused(monkeypatch: pytest.MonkeyPatch, **variables: str) -> BadSettings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load()
    return refused.value


def test_defaults_keep_everything_under_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = load()

    assert settings.home == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/diudat.db"
    assert settings.archive_folder == tmp_path / "var" / "archive"
    assert settings.office_zone == ZoneInfo("Asia/Ho_Chi_Minh")


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIUDAT_DATABASE_URL", "postgresql://office@db.example/diudat")
    monkeypatch.setenv("DIUDAT_SMTP_HOST", "mail.example")
    monkeypatch.setenv("DIUDAT_SMTP_SENDER", "hoso@example.vn")
    monkeypatch.setenv("DIUDAT_PUBLIC_URL", "https://hoso.example.vn/")
    monkeypatch.setenv("DIUDAT_LANGUAGE", "en")

    settings = load()

    assert settings.database_url == "postgresql://office@db.example/diudat"
    assert (settings.smtp_host, settings.smtp_sender) == ("mail.example", "hoso@example.vn")
    assert (settings.public_url, settings.language) == ("https://hoso.example.vn", "en")


def test_variable_left_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIUDAT_HOME", "")
    monkeypatch.setenv("DIUDAT_WALK_BATCH_SIZE", "")

    assert load() == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DIUDAT_DATABASE_URL", "mysql://office@db.example/diudat"),
        ("DIUDAT_DATABASE_URL", "sqlite:///:memory:"),
        ("DIUDAT_TIME_ZONE", "Hanoi"),
        ("DIUDAT_LANGUAGE", "fr"),
        ("DIUDAT_PUBLIC_URL", "hoso.example.vn"),
        ("DIUDAT_SMTP_PORT", "0"),
        ("DIUDAT_SMTP_SECURITY", "ssl"),
        ("DIUDAT_SMTP_SENDER", "văn phòng"),
        ("DIUDAT_WALK_BATCH_SIZE", "0"),
        ("DIUDAT_WALK_POLL_SECONDS", "-1"),
        ("DIUDAT_LOG_LEVEL", "loud"),
    ],
)
def test_value_that_cannot_be_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    refused = _refused(monkeypatch, **{variable: value})

    assert len(refused.problems) == 1
    assert refused.problems[0].startswith(variable)


def test_misspelt_variable_is_refused_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = _refused(monkeypatch, DIUDAT_DATABSE_URL="sqlite:////srv/diudat.db")

    assert refused.problems == ("DIUDAT_DATABSE_URL is no setting; did you mean DIUDAT_DATABASE_URL?",)


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"SMTP_HOST": "mail.example"}, "DIUDAT_SMTP_HOST is set but DIUDAT_SMTP_SENDER is not"),
        (
            {"SMTP_USER": "office", "SMTP_PASSWORD": "geheim"},
            "DIUDAT_SMTP_USER is set but DIUDAT_SMTP_HOST is not",
        ),
        (
            {"SMTP_HOST": "mail.example", "SMTP_SENDER": "a@example.vn", "SMTP_USER": "office"},
            "DIUDAT_SMTP_USER and DIUDAT_SMTP_PASSWORD go together: set both or neither",
        ),
        (
            {
                "SMTP_HOST": "mail.example",
                "SMTP_SENDER": "a@example.vn",
                "SMTP_USER": "office",
                "SMTP_PASSWORD": "geheim",
                "SMTP_SECURITY": "none",
            },
            "DIUDAT_SMTP_SECURITY none would send the password in the clear: use starttls or tls",
        ),
        (
            {"OIDC_ISSUER": "https://id.example.vn", "OIDC_CLIENT_ID": "diudat"},
            "DIUDAT_OIDC_ISSUER is set, so DIUDAT_OIDC_CLIENT_ID and DIUDAT_OIDC_CLIENT_SECRET must be",
        ),
    ],
)
def test_settings_that_contradict_one_another_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], problem: str
) -> None:
    refused = _refused(monkeypatch, **{f"DIUDAT_{name}": value for name, value in variables.items()})

    assert refused.problems == (problem,)


def test_password_may_go_in_the_clear_to_this_machine() -> None:
    settings = Settings(
        smtp_host="localhost",
        smtp_sender="a@example.vn",
        smtp_user="office",
        smtp_password=SecretStr("geheim"),
        smtp_security="none",
    )

    assert settings.smtp_password.get_secret_value() == "geheim"


def test_no_secret_is_said_in_errors_or_in_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = _refused(
        monkeypatch,
        DIUDAT_DATABASE_URL="mysql://office:geheim@db.example/diudat",
        DIUDAT_SMTP_PASSWORD="geheim",
        DIUDAT_SMTP_PORT="0",
    )
    settings = Settings(
        database_url="postgresql://office:geheim@db.example/diudat", smtp_password=SecretStr(""), smtp_port=25
    )

    assert "geheim" not in f"{refused}{refused!r}"
    assert "geheim" not in f"{settings}{settings!r}"


def test_every_setting_says_what_it_is_for() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]

    assert silent == []


def test_networks_webhooks_may_reach_are_read_and_held_to_their_form(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().reachable_networks == ()
    monkeypatch.setenv("DIUDAT_WEBHOOK_NETWORKS", "10.0.0.0/8, fd00::/8,")

    assert load().reachable_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    told = str(_refused(monkeypatch, DIUDAT_WEBHOOK_NETWORKS="10.0.0.1/8"))
    assert told == "DIUDAT_WEBHOOK_NETWORKS: 10.0.0.1/8 is no network; write it as in 192.168.1.0/24"


def test_secret_keys_are_read_newest_first_and_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [bytes([n]) * 32 for n in (1, 2)]
    given = [b64encode(one).decode() for one in keys]
    assert load().secret_keys == ()
    monkeypatch.setenv("DIUDAT_SECRET_KEY", ", ".join(given))

    assert load().secret_keys == tuple(keys)
    told = str(_refused(monkeypatch, DIUDAT_SECRET_KEY=f"{given[0]},{given[1][:-4]}"))
    assert told.startswith("DIUDAT_SECRET_KEY: must be 32 bytes in base64")
    assert given[1][:10] not in told


def test_scanner_that_is_no_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = _refused(monkeypatch, DIUDAT_SCAN_COMMAND="clamdscan 'unclosed")

    assert "DIUDAT_SCAN_COMMAND: cannot be read as a command" in str(refused)

"""What an office sets for its own installation, by environment variables beginning with `DIUDAT_`."""

import difflib
import os
import shlex
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.ballot_keys import BallotKeys
from engine.vault import Vault, decoded, open_vault
from models.errors import Malformed
from outputs.signatures.parts import Means

_PREFIX = "DIUDAT_"
_READ_BY_TESTS_ONLY = "DIUDAT_TEST_"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


DEMO_MARKER = ".diudat-demo"
"""File in the folder of a demo: by how many days its clock is behind."""


class BadSettings(Malformed):
    """The settings contradict one another or cannot be read; nothing is started with them."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep one sentence a problem; no sentence repeats a value, for it may be a password."""
        super().__init__("settings.unusable", problems="; ".join(problems))
        self.problems = problems

    def __str__(self) -> str:
        """Read as one line a problem."""
        return "\n".join(self.problems)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _days_behind(home: Path) -> int:
    try:
        told = (home / DEMO_MARKER).read_text(encoding="ascii").strip()
    except OSError:
        return 0
    return int(told) if told.isdecimal() else 0


def _web_address(address: str) -> str:
    TypeAdapter(HttpUrl).validate_python(address)
    return address.rstrip("/")


Folder = Annotated[Path, AfterValidator(_absolute)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """The settings of one installation, checked once when the program starts."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    home: Folder = Field(
        Path("var"), description="Folder for everything the program writes: database, archive, keys."
    )
    database_url: str = Field(
        default_factory=lambda given: f"sqlite:///{given['home'] / 'diudat.db'}",
        repr=False,  # it may hold a password
        description="Database: `sqlite:////absolute/file` or `postgresql://user:password@host/name`. "
        "Left empty: the file `diudat.db` in the home folder.",
    )
    archive_folder: Folder = Field(
        default_factory=lambda given: given["home"] / "archive",
        description="Folder of the document archive, to be backed up with the database. "
        "Left empty: `archive` in the home folder.",
    )
    ballot_key_folder: Folder = Field(
        default_factory=lambda given: given["home"] / "ballot-keys",
        description="Folder of the keys of secret ballots that are open; every desk of the installation uses "
        "the same, and it is NOT to be backed up: each key is destroyed when its ballot is counted. Left "
        "empty: `ballot-keys` in the home folder.",
    )
    scan_megabytes: int = Field(
        10, ge=1, le=25, description="How large the scan of a paper may be that people send, in megabytes."
    )
    scan_command: str = Field(
        "",
        description="Command that looks for harm in a file given as its last argument, such as "
        "`clamdscan --fdpass --no-summary`: it ends with 0 for a clean file, 1 for an infected one. "
        "Left empty: PDFs wait until a second person lets them through.",
    )
    substitution_days: int = Field(
        92, ge=1, le=366,
        description="For how many days somebody absent may give their tasks over at once; who is away for "
        "longer does so anew, so that it is looked at again.",
    )  # fmt: skip
    timestamp_url: WebAddress | None = Field(
        None,
        description="Time-stamp server (RFC 3161), such as `http://tsa.ca.gov.vn`; with it digital "
        "signatures are PAdES B-T. Left empty: B-B, without a time-stamp.",
    )
    trust_folder: Folder | None = Field(
        None,
        description="Folder with the certificates (PEM, DER) of the authorities whose signatures and "
        "time-stamps the office believes. Left empty: anybody's certificate may sign, and none is called "
        "trusted.",
    )
    signing_key: Folder | None = Field(
        None,
        description="PKCS#12 file of this installation to sign with; its passphrase is typed each time. "
        "Left empty: whoever signs brings their own file.",
    )
    signing_library: Folder | None = Field(
        None,
        description="PKCS#11 library of a token plugged into this machine, such as "
        "`/usr/lib/softhsm/libsofthsm2.so`; its PIN is typed each time.",
    )
    signing_slot: int | None = Field(
        None, ge=0, description="Slot of the token. Left empty: the first that holds one."
    )
    time_zone: str = Field(
        "Asia/Ho_Chi_Minh",
        description="Time zone of the office: what day it is, when a limit ends, which times are printed.",
    )
    clock_behind_days: int = Field(
        default_factory=lambda given: _days_behind(given["home"]),
        ge=0,
        description="By how many days the office's clock is behind the machine's: for showing a story of the "
        "past, never for an office at work. Left empty: as the demo in the home folder says, else 0.",
    )
    language: Literal["vi", "en"] = Field(
        "vi", description="Language of a reader who has chosen none: `vi` or `en`."
    )
    public_url: WebAddress = Field(
        "http://127.0.0.1:8000",
        description="Address at which people reach the desk; it stands in notices and in QR codes.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses of the proxies in front of the desk, with commas between: what they say of "
        "who asks is believed. `*` believes anybody; only for a port that nobody but the proxy reaches.",
    )
    oidc_issuer: WebAddress | None = Field(
        None,
        description="Identity provider of the organisation (OpenID Connect), such as "
        "`https://id.example.vn/realms/quan4`; needs the extra `sso`. Left empty: people sign in here alone.",
    )
    oidc_client_id: str = Field("", description="Under which the identity provider knows the desk.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Secret of the desk at the provider.")
    oidc_claim: str = Field(
        "preferred_username",
        description="What of an identity names the account: `preferred_username`, `email`.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Key that encrypts second factors in the database: 32 bytes in base64, as "
        "`openssl rand -base64 32` makes them. Several with commas between, the newest first: what was "
        "encrypted with an older one is encrypted anew when the desk starts, and the older one can go. "
        "Left empty: `secret.key` in the home folder, made at the first start; to be backed up apart from "
        "the database.",
    )
    smtp_host: str = Field(
        "", description="Mail server. Left empty: no mail is sent, only the inbox and webhooks."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the connection to the mail server is protected: `starttls` (usual on port 587), "
        "`tls` (port 465), or `none`, which is accepted with a password only on this machine.",
    )
    smtp_user: str = Field("", description="User at the mail server. Left empty: no login.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    smtp_sender: str = Field(
        "", description="Address that mails come from, such as `hoso@quan4.example.vn`; needed to send any."
    )
    webhook_networks: str = Field(
        "",
        description="Networks of the office's own in which receivers of webhooks may stand, with commas "
        "between, such as `10.0.0.0/8,192.168.1.0/24`. Left empty: webhooks reach public addresses only.",
    )
    prefect_api_url: WebAddress | None = Field(
        None,
        description="Prefect server, such as `http://127.0.0.1:4200/api`. "
        "Left empty: `diudat serve` and `diudat demo` start their own.",
    )
    walk_batch_size: int = Field(
        200, ge=1, le=5000, description="How many waiting entries one wave of the walk takes at most."
    )
    walk_poll_seconds: float = Field(
        5.0,
        gt=0,
        le=3600,
        description="How long the walker waits, when nothing wakes it, before it looks for waiting entries.",
    )
    late_minutes: int = Field(
        15,
        ge=1,
        le=10_080,
        description="How long work may wait for the walker before `/readyz` says that it is not ready.",
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port on which the desk gives figures in Prometheus's form, such as 9464. "
        "Left empty: it gives none.",
    )
    metrics_host: str = Field(
        "127.0.0.1", description="Address on which those figures are given; they name nobody."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important messages that are still logged."
    )

    @field_validator("database_url")
    @classmethod
    def _is_one_of_the_two_databases(cls, url: str) -> str:
        if url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")) and ":memory:" not in url:
            return url
        message = "must begin with sqlite:/// and name a file, or with postgresql://"
        raise ValueError(message)

    @field_validator("secret_key")
    @classmethod
    def _are_keys(cls, given: SecretStr) -> SecretStr:
        if all(decoded(one) for one in _listed(given.get_secret_value())):
            return given
        message = "must be 32 bytes in base64, as `openssl rand -base64 32` makes them"
        raise ValueError(message)

    @field_validator("webhook_networks")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        for one in _listed(given):
            try:
                ip_network(one)
            except ValueError:
                message = f"{one} is no network; write it as in 192.168.1.0/24"
                raise ValueError(message) from None
        return given

    @field_validator("scan_command")
    @classmethod
    def _is_a_command(cls, command: str) -> str:
        try:
            shlex.split(command)
        except ValueError:
            message = "cannot be read as a command: a quotation mark is not closed"
            raise ValueError(message) from None
        return command

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name in available_timezones():
            return name
        message = "is no time zone; write it as in Asia/Ho_Chi_Minh"
        raise ValueError(message)

    @model_validator(mode="after")
    def _agree_about_identity(self) -> Self:
        if self.oidc_issuer is None or (self.oidc_client_id and self.oidc_client_secret.get_secret_value()):
            return self
        message = (
            f"{_PREFIX}OIDC_ISSUER is set, so {_PREFIX}OIDC_CLIENT_ID and {_PREFIX}OIDC_CLIENT_SECRET must be"
        )
        raise ValueError(message)

    @model_validator(mode="after")
    def _agree_about_mail(self) -> Self:
        contradictions = [
            (self.smtp_host and not self.smtp_sender, "{0}HOST is set but {0}SENDER is not"),
            (self.smtp_user and not self.smtp_host, "{0}USER is set but {0}HOST is not"),
            (
                bool(self.smtp_user) != bool(self.smtp_password.get_secret_value()),
                "{0}USER and {0}PASSWORD go together: set both or neither",
            ),
            (
                self.smtp_user and self.smtp_security == "none" and self.smtp_host not in _LOOPBACK,
                "{0}SECURITY none would send the password in the clear: use starttls or tls",
            ),
            (self.smtp_sender and "@" not in self.smtp_sender, "{0}SENDER is not a mail address"),
        ]
        problems = [message.format(f"{_PREFIX}SMTP_") for holds, message in contradictions if holds]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def signing_means(self) -> Means:
        """What this installation has for signing, and for judging signatures."""
        return Means(
            timestamp_url=self.timestamp_url,
            trust_folder=self.trust_folder,
            key_file=self.signing_key,
            token_library=self.signing_library,
            token_slot=self.signing_slot,
        )

    @property
    def scanner(self) -> tuple[str, ...]:
        """The office's scanner of files with its arguments; empty where there is none."""
        return tuple(shlex.split(self.scan_command))

    @property
    def office_zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.time_zone)

    def now(self) -> datetime:
        """Return the office's instant (UTC)."""
        return datetime.now(UTC) - timedelta(days=self.clock_behind_days)

    @property
    def secret_keys(self) -> tuple[bytes, ...]:
        """The keys that are set, the newest first; none where the key file has it."""
        keys = [decoded(one) for one in _listed(self.secret_key.get_secret_value())]
        return tuple(key for key in keys if key is not None)

    @property
    def key_file(self) -> Path:
        """Where an installation without a key in its settings keeps the one it made."""
        return self.home / "secret.key"

    def vault(self) -> Vault:
        """Open the office's vault; a key is made where there is none."""
        return open_vault(self.secret_keys, self.key_file)

    @property
    def ballot_keys(self) -> BallotKeys:
        """Where the keys of secret ballots lie while these are open."""
        return BallotKeys(folder=self.ballot_key_folder, unlock=self.vault)

    @property
    def reachable_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The office's own networks in which receivers of webhooks may stand."""
        return tuple(ip_network(one) for one in _listed(self.webhook_networks))


def _listed(given: str) -> list[str]:
    return [one for one in (each.strip() for each in given.split(",")) if one]


def load() -> Settings:
    """Read this installation's settings, or raise `BadSettings` naming every variable that is wrong."""
    problems = _misspelt()
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadSettings((*problems, *_problems(error))) from None
    if problems:
        raise BadSettings(problems)
    return settings


def _misspelt() -> tuple[str, ...]:
    known = {_PREFIX + field.upper() for field in Settings.model_fields}
    given = {name for name in os.environ if name.startswith(_PREFIX)}
    strange = sorted(name for name in given - known if not name.startswith(_READ_BY_TESTS_ONLY))
    return tuple(f"{name} is no setting{_nearest(name, known)}" for name in strange)


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _problems(error: ValidationError) -> list[str]:
    # A default that could not be worked out only follows from what is wrong elsewhere.
    details = [detail for detail in error.errors() if detail["type"] != "default_factory_not_called"]
    return [_sentence(detail["loc"], detail["msg"].removeprefix("Value error, ")) for detail in details]


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    if not place:
        return message
    return f"{_PREFIX}{str(place[0]).upper()}: {message[0].lower()}{message[1:]}"

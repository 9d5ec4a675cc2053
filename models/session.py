"""How people sign in: passwords, second factors, sessions in browsers, attempts, and unfinished forms."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Credential(Base):
    """What an account proves itself with."""

    __tablename__ = "credential"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(255), comment="Argon2id, with its own parameters")
    set_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(comment="set by somebody else, to be changed at first sign-in")
    second_factor: Mapped[str | None] = mapped_column(
        String(255), comment="TOTP secret, encrypted, with the name of its key"
    )
    last_step: Mapped[int] = mapped_column(
        BigInteger, default=0, comment="newest TOTP time step used: a code serves once"
    )


class RecoveryCode(Base):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_code"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """One browser in which an account is signed in, or was."""

    __tablename__ = "web_session"
    __table_args__ = (Index(None, "account_id", "ended_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="public name, for lists of devices")
    token_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, comment="digest of the cookie, which is not kept"
    )
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(comment="however much it is used")
    ended_at: Mapped[datetime | None]
    awaits_code: Mapped[bool] = mapped_column(comment="the password was right, the second factor is open")
    elevated_until: Mapped[datetime | None] = mapped_column(comment="proved itself again a short while ago")
    device: Mapped[str] = mapped_column(String(200), comment="browser and system, as it names itself")
    address: Mapped[str] = mapped_column(String(45))
    device_sha256: Mapped[str | None] = mapped_column(
        String(64), comment="digest of what the browser keeps to be known again"
    )
    role: Mapped[str | None] = mapped_column(String(40), comment="role and unit chosen to look through")
    unit_id: Mapped[str | None] = mapped_column(String(80))


class LoginAttempt(Base):
    """One attempt to prove oneself; failures slow down the next."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index(None, "login", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(
        String(80), comment="account; a digest of what was typed where there is none"
    )
    address: Mapped[str] = mapped_column(String(45))
    outcome: Mapped[str] = mapped_column(String(20), comment="passed, half, failed, refused or vouched")


class Draft(Base):
    """A form somebody has begun to fill in."""

    __tablename__ = "draft"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    dossier: Mapped[str] = mapped_column(
        String(40), primary_key=True, comment="or - for a form of no dossier"
    )
    step: Mapped[str] = mapped_column(String(60), primary_key=True, comment="step or command")
    body: Mapped[str] = mapped_column(Text, comment="JSON: posted names and texts")
    saved_at: Mapped[datetime] = mapped_column(index=True)

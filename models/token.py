"""Access tokens: what programs prove themselves with, in the name of the account that made them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AccessToken(Base):
    """One token of an account; only its digest is kept."""

    __tablename__ = "access_token"
    __table_args__ = (Index(None, "account_id", "made_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="public name, for lists and logs")
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80), comment="what its owner calls it")
    token_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, comment="digest of the token, which is not kept"
    )
    beginning: Mapped[str] = mapped_column(String(12), comment="its first signs, to know it again in a list")
    may_record: Mapped[bool] = mapped_column(comment="whether it may record commands, or only read")
    role: Mapped[str | None] = mapped_column(
        String(40), comment="the one role and unit it acts with; empty: all of the account"
    )
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None] = mapped_column(comment="to the minute")
    used_from: Mapped[str | None] = mapped_column(String(45), comment="network address of the last use")

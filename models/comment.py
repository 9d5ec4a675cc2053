"""What people say to one another about a dossier: no part of its record, yet never deleted."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Comment(Base):
    """One comment; triggers refuse to delete it, or to change anything but that it was struck out."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "dossier", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    visibility: Mapped[str] = mapped_column(String(20), comment="`unit`, `readers` or `inspectors`")
    unit_id: Mapped[str | None] = mapped_column(
        ForeignKey("unit.id"), comment="whose people read it, where it is for a unit alone"
    )
    body: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(120), unique=True, comment="of the form: sent once")
    struck_at: Mapped[datetime | None] = mapped_column(comment="when its author struck it out")

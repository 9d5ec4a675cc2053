"""Saved views: lists somebody comes back to, by a name of their own."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SavedView(Base):
    """A filter of a list under a name; it says what to ask for, never what may be seen."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "page", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    page: Mapped[str] = mapped_column(String(20), comment="dossiers, board or inbox")
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(2000), comment="what stands after the ? of its address")

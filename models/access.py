"""Who read what: a line for every dossier and document somebody opened, never changed afterwards."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AccessLine(Base):
    """One reading of a dossier; triggers refuse to change or delete it."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "dossier", "id"), Index(None, "account_id", "id"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"))
    what: Mapped[str] = mapped_column(
        String(80), comment="`dossier`, or a document's mark with the kind of file that was fetched"
    )

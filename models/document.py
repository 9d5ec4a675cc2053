"""Documents that are due or made, and the gapless series their numbers come from."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Document(Base):
    """One document of a dossier; its bytes lie in the archive under their digests."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("unit_id", "symbol", "year", "number"),
        Index(None, "dossier", "about"),
        {"sqlite_with_rowid": False},
    )

    document: Mapped[str] = mapped_column(String(60), primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"))
    about: Mapped[int] = mapped_column(comment="sequence of the event that asked for it")
    form: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    symbol: Mapped[str | None] = mapped_column(String(20))
    year: Mapped[int]
    number: Mapped[int | None]
    dated: Mapped[date]
    replaces: Mapped[str | None] = mapped_column(String(60))
    issued_at: Mapped[datetime | None]
    template_version: Mapped[str | None] = mapped_column(String(64))
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    docx_sha256: Mapped[str | None] = mapped_column(String(64))
    html_sha256: Mapped[str | None] = mapped_column(String(64))
    context_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_sha256: Mapped[str | None] = mapped_column(String(64), comment="of the PDF with its signature")
    signed_in: Mapped[int | None] = mapped_column(comment="sequence of the entry that says it was signed")


class NumberSeries(Base):
    """The last number a body has given in a year under a symbol."""

    __tablename__ = "number_series"
    __table_args__ = ({"sqlite_with_rowid": False},)

    unit_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int]

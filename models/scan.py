"""Scans of papers: which file shows which paper, and whether it may be opened."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Scan(Base):
    """One file attached to a paper of a dossier, under the sequence of the entry that says so."""

    __tablename__ = "scan"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, comment="of the entry that attached it")
    paper: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10), comment="`pdf`, `jpeg` or `png`, by its content")
    size: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    sha256: Mapped[str] = mapped_column(String(64), index=True, comment="of the file in the archive")
    enclosure: Mapped[str] = mapped_column(String(64), comment="digest under which its name is kept")
    standing: Mapped[str] = mapped_column(String(20), comment="`waiting`, `clean`, `released` or `infected`")
    document: Mapped[str | None] = mapped_column(
        String(60), comment="made document whose signed print it shows, if one was named"
    )
    settled: Mapped[int | None] = mapped_column(comment="sequence of the entry that ended the waiting")

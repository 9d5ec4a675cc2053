"""Votes on members' own devices: who took part, apart from what was cast.

A secret ballot lies sealed under a key of its own until it is counted; the seals of one ballot are opened
together, once, and what is kept then bears no trace of who cast it. No table here has a running number.
"""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_WITHOUT_ORDER = {"sqlite_with_rowid": False}  # SQLite would number the rows as they come


class BallotBox(Base):
    """One ballot on one dossier, as it stands."""

    __tablename__ = "ballot_box"
    __table_args__ = (Index(None, "standing", "meeting"),)

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), index=True)
    step: Mapped[str] = mapped_column(String(60))
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.number"))
    way: Mapped[str] = mapped_column(String(10), comment="open or secret")
    standing: Mapped[str] = mapped_column(String(10), comment="open, counted, recorded or void")
    present: Mapped[int | None] = mapped_column(comment="at the count, with who had voted and left")
    public_key: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="what a secret ballot is sealed with"
    )


class BallotParticipant(Base):
    """Somebody who has voted: once, and nothing of how or when."""

    __tablename__ = "ballot_participant"
    __table_args__ = _WITHOUT_ORDER

    ballot: Mapped[str] = mapped_column(ForeignKey("ballot_box.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(40), unique=True)
    cast_by: Mapped[str | None] = mapped_column(
        ForeignKey("person.id"), comment="who cast it by proxy; none where it was the member's own hand"
    )


class NamedVote(Base):
    """How somebody voted in an open ballot."""

    __tablename__ = "named_vote"
    __table_args__ = _WITHOUT_ORDER

    ballot: Mapped[str] = mapped_column(ForeignKey("ballot_box.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10), comment="yes, no or blank")
    cast_by: Mapped[str | None] = mapped_column(
        ForeignKey("person.id"), comment="who cast it by proxy; none where it was the member's own hand"
    )


class SealedBallot(Base):
    """A secret ballot nobody can read, until all of its box are opened together; then it is gone."""

    __tablename__ = "sealed_ballot"
    __table_args__ = _WITHOUT_ORDER

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="drawn by lot")
    ballot: Mapped[str] = mapped_column(ForeignKey("ballot_box.id"), index=True)
    seal: Mapped[bytes] = mapped_column(LargeBinary)


class CountedBallot(Base):
    """A secret ballot that was counted; the whole box is written at once, in the order of what it says."""

    __tablename__ = "counted_ballot"
    __table_args__ = _WITHOUT_ORDER

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="drawn by lot")
    ballot: Mapped[str] = mapped_column(ForeignKey("ballot_box.id"), index=True)
    choice: Mapped[str] = mapped_column(String(10), comment="yes, no or blank")

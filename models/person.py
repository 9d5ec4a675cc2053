"""People: candidates and members, with their standing and its dates."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

LONGEST_FOLDED = 300
LONGEST_KEY = 600


class Person(Base):
    """Somebody the register knows."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "unit_id", "standing"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    full_name: Mapped[str] = mapped_column(String(300))
    name_folded: Mapped[str] = mapped_column(
        String(LONGEST_FOLDED), index=True, comment="for search without marks"
    )
    name_key: Mapped[str] = mapped_column(
        String(LONGEST_KEY), index=True, comment="sorts as Vietnamese names sort"
    )
    sex: Mapped[str] = mapped_column(String(10))
    born_on: Mapped[date]
    birthplace: Mapped[str | None] = mapped_column(String(300))
    home_town: Mapped[str | None] = mapped_column(String(300))
    ethnicity: Mapped[str | None] = mapped_column(String(300))
    religion: Mapped[str | None] = mapped_column(String(300))
    residence: Mapped[str | None] = mapped_column(String(300))
    occupation: Mapped[str | None] = mapped_column(String(300))
    education: Mapped[str | None] = mapped_column(String(40))
    identity_number: Mapped[str | None] = mapped_column(String(12), unique=True)
    union_joined_on: Mapped[date | None]
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5), default="vi")
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    in_unit_since: Mapped[date | None]
    standing: Mapped[str] = mapped_column(
        String(20), default="none", comment="none, probationary or official"
    )
    joined_on: Mapped[date | None] = mapped_column(comment="day of the admission ceremony")
    official_on: Mapped[date | None]


class Mentorship(Base):
    """A member guides, introduces or has charge of a candidate."""

    __tablename__ = "mentorship"
    __table_args__ = (Index(None, "person_id", "until"),)

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment="oldest first, from 0")
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[date]
    until: Mapped[date | None]

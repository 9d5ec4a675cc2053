"""The organisation tree, and who holds which position in it from when to when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

LONGEST_PATH = 400


class Unit(Base):
    """A body or a place: branch, committee, union, ward; free-form, for levels come and go by law."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("path LIKE '%.'", name="path_ends_in_a_dot"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(300), comment="where its papers are dated")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(
        String(LONGEST_PATH),
        unique=True,
        comment="codes from the root, each ending in a dot, so 79.02. is no prefix of 79.021.",
    )
    beside: Mapped[bool] = mapped_column(
        default=False, comment="serves what stands below its parent from the side, as a union does"
    )
    since: Mapped[date]


class Seat(Base):
    """A position somebody holds in a unit."""

    __tablename__ = "seat"
    __table_args__ = (Index(None, "unit_id", "role", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[str] = mapped_column(String(300), comment="as printed above a signature")
    role: Mapped[str] = mapped_column(String(40))
    votes: Mapped[bool] = mapped_column(comment="whether the seat counts in the roll of a committee")
    since: Mapped[date]
    until: Mapped[date | None]

"""What every table has from its ground: named constraints, and enumerations kept by value."""

from enum import StrEnum

import pytest
from sqlalchemy import ForeignKey, Index, UniqueConstraint, insert, select, text
from sqlalchemy.dialects import registry
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from engine.database import Database
from models.base import Base


class _Standing(StrEnum):
    NONE = "none"
    PROBATIONARY = "on-probation"


class _Sample(DeclarativeBase):
    """The house's ground with tables of its own, so that none of them strays into the real ones."""

    metadata = type(Base.metadata)(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class _Room(_Sample):
    __tablename__ = "room"
    id: Mapped[int] = mapped_column(primary_key=True)


class _Member(_Sample):
    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("room_id", "standing"), Index(None, "standing"))
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    standing: Mapped[_Standing]


_MEMBER = _Sample.metadata.tables["member"]


@pytest.fixture
def members(empty_database: Database) -> Database:
    with empty_database.restructuring() as connection:
        _Sample.metadata.create_all(connection)
    with empty_database.writing() as session:
        session.write(insert(_Room), {"id": 1})
    return empty_database


def test_enumeration_is_kept_by_its_value_and_read_back_as_itself(members: Database) -> None:
    with members.writing() as session:
        session.write(insert(_Member), {"id": 1, "room_id": 1, "standing": _Standing.PROBATIONARY})
    with members.inspecting() as connection:
        kept = connection.execute(text("SELECT standing FROM member")).scalar()
    with members.reading() as session:
        read = session.scalar(select(_Member.standing))

    assert (kept, read) == ("on-probation", _Standing.PROBATIONARY)
    assert isinstance(read, _Standing)


def test_value_outside_the_enumeration_is_refused(members: Database) -> None:
    with pytest.raises(StatementError), members.writing() as session:
        session.write(insert(_Member), {"id": 1, "room_id": 1, "standing": "PROBATIONARY"})


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_enumeration_may_grow_without_a_migration(dialect: str) -> None:
    made = str(CreateTable(_MEMBER).compile(dialect=registry.load(dialect)()))

    assert "standing VARCHAR(64) NOT NULL" in made
    assert "CHECK" not in made


def test_every_constraint_has_a_name_that_says_what_it_holds() -> None:
    names = {one.name for one in _MEMBER.constraints} | {one.name for one in _MEMBER.indexes}

    assert names == {
        "pk_member",
        "fk_member_room_id_room",
        "uq_member_room_id_standing",
        "ix_member_standing",
    }

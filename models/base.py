"""The ground every table stands on: names for constraints, one kind of time, enumerations by value."""

import enum
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

_LONGEST_ENUMERATION_VALUE = 64  # wider than any value today, so that a new value is never a migration


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, kept in UTC to the microsecond and always read back as aware UTC, on both databases.

    A time without a zone is refused with `ValueError` (SQLAlchemy wraps it in `StatementError`): nobody can
    say afterwards which instant was meant. On SQLite the instant is text of fixed width, so text order is
    time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 -- SQLAlchemy hands it over
    ) -> datetime | None:
        """Refuse what names no instant, turn the rest into UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            message = f"a time without a zone names no instant: {value.isoformat()}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 -- SQLAlchemy hands it over
    ) -> datetime | None:
        """Give back UTC: SQLite stores no zone, PostgreSQL answers in the connection's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values_of(enumeration: type[enum.Enum]) -> list[str]:
    return [member.value for member in enumeration]


class Base(DeclarativeBase):
    """What every table derives from."""

    __table__: ClassVar[Table]  # SQLAlchemy allows for joins and views here; ours are tables

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=_LONGEST_ENUMERATION_VALUE,
            values_callable=_values_of,
            validate_strings=True,
        ),
    }

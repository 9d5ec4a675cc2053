"""Days worked, or not worked, against the usual calendar."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Workday(Base):
    """One override an administrator has confirmed, with its source."""

    __tablename__ = "workday"

    on: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    source: Mapped[str] = mapped_column(String(300))

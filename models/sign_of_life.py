"""When each part of the program that runs by itself was last at work."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SignOfLife(Base):
    """One part of the program: the walker, the daily sweep."""

    __tablename__ = "sign_of_life"

    part: Mapped[str] = mapped_column(String(40), primary_key=True, comment="walker, sweep …")
    at: Mapped[datetime]

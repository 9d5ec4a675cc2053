"""What happens to meetings and substitutions is told to those it concerns: each once, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from engine import announcements as owed
from engine import messages
from engine.database import Database
from engine.messages import Word
from engine.outbox import Errand
from engine.queries.word import persons_told, word_of
from flows import installation
from flows.walk import each_alone, stage_flow
from outputs.letters import written
from outputs.wording import Language
from settings import Settings

if TYPE_CHECKING:
    from flows.walk import Row


def give_word(errand: Errand, database: Database, base_url: str, at: datetime) -> None:
    """Put the word of an errand before everybody it names, owe the mails, and end it, at one stroke."""
    (notice,) = errand.due.notices
    with database.reading() as session:
        found = word_of(session, errand)
        readers = () if found is None else messages.readers_of(session, persons_told(session, errand))
    texts: dict[str, tuple[str, str]] = {}
    if found is not None:
        for language in {one.language for one in readers}:
            texts[language] = written(notice.notice, found, cast("Language", language), base_url=base_url)
    words = [
        Word(person=one.person, subject=texts[one.language][0], body=texts[one.language][1])
        for one in readers
    ]
    messages.carry_word(database, errand, notice.notice, words, at)


def _give_word(errand: Errand, settings: Settings, at: datetime) -> None:
    give_word(errand, installation.database(settings), settings.public_url, at)


@stage_flow(owed.FLOW)
def announcements(errands: Sequence[Errand], at: datetime | None) -> list[Row]:
    """Tell what waits to be told; the mails go out with the letters, each with its own failure."""
    return each_alone(errands, at, _give_word)

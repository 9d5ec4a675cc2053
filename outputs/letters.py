"""Letters about no dossier: the daily mail, word of an account, of a meeting, of a substitution.

Like a notice, a letter leaves the office: it names dossiers by number and what to do, never whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from engine.canonical import canonical, digest
from engine.queries.word import MeetingWord, SubstitutionWord
from outputs.documents.writing import in_figures
from outputs.notices import environment, meeting_link, rendered
from outputs.wording import Language

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "letters"
DIGEST, NEW_DEVICE, NEW_TOKEN = "digest", "new_device", "new_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One gathered notice: its own subject, what it asks its reader to do, and where."""

    subject: str
    to_do: str
    link: str


def daily_mail(lines: Sequence[DigestLine], language: Language, *, base_url: str) -> tuple[str, str]:
    """Return subject and body of the daily mail."""
    known = {"lines": tuple(lines), "preferences": f"{base_url.rstrip('/')}/profile/notices"}
    return rendered(DIGEST, known, environment(language, TEMPLATES))


def new_device(
    device: str, address: str, language: Language, *, at: datetime, zone: tzinfo, base_url: str
) -> tuple[str, str]:
    """Return subject and body that tell somebody of a sign-in on a device not seen before."""
    local = at.astimezone(zone)
    known = {
        "device": device,
        "address": address,
        "at": f"{local:%H:%M} {in_figures(local.date())}",
        "link": f"{base_url.rstrip('/')}/profile/devices",
    }
    return rendered(NEW_DEVICE, known, environment(language, TEMPLATES))


def new_token(
    name: str,
    address: str,
    language: Language,
    *,
    may_record: bool,
    until: datetime,
    at: datetime,
    zone: tzinfo,
    base_url: str,
) -> tuple[str, str]:
    """Return subject and body that tell somebody of an access token made in their account."""
    local = at.astimezone(zone)
    known = {
        "name": name,
        "may_record": may_record,
        "until": in_figures(until.astimezone(zone).date()),
        "address": address,
        "at": f"{local:%H:%M} {in_figures(local.date())}",
        "link": f"{base_url.rstrip('/')}/profile/tokens",
    }
    return rendered(NEW_TOKEN, known, environment(language, TEMPLATES))


def written(
    letter: str, word: MeetingWord | SubstitutionWord, language: Language, *, base_url: str
) -> tuple[str, str]:
    """Return subject and body that tell somebody of a meeting or a substitution; nobody is named outside."""
    if isinstance(word, MeetingWord):
        link = _where(letter, word, base_url)
        known: dict[str, object] = {"meeting": word.meeting, "again": word.again, "link": link}
    else:
        known = _of_substitution(word, base_url)
    return rendered(letter, known, environment(language, TEMPLATES))


def _where(letter: str, word: MeetingWord, base_url: str) -> str:
    """Return the page of the meeting that is ahead; one that was opened is no page for everybody told."""
    if letter == "meeting_adjourned" and word.again is None:
        return f"{base_url.rstrip('/')}/notices"
    return meeting_link(base_url, (word.again or word.meeting).number)


def _of_substitution(word: SubstitutionWord, base_url: str) -> dict[str, object]:
    return {
        "became": word.became,
        "since": in_figures(word.since),
        "until": in_figures(word.until),
        "link": f"{base_url.rstrip('/')}/profile/substitution",
    }


def digest_id(notices: Sequence[str]) -> str:
    """Return the name of a daily mail by those of its notices: the same however often it is sent.

    Not by its day: a notice that came a moment too late would go out under the name of a mail already sent,
    and be taken for it.
    """
    return digest(canonical([DIGEST, *sorted(notices)]))[:40]


def letter_id(message: int) -> str:
    """Return the name under which a message of somebody's inbox goes out as a mail."""
    return digest(canonical(["letter", message]))[:40]

"""What the program says to people: requirements, errors and words of the office, in Vietnamese or English."""

from __future__ import annotations

from outputs.wording.captions import caption
from outputs.wording.errors import error_text, fault_text, reason_text
from outputs.wording.language import LANGUAGES, Language, translate
from outputs.wording.names import NO_NAMES, Names
from outputs.wording.requirements import sentence
from outputs.wording.validation import validation_text, wrong_text

__all__ = [
    "LANGUAGES",
    "NO_NAMES",
    "Language",
    "Names",
    "caption",
    "error_text",
    "fault_text",
    "reason_text",
    "sentence",
    "translate",
    "validation_text",
    "wrong_text",
]

"""What can go wrong between the record and the printed paper.

Malformed
├── MissingValue       the record lacks something the form must print
├── NotThisOutcome     the form does not exist for how the step ended
└── Unprintable        the office's font cannot show a character
OutsideFailure
├── BadTemplate        a template does not follow the vocabulary
└── TypesettingFailed  the typesetter refused the document
"""

from __future__ import annotations

from models.errors import Malformed, OutsideFailure


class MissingValue(Malformed):
    """The record lacks what the form must print; a blank is never printed in its place."""

    def __init__(self, form: str, field: str) -> None:
        """Name the form by its code and the field by its id, or by where the record would hold it."""
        super().__init__("document.missing_value", form=form, field=field)
        self.form = form
        self.field = field


class NotThisOutcome(Malformed):
    """The form does not exist for this outcome: no decision of admission follows from a refusal."""

    def __init__(self, form: str, outcome: str) -> None:
        """Name the form by its code and the outcome that does not lead to it."""
        super().__init__("document.not_this_outcome", form=form, outcome=outcome)


class Unprintable(Malformed):
    """A character that the office's font cannot show reached a document."""

    def __init__(self, form: str, field: str, character: str) -> None:
        """Name the form, the field of its context and the character with its code point."""
        shown = f"{character} (U+{ord(character):04X})"
        super().__init__("document.unprintable", form=form, field=field, character=shown)
        self.field = field
        self.character = character


class BadTemplate(OutsideFailure):
    """A template wrote something outside the vocabulary, or tried to print nothing."""

    def __init__(self, what: str, **where: str) -> None:
        """Say what is wrong and, where known, in which element."""
        super().__init__("document.bad_template", what=what, **where)


class TypesettingFailed(OutsideFailure):
    """The typesetter refused a document that passed every earlier check."""

    def __init__(self, form: str, message: str) -> None:
        """Keep the typesetter's own message."""
        super().__init__("document.typesetting_failed", form=form, message=message)

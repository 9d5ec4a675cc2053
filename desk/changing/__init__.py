"""One change of the register as a form: its command, whom it names, what may be chosen, where it leads."""

from __future__ import annotations

from desk.changing.change import Change, change_of, chooser_of

__all__ = ["Change", "change_of", "chooser_of"]

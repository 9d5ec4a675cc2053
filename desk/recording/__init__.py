"""Recording something about a dossier: the form, what is still missing, the answers checked, the receipt."""

from __future__ import annotations

from desk.recording.sending import answer, show
from desk.recording.task import DECIDING, Task, Way, names_of

__all__ = ["DECIDING", "Task", "Way", "answer", "names_of", "show"]

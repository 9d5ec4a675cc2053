"""What ids stand for: steps, papers and fields by their titles, persons and units by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from models.procedure import Caption, Procedure
from outputs.wording.language import Language


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the reader may be told by name; an id that is not known here stands as itself."""

    procedure: Procedure | None = None
    """Titles of its steps, papers and fields."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Names of persons and units by their ids."""
    ids: bool = False
    """Whether the reader writes ids, as in a file of the command line: they stand behind titles."""
    voters: str | None = None
    """Who counts in the roll of the step at hand: `official_members` or `committee_members`."""

    def step(self, name: str, language: Language) -> str:
        """Return the title of a step, or of the paper if it is one."""
        return self._said(self._steps.get(name) or self._papers.get(name), name, language)

    def paper(self, code: str, language: Language) -> str:
        """Return a paper's code with its title."""
        found = self._papers.get(code)
        return code if found is None else f"{code} ({said(found, language)})"

    def field_of(self, name: str, language: Language) -> str:
        """Return the title of a field of a paper."""
        return self._said(self._fields.get(name), name, language)

    def _said(self, title: Caption | None, name: str, language: Language) -> str:
        if title is None:
            return name
        return f"{said(title, language)} ({name})" if self.ids else said(title, language)

    @cached_property
    def _steps(self) -> Mapping[str, Caption]:
        stages = () if self.procedure is None else self.procedure.stages
        return {step.id: step.title for stage in stages for step in stage.steps}

    @cached_property
    def _papers(self) -> Mapping[str, Caption]:
        return {code: title for code, title, _ in self._forms()}

    @cached_property
    def _fields(self) -> Mapping[str, Caption]:
        return {name: title for _, _, fields in self._forms() for name, title in fields.items()}

    def _forms(self) -> Iterator[tuple[str, Caption, Mapping[str, Caption]]]:
        if self.procedure is None:
            return
        for form in self.procedure.forms.forms:
            yield form.code, form.title, {one.id: one.title for one in form.fields}
        for paper in self.procedure.incoming:
            yield paper.code, paper.title, {one.id: one.title for one in paper.fields}


NO_NAMES = Names()
"""Nothing is known by name: ids are shown."""


def said(caption: Caption, language: Language) -> str:
    """Return a caption of the procedure in the reader's language."""
    return caption.en if language == "en" else caption.vi

"""The check of a whole folder of procedures: each file, its templates, and how versions follow each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from engine.procedure_file import Finding, Unreadable, finding
from engine.procedure_reading import Folder, Reading
from engine.procedures import findings_in


def check(folder: Path, templates: Path | None = None) -> list[Finding]:
    """Return all that must be mended in the folder's procedures, in the order of files and lines.

    Without the folder of templates it is not asked whether documents and notices have theirs.
    """
    shelf = Folder(folder)
    found: set[Finding] = set()
    readings: list[Reading] = []
    for name in shelf.names():
        try:
            readings.append(shelf.reading(name))
        except Unreadable as error:
            found.update(error.findings)
    for reading in readings:
        found.update(findings_in(reading))
        if templates is not None:
            found.update(_without_template(reading, templates))
    found.update(_names(readings))
    found.update(_periods(readings))
    return sorted(found)


def _without_template(reading: Reading, templates: Path) -> Iterator[Finding]:
    procedure = reading.procedure
    known = {form.code: form for form in procedure.forms.forms}
    for number, stage in enumerate(procedure.stages):
        for position, step in enumerate(stage.steps):
            where = ("stages", number, "steps", position)
            for at, document in enumerate(step.documents):
                form = known.get(document.form)
                file = templates / "documents" / f"{form.template if form else ''}.xml.j2"
                if form is not None and not file.is_file():
                    yield finding(
                        reading.root,
                        (*where, "documents", at, "form"),
                        "template.missing",
                        f"makes `{form.code}`, whose template `{form.template}` is not there.",
                        f"Add `documents/{file.name}` to the templates, or correct the form's `template`.",
                    )
            for at, notice in enumerate(step.notices):
                if not (templates / "notices" / notice.notice).is_dir():
                    yield finding(
                        reading.root,
                        (*where, "notices", at, "notice"),
                        "notice.missing",
                        f"sends `{notice.notice}`, which has no text.",
                        f"Add the folder `notices/{notice.notice}/` to the templates, or correct the name.",
                    )


def _names(readings: list[Reading]) -> Iterator[Finding]:
    often = Counter(one.procedure.id for one in readings)
    for reading in readings:
        name = reading.procedure.id
        file = Path(reading.root.start_mark.name)
        if often[name] > 1:
            yield finding(
                reading.root,
                ("id",),
                "id.twice",
                f"is one of {often[name]} files with the id `{name}`.",
                "Give each version an id of its own.",
            )
        elif name != file.stem:
            yield finding(
                reading.root,
                ("id",),
                "id.file",
                f"says `{name}` in a file called `{file.name}`.",
                f"Call the file `{name}.yaml`, or correct the id.",
            )


def _periods(readings: list[Reading]) -> Iterator[Finding]:
    families: dict[str, list[Reading]] = {}
    for reading in readings:
        families.setdefault(reading.procedure.id.split("-")[0], []).append(reading)
    for family in families.values():
        family.sort(key=lambda one: one.procedure.in_force_from)
        for earlier, later in pairwise(family):
            yield from _between(earlier, later)


def _between(earlier: Reading, later: Reading) -> Iterator[Finding]:
    before, after = earlier.procedure, later.procedure
    if before.in_force_until is None or before.in_force_until >= after.in_force_from:
        until = before.in_force_until or "further notice"
        yield finding(
            later.root,
            ("in_force_from",),
            "term.overlap",
            f"begins while `{before.id}` is in force (until {until}).",
            f"Let `{before.id}` end the day before, or begin later.",
        )
    elif before.in_force_until + timedelta(days=1) < after.in_force_from:
        yield finding(
            later.root,
            ("in_force_from",),
            "term.gap",
            f"leaves days without a procedure after {before.in_force_until}.",
            f"Begin the day after `{before.id}` ends.",
        )

"""A requirement in words, with its arithmetic and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.requirements import Figure, Requirement
from outputs.wording.captions import caption
from outputs.wording.figures import shown
from outputs.wording.language import Language, mark, translate
from outputs.wording.names import NO_NAMES, Names
from outputs.wording.rules import SENTENCES

_UNWORDED = mark("Yêu cầu “%(code)s”: %(figures)s.")
_COUNTED = {
    "roll": mark("người có quyền biểu quyết"),
    "present": mark("người có mặt"),
    "cast": mark("phiếu đã bỏ"),
    "valid": mark("phiếu hợp lệ"),
}
_BASES = {
    ("at_least", "roll"): mark("%(share)s tổng số"),
    ("at_least", "present"): mark("%(share)s số có mặt"),
    ("at_least", "cast"): mark("%(share)s số phiếu"),
    ("at_least", "valid"): mark("%(share)s số phiếu hợp lệ"),
    ("more_than", "roll"): mark("quá %(share)s tổng số"),
    ("more_than", "present"): mark("quá %(share)s số có mặt"),
    ("more_than", "cast"): mark("quá %(share)s số phiếu"),
    ("more_than", "valid"): mark("quá %(share)s số phiếu hợp lệ"),
}
_WHOLES = {
    "roll": mark("toàn thể"),
    "present": mark("toàn thể số có mặt"),
    "cast": mark("toàn bộ số phiếu"),
    "valid": mark("toàn bộ số phiếu hợp lệ"),
}
"""The base of a unanimous vote, and of a body that meets only in full."""
_MONTHS_A_YEAR = 12


def sentence(requirement: Requirement, language: Language, names: Names = NO_NAMES) -> str:
    """Say a requirement with its figures and, in brackets, its source; it reads alike met or unmet."""
    figures = shown(requirement.figures, language, names)
    figures |= _share(requirement.figures, language, names) | _years(requirement.figures)
    words = worded(requirement.rule, SENTENCES.get(requirement.rule, ()), figures, language)
    return f"{words} [{requirement.source}]" if requirement.source else words


def worded(code: str, sentences: Sequence[str], figures: Mapping[str, str], language: Language) -> str:
    """Fill in the first sentence whose figures are all known; without one, say the code and the figures."""
    for one in sentences:
        try:
            return translate(one, language) % figures
        except KeyError:
            continue
    told = ", ".join(f"{name} = {value}" for name, value in figures.items()) or "–"
    return translate(_UNWORDED, language) % {"code": code, "figures": told}


def _share(figures: Mapping[str, Figure], language: Language, names: Names) -> dict[str, str]:
    of, comparison = figures.get("of"), figures.get("comparison")
    base = _BASES.get((str(comparison), str(of)))
    if base is None:
        return {}
    counted = translate(_COUNTED[str(of)], language)
    if of == "roll" and names.voters is not None:
        counted = caption("roll", names.voters, language)
    part, _, whole = str(figures.get("share", "")).partition("/")
    if part == whole and comparison == "at_least":
        everybody = translate(_WHOLES[str(of)], language)
        return {"counted": counted, "base": everybody, "all": everybody}
    return {"counted": counted, "base": translate(base, language) % {"share": figures.get("share", "")}}


def _years(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Return bounds of age given in months also in years, where they are whole years."""
    bounds = {f"{name}_years": figures.get(name) for name in ("from", "until")}
    return {
        name: str(months // _MONTHS_A_YEAR)
        for name, months in bounds.items()
        if isinstance(months, int) and months % _MONTHS_A_YEAR == 0
    }

"""The English catalogue says all that the program says, and is found out when it does not."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ops import translations
from outputs.wording.language import CATALOGUE, translate

# What is made once for all tests here is made by one process.
pytestmark = pytest.mark.xdist_group("catalogue")

_VIETNAMESE = re.compile(
    "[ăâđêôơưạảãàáằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
_ENTRY = 'msgid "Không tìm thấy hồ sơ %(dossier)s."\nmsgstr "There is no dossier %(dossier)s."\n'


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translations.collected()


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    copy = tmp_path / "messages.po"
    copy.write_text(CATALOGUE.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def _changed(texts: Catalog, catalogue: Path, before: str, after: str) -> list[str]:
    text = catalogue.read_text(encoding="utf-8")
    assert before in text
    known = translations.problems(texts, catalogue)
    catalogue.write_text(text.replace(before, after), encoding="utf-8")
    return [one for one in translations.problems(texts, catalogue) if one not in known]


def test_every_text_has_its_english(texts: Catalog) -> None:
    assert translations.problems(texts) == []


def test_english_holds_no_vietnamese(texts: Catalog) -> None:
    said = [one.id for one in texts if isinstance(one.id, str) and one.id]

    left = [translate(one, "en") for one in said if _VIETNAMESE.search(translate(one, "en"))]

    assert left == []
    assert len(said) > 300


def test_vietnamese_is_what_is_written_and_what_has_no_english_stays() -> None:
    assert translate("đang xét", "vi") == "đang xét"
    assert translate("đang xét", "en") == "under way"
    assert translate("chưa ai dịch câu này", "en") == "chưa ai dịch câu này"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (_ENTRY, "", "has no English: Không tìm thấy hồ sơ"),
        ('msgstr "There is no dossier %(dossier)s."', 'msgstr ""', "has no English: Không tìm thấy hồ sơ"),
        ("no dossier %(dossier)s.", "no dossier.", "has other placeholders in English"),
        ("no dossier %(dossier)s.", "no dossier %(number)s.", "has other placeholders in English"),
        ("There is no dossier %(dossier)s.", "No % of %(dossier)s.", "has a % that is no placeholder"),
        (_ENTRY, f"#, fuzzy\n{_ENTRY}", "is marked fuzzy"),
        (_ENTRY, f'{_ENTRY}\nmsgid "câu đã bỏ"\nmsgstr "gone"\n', "is no text any more: câu đã bỏ"),
    ],
)
def test_catalogue_left_behind_is_found(
    texts: Catalog, catalogue: Path, before: str, after: str, fault: str
) -> None:
    told = _changed(texts, catalogue, before, after)

    assert len(told) == 1
    assert fault in told[0]


def test_update_keeps_what_is_known_and_asks_for_what_is_new(texts: Catalog, catalogue: Path) -> None:
    translations.update(texts, catalogue)
    current = catalogue.read_text(encoding="utf-8")
    _changed(texts, catalogue, _ENTRY, 'msgid "câu đã bỏ"\nmsgstr "gone"\n')

    with pytest.raises(SystemExit, match=r"has no English: Không tìm thấy hồ sơ .*errors\.py"):
        translations.main(["--update"], catalogue)

    assert "câu đã bỏ" not in catalogue.read_text(encoding="utf-8")
    _changed(texts, catalogue, 'msgid "Không tìm thấy hồ sơ %(dossier)s."\nmsgstr ""\n', _ENTRY)
    assert catalogue.read_text(encoding="utf-8") == current

"""What leaves the office: the same bytes every time, fit for the archive, saying one thing in three forms."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from lxml import etree, html

from engine.canonical import canonical
from outputs.documents import pdf, render
from outputs.documents.contexts.catalogue import PAPERS, context_of
from outputs.documents.errors import TypesettingFailed, Unprintable
from outputs.documents.qr import mark_of
from outputs.documents.render import Rendered, render_again, render_context, tree_of
from outputs.documents.tree import Node
from tests.house.sources import CHECKOUT
from tests.outputs.documents.reading import parts_of_docx, text_of_docx, text_of_html, text_of_pdf
from tests.outputs.samples import BASE_URL, FORMS, RECORDED_AT, RECORDS, paper_facts, timeline

_ALL = [*FORMS, *RECORDS]
_EACH = pytest.mark.parametrize("form", _ALL)
_DOCUMENT, _DOSSIER = "VB-2025-0012-014", "HS-2025-0012"
_MOST_PAGES = {"2-KNĐ": 5, "timeline": 4, "wave_list": 3, "meeting_minutes": 3}
_LARGEST_NUMBER_OF_BYTES = 200_000


def _rendered(form: str) -> Rendered:
    if form in RECORDS:
        return render_context(
            form,
            RECORDS[form](),
            document=_DOCUMENT,
            dossier=_DOSSIER,
            recorded_at=RECORDED_AT,
            base_url=BASE_URL,
        )
    return render.render(paper_facts(form), base_url=BASE_URL)


@_EACH
def test_same_facts_give_the_same_bytes_again_from_the_stored_context(form: str) -> None:
    first = _rendered(form)

    again = render_again(
        form,
        first.context_json,
        document=_DOCUMENT,
        dossier=_DOSSIER,
        recorded_at=RECORDED_AT,
        base_url=BASE_URL,
    )

    assert again == first
    assert _rendered(form) == first


_RENDER_ELSEWHERE = """
import json
from hashlib import sha256
from tests.outputs.documents.test_render import _ALL, _digests
print(json.dumps({form: _digests(form) for form in _ALL}))
"""


def _digests(form: str) -> list[str]:
    made = _rendered(form)
    outputs = (made.pdf, made.docx, made.html.encode(), made.context_json)
    return [made.template_version, made.content_sha256, *(sha256(one).hexdigest() for one in outputs)]


def test_another_process_gives_the_same_bytes() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _RENDER_ELSEWHERE],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati"},
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )

    assert json.loads(told.stdout) == {form: _digests(form) for form in _ALL}


def test_threads_give_the_same_bytes() -> None:
    found: dict[int, list[str]] = {}
    threads = [
        threading.Thread(target=lambda which=which: found.update({which: _digests("6-KNĐ")}))
        for which in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(map(tuple, found.values())) == {tuple(_digests("6-KNĐ"))}
    assert len(found) == 4


@_EACH
def test_three_outputs_say_the_same(form: str) -> None:
    made = _rendered(form)

    text = text_of_pdf(made.pdf)

    assert len(text) > 300
    assert text_of_html(made.html) == text
    assert text_of_docx(made.docx) == text


@_EACH
def test_pdf_claims_both_standards_and_embeds_its_fonts(form: str) -> None:
    with pikepdf.open(BytesIO(_rendered(form).pdf)) as file:
        with file.open_metadata() as metadata:
            claims = (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"])
            title = metadata["dc:title"]
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        embedded = ["/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts]
        pages = len(file.pages)

    assert claims == ("2", "A", "1")
    assert title
    assert embedded
    assert all(embedded)
    assert pages <= _MOST_PAGES.get(form, 2)
    assert len(_rendered(form).pdf) < _LARGEST_NUMBER_OF_BYTES


def test_pdf_bears_the_time_of_the_record_and_no_other() -> None:
    with pikepdf.open(BytesIO(_rendered("6-KNĐ").pdf)) as file:
        assert str(file.docinfo["/CreationDate"]) == "D:20250515093000Z"
        assert str(file.docinfo["/ModDate"]) == "D:20250515093000Z"


@_EACH
def test_docx_is_well_formed_in_every_part(form: str) -> None:
    parts = parts_of_docx(_rendered(form).docx)

    named = {
        name.lstrip("/") for name in re.findall(r'PartName="([^"]+)"', parts["[Content_Types].xml"].decode())
    }
    targets = re.findall(r'Target="([^"]+)"', parts["word/_rels/document.xml.rels"].decode())
    assert all(etree.fromstring(part) is not None for part in parts.values())
    assert named <= set(parts)
    assert {f"word/{target}" for target in targets} <= set(parts)


@_EACH
def test_html_is_one_article_without_styles_or_scripts(form: str) -> None:
    article = html.fragment_fromstring(_rendered(form).html)

    assert (article.tag, article.get("class"), article.get("lang")) == ("article", "paper", "vi")
    assert [node for node in article.iter() if node.get("style") or node.tag in {"script", "style"}] == []
    assert len(article.findall(".//h1")) == 1


def test_hostile_text_reads_as_itself_in_all_three_outputs() -> None:
    hostile = "</p><script>alert(1)</script> #sys.version {{ 1 }} & \"'\\ $x$ *a* _b_ `c` <b>"
    facts = paper_facts("6-KNĐ")
    facts = replace(
        facts,
        candidate=replace(facts.candidate, full_name=hostile),
        answers={**facts.answers, "trust": hostile},
    )

    made = render.render(facts, base_url=BASE_URL)

    read = "".join(hostile.split())
    assert text_of_pdf(made.pdf).count(read) == text_of_pdf(_rendered("6-KNĐ").pdf).count("NguyễnVănMẫu") + 1
    assert text_of_html(made.html) == text_of_docx(made.docx) == text_of_pdf(made.pdf)
    assert "<script" not in made.html


def test_a_hundred_thousand_characters_are_set_on_many_pages() -> None:
    facts = paper_facts("11-KNĐ")
    long = "Một hai ba bốn. " * 6_250

    made = render.render(replace(facts, answers={**facts.answers, "strengths": long}), base_url=BASE_URL)

    assert text_of_pdf(made.pdf).count("Mộthaibabốn.") == 6_250
    with pikepdf.open(BytesIO(made.pdf)) as file:
        assert len(file.pages) > 20


def test_an_unprintable_character_in_facts_is_refused_with_form_and_field() -> None:
    facts = paper_facts("6-KNĐ")

    with pytest.raises(Unprintable) as refused:
        render.render(replace(facts, answers={**facts.answers, "trust": "Tốt 👍"}), base_url=BASE_URL)

    assert refused.value.figures == {"form": "6-KNĐ", "field": "trust", "character": "👍 (U+1F44D)"}


def test_what_no_earlier_check_has_caught_is_the_typesetters_refusal() -> None:
    tree = Node("doc", {"title": "x"}, [Node("p", {}, ["漢"])])

    with pytest.raises(TypesettingFailed, match="Tinos"):
        pdf.pdf_of(tree, mark_of("VB-1", None, "ab" * 32, BASE_URL), RECORDED_AT, "6-KNĐ")


def test_content_digest_is_that_of_the_tree_and_stands_in_no_template() -> None:
    made = _rendered("6-KNĐ")
    tree = tree_of("6-KNĐ", context_of(paper_facts("6-KNĐ")))

    assert made.content_sha256 == sha256(canonical(tree)).hexdigest()


def test_content_digest_follows_every_word_and_nothing_beside_them() -> None:
    facts = paper_facts("6-KNĐ")
    other_word = replace(facts, answers={**facts.answers, "trust": "Được tín nhiệm."})
    other_time = replace(
        facts, recorded_at=facts.recorded_at + timedelta(days=1), document="VB-2025-0012-099"
    )

    first, second, third = (render.render(one, base_url=BASE_URL) for one in (facts, other_word, other_time))

    assert first.content_sha256 != second.content_sha256
    assert first.content_sha256 == third.content_sha256
    assert first.pdf != third.pdf


def test_context_is_canonical_json_that_holds_all_that_is_printed() -> None:
    made = _rendered("6-KNĐ")
    stored = json.loads(made.context_json)

    assert made.context_json == canonical(stored)
    assert stored["head"]["number"] == "07-NQ/CB"
    assert stored["tally"]["yes"] == 19


def test_template_version_covers_everything_the_bytes_depend_on() -> None:
    found = render.ingredients("6-KNĐ")

    fonts = {f"Tinos-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")}
    writers = {file.name for file in (CHECKOUT / "outputs" / "documents").glob("*.py")}
    assert render.ingredients("meeting_minutes").keys() >= {"meeting-minutes", "_meetings", "_parts"}
    assert found.keys() >= {"6-knd", "_parts", "main", "office.typ", "typst", "jinja2", "lxml", "segno"}
    assert found.keys() >= fonts
    assert found.keys() >= writers - {"__init__.py", "errors.py", "render.py"}
    assert all(found.values())


def test_template_version_differs_where_only_the_template_does() -> None:
    assert PAPERS["7-KNĐ"].context is PAPERS["14-KNĐ"].context
    assert render.template_version("7-KNĐ") != render.template_version("14-KNĐ")


@pytest.mark.parametrize("form", ["6-KNĐ", "2-KNĐ"])
def test_footer_bears_marks_and_the_address_of_the_check(form: str) -> None:
    made = _rendered(form)
    mark = mark_of(_DOCUMENT, _DOSSIER, made.content_sha256, BASE_URL)

    assert mark.link == f"HTTPS://HOSO.EXAMPLE.VN/X/{_DOCUMENT}/{made.content_sha256.upper()}"
    assert mark.code.partition(" ")[2].partition(" viewBox")[2] in made.html
    assert f"Mã văn bản: {_DOCUMENT}. Hồ sơ: {_DOSSIER}" in made.html
    assert (
        f"Mã văn bản: {_DOCUMENT}. Hồ sơ: {_DOSSIER}" in parts_of_docx(made.docx)["word/footer1.xml"].decode()
    )


def test_long_timeline_repeats_its_head_row_and_numbers_its_pages() -> None:
    made = render_context(
        "timeline",
        timeline(120),
        document=_DOCUMENT,
        dossier=_DOSSIER,
        recorded_at=RECORDED_AT,
        base_url=BASE_URL,
    )

    with pikepdf.open(BytesIO(made.pdf)) as file:
        assert len(file.pages) >= 8
    assert text_of_pdf(made.pdf) == text_of_html(made.html)

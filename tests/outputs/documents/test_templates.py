"""Templates know their context and nothing else, and no value can change the shape of a paper."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError

from models.text import refused_characters
from outputs.documents.contexts.catalogue import PAPERS, Context, context_of
from outputs.documents.errors import BadTemplate, Unprintable
from outputs.documents.render import tree_of
from outputs.documents.templating import TEMPLATES, environment, shared_by, source_of
from outputs.documents.tree import LINE_BREAK, parse, shape, texts
from tests.outputs.samples import FORMS, RECORDS, paper_facts

_ALL = [*FORMS, *RECORDS]
_EACH = pytest.mark.parametrize("form", _ALL)
_CHOSEN_BY_THE_PROGRAM = {"outcome"}

_HOSTILE = [
    "<b>đậm</b>",
    "</p><p>chen</p>",
    '"/><sign position="GIẢ"/>',
    "]]>",
    "<!-- ghi chú -->",
    "&amp; &#60; &lt;script&gt;",
    "<!DOCTYPE doc>",
    "{{ 7 * 7 }} {% set x = 1 %} {# không #}",
    '#sys.version #read("/etc/passwd") $x$ *đậm* _nghiêng_ `mã` @ref <nhãn> //',
    "\"quotes\" 'nháy' \\ \\n /* */ = - + ~",
    "dòng một\ndòng hai\n\ndòng bốn",
    "cột một\tcột hai",
    unicodedata.normalize("NFD", "Nguyễn Thị Hoàng Quyên ở Đắk Lắk"),
    "a" * 5_000,
    "một hai ba " * 9_100,
    "=1+1",
    "%s %(name)s {0} ${x}",
    "’“”…–—",
]


def _context(form: str) -> Context:
    return RECORDS[form]() if form in RECORDS else context_of(paper_facts(form))


def _with_texts(value: Context, text: str) -> Context:
    """Put the text in the place of every text a context holds."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_with_texts(one, text) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _with_texts(getattr(value, field.name), text)
            for field in dataclasses.fields(value)
            if field.name not in _CHOSEN_BY_THE_PROGRAM
        }
        return dataclasses.replace(value, **changed)
    return value


@_EACH
def test_template_uses_every_field_of_its_context_and_nothing_else(form: str) -> None:
    paper = PAPERS[form]
    source = source_of(paper.template).decode()

    used = meta.find_undeclared_variables(environment().parse(source)) - set(environment().globals)

    assert used == {field.name for field in dataclasses.fields(paper.context)}


def test_every_template_on_the_shelf_belongs_to_a_paper() -> None:
    on_shelf = {path.name.removesuffix(".xml.j2") for path in TEMPLATES.glob("*.xml.j2")}

    templates = {paper.template for paper in PAPERS.values()}
    assert on_shelf == templates | {shared for one in templates for shared in shared_by(one)}


@_EACH
@pytest.mark.parametrize("value", _HOSTILE, ids=lambda value: ascii(value[:20]))
def test_hostile_values_leave_the_shape_of_the_tree(form: str, value: str) -> None:
    harmless = tree_of(form, _with_texts(_context(form), "x"))

    hostile = tree_of(form, _with_texts(_context(form), value))

    assert shape(hostile) == shape(harmless)


@_EACH
def test_hostile_markup_reads_as_itself(form: str) -> None:
    value = '<b>"&amp;\\#read{{ x }}</b>'

    printed = list(texts(tree_of(form, _with_texts(_context(form), value))))

    assert any(value in text or value.upper() in text for text in printed)


@given(value=st.text(min_size=1))
def test_any_text_is_printed_as_itself_or_refused_with_its_character(value: str) -> None:
    context = dataclasses.replace(_context("11-KNĐ"), recommendation=f"|{value}|")

    if refused := refused_characters(value):
        with pytest.raises(Unprintable) as error:
            tree_of("11-KNĐ", context)
        assert error.value.field == "recommendation"
        assert f"U+{ord(error.value.character):04X}" in " ".join(refused)
    else:
        tree = tree_of("11-KNĐ", context)
        assert shape(tree) == shape(tree_of("11-KNĐ", _context("11-KNĐ")))
        assert _as_printed(f"|{value}|") in list(texts(tree))


def _as_printed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\n", LINE_BREAK)
    return re.sub(r"[ \t]+", " ", composed)


@pytest.mark.parametrize(
    ("character", "code"),
    [("😀", "U+1F600"), ("\x00", "U+0000"), ("\u202e", "U+202E"), ("漢", "U+6F22"), ("\x1b", "U+001B")],
)
def test_a_character_the_font_lacks_is_refused_with_field_and_code_point(character: str, code: str) -> None:
    context = _context("BB-LKN")
    context = dataclasses.replace(
        context, mentor=dataclasses.replace(context.mentor, full_name=f"Trần{character}")
    )

    with pytest.raises(Unprintable) as refused:
        tree_of("BB-LKN", context)

    assert refused.value.field == "mentor.full_name"
    assert refused.value.figures["form"] == "BB-LKN"
    assert code in str(refused.value.figures["character"])


@_EACH
def test_every_character_of_every_template_can_be_printed(form: str) -> None:
    assert refused_characters("".join(texts(tree_of(form, _context(form)))).replace("\u2028", "")) == ()


def _filled(source: str, **values: object) -> str:
    return environment().from_string(source).render(**values)


@pytest.mark.parametrize(
    "source",
    [
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{{ x | safe }}",
        "{{ x | tojson }}",
        "{{ x | xmlattr }}",
        "{{ x | forceescape }}",
    ],
)
def test_a_template_cannot_switch_escaping_off(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        _filled(source, x="<b/>")


@pytest.mark.parametrize(
    "source", ["{{ x.__class__ }}", "{{ x.__class__.__mro__ }}", "{{ x['__class__'] }}", "{{ ''.__class__ }}"]
)
def test_a_template_reaches_nothing_behind_its_values(source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        _filled(source, x="chữ")


@pytest.mark.parametrize("name", ["range", "lipsum", "dict", "cycler", "joiner", "namespace", "x"])
def test_a_template_has_no_names_but_its_contexts(name: str) -> None:
    with pytest.raises(UndefinedError):
        _filled("{{ " + name + " }}")


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"], {"a": 1}, object()])
def test_nothing_without_a_printed_form_is_printed(value: object) -> None:
    with pytest.raises(BadTemplate):
        _filled("{{ x }}", x=value)


@pytest.mark.parametrize(
    "xml",
    [
        "<doc/>",
        "<paper title='x'/>",
        "<doc title='x'><script>1</script></doc>",
        "<doc title='x'>chữ</doc>",
        "<doc title='x'><p onclick='x'>a</p></doc>",
        "<doc title='x'><p align='justified'>a</p></doc>",
        "<doc title='x'><p><p>a</p></p></doc>",
        "<doc title='x'><table widths='1; #x'/></doc>",
        "<doc title='x'><table widths='1'><tr>chữ</tr></table></doc>",
        "<doc title='x'><head motto='other' issuer='a' place-date='b'/></doc>",
        "<doc title='x'><head motto='party' issuer='a'/></doc>",
        "<doc title='x'><lines count='1000'/></doc>",
        "<doc title=x/>",
        "<doc title='x'><p>a</doc>",
        "<doc title='x'><p>&nbsp;</p></doc>",
        "<doc title='x'><p><![CDATA[<b>]]></p></doc>",
        "<!DOCTYPE doc [<!ENTITY x 'y'>]><doc title='x'><p>&x;</p></doc>",
        "<doc title='x'><x:p xmlns:x='y'>a</x:p></doc>",
    ],
)
def test_what_is_outside_the_vocabulary_is_refused(xml: str) -> None:
    with pytest.raises(BadTemplate):
        parse(xml)


def test_blanks_of_the_templates_own_layout_mean_nothing() -> None:
    spread = parse("<doc title='x'>\n  <p>\n    một\n    <b>hai</b>,\n    ba\n  </p>\n</doc>")

    assert spread == parse("<doc title='x'><p>một <b>hai</b>, ba</p></doc>")

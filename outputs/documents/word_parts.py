"""The parts of a Word document that are the same in every paper: styles, page, header, relations."""

from __future__ import annotations

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_NO_BORDERS = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NO_MARGINS = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
_MARGINS = (
    '<w:top w:w="60" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
)
_WHOLE_WIDTH = '<w:tblW w:w="9354" w:type="dxa"/>'

UNRULED = (
    f"<w:tblPr>{_WHOLE_WIDTH}<w:tblBorders>{_NO_BORDERS}</w:tblBorders>"
    f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_NO_MARGINS}</w:tblCellMar></w:tblPr>'
)
"""A table that only places two columns side by side."""
RULED = (
    f'<w:tblPr>{_WHOLE_WIDTH}<w:tblInd w:w="60" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
)
"""A table with rules."""

# A4; 20 mm above and below, 30 left, 15 right. Source: Guidance 36-HD/VPTW (2018).
_PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
    '<w:headerReference w:type="first" r:id="rId4"/>'
    '<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="first" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" '
    'w:header="567" w:footer="454" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)


def document(body: str) -> str:
    """Return the main part around the blocks of the paper."""
    return f"{_DECLARATION}<w:document {_W} {_R}><w:body>{body}{_PAGE}</w:body></w:document>"


def footer(paragraph: str) -> str:
    """Return the footer of every page."""
    return f"{_DECLARATION}<w:ftr {_W}>{paragraph}</w:ftr>"


def core(title: str) -> str:
    """Return the document's properties; no date stands among them."""
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        "<dc:language>vi</dc:language></cp:coreProperties>"
    )


def _style(kind: str, name: str, properties: str, *, is_default: bool = False) -> str:
    default = ' w:default="1"' if is_default else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name.lower() if name.startswith("Heading") else name}"/>{properties}</w:style>'
    )


def _heading(level: int) -> str:
    return _style(
        "paragraph",
        f"Heading {level}",
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/></w:rPr>',
    )


_STYLES = (
    f"{_DECLARATION}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" '
    'w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("paragraph", "Normal", "<w:qFormat/>", is_default=True)
    + _heading(1)
    + _heading(2)
    + "</w:styles>"
)

_HEADER = (
    f'{_DECLARATION}<w:hdr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)
# A line end in a justified paragraph must not stretch the line before it.
_SETTINGS = (
    f"{_DECLARATION}<w:settings {_W}><w:compat><w:doNotExpandShiftReturn/>"
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
_NO_HEADER = f"{_DECLARATION}<w:hdr {_W}><w:p/></w:hdr>"

_TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/header2.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


FIXED = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": _relations(
        (f"{_OFFICE}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ),
    "word/_rels/document.xml.rels": _relations(
        (f"{_OFFICE}/styles", "styles.xml"),
        (f"{_OFFICE}/header", "header1.xml"),
        (f"{_OFFICE}/footer", "footer1.xml"),
        (f"{_OFFICE}/header", "header2.xml"),
        (f"{_OFFICE}/settings", "settings.xml"),
    ),
    "word/styles.xml": _STYLES,
    "word/settings.xml": _SETTINGS,
    "word/header1.xml": _HEADER,
    "word/header2.xml": _NO_HEADER,
}
"""Every part that does not depend on the paper."""

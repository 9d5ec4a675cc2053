"""Keeps a signed file what it claims to be: the field stands in the document's structure, and is described.

Source: ISO 14289-1 (PDF/UA-1), 7.18: a widget is nested in a Form element and described, and its page's order
is that of the structure. ISO 19005-2 (PDF/A-2), 6.6.2: the metadata packet stays as it is.
"""

from __future__ import annotations

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_OF_PDF_1_7 = "/ESIC"


class KeepingWriter(IncrementalPdfFileWriter):
    """Appends to a file and leaves its metadata packet alone, or it would claim other things than it did."""

    def _update_meta(self) -> None:
        """Write no metadata."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Stay with the version of PDF the file is in: PDF/A-2 is of PDF 1.7."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name the extension for signatures that PDF 1.7 knows, and none of PDF 2.0."""
        if ext.prefix_name == _OF_PDF_1_7:
            super().register_extension(ext)


def describe(writer: KeepingWriter, page: int, widget: IndirectObject, description: str) -> None:
    """Enter a signature's field into the structure of a tagged document, with what a screen reader says."""
    field = widget.get_object()
    if "/StructTreeRoot" not in writer.root:
        return
    root = writer.root["/StructTreeRoot"]
    document = root["/K"][0]
    page_reference = writer.find_page_for_modification(page)[0]  # type: ignore[no-untyped-call]  # the library's
    element = writer.add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Form"),
                NameObject("/P"): root["/K"].raw_get(0),
                NameObject("/Pg"): page_reference,
                NameObject("/Alt"): TextStringObject(description),
                NameObject("/K"): ArrayObject([_pointing_at(widget, page_reference)]),
            }
        )
    )
    document["/K"].append(element)
    writer.update_container(document)
    key = int(root["/ParentTreeNextKey"])
    field[NameObject("/StructParent")] = NumberObject(key)
    root["/ParentTree"]["/Nums"].extend([NumberObject(key), element])
    root[NameObject("/ParentTreeNextKey")] = NumberObject(key + 1)
    writer.update_container(root["/ParentTree"])
    writer.update_container(root)
    _order_by_structure(writer, page_reference)


def _pointing_at(widget: IndirectObject, page: IndirectObject) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/Type"): NameObject("/OBJR"), NameObject("/Obj"): widget, NameObject("/Pg"): page}
    )


def _order_by_structure(writer: KeepingWriter, page: IndirectObject) -> None:
    shown = page.get_object()
    if shown.get("/Tabs") != "/S":
        shown[NameObject("/Tabs")] = NameObject("/S")
        writer.update_container(shown)

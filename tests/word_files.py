"""DOCX and ODT files as Word and LibreOffice write them, from the XML that matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: As in a new document of Word: Normal, headings that are bold and larger, a quotation, notes.
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
<w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verz1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val=" "/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
"""
#: The smallest PNG there is: one black pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a4944415478"
    "9c6360000000020001e221bc330000000049454e44ae426082"
)


def run(text: str, properties: str = "") -> str:
    """A run; ``properties`` are elements of its ``w:rPr``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str, properties: str = "", style: str = "") -> str:
    """A paragraph; content that is no mark-up becomes a run."""
    inside = "".join(one if one.startswith("<") else run(one) for one in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def note_call(number: int) -> str:
    """A call of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def picture(relation: str, words: str = "") -> str:
    """A picture in its line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="1800000"/>'
        f'<wp:docPr id="1" name="x" descr="{words}"/><a:graphic><a:graphicData>'
        f'<a:blip r:embed="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def box(content: str) -> str:
    """A text box as Word writes it: drawn, and once more for old programs."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape>"
        f"</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def complex_field(instruction: str, *result: str) -> str:
    """A field of several runs."""
    inside = "".join(one if one.startswith("<") else run(one) for one in result)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inside}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def docx(
    body: str,
    *,
    notes: Mapping[int, str] | None = None,
    comments: str = "",
    header: str = "",
    styles: str = STYLES,
    properties: str = "",
    links: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A DOCX. ``links`` and ``files`` are targets of relationships by their names."""
    parts: dict[str, bytes] = {}
    relations = [("st", "styles", "styles.xml", ""), ("nu", "numbering", "numbering.xml", "")]
    parts["word/document.xml"] = _xml("w:document", f"<w:body>{body}</w:body>")
    parts["word/styles.xml"] = _xml("w:styles", styles)
    parts["word/numbering.xml"] = _xml("w:numbering", NUMBERING)
    if notes:
        made = "".join(
            f'<w:footnote w:id="{number}">{text if text.startswith("<") else par(text)}'
            "</w:footnote>" for number, text in notes.items()
        )  # fmt: skip
        separator = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        parts["word/footnotes.xml"] = _xml("w:footnotes", separator + made)
        relations.append(("fn", "footnotes", "footnotes.xml", ""))
    if comments:
        parts["word/comments.xml"] = _xml("w:comments", comments)
        relations.append(("co", "comments", "comments.xml", ""))
    if header:
        parts["word/header1.xml"] = _xml("w:hdr", header)
        relations.append(("he", "header", "header1.xml", ""))
    for name, target in (links or {}).items():
        relations.append((name, "hyperlink", target, ' TargetMode="External"'))
    for name, content in (files or {}).items():
        parts[f"word/media/{name}"] = content
        relations.append((name.split(".")[0], "image", f"media/{name}", ""))
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    whole = [("d", "officeDocument", "word/document.xml", "")]
    if properties:
        core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        parts["docProps/core.xml"] = (
            f'{HEAD}<cp:coreProperties xmlns:cp="{core}" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{properties}</cp:coreProperties>'
        ).encode()
        whole.append(("c", "metadata/core-properties", "docProps/core.xml", ""))
    parts["_rels/.rels"] = _relations(whole)
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    parts["[Content_Types].xml"] = f'{HEAD}<Types xmlns="{types}">{default}</Types>'.encode()
    return packed(parts)


def odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = "",
    files: Mapping[str, bytes] | None = None,
    meta: str = "",
    master: str = "",
) -> bytes:
    """An ODT."""
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": open_document("document-content", (
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>")),
            "styles.xml": open_document("document-styles", (
                f"<office:styles>{styles}</office:styles>"
                f"<office:master-styles>{master}</office:master-styles>")),
            "meta.xml": open_document("document-meta", f"<office:meta>{meta}</office:meta>"),
            "META-INF/manifest.xml": (
                f'{HEAD}<manifest:manifest xmlns:manifest="'
                'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>').encode(),
            **(files or {}),
        }
    )  # fmt: skip


def open_document(kind: str, content: str) -> bytes:
    """A part of an OpenDocument file, or a flat one (``document``)."""
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "style", "text", "table", "meta")
    }
    names["draw"] = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
    names["svg"] = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
    names["fo"] = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
    names |= {"xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/"}
    declared = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    return f"{HEAD}<office:{kind} {declared}>{content}</office:{kind}>".encode()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _xml(name: str, content: str) -> bytes:
    return f"{HEAD}<{name} {NAMESPACES}>{content}</{name}>".encode()


def _relations(relations: list[tuple[str, str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_kind(kind)}" Target="{target}"{mode}/>'
        for name, kind, target, mode in relations
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{package}">{entries}</Relationships>'.encode()


def _kind(kind: str) -> str:
    if "/" in kind:
        return f"http://schemas.openxmlformats.org/package/2006/relationships/{kind}"
    return f"{OFFICE}/relationships/{kind}"

"""The named styles of a DOCX document, and the few marks python-docx has no method for."""

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LEAD, NOTE, FINDING, DISSENT = "Phrase d'ouverture", "Remarque", "Constat", "Désaccord"
SOURCE, PICTURE, CELL, CELL_NUMBER, TABLE = (
    "Source",
    "Image",
    "Cellule",
    "Cellule de nombre",
    "Tableau Maillage",
)
SUBJECT, SMALL_PICTURE, NEW_PAGE = "Sujet", "Petite image", "Nouvelle page"
FACE = "Times New Roman"  # Libertinus is not on readers' machines; this one, or its metric twin, is
INK, GREY = RGBColor(0x1A, 0x1F, 0x23), RGBColor(0x4A, 0x53, 0x59)
_SIZES = {"Title": 20, "Subtitle": 11.5, "Heading 1": 13, "Heading 2": 11, "Heading 3": 10.5, "Caption": 11,
          "Header": 9, "Footer": 8.5}  # fmt: skip
_OWN: dict[str, dict[str, Any]] = {
    LEAD: {"bold": True},
    NOTE: {"left": 4, "bar": True},
    FINDING: {"bold": True, "follow": True},
    DISSENT: {"left": 8, "bar": True},
    SOURCE: {"size": 8.5, "grey": True, "before": 3, "after": 12},
    PICTURE: {"follow": True, "after": 3},
    SUBJECT: {"follow": True, "after": 4},
    SMALL_PICTURE: {"after": 10},
    NEW_PAGE: {"size": 2, "after": 0},
    CELL: {"size": 9.5, "before": 2, "after": 2},
    CELL_NUMBER: {"size": 9.5, "before": 2, "after": 2, "right": True},
}


def prepare(word: Word, accent: str) -> None:
    """Set the built-in styles and add ours."""
    _defaults(word)
    for name, size in _SIZES.items():
        _face(word.styles[name], size, bold=name not in ("Subtitle", "Header", "Footer", "Heading 3"))
    for name, wanted in _OWN.items():
        _own(word, name, **wanted)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        word.styles[name].paragraph_format.keep_with_next = True
    word.styles[NEW_PAGE].paragraph_format.page_break_before = True
    word.styles[NEW_PAGE].paragraph_format.line_spacing = Pt(2)
    word.styles["Heading 1"].paragraph_format.space_before = Pt(22)
    word.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    for name in ("Header", "Footer"):
        _one_tab(word.styles[name])
    _rule_under(word.styles["Header"], accent)
    _unruled(word.styles["Title"])
    _unspaced(word.styles["Subtitle"])
    word.styles.element.append(_table_style())


def _defaults(word: Word) -> None:
    normal = word.styles["Normal"]
    _face(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = Pt(14.5)
    for lang in word.styles.element.iter(qn("w:lang")):
        for part in ("w:val", "w:eastAsia"):
            lang.set(qn(part), "fr-FR")


def _face(style: Any, size: float, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.color.rgb = FACE, Pt(size), bold, INK
    font.italic = style.name == "Heading 3"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in list(fonts.attrib):
        if part.endswith("Theme"):
            del fonts.attrib[part]
    for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(part), FACE)
    if style.name != "Normal":
        style.paragraph_format.line_spacing = 1.15


def _own(
    word: Word, name: str, *, size: float = 11, bold: bool = False, left: float = 0, bar: bool = False,
    follow: bool = False, grey: bool = False, right: bool = False, before: float = 0, after: float = 6,
) -> None:  # fmt: skip
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _face(style, size, bold)
    layout = style.paragraph_format
    layout.space_after, layout.left_indent, layout.keep_with_next = Pt(after), Mm(left), follow
    layout.space_before = Pt(before)
    if grey:
        style.font.color.rgb = GREY
    if right:
        layout.alignment = 2
    if bar:
        style.element.get_or_add_pPr().append(_border("left", 12, "4A5359", space=8))


def _border(side: str, size: int, colour: str, space: int = 4) -> Any:
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _rule_under(style: Any, accent: str) -> None:
    style.element.get_or_add_pPr().append(_border("bottom", 6, accent.lstrip("#").upper()))


def _unruled(style: Any) -> None:
    for border in style.element.findall(".//" + qn("w:pBdr")):
        border.getparent().remove(border)


def _unspaced(style: Any) -> None:
    for spacing in style.element.findall(qn("w:rPr") + "/" + qn("w:spacing")):
        spacing.getparent().remove(spacing)


def _one_tab(style: Any) -> None:
    for tabs in style.element.findall(".//" + qn("w:tabs")):
        tabs.getparent().remove(tabs)
    style.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)


def _table_style() -> Any:
    """Rules above, under the head and below; nothing vertical (design, section 8)."""
    rule = 'w:val="single" w:space="0" w:color="1A1F23"'
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableauMaillage">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr>'
        f'<w:tblBorders><w:top {rule} w:sz="6"/><w:bottom {rule} w:sz="6"/></w:tblBorders><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        f'<w:tcBorders><w:bottom {rule} w:sz="4"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    )


def head_repeats(row: Any) -> None:
    """Mark a row as the head of its table: repeated on each page, announced by screen readers."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """A row is never cut between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def room_to_sign(row: Any) -> None:
    """A row high enough for a hand, ruled above."""
    row.height = Mm(11)
    for cell in row.cells:
        line = '<w:top w:val="single" w:sz="2" w:space="0" w:color="4A5359"/>'
        cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))


def describe_table(table: Any, words: str) -> None:
    """The title of a table, for those who do not see it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)


def share_width(table: Any, shares: list[float]) -> None:
    """Columns as wide as their content deserves, on the 160 mm of the page."""
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(160 * share)
        for cell in column.cells:
            cell.width = Mm(160 * share)


def new_numbering(word: Word) -> int:
    """A numbering of its own, so that each ordered list starts at 1."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element
    used = style.find(".//" + qn("w:numId")).get(qn("w:val"))
    abstract = next(num for num in numbering.num_lst if str(num.numId) == used).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def number_with(paragraph: Paragraph, number: int) -> None:
    """Attach a paragraph to a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number

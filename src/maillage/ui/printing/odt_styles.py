"""The named styles of an ODT document, its page, its head and its foot."""

from html import escape
from typing import Any

from odfdo import Element

LEAD, NOTE, FINDING, DISSENT, SOURCE = "Ouverture", "Remarque", "Constat", "Desaccord", "Source"
CAPTION, CELL, NUMBER, ITEM = "Legende", "Cellule", "Nombre", "Element"
TABLE, HEAD_CELL, BODY_CELL, LAST_CELL, PICTURE = (
    "Tableau",
    "CelluleTete",
    "CelluleCorps",
    "CelluleFin",
    "Image",
)
SUBJECT, NEW_PAGE = "Sujet", "NouvellePage"
BULLETS, NUMBERS = "Puces", "Numeros"
FACE = "Liberation Serif"  # shipped with LibreOffice
_BAR = 'fo:border-left="1.5pt solid #4a5359" fo:padding-left="0.25cm"'
_BOLD = 'fo:font-weight="bold"'
_STAY = 'fo:keep-with-next="always"'


def _room(above: int, below: int) -> str:
    return f'fo:margin-top="{above}pt" fo:margin-bottom="{below}pt"'


def _size(points: float, more: str = "") -> str:
    return f'fo:font-size="{points}pt" {more}'


_PARAGRAPHS = {
    # name: (shown, paragraph properties, text properties)
    "Standard": ("Standard", 'fo:line-height="120%"', _size(11)),
    "Text_20_body": ("Text body", _room(0, 6), ""),
    "Title": ("Title", f'{_room(0, 4)} fo:text-align="start"', _size(20, _BOLD)),
    "Subtitle": ("Subtitle", f'{_room(0, 14)} fo:text-align="start"', _size(12)),
    "Heading_20_1": ("Heading 1", f"{_room(20, 6)} {_STAY}", _size(13, _BOLD)),
    "Heading_20_2": ("Heading 2", f"{_room(13, 4)} {_STAY}", _size(11.5, _BOLD)),
    "Heading_20_3": ("Heading 3", f"{_room(10, 4)} {_STAY}", _size(11, 'fo:font-style="italic"')),
    LEAD: ("Phrase d'ouverture", _room(0, 6), _BOLD),
    NOTE: ("Remarque", f'fo:margin-left="0.2cm" {_room(6, 8)} {_BAR}', ""),
    FINDING: ("Constat", f"{_room(8, 4)} {_STAY}", _BOLD),
    DISSENT: ("Désaccord", f'fo:margin-left="0.8cm" {_room(0, 8)} {_BAR}', ""),
    SOURCE: ("Source", _room(3, 12), _size(8.5, 'fo:color="#4a5359"')),
    SUBJECT: ("Sujet", f"{_room(0, 4)} {_STAY}", ""),
    NEW_PAGE: ("Nouvelle page", f'{_room(0, 0)} fo:break-before="page" fo:line-height="2pt"', _size(2)),
    CAPTION: ("Légende", f"{_room(10, 4)} {_STAY}", _BOLD),
    CELL: ("Cellule", "", _size(9.5)),
    CELL + "Fort": ("Cellule forte", "", _size(9.5, _BOLD)),
    NUMBER: ("Cellule de nombre", 'fo:text-align="end"', _size(9.5)),
    NUMBER + "Fort": ("Cellule de nombre forte", 'fo:text-align="end"', _size(9.5, _BOLD)),
    ITEM: ("Élément de liste", _room(0, 3), ""),
    "Tete": ("Tête de page", 'fo:border-bottom="0.8pt solid {accent}" fo:padding-bottom="2pt"', _size(9)),
    "Pied": ("Pied de page", "", _size(8.5, 'fo:color="#4a5359"')),
}
_TAB = '<style:tab-stops><style:tab-stop style:position="16cm" style:type="right"/></style:tab-stops>'
_RULES = {HEAD_CELL: ("0.8pt", "0.5pt"), BODY_CELL: ("", ""), LAST_CELL: ("", "0.8pt")}


def prepare(odf: Any, *, accent: str, head: tuple[str, str], foot: str) -> None:
    """Put our styles in the document, then its page with `head` (left, right) and `foot`."""
    for name, (shown, layout, letters) in _PARAGRAPHS.items():
        _style(odf, _paragraph(name, shown, layout.replace("{accent}", accent), letters))
    strong = 'style:name="Strong_20_Emphasis" style:display-name="Strong Emphasis" style:family="text"'
    _style(odf, f"<style:style {strong}><style:text-properties {_BOLD}/></style:style>")
    for name, (above, below) in _RULES.items():
        _automatic(
            odf,
            name,
            "table-cell",
            f'{_rules(above, below)}fo:padding="0.07cm" fo:padding-left="0cm" fo:padding-right="0.25cm"',
        )
    _automatic(odf, TABLE, "table", 'style:width="16cm" table:align="left"')
    place = 'style:vertical-pos="top" style:vertical-rel="baseline"'
    graphic = f"<style:graphic-properties {place}/>"
    _style(odf, f'<style:style style:name="{PICTURE}" style:family="graphic">{graphic}</style:style>')
    for outline in odf.get_part("styles.xml").get_elements("//text:outline-style"):
        outline.delete()  # headings carry no number of the word processor's
    for name, level in ((BULLETS, _bullet()), (NUMBERS, _number())):
        _style(odf, f'<text:list-style style:name="{name}">{level}</text:list-style>')
    _page(odf, head, foot)


def column_width(odf: Any, name: str, share: float) -> None:
    """A column style: `share` of the 16 cm of the page."""
    _automatic(odf, name, "table-column", f'style:column-width="{16 * share:.2f}cm"')


def _rules(above: str, below: str) -> str:
    sides = (("top", above), ("bottom", below))
    return "".join(f'fo:border-{side}="{size} solid #1a1f23" ' for side, size in sides if size)


def _paragraph(name: str, shown: str, layout: str, letters: str) -> str:
    parent = "" if name == "Standard" else ' style:parent-style-name="Standard"'
    tabs = _TAB if name in ("Tete", "Pied") else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{escape(shown)}" '
        f'style:family="paragraph"{parent}>'
        f"<style:paragraph-properties {layout}>{tabs}</style:paragraph-properties>"
        f'<style:text-properties fo:font-family="{FACE}" fo:language="fr" fo:country="FR" {letters}/>'
        "</style:style>"
    )


def _indent() -> str:
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        'text:list-tab-stop-position="0.6cm" '
        'fo:text-indent="-0.5cm" fo:margin-left="0.6cm"/></style:list-level-properties>'
    )


def _bullet() -> str:
    mark = "text:list-level-style-bullet"
    return f'<{mark} text:level="1" text:bullet-char="•">{_indent()}</{mark}>'


def _number() -> str:
    return (
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">'
        f"{_indent()}</text:list-level-style-number>"
    )


def _style(odf: Any, xml: str) -> None:
    odf.insert_style(Element.from_tag(xml))


def _automatic(odf: Any, name: str, family: str, properties: str) -> None:
    xml = (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:{family}-properties {properties}/></style:style>"
    )
    odf.insert_style(Element.from_tag(xml), automatic=True)


def _page(odf: Any, head: tuple[str, str], foot: str) -> None:
    layout = (
        '<style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" style:print-orientation="portrait" '
        'fo:margin-left="2.5cm" fo:margin-right="2.5cm" '
        'fo:margin-top="1.4cm" fo:margin-bottom="1.4cm"/><style:header-style>'
        '<style:header-footer-properties fo:min-height="1cm" '
        'fo:margin-bottom="0.7cm"/></style:header-style><style:footer-style><style:header-footer-properties '
        'fo:min-height="0.8cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>'
    )
    odf.insert_style(Element.from_tag(layout), automatic=True)
    left, right = map(escape, head)
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:header>'
        f'<text:p text:style-name="Tete">{left}<text:tab/>{right}</text:p></style:header><style:footer>'
        f'<text:p text:style-name="Pied">{escape(foot)}<text:tab/>'
        '<text:page-number text:select-page="current"/> / '
        "<text:page-count/></text:p></style:footer></style:master-page>"
    )
    odf.insert_style(Element.from_tag(master))

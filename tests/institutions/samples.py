"""Invented directories in every format, for the tests; nobody here exists."""

import io
import zipfile
from pathlib import Path

import xlsxwriter
from odfdo import Document, Table

HEADER = ["Institution", "Genre", "Prénom", "Nom", "Courriel", "Téléphone professionnel", "Fonction",
          "Niveau",
          "Peut engager", "Depuis le"]  # fmt: skip
LINES = [
    ["Préfecture fictive", "préfecture ou sous-préfecture", "Ada", "Quéré", "ada@exemple.invalid",
     "02 40 00 00 01",
     "Sous-préfète", "responsable", "oui", "2024-09-01"],
    ["Collège fictif", "", "Léna", "Morin", "lena@exemple.invalid", "", "Principale", "", "", "01/09/2021"],
    ["Association fictive", "association", "", "", "", "", "", "", "", ""],
]  # fmt: skip
VCARD = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Ada Quéré\r
N:Quéré;Ada;;;\r
ORG:Préfecture fictive;Cabinet\r
TITLE:Sous-préfète\\, directrice de ca\r
 binet\r
EMAIL;TYPE=work:ada@exemple.invalid\r
EMAIL;TYPE=home:ada.chezelle@exemple.invalid\r
TEL;VALUE=uri;TYPE="voice,work":tel:+33-2-40-00-00-01\r
BDAY:19700101\r
PHOTO:data:image/png;base64,AAAA\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
KIND:org\r
FN:Collège fictif\r
item1.EMAIL;type=INTERNET:college@exemple.invalid\r
END:VCARD\r
"""


def csv_text(separator: str = ";", lines: list[list[str]] | None = None) -> str:
    return "\n".join(separator.join(row) for row in [HEADER, *(LINES if lines is None else lines)]) + "\n"


def xlsx(path: Path, lines: list[list[object]] | None = None, header: list[str] | None = None) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Annuaire")
    for at, row in enumerate([header or HEADER, *(LINES if lines is None else lines)]):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def ods(path: Path) -> Path:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Annuaire")
    for row in [HEADER, *LINES]:
        table.append_row(_row(row))
    document.body.append(table)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def repeated_ods(path: Path, rows: int, columns: int) -> Path:
    """A sheet whose one written cell is said to be repeated, on a row said to be repeated."""
    head = _cell("Institution", 1)
    body = f'<table:table-row table:number-rows-repeated="{rows}">{_cell("x", columns)}</table:table-row>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet><table:table "
            f'table:name="A"><table:table-row>{head}</table:table-row>{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _cell(text: str, times: int) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def _row(values: list[str]):
    from odfdo import Row

    row = Row()
    row.set_values(values)
    return row

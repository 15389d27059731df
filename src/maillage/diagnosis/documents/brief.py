"""The first page, which can be read alone: what stands out, what moves, what was found, what is not known."""

from collections.abc import Iterator
from typing import Any

from maillage.diagnosis.documents import facts
from maillage.diagnosis.rules.wording import listing, lower
from maillage.diagnosis.selectors import pictures
from maillage.kernel import Status
from maillage.ui.printing import Figure, Heading, ListOf, Paragraph
from maillage.ui.printing.model import Block

Row = dict[str, Any]
FIRST = 3
UNITS = "pour 1 000 habitants (cambriolages : pour 1 000 logements)"


def in_brief(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    """One page that can be read alone."""
    series = facts.known(content)
    yield Heading("En bref")
    yield Paragraph(content["summary"], lead=True)
    drawn = pictures.gaps(content, hue)
    if drawn:
        yield Figure.of(drawn, f"À droite, le taux d'ici pour celui des comparables, {UNITS}")
    else:
        yield from facts.last_year(content)
    known = [row for row in series if row["figures"][-1]["count"]] or series
    yield ListOf([row["sentences"]["level"] for row in known[:FIRST]])
    yield Paragraph(" ".join([content["trends"], *_hidden(series)]))
    findings = content["written"]["findings"]
    if findings:
        yield Paragraph("Constats proposés par les partenaires :")
        yield ListOf([row["text"] for row in findings], ordered=True)
    yield Paragraph(f"{content['multiplicity']['sentence']} {content['cautions'][0]['text']}")


def _hidden(series: list[Row]) -> list[str]:
    """The series whose last year is withheld, in one sentence."""
    hidden = [row for row in series if row["figures"][-1]["status"] == Status.WITHHELD.value]
    if not hidden:
        return []
    if len(hidden) > FIRST:
        return [
            f"Pour {len(hidden)} des {len(series)} séries, le nombre n'est pas publié : ce n'est pas zéro."
        ]
    return [f"Nombre non publié, ce qui n'est pas zéro : {listing([lower(row['label']) for row in hidden])}."]

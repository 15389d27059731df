"""One document that uses every block, shared by the tests of the five formats."""

from datetime import date

from maillage.ui import samples
from maillage.ui.printing import (
    Document,
    Figure,
    Finding,
    Heading,
    ListOf,
    Note,
    PageBreak,
    Paragraph,
    Portrait,
    Table,
)

DANGEROUS = 'Coût : #strong[12] *gras* _x_ $y$ @ref <b> & "q" \\ // `c` = titre'


def sample(fictitious=True):
    trend = samples.trend()
    return Document(
        title="Diagnostic local de sécurité 2026", place="Rezé", date=date(2026, 12, 1),
        body="CLSPD",
        subtitle="Conseil local de sécurité", version="Projet, version 2",
        fictitious=fictitious, contents=True,
        sections=[
            Heading("Ce qu'il faut retenir"), Paragraph("Une phrase d'ouverture ?", lead=True),
            Paragraph(DANGEROUS),
            ListOf(["un", "deux"]), ListOf(["premier", "second"], ordered=True),
            Note("Rupture en mars.", "Gardée."),
            Heading("Dix ans", 2), Figure.of(trend, "Source : base 2025."),
            Table.of(trend.table, "Source : base 2025."),
            PageBreak(),
            Portrait.of(trend, "Vols dans les véhicules", "Une phrase à côté de l'image."),
            Heading("Constats"),
            Finding(1, "Les élèves évitent l'arrêt.", "Preuves : questionnaire.", "Signé par la ville.",
                    "Désaccord de la police", "« Aucun fait n'est enregistré. »"),
        ],
    )  # fmt: skip

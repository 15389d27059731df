"""Where a grant counts, own effort, what may be said; the sheets of communes, line by line."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.indicators import shares
from maillage.funding.indicators import spread as indicators
from maillage.funding.indicators.need import Need
from maillage.funding.intake import components, effort
from maillage.funding.rules import spread as rules
from maillage.funding.selectors.spread import GrantFact, LocalMoney, Unit
from maillage.funding.vocabulary import FundKind
from maillage.funding.vocabulary.spread import Elsewhere
from maillage.kernel import Status
from maillage.tabular import FileRejected

KNOWN = frozenset({"44143", "44109", "31555", "01001"})
NOTHING = LocalMoney(Decimal(0), Decimal(0))


def fact(pk=1, place="44143", body=1, amount="100.00", **change):
    words = {
        "pk": pk, "place": place, "body": body, "body_name": f"Association {body} (fictive)",
        "amount": Decimal(amount), "fund": "FIPD", "kind": FundKind.FIPD, "priority_area": None,
        "video": False, "on": datetime.date(2026, 3, 2), "threshold": None, "threshold_source": "",
        "linked": False,
    }  # fmt: skip
    return GrantFact(**(words | change))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("44143", "44143"), ("31555", Elsewhere.OUTSIDE), ("dep:44", Elsewhere.WIDE),
        ("99999", Elsewhere.WIDE), ("", Elsewhere.UNKNOWN),
    ],
)  # fmt: skip
def test_a_grant_counts_on_its_commune_or_apart(place, line):
    assert rules.line_of(place, frozenset({"44143"}), KNOWN) == line


@pytest.mark.parametrize(
    ("spend", "potential", "population", "ratio"),
    [("125000", "41500000", 43000, 0.0030120), ("0", "100", 10, 0.0), (None, "100", 10, None),
     ("100", None, 10, None), ("100", "0", 10, None), ("100", "100", 0, None)],
)  # fmt: skip
def test_an_effort_that_is_not_known_is_never_zero(spend, potential, population, ratio):
    found = rules.effort(
        spend=None if spend is None else Decimal(spend),
        potential=None if potential is None else Decimal(potential), population=population,
    )  # fmt: skip
    assert found is None if ratio is None else found[2] == pytest.approx(ratio, rel=1e-4)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.1, 0.4, "le plus fort"), (-0.4, -0.1, "le plus faible"), (-0.1, 0.4, "Rien ne permet"),
     (None, None, "Aucun indice")],
)  # fmt: skip
def test_the_sentence_follows_the_interval_only(low, high, said):
    assert said in rules.said_spread(low=low, high=high)


def test_doubts_are_said_when_they_weigh():
    few = rules.doubts(
        units=5,
        components=1,
        unplaced=Decimal(20),
        total=Decimal(100),
        without=3,
        unknown_area=Decimal("0.5"),
    )
    text = " ".join(few)
    for words in ("5 communes, moins de 12", "3 communes n'ont rien reçu", "20 % des euros", "moins de 1 %",
                  "demande qui n'a pas été faite"):  # fmt: skip
        assert words in text
    many = rules.doubts(
        units=40, components=4, unplaced=Decimal(0), total=Decimal(100), without=0, unknown_area=Decimal(0)
    )
    assert len(many) == 1


PLACES = st.sampled_from(["44143", "44109", "31555", "dep:44", "", "inconnu"])
CENTS = st.integers(1, 10**9).map(lambda cents: str(Decimal(cents) / 100))


@given(st.lists(st.tuples(PLACES, st.integers(1, 4), CENTS), max_size=25))
def test_both_tables_have_the_same_total(rows):
    facts = [fact(n, place, body, amount) for n, (place, body, amount) in enumerate(rows)]
    units = [Unit("44143", "Rezé", 43000, 1), Unit("44109", "Nantes", 320000, 12)]
    places = indicators.by_place(facts, units, KNOWN, Need((), {}), {})
    bodies = indicators.by_body(facts)
    total = sum((Decimal(amount) for _, _, amount in rows), Decimal("0.00"))
    assert sum((line.amount for line in places), Decimal(0)) == total
    assert sum((line.amount for line in bodies), Decimal(0)) == total == indicators.total(facts)
    assert sum(line.grants for line in places) == sum(line.grants for line in bodies) == len(rows)
    assert {line.code for line in places if not line.apart} == {"44143", "44109"}


def by_name(facts, local=NOTHING, said=(0, 0)):
    return {share.name: share.figure for share in shares.shares(facts, local, said)}


def test_shares_have_their_two_sides():
    facts = [
        fact(1, amount="100", priority_area=True, video=True, linked=True, threshold=Decimal(3000)),
        fact(2, amount="300", priority_area=False, threshold=Decimal(100)),
        fact(3, amount="600", kind=FundKind.TOWN, video=True),
    ]
    found = by_name(facts, LocalMoney(Decimal(800), Decimal(200)), (1, 4))
    sides = {name: (figure.numerator, figure.denominator, figure.value) for name, figure in found.items()}
    assert sides == {
        "En quartier prioritaire": (100, 400, 25), "Subventions sous le seuil local": (1, 2, 50),
        "Vidéoprotection": (100, 400, 25), "Organismes liés à l'autorité qui préside": (100, 1000, 10),
        "Actions qui ne produisent que de la communication": (1, 4, 25),
        "Argent local pour les moyens de l'État": (200, 800, 25),
    }  # fmt: skip


def test_a_share_of_nothing_is_missing_and_a_share_of_none_is_zero():
    assert {figure.status for figure in by_name([]).values()} == {Status.MISSING}
    found = by_name([fact(priority_area=False)])["En quartier prioritaire"]
    assert (found.status, found.value) == (Status.ZERO, 0)


def test_a_threshold_says_who_set_it():
    [_, share, *_] = shares.shares(
        [fact(threshold=Decimal("3000.00"), threshold_source="Délibération de Rezé")], NOTHING, (0, 0)
    )
    assert share.reading == "Seuil local de 3\u202f000\u202f€, Délibération de Rezé."


def test_the_year_asked_or_the_last_known_effort():
    from maillage.funding.models import Effort

    rows = [Effort(place="44143", year=year, spend=spend, potential=Decimal(100), population=10)
            for year, spend in ((2025, None), (2024, Decimal(5)), (2023, Decimal(4)))]  # fmt: skip
    assert indicators.efforts(rows)["44143"].year == 2024
    assert indicators.efforts(rows, 2023)["44143"].spend == Decimal("0.40")
    assert indicators.efforts(rows, 2025) == {}


def read(reader, tmp_path, *lines):
    path, scratch = tmp_path / "recu", tmp_path / "travail"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scratch.mkdir(exist_ok=True)
    return reader.read(path, scratch, name="essai.csv", known=KNOWN)


HEAD = "code_commune;annee;depense_prevention;potentiel_fiscal;population"


def test_a_sheet_of_effort(tmp_path):
    found = read(effort, tmp_path, HEAD, "44143;2025;125 000,50;41500000;43000", "1001;2024;;500;700")
    assert not found.rejects
    first, second = found.rows
    assert (first.spend, first.potential, first.population) == (
        Decimal("125000.50"),
        Decimal(41500000),
        43000,
    )
    assert (second.place, second.spend) == ("01001", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("99999;2025;1;1;1", "« 99999 » n'existe pas"), ("44143;25;1;1;1", "« 25 » n'est pas une année"),
        ("44143;2025;douze;1;1", "« douze » n'est pas un montant"), ("44143;2025;-1;1;1", "« -1 »"),
        ("44143;2025;1;NaN;1", "« NaN »"), ("44143;2025;;;1", "sont vides"),
        ("44143;2025;1;1;0", "« 0 » n'est pas une population"), ("44143;2025;1;1;1;9", "cellules"),
    ],
)  # fmt: skip
def test_a_bad_line_of_effort_says_why(tmp_path, line, said):
    [reject] = read(effort, tmp_path, HEAD, line).rejects
    assert reject.line == 2 and said in reject.reason


def test_the_same_commune_and_year_twice(tmp_path):
    found = read(effort, tmp_path, HEAD, "44143;2025;1;1;1", "44143;2025;2;2;2", "44143;2024;1;1;1")
    assert [(row.line, "ligne 2" in row.reason) for row in found.rejects] == [(3, True)]


def test_another_sheet_is_refused(tmp_path):
    with pytest.raises(FileRejected, match="il manque la colonne"):
        read(effort, tmp_path, "a;b", "1;2")


NEED = "code_commune;composante;valeur;source;annee"


def test_a_sheet_of_components(tmp_path):
    found = read(components, tmp_path, NEED, "44143;RSA;4,8;CAF;2024", "44109;RSA;-6;CAF;2024")
    assert [(row.place, row.value) for row in found.rows] == [("44143", 4.8), ("44109", -6.0)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("44143;RSA;beaucoup;CAF;2024", "« beaucoup » n'est pas"), ("44143;RSA;1;;2024", "source est vide"),
        ("44143;;1;CAF;2024", "composante est vide"), ("44143;RSA;inf;CAF;2024", "« inf »"),
        ("44109;RSA;1;Insee;2024", "deux sources"), ("44109;RSA;1;CAF;2023", "deux années"),
    ],
)  # fmt: skip
def test_a_bad_line_of_components_says_why(tmp_path, line, said):
    found = read(components, tmp_path, NEED, "01001;RSA;1;CAF;2024", line)
    [reject] = found.rejects
    assert reject.line == 3 and said in reject.reason

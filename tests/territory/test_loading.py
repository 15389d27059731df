"""Official files given by hand: recognised, read whole, applied all together or not at all."""

import gzip
import io
import json
import zipfile

import pytest
import xlsxwriter

from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.territory import selectors, services
from maillage.territory.models import Commune, Edition, Epci, PerimeterChange, Population, PriorityArea
from tests.factories import MACHINE

COMMUNES = (
    "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
    "COM,44109,52,44,44D,441,0,NANTES,Nantes,Nantes,4498,\n"
    "COM,44998,52,44,44D,441,0,VILLENEUVE,Villeneuve,Villeneuve-la-Neuve,4498,\n"
    "COMD,44997,,,,,0,VIEILLE,Vieille,Vieille,,44998\n"
)
MOVES = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\n"
)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def move(kind, day, before, after, *, types=("COM", "COM"), names=None):
    b, a = names or (before, after)
    return f"{kind},{day},{types[0]},{before},0,{b},{b},{b},{types[1]},{after},0,{a},{a},{a}\n"


@pytest.fixture
def folder(db, tmp_path, settings):
    settings.HOME = tmp_path / "maison"
    settings.HOME.mkdir()
    return tmp_path


def load(folder, **files):
    paths = []
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(str(path))
    return services.load_files(actor=MACHINE, sources=paths)


def state():
    tables = (Commune, Epci, Population, PriorityArea, PerimeterChange, Edition, Entry)
    counts = [table.objects.count() for table in tables]
    return counts, list(Commune.objects.order_by("code").values_list("code", "name", "kind", "epci_id")[:50])


def test_every_table_of_territories_of_the_shared_folder_loads_together(folder, shared):
    names = (
        "communes_2026.csv.gz", "departements_2026.csv", "regions_2026.csv", "arrondissements_2026.csv",
        "epci_2026.csv", "epci_membres_2026.csv.gz", "ept_membres_2026.csv", "communes_passage_2018_2026.csv",
        "qpv_2024.csv", "zus_1996_decret.csv", "insee_population_departements_1975_2020.csv.gz",
        "communes_31_haute_garonne_2018.geojson.gz",
    )  # fmt: skip
    before = Commune.objects.count(), PriorityArea.objects.filter(kind="qpv").count()
    sources = [str(shared / "data" / name) for name in names]
    done = services.load_files(actor=MACHINE, sources=sources)
    rows = {row["file"]: row["rows"] for row in done}
    assert [row["file"] for row in done] == list(names)
    assert rows["communes_2026.csv.gz"] == 37590
    assert rows["epci_membres_2026.csv.gz"] == 34871
    assert rows["insee_population_departements_1975_2020.csv.gz"] == 4547
    assert (Commune.objects.count(), PriorityArea.objects.filter(kind="qpv").count()) == before
    assert not PerimeterChange.objects.filter(kind__in=["entered", "left"]).exists()
    assert {row.year: row.count for row in selectors.populations("dep:44")}[1975] > 900_000
    assert selectors.contours(["31555"])["features"][0]["properties"]["nom"] == "Toulouse"


def test_new_communes_come_with_their_department_and_known_ones_keep_their_facts(folder):
    done = load(folder, v_commune_2027__csv=COMMUNES)
    assert [(row["kind"], row["rows"], row["rejected"]) for row in done] == [("communes", 3, 0)]
    fresh = selectors.place("44998")
    assert (fresh.name, fresh.kind, fresh.department) == ("Villeneuve-la-Neuve", "commune", "44")
    assert selectors.place("44997").successor == "44998"
    assert "44998" in selectors.communes_of("dep:44")
    assert selectors.place("44109").population == 327_734


def test_an_edition_older_than_the_shipped_one_renames_nothing(folder):
    renamed = COMMUNES.replace("Nantes,4498", "Nantes-Vieille,4498")
    load(folder, v_commune_2024__csv=renamed)
    assert selectors.present("44109").name == "Nantes"
    load(folder, v_commune_2027__csv=renamed)
    assert selectors.present("44109").name == "Nantes-Vieille"


def test_a_merger_of_a_later_edition_is_announced_with_its_day(folder):
    text = MOVES + move("32", "2027-01-01", "44190", "44143", names=("Saint-Sébastien-sur-Loire", "Rezé"))
    text += move("32", "2027-01-01", "44143", "44143", types=("COM", "COM"))
    text += move("32", "2027-01-01", "44190", "44190", types=("COM", "COMD"))
    load(folder, v_mvt_commune_2027__csv=text)
    said = selectors.obsolete_sentence("44190")
    assert "le 1er janvier 2027 (fusion)" in said
    assert "Rezé (44143)" in said
    assert "44190" not in selectors.communes_of("epci:244400404")
    assert any("2027" in event.sentence for event in selectors.perimeter_history("44143"))
    services.load_reference(actor=MACHINE)  # the shipped tables do not bring it back
    assert Commune.objects.get(code="44190").kind == "former"


def test_an_exact_day_replaces_the_shipped_span(folder):
    assert "entre le 2 janvier 2022 et le 1er janvier 2023" in selectors.obsolete_sentence("01039")
    load(folder, v_mvt_commune_2025__csv=MOVES + move("32", "2023-01-01", "01039", "01138"))
    assert "le 1er janvier 2023 (fusion)" in selectors.obsolete_sentence("01039")


def test_chains_codes_changed_and_communes_created_again_are_followed(folder):
    text = MOVES
    text += move("31", "1990-01-01", "44991", "44992") + move("32", "2016-01-01", "44992", "44993")
    text += move("31", "1980-01-01", "44994", "44993") + move("21", "1995-06-01", "44993", "44994")
    text += move("41", "1997-01-01", "44995", "49995")
    load(folder, mvtcommune2025__csv=text)
    ends = dict(PerimeterChange.objects.values_list("place", "other"))
    assert ends == {"44991": "44993", "44992": "44993", "44995": "49995"}
    assert "changement de code" in selectors.obsolete_sentence("44995")


def test_a_list_of_members_moves_communes_and_tells_it(folder):
    members = "dept;siren;raison_sociale;nature_juridique;insee\n"
    kept = [code for code in selectors.communes_of("epci:244400404") if code != "44143"]
    members += "".join(f"44;244400404;Nantes Métropole;METRO;{code}\n" for code in [*kept, "44003"])
    load(folder, epcicom2027__csv=members)
    codes = selectors.communes_of("epci:244400404")
    assert "44143" not in codes
    assert "44003" in codes
    last = selectors.perimeter_history("epci:244400404")[-1].sentence
    assert "Ancenis-Saint-Géréon (44003) est entrée ; Rezé (44143) est sortie" in last
    assert "2026" in last
    assert "2027" in last


def test_a_workbook_whose_columns_stand_lower_is_read(folder):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("Documentation").write(0, 0, "À lire")
    sheet = book.add_worksheet("Composition_communale")
    for line, row in enumerate([["Titre"], [], ["CODGEO", "LIBGEO", "EPCI", "LIBEPCI"],
                                ["44998", "Villeneuve", "299999999", "CC Neuve"]]):  # fmt: skip
        sheet.write_row(line, 0, row)
    book.close()
    done = load(folder, v_commune_2027__csv=COMMUNES, Intercommunalite_2027__xlsx=stream.getvalue())
    assert [row["kind"] for row in done] == ["communes", "members"]
    assert selectors.communes_of("epci:299999999") == ["44998"]


def test_populations_areas_and_outlines_are_loaded(folder):
    people = gzip.compress(b"code_commune,nom,p20_pop,p22_pop\n44109,Nantes,320732,325070\n1001,A,NA,7\n")
    areas = '\ufeffcode_qp;lib_qp;insee_com\nQNX;A;="44109;44143"\n'
    shape = {"type": "Feature", "properties": {"code": "44109", "nom": "Nantes"}, "geometry": SQUARE}
    done = load(
        folder, pop__csv__gz=people, qpv_2030__csv=areas,
        contours__geojson=json.dumps({"type": "FeatureCollection", "features": [shape]}),
    )  # fmt: skip
    assert [(row["kind"], row["rows"]) for row in done] == [("populations", 3), ("qpv", 2), ("contours", 1)]
    assert {row.year: row.count for row in selectors.populations("44109")}[2022] == 325_070
    assert PriorityArea.objects.filter(code="QNX").count() == 2
    assert selectors.contours(["44109"])["features"][0]["properties"]["nom"] == "Nantes"
    assert selectors.contours(["01001"]) is None
    assert Entry.objects.latest("seq").detail == {"pop.csv.gz": 3, "qpv_2030.csv": 2, "contours.geojson": 1}


BAD = {
    "empty": ("a.csv", b"", "est vide"),
    "unknown columns": ("a.csv", b"a,b\n1,2\n", "non reconnues"),
    "cut archive": ("a.csv.gz", gzip.compress(COMMUNES.encode())[:-20], "incompl|abîm"),
    "cut outlines": ("a.geojson", b'{"features": [', "GeoJSON"),
    "outline without code": ("a.geojson", b'{"features": [{"geometry": {"type": "Point"}}]}', "code"),
    "a bad code": ("a.csv", COMMUNES.replace("44998,52", "4X998,52").encode(), "ligne 3 : .* « 4X998 »"),
    "a line cut short": ("a.csv", COMMUNES.encode()[:-24], "ligne 4"),
    "twice the same commune": ("a.csv", (COMMUNES + COMMUNES.splitlines()[1] + "\n").encode(), "déjà lue"),
    "no line": ("a.csv", COMMUNES.splitlines()[0].encode() + b"\n", "aucune ligne|vide"),
    "a bad day": ("m.csv", (MOVES + move("32", "01/01/2027", "44190", "44143")).encode(), "01/01/2027"),
    "a bad count": ("p.csv", b"code_commune,p21_pop\n44109,beaucoup\n", "« beaucoup » n'est pas un nombre"),
    "an unknown commune": ("e.csv", b"siren;insee\n244400404;44990\n", "inconnue du code officiel"),
    "an unknown body": ("e.csv", b"siren;insee\n299999998;44109\n", "EPCI inconnus : 299999998"),
    "a context table": ("f.csv", b"code_commune,revenu_median_uc_eur\n44109,1\n", "maillage data import"),
    "a picture": ("i.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "binaire|illisible|non reconnues|régulière"),
    "a zip of two tables": ("z.zip", None, "2 tables"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_one_bad_file_changes_nothing_whatever_came_before_it(folder, fault):
    name, content, words = BAD[fault]
    if content is None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.csv", COMMUNES)
            archive.writestr("b.csv", COMMUNES)
        content = stream.getvalue()
    before = state()
    good = json.dumps({"features": [{"properties": {"code": "44109"}, "geometry": SQUARE}]})
    with pytest.raises(BadInput, match=words) as caught:
        load(folder, v_commune_2027__csv=COMMUNES, bon__geojson=good, **{name.replace(".", "__"): content})
    assert name in str(caught.value)
    assert "Rien n'a été chargé" in str(caught.value)
    assert state() == before
    assert not list(folder.glob("maison/contours/*"))


def test_a_missing_file_is_named(folder):
    with pytest.raises(BadInput, match="n'existe pas"):
        services.load_files(actor=MACHINE, sources=["/nulle/part.csv"])


def test_the_same_file_twice_is_one_edition(folder):
    load(folder, v_commune_2027__csv=COMMUNES)
    count = Commune.objects.count(), Edition.objects.count()
    load(folder, v_commune_2027__csv=COMMUNES)
    assert (Commune.objects.count(), Edition.objects.count()) == count


def test_qpv_codes_survive_the_protections_of_spreadsheets(tmp_path):
    from maillage.territory.intake.official import read

    path = tmp_path / "qpv.csv"
    path.write_text('\ufeffcode_qp;lib_qp;insee_com\nQN1;A;="03095;03310"\nQN2;B;1053\n')
    assert [row["commune"] for row in read(path, "qpv.csv").rows] == ["03095", "03310", "01053"]

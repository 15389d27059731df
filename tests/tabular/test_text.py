"""Text tables: what is read as it is, what is repaired with its lines named, what is refused."""

import gzip

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.tabular import FileRejected, distinct, open_table, order
from maillage.tabular.survey import Survey, even
from maillage.tabular.text import regular

ROWS = [("Rezé", "1,5"), ("Nantes", "2"), ("Orvault", "3")]


def text(rows=ROWS, separator=";", end="\n"):
    return end.join(separator.join(row) for row in [("nom", "valeur"), *rows]) + end


@pytest.fixture
def read(tmp_path):
    """What a table of these bytes says: its rows, and its damaged lines."""

    def run(content: bytes, name="table.csv"):
        path, scratch = tmp_path / name, tmp_path / "scratch"
        path.write_bytes(content)
        scratch.mkdir(exist_ok=True)
        table = open_table(path, scratch)
        frame = table.lazy().collect()
        known = frame.filter(pl.any_horizontal(pl.col(*table.columns).is_not_null()))
        return known.select(table.columns).rows(), known["ligne"].to_list(), table.damaged

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines_make_no_difference(read, encoding, end):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert read((mark + text(end=end)).encode(encoding))[0] == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_found(read, separator):
    rows = [(name, f'"{value}"') for name, value in ROWS]
    assert read(text(rows, separator).encode())[0] == ROWS


def test_a_mark_given_twice_and_signs_around_names_do_not_hide_a_column(read):
    content = "\ufeff\ufeff" + text().replace("nom;valeur", " nom ; valeur ")
    assert read(content.encode())[0] == ROWS


def test_codes_protected_by_spreadsheets_are_bare(read):
    assert read(b'nom;valeur\n="01001";="2"\n')[0] == [("01001", "2")]


def test_two_faults_that_make_up_for_each_other_are_seen(read):
    assert read(b"nom;valeur\na;1;\nb\n" + b"c;1\n" * 3)[2] == ((2, 3), (3, 1))


def test_blank_lines_keep_the_numbers_of_the_others(read):
    assert read(b"nom;valeur\n\na;1\n\n\nb;2\n\n")[:2] == ([("a", "1"), ("b", "2")], [3, 6])


def test_a_quoted_cell_may_hold_separators_and_lines(read):
    rows, _, damaged = read(b'nom;valeur\n"a;b\nc";1\nd;2\n')
    assert (rows, damaged) == ([("a;b\nc", "1"), ("d", "2")], ())


def test_irregular_lines_are_named_and_left_blank(read):
    rows, lines, damaged = read(b"nom;valeur\na;1\nb;2;3\nc;3\nd\ne;5\n")
    assert rows == [("a", "1"), ("c", "3"), ("e", "5")]
    assert (lines, damaged) == ([2, 4, 6], ((3, 3), (5, 1)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nom;valeur\na;1\nb", "s'arrête au milieu de la ligne 3"),
        (b'nom;valeur\n"a";"1"\n"b";"2', "guillemet ouvert ligne 3"),
        (b'nom;valeur\na";1\nb;2\n', "guillemet ouvert ligne 2"),
        ("nom;valeur\né;1\nRez".encode() + b"\xc3", "s'arrête au milieu d'un mot, ligne 3"),
        ("nom;valeur\né;1\nb".encode() + b"\xff;2\n", "ligne 3 : des octets ne sont ni"),
        (b"nom;valeur\na\xff\xfe;1\n" + "é;1\n".encode(), "ligne 2 : des octets ne sont ni"),
        (b"nom;valeur\n\x8e\x83;1\n", "le codage est mêlé ou inconnu"),
        (b"nom;valeur\na;1\nb\x00;2\n" + b"c;3\n" * 20_000, "binaire"),
        (b"nom;valeur\n" + b"a;1\n" * 20_000 + b"b\x00;2\n", "octet nul ligne 20002"),
        ("nom;valeur\na;1\n".encode("utf-16-le"), "UTF-16"),
        (b"\xff\xfe" + "nom;valeur\na;1\n".encode("utf-16-le")[:-1], "interrompu"),
        (b"\xef\xbb\xbf", "vide"),
        (b"<!DOCTYPE html><html>\n<p>a;b</p>\n", "une page web"),
        (b'{"message": "absent",\n "code": 404}\n', "un fichier JSON"),
        (b"%PDF-1.7\na;b\n", "un PDF"),
        (b"a;b" * 40_000, "aucune ligne n'y finit"),
        (b"nom;valeur\na;1\n" + b"b;" * 1_000_000 + b"\n", "plus d'un million de signes"),
    ],
)
def test_what_is_cut_mixed_up_or_no_table_is_refused(read, content, words):
    with pytest.raises(FileRejected, match=words):
        read(content)


@pytest.mark.parametrize("cut", range(1, 48, 3))
def test_no_cut_inside_a_line_goes_unseen(read, cut):
    whole = 'nom;valeur\n"Rezé";"1,5"\n"Nantes";"2"\n"Saint-Herblain";"31"\n'.encode()
    try:
        rows, _, damaged = read(whole[:-cut])
    except FileRejected:
        return
    assert not damaged
    assert whole[:-cut].endswith((b"\n", b'"'))
    assert len(rows) == whole[:-cut].rstrip(b"\n").count(b"\n")


def test_the_quick_road_gives_the_same_rows_and_gives_up_on_a_doubt(tmp_path):
    schema = {"nom": pl.String, "valeur": pl.Float64}
    for content, expected in (
        (text(), [2, 3, 4]), (text([("a", "x")]), None), (text() + "b;1;2\n", None), (text() + "b\n", None),
    ):  # fmt: skip
        path = tmp_path / "table.csv.gz"
        path.write_bytes(gzip.compress(content.encode()))
        found = open_table(path, tmp_path).typed(schema)
        assert (found is None) == (expected is None)
        if expected:
            assert found["ligne"].to_list() == expected
            assert found["valeur"].to_list() == [1.5, 2, 3]
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv.gz"]  # nothing was unpacked


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_a_survey_by_blocks_is_the_survey_of_the_whole(blocks):
    apart, whole = Survey(";"), Survey(";")
    for block in blocks:
        apart.add(block)
    whole.add(b"".join(blocks))
    for found in (apart, whole):
        found.end()
    names = ("newlines", "separators", "quotes", "nul", "broken", "cut")
    assert [getattr(apart, name) for name in names] == [getattr(whole, name) for name in names]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.booleans())
def test_separators_make_the_count_of_cells_and_each_line_its_own(tmp_path_factory, widths, ended):
    content = "\n".join(";".join("a" * width) for width in [3, *widths]) + ("\n" if ended else "")
    found = Survey(";")
    found.add(content.encode())
    assert regular(found, 3, ()) == (sum(widths) == 3 * len(widths))
    path = tmp_path_factory.mktemp("lignes") / "table.csv"
    path.write_bytes(content.encode())
    assert even(path, ";", 3, 0) == (set(widths) == {3})


@given(
    st.lists(
        st.tuples(st.sampled_from("abcé"), st.integers(-5, 5), st.none() | st.integers(0, 3)), max_size=40
    )
)
def test_places_put_rows_in_order_and_count_the_distinct(rows):
    frame = pl.DataFrame(
        rows, schema={"word": pl.Categorical, "year": pl.Int16, "more": pl.Int64}, orient="row"
    )
    found = frame[order(frame, ["word", "year", "more"])].rows()
    assert found == sorted(rows, key=lambda row: (row[0], row[1], row[2] is not None, row[2] or 0))
    assert distinct(frame, ["word", "year", "more"]) == len(set(rows))


def test_too_many_places_to_count_are_sorted_all_the_same():
    frame = pl.DataFrame({"a": [2**40, 0, 5], "b": [0, 2**40, 7]})
    assert order(frame, ["a", "b"]).to_list() == [1, 2, 0]
    assert distinct(frame, ["a", "b"]) == 3

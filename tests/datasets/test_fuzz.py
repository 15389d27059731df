"""Any bytes in any official file: an import, or a French refusal; never another error, never anything
left.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.datasets import services, store
from maillage.datasets.models import Release
from maillage.datasets.services import imports
from maillage.kernel import BadInput
from tests.datasets import editions
from tests.datasets import test_other_sources as others
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
CELLS = editions.cells(years=range(2020, 2025))
NEW, OLD = editions.new(CELLS), editions.old(CELLS)
LINES = "code_departement,annee,index_4001,faits_constates,source\n44,2010,1,5,a\n"
FILES = {
    "csv": editions.csv(NEW),
    "older": editions.csv(OLD, quoted=False),
    "gzip": editions.packed(editions.csv(NEW)),
    "zip": editions.zipped(editions.csv(NEW)),
    "workbook": editions.xlsx(NEW),
    "utf-16": editions.csv(NEW, encoding="utf-16"),
    "parquet": editions.parquet(editions.frame(NEW)),
    "series": others.series(),
    "qpv": others.QPV.encode(),
    "monthly": others.book(
        {"France_Métro": others.monthly("x", months=3), "01": others.monthly("y", months=3)}
    ),
    "yearly": LINES.encode(),
    "population": b"code_commune;p21_pop\n44109;320732\n44143;42000\n",
}
SIGNS = [b'"', b";", b"\n", b"\r", b"NA", b"\0", b"1e999", b"-", b"inf", b"nan", b",", b'="', b"\xef\xbb\xbf",
         b"9" * 30, "é".encode(), b"\xe9", b"\t", b"PK\x03\x04", b"\x1f\x8b"]  # fmt: skip
PLACE = st.floats(0, 1, exclude_max=True)
MUTATIONS = st.lists(
    st.tuples(PLACE, st.sampled_from(["insert", "replace", "cut", "copy", "stop"]), st.integers(1, 300),
              st.binary(min_size=1, max_size=40) | st.sampled_from(SIGNS)),
    min_size=1, max_size=4,
)  # fmt: skip


def mutated(content, mutations):
    for place, act, length, noise in mutations:
        at = int(place * len(content))
        content = {
            "insert": content[:at] + noise + content[at:],
            "replace": content[:at] + noise + content[at + len(noise) :],
            "cut": content[:at] + content[at + length :],
            "copy": content[:at] + content[length : 2 * length] + content[at:],
            "stop": content[:at],
        }[act]
    return content


@pytest.fixture
def known(monkeypatch):
    """The codes, asked of the database once."""
    codes = services.known_codes()
    monkeypatch.setattr(imports, "known_codes", lambda: codes)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutations=MUTATIONS, tolerant=st.booleans())
def test_no_bytes_make_anything_but_an_import_or_a_clear_refusal(tmp_path, known, name, mutations, tolerant):
    path = tmp_path / "fichier"
    path.write_bytes(mutated(FILES[name], mutations))
    try:
        made = services.import_release(actor=MACHINE, path=path, dry_run=True, tolerant=tolerant)
        assert made.rows > 0
    except BadInput as error:
        assert "Rien n'a été enregistré." in str(error)
        assert str(error).isprintable()
    assert not list(store.lake().iterdir())
    assert not Release.objects.exists()


@pytest.mark.parametrize("name", FILES)
def test_the_files_come_in_before_they_are_spoiled(tmp_path, known, name):
    path = tmp_path / "fichier"
    path.write_bytes(FILES[name])
    assert services.import_release(actor=MACHINE, path=path, dry_run=True).rejected == 0

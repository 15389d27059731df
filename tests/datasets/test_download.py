"""`maillage data download` against a server of our own: whole files, resumed, verified; honest without
network.
"""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from maillage.datasets import services, store
from maillage.datasets.models import Release
from maillage.datasets.services import download
from maillage.kernel import Refused
from maillage.site.cli import main
from tests.datasets import editions

pytestmark = pytest.mark.django_db
NAME = "donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv"
CELLS = [cell for cell in editions.cells(("01", "44", "2A")) if cell.count is not None]
CONTENT = editions.csv(editions.new(CELLS, "department"))


class Server:
    """A catalogue and its files. `cut`: bytes after which the first answer stops; `ranges`: does it
    resume?
    """

    def __init__(self):
        self.files, self.sums, self.asked = {NAME: CONTENT}, {}, []
        self.cut, self.ranges, self.catalogue = None, True, None
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def do_GET(self):
                server.answer(self)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def answer(self, request):
        name = request.path.rsplit("/", 1)[-1]
        if request.path.startswith("/datasets/"):
            listed = self.catalogue if self.catalogue is not None else self.listed()
            body = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
            return self.send(request, 200, body)
        self.asked.append(request.headers.get("Range"))
        if name not in self.files:
            return self.send(request, 404, b"absent")
        body, start = self.files[name], request.headers.get("Range") if self.ranges else None
        if start is None:
            return self.send(request, 200, body)
        first = int(start.removeprefix("bytes=").removesuffix("-"))
        return self.send(request, 206 if first < len(body) else 416, body[first:])

    def listed(self):
        return {"resources": [
            {"url": f"{self.address}/files/{name}", "filesize": len(body), "checksum": self.sums.get(name)}
            for name, body in self.files.items()
        ]}  # fmt: skip

    def send(self, request, code, body):
        request.send_response(code)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        cut, self.cut = (self.cut, None) if request.path.startswith("/files/") else (None, self.cut)
        request.wfile.write(body if cut is None else body[:cut])


@pytest.fixture
def server(settings):
    running = Server()
    settings.DATA_CATALOGUE = f"{running.address}/datasets"
    yield running
    running.http.shutdown()
    running.thread.join()
    running.http.server_close()


def fetch(folder, **more):
    said = []
    return services.fetch_all(folder=folder, say=said.append, **more), said


def test_the_newest_edition_is_fetched_and_imported(server, tmp_path, capsys):
    server.files[NAME.replace("2025-06-04", "2023-02-09")] = b"vieille"
    server.sums[NAME] = {"type": "sha1", "value": hashlib.sha1(CONTENT).hexdigest()}
    with pytest.raises(SystemExit) as left:
        main(["data", "download", "--folder", str(tmp_path / "recus"), "--json"])
    [row] = json.loads(capsys.readouterr().out)["releases"]
    assert not left.value.code
    assert (row["format"], row["rows"], row["vintage"]) == (
        "ssmsi-departements", len(CELLS), "2016-2024, édition du 2025-06-04",
    )  # fmt: skip
    assert [path.name for path in (tmp_path / "recus").iterdir()] == [NAME]


def test_a_cut_is_said_and_the_next_try_resumes_where_it_stopped(server, tmp_path):
    server.cut = 3_000
    with pytest.raises(Refused, match=f"{NAME} est incomplet : 3000 octets sur {len(CONTENT)}"):
        fetch(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.partiel"]
    [path], said = fetch(tmp_path)
    assert (server.asked, path.read_bytes()) == ([None, "bytes=3000-"], CONTENT)
    assert said[0].endswith("repris")
    assert fetch(tmp_path)[1] == [f"{NAME} : déjà là"]


def test_a_server_that_cannot_resume_sends_all_again(server, tmp_path):
    (tmp_path / f"{NAME}.partiel").write_bytes(CONTENT[:500])
    server.ranges = False
    assert fetch(tmp_path)[0][0].read_bytes() == CONTENT


@pytest.mark.parametrize("kept", [CONTENT, CONTENT + b"trop"])
def test_what_was_kept_whole_or_of_another_file_is_not_asked_twice(server, tmp_path, kept):
    (tmp_path / f"{NAME}.partiel").write_bytes(kept)
    assert fetch(tmp_path)[0][0].read_bytes() == CONTENT


def test_a_wrong_sum_is_refused_and_nothing_is_kept(server, tmp_path):
    server.sums[NAME] = {"type": "sha256", "value": "0" * 64}
    with pytest.raises(Refused, match="son empreinte n'est pas celle du catalogue"):
        fetch(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_spoiled_since_is_fetched_again(server, tmp_path):
    server.sums[NAME] = {"type": "md5", "value": hashlib.md5(CONTENT).hexdigest()}
    (tmp_path / NAME).write_bytes(b"autre chose")
    assert fetch(tmp_path)[0][0].read_bytes() == CONTENT


@pytest.mark.parametrize(
    "catalogue", [b"<html>", b"[]", {"resources": [{"title": "sans adresse"}]}, {"resources": None}, b"\xff"]
)
def test_an_answer_that_is_no_catalogue_is_refused(server, tmp_path, catalogue):
    server.catalogue = catalogue
    with pytest.raises(Refused, match="n'a pas répondu comme un catalogue"):
        fetch(tmp_path)


def test_an_absent_file_and_a_strange_address_are_refused(server, tmp_path):
    server.catalogue = {
        "resources": [{"url": f"{server.address}/files/absent/{NAME.replace('2025', '2031')}"}]
    }
    with pytest.raises(Refused, match="a répondu par l'erreur 404"):
        fetch(tmp_path)
    server.catalogue = {"resources": [{"url": f"file:///tmp/{NAME}"}]}
    with pytest.raises(Refused, match="n'est pas une adresse du réseau"):
        fetch(tmp_path)
    with pytest.raises(Refused, match="« lune »"):
        fetch(tmp_path, only="lune")


def test_without_network_it_says_so_and_changes_nothing(settings, tmp_path, capsys):
    settings.DATA_CATALOGUE = "http://127.0.0.1:9/datasets"  # the discard port: nobody answers
    folder = tmp_path / "recus"
    with pytest.raises(SystemExit) as left:
        main(["data", "download", "--folder", str(folder)])
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (1, "")
    assert "ne répond pas. Sans réseau, téléchargez le fichier ailleurs" in said.err
    assert not folder.exists()
    assert not Release.objects.exists()
    assert not list(store.lake().iterdir())


def test_the_official_names_are_all_asked_for():
    names = [
        "donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz",
        "donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv",
        "donnee-reg-data.gouv-2025-geographie2026-produit-le2026-06-25.csv",
        "tableaux-4001-ts.xlsx",
    ]
    patterns = [pattern for row in download.WANTED.values() for pattern in row]
    assert [sum(bool(download.re.search(pattern, name)) for pattern in patterns) for name in names] == [1] * 4

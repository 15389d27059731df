"""What the journeys of the observatory do again and again: records, accounts, files read again."""

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import networkx
import pymupdf
from django.urls import reverse
from docx import Document

from maillage.accounts import services as accounts
from maillage.accounts.models import Membership, User
from maillage.institutions.models import Person
from maillage.kernel import Actor, Role
from tests.factories import MACHINE
from tests.journeys.conftest import PASSWORD
from tests.observatory import scenes


def records():
    """A council, its plenary, promises, a contract in force with two sheets; written by no form."""
    return scenes.network()


def at(here, name, *args):
    """The address of a page of the observatory."""
    return reverse(f"observatory:{name}", args=[here.key, *args])


def joined(empty, here, role, institution=None, name=None):
    """The address of an account that holds this role here, speaking for this institution."""
    email = empty(name or f"{role.value}-{here.pk}".replace("_", "-"))
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email=email), partnership=here, role=role, on=here.opened,
        institution=institution,
    )  # fmt: skip
    return email


def entered(browse, empty, here, role, institution=None, path="/", **more):
    """The page of somebody who holds this role here, just signed in."""
    return browse(joined(empty, here, role, institution, more.pop("name", None)), PASSWORD, path, **more)


def speaking(empty, here, institution, name):
    """Somebody who speaks for an institution, as services know them."""
    user = User.objects.get(email=joined(empty, here, Role.PARTNER, institution, name))
    return Actor(user.pk, user.name, frozenset({Role.PARTNER}), frozenset({institution.pk}))


def plain(text):
    """A text with common spaces and straight apostrophes."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u00ad", "")).replace("’", "'")


def text_of(page):
    """What a page says."""
    return plain(page.locator("main").inner_text())


def part(page, name):
    """The section of a page, by the name of its title."""
    return page.locator(f"section[aria-labelledby='{name}']")


def body_of(page, address):
    """What the server answers at an address, for the reader of this page; its file must be there."""
    answer = page.request.get(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    return answer.body()


def networks(page, address):
    """The same network from its three formats and its sheet: the names of its nodes, its number of links."""
    read = {"gexf": networkx.read_gexf, "graphml": networkx.read_graphml}
    found = []
    for name, reader in read.items():
        graph = reader(io.BytesIO(body_of(page, address(name))))
        labels = {data.get("label", node) for node, data in graph.nodes(data=True)}
        found.append((labels, graph.number_of_edges()))
    rows = list(csv.reader(io.StringIO(body_of(page, address("csv")).decode("utf-8-sig")), delimiter=";"))
    return found, len(rows) - 1


def pdf_text(content):
    """What a PDF says, page after page."""
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        return plain(" ".join(page.get_text() for page in pdf))


def docx_text(content):
    """What a word processor reads, tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain(" ".join([*(line.text for line in document.paragraphs), *cells]))


def read_aloud(content, path):
    """A tagged PDF, whole for a reader who listens to it."""
    path.write_bytes(content)
    found = subprocess.run([str(Path(sys.executable).with_name("outloud")),
                            str(path)], capture_output=True, text=True, check=False)  # fmt: skip
    assert found.returncode == 0, found.stdout
    assert "0 error(s)" in found.stdout


def names_of_persons(here):
    """Every name of a person of this partnership: those of the directory and those of accounts."""
    held = Membership.objects.filter(partnership=here).values_list("user__name", flat=True)
    return {*Person.objects.filter(partnership=here).values_list("name", flat=True), *held}

"""What a process loads before its first page: the heavy libraries wait until something uses them."""

import subprocess
import sys

HEAVY = ("altair", "scipy.stats", "scipy.optimize", "scipy.special", "pandas", "pymupdf", "typst", "docx")
LOADED = """
import sys, django
django.setup()
import maillage.site.urls
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_the_pages_start_without_the_libraries_of_figures_and_documents(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "maillage.site.settings")
    answer = subprocess.run(
        [sys.executable, "-c", LOADED, *HEAVY], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert answer.stdout.split() == []

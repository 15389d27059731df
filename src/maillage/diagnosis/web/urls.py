"""Routes of the diagnosis, all inside one partnership's workspace."""

from django.urls import path, register_converter

from maillage.diagnosis.web import lines, views

KINDS = {"constats": "finding", "sources": "source", "moyens": "means"}


class KindConverter:
    """`constats`, `sources`, `moyens` in the address; the kind of line in the code."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """From the address."""
        return KINDS[value]

    def to_url(self, value: str) -> str:
        """To the address."""
        return next(word for word, kind in KINDS.items() if kind == value)


register_converter(KindConverter, "line")
HERE = "p/<str:partnership>/diagnostic/"

app_name = "diagnosis"
urlpatterns = [
    path(HERE, views.page, name="page"),
    path(f"{HERE}composer/", views.compose, name="compose"),
    path(f"{HERE}versions/", views.versions, name="versions"),
    path(f"{HERE}versions/<int:number>/", views.version, name="version"),
    path(f"{HERE}versions/<int:number>/diagnostic.<str:file_format>", views.download, name="download"),
    path(f"{HERE}sections/<str:name>/", lines.section, name="section"),
    path(f"{HERE}sections/<str:name>/annuler/", lines.undo_section, name="undo_section"),
    path(f"{HERE}<line:kind>/nouveau/", lines.new, name="new_line"),
    path(f"{HERE}<line:kind>/<int:number>/", lines.edit, name="line"),
    path(f"{HERE}<line:kind>/<int:number>/retirer/", lines.withdraw, name="withdraw"),
    path(f"{HERE}<line:kind>/<int:number>/remettre/", lines.put_back, name="put_back"),
]

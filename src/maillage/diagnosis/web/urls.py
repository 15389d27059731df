"""Routes of the diagnosis, all inside one partnership's workspace."""

from django.urls import path, register_converter

from maillage.diagnosis.web import deliveries, lines, positions, requests, views

KINDS = {
    "constats": "finding", "sources": "source", "moyens": "means", "terrain": "field", "paroles": "words",
    "priorites": "priority",
}  # fmt: skip


class KindConverter:
    """`constats`, `sources`, `moyens`... in the address; the kind of line in the code."""

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
    path(f"{HERE}donnees/", requests.requests, name="requests"),
    path(f"{HERE}donnees/nouvelle/", requests.new, name="new_request"),
    path(f"{HERE}donnees/a-donner/", requests.asked_of_us, name="asked_of_us"),
    path(f"{HERE}donnees/<int:number>/", requests.request, name="request"),
    path(f"{HERE}donnees/<int:number>/modifier/", requests.edit, name="edit_request"),
    path(f"{HERE}donnees/<int:number>/envoyer/", requests.send, name="send_request"),
    path(f"{HERE}donnees/<int:number>/refuser/", requests.refuse, name="refuse_request"),
    path(f"{HERE}donnees/<int:number>/reprendre/", requests.take_up, name="take_up"),
    path(f"{HERE}donnees/<int:number>/modele.<str:file_format>", requests.template, name="template"),
    path(f"{HERE}donnees/<int:number>/repondre/", deliveries.answer, name="answer"),
    path(f"{HERE}fichiers/<int:pk>/", deliveries.delivery, name="delivery"),
    path(f"{HERE}fichiers/<int:pk>/abandonner/", deliveries.drop, name="drop_delivery"),
    path(f"{HERE}fichiers/<int:pk>/retirer/", deliveries.withdraw, name="withdraw_delivery"),
    path(f"{HERE}doutes/<int:pk>/", deliveries.doubt, name="doubt"),
    path(f"{HERE}terrain/<int:number>/reponses/", deliveries.field, name="field"),
    path(f"{HERE}terrain/<int:number>/reponses/ajouter/", deliveries.coding, name="coding"),
    path(f"{HERE}constats/<int:number>/positions/", positions.finding, name="finding"),
    path(f"{HERE}constats/<int:number>/signer/", positions.sign, name="sign"),
    path(f"{HERE}constats/<int:number>/desaccord/", positions.dissent, name="dissent"),
    path(f"{HERE}signatures/<int:pk>/retirer/", positions.withdraw_signature, name="withdraw_signature"),
    path(f"{HERE}desaccords/<int:pk>/retirer/", positions.withdraw_dissent, name="withdraw_dissent"),
    path(f"{HERE}<line:kind>/nouveau/", lines.new, name="new_line"),
    path(f"{HERE}<line:kind>/<int:number>/", lines.edit, name="line"),
    path(f"{HERE}<line:kind>/<int:number>/retirer/", lines.withdraw, name="withdraw"),
    path(f"{HERE}<line:kind>/<int:number>/remettre/", lines.put_back, name="put_back"),
]

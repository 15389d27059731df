"""Routes of the directory, under /p/<partnership>/annuaire/."""

from django.urls import path

from maillage.institutions.web import imports, institutions, letters, merging, people, positions

app_name = "institutions"
urlpatterns = [
    path("", institutions.directory, name="directory"),
    path("institutions/nouvelle/", institutions.add, name="add"),
    path("institutions/<int:pk>/", institutions.show, name="institution"),
    path("institutions/<int:pk>/modifier/", institutions.edit, name="edit"),
    path("institutions/<int:pk>/ranger/", institutions.put_away, name="put_away"),
    path("institutions/<int:pk>/remettre/", institutions.put_back, name="put_back"),
    path("institutions/<int:pk>/fonctions/nouvelle/", positions.add, name="add_position"),
    path("institutions/<int:pk>/reunir/", merging.institution, name="merge_institution"),
    path("fonctions/<int:pk>/modifier/", positions.edit, name="edit_position"),
    path("fonctions/<int:pk>/terminer/", positions.end, name="end_position"),
    path("fonctions/<int:pk>/retirer/", positions.withdraw, name="withdraw_position"),
    path("personnes/", people.people, name="people"),
    path("personnes/<int:pk>/", people.show, name="person"),
    path("personnes/<int:pk>/modifier/", people.edit, name="edit_person"),
    path("personnes/<int:pk>/ranger/", people.put_away, name="put_away_person"),
    path("personnes/<int:pk>/remettre/", people.put_back, name="put_back_person"),
    path("personnes/<int:pk>/reunir/", merging.person, name="merge_person"),
    path("doublons/", merging.twins, name="twins"),
    path("importer/", imports.upload, name="upload"),
    path("importer/<int:pk>/", imports.preview, name="preview"),
    path("importer/<int:pk>/abandonner/", imports.drop, name="drop_import"),
    path("courrier/", letters.letters, name="letters"),
    path("courrier/<int:pk>/reessayer/", letters.retry, name="retry_letter"),
]

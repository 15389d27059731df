"""Routes of bodies and seats."""

from django.urls import URLPattern, path

from maillage.bodies.web import arrete, bodies, seats

urlpatterns: list[URLPattern] = [
    path("instances/", bodies.index, name="bodies"),
    path("instances/ouvrir/", bodies.open_body, name="open_body"),
    path("instances/<int:pk>/", bodies.body, name="body"),
    path("instances/<int:pk>/modifier/", bodies.edit_body, name="edit_body"),
    path("instances/<int:pk>/vie/", bodies.lifecycle_step, name="lifecycle"),
    path("instances/<int:pk>/conformite/", bodies.conformity, name="conformity"),
    path("instances/<int:pk>/composition/", seats.composition, name="composition"),
    path("instances/<int:pk>/arrete/", arrete.arrete, name="arrete"),
    path("instances/<int:pk>/arrete/projet.<str:file_format>", arrete.download, name="arrete_file"),
    path("instances/<int:pk>/sieges/ajouter/", seats.add_seat, name="add_seat"),
    path("sieges/<int:pk>/", seats.seat, name="seat"),
    path("sieges/<int:pk>/modifier/", seats.edit_seat, name="edit_seat"),
    path("sieges/<int:pk>/terminer/", seats.end_seat, name="end_seat"),
    path("mandats/<int:pk>/terminer/", seats.end_holder, name="end_holder"),
]

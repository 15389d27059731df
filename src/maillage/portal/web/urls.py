"""Routes of the pages that belong to no single domain."""

from django.urls import path

from maillage.portal.web import digest, month, views, week

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.alive, name="alive"),
    path("methodes/", views.methods, name="methods"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("compte/", views.account, name="account"),
    path("compte/resume/<int:membership>/", digest.choose, name="choose_digest"),
    path("resume/<str:link>/arreter/", digest.stop, name="stop_digest"),
    path("partenariats/nouveau/", views.open_partnership, name="open"),
    path("p/<str:partnership>/", week.workspace, name="workspace"),
    path("p/<str:partnership>/mois/", month.month, name="this_month"),
    path("p/<str:partnership>/mois/<int:year>/<int:number>/", month.month, name="month"),
    path("p/<str:partnership>/mois/<int:year>/<int:number>/page.pdf", month.download, name="month_file"),
    path("p/<str:partnership>/membres/", views.members, name="members"),
    path("p/<str:partnership>/membres/ajouter/", views.add_member, name="add_member"),
    path("p/<str:partnership>/membres/<int:membership>/retirer/", views.withdraw, name="withdraw"),
    path("p/<str:partnership>/membres/<int:membership>/rattacher/", views.link, name="link"),
    path("p/<str:partnership>/apparence/", views.appearance, name="appearance"),
    path("p/<str:partnership>/theme.css", views.theme, name="theme"),
    path("p/<str:partnership>/logo.png", views.mark, name="mark"),
    path("p/<str:partnership>/journal/", views.journal, name="journal"),
]

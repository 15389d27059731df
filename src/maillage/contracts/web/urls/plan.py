"""Routes of the contract at work: its tree, its sheets, its views."""

from django.urls import URLPattern, path

from maillage.contracts.web import glossary, lines, listing, plan, pledges, sheets

LINE = "contrats/lignes/<slug:kind>"
PLEDGE = "engagements-de-fiche/<int:pk>"
urlpatterns: list[URLPattern] = [
    path("contrats/", plan.contracts, name="contracts"),
    path("contrats/ouvrir/", plan.open_contract, name="open_contract"),
    path("contrats/<int:pk>/", plan.contract, name="contract"),
    path("contrats/<int:pk>/modifier/", plan.edit_contract, name="edit_contract"),
    path("contrats/<int:pk>/arreter/", plan.end_contract, name="end_contract"),
    path("contrats/<int:pk>/reprendre/", plan.reopen_contract, name="reopen_contract"),
    path("contrats/<int:pk>/priorites-du-diagnostic/", plan.take_priorities, name="take_priorities"),
    path(f"{LINE}/ajouter/<int:pk>/", lines.add_line, name="add_line"),
    path(f"{LINE}/<int:pk>/modifier/", lines.edit_line, name="edit_line"),
    path(f"{LINE}/<int:pk>/retirer/", lines.withdraw_line, name="withdraw_line"),
    path(f"{LINE}/<int:pk>/remettre/", lines.put_back_line, name="put_back_line"),
    path(f"{LINE}/<int:pk>/<slug:way>/", lines.move_line, name="move_line"),
    path("contrats/etapes/<int:pk>/atteinte/", lines.reach_milestone, name="reach_milestone"),
    path("contrats/<int:contract>/fiches/", listing.sheets, name="sheets"),
    path("contrats/<int:contract>/fiches.<str:file_format>", listing.sheets_file, name="sheets_file"),
    path("contrats/<int:contract>/fiches/ajouter/", sheets.add_sheet, name="add_sheet"),
    path("contrats/<int:contract>/calendrier/", listing.calendar, name="calendar"),
    path("contrats/<int:contract>/mots/", glossary.glossary, name="glossary"),
    path("contrats/<int:contract>/modeles/", glossary.models, name="models"),
    path("contrats/mots/<int:pk>/accord/", glossary.agree_word, name="agree_word"),
    path("contrats/accords/<int:pk>/retirer/", glossary.withdraw_agreement, name="withdraw_agreement"),
    path("mes-fiches/", listing.my_sheets, name="my_sheets"),
    path("fiches/<int:pk>/", sheets.sheet, name="sheet"),
    path("fiches/<int:pk>/modifier/<slug:part>/", sheets.edit_sheet, name="edit_sheet"),
    path("fiches/<int:pk>/sans-objet/", sheets.without, name="without"),
    path("fiches/<int:pk>/etat/", sheets.sheet_state, name="sheet_state"),
    path("fiches/<int:pk>/retirer/", sheets.withdraw_sheet, name="withdraw_sheet"),
    path("fiches/<int:pk>/remettre/", sheets.put_back_sheet, name="put_back_sheet"),
    path("fiches/<int:pk>/numero/<slug:way>/", sheets.renumber_sheet, name="renumber_sheet"),
    path("fiches/<int:pk>/partenaires/nommer/", pledges.add_partner, name="add_partner"),
    path("partenaires-de-fiche/<int:pk>/", pledges.remove_partner, name="remove_partner"),
    path("fiches/<int:pk>/engagements/ajouter/", pledges.add_pledge, name="add_pledge"),
    path(f"{PLEDGE}/modifier/", pledges.edit_pledge, name="edit_pledge"),
    path(f"{PLEDGE}/confirmer/", pledges.confirm_pledge, name="confirm_pledge"),
    path(f"{PLEDGE}/reprendre/", pledges.unconfirm_pledge, name="unconfirm_pledge"),
    path(f"{PLEDGE}/retirer/", pledges.withdraw_pledge, name="withdraw_pledge"),
    path(f"{PLEDGE}/remettre/", pledges.put_back_pledge, name="put_back_pledge"),
]

"""Routes of control campaigns and restitutions."""

from django.urls import path

from maillage.funding.web.controls import campaigns, controls, money

urlpatterns = [
    path("controles/", campaigns.campaigns, name="campaigns"),
    path("controles/ouvrir/", campaigns.open_campaign, name="open_campaign"),
    path("controles/miens/", controls.my_controls, name="my_controls"),
    path("controles/<int:pk>/", campaigns.campaign, name="campaign"),
    path("controles/<int:pk>/modifier/", campaigns.edit_campaign, name="edit_campaign"),
    path("controles/<int:pk>/retirer/", campaigns.withdraw_campaign, name="withdraw_campaign"),
    path("controles/<int:pk>/liste/", campaigns.publish_base, name="publish_base"),
    path("controles/<int:pk>/liste/retirer/", campaigns.withdraw_base, name="withdraw_base"),
    path("controles/<int:pk>/tirage/", campaigns.draw, name="draw"),
    path("controles/<int:pk>/signalement/", campaigns.report_body, name="report_body"),
    path("controles/<int:pk>.<str:file_format>", campaigns.campaign_file, name="campaign_file"),
    path("controles/organisme/<int:pk>/", controls.control, name="control"),
    path("controles/organisme/<int:pk>/etape/<str:act>/", controls.control_step, name="control_step"),
    path("controles/organisme/<int:pk>/repondre/", controls.answer_control, name="answer_control"),
    path("controles/organisme/<int:pk>/annuler/", controls.undo_step, name="undo_step"),
    path("controles/organisme/<int:pk>/retirer/", campaigns.withdraw_report, name="withdraw_report"),
    path("controles/organisme/<int:pk>/grief/", controls.write_fault, name="write_fault"),
    path("controles/grief/<int:pk>/", controls.edit_fault, name="edit_fault"),
    path("controles/grief/<int:pk>/retirer/", controls.withdraw_fault, name="withdraw_fault"),
    path("controles/courrier/<int:pk>/<str:kind>.<str:file_format>", controls.control_letter,
         name="control_letter"),
    path("controles/reversement/<int:pk>/recu/", money.repay, name="repay"),
    path("controles/reversement/<int:pk>/abandon/", money.waive, name="waive"),
    path("controles/reversement/<int:pk>/abandon/annuler/", money.unwaive, name="unwaive"),
    path("controles/somme/<int:pk>/retirer/", money.withdraw_repayment, name="withdraw_repayment"),
    path("controles/somme/<int:pk>.<str:file_format>", money.receipt, name="receipt"),
]  # fmt: skip

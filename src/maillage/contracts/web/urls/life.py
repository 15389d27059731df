"""Routes of opinions, signatures, versions, reviews and documents."""

from django.urls import path

from maillage.contracts.web import opinions, readiness, reviews, signature, summary, values, versions

ONE = "contrats/<int:contract>"
urlpatterns = [
    path(f"{ONE}/relecture/", readiness.readiness, name="readiness"),
    path(f"{ONE}/signature/", signature.signature, name="signature"),
    path(f"{ONE}/signature/ouvrir/", signature.put_to_signature, name="put_to_signature"),
    path(f"{ONE}/signataires/ajouter/", signature.add_signatory, name="add_signatory"),
    path("signataires/<int:pk>/retirer/", signature.withdraw_signatory, name="withdraw_signatory"),
    path("signataires/<int:pk>/remettre/", signature.put_back_signatory, name="put_back_signatory"),
    path("signataires/<int:pk>/signer/", signature.sign, name="sign"),
    path("signatures/<int:pk>/retirer/", signature.withdraw_signature, name="withdraw_signature"),
    path("signatures/<int:pk>/remettre/", signature.put_back_signature, name="put_back_signature"),
    path("signatures/<int:pk>/original/", signature.scan, name="scan"),
    path("versions/<int:pk>/retirer/", signature.withdraw_version, name="withdraw_version"),
    path("versions/<int:pk>/remettre/", signature.put_back_version, name="put_back_version"),
    path(f"{ONE}/versions/", versions.versions, name="versions"),
    path(f"{ONE}/versions/comparer/", versions.compare_versions, name="compare"),
    path(f"{ONE}/versions/comparer/pdf/", versions.compare_file, name="compare_file"),
    path(f"{ONE}/document/<int:number>/<str:file_format>/", versions.contract_file, name="contract_file"),
    path("fiches/<int:pk>/document/<str:file_format>/", versions.sheet_file, name="sheet_file"),
    path("resume/", summary.summary, name="summary"),
    path(f"resume/{ONE}/<str:file_format>/", summary.summary_file, name="summary_file"),
    path(f"resume/{ONE}/agents/compter/", summary.count_receipts, name="count_receipts"),
    path(f"{ONE}/avis/", opinions.opinions, name="opinions"),
    path(f"{ONE}/avis/demander/", opinions.ask_opinion, name="ask_opinion"),
    path("avis/<int:pk>/", opinions.give_opinion, name="give_opinion"),
    path("avis/<int:pk>/suite/", opinions.opinion_effect, name="opinion_effect"),
    path("avis/<int:pk>/retirer/", opinions.withdraw_opinion, name="withdraw_opinion"),
    path("avis/<int:pk>/remettre/", opinions.put_back_opinion, name="put_back_opinion"),
    path("fiches/<int:pk>/compatibilite/", opinions.plan_opinion, name="plan_opinion"),
    path(f"{ONE}/revues/", reviews.reviews, name="reviews"),
    path("fiches/<int:pk>/revues/prevoir/", reviews.plan_review, name="plan_review"),
    path("revues/<int:pk>/deplacer/", reviews.move_review, name="move_review"),
    path("revues/<int:pk>/tenir/", reviews.hold_review, name="hold_review"),
    path("revues/<int:pk>/rouvrir/", reviews.unhold_review, name="unhold_review"),
    path("revues/<int:pk>/abandonner/", reviews.drop_review, name="drop_review"),
    path("revues/<int:pk>/remettre/", reviews.put_back_review, name="put_back_review"),
    path(f"{ONE}/valeurs/", values.values, name="values"),
    path("indicateurs/<int:pk>/valeurs/", values.schedule_values, name="schedule_values"),
    path("valeurs/<int:pk>/", values.fill_value, name="fill_value"),
    path("valeurs/<int:pk>/retirer/", values.withdraw_value, name="withdraw_value"),
    path("valeurs/<int:pk>/remettre/", values.put_back_value, name="put_back_value"),
]

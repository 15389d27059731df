"""The rows that pages of a contract's life open: one contract, one sheet, one line, inside a partnership."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    IndicatorDue,
    Objective,
    Opinion,
    Pledge,
    Priority,
    Review,
    SheetIndicator,
    SheetPartner,
    Signatory,
    Signature,
    SummaryReceipt,
    Version,
    Word,
    WordAgreement,
)
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import VersionState
from maillage.institutions.models import Institution, Partnership, Position
from maillage.institutions.vocabulary import Level
from maillage.kernel import Actor, Role

READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO,
)  # fmt: skip
LIVE = Q(withdrawn_on__isnull=True)


def contract(*, partnership: Partnership, pk: int) -> Contract | None:
    """One contract of this partnership, or None."""
    rows = Contract.objects.select_related("partnership", "diagnosis", "follows")
    return rows.filter(partnership=partnership, pk=pk).first()


def contracts_in_force(*, partnership: Partnership) -> list[Contract]:
    """Those whose signed text is in force, also while an amendment is out for signature."""
    states = (ContractState.IN_FORCE.value, ContractState.SIGNING.value)
    rows = Contract.objects.filter(partnership=partnership, state__in=states)
    return list(
        rows.filter(versions__state=VersionState.SIGNED.value).distinct().select_related("partnership")
    )


def signed_in_force(*, partnership: Partnership) -> list[Version]:
    """The last signed text of each contract in force here."""
    rows = contracts_in_force(partnership=partnership)
    found = [signed_version(contract=row) for row in rows]
    return [row for row in found if row is not None]


def receipts(*, version: Version) -> list[SummaryReceipt]:
    """How many agents of each institution received the summary of this version."""
    return list(version.receipts.select_related("institution").order_by("institution__name"))


def reads_sheet(*, actor: Actor, sheet: ActionSheet) -> bool:
    """May the actor read a whole sheet? A first-line agent those of their institution only."""
    if actor.id is None or actor.holds(*READERS):
        return True
    named = sheet.partners.filter(LIVE).values_list("institution", flat=True)
    return bool(actor.institutions & {sheet.pilot_id, sheet.deputy_id, *named})


def sheets_without_plan_opinion(*, contract: Contract) -> list[ActionSheet]:
    """The sheets on whose compatibility with the plan nobody was asked yet."""
    rows = contract.sheets.filter(LIVE)
    asked = Opinion.objects.filter(LIVE, contract=contract, on_plan=True).values("sheet")
    return list(rows.exclude(pk__in=asked))


def sheets_without_review(*, contract: Contract) -> list[ActionSheet]:
    """The sheets that nobody planned to review."""
    planned = Review.objects.filter(sheet__contract=contract, dropped_on__isnull=True).values("sheet")
    return list(contract.sheets.filter(LIVE).exclude(pk__in=planned))


def sheet(*, partnership: Partnership, pk: int) -> ActionSheet | None:
    """One sheet of this partnership that is not withdrawn, or None."""
    rows = ActionSheet.objects.filter(LIVE, contract__partnership=partnership, pk=pk)
    return rows.select_related("contract__partnership", "pilot").first()


def version(*, contract: Contract, number: int) -> Version | None:
    """One version of this contract by its number, or None."""
    return contract.versions.select_related("contract__partnership").filter(number=number).first()


def version_here(*, partnership: Partnership, pk: int) -> Version | None:
    """One version of this partnership, or None."""
    rows = Version.objects.select_related("contract__partnership")
    return rows.filter(contract__partnership=partnership, pk=pk).first()


def versions(*, contract: Contract) -> list[Version]:
    """The versions, the newest first; dropped ones too."""
    return list(contract.versions.prefetch_related("signatures__institution").order_by("-number"))


def open_version(*, contract: Contract) -> Version | None:
    """The version out for signature, or None."""
    return (
        contract.versions.filter(state=VersionState.OPEN.value)
        .select_related("contract__partnership")
        .first()
    )


def signed_version(*, contract: Contract) -> Version | None:
    """The last version that every signatory signed, or None."""
    rows = contract.versions.filter(state=VersionState.SIGNED.value).select_related("contract__partnership")
    return rows.order_by("-number").first()


def signatories(*, contract: Contract, withdrawn: bool = False) -> list[Signatory]:
    """Who must sign, in order; `withdrawn`: those who were taken off the list."""
    rows = contract.signatories.exclude(LIVE) if withdrawn else contract.signatories.filter(LIVE)
    return list(rows.select_related("institution", "contract__partnership").order_by("rank", "id"))


def signatory(*, partnership: Partnership, pk: int) -> Signatory | None:
    """One signatory of this partnership, withdrawn or not, or None."""
    rows = Signatory.objects.select_related("institution", "contract__partnership")
    return rows.filter(contract__partnership=partnership, pk=pk).first()


def signatures(*, version: Version) -> list[Signature]:
    """The signatures of a version that hold; the scans stay in the database."""
    return list(version.signatures.filter(LIVE).select_related("institution").defer("scan"))


def past_signatures(*, version: Version) -> list[Signature]:
    """The signatures of a version that were withdrawn, each with its reason."""
    return list(version.signatures.exclude(LIVE).select_related("institution").defer("scan"))


def signature(*, partnership: Partnership, pk: int) -> Signature | None:
    """One signature of this partnership, or None."""
    rows = Signature.objects.select_related("institution", "version__contract__partnership")
    return rows.filter(version__contract__partnership=partnership, pk=pk).first()


def opinions(*, contract: Contract, withdrawn: bool = False) -> list[Opinion]:
    """The opinions asked, those on the contract first, then sheet by sheet."""
    rows = contract.opinions.exclude(LIVE) if withdrawn else contract.opinions.filter(LIVE)
    return list(rows.select_related("institution", "sheet").order_by("sheet__number", "asked_on", "id"))


def opinion(*, partnership: Partnership, pk: int) -> Opinion | None:
    """One opinion of this partnership, withdrawn or not, or None."""
    rows = Opinion.objects.select_related("institution", "sheet", "contract__partnership")
    return rows.filter(contract__partnership=partnership, pk=pk).first()


def plan_opinion(*, sheet: ActionSheet) -> Opinion | None:
    """The opinion on the compatibility of this sheet with the departmental plan, the last one asked."""
    rows = sheet.opinions.filter(LIVE, on_plan=True).select_related("institution", "contract__partnership")
    return rows.order_by("-asked_on", "-id").first()


def reviews(*, contract: Contract) -> list[Review]:
    """The reviews of the sheets of this contract, by day; dropped ones too."""
    rows = Review.objects.filter(sheet__contract=contract, sheet__withdrawn_on__isnull=True)
    return list(rows.select_related("sheet").order_by("planned_on", "id"))


def review(*, partnership: Partnership, pk: int) -> Review | None:
    """One review of this partnership, or None."""
    rows = Review.objects.select_related("sheet__contract__partnership")
    return rows.filter(sheet__contract__partnership=partnership, pk=pk).first()


def indicators(*, contract: Contract) -> list[SheetIndicator]:
    """The indicators of the sheets, each with its values due, in the order of the sheets."""
    rows = SheetIndicator.objects.filter(LIVE, sheet__contract=contract, sheet__withdrawn_on__isnull=True)
    dues = Prefetch("dues", IndicatorDue.objects.filter(LIVE).order_by("due_on", "id"), to_attr="awaited")
    rows = rows.select_related("sheet__contract__partnership", "sheet__pilot").prefetch_related(dues)
    return list(rows.order_by("sheet__number", "kind", "id"))


def indicator(*, partnership: Partnership, pk: int) -> SheetIndicator | None:
    """One indicator of this partnership, or None."""
    rows = SheetIndicator.objects.filter(LIVE, sheet__contract__partnership=partnership, pk=pk)
    return rows.select_related("sheet__contract__partnership", "sheet__pilot").first()


def due(*, partnership: Partnership, pk: int) -> IndicatorDue | None:
    """One value due in this partnership, withdrawn or not, or None."""
    rows = IndicatorDue.objects.select_related(
        "indicator__sheet__contract__partnership", "indicator__sheet__pilot"
    )
    return rows.filter(indicator__sheet__contract__partnership=partnership, pk=pk).first()


def withdrawn_dues(*, contract: Contract) -> list[IndicatorDue]:
    """The values that are no longer asked, to be put back where that was a mistake."""
    rows = IndicatorDue.objects.exclude(LIVE).filter(indicator__sheet__contract=contract)
    return list(rows.select_related("indicator__sheet").order_by("due_on", "id"))


def who_signs(*, institution: Institution, on: date) -> list[Position]:
    """Who is told that a signature is awaited: those who may commit, else those who manage."""
    rows = Position.objects.filter(
        Q(end__isnull=True) | Q(end__gte=on), institution=institution, start__lte=on
    )
    running = list(rows.select_related("person"))
    committing = [row for row in running if row.may_commit]
    return committing or [row for row in running if row.level == Level.MANAGER.value]


def whole(*, contract: Contract) -> Any:
    """The contract with every line that its text needs, in a fixed number of queries."""
    rows = Contract.objects.select_related("partnership", "diagnosis", "follows").prefetch_related(
        Prefetch("axes", Axis.objects.filter(LIVE), to_attr="kept_axes"),
        Prefetch("kept_axes__priorities", _priorities(), to_attr="kept"),
        Prefetch("kept_axes__kept__objectives", _objectives(), to_attr="kept"),
        Prefetch("sheets", sheets_whole(), to_attr="kept_sheets"),
        Prefetch("words", _words(), to_attr="kept_words"),
        Prefetch("signatories", _signatories(), to_attr="kept_signatories"),
        Prefetch(
            "opinions", Opinion.objects.filter(LIVE).select_related("institution", "sheet"),
            to_attr="kept_opinions",
        ),
    )  # fmt: skip
    return rows.get(pk=contract.pk)


def _words() -> QuerySet[Word]:
    kept = WordAgreement.objects.filter(LIVE).select_related("institution").order_by("pk")
    return Word.objects.filter(LIVE).prefetch_related(Prefetch("agreements", kept))


def _signatories() -> QuerySet[Signatory]:
    return Signatory.objects.filter(LIVE).select_related("institution")


def _priorities() -> QuerySet[Priority]:
    return Priority.objects.filter(LIVE).select_related("diagnosed")


def _objectives() -> QuerySet[Objective]:
    return Objective.objects.filter(LIVE).prefetch_related("findings")


def sheets_whole() -> QuerySet[ActionSheet]:
    """Live sheets with their partners, pledges, steps, costs, indicators and reviews."""
    rows = ActionSheet.objects.filter(LIVE).select_related(
        "pilot", "pilot_seat", "deputy", "host", "opened_by", "meeting__body", "decision", "follows"
    )
    return rows.prefetch_related(
        Prefetch("objectives", _served(), to_attr="served"),
        Prefetch("findings", to_attr="found"),
        Prefetch("partners", _partners(), to_attr="named"),
        "milestones", "cost_lines__payer", "indicators", "reviews", "meeting__attendances__seat__institution",
    )  # fmt: skip


def _served() -> QuerySet[Objective]:
    return Objective.objects.filter(LIVE).select_related("priority__axis")


def _partners() -> QuerySet[SheetPartner]:
    pledges = Pledge.objects.filter(LIVE).select_related("towards")
    rows = SheetPartner.objects.filter(LIVE).select_related("institution")
    return rows.prefetch_related(Prefetch("pledges", pledges, to_attr="promised"))

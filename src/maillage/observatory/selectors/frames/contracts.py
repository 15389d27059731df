"""Frames of the text: contracts in force, their objectives and priorities, and what stands around them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db.models import Count, Q, Sum

from maillage.contracts.models import (
    ActionSheet,
    Agreement,
    Contract,
    Counterpart,
    Objective,
    Priority,
    Signatory,
    SummaryReceipt,
    Word,
    WordAgreement,
)
from maillage.contracts.rules.readiness import objectives as precise
from maillage.contracts.rules.readiness.facts import Objective as Aim
from maillage.contracts.vocabulary import Origin
from maillage.diagnosis.models import Priority as Diagnosed
from maillage.funding.models import Condition, GrantDecision
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import InstitutionKind, PartnershipKind
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.selectors.frames.lives import terms

LIVE = Q(withdrawn_on__isnull=True)
LOCAL = (Origin.FINDING.value, Origin.LOCAL.value)
TOWN = InstitutionKind.TOWN.value


def contracts(wanted: Partnerships) -> pl.DataFrame:
    """The contracts that are or were in force. Who wrote a charter is recorded nowhere: unknown."""
    lives, towns, left = terms(wanted), *_towns(wanted)
    wide = set(
        Partnership.objects.filter(pk__in=wanted, kind=PartnershipKind.CISPD.value).values_list(
            "pk", flat=True
        )
    )
    told = set(Counterpart.objects.filter(LIVE, contract__in=lives).values_list("contract_id", flat=True))
    later, words = _later(wanted), _words(lives)
    rows = Contract.objects.filter(pk__in=lives).order_by("pk").values_list("pk", "partnership_id", "kind")
    return frame("contracts", (
        {"partnership": here, "contract": pk, "kind": kind, "start": lives[pk][0], "end": lives[pk][1],
         "signed": lives[pk][2], "intercommunal": here in wide or towns[pk] > 1,
         "communes": towns[pk] or None,
         "left": left[pk], "counterpart": pk in told, "changed_after_validation": later.get(pk),
         "terms": words[pk][0], "terms_agreed": words[pk][1]}
        for pk, here, kind in rows
    ))  # fmt: skip


def _towns(wanted: Partnerships) -> tuple[Counter[int], Counter[int]]:
    """By contract, the communes that are party to it, and those withdrawn from its signatories."""
    rows = Signatory.objects.filter(contract__partnership__in=wanted, institution__kind=TOWN)
    parties: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for contract, withdrawn in rows.values_list("contract_id", "withdrawn_on"):
        (left if withdrawn else parties)[contract] += 1
    return parties, left


def _later(wanted: Partnerships) -> dict[int, float]:
    """By contract, the share of its granted euros under conditions set after the local validation (M11b)."""
    here = {"request__partnership__in": wanted, "request__sheet__isnull": False, "kind": "granted"}
    granted = GrantDecision.objects.filter(LIVE, **here).values_list("request__sheet__contract_id")
    whole = dict(granted.order_by("request__sheet__contract_id").annotate(euros=Sum("amount")))
    field = "decision__request__sheet__contract_id"
    conditions = Condition.objects.filter(
        LIVE, decision__withdrawn_on__isnull=True,
        **{f"decision__{name}": value for name, value in here.items()},
    ).values_list(field)  # fmt: skip
    part = dict(conditions.order_by(field).annotate(euros=Sum("amount")))
    return {pk: min(1.0, float(part.get(pk, 0)) / float(euros)) for pk, euros in whole.items() if euros}


def _words(lives: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By contract, its words, and those that every pilot agrees with as they stand (C13)."""
    pilots: dict[int, set[int]] = defaultdict(set)
    sheets = ActionSheet.objects.filter(LIVE, contract__in=lives, pilot__isnull=False)
    for contract, pilot in sheets.values_list("contract_id", "pilot_id"):
        pilots[contract].add(pilot)
    agreed: dict[int, set[int]] = defaultdict(set)
    rows = WordAgreement.objects.filter(LIVE, word__contract__in=lives)
    for word, who, meant, meaning in rows.values_list(
        "word_id", "institution_id", "meaning", "word__meaning"
    ):
        agreed[word].update({who} if meant == meaning else ())
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for pk, contract in Word.objects.filter(LIVE, contract__in=lives).values_list("pk", "contract_id"):
        count, shared = found[contract]
        found[contract] = (count + 1, shared + (pilots[contract] <= agreed[pk]))
    return found


def objectives(wanted: Partnerships) -> pl.DataFrame:
    """The objectives of contracts in force, with how many of their six parts are given."""
    lives = terms(wanted)
    served, found = _served(lives), _found(lives)
    parts = ("baseline", "target", "due_on", "indicator", "territory", "public")
    rows = Objective.objects.filter(
        LIVE, priority__withdrawn_on__isnull=True, priority__axis__withdrawn_on__isnull=True,
        priority__axis__contract__in=lives,
    ).order_by("pk")  # fmt: skip
    fields = (
        "pk",
        "priority__axis__contract_id",
        "priority__axis__contract__partnership_id",
        "origin",
        *parts,
    )
    return frame("objectives", (
        {"partnership": here, "objective": pk, "start": lives[contract][0], "end": lives[contract][1],
         "elements": len(parts) - len(precise.missing(Aim(pk, "", "", *values))), "linked": pk in found,
         "local": origin in LOCAL, "with_sheet": pk in served}
        for pk, contract, here, origin, *values in rows.values_list(*fields)
    ))  # fmt: skip


def _served(lives: Iterable[int]) -> set[int]:
    rows = ActionSheet.objects.filter(LIVE, contract__in=lives, objectives__isnull=False)
    return set(rows.values_list("objectives", flat=True))


def _found(lives: Iterable[int]) -> set[int]:
    rows = Objective.findings.through.objects.filter(
        objective__priority__axis__contract__in=lives, finding__withdrawn_on__isnull=True
    )
    return set(rows.values_list("objective_id", flat=True))


def priorities(wanted: Partnerships) -> pl.DataFrame:
    """The priorities of contracts in force, and those of their diagnosis that they leave aside.

    A diagnosed priority bears its number with a minus sign: it has no objective.
    """
    lives = terms(wanted)
    fields = ("pk", "axis__contract_id", "axis__contract__partnership_id", "diagnosed_id", "aims")
    aims = Count("objectives", filter=Q(objectives__withdrawn_on__isnull=True))
    rows = list(
        Priority.objects.filter(LIVE, axis__withdrawn_on__isnull=True, axis__contract__in=lives)
        .order_by("pk").annotate(aims=aims).values_list(*fields)
    )  # fmt: skip
    taken = {(contract, diagnosed) for _pk, contract, _here, diagnosed, _aims in rows}
    lines: list[dict[str, Any]] = [
        {"partnership": here, "priority": pk, "day": lives[contract][0], "end": lives[contract][1],
         "with_objective": count > 0}
        for pk, contract, here, _diagnosed, count in rows
    ]  # fmt: skip
    left = Contract.objects.filter(pk__in=lives, diagnosis__isnull=False).values_list(
        "pk", "partnership_id", "diagnosis_id"
    )
    known: dict[int, list[int]] = defaultdict(list)
    for pk, diagnosis in Diagnosed.objects.filter(
        LIVE, diagnosis__partnership__in=wanted
    ).values_list("pk", "diagnosis_id"):  # fmt: skip
        known[diagnosis].append(pk)
    lines += [
        {"partnership": here, "priority": -pk, "day": lives[contract][0], "end": lives[contract][1],
         "with_objective": False}
        for contract, here, diagnosis in left for pk in known[diagnosis] if (contract, pk) not in taken
    ]  # fmt: skip
    return frame("priorities", lines)


def agreements(wanted: Partnerships) -> pl.DataFrame:
    """The agreements outside contracts."""
    rows = Agreement.objects.filter(LIVE, partnership__in=wanted).order_by("pk")
    fields = ("partnership_id", "pk", "start", "end", "required", "size")
    told = rows.annotate(size=Count("parties")).values_list(*fields)
    names = ("partnership", "agreement", "start", "end", "by_law", "parties")
    return frame("agreements", (dict(zip(names, row, strict=True)) for row in told))


def readers(wanted: Partnerships) -> pl.DataFrame:
    """How many first-line agents received the public summary, as their institution declares it."""
    rows = SummaryReceipt.objects.filter(version__contract__partnership__in=wanted).order_by("pk")
    fields = ("version__contract__partnership_id", "institution_id", "on", "agents", "received")
    names = ("partnership", "institution", "day", "agents", "reached")
    return frame("readers", (dict(zip(names, row, strict=True)) for row in rows.values_list(*fields)))

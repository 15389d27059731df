"""The contract of a scenario: priorities, objectives, action sheets, who pledges what on them, reviews."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maillage.bodies.models import Commitment, Seat
from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    Objective,
    Pledge,
    Priority,
    Review,
    SheetPartner,
    Signatory,
    Signature,
    Version,
)
from maillage.contracts.selectors.text import frozen
from maillage.contracts.vocabulary import ContractState, Origin, SheetState
from maillage.contracts.vocabulary.life import Capacity, SignatureMode, VersionState
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import InstitutionKind
from maillage.scenario.services.records import traces

Rows = dict[str, list[dict[str, Any]]]
PARTS = ("baseline", "target", "indicator", "territory", "public")  # of an objective; the sixth is its date
SAID = "inventé"
CAPACITIES = {
    InstitutionKind.TOWN.value: Capacity.MAYOR, InstitutionKind.PREFECTURE.value: Capacity.PREFECT,
    InstitutionKind.PROSECUTOR.value: Capacity.PROSECUTOR,
}  # fmt: skip


def plan(
    here: Partnership, rows: Rows, known: dict[int, Institution], promised: dict[int, Commitment],
    seats: Mapping[tuple[int, int], Seat],
) -> dict[str, int]:  # fmt: skip
    """Write the plan, signed; rows by table. A partnership without contract has no sheet in the records.

    Read back, the figures are those of the frames but where records know less: a sheet is in force with
    its contract, so E2 counts one review due more in the year when a sheet was added; and a review that was
    not held is, in records, one of which nothing is said: unknown. As many reviews are held in both.
    """
    if not rows["contracts"]:
        return {"contracts": 0, "sheets": 0}
    row = rows["contracts"][0]
    ended = row["end"] is not None and here.closed is not None and row["end"] <= here.closed
    contract = Contract.objects.create(
        partnership=here, kind=row["kind"], title="Contrat inventé", territory="territoire inventé",
        start=row["start"], end=row["end"], opened_on=row["start"],
        state=(ContractState.ENDED if ended else ContractState.IN_FORCE).value,
    )  # fmt: skip
    _objectives(contract, rows)
    sheets = _sheets(contract, rows, known, _pilot_seats(seats))
    _pledges(rows, known, sheets, promised)
    traces.price(rows, known, sheets)
    traces.births(contract, rows, sheets, here.bodies.order_by("pk").first())  # type: ignore[arg-type]
    reviews = Review.objects.bulk_create(
        Review(
            sheet=sheets[one["sheet"]], planned_on=one["due"], held_on=one["held_on"],
            outcome="Revue inventée" if one["held"] else "",
        )
        for one in rows["reviews"] if one["sheet"] in sheets
    )  # fmt: skip
    _sign(contract, row["signed"] or row["start"], known)
    return {"contracts": 1, "sheets": len(sheets), "reviews": len(reviews)}


def _sign(contract: Contract, day: date, known: dict[int, Institution]) -> None:
    """Version 1 as the contract stands, signed by the town, the prefect and the prosecutor on that day."""
    signing = [house for house in known.values() if house.kind in CAPACITIES]
    Signatory.objects.bulk_create(
        Signatory(
            contract=contract, institution=house, capacity=CAPACITIES[house.kind].value, rank=rank
        )
        for rank, house in enumerate(signing, 1)
    )  # fmt: skip
    body, digest = frozen(contract)
    version = Version.objects.create(
        contract=contract, number=1, made_on=day, signed_on=day, state=VersionState.SIGNED.value, body=body,
        digest=digest,
    )  # fmt: skip
    Signature.objects.bulk_create(
        Signature(
            version=version, institution=house, capacity=CAPACITIES[house.kind].value, on=day,
            signer="Personne inventée", mode=SignatureMode.PAPER.value,
        )
        for house in signing
    )  # fmt: skip


def _pilot_seats(seats: Mapping[tuple[int, int], Seat]) -> dict[int, Seat]:
    """By institution, the seat from which it pilots: the first it has; one person pilots for it."""
    found: dict[int, Seat] = {}
    for (_body, house), seat in seats.items():
        found.setdefault(house, seat)
    return found


def _objectives(contract: Contract, rows: Rows) -> None:
    axis = Axis.objects.create(contract=contract, number=1, title="Axe inventé")
    priority = Priority.objects.create(
        axis=axis, number=1, title="Priorité inventée", origin=Origin.FINDING.value
    )
    made = []
    for number, row in enumerate(rows["objectives"], 1):
        given = dict.fromkeys(PARTS[: row["elements"]], SAID)
        origin = Origin.LOCAL if row["local"] else Origin.NATIONAL
        made.append(Objective(
            priority=priority, number=number, text=f"Objectif inventé {number}",
            origin=(Origin.FINDING if row["local"] and row["linked"] else origin).value,
            due_on=contract.end if row["elements"] > len(PARTS) else None, **given,
        ))  # fmt: skip
    Objective.objects.bulk_create(made)


def _sheets(
    contract: Contract, rows: Rows, known: dict[int, Institution], chairs: Mapping[int, Seat]
) -> dict[int, ActionSheet]:
    made = ActionSheet.objects.bulk_create(
        ActionSheet(
            contract=contract, number=number, title=f"Action inventée {number}", theme=row["theme"],
            family=row["family"], state=SheetState.RUNNING.value, existed_before=row["existing"],
            pilot=known.get(row["pilot_institution"]), pilot_seat=chairs.get(row["pilot_institution"]),
            opened_by=known.get(row["opener"]),
            deputy=known.get(row["opener"]) if row["deputy"] else None, start=row["start"],
            end=row["end"] or (contract.end if row["sina3"] else None),
            content="Contenu inventé" if row["sina3"] else "",
            public=SAID if row["fields"] >= 6 else "", territory=SAID if row["fields"] >= 7 else "",
            human_means=SAID if row["fields"] >= 8 else "", common_action=row["common"],
            only_communication=row["communication_only"],
        )
        for number, row in enumerate(rows["sheets"], 1)
    )  # fmt: skip
    return {row["sheet"]: one for row, one in zip(rows["sheets"], made, strict=True)}


def _pledges(
    rows: Rows, known: dict[int, Institution], sheets: dict[int, ActionSheet], promised: dict[int, Commitment]
) -> None:
    """The commitments of a sheet, as pledges of its partners."""
    taken = [row for row in rows["commitments"] if row["sheet"] in sheets]
    pairs = list(dict.fromkeys((row["sheet"], row["institution"]) for row in taken))
    partners = SheetPartner.objects.bulk_create(
        SheetPartner(sheet=sheets[sheet], institution=known[house]) for sheet, house in pairs
    )
    found = dict(zip(pairs, partners, strict=True))
    Pledge.objects.bulk_create(
        Pledge(
            partner=found[(row["sheet"], row["institution"])], commitment=one, deliverable=one.deliverable,
            quantity=one.quantity, due_on=one.due_on, towards=one.towards, confirmed_on=one.made_on,
        )
        for row in taken if (one := promised[row["commitment"]])
    )  # fmt: skip

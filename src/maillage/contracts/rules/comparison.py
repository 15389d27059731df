"""Two texts of a contract, field by field: what was added, withdrawn or changed. Pure, over plain values.

Lines are matched by their `id`: a line that was renumbered is the same line, and says so once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.contracts.vocabulary.life import ChangeKind
from maillage.ui.typography import french_date

Text = Mapping[str, Any]
APART = frozenset(  # what is no word of the text: keys, what happens to it, what is said of it
    {"id", "remarks", "opinions", "plan_opinion", "confirmed_on", "on_paper", "agreed", "pilot_id",
     "fictitious", "code", "reviews"}
)  # fmt: skip
LABELS = {
    "title": "titre", "kind": "genre", "territory": "territoire", "start": "début", "end": "fin",
    "ordering": "ordre du plan", "follows": "fait suite à", "diagnosis": "diagnostic", "number": "numéro",
    "axes": "axe", "priorities": "priorité", "objectives": "objectif", "sheets": "fiche", "words": "mot",
    "signatories": "signataire", "partners": "partenaire", "pledges": "engagement", "milestones": "étape",
    "costs": "ligne de coût", "indicators": "indicateur", "reason": "pourquoi elle",
    "origin": "origine", "diagnosed": "priorité du diagnostic", "text": "texte", "indicator": "indicateur",
    "unit": "unité", "baseline": "valeur de départ", "target": "cible", "due_on": "échéance",
    "public": "public", "source": "source", "findings": "constats", "theme": "thème",
    "family": "famille de prévention", "in_objectives": "objectifs servis", "deliberated": "délibération",
    "existed_before": "existait avant le contrat", "what_changed": "ce qui change par rapport à avant",
    "in_priority_area": "en quartier prioritaire", "content": "ce qui est fait",
    "only_communication": "ne produit que de la communication", "pilot": "pilote",
    "pilot_seat": "siège du pilote", "deputy": "suppléance", "human_means": "moyens humains",
    "constraints": "contraintes juridiques ou de charte", "risks": "à surveiller", "without": "sans objet",
    "host": "a lieu chez", "host_agreed_on": "accord de l'hôte",
    "first_line": "agents de première ligne consultés", "inhabitants": "habitants consultés",
    "consultation": "ce que la consultation a changé", "common": "action commune",
    "opened_by": "proposée par", "institution": "institution", "deliverable": "s'engage à",
    "quantity": "quantité ou rythme", "towards": "envers", "name": "nom", "target_on": "date de la cible",
    "year": "année", "nature": "nature", "payer": "institution qui paie", "amount": "montant",
    "obtained": "acquis", "note": "précision", "word": "mot", "meaning": "sens", "capacity": "qualité",
    "rank": "rang",
}  # fmt: skip
HEADS = {"axes": "Axe", "priorities": "Priorité", "objectives": "Objectif", "sheets": "Fiche"}


@dataclass(frozen=True)
class Change:
    """One change: where it stands, which field, and what it said before and after."""

    kind: ChangeKind
    where: str
    field: str
    before: str
    after: str


def compare(before: Text, after: Text) -> list[Change]:
    """Every change between two texts, in the order of the contract."""
    return list(_fields(before, after, ""))


def _fields(before: Text, after: Text, where: str) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        if key in APART:
            continue
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if _lines(old) or _lines(new):
            yield from _matched(key, old or [], new or [], where)
        elif isinstance(old, Mapping) and isinstance(new, Mapping) and key != "without":
            yield from _fields(old, new, where or "Contrat")
        elif said(old) != said(new):
            yield Change(ChangeKind.CHANGED, where or "Contrat", LABELS.get(key, key), said(old), said(new))


def _lines(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _matched(key: str, old: Sequence[Text], new: Sequence[Text], where: str) -> Iterator[Change]:
    earlier, later = {row["id"]: row for row in old}, {row["id"]: row for row in new}
    for mark, row in earlier.items():
        if mark not in later:
            yield Change(
                ChangeKind.WITHDRAWN, _place(where, key, row), LABELS.get(key, key), brief(key, row), ""
            )
    for mark, row in later.items():
        if mark in earlier:
            yield from _fields(earlier[mark], row, _place(where, key, row))
        else:
            yield Change(ChangeKind.ADDED, _place(where, key, row), LABELS.get(key, key), "", brief(key, row))


def _place(where: str, key: str, row: Text) -> str:
    """« Fiche 3, Présence du soir » ; what stands under a sheet keeps the sheet's name before its own."""
    if key in HEADS:
        return f"{HEADS[key]} {row.get('code') or row['number']}, {_short(brief(key, row))}"
    own = f"{LABELS.get(key, key)} « {_short(brief(key, row))} »"
    return f"{where} · {own}" if where else own[:1].upper() + own[1:]


def brief(key: str, row: Text) -> str:
    """What a line is called in a comparison: its title, else its words."""
    if key == "costs":
        amount = f", {said(row.get('amount'))} €" if row.get("amount") is not None else ""
        return f"{row['year']}, {row['source']}, {row['nature']}{amount}"
    if key == "pledges":
        more = [said(row.get(name)) for name in ("quantity", "due_on")]
        return ", ".join([row["deliverable"], *(word for word in more if word)])
    for name in ("title", "text", "name", "word", "institution", "deliverable"):
        if row.get(name):
            return said(row[name])
    return ""


def said(value: Any) -> str:
    """A plain value as it is read: days in French, yes and no, lists in one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return " ; ".join(f"{LABELS.get(name, name)} : {said(words)}" for name, words in value.items())
    if isinstance(value, list):
        return " ; ".join(said(row) for row in value)
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return french_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"

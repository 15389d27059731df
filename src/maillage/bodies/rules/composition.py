"""Who the law of a day seats in a council, and whether the seats follow it (CL-3, CL-4, CL-7, CL-11).

Where the law's list is not sure, the verdict is « à confirmer »: neither conformity nor its contrary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.bodies.vocabulary import SeatBasis, Verdict, Voice
from maillage.institutions.vocabulary import InstitutionKind
from maillage.law import CouncilLaw, Member
from maillage.law.councils import Side

SUGGESTED = {
    "services_etat": ("national_police", "education_office", "pjj", "probation"),
    "associations": ("landlord", "transport", "victim_support", "street_work"),
    "professions": ("association", "landlord", "transport", "ccas"),
    "elus": ("neighbourhood_elected", "department"),
    "commune": ("town", "neighbourhood_elected"),
}  # examples of ours inside an open line of the law: proposed, never ticked for the reader


@dataclass(frozen=True)
class Proposed:
    """One seat proposed at the opening. `taken`: ticked at first, because the text names this member."""

    key: str
    member_key: str
    label: str
    kind: InstitutionKind
    kinds: tuple[InstitutionKind, ...]
    voice: Voice
    basis: SeatBasis
    rule: str
    article: str
    taken: bool
    note: str = ""


@dataclass(frozen=True)
class SeatFact:
    """What must be known of a seat to judge a composition."""

    member_key: str
    kind: str
    voice: str
    basis: str


@dataclass(frozen=True)
class Gap:
    """A member without seat, a side too heavy, or a point that cannot be judged; with its article."""

    key: str
    label: str
    article: str
    reason: str


@dataclass(frozen=True)
class Conformity:
    """The verdict, with every reason of it."""

    verdict: Verdict
    sentence: str
    rule: str
    article: str
    missing: tuple[Gap, ...] = ()
    excess: tuple[Gap, ...] = ()
    unsure: tuple[Gap, ...] = ()


def proposed_members(
    law: CouncilLaw, *, epci_competent: bool | None = None, seats: Sequence[SeatFact] = ()
) -> tuple[Proposed, ...]:
    """The seats to propose under the law of that day, in the order of the text.

    Of what already has a seat among `seats`, nothing is ticked: completing never doubles.
    """
    return tuple(
        _proposed(law, member, kind, epci_competent, seats)
        for member in law.members
        for kind in _kinds_to_propose(member)
    )


def _kinds_to_propose(member: Member) -> tuple[str, ...]:
    return SUGGESTED.get(member.key, member.kinds[:1])


def _proposed(
    law: CouncilLaw, member: Member, kind: str, competent: bool | None, seats: Sequence[SeatFact]
) -> Proposed:
    named, found = member.key in SUGGESTED, InstitutionKind(kind)
    seated = any(seat.kind == kind for seat in seats) if named else _seated(member, seats)
    wanted = member.need == "always" or (member.need == "if_competent" and competent is True)
    kinds = (found,) if named else tuple(InstitutionKind(name) for name in member.kinds)
    return Proposed(
        f"{member.key}-{kind}", member.key, _sentence_case(found.label) if named else member.label,
        found, kinds, Voice(member.voice), SeatBasis(member.basis), law.rule, law.reference,
        wanted and not seated, _note(member, competent, seated),
    )  # fmt: skip


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _note(member: Member, competent: bool | None, seated: bool) -> str:
    if seated:
        return "A déjà un siège."
    if member.key in SUGGESTED:
        return f"{member.label} : exemple de Maillage, à vous de choisir."
    if member.need == "if_competent" and competent is None:
        return "Seulement si l'EPCI a la compétence : cochez si c'est le cas."
    if member.need == "if_competent" and not competent:
        return "Vous avez indiqué que l'EPCI n'a pas la compétence."
    return "Possible, non obligatoire." if member.need == "may" else ""


def conformity(
    seats: Sequence[SeatFact],
    law: CouncilLaw,
    *,
    epci_competent: bool | None = None,
    towns: int | None = None,
) -> Conformity:
    """Do these seats follow the law of that day? Missing members, heavy sides, and what cannot be judged.

    `towns`: how many communes an intercommunal council covers, where it is known.
    """
    absent = [member for member in law.members if not _seated(member, seats)]
    if not law.sure:
        gaps = tuple(_gap(law, member, "à confirmer dans le texte") for member in absent if _expected(member))
        return Conformity(Verdict.UNKNOWN, law.reason, law.rule, law.reference, unsure=gaps)
    missing = tuple(
        _gap(law, member, _why_missing(member)) for member in absent if _required(member, epci_competent)
    )
    doubt = [
        _gap(law, member, "ne siège que si l'EPCI a la compétence : dites-le sur la fiche de l'instance")
        for member in absent
        if member.need == "if_competent" and epci_competent is None
    ]
    excess, unsure = _balance(seats, law)
    some, maybe = _mayors(seats, law, towns)
    return _verdict(law, (*missing, *some), excess, (*doubt, *maybe, *unsure))


def _seated(member: Member, seats: Sequence[SeatFact]) -> bool:
    return any(seat.member_key == member.key or _by_kind(member, seat) for seat in seats)


def _mayors(
    seats: Sequence[SeatFact], law: CouncilLaw, towns: int | None
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Every mayor of an intercommunal council has a seat: counted where the number of towns is known."""
    member = law.member("maires")
    seated = sum(seat.kind == "town" for seat in seats)
    if member is None or not seated or seated == towns:
        return (), ()
    if towns is None:
        return (), (_gap(law, member, f"{seated} sièges ; le nombre de communes n'est pas connu"),)
    if seated < towns:
        return (_gap(law, member, f"{seated} sièges pour {towns} communes"),), ()
    return (), (_gap(law, member, f"{seated} sièges de communes pour {towns} communes connues"),)


def _by_kind(member: Member, seat: SeatFact) -> bool:
    """A seat added without naming its line of the law fills the line of its kind of institution."""
    return not seat.member_key and seat.basis != SeatBasis.INVITED and seat.kind in member.kinds


def _expected(member: Member) -> bool:
    return member.need in ("always", "if_competent")


def _required(member: Member, competent: bool | None) -> bool:
    return member.need in ("always", "designated") or (member.need == "if_competent" and competent is True)


def _why_missing(member: Member) -> str:
    return "aucun membre n'est désigné" if member.need == "designated" else "aucun siège"


def _gap(law: CouncilLaw, member: Member, reason: str) -> Gap:
    return Gap(member.key, member.label, f"{law.reference} ({law.rule})", reason)


def _balance(seats: Sequence[SeatFact], law: CouncilLaw) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    counted = [seat for seat in seats if _counts(seat, law)]
    if law.balance == "half":
        return _half(counted, law)
    return _parity(counted, law) if law.balance == "parity" else ((), ())


def _counts(seat: SeatFact, law: CouncilLaw) -> bool:
    if seat.basis == SeatBasis.INVITED:
        return False
    return law.counted != "deliberative" or seat.voice == Voice.DELIBERATIVE


def _half(seats: Sequence[SeatFact], law: CouncilLaw) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """No college above one half of the members (CL-3); what the text does not place counts both ways."""
    excess, unsure, total = [], [], len(seats)
    for side in law.sides:
        least = sum(seat.kind in side.kinds for seat in seats)
        most = least + sum(_perhaps(seat, side, law) for seat in seats)
        if 2 * least > total:
            excess.append(_side(law, side, f"{least} sièges sur {total}, plus de la moitié"))
        elif 2 * most > total:
            unsure.append(_side(law, side, f"de {least} à {most} sièges sur {total}, selon leur collège"))
    return tuple(excess), tuple(unsure)


def _perhaps(seat: SeatFact, side: Side, law: CouncilLaw) -> bool:
    placed = any(seat.kind in other.kinds or seat.kind in other.maybe for other in law.sides)
    return seat.kind in side.maybe or not placed


def _parity(seats: Sequence[SeatFact], law: CouncilLaw) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """State and commune in equal number, deliberative voices only (CL-4)."""
    one, other = law.sides
    left, right = (sum(seat.kind in side.kinds for seat in seats) for side in (one, other))
    loose, apart = len(seats) - left - right, abs(left - right)
    said = f"{left} {one.label}, {right} {other.label}"
    if apart > loose:
        heavy = one if left > right else other
        return (_side(law, heavy, f"{said} : le texte les veut en nombre égal"),), ()
    if loose:
        doubt = f"{said}, et {loose} voix délibératives que le texte ne place pas"
        return (), (_side(law, one, doubt),)
    return (), ()


def _side(law: CouncilLaw, side: Side, reason: str) -> Gap:
    return Gap(side.key, _sentence_case(side.label), f"{law.reference} ({law.rule})", reason)


def _verdict(
    law: CouncilLaw, missing: tuple[Gap, ...], excess: tuple[Gap, ...], unsure: tuple[Gap, ...]
) -> Conformity:  # fmt: skip
    if missing or excess:
        verdict, sentence = Verdict.GAPS, _gaps_sentence(len(missing), len(excess))
    elif unsure:
        verdict, sentence = (
            Verdict.UNKNOWN,
            "Rien ne manque à la liste du texte ; un point reste à confirmer.",
        )
    else:
        verdict, sentence = Verdict.CONFORM, "Chaque membre que le texte cite a son siège."
    return Conformity(
        verdict, f"{sentence} {law.reason}", law.rule, law.reference, missing, excess, unsure
    )  # fmt: skip


def _gaps_sentence(missing: int, excess: int) -> str:
    parts = []
    if missing:
        parts.append("il manque un membre" if missing == 1 else f"il manque {missing} membres")
    if excess:
        parts.append("l'équilibre entre collèges n'est pas tenu")
    return _sentence_case(" et ".join(parts)) + "."

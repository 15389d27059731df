"""Does an instrument belong to its day? A kind remark, never a refusal: old contracts are typed in too."""

from datetime import date

from maillage.contracts.vocabulary import ContractKind

CLS_FROM = date(1997, 10, 28)  # circulaire du 28 octobre 1997
NEW_FROM = date(2006, 12, 4)  # circulaire du 4 décembre 2006
CAP_FROM, CAP_UNTIL = date(1982, 1, 1), date(1999, 12, 31)
CITY_FROM = date(2014, 2, 21)  # loi n° 2014-173
REPLACED = (ContractKind.CLS, ContractKind.CLS_NEW)


def remark(*, kind: ContractKind, start: date, strategy: bool | None) -> str:
    """What is odd in this kind starting that day; empty when it fits.

    `strategy`: does the strategy replace the local contract that day (ST-1)? None when it is not sure.
    """
    early = _too_early(kind, start, strategy)
    if early:
        return early
    if kind is ContractKind.CAP and start > CAP_UNTIL:
        return (
            "Le contrat d'action de prévention date des années 1980 et 1990 : vérifiez le genre ou la date."
        )
    if kind in REPLACED and strategy is True:
        return (
            "À cette date, la stratégie territoriale remplace le contrat local de sécurité :"
            " vérifiez le genre choisi."
        )
    if kind in REPLACED and strategy is None:
        return (
            "À cette date, le passage du contrat local à la stratégie territoriale est en cours :"
            " gardez le nom porté sur le document."
        )
    return ""


def _too_early(kind: ContractKind, start: date, strategy: bool | None) -> str:
    said = f"« {kind.label} » commençant le {start:%d/%m/%Y}"
    cures = {
        ContractKind.CAP: (start < CAP_FROM, "ces contrats datent des années 1980 et 1990"),
        ContractKind.CLS: (start < CLS_FROM, "la circulaire qui les crée est du 28 octobre 1997"),
        ContractKind.CLS_NEW: (start < NEW_FROM, "la circulaire qui les crée est du 4 décembre 2006"),
        ContractKind.STSPD: (strategy is False, "ces stratégies viennent du plan d'octobre 2009"),
        ContractKind.CITY: (start < CITY_FROM, "ce contrat, dans sa forme actuelle, vient de la loi de 2014"),
    }
    odd, why = cures[kind]
    return f"{said} : {why}. Vérifiez le genre ou la date." if odd else ""

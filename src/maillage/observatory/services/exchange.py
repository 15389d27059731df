"""Aggregates that leave signed, instances that are trusted, aggregates that come in."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from maillage.audit import journal
from maillage.kernel import Actor, BadInput
from maillage.observatory.models import ReceivedAggregate, TrustedInstance
from maillage.observatory.rules import exchange as rules
from maillage.observatory.selectors import many as selectors
from maillage.observatory.services.instance_key import private_key

LEAVING = ("day", "code_version", "fictitious", "partnerships", "distributions")


def signed_aggregates(*, actor: Actor, day: date) -> str:
    """The text of the file that leaves: the national aggregates of this installation, small cells out."""
    board = selectors.board(scope=selectors.NATIONAL, on=day)
    if board is None:
        raise BadInput(
            f"aucun tableau national n'est calculé au {day:%d/%m/%Y}. "
            "Lancez d'abord « maillage observatory board national »."
        )
    kept = {key: board.content[key] for key in LEAVING}
    text = rules.sign(kept, private_key())
    with transaction.atomic():
        journal.append(
            actor=actor, act="agrégats signés pour d'autres installations", subject="agrégats",
            detail={"jour": kept["day"], "empreinte": rules.opened(text).digest},
        )  # fmt: skip
    return text


def trust(*, actor: Actor, key: str, name: str, on: date) -> TrustedInstance:
    """Accept the key of another installation. Raises BadInput: not a key, no name, known already."""
    clean, called = key.strip().lower(), name.strip()
    if len(clean) != 64 or set(clean) - set("0123456789abcdef"):
        raise BadInput(f"« {key[:80]} » n'est pas une clé : elle a 64 signes, de 0 à 9 et de a à f.")
    if not called:
        raise BadInput("donnez un nom à cette installation : les pages le citeront (--name).")
    with transaction.atomic():
        known = TrustedInstance.objects.filter(key=clean, withdrawn_on__isnull=True).first()
        if known is not None:
            raise BadInput(f"cette clé est déjà celle de « {known.name} ».")
        row = TrustedInstance.objects.create(key=clean, name=called[:120], trusted_on=on)
        journal.append(
            actor=actor, act="installation de confiance", subject=f"installation {row.pk}",
            detail={"nom": row.name, "clé": row.key},
        )  # fmt: skip
    return row


def distrust(*, actor: Actor, key: str, on: date) -> TrustedInstance:
    """Read no more what this key signs; what came stays, but is shown no more."""
    with transaction.atomic():
        row = TrustedInstance.objects.filter(key=key.strip().lower(), withdrawn_on__isnull=True).first()
        if row is None:
            raise BadInput(f"aucune installation de confiance n'a la clé « {key[:80]} ».")
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        journal.append(
            actor=actor, act="confiance retirée à une installation", subject=f"installation {row.pk}",
            detail={"nom": row.name},
        )  # fmt: skip
    return row


def receive(*, actor: Actor, text: str, today: date) -> ReceivedAggregate:
    """Keep the aggregates of a trusted installation, whole or not at all. Raises BadInput with the reason."""
    try:
        signed = rules.opened(text)
    except rules.NotAccepted as error:
        raise BadInput(str(error)) from error
    with transaction.atomic():
        instance = _trusted(signed)
        _check(signed, instance, today)
        row = ReceivedAggregate.objects.create(
            instance=instance, day=signed.day, digest=signed.digest, received_at=timezone.now(),
            body=rules.canonical(signed.content),
        )  # fmt: skip
        journal.append(
            actor=actor, act="agrégats reçus", subject=f"agrégat {row.pk}",
            detail={"installation": str(instance), "jour": signed.day.isoformat(), "empreinte": row.digest},
        )  # fmt: skip
    return row


def _trusted(signed: rules.Signed) -> TrustedInstance:
    instance = TrustedInstance.objects.filter(key=signed.key, withdrawn_on__isnull=True).first()
    if instance is None:
        raise BadInput(
            f"la clé {signed.key} n'est pas celle d'une installation de confiance. Vérifiez-la auprès de qui "
            "vous a remis le fichier, puis lancez « maillage observatory trust CLÉ --name NOM »."
        )
    return instance


def _check(signed: rules.Signed, instance: TrustedInstance, today: date) -> None:
    if signed.day > today:
        raise BadInput(f"ces agrégats sont datés du {signed.day:%d/%m/%Y}, qui n'est pas encore venu.")
    if ReceivedAggregate.objects.filter(digest=signed.digest).exists():
        raise BadInput(f"ces agrégats de « {instance.name} » au {signed.day:%d/%m/%Y} sont déjà là.")
    if signed.content["fictitious"] and not selectors.invented_here():
        raise BadInput(
            "ces agrégats sont ceux de partenariats inventés, d'une démonstration : ils ne se mêlent pas "
            "aux vôtres."
        )
    later = ReceivedAggregate.objects.filter(instance=instance, day__gte=signed.day).first()
    if later is not None:
        raise BadInput(
            f"« {instance.name} » a déjà donné des agrégats au {later.day:%d/%m/%Y} : un fichier du "
            f"{signed.day:%d/%m/%Y} ne les remplace pas."
        )

"""The words of institutions: what kind of partnership a workspace is."""

from maillage.kernel import Term


class PartnershipKind(Term):
    CLSPD = "clspd", "Conseil local de sécurité et de prévention de la délinquance"
    CISPD = "cispd", "Conseil intercommunal de sécurité et de prévention de la délinquance"
    DEPARTMENT = "cdpd", "Conseil départemental de prévention de la délinquance"
    OTHER = "partenariat", "Partenariat local sans base légale"

    @property
    def sigle(self) -> str:
        """The official short name, as used in keys and titles."""
        return "Partenariat" if self is PartnershipKind.OTHER else str(self.value).upper()

"""The login library's forms in our words: a label, a hint, no text that vanishes when one types."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Adresse électronique"),
    "email": _("Adresse électronique"),
    "password": _("Mot de passe"),
    "oldpassword": _("Mot de passe actuel"),
    "password1": _("Nouveau mot de passe"),
    "password2": _("Le même, encore une fois"),
    "code": _("Code à six chiffres"),
}
HINTS = {
    "password1": _("Douze caractères au moins, sans votre nom ni un mot courant."),
    "code": _("L'application de votre téléphone le montre. Un code de secours convient aussi."),
}


class _Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")


class LoginForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password."""


class ResetPasswordForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link by mail."""


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a password after following the link."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """Change one's password."""


class SetPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ReauthenticateForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a delicate act."""


class AuthenticateForm(_Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of a login."""


class ReauthenticateByCodeForm(_Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code again, before a delicate act."""


class ActivateForm(_Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new application."""

"""Accounts and memberships: who may sign in, who holds which role in which partnership, from when to when."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from maillage.accounts.vocabulary import Weekday
from maillage.institutions.models import Institution, Partnership, Person
from maillage.kernel import Actor, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the login."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        """An account whose password is hashed; none means that it must be set before the first login."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who may sign in. Nothing more is kept about them here."""

    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom", max_length=150)
    is_active = models.BooleanField(default=True)
    is_instance_admin = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = "compte"

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """No account has hidden powers: the framework's own administration pages are not served."""
        return False


class Membership(models.Model):
    """One role of one person in one partnership, between two dates."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices())
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    digest_day = models.PositiveSmallIntegerField("jour du point de la semaine", null=True, blank=True)
    digest_since = models.DateField(null=True, blank=True)  # chosen that day: no letter for a day before it

    class Meta:
        verbose_name = "rôle"
        constraints = [
            models.UniqueConstraint(fields=["user", "partnership", "role", "start"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="membership_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(digest_day__isnull=True) | Q(digest_day__lte=6, digest_since__isnull=False),
                name="membership_digest_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.partnership}"

    @property
    def label(self) -> str:
        """The role in words."""
        return Role(self.role).label

    @property
    def digest_term(self) -> Weekday | None:
        """The day of the weekly message, as a word with its label; None when it was not asked for."""
        return None if self.digest_day is None else list(Weekday)[self.digest_day]


class Request(HttpRequest):
    """What a view that is not public receives: the guard has let a signed-in person in."""

    user: User
    actor: Actor
    workspace: Partnership | None


class WorkspaceRequest(Request):
    """The same on a route inside a partnership."""

    workspace: Partnership

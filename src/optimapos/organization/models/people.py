"""Users, who sign in by e-mail, and their memberships: a role and locations in a business."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models

from optimapos.core.fields import id_field, percent_bounded, percent_field
from optimapos.organization.models.base import BusinessOwned


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may sign in with `email`, which is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may use the admin site."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Belongs to no business by itself; memberships say where and as what.

    `sign_outs` counts how often every session of the account was ended at once.
    """

    id = id_field()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    sign_outs = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "app_user"

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What a session has to know to count: another with another password, and once all sessions were ended."""
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{own}:{self.sign_outs}" if self.sign_outs else own


class Role(BusinessOwned):
    """A named set of capabilities. `max_discount` is the largest discount in percent that the role may give."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    capabilities = ArrayField(models.CharField(max_length=40), default=list)
    max_discount = percent_field(default=Decimal(0))
    is_builtin = models.BooleanField(default=False)

    class Meta:
        db_table = "role"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="role_code_unique"),
            percent_bounded("role_discount_bounded", "max_discount"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(BusinessOwned):
    """A user in a business. A login table: it is read to find the business, before one is named.

    `pin` is hashed like a password; `pin_failures` and `pin_locked_until` hold off guessing.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    all_locations = models.BooleanField(default=False)
    locations: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "organization.Location", through="organization.MembershipLocation", related_name="+"
    )
    pin = models.CharField(max_length=128, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    pin_locked_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "membership"
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="membership_user_unique")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.business_id}"

    @property
    def shown_name(self) -> str:
        """What a till calls the member: the user's name, else what stands before the @ of the e-mail address."""
        return self.user.name or self.user.email.partition("@")[0]


class MembershipLocation(BusinessOwned):
    """A location that a membership includes."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="membership_locations")
    location = models.ForeignKey("organization.Location", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "membership_location"
        constraints = [
            models.UniqueConstraint(fields=["membership", "location"], name="membership_location_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} at {self.location_id}"

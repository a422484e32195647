"""Terminals: devices that sell, enrolled once with a code, and the tokens that they and their operators hold."""

from typing import ClassVar, Self

from django.db import models

from optimapos.core.fields import id_field
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models.base import BusinessOwned
from optimapos.organization.models.business import Location
from optimapos.organization.models.people import Membership


class Terminal(BusinessOwned):
    """A till at a location. Its code is part of its receipt numbers, so it never changes.

    `last_seen_at`: when somebody last signed in or out at it, or it asked for live news.
    """

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=80, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "terminal"
        constraints = [models.UniqueConstraint(fields=["business", "location", "code"], name="terminal_code_unique")]

    def __str__(self) -> str:
        return self.code


class TerminalSession(models.Model):
    """A secret that a device holds, kept only as its SHA-256. A login table: it is read to find the business.

    ENROLMENT: given out by a manager, used once for a DEVICE token. DEVICE: the terminal itself; may only sign
    operators in. OPERATOR: a member at the terminal.
    """

    class Kind(models.TextChoices):
        ENROLMENT = "ENROLMENT", "Enrolment code"
        DEVICE = "DEVICE", "Device"
        OPERATOR = "OPERATOR", "Operator"

    id = id_field()
    business_id = models.UUIDField()
    terminal = models.ForeignKey(Terminal, on_delete=models.CASCADE, related_name="sessions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "terminal_session"

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

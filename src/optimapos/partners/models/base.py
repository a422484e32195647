"""What partners have in common: contact data that cleans itself, and the days of their week. Source: partners-app.md."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from optimapos.core.result import DomainError
from optimapos.organization.models import BusinessOwned
from optimapos.partners.rules.texts import CLEANED_BY
from optimapos.partners.types import Weekday


class ContactBase(BusinessOwned):
    """Whom to ask for."""

    contact_person = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Clean the texts, as the services do.

        Raises: ValidationError for an empty name.
        """
        super().clean()
        for name, cleaned in CLEANED_BY.items():
            if hasattr(self, name):
                self._clean_text(name, cleaned)

    def _clean_text(self, name: str, cleaned: Any) -> None:
        try:
            setattr(self, name, cleaned(getattr(self, name)))
        except DomainError as refusal:
            raise ValidationError({name: refusal.msg}) from refusal


class PartnerBase(ContactBase):
    """A company or person that a business deals with. `code` is unique in the business; each table says so itself."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    vat_number = models.CharField(max_length=40, blank=True)
    vat_registered = models.BooleanField(default=False)
    city = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    notes = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PartnerScheduleBase(BusinessOwned):
    """What happens on one weekday."""

    day = models.CharField(max_length=3, choices=Weekday)
    expects_order = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return Weekday(self.day).label

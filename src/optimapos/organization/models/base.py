"""BusinessOwned: what every tenant table starts from, except ledgers, which carry a bare `business_id`."""

from typing import ClassVar, Self

from django.db import models

from optimapos.core.fields import id_field
from optimapos.core.tenancy import TenantManager


class BusinessOwned(models.Model):
    """A row of one business, with a key and its times."""

    id = id_field()
    business = models.ForeignKey("organization.Business", on_delete=models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True

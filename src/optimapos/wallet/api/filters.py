"""How accounts are narrowed down."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from optimapos.partners.selectors.customers import with_merged
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.types import WalletKind, WalletStatus


class AccountFilter(filters.FilterSet):
    """By kind, status, customer and the last four signs of the code."""

    kind = filters.MultipleChoiceFilter(choices=WalletKind.choices)
    status = filters.MultipleChoiceFilter(choices=WalletStatus.choices)
    customer = filters.UUIDFilter(method="_customer", help_text="Also of those who were merged into this one.")
    last4 = filters.CharFilter(field_name="code_last4", lookup_expr="iexact", max_length=4)

    class Meta:
        model = WalletAccount
        fields: list[str] = []

    def _customer(self, rows: QuerySet[Any], name: str, value: UUID) -> QuerySet[Any]:
        return rows.filter(customer_id__in=with_merged(self.request.auth.business_id, value))

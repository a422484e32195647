"""How sales and payments are narrowed down."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters

from optimapos.apikit.filters import DayFilter, InstantFilter
from optimapos.partners.models import CreditTransaction
from optimapos.partners.selectors.customers import with_merged
from optimapos.partners.types import CreditKind
from optimapos.sales.models import Payment, Sale
from optimapos.sales.types import (
    PaymentDirection,
    PaymentMethod,
    PaymentStatus,
    PaymentType,
    SaleOrigin,
    SaleStatus,
    SaleType,
)

LARGEST = 10**15


class _OfCustomer(filters.FilterSet):
    """By customer, with those who were merged into it."""

    customer = filters.UUIDFilter(method="_customer", help_text="Also of those who were merged into this one.")

    def _customer(self, rows: QuerySet[Any], name: str, value: UUID) -> QuerySet[Any]:
        return rows.filter(customer_id__in=with_merged(self.request.auth.business_id, value))


class SaleFilter(_OfCustomer):
    """By place, state, people, number, time and amount. `date_from` and `date_to` are business days, both included."""

    storefront = filters.UUIDFilter(field_name="location_id")
    status = filters.MultipleChoiceFilter(choices=SaleStatus.choices)
    type = filters.ChoiceFilter(choices=SaleType.choices)
    payment_type = filters.ChoiceFilter(choices=PaymentType.choices)
    payment_method = filters.ChoiceFilter(choices=PaymentMethod.choices, method="_paid_by")
    on_credit = filters.BooleanFilter(
        method="_on_credit", help_text="Whether something of it was not paid when it was sold."
    )
    origin = filters.ChoiceFilter(choices=SaleOrigin.choices)
    cashier = filters.UUIDFilter(field_name="user_id")
    terminal = filters.UUIDFilter(field_name="terminal_id")
    receipt_number = filters.CharFilter()
    search = filters.CharFilter(method="_search", max_length=60, help_text="A part of the receipt number.")
    is_held = filters.BooleanFilter()
    is_completed = filters.BooleanFilter(field_name="completed_at", lookup_expr="isnull", exclude=True)
    flag = filters.CharFilter(method="_flagged", max_length=30)
    since = InstantFilter(field_name="created_at", lookup_expr="gte")
    until = InstantFilter(field_name="created_at", lookup_expr="lt")
    date_from = DayFilter(field_name="business_date", lookup_expr="gte")
    date_to = DayFilter(field_name="business_date", lookup_expr="lte")
    min_total = filters.NumberFilter(field_name="total_amount", lookup_expr="gte", min_value=0, max_value=LARGEST)
    max_total = filters.NumberFilter(field_name="total_amount", lookup_expr="lte", min_value=0, max_value=LARGEST)

    class Meta:
        model = Sale
        fields: list[str] = []

    def _paid_by(self, rows: QuerySet[Sale], name: str, value: str) -> QuerySet[Sale]:
        paid = Payment.objects.for_business(self.request.auth.business_id).filter(sale=OuterRef("pk"))
        return rows.filter(Exists(paid.filter(payment_method=value)))

    def _on_credit(self, rows: QuerySet[Sale], name: str, value: bool) -> QuerySet[Sale]:
        debts = CreditTransaction.objects.for_business(self.request.auth.business_id).filter(kind=CreditKind.SALE)
        was_owed = Exists(debts.filter(source_id=OuterRef("pk")))
        return rows.filter(was_owed if value else ~was_owed)

    def _search(self, rows: QuerySet[Sale], name: str, value: str) -> QuerySet[Sale]:
        return rows.filter(receipt_number__contains=value.strip().upper())

    def _flagged(self, rows: QuerySet[Sale], name: str, value: str) -> QuerySet[Sale]:
        return rows.filter(flags__contains=[value])


class PaymentFilter(_OfCustomer):
    """By sale, place, people, kind, time and amount. `on_account`: for what was owed, and not with a sale;
    `gift_cards`: for cards that were sold, and what was given back of them.
    """

    sale = filters.UUIDFilter(field_name="sale_id")
    storefront = filters.UUIDFilter(field_name="location_id")
    payment_method = filters.MultipleChoiceFilter(choices=PaymentMethod.choices)
    status = filters.ChoiceFilter(choices=PaymentStatus.choices)
    direction = filters.ChoiceFilter(choices=PaymentDirection.choices)
    cashier = filters.UUIDFilter(field_name="user_id")
    terminal = filters.UUIDFilter(field_name="terminal_id")
    on_account = filters.BooleanFilter(method="_on_account")
    gift_cards = filters.BooleanFilter(method="_gift_cards")
    search = filters.CharFilter(
        field_name="transaction_reference",
        lookup_expr="icontains",
        max_length=120,
        help_text="A part of the reference.",
    )
    since = InstantFilter(field_name="created_at", lookup_expr="gte")
    until = InstantFilter(field_name="created_at", lookup_expr="lt")
    date_from = DayFilter(field_name="business_date", lookup_expr="gte")
    date_to = DayFilter(field_name="business_date", lookup_expr="lte")
    min_amount = filters.NumberFilter(field_name="amount_paid", lookup_expr="gte", min_value=0, max_value=LARGEST)
    max_amount = filters.NumberFilter(field_name="amount_paid", lookup_expr="lte", min_value=0, max_value=LARGEST)

    class Meta:
        model = Payment
        fields: list[str] = []

    def _on_account(self, rows: QuerySet[Payment], name: str, value: bool) -> QuerySet[Payment]:
        owed = Q(sale=None, wallet_entry_id=None, refund_id=None)
        return rows.filter(owed if value else ~owed)

    def _gift_cards(self, rows: QuerySet[Payment], name: str, value: bool) -> QuerySet[Payment]:
        cards = Q(sale=None, wallet_entry_id__isnull=False, refund_id=None)
        return rows.filter(cards if value else ~cards)

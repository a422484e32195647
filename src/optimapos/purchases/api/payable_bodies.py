"""What invoices, payments, credit notes and landed costs are asked with. Lines are named by id and looked up at once."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, DayField, PercentField, PriceField, QuantityField, StrictDecimalField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.core.money import AMOUNT_LIMIT, LEDGER_DECIMALS
from optimapos.nomenclatures.api.documents import StepSerializer
from optimapos.organization.models import Location
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import suppliers_of
from optimapos.purchases.api.bodies import MAX_LINES, divisions_of
from optimapos.purchases.api.fields import RateField
from optimapos.purchases.models.invoices import LARGEST_ROUNDING
from optimapos.purchases.types import Basis, ChargeKind, PaymentMethod

MAX_CHARGES = 100
MAX_RECEIPTS = 200
_SIGNED = -AMOUNT_LIMIT + 1


def _locations(actor: Actor) -> QuerySet[Location]:
    return visible_locations(actor)


def _suppliers(actor: Actor) -> QuerySet[Supplier]:
    return suppliers_of(actor)


class RoundingField(StrictDecimalField):
    """What a paper's total was rounded by."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=LEDGER_DECIMALS, low=-LARGEST_ROUNDING, high=LARGEST_ROUNDING, **options)


class MoneyBody(serializers.Serializer[Any]):
    """Without a currency it is the supplier's; another than the business's own needs a rate."""

    division = ScopedRelatedField(divisions_of, required=False, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    exchange_rate = RateField(required=False)
    notes = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class InvoiceLineBody(serializers.Serializer[Any]):
    """Goods of a receipt's line, in its packages, or a charge with a description."""

    receipt_line = serializers.UUIDField(source="receipt_line_id", required=False, allow_null=True)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    quantity = QuantityField()
    unit_price = PriceField()
    discount_percent = PercentField(required=False)
    tax_rate = PercentField(required=False, allow_null=True)


class InvoiceChange(MoneyBody):
    """What may be changed of an invoice; `lines` are all its lines from then on.

    Without a `due_date` the division's or the supplier's days count; without a `tax_amount`, the lines' rates.
    """

    supplier_number = serializers.CharField(max_length=60)
    document_date = DayField(required=False)
    due_date = DayField(required=False, allow_null=True)
    tax_amount = AmountField(required=False)
    rounding = RoundingField(required=False)
    lines = serializers.ListField(child=InvoiceLineBody(), required=False, max_length=MAX_LINES)


class InvoiceBody(InvoiceChange):
    """A new invoice."""

    location = ScopedRelatedField(_locations)
    supplier = ScopedRelatedField(_suppliers)


class InvoiceStepBody(StepSerializer):
    """A step of an invoice. Differences are accepted, or put on the goods, by those who approve purchases."""

    accept_differences = serializers.BooleanField(required=False)
    differences_to_goods = serializers.BooleanField(required=False)


class AllocationBody(serializers.Serializer[Any]):
    """How much of an invoice is settled, in its currency; for a refund, of a payment or credit note."""

    invoice = serializers.UUIDField(source="invoice_id")
    amount = AmountField()


class AllocatingBody(serializers.Serializer[Any]):
    """What is settled; the oldest due first if left out."""

    allocations = serializers.ListField(child=AllocationBody(), required=False, max_length=MAX_LINES)


class SupplierPaymentBody(MoneyBody):
    """A payment, or money that came back."""

    location = ScopedRelatedField(_locations)
    supplier = ScopedRelatedField(_suppliers)
    amount = AmountField()
    method = serializers.ChoiceField(choices=PaymentMethod.choices)
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True)
    paid_on = DayField(required=False)
    is_refund = serializers.BooleanField(required=False)
    allocations = serializers.ListField(
        child=AllocationBody(), required=False, max_length=MAX_LINES, help_text="The oldest due first if left out."
    )


class ReversalBody(serializers.Serializer[Any]):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=200)


class CreditLineBody(serializers.Serializer[Any]):
    """Goods of a return's line, in its packages and at its price where none is given, or another amount."""

    return_line = serializers.UUIDField(source="return_line_id", required=False, allow_null=True)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    quantity = QuantityField()
    unit_price = PriceField(required=False, allow_null=True)


class CreditNoteBody(MoneyBody):
    """A credit note."""

    location = ScopedRelatedField(_locations)
    supplier = ScopedRelatedField(_suppliers)
    supplier_number = serializers.CharField(max_length=60)
    document_date = DayField(required=False)
    tax_amount = AmountField(required=False)
    rounding = RoundingField(required=False)
    lines = serializers.ListField(child=CreditLineBody(), min_length=1, max_length=MAX_LINES)
    allocations = serializers.ListField(
        child=AllocationBody(), required=False, max_length=MAX_LINES, help_text="It stays as open credit if left out."
    )


class OpeningBody(serializers.Serializer[Any]):
    """What was open before the books began: above 0 owed to the supplier, below 0 credit with it."""

    location = ScopedRelatedField(_locations)
    amount = AmountField(low=_SIGNED)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    exchange_rate = RateField(required=False)
    document_date = DayField(required=False)
    due_date = DayField(required=False, allow_null=True)
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True)


class ChargeBody(serializers.Serializer[Any]):
    """A charge; with an `invoice_line` in that invoice's currency and, if none is given, at its rate."""

    kind = serializers.ChoiceField(choices=ChargeKind.choices)
    amount = AmountField()
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    exchange_rate = RateField(required=False, allow_null=True)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    invoice_line = serializers.UUIDField(source="invoice_line_id", required=False, allow_null=True)


class LandedCostChange(serializers.Serializer[Any]):
    """What may be changed of a landed cost. `receipts` stand for all their goods that are kept in stock."""

    basis = serializers.ChoiceField(choices=Basis.choices)
    document_date = DayField(required=False)
    notes = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    charges = serializers.ListField(child=ChargeBody(), min_length=1, max_length=MAX_CHARGES)
    receipts = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MAX_RECEIPTS)
    receipt_lines = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MAX_LINES)


class LandedCostBody(LandedCostChange):
    """A new landed cost."""

    location = ScopedRelatedField(_locations)

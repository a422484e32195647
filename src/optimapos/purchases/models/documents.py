"""The four purchase documents, headers without their lines."""

from decimal import Decimal

from django.db import models

from optimapos.core.fields import amount_field, amounts_not_negative, between
from optimapos.inventory.types import BatchStatus, Incoming, MovementKind, Movements, Outgoing
from optimapos.nomenclatures.models import Document
from optimapos.purchases.rules.amounts import RATE_LIMIT
from optimapos.purchases.types import Kind

SMALLEST_RATE = Decimal("0.00000001")


class PurchaseDocument(Document):
    """What every purchase document has. Its lines' prices and `net_amount`, the cached sum of their amounts, are in
    `currency`, without tax; one unit of it is worth `exchange_rate` of the business's own.

    `supplier_reference` is the supplier's own number, such as that of the delivery note.
    """

    division = models.ForeignKey(
        "partners.SupplierDivision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    currency = models.CharField(max_length=3)
    exchange_rate = models.DecimalField(max_digits=19, decimal_places=8, default=Decimal(1))
    net_amount = amount_field(default=Decimal(0))
    expected_delivery_date = models.DateField(null=True, blank=True)
    supplier_reference = models.CharField(max_length=60, blank=True)

    class Meta(Document.Meta):
        abstract = True
        constraints = [
            *Document.Meta.constraints,
            between("%(class)s_rate_bounded", SMALLEST_RATE, RATE_LIMIT, "exchange_rate"),
            amounts_not_negative("%(class)s_amount_bounded", "net_amount"),
        ]


class SuppliedDocument(PurchaseDocument):
    """A document that stands between the business and one supplier, which never changes."""

    supplier = models.ForeignKey("partners.Supplier", on_delete=models.PROTECT, related_name="+")

    class Meta(PurchaseDocument.Meta):
        abstract = True


class PurchaseRequest(PurchaseDocument):
    """Goods that somebody asks to be bought, perhaps without saying from whom. Prices are estimates."""

    kind = Kind.REQUEST
    supplier = models.ForeignKey("partners.Supplier", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(PurchaseDocument.Meta):
        abstract = False
        db_table = "purchase_request"
        constraints = [*PurchaseDocument.Meta.constraints]


class PurchaseOrder(SuppliedDocument):
    """Goods that were ordered from a supplier, to come to `location`."""

    kind = Kind.ORDER

    class Meta(SuppliedDocument.Meta):
        abstract = False
        db_table = "purchase_order"
        constraints = [*SuppliedDocument.Meta.constraints]
        indexes = [models.Index(fields=["supplier", "document_date"], name="purchase_order_supplier")]


class DeliveryReceipt(SuppliedDocument):
    """Goods that arrived from a supplier, against orders or without one."""

    kind = Kind.RECEIPT

    class Meta(SuppliedDocument.Meta):
        abstract = False
        db_table = "delivery_receipt"
        constraints = [*SuppliedDocument.Meta.constraints]
        indexes = [models.Index(fields=["supplier", "document_date"], name="delivery_receipt_supplier")]

    def stock_lines(self) -> Movements:
        """What its movements are: one layer for each line of goods that are kept in stock."""
        rows = self.lines.filter(product__tracks_stock=True).order_by("line_no")
        columns = (
            "product_id",
            "base_qty",
            "unit_cost",
            "pk",
            "batch_number",
            "supplier_lot",
            "expires_on",
            "stock_status",
        )
        incoming = [
            Incoming(product, quantity, cost, line, batch, lot, expires, status, tuple(serials))
            for product, quantity, cost, line, batch, lot, expires, status, serials in rows.values_list(
                *columns, "serials"
            )
        ]
        return Movements(kind=MovementKind.RECEIPT, incoming=incoming)


class SupplierReturn(SuppliedDocument):
    """Goods that went back to the supplier."""

    kind = Kind.RETURN

    class Meta(SuppliedDocument.Meta):
        abstract = False
        db_table = "supplier_return"
        constraints = [*SuppliedDocument.Meta.constraints]

    def stock_lines(self) -> Movements:
        """What its movements are: goods leave the layers that they came in, in whatever state they are."""
        outgoing = [
            Outgoing(
                product_id=line.product_id,
                quantity=line.base_qty,
                line_id=line.pk,
                source_line_ids=frozenset({line.receipt_line_id}),
                serials=tuple(line.serials),
                statuses=frozenset(BatchStatus),
                includes_expired=True,
            )
            for line in self.lines.filter(product__tracks_stock=True).order_by("line_no")
        ]
        return Movements(kind=MovementKind.RETURN, outgoing=outgoing)

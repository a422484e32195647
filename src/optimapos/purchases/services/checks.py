"""What is checked of a purchase document before it goes on: its supplier, its lines, its products."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.partners.rules.credit import check_standing
from optimapos.partners.services import SupplierService
from optimapos.purchases.models import LandedCostTarget, PurchaseDocument
from optimapos.purchases.services.headers import ledger_amount
from optimapos.purchases.services.sheets import check_purchasable


def check_supplier(supplier: Supplier, amount: Decimal, *, location: Location, at: datetime) -> None:
    """Whether `amount`, in the business's currency, may be bought from a supplier.

    Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: available_credit, requested_amount).
    """
    SupplierService.validate_supplier_operation(supplier=supplier, amount=amount, on=location.local_day(at)).unwrap()


def check_delivers(supplier: Supplier) -> None:
    """Whether a supplier may deliver what was ordered.

    Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED.
    """
    check_standing(is_active=supplier.is_active, delivery_blocked=supplier.delivery_blocked, name=supplier.name)


def check_approval(document: PurchaseDocument, supplier: Supplier | None, at: datetime) -> None:
    """Whether a request or an order may be approved, as its supplier and its products are now.

    Refuses: DOCUMENT_EMPTY, PRODUCT_NOT_PURCHASABLE, and as `check_supplier`.
    """
    check_purchasable(stages_of_products(document))
    if supplier:
        check_supplier(supplier, ledger_amount(document), location=document.location, at=at)


def check_no_landed_costs(business: BusinessRef, line_ids: Iterable[UUID]) -> None:
    """Whether lines of a receipt, which is locked, carry no landed costs: these were spread over what the lines brought.

    Refuses: HAS_LATER_COSTS (data: documents).
    """
    rows = LandedCostTarget.objects.for_business(business).filter(
        receipt_line_id__in=list(line_ids), landed_cost__posted_at__isnull=False
    )
    if documents := sorted(set(rows.values_list("landed_cost__number", flat=True))):
        msg = f"Take {', '.join(documents)} back first: it was spread over these goods."
        raise DomainError("HAS_LATER_COSTS", msg, {"documents": documents})


def stages_of_products(document: PurchaseDocument) -> list[tuple[str, str]]:
    """SKU and stage of each line's product; a document needs a line.

    Refuses: DOCUMENT_EMPTY.
    """
    stages: list[tuple[str, str]] = list(
        document.lines.values_list("product__sku", "product__life_cycle")  # type: ignore[attr-defined]  # each document has lines of its own kind
    )
    if not stages:
        raise DomainError("DOCUMENT_EMPTY", f"{document.number} has no lines. Add one.")
    return stages

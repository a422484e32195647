"""Purchase requests: writing them down and changing them. How they become orders: `conversion`."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import DocumentService
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_request
from optimapos.purchases.models import PurchaseRequest, PurchaseRequestLine
from optimapos.purchases.services.checks import check_supplier
from optimapos.purchases.services.editing import opened, saved
from optimapos.purchases.services.headers import DocumentFields, change, ledger_amount, new_columns
from optimapos.purchases.services.sheets import Columns, Sheet, replace_lines, sheet_for
from optimapos.purchases.types import NewRequestLine


class PurchaseRequestService:
    """Creates and changes requests."""

    @staticmethod
    @operation
    def create_request(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        fields: DocumentFields,
        lines: Sequence[NewRequestLine],
        at: datetime,
        supplier: Supplier | None = None,
    ) -> Result[PurchaseRequest]:
        """Ask for goods to be bought for `location`. A line without a price takes it from the supplier's list, if there is
        one.

        Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED, PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND,
        PRODUCT_NOT_PURCHASABLE (data: products), QUANTITY_TOO_PRECISE, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE, NOT_FOUND (a
        supplier or division that there is not).
        """
        columns = {**new_columns(business, supplier, fields), "supplier": supplier}
        document = DocumentService.draft(
            business=business, model=PurchaseRequest, actor=actor, location=location, columns=columns, at=at
        )
        _write(document, supplier, lines, location.local_day(at))
        if supplier:
            check_supplier(supplier, ledger_amount(document), location=location, at=at)
        document.save(update_fields=["net_amount"])
        return Result.success(document)

    @staticmethod
    @operation
    def update_request(
        *,
        business: BusinessRef,
        actor: Actor,
        request_id: UUID,
        fields: DocumentFields,
        lines: Sequence[NewRequestLine] | None,
        at: datetime,
        supplier: Supplier | None = None,
        sets_supplier: bool = False,
    ) -> Result[PurchaseRequest]:
        """Change a request that is still editable; `lines` are all its lines from then on. `sets_supplier`: `supplier` is
        the new one, None for none.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_request`.
        """
        document = opened(lock_request(business, request_id), actor)
        if sets_supplier:
            document.supplier = supplier
        has_other_amounts = change(document, document.supplier, fields)
        if lines is None and has_other_amounts:
            lines = [_as_new(line) for line in document.lines.order_by("line_no")]
        if lines is not None:
            _write(document, document.supplier, lines, document.location.local_day(at))
        if document.supplier:
            check_supplier(document.supplier, ledger_amount(document), location=document.location, at=at)
        return Result.success(saved(document, actor))


def _write(document: PurchaseRequest, supplier: Supplier | None, lines: Sequence[NewRequestLine], on: date) -> None:
    business = document.business_id
    suppliers = {line.supplier_id for line in lines if line.supplier_id}
    known = set(Supplier.objects.for_business(business).filter(pk__in=suppliers).values_list("pk", flat=True))
    if unknown := sorted(str(each) for each in suppliers - known):
        raise DomainError("NOT_FOUND", "There is no such supplier.", {"suppliers": unknown})
    sheet = sheet_for(
        business,
        lines,
        currency=document.currency,
        on=on,
        supplier_id=supplier.pk if supplier else None,
        kept_packagings=_packagings_of(document),
    )
    sheet.check_purchasable()
    columns: list[Columns] = [
        {**sheet.columns(line_no, line, _price(sheet, line, supplier)), "supplier_id": line.supplier_id}
        for line_no, line in enumerate(lines, start=1)
    ]
    replace_lines(document, PurchaseRequestLine, "request", columns)


def _price(sheet: Sheet, line: NewRequestLine, supplier: Supplier | None) -> Decimal | None:
    """What is estimated: the price list of the request's supplier says nothing of a line that is for another one."""
    is_for_another = line.supplier_id is not None and (supplier is None or line.supplier_id != supplier.pk)
    return line.unit_price if is_for_another else sheet.price(line)


def _packagings_of(document: PurchaseRequest) -> frozenset[UUID]:
    rows = document.lines.filter(packaging__isnull=False).values_list("packaging_id", flat=True)
    return frozenset(packaging for packaging in rows if packaging)


def _as_new(line: PurchaseRequestLine) -> NewRequestLine:
    return NewRequestLine(
        product_id=line.product_id,
        quantity=line.quantity,
        packaging_id=line.packaging_id,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
        line_id=line.pk,
        supplier_id=line.supplier_id,
    )

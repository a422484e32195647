"""The stock documents as the document engine knows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.interfaces import ILocation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory import workflows
from optimapos.inventory.models import StockAdjustment, StockCount, StockTransfer
from optimapos.inventory.services import StockAdjustmentService, StockCountService, StockTransferService
from optimapos.inventory.services.adjustments import AdjustmentFields
from optimapos.inventory.services.counts import CountFields, check_scope
from optimapos.inventory.services.document_lines import sheet_for
from optimapos.inventory.services.transfers import TransferFields, check_ends, check_transfer_step
from optimapos.inventory.types import Kind
from optimapos.nomenclatures.locks import lock_document
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location

Data = Mapping[str, Any]
"""The columns of the head, and `lines`."""


class TransferKind:
    """Transfers: goods that go from one location to another."""

    code = Kind.TRANSFER
    name = "Transfer"
    prefix = "TR-"
    model = StockTransfer
    moves_stock = True
    create_capability = Capability.STOCK_TRANSFER
    view_capability = Capability.STOCK_VIEW
    workflow = workflows.TRANSFER

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> StockTransfer | None:
        """The transfer; its items come after it."""
        return lock_document(StockTransfer, business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: Location) -> None:
        """Refuses: UNKNOWN_LOCATION, SAME_LOCATION, PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND."""
        check_ends(location, data.get("to_location"), actor)
        sheet_for(business, data.get("lines", ()))

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[StockTransfer]:
        """Refuses: as `StockTransferService.create_transfer`."""
        fields: TransferFields = _fields(data, TransferFields)
        return StockTransferService.create_transfer(
            business=business, actor=actor, location=location, fields=fields, lines=_lines(data), at=at
        )

    @staticmethod
    def check_step(*, document: StockTransfer, step: Step) -> None:
        """Refuses: as `check_transfer_step`."""
        check_transfer_step(document, step)


class AdjustmentKind:
    """Adjustments: stock that is put right by hand."""

    code = Kind.ADJUSTMENT
    name = "Stock adjustment"
    prefix = "SA-"
    model = StockAdjustment
    moves_stock = True
    create_capability = Capability.STOCK_ADJUST
    view_capability = Capability.STOCK_VIEW
    workflow = workflows.ADJUSTMENT

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> StockAdjustment | None:
        """The adjustment; its items come after it."""
        return lock_document(StockAdjustment, business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND."""
        sheet_for(business, data.get("lines", ()))

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[StockAdjustment]:
        """Refuses: as `StockAdjustmentService.create_adjustment`."""
        fields: AdjustmentFields = _fields(data, AdjustmentFields)
        return StockAdjustmentService.create_adjustment(
            business=business, actor=actor, location=location, fields=fields, lines=_lines(data), at=at
        )

    @staticmethod
    def check_step(*, document: StockAdjustment, step: Step) -> None:
        """Every step is fit; what is booked is checked by the ledger."""


class CountKind:
    """Stock counts."""

    code = Kind.COUNT
    name = "Stock count"
    prefix = "SC-"
    model = StockCount
    moves_stock = True
    create_capability = Capability.STOCK_COUNT
    view_capability = Capability.STOCK_VIEW
    workflow = workflows.COUNT

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> StockCount | None:
        """The count; its items come after it."""
        return lock_document(StockCount, business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: BAD_SCOPE, PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED."""
        check_scope(business, _fields(data, CountFields))

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[StockCount]:
        """Refuses: as `StockCountService.create_count`."""
        return StockCountService.create_count(
            business=business, actor=actor, location=location, fields=_fields(data, CountFields), at=at
        )

    @staticmethod
    def check_step(*, document: StockCount, step: Step) -> None:
        """Every step is fit; what is posted is checked by its effect."""


def _fields(data: Data, fields: Any) -> Any:
    return {name: data[name] for name in fields.__annotations__ if name in data}


def _lines(data: Data) -> Sequence[Any]:
    lines: Sequence[Any] = data.get("lines", ())
    return lines

"""Creating and changing products, and moving them through their life."""

from collections.abc import Sequence
from typing import cast

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IOpeningStock, IStockOnHand, implementation
from optimapos.core.operations import operation
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.locks import hold_unit
from optimapos.nomenclatures.services import SequenceService, bump_settings_version
from optimapos.products.locks import lock_product
from optimapos.products.models import Product
from optimapos.products.rules.changes import check_change
from optimapos.products.rules.codes import checked_plu
from optimapos.products.rules.life_cycle import check_editable, check_first_stage, check_move
from optimapos.products.services.inputs import ProductFields
from optimapos.products.services.parts import insert_barcodes, insert_packaging, require, set_prices
from optimapos.products.types import LifeCycle, NewPackaging, NewPrice, OpeningStock, ProductKind

SKU_SEQUENCE = "product"


class ProductService:
    """Creates products, changes them, and moves them through their life."""

    @staticmethod
    @operation
    def create_product(
        *,
        business: BusinessRef,
        actor: Actor,
        fields: ProductFields,
        life_cycle: str = LifeCycle.NEW,
        packagings: Sequence[NewPackaging] = (),
        barcodes: Sequence[str] = (),
        prices: Sequence[NewPrice] = (),
        opening_stock: Sequence[OpeningStock] = (),
    ) -> Result[Product]:
        """Create a product with its packagings, barcodes, base prices and opening stock: all of it or nothing.

        `fields` needs name, unit and tax_category; without a `sku` the next free number of the series is drawn.

        Refuses: LIFE_CYCLE_FORBIDS, DUPLICATE_SKU, BAD_PLU, DUPLICATE_PLU, SERVICE_HAS_NO_STOCK, BAD_FACTOR,
        DUPLICATE_PACKAGING, BAD_BARCODE, DUPLICATE_BARCODE, PRODUCT_NOT_STOCKED, QUANTITY_TOO_PRECISE,
        UNKNOWN_LOCATION, PERMISSION_DENIED (prices or stock without the right), NOT_FOUND (a related record).
        Source: system-overview.md "enterprise product creation".
        """
        check_first_stage(life_cycle)
        product = _new_product(business, fields, life_cycle)
        insert_barcodes(product, barcodes)
        for packaging in packagings:
            insert_packaging(product, packaging, actor)
        for stock in opening_stock:
            _receive(product, stock, actor)
        set_prices(product, prices, actor)
        _log(product, "product.created", actor, sku=product.sku, life_cycle=life_cycle)
        return Result.success(product)

    @staticmethod
    @operation
    def update_product(
        *, business: BusinessRef, product_id: UUID, actor: Actor, fields: ProductFields
    ) -> Result[Product]:
        """Change the columns in `fields`.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS (discontinued or archived), UNIT_FIXED (the unit of a product that
        was on sale or has stock), STOCK_REMAINS (stock that would stop being kept), DUPLICATE_SKU, BAD_PLU,
        DUPLICATE_PLU, SERVICE_HAS_NO_STOCK.
        """
        product = lock_product(business, product_id)
        check_editable(product.life_cycle)
        _check_owned(business, fields)
        _check_stock_allows(product, fields)
        for column, value in _cleaned(fields).items():
            setattr(product, column, value)
        product.save()
        bump_settings_version(business)
        _log(product, "product.updated", actor, fields=sorted(fields))
        return Result.success(product)

    @staticmethod
    @operation
    def set_life_cycle(*, business: BusinessRef, product_id: UUID, actor: Actor, to: str) -> Result[Product]:
        """Move a product to another stage of its life.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS (data: allowed), STOCK_REMAINS (data: stock_on_hand) for archiving.
        Source: system-overview.md "Lifecycle Management".
        """
        product = lock_product(business, product_id)
        before = product.life_cycle
        stock = implementation(IStockOnHand).stock_on_hand(business=business, product_id=product_id)
        check_move(before, to, stock)
        product.life_cycle = to
        product.save(update_fields=["life_cycle", "updated_at"])
        bump_settings_version(business)
        _log(product, "product.life_cycle_changed", actor, before=before, after=to)
        return Result.success(product)


def _new_product(business: BusinessRef, fields: ProductFields, life_cycle: str) -> Product:
    _check_owned(business, fields)
    columns = _cleaned(fields)
    columns.setdefault("tracks_stock", columns.get("kind") != ProductKind.SERVICE)
    columns["sku"] = columns.get("sku") or _free_sku(business)
    hold_unit(business, columns["unit"].pk)
    return Product.objects.for_business(business).create(
        business_id=business_id_of(business), life_cycle=life_cycle, **columns
    )


def _check_stock_allows(product: Product, fields: ProductFields) -> None:
    unit = fields.get("unit", product.unit)
    tracks = fields.get("tracks_stock", product.tracks_stock) and fields.get("kind") != ProductKind.SERVICE
    changes_unit, stops_keeping = unit.pk != product.unit_id, product.tracks_stock and not tracks
    changes_serials = fields.get("tracks_serials", product.tracks_serials) != product.tracks_serials
    if not changes_unit and not stops_keeping and not changes_serials:
        return
    hold_unit(product.business_id, unit.pk)
    check_change(
        changes_unit=changes_unit,
        stops_keeping=stops_keeping,
        changes_serials=changes_serials,
        life_cycle=product.life_cycle,
        stock_on_hand=implementation(IStockOnHand).stock_on_hand(business=product.business_id, product_id=product.pk),
    )


def _cleaned(fields: ProductFields) -> ProductFields:
    columns = cast(ProductFields, dict(fields))
    if "plu" in columns:
        columns["plu"] = checked_plu(columns["plu"])
    return columns


def _check_owned(business: BusinessRef, fields: ProductFields) -> None:
    related = (fields.get("unit"), fields.get("tax_category"), fields.get("group"), fields.get("brand"))
    if any(row is not None and row.business_id != business_id_of(business) for row in related):
        raise DomainError("NOT_FOUND", "A related record does not exist.")


def _free_sku(business: BusinessRef) -> str:
    """The next number of the series that nobody gave to a product by hand."""
    while True:
        sku = SequenceService.next_number(business=business, code=SKU_SEQUENCE, prefix="P", padding=5).unwrap()
        if not Product.objects.for_business(business).filter(sku=sku).exists():
            return sku


def _receive(product: Product, stock: OpeningStock, actor: Actor) -> None:
    require(actor, Capability.STOCK_RECEIVE)
    if not actor.sees(stock.location_id):
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(stock.location_id)})
    if not has_at_most_places(stock.quantity, product.unit.decimals):
        raise DomainError(
            "QUANTITY_TOO_PRECISE",
            f"{product.name} is counted with {product.unit.decimals} decimals.",
            {"quantity": f"{stock.quantity:f}", "decimals": product.unit.decimals},
        )
    implementation(IOpeningStock).receive_opening_stock(
        business=product.business_id,
        location_id=stock.location_id,
        product_id=product.pk,
        quantity=stock.quantity,
        unit_cost=stock.unit_cost,
        user_id=actor.user_id,
    ).unwrap()


def _log(product: Product, event_type: str, actor: Actor, **event_data: object) -> None:
    AuditLog.log_event(
        event_type, business=product.business_id, actor=actor, event_data={"product_id": str(product.pk), **event_data}
    )

"""Layouts: where favourites stand on a till's grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location, Terminal
from optimapos.products.models import Product, ProductPackaging
from optimapos.tills.locks import lock_layout
from optimapos.tills.models import TillLayout, TillTile
from optimapos.tills.selectors.layouts import layouts_of


@dataclass(frozen=True, slots=True)
class Tile:
    """What stands at a place."""

    place: int
    product_id: UUID
    packaging_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab with its tiles."""

    name: str
    tiles: Sequence[Tile] = ()


class LayoutFields(TypedDict, total=False):
    """What a caller may set. With neither `storefront` nor `terminal` a layout is for all tills."""

    name: str
    storefront: Location | None
    terminal: Terminal | None
    tabs: Sequence[Tab]


class LayoutService:
    """Arranges favourites."""

    @staticmethod
    @operation
    def create_layout(*, business: BusinessRef, actor: Actor, fields: LayoutFields) -> Result[TillLayout]:
        """Make a layout.

        Refuses: DUPLICATE_LAYOUT, LAYOUT_OF_TWO_PLACES, PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, TILES_OVERLAP.
        """
        row = TillLayout(business_id=business_id_of(business))
        return LayoutService._put(row, actor, fields, "created")

    @staticmethod
    @operation
    def update_layout(
        *, business: BusinessRef, actor: Actor, layout_id: UUID, fields: LayoutFields
    ) -> Result[TillLayout]:
        """Change a layout; `tabs` replace all that it had.

        Refuses: NOT_FOUND, and as `create_layout`.
        """
        return LayoutService._put(_locked(actor, layout_id), actor, fields, "updated")

    @staticmethod
    @operation
    def delete_layout(*, business: BusinessRef, actor: Actor, layout_id: UUID) -> Result[None]:
        """Delete a layout: tills show the next one that is for them.

        Refuses: NOT_FOUND.
        """
        row = _locked(actor, layout_id)
        _log(row, actor, "deleted")
        row.delete()
        return Result.success(None)

    @staticmethod
    def _put(row: TillLayout, actor: Actor, fields: LayoutFields, what: str) -> Result[TillLayout]:
        tabs = fields.get("tabs")
        if tabs is not None:
            _check(row.business_id, tabs)
            row.tabs = [tab.name for tab in tabs]
        for name in ("name", "storefront", "terminal"):
            if name in fields:
                setattr(row, name, fields[name])
        row.save()
        if tabs is not None:
            TillTile.objects.for_business(row.business_id).filter(layout=row).delete()
            TillTile.objects.for_business(row.business_id).bulk_create(_tiles(row, tabs))
        _log(row, actor, what)
        return Result.success(row)


def _locked(actor: Actor, layout_id: UUID) -> TillLayout:
    row = lock_layout(actor, layout_id) if layouts_of(actor).filter(pk=layout_id).exists() else None
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such layout.")
    return row


def _tiles(row: TillLayout, tabs: Sequence[Tab]) -> list[TillTile]:
    return [
        TillTile(
            business_id=row.business_id,
            layout=row,
            tab=number,
            place=tile.place,
            product_id=tile.product_id,
            packaging_id=tile.packaging_id,
        )
        for number, tab in enumerate(tabs)
        for tile in tab.tiles
    ]


def _check(business: UUID, tabs: Sequence[Tab]) -> None:
    tiles = [tile for tab in tabs for tile in tab.tiles]
    if any(len({tile.place for tile in tab.tiles}) < len(tab.tiles) for tab in tabs):
        raise DomainError("TILES_OVERLAP", "Two tiles stand at the same place.")
    products = {tile.product_id for tile in tiles}
    known = Product.objects.for_business(business).filter(pk__in=products).values_list("pk", flat=True)
    if missing := sorted(str(each) for each in products - set(known)):
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.", {"products": missing})
    wanted = {(tile.packaging_id, tile.product_id) for tile in tiles if tile.packaging_id}
    rows = ProductPackaging.objects.for_business(business).filter(pk__in=[each for each, _ in wanted])
    if gone := sorted(str(each) for each, _ in wanted - set(rows.values_list("pk", "product_id"))):
        raise DomainError("PACKAGING_NOT_FOUND", "The product has no such packaging.", {"packagings": gone})


def _log(row: TillLayout, actor: Actor, what: str) -> None:
    data: dict[str, Any] = {"id": str(row.pk)}
    place = row.storefront_id
    AuditLog.log_event(f"till_layout.{what}", business=row.business_id, actor=actor, location_id=place, event_data=data)

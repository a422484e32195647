"""Pages of the catalog, written by its services."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from optimapos.core.actors import Capability
from optimapos.organization.admin import BusinessAdmin, Desk, LedgerInline, register
from optimapos.products.models import Product, ProductBarcode, ProductPackaging, ProductPicture
from optimapos.products.services import BarcodeService, PackagingService, PictureService, ProductService
from optimapos.products.types import PictureSize, picture_url


class CatalogPages(BusinessAdmin):
    """Seen by those who see the catalog, changed by those who keep it; the services write the audit log."""

    view_capability = Capability.PRODUCT_VIEW
    change_capability = Capability.PRODUCT_MANAGE
    is_audited_by_its_service = True


class PackagingsOfProduct(LedgerInline):
    """The packagings of a product; each has a page of its own."""

    model = ProductPackaging
    view_capability = Capability.PRODUCT_VIEW
    fields = ("name", "factor_num", "factor_den", "is_active")


class BarcodesOfProduct(LedgerInline):
    """The barcodes of a product and its packagings."""

    model = ProductBarcode
    view_capability = Capability.PRODUCT_VIEW
    fields = ("code", "packaging")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their packagings."""
        return super().get_queryset(request).select_related("packaging")


@register(Product)
class ProductPages(CatalogPages):
    """Products. The life cycle moves by the API, which knows what each stage permits."""

    list_display = ("sku", "name", "group", "brand", "unit", "life_cycle")
    list_select_related = ("group", "brand", "unit")
    list_filter = ("life_cycle", "kind")
    search_fields = ("sku", "name", "plu", "barcodes__code")
    ordering = ("name", "id")
    readonly_fields = ("life_cycle", "created_at", "updated_at")
    inlines = (PackagingsOfProduct, BarcodesOfProduct)

    def create(self, desk: Desk, record: Any, fields: Any) -> Product:
        """By the service; an empty SKU draws the next number."""
        return ProductService.create_product(business=desk.business, actor=desk.actor, fields=fields).unwrap()

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        ProductService.update_product(
            business=desk.business, product_id=record.pk, actor=desk.actor, fields=fields
        ).unwrap()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """An SKU may be left out."""
        form = super().get_form(request, obj, change=change, **options)
        if not change and "sku" in form.base_fields:
            form.base_fields["sku"].required = False
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a product is archived."""
        return False


@register(ProductPackaging)
class PackagingPages(CatalogPages):
    """Packagings; the factor stays once something was sold in it."""

    list_display = ("product", "name", "factor_num", "factor_den", "is_active")
    list_select_related = ("product",)
    list_filter = ("is_active",)
    search_fields = ("name", "product__name", "product__sku")
    readonly_fields = ("product", "created_at", "updated_at")

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        PackagingService.change_packaging(
            business=desk.business,
            product_id=record.product_id,
            packaging_id=record.pk,
            actor=desk.actor,
            fields=fields,
        ).unwrap()

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service."""
        PackagingService.remove_packaging(
            business=desk.business, product_id=record.product_id, packaging_id=record.pk, actor=desk.actor
        ).unwrap()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is added by the API, with its barcodes and price."""
        return False


@register(ProductBarcode)
class BarcodePages(CatalogPages):
    """Barcodes: added and deleted, never changed."""

    list_display = ("code", "product", "packaging")
    list_select_related = ("product", "packaging")
    search_fields = ("code",)
    autocomplete_fields = ("product", "packaging")

    def create(self, desk: Desk, record: Any, fields: Any) -> ProductBarcode:
        """By the service."""
        packaging = fields["packaging"]
        return BarcodeService.add_barcode(
            business=desk.business,
            product_id=fields["product"].pk,
            actor=desk.actor,
            code=fields["code"],
            packaging_id=packaging.pk if packaging else None,
        ).unwrap()

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service."""
        BarcodeService.remove_barcode(
            business=desk.business, product_id=record.product_id, barcode_id=record.pk, actor=desk.actor
        ).unwrap()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who keep the catalog."""
        return super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who keep the catalog."""
        return super().has_change_permission(request)


@register(ProductPicture)
class PicturePages(CatalogPages):
    """Pictures: described and removed here; they are brought by the API, which draws them."""

    list_display = ("product", "position", "alt_text", "width", "height", "removed_at")
    list_select_related = ("product",)
    search_fields = ("alt_text", "product__name", "product__sku")
    ordering = ("product", "position")
    fields = ("product", "picture", "alt_text", "position", "width", "height", "size", "removed_at")
    readonly_fields = ("product", "picture", "position", "width", "height", "size", "removed_at")

    def picture(self, record: ProductPicture) -> str:
        """What it shows."""
        return format_html('<img src="{}" alt="">', picture_url(record.address, PictureSize.SMALL))

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        PictureService.change_picture(
            business=desk.business,
            product_id=record.product_id,
            picture_id=record.pk,
            actor=desk.actor,
            fields=fields,
        ).unwrap()

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service."""
        PictureService.remove_picture(
            business=desk.business,
            product_id=record.product_id,
            picture_id=record.pk,
            actor=desk.actor,
            at=timezone.now(),
        ).unwrap()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who keep the catalog; not what was removed."""
        return super().has_change_permission(request) and (obj is None or obj.removed_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As changing."""
        return self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

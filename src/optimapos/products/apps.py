"""The products app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class ProductsConfig(AppConfig):
    """The catalog."""

    name = "optimapos.products"
    label = "products"
    verbose_name = "The catalog"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("product_sku_unique", "DUPLICATE_SKU", "A product with this SKU exists already.")
        register_constraint("product_plu_unique", "DUPLICATE_PLU", "A product with this PLU exists already.")
        register_constraint("product_service_has_no_stock", "SERVICE_HAS_NO_STOCK", "No stock is kept of a service.")
        register_constraint(
            "product_serials_need_stock", "SERVICE_HAS_NO_STOCK", "Serial numbers need stock to be kept."
        )
        register_constraint(
            "packaging_name_unique", "DUPLICATE_PACKAGING", "The product has a packaging of this name already."
        )
        register_constraint(
            "packaging_factor_bounded", "BAD_FACTOR", "A factor is a fraction of numbers from 1 to 1,000,000."
        )
        register_constraint("barcode_unique", "DUPLICATE_BARCODE", "Another product has this barcode already.")

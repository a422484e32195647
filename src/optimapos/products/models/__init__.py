"""Tables of the catalog."""

from optimapos.products.models.products import Product, ProductBarcode, ProductPackaging, ProductPicture

__all__ = ["Product", "ProductBarcode", "ProductPackaging", "ProductPicture"]

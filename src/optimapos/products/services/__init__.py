"""Writes to the catalog."""

from optimapos.products.services.packagings import BarcodeService, PackagingService
from optimapos.products.services.pictures import PictureService
from optimapos.products.services.products import ProductService

__all__ = ["BarcodeService", "PackagingService", "PictureService", "ProductService"]

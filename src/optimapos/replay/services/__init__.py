"""Writes of a replay: the shop, its catalog, its stock and its tills. Each can be repeated and adds what is missing."""

from optimapos.replay.services.catalog import CatalogImport
from optimapos.replay.services.shop import ShopImport
from optimapos.replay.services.stock import StockImport
from optimapos.replay.services.tills import TillService

__all__ = ["CatalogImport", "ShopImport", "StockImport", "TillService"]

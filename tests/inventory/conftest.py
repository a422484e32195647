"""Fixtures: another location, and shelves to move."""

import pytest

from optimapos.organization.models import Location
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.documents import make_place
from tests.inventory.ledger import Shelf


@pytest.fixture
def place(shop: Shop) -> Location:
    """Where the goods go."""
    return make_place(shop)


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    """Tea, counted in whole pieces: 10 at 5.00."""
    shelf = Shelf(shop, make_product(shop, "Tea", stock=None, sku="TEA"))
    shelf.receive("10", "5").unwrap()
    return shelf


@pytest.fixture
def phones(shop: Shop) -> Shelf:
    """Phones with the serial numbers A1, A2 and A3."""
    shelf = Shelf(shop, make_product(shop, "Phone", stock=None, sku="PHONE", tracks_serials=True))
    shelf.receive("3", "90", serials=("A1", "A2", "A3")).unwrap()
    return shelf

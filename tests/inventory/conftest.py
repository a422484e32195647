"""Fixtures: another location."""

import pytest

from optimapos.organization.models import Location
from tests.factories.organization import Shop
from tests.inventory.documents import make_place


@pytest.fixture
def place(shop: Shop) -> Location:
    """Where the goods go."""
    return make_place(shop)

"""Layouts and rules for codes, made through the services."""

from typing import Any

from optimapos.products.models import Product
from optimapos.tills.models import TillLayout
from optimapos.tills.rules.codes import DEFAULT_PATTERNS
from optimapos.tills.services import CodeRuleService, LayoutService, Tab, Tile
from tests.factories.organization import Shop


def make_layout(shop: Shop, product: Product, **where: Any) -> TillLayout:
    """A layout with one tile."""
    fields: Any = {"name": "Favourites", "tabs": [Tab("All", [Tile(0, product.pk)])], **where}
    return LayoutService.create_layout(business=shop.business, actor=shop.owner, fields=fields).unwrap()


def set_code_rules(shop: Shop) -> None:
    """The rules that a business starts with, as its own."""
    CodeRuleService.set_rules(business=shop.business, actor=shop.owner, rules=DEFAULT_PATTERNS).unwrap()

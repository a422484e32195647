"""Inconsistencies of a product's prices and taxes."""

from collections.abc import Iterator

from optimapos.products.rules.facts import Finding, PriceFacts, ProductFacts, Severity
from optimapos.products.types import EDITABLE, SELLABLE


def _severity(product: ProductFacts) -> Severity:
    return Severity.ERROR if product.life_cycle in SELLABLE else Severity.WARNING


def no_price(product: ProductFacts) -> Iterator[Finding]:
    """Nothing, or not everywhere, to sell it at."""
    if product.life_cycle not in EDITABLE or not product.locations_without_price:
        return
    places = list(product.locations_without_price)
    if product.prices:
        sentence = f"There is no price at {', '.join(places)}."
        yield Finding("NO_PRICE_AT_LOCATION", _severity(product), sentence, {"locations": places})
    else:
        yield Finding("NO_PRICE", _severity(product), "There is no price.", {"locations": places})


def no_tax_rate(product: ProductFacts) -> Iterator[Finding]:
    """A tax category without a rate for today."""
    if product.life_cycle not in EDITABLE or not product.locations_without_rate:
        return
    places = list(product.locations_without_rate)
    sentence = f"Its tax category has no rate for today at {', '.join(places)}."
    yield Finding("NO_TAX_RATE", _severity(product), sentence, {"locations": places})


def free_of_charge(product: ProductFacts) -> Iterator[Finding]:
    """A price of zero."""
    for price in product.prices:
        if price.price == 0:
            yield Finding(
                "PRICE_IS_ZERO", Severity.WARNING, f"The price is 0{_where(price)}.", {"location": price.location}
            )


def floor_above_price(product: ProductFacts) -> Iterator[Finding]:
    """A lowest price above the price itself."""
    for price in product.prices:
        compared = price.on_basis(product.floor_includes_tax)
        if product.floor_price is not None and compared is not None and product.floor_price > compared:
            yield Finding(
                "FLOOR_ABOVE_PRICE",
                Severity.ERROR,
                f"The floor price {product.floor_price.normalize():f} is above the price "
                f"{compared.normalize():f}{_where(price)}.",
                {"floor_price": f"{product.floor_price:f}", "price": f"{compared:f}", "location": price.location},
            )


def printed_price_differs(product: ProductFacts) -> Iterator[Finding]:
    """A medicine that is not sold at the price on its box."""
    for price in product.prices:
        compared = price.on_basis(True)
        if product.prix_br is not None and compared is not None and product.prix_br != compared:
            yield Finding(
                "PRINTED_PRICE_DIFFERS",
                Severity.WARNING,
                f"The price on the box is {product.prix_br.normalize():f}, with tax it sells at "
                f"{compared.normalize():f}{_where(price)}.",
                {"prix_br": f"{product.prix_br:f}", "price": f"{compared:f}", "location": price.location},
            )


def _where(price: PriceFacts) -> str:
    return f" at {price.location}" if price.location else ""

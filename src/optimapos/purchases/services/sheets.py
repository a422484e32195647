"""Working out lines: what they name is read at once, then each becomes columns, then all are written.

The number of statements does not grow with the lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import ProtectedError

from optimapos.core.quantities import QUANTITY_LIMIT, has_at_most_places, shown, to_base_quantity
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.products.models import Product, ProductPackaging
from optimapos.products.types import PURCHASABLE
from optimapos.purchases.models import PurchaseDocument, PurchaseLine
from optimapos.purchases.rules.amounts import net_amount, total
from optimapos.purchases.rules.price_lists import ListedPrice, price_for
from optimapos.purchases.selectors.price_lists import listed_prices
from optimapos.purchases.types import NewLine

L = TypeVar("L", bound=PurchaseLine)
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a document's lines are worked out with."""

    currency: str
    products: Mapping[UUID, Product]
    packagings: Mapping[UUID, ProductPackaging]
    listed: Mapping[UUID, Sequence[ListedPrice]] = field(default_factory=dict)

    def columns(
        self, line_no: int, line: NewLine, unit_price: Decimal | None, factor: tuple[int, int] | None = None
    ) -> Columns:
        """The columns that every line has, with an amount where there is a price. `factor`: what a package held when it was
        received, None: what it holds now.

        Refuses: BAD_QUANTITY, QUANTITY_TOO_PRECISE, AMOUNT_TOO_LARGE.
        """
        factor_num, factor_den = factor or self.factor(line)
        price = Decimal(0) if unit_price is None else unit_price
        return {
            "id": line.line_id,
            "line_no": line_no,
            "product_id": line.product_id,
            "packaging_id": line.packaging_id,
            "factor_num": factor_num,
            "factor_den": factor_den,
            "quantity": line.quantity,
            "base_qty": self._base_quantity(line_no, line, factor_num, factor_den),
            "unit_price": unit_price,
            "discount_percent": line.discount_percent,
            "tax_rate": line.tax_rate,
            "net_amount": net_amount(line.quantity, price, line.discount_percent, self.currency),
        }

    def factor(self, line: NewLine) -> tuple[int, int]:
        """How many base units the line's package holds, as a fraction."""
        if line.packaging_id is None:
            return 1, 1
        packaging = self.packagings[line.packaging_id]
        return packaging.factor_num, packaging.factor_den

    def price(self, line: NewLine) -> Decimal | None:
        """The price that the caller gave, or what the price list says."""
        if line.unit_price is not None:
            return line.unit_price
        return price_for(self.listed.get(line.product_id, ()), line.packaging_id, *self.factor(line))

    def needed_price(self, line_no: int, line: NewLine) -> Decimal:
        """The price, where there has to be one.

        Refuses: NO_PRICE (data: line, product).
        """
        price = self.price(line)
        if price is None:
            sku = self.products[line.product_id].sku
            msg = f"Line {line_no}: the supplier's price list has no price of {sku} in {self.currency}. Give one."
            raise DomainError("NO_PRICE", msg, {"line": line_no, "product": str(line.product_id)})
        return price

    def check_purchasable(self) -> None:
        """Whether all products may be bought.

        Refuses: PRODUCT_NOT_PURCHASABLE (data: products).
        """
        check_purchasable((product.sku, product.life_cycle) for product in self.products.values())

    def _base_quantity(self, line_no: int, line: NewLine, factor_num: int, factor_den: int) -> Decimal:
        if not 0 < line.quantity < QUANTITY_LIMIT:
            raise _bad_quantity(line_no, line)
        base = to_base_quantity(line.quantity, factor_num, factor_den)
        decimals = self.products[line.product_id].unit.decimals
        if base is None or not has_at_most_places(base, decimals):
            msg = f"Line {line_no}: {self.products[line.product_id].sku} is counted with {decimals} decimals."
            raise DomainError("QUANTITY_TOO_PRECISE", msg, {"line": line_no, "decimals": decimals})
        if base >= QUANTITY_LIMIT:
            raise _bad_quantity(line_no, line)
        return base


def sheet_for(
    business: BusinessRef,
    lines: Sequence[NewLine],
    *,
    currency: str,
    on: date,
    supplier_id: UUID | None,
    kept_packagings: frozenset[UUID] = frozenset(),
) -> Sheet:
    """Read what lines name. Packagings out of use are taken only where the document (or the order behind it) has them
    already: `kept_packagings`.

    Refuses: PRODUCT_NOT_FOUND (data: products), PACKAGING_NOT_FOUND (data: packagings).
    """
    wanted = {line.product_id for line in lines}
    rows = Product.objects.for_business(business).filter(pk__in=wanted).select_related("unit")
    products = {product.pk: product for product in rows}
    if missing := sorted(str(product) for product in wanted - products.keys()):
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.", {"products": missing})
    listed: dict[UUID, list[ListedPrice]] = {}
    if supplier_id and any(line.unit_price is None for line in lines):
        listed = listed_prices(business, wanted, on=on, supplier_id=supplier_id, currency=currency)
    return Sheet(currency, products, _packagings(business, lines, kept_packagings), listed)


def check_purchasable(stages: Iterable[tuple[str, str]]) -> None:
    """Whether products may be bought, by SKU and stage: only new and active ones.

    Refuses: PRODUCT_NOT_PURCHASABLE (data: products).
    """
    unfit = sorted({sku for sku, stage in stages if stage not in PURCHASABLE})
    if unfit:
        msg = f"Only new and active products are bought: {', '.join(unfit)}."
        raise DomainError("PRODUCT_NOT_PURCHASABLE", msg, {"products": unfit})


def replace_lines(document: PurchaseDocument, model: type[L], parent: str, columns: Sequence[Columns]) -> list[L]:
    """Make these the lines of a document, which is locked, and its amount their sum. A line whose `id` the document has is
    changed, one without is new, the others go.

    Refuses: NOT_FOUND (data: lines) for an id that is no line of the document, IN_USE, AMOUNT_TOO_LARGE.
    """
    own = model.objects.for_business(document.business_id).filter(**{parent: document.pk})
    before = set(own.values_list("pk", flat=True))
    asked = [row["id"] for row in columns if row.get("id")]
    if strange := sorted(str(line) for line in set(asked) - before):
        raise DomainError("NOT_FOUND", "The document has no such line.", {"lines": strange})
    if len(set(asked)) != len(asked):
        raise DomainError("VALIDATION_FAILED", "A line is named twice.", {"field": "lines"})
    lines = [_line(document, model, parent, row) for row in columns]
    try:
        own.exclude(pk__in=asked).delete()
    except ProtectedError as error:
        raise DomainError("IN_USE", "Goods were received of a line, so it can't be taken away.") from error
    kept = [line for line in lines if line.pk in before]
    if kept:
        names = {name for row in columns for name in row if name != "id"}
        own.bulk_update(kept, sorted(names))
    own.bulk_create([line for line in lines if line.pk not in before])
    document.net_amount = total(line.net_amount for line in lines)
    return lines


def _line(document: PurchaseDocument, model: type[L], parent: str, row: Columns) -> L:
    given = {name: value for name, value in row.items() if name != "id" or value is not None}
    return model(business_id=business_id_of(document.business_id), **{f"{parent}_id": document.pk}, **given)


def _packagings(business: BusinessRef, lines: Sequence[NewLine], kept: frozenset[UUID]) -> dict[UUID, ProductPackaging]:
    wanted = {line.packaging_id for line in lines if line.packaging_id}
    if not wanted:
        return {}
    rows = ProductPackaging.objects.for_business(business).filter(pk__in=wanted)
    found = {row.pk: row for row in rows if row.is_active or row.pk in kept}
    wrong = {
        str(line.packaging_id)
        for line in lines
        if line.packaging_id
        and (line.packaging_id not in found or found[line.packaging_id].product_id != line.product_id)
    }
    if wrong:
        msg = "The product has no such packaging in use."
        raise DomainError("PACKAGING_NOT_FOUND", msg, {"packagings": sorted(wrong)})
    return found


def _bad_quantity(line_no: int, line: NewLine) -> DomainError:
    msg = f"Line {line_no}: a quantity is above 0 and below {QUANTITY_LIMIT:f}."
    return DomainError("BAD_QUANTITY", msg, {"line": line_no, "quantity": shown(line.quantity)})

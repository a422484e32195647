"""What a replay is made of: the draft as a rule, what ran beside it, and the lines as they were sold."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connections
from django.db.models import Q

from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.pricing.models import PriceList, PriceListRow, Promotion, PromotionStatus, PromotionTarget
from optimapos.pricing.selectors import below_of, terms_of
from optimapos.pricing.types import BASKET_KINDS, PromotionTerms
from optimapos.sales.rules.drafts import BasketDraft, KnownPromotion, PriceListDraft, PromotionDraft
from optimapos.sales.rules.simulation import Lists, SoldLine, SoldSale
from optimapos.sales.sql.simulation import SOLD_LINES

OF_SALE = 10
"""So many columns of `SOLD_LINES` are the sale's."""


def promotion_draft(promotion: Promotion, since: datetime) -> PromotionDraft | BasketDraft:
    """A promotion as a rule, in up to six queries."""
    business = promotion.business_id
    targets = list(PromotionTarget.objects.for_business(business).filter(promotion=promotion))
    terms = terms_of(promotion, targets, below_of(business, targets))
    if terms.kind in BASKET_KINDS:
        return BasketDraft(terms, _baskets_since(business, since))
    return PromotionDraft(terms, _known_promotions(business, since))


def _baskets_since(business: UUID, since: datetime) -> dict[str, PromotionTerms]:
    """Promotions of baskets that ran since then, in three queries."""
    rows = list(Promotion.objects.for_business(business).filter(_ran("", "ends_at", since), kind__in=BASKET_KINDS))
    targets = list(PromotionTarget.objects.for_business(business).filter(promotion__in=rows))
    below = below_of(business, targets)
    return {
        str(row.pk): terms_of(row, [target for target in targets if target.promotion_id == row.pk], below)
        for row in rows
    }


def price_list_draft(price_list: PriceList, since: datetime, lists: Lists) -> PriceListDraft:
    """A price list as a rule, in two queries."""
    rows = PriceListRow.objects.for_business(price_list.business_id).filter(price_list=price_list)
    return PriceListDraft(
        reference=str(price_list.pk),
        name=price_list.name,
        sale_type=price_list.sale_type,
        valid_from=price_list.valid_from,
        includes_tax=price_list.includes_tax,
        prices={(row.product_id, row.packaging_id): row.price for row in rows},
        known=_known_promotions(price_list.business_id, since),
        lists=lists,
    )


def lists_since(business: BusinessRef, since: datetime) -> Lists:
    """The rows of lists that were in force since then."""
    rows = PriceListRow.objects.for_business(business).filter(_ran("price_list__", "valid_until", since))
    columns = ("price_list_id", "price_list__name", "price_list__sale_type", "price_list__valid_from", "packaging_id")
    return {
        str(pk): (str(price_list), name, sale_type, valid_from, packaging is not None)
        for pk, price_list, name, sale_type, valid_from, packaging in rows.values_list("pk", *columns)
    }


def sold_lines(
    business: BusinessRef, *, locations: Sequence[UUID], days: int, at: datetime, limit: int
) -> Iterator[list[SoldLine]]:
    """The lines of completed sales of the last `days` business days of each place, a list for each sale, newest sales first.

    One more line than `limit` is asked for, so that the caller sees whether there are more.
    """
    asked: dict[str, Any] = {
        "business": business_id_of(business),
        "locations": list(locations),
        "days": days,
        "at": at,
        "limit": limit + 1,
    }
    with connections[APP].cursor() as cursor:
        cursor.execute(SOLD_LINES, asked)
        sale: list[SoldLine] = []
        for row in cursor:
            if sale and sale[0].sale.id != row[0]:
                yield sale
                sale = []
            head: list[Any] = [*row[: OF_SALE - 1], tuple(row[OF_SALE - 1])]
            columns: list[Any] = [sale[0].sale if sale else SoldSale(*head), *row[OF_SALE:-1], _steps(row[-1])]
            sale.append(SoldLine(*columns))
        if sale:
            yield sale


def _steps(column: str) -> Any:
    found = orjson.loads(column)
    return found if isinstance(found, list) else []


def _known_promotions(business: BusinessRef, since: datetime) -> dict[str, KnownPromotion]:
    rows = Promotion.objects.for_business(business).filter(_ran("", "ends_at", since))
    return {
        str(pk): KnownPromotion(kind, value, priority)
        for pk, kind, value, priority in rows.values_list("pk", "kind", "value", "priority")
    }


def _ran(path: str, end: str, since: datetime) -> Q:
    """What was ever approved and had not ended a day before `since`: sales that came late were priced by it, too."""
    over = Q(**{f"{path}{end}": None}) | Q(**{f"{path}{end}__gt": since - timedelta(days=1)})
    return over & ~Q(**{f"{path}status": PromotionStatus.DRAFT})

"""What the ledger holds of the chosen baskets: the truth that the account is closed against, not the answers."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Sum

from optimapos.core.tenancy import tenant_scope
from optimapos.replay.rules.identity import sale_id
from optimapos.replay.types import Basket, Tally
from optimapos.sales.models import Sale
from optimapos.sales.types import SaleOrigin


def sold_baskets(business_id: UUID, baskets: Sequence[Basket]) -> dict[int, Tally]:
    """The completed sales of `baskets` by basket number, with their lines and money. One query.

    A sale whose lines do not sum to its total counts with a baskets figure of 0, so that it shows in the account.
    """
    if not baskets:
        return {}
    numbers = {sale_id(business_id, basket.number, basket.at): basket.number for basket in baskets}
    with tenant_scope(business_id):
        rows = (
            Sale.objects.for_business(business_id)
            .filter(
                origin=SaleOrigin.IMPORT,
                completed_at__isnull=False,
                occurred_at__gte=min(basket.at for basket in baskets),
                occurred_at__lte=max(basket.at for basket in baskets),
            )
            .annotate(lines=Count("sale_items"), gross=Sum("sale_items__gross"))
            .values_list("id", "total_amount", "amount_paid", "lines", "gross")
        )
        return {
            numbers[key]: Tally(int(total == paid == gross), lines, int(total * 100))
            for key, total, paid, lines, gross in rows
            if key in numbers
        }

"""How many statements does a whole refund send, and what does one of 200 lines cost beside one of 20?"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from bench.arena import Arena
from bench.inside import inside, seconds
from bench.load import Load, run_load
from bench.measure import Figures, Findings, Plan
from bench.shop import BASE, Shop

BACK = "shop_refunds"
LINES = (20, 200)


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Sales over HTTP; then each is asked back, approved and processed in this process, in turn."""
    arena.close(BASE)
    arena.copy(BASE, BACK)
    times = plan.rounds * 2 + 1
    for lines in LINES:
        for seed in range(times):
            run_load(Load("checkout", arena.address(BACK), shop.tills(1), 0, 0, seed, {"lines": lines}))
    figures = [Figures("refunds", f"a refund of {lines} lines", 1) for lines in LINES]
    counted: dict[str, list[int]] = {mine.subject: [] for mine in figures}
    with inside(arena, BACK):
        sales = [_sales(shop, lines) for lines in LINES]
        for number, of_round in enumerate(zip(*sales, strict=True)):
            for mine, sale in zip(figures, of_round, strict=True):
                statements, spent = _give_back(shop, sale)
                if number:  # the first opens connections
                    mine.rates.append(1 / spent)
                    counted[mine.subject].append(statements)
    figures[1].rival = figures[0].subject
    figures[1].of_rival = [mine / theirs for mine, theirs in zip(figures[1].rates, figures[0].rates, strict=True)]
    return Findings(figures, {"statements": {subject: sorted(set(each)) for subject, each in counted.items()}})


def _sales(shop: Shop, lines: int) -> list[UUID]:
    from django.db.models import Count  # noqa: PLC0415 - Django is set up by then

    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.sales.models import Sale  # noqa: PLC0415 - Django is set up by then

    business = UUID(shop.business_id)
    with tenant_scope(business):
        rows = Sale.objects.for_business(business).annotate(lines=Count("sale_items")).filter(lines=lines)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def _give_back(shop: Shop, sale_id: UUID) -> tuple[int, float]:
    """Statements and seconds of processing alone."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by then
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django is set up by then

    from optimapos.core.tenancy import APP  # noqa: PLC0415 - Django is set up by then
    from optimapos.refunds.services import RefundService  # noqa: PLC0415 - Django is set up by then

    who: dict[str, Any] = {"business": UUID(shop.business_id), "actor": _owner(shop), "at": datetime.now(UTC)}
    refund = RefundService.request_refund(sale_id=sale_id, asked=_everything(shop, sale_id), **who).unwrap()
    RefundService.approve(refund_id=refund.pk, **who).unwrap()
    with CaptureQueriesContext(connections[APP]) as captured:
        spent = seconds(lambda: RefundService.process_refund(refund_id=refund.pk, **who).unwrap())
    return len(captured), spent


def _owner(shop: Shop) -> Any:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.models import Membership  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then

    business = UUID(shop.business_id)
    with tenant_scope(business):
        member = Membership.objects.for_business(business).get(role__code="owner")
    return actor_of_member(business, member.pk)


def _everything(shop: Shop, sale_id: UUID) -> Any:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.refunds.types import Asked, AskedItem, RefundMethod, RefundReason  # noqa: PLC0415 - the same
    from optimapos.sales.models import SaleItem  # noqa: PLC0415 - Django is set up by then

    business = UUID(shop.business_id)
    with tenant_scope(business):
        rows = SaleItem.objects.for_business(business).filter(sale_id=sale_id).values_list("pk", "quantity")
        items = tuple(AskedItem(line, Decimal(quantity)) for line, quantity in rows)
    return Asked(RefundMethod.CASH, RefundReason.OTHER, items)

"""Prices that follow costs when two act at once: one proposal waits, it is applied once, and the newest cost counts."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections

from optimapos.core.ids import UUID
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.nomenclatures.services import StatusManager
from optimapos.organization.services import LocationService
from optimapos.pricing.models import PriceProposal, ProductPrice
from optimapos.pricing.services import PriceProposalService, PricingService, following, prices, proposals
from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.factories.pricing import make_markup_price
from tests.purchases.desks import RECEIPTS, created, line

PATIENCE = 2.0
# How long the second is given to get past a lock that is not there.
Work = Callable[[], Result[Any]]


def one_in_the_other(shop: Shop, first: Work, second: Work) -> list[str]:
    """The answers, when the second begins before the first has committed."""
    later: list[Future[Result[Any]]] = []

    def closing(work: Work) -> Result[Any]:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:

        def begun() -> Result[Any]:
            result = first()
            later.append(pool.submit(closing, second))
            time.sleep(PATIENCE)
            return result

        done = pool.submit(closing, lambda: run_operation(shop.business, begun)).result()
        return [done.code, later[0].result().code]


def drafts(shop: Shop, product: Product) -> list[str]:
    """A receipt at 5.00 in one storefront and one at 6.00 in another, drafts, of two suppliers, whose locks come first."""
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    other = make_till(shop.business, place, shop.owner, code="T9", role="manager")
    found = []
    for till, price in ((shop.manager_till, "5.00"), (other, "6.00")):
        body = {"location": str(till.actor.terminal_location_id), "supplier": str(make_supplier(shop).pk)}
        found.append(created(till, RECEIPTS, {**body, "lines": [line(product, "10", price)]})["id"])
    return found


def completing(shop: Shop, receipt: str) -> Work:
    return lambda: StatusManager.transition(
        business=shop.business,
        kind="DELIVERY",
        document_id=UUID(receipt),
        to_status="completed",
        actor=shop.owner,
        at=datetime.now(UTC),
    )


def applying(shop: Shop, proposal: UUID) -> Work:
    return lambda: PriceProposalService.apply_proposals(
        business=shop.business, actor=shop.owner, proposal_ids=[proposal], at=datetime.now(UTC)
    )


def setting(shop: Shop, product: Product) -> Work:
    return lambda: PricingService.set_base_price(
        business=shop.business, product_id=product.pk, price=Decimal(9), includes_tax=False
    )


def told(shop: Shop) -> list[tuple[str, Decimal]]:
    with shop.scope():
        rows = PriceProposal.objects.for_business(shop.id).order_by("pk")
        return list(rows.values_list("status", "proposed_price"))


def followed(shop: Shop) -> Product:
    product = make_product(shop, cost="4.00")
    make_markup_price(shop, product, includes_tax=False)
    return product


def waiting(shop: Shop) -> UUID:
    """A proposal for a product."""
    done = completing(shop, drafts(shop, followed(shop))[0])()
    assert done.ok, done
    with shop.scope():
        return PriceProposal.objects.for_business(shop.id).get().pk


def test_two_receipts_at_once_leave_one_proposal_at_the_newest_cost(shop: Shop) -> None:
    here, there = drafts(shop, followed(shop))
    assert one_in_the_other(shop, completing(shop, here), completing(shop, there)) == ["", ""]
    assert told(shop) == [("WITHDRAWN", Decimal("7.5")), ("PROPOSED", Decimal(9))]


def test_without_the_lock_the_second_receipt_runs_into_the_first_ones_proposal(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(following, "lock_prices", lambda *_: None)
    here, there = drafts(shop, followed(shop))
    with pytest.raises(IntegrityError, match="price_proposal_one_waits"):
        one_in_the_other(shop, completing(shop, here), completing(shop, there))


def test_a_proposal_that_two_apply_at_once_is_applied_once(shop: Shop) -> None:
    proposal = waiting(shop)
    assert one_in_the_other(shop, applying(shop, proposal), applying(shop, proposal)) == ["", "PROPOSAL_DECIDED"]
    with shop.scope():
        assert ProductPrice.objects.for_business(shop.id).filter(price=Decimal("7.5")).count() == 1


def test_without_the_locks_it_is_applied_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""

    def read(business: Any, ids: Any) -> list[PriceProposal]:
        return list(PriceProposal.objects.for_business(business).filter(pk__in=ids))

    monkeypatch.setattr(proposals, "lock_prices", lambda *_: None)
    monkeypatch.setattr(proposals, "lock_proposals", read)
    proposal = waiting(shop)
    assert one_in_the_other(shop, applying(shop, proposal), applying(shop, proposal)) == ["", ""]
    with shop.scope():
        assert ProductPrice.objects.for_business(shop.id).filter(price=Decimal("7.5")).count() == 2


def test_a_price_set_while_a_receipt_is_booked_withdraws_its_proposal(shop: Shop) -> None:
    product = followed(shop)
    (receipt, _) = drafts(shop, product)
    assert one_in_the_other(shop, completing(shop, receipt), setting(shop, product)) == ["", ""]
    assert told(shop) == [("WITHDRAWN", Decimal("7.5"))]


def test_without_the_lock_the_proposal_waits_for_a_price_that_is_gone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(prices, "lock_price_history", lambda *_: None)
    product = followed(shop)
    (receipt, _) = drafts(shop, product)
    assert one_in_the_other(shop, completing(shop, receipt), setting(shop, product)) == ["", ""]
    assert told(shop) == [("PROPOSED", Decimal("7.5"))]

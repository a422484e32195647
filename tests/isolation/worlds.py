"""Two businesses that have everything, and inside the first a second storefront that one of its members may not see."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID, new_id
from optimapos.core.tenancy import MAINTENANCE
from optimapos.inventory.models import InventoryItem
from optimapos.nomenclatures.models import PriceGroup
from optimapos.nomenclatures.services import TaxRateService
from optimapos.organization.models import Role, User
from optimapos.organization.services import LocationService, MembershipService
from optimapos.partners.models import Supplier
from optimapos.partners.types import DayPlan
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.sales.models import Payment, Sale, SaleItem
from optimapos.verify.catalogue import tenant_tables
from tests.factories.catalog import make_tax
from tests.factories.organization import Shop, Till, make_till, unique
from tests.factories.partners import make_division, make_site, make_supplier
from tests.factories.payables import make_payables
from tests.factories.payments import make_payment_records
from tests.factories.pictures import make_picture
from tests.factories.pricing import make_price_list, make_price_proposal, make_prices
from tests.factories.purchases import make_purchases
from tests.factories.stock_documents import make_stock_documents
from tests.factories.tills import make_layout
from tests.nomenclatures.papers import REQUEST, type_of
from tests.offline.devices import make_waiting
from tests.sales.approving import asked, cart, line
from tests.verify.shops import LivedShop, make_cart, make_lived_shop, sell
from tests.wallet.accounts import make_card


@dataclass(frozen=True)
class Caller:
    """Somebody signed in by an account's session, as a member of a business."""

    user: User

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One request under a key of its own; a bug is answered as a 500, as in production."""
        client = Client(raise_request_exception=False)
        client.force_login(self.user)
        content = "" if body is None else json.dumps(body, default=str)
        headers = {"Idempotency-Key": unique("isolation")} if method != "GET" else {}
        answer: Any = client.generic(method, path, content, content_type="application/json", headers=headers)
        if answer.streaming:
            return HttpResponse(answer.getvalue(), status=answer.status_code, headers=answer.headers)
        return answer


@dataclass
class World:
    """A business as the tests address it: `ids` by kind of record, `owner` may do and see everything in it."""

    shop: Shop
    product: Product
    owner: Caller
    ids: dict[str, UUID] = field(default_factory=dict)


@dataclass
class Storefronts:
    """A business with two storefronts: `world.ids` are of the first, `hidden` of the second, which `clerk` may not see."""

    world: World
    clerk: Caller
    hidden: dict[str, UUID]


def make_world() -> World:
    """A business with at least one record of every kind that an operation takes the id of."""
    lived = make_lived_shop()
    shop = lived.shop
    world = World(shop, lived.tea, Caller(User.objects.get(pk=shop.owner.user_id)))
    world.ids = _catalog_ids(lived) | _place_ids(shop, lived.tea, lived.open_cart) | _supplier_ids(shop)
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).filter(sale_id=lived.cash_sale).first()
        assert event
        world.ids |= {"audit_log": event.pk, "tax_rate": _rate(shop), "payment": _payment(shop, lived.cash_sale)}
    world.ids |= make_purchases(shop, shop.manager_till, shop.storefront, _supplier(world), lived.tea)
    world.ids |= make_payables(shop.manager_till, shop.storefront, _supplier(world), lived.tea, world.ids["division"])
    world.ids["destination"] = (
        LocationService.create_location(
            business=shop.business, code="W1", name="Warehouse", kind="WAREHOUSE", user_id=shop.owner.user_id
        )
        .unwrap()
        .pk
    )
    world.ids |= make_stock_documents(shop, shop.storefront, world.ids["destination"], lived.tea)
    world.ids |= make_prices(shop, lived.tea, _price_group(world), shop.storefront)
    world.ids["price_proposal"] = make_price_proposal(shop, shop.manager_till, _supplier(world), shop.storefront)
    world.ids["price_list"] = make_price_list(shop, (lived.tea, "9"), is_draft=True).pk
    world.ids |= _refund_ids(shop, shop.manager_till, lived.cash_sale) | _shift_ids(shop.manager_till)
    world.ids["offline_sale"] = make_waiting(shop, lived.tea)
    world.ids |= make_payment_records(shop, shop.manager_till, lived.tea)
    world.ids["till_layout"] = make_layout(shop, lived.tea).pk
    world.ids["document_type"] = type_of(shop, REQUEST).pk
    world.ids["sequence"] = _created(world, "/api/sequences/", {"code": "INV", "prefix": "I-"})
    world.ids["import"] = _created(world, "/api/imports/?kind=products", "sku")
    view = {"page": "sales", "name": "Today", "state": {"query": "status=DRAFT"}}
    world.ids["saved_view"] = _created(world, "/api/saved-views/", view)
    world.ids["picture"] = make_picture(shop, lived.tea).pk
    world.ids["card_sale"] = _card_sale(shop.manager_till)
    world.ids["wallet_account"] = make_card(shop, customer=lived.customer).account.pk
    world.ids["scanned"] = new_id()  # a barcode that looks like an id, so that it can be asked for like one
    _created(world, f"/api/products/{lived.tea.pk}/barcodes/", {"code": str(world.ids["scanned"])})
    return world


def make_storefronts() -> Storefronts:
    """A business with a second storefront where the same has happened, and a member of the first one alone."""
    world = make_world()
    shop, tea = world.shop, world.product
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    till = make_till(shop.business, place, shop.owner, code="T9", role="manager")
    _created(
        world,
        "/api/stock-products/opening-stock/",
        {"storefront": place.pk, "lines": [{"product": tea.pk, "quantity": "20", "unit_cost": "3"}]},
    )
    PricingService.set_base_price(
        business=shop.business,
        product_id=tea.pk,
        price=Decimal("11.11"),
        includes_tax=True,
        location_id=place.pk,
        at=datetime.now(UTC),
        user_id=shop.owner.user_id,
    ).unwrap()
    rate = TaxRateService.add_rate(
        business=shop.business,
        actor=shop.owner,
        category_id=make_tax(shop, "20").pk,
        code="T20",
        rate=Decimal(20),
        valid_from=date(2002, 1, 1),
        location_id=place.pk,
    ).unwrap()
    hidden = _hidden_ids(shop, tea, till, rate.pk)
    hidden["payment_intent"] = make_payment_records(shop, till, tea)["payment_intent"]
    hidden |= make_prices(shop, tea, _price_group(world), place)
    hidden |= _refund_ids(shop, till, hidden["receipt"]) | _shift_ids(till)
    hidden["card_sale"] = _card_sale(till)
    hidden["till_layout"] = make_layout(shop, tea, storefront=place).pk
    hidden["price_proposal"] = make_price_proposal(shop, till, _supplier(world), place)
    hidden |= make_purchases(shop, till, place, _supplier(world), tea, lists_price=False)
    hidden |= make_payables(till, place, _supplier(world), tea)
    hidden["offline_sale"] = make_waiting(shop, tea, "T8", place)
    hidden |= make_stock_documents(shop, place, world.ids["destination"], tea) | {"destination": place.pk}
    return Storefronts(world, _clerk(shop), hidden)


def digest(business_id: UUID) -> dict[str, str]:
    """A fingerprint of every row of a business, by table."""
    with connections[MAINTENANCE].cursor() as cursor:
        tables = tenant_tables(cursor)
        parts = [
            f"SELECT '{table}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
            f'  FROM "{table}" t WHERE business_id = %(business)s'
            for table in tables
        ]
        parts.append("SELECT 'business', md5(t::text) FROM business t WHERE id = %(business)s")
        cursor.execute(" UNION ALL ".join(parts), {"business": business_id})
        return dict(cursor.fetchall())


def _catalog_ids(lived: LivedShop) -> dict[str, UUID]:
    tea = lived.tea
    with lived.shop.scope():
        barcode = tea.barcodes.get(packaging=None)
        price_group = lived.customer.price_group_id
    ids = {
        "product": tea.pk,
        "packaging": lived.box,
        "barcode": barcode.pk,
        "customer": lived.customer.pk,
        "site": make_site(lived.shop, lived.customer).pk,
        "brand": tea.brand_id,
        "group": tea.group_id,
        "price_group": price_group,
        "unit": tea.unit_id,
        "tax_category": tea.tax_category_id,
        "receipt": lived.cash_sale,
    }
    assert None not in ids.values()
    return {kind: found for kind, found in ids.items() if found is not None}


def _place_ids(shop: Shop, tea: Product, cart: UUID) -> dict[str, UUID]:
    assert shop.till.actor.terminal_id
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea, location=shop.storefront)
        line = Sale.objects.for_business(shop.id).get(pk=cart).sale_items.get()
        role = Role.objects.for_business(shop.id).get(code="cashier")
    return {
        "location": shop.storefront.pk,
        "terminal": shop.till.actor.terminal_id,
        "member": shop.till.actor.membership_id,
        "role": role.pk,
        "sale": cart,
        "line": line.pk,
        "stock_item": item.pk,
        "approval": _approval(shop.till, tea),
    }


def _supplier_ids(shop: Shop) -> dict[str, UUID]:
    everything = DayPlan("mon", expects_order=True, makes_delivery=True, order_deadline_time=time(14))
    supplier = make_supplier(shop, days=[everything])
    return {"supplier": supplier.pk, "division": make_division(shop, supplier).pk}


def _supplier(world: World) -> Supplier:
    with world.shop.scope():
        return Supplier.objects.for_business(world.shop.id).get(pk=world.ids["supplier"])


def _price_group(world: World) -> PriceGroup:
    with world.shop.scope():
        return PriceGroup.objects.for_business(world.shop.id).get(pk=world.ids["price_group"])


def _hidden_ids(shop: Shop, tea: Product, till: Till, rate: UUID) -> dict[str, UUID]:
    assert till.actor.terminal_location_id
    assert till.actor.terminal_id
    cart = make_cart(till, tea)
    cash = {
        "items": [{"product": tea.pk, "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "50"}],
    }
    receipt = sell(till, "/api/sales/checkout/", cash)
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea, location_id=till.actor.terminal_location_id)
        line = Sale.objects.for_business(shop.id).get(pk=cart).sale_items.get()
        payment = _payment(shop, receipt)
    return {
        "payment": payment,
        "location": till.actor.terminal_location_id,
        "terminal": till.actor.terminal_id,
        "sale": cart,
        "line": line.pk,
        "stock_item": item.pk,
        "tax_rate": rate,
        "receipt": receipt,
        "approval": _approval(till, tea),
    }


def _card_sale(till: Till) -> UUID:
    body = {"amount": "5.00", "payments": [{"payment_method": "CASH", "amount_paid": "5.00"}]}
    return UUID(till.post("/api/gift-card-sales/", body).json()["id"])


def _approval(till: Till, tea: Product) -> UUID:
    body = cart(line(tea, discount_percentage="60"))
    return UUID(asked(till, "sale.discount", cart=body)["id"])


def _refund_ids(shop: Shop, till: Till, sale: UUID) -> dict[str, UUID]:
    """A line of a sale, a refund of it that waits, and one that is approved."""
    with shop.scope():
        line = SaleItem.objects.for_business(shop.id).filter(sale_id=sale).order_by("line_no").first()
        assert line
    asked_for = {"sale": sale, "refund_method": "ORIGINAL_PAYMENT", "items": [{"sale_item": line.pk, "quantity": "1"}]}
    exchange = asked_for | {"refund_method": "EXCHANGE"}
    waiting, approved, exchanged = (
        UUID(till.post("/api/refunds/", body).json()["id"]) for body in (asked_for, asked_for, exchange)
    )
    for refund in (approved, exchanged):
        assert till.post(f"/api/refunds/{refund}/approve/").status_code == 200
    return {
        "receipt_line": line.pk,
        "refund": waiting,
        "approved_refund": approved,
        "approved_exchange": exchanged,
    }


def _shift_ids(till: Till) -> dict[str, UUID]:
    """A shift that is closed, and the open one after it."""
    closed, opened = (None, None)
    for _ in range(2):
        closed, opened = opened, till.post("/api/shifts/", {"opening_float": "100.00"}).json()["id"]
        if closed is None:
            counted = [{"method": "CASH", "amount": "99.00"}]
            assert till.post(f"/api/shifts/{opened}/close/", {"counted": counted}).status_code == 200
    return {"closed_shift": UUID(closed), "shift": UUID(opened)}


def _payment(shop: Shop, sale: UUID) -> UUID:
    found: UUID = Payment.objects.for_business(shop.id).get(sale_id=sale).pk
    return found


def _clerk(shop: Shop) -> Caller:
    """A member with every right, at the first storefront alone."""
    email = f"{unique('clerk')}@staff.test"
    MembershipService.add_member(
        business=shop.business,
        email=email,
        role_code="owner",
        actor=shop.owner,
        location_ids=[shop.storefront.pk],
    ).unwrap()
    return Caller(User.objects.get(email=email))


def _rate(shop: Shop) -> UUID:
    category = make_tax(shop, "20")
    found: UUID = category.rates.filter(location_id=shop.storefront.pk).get().pk
    return found


def _created(world: World, path: str, body: Any) -> UUID:
    answer = world.owner.call("POST", path, body)
    assert answer.status_code == 201, answer.content
    found = answer.json().get("id")
    return UUID(found) if found else world.shop.id

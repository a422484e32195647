"""What do price tiers cost? A quote of 50 lines beside plain SQL that picks the same prices, and a checkout with everything
on.

10,000 products, 200,000 price rows (own prices with their past, of the place, of eight groups, in four steps, on three
lists) and 500 promotions: of products, of groups of products, for a group of customers, and sets.
"""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg

from bench.arena import Arena
from bench.copying import copy_rows, key, without_triggers
from bench.inside import inside, seconds
from bench.measure import Contestant, Figures, Findings, Plan, in_turn
from bench.shop import BASE, Shop

PRICED = "shop_tiers"
PRODUCTS = 10_000
GROUPS, SHELVES = 8, 100
LINES, QUOTES = 50, 20
CLIENTS = 4

FILL = """
INSERT INTO price_group (id, business_id, code, name, discount_percentage, is_active, created_at, updated_at)
SELECT {group_id}, %(business)s, 'G' || g, 'Group ' || g, 5, true, now(), now() FROM generate_series(1, 8) g;

INSERT INTO product_group (id, business_id, code, name, is_active, created_at, updated_at)
SELECT {shelf_id}, %(business)s, 'S' || g, 'Shelf ' || g, true, now(), now() FROM generate_series(1, 100) g;

CREATE TEMP TABLE numbered AS
SELECT p.id, row_number() OVER (ORDER BY p.sku) AS n, (row_number() OVER (ORDER BY p.sku)) %% 100 + 0.99 AS price
  FROM product p WHERE p.business_id = %(business)s;
UPDATE product p SET group_id = {shelf_of} FROM numbered n WHERE n.id = p.id;
DELETE FROM product_price WHERE business_id = %(business)s;

INSERT INTO product_price (id, business_id, product_id, location_id, price, includes_tax, valid_from, created_at, updated_at)
SELECT gen_random_uuid(), %(business)s, n.id, CASE WHEN g = 5 THEN %(location)s::uuid END,
       CASE WHEN g < 4 THEN n.price + g ELSE n.price END, true, now() - (6 - g) * interval '30 days', now(), now()
  FROM numbered n CROSS JOIN generate_series(1, 5) g;

INSERT INTO product_price_by_group (id, business_id, product_id, price_group_id, price, includes_tax, valid_from, created_at,
                                    updated_at)
SELECT gen_random_uuid(), %(business)s, n.id, {group_id}, round(n.price * (100 - g) / 100, 2), true,
       now() - interval '30 days', now(), now()
  FROM numbered n CROSS JOIN generate_series(1, 8) g;

INSERT INTO product_step_price (id, business_id, product_id, min_quantity, price, includes_tax, valid_from, created_at,
                                updated_at)
SELECT gen_random_uuid(), %(business)s, n.id, g * 2, round(n.price * (100 - 3 * g) / 100, 2), true,
       now() - interval '30 days', now(), now()
  FROM numbered n CROSS JOIN generate_series(1, 4) g;

INSERT INTO price_list (id, business_id, name, sale_type, includes_tax, valid_from, status, created_at, updated_at)
SELECT {list_id}, %(business)s, 'List ' || g, 'WHOLESALE', true, now() - interval '30 days', 'APPROVED', now(), now()
  FROM generate_series(1, 3) g;
INSERT INTO price_list_row (id, business_id, price_list_id, product_id, price, created_at, updated_at)
SELECT gen_random_uuid(), %(business)s, {list_id}, n.id, n.price, now(), now()
  FROM numbered n CROSS JOIN generate_series(1, 3) g;

INSERT INTO promotion (id, business_id, name, kind, value, includes_tax, sale_type, starts_at, weekdays, min_quantity,
priority,
                       status, is_active, set_quantity, get_quantity, created_at, updated_at)
SELECT {promotion_id}, %(business)s, 'Promotion ' || g,
       CASE WHEN g <= 400 THEN 'PERCENT' WHEN g <= 450 THEN 'AMOUNT' ELSE 'BUY_GET' END, CASE WHEN g <= 400 THEN 1 + g %% 20
       WHEN g <= 450 THEN 0.25 ELSE 100 END, true, '', now() - interval '1 day', '{{}}', 0, g %% 5, 'APPROVED', true, CASE
       WHEN g > 450 THEN 5 ELSE 0 END, CASE WHEN g > 450 THEN 1 ELSE 0 END, now(), now()
  FROM generate_series(1, 500) g;
INSERT INTO promotion_target (id, business_id, promotion_id, product_id, group_id, price_group_id, is_reward, created_at,
                              updated_at)
SELECT gen_random_uuid(), %(business)s::uuid, {promotion_id}, n.id, NULL::uuid, NULL::uuid, false, now(), now()
  FROM generate_series(1, 500) g JOIN numbered n ON n.n %% 500 = g - 1 WHERE g NOT BETWEEN 301 AND 400
 UNION ALL
SELECT gen_random_uuid(), %(business)s::uuid, {promotion_id}, NULL::uuid, {shelf_id_of_promotion}, NULL::uuid, false, now(),
       now()
  FROM generate_series(301, 400) g
 UNION ALL
SELECT gen_random_uuid(), %(business)s::uuid, {promotion_id}, NULL::uuid, NULL::uuid, {one_group}, false, now(), now()
  FROM generate_series(401, 450) g;

UPDATE business SET settings_version = settings_version + 1 WHERE id = %(business)s;
"""
PLAIN = """
SELECT least(base.price, grouped.price, stepped.price, min(promoted.price)) AS price
  FROM unnest(%(products)s::uuid[], %(quantities)s::numeric[]) WITH ORDINALITY AS a (product_id, quantity, n)
  JOIN product p ON p.id = a.product_id AND p.business_id = %(business)s
  LEFT JOIN LATERAL (
       SELECT w.price FROM product_price w
        WHERE w.product_id = p.id AND w.valid_from <= now() AND (w.valid_until IS NULL OR w.valid_until > now())
          AND (w.location_id = %(location)s OR w.location_id IS NULL)
        ORDER BY w.location_id NULLS LAST, w.valid_from DESC LIMIT 1) base ON true
  LEFT JOIN LATERAL (
       SELECT w.price FROM product_price_by_group w
        WHERE w.product_id = p.id AND w.price_group_id = %(group)s AND w.valid_from <= now()
          AND (w.valid_until IS NULL OR w.valid_until > now()) AND (w.location_id = %(location)s OR w.location_id IS NULL)
        ORDER BY w.location_id NULLS LAST, w.valid_from DESC LIMIT 1) grouped ON true
  LEFT JOIN LATERAL (
       SELECT w.price FROM product_step_price w
        WHERE w.product_id = p.id AND w.min_quantity <= a.quantity AND w.valid_from <= now()
          AND (w.valid_until IS NULL OR w.valid_until > now()) AND (w.location_id = %(location)s OR w.location_id IS NULL)
        ORDER BY w.location_id NULLS LAST, w.min_quantity DESC, w.valid_from DESC LIMIT 1) stepped ON true
  LEFT JOIN LATERAL (
       SELECT round(CASE m.kind WHEN 'PERCENT' THEN base.price * (100 - m.value) / 100 ELSE base.price - m.value END, 6)
              AS price
         FROM promotion_target t JOIN promotion m ON m.id = t.promotion_id
        WHERE (t.product_id = p.id OR t.group_id = p.group_id) AND m.kind IN ('PERCENT', 'AMOUNT')
          AND m.status = 'APPROVED' AND m.is_active AND m.starts_at <= now() AND (m.ends_at IS NULL OR m.ends_at > now())
          AND NOT EXISTS (SELECT 1 FROM promotion_target x
                           WHERE x.promotion_id = m.id AND x.price_group_id IS NOT NULL
                             AND x.price_group_id <> %(group)s)) promoted ON true
 GROUP BY a.n, base.price, grouped.price, stepped.price
 ORDER BY a.n
"""
IDS = {
    "group_id": key("0a", "g"),
    "shelf_id": key("0b", "g"),
    "shelf_of": key("0b", "1 + n.n % 100").replace("%", "%%"),
    "shelf_id_of_promotion": key("0b", "g - 300"),
    "list_id": key("0c", "g"),
    "promotion_id": key("0d", "g"),
    "one_group": key("0a", "1"),
}


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """In turn: quotes and plain SQL in this process, then checkouts of the group's customer beside the limit."""
    arena.close(BASE)
    arena.copy(BASE, PRICED)
    with arena.admin(PRICED) as connection:
        with without_triggers(connection):
            rows = _fill(connection, shop)
        connection.execute("VACUUM ANALYZE")
        row = connection.execute(f"SELECT {IDS['one_group']}").fetchone()
    found = Findings(facts=rows)
    with inside(arena, PRICED):
        group = str(row[0] if row else "")
        customer = _add_customer(shop, group)
        found.figures += _quotes(shop, plan, group, customer)
    options = {"expects": False, "customer": customer}
    ours = Contestant("one request, 3 lines, all tiers", PRICED, "checkout", shop.tills(CLIENTS), options)
    found.figures += in_turn(arena, plan, "tiers", [ours])
    return found


def _fill(connection: psycopg.Connection, shop: Shop) -> dict[str, int]:
    more = PRODUCTS - len(shop.products)
    one = "(SELECT * FROM product ORDER BY id LIMIT 1) t"
    copy_rows(connection, "product", more, {"id": key("09", "g"), "sku": "'X' || lpad(g::text, 5, '0')"}, source=one)
    parameters = {"business": shop.business_id, "location": shop.storefront_id}
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(FILL.format(**IDS), parameters)
    tables = ("product_price", "product_price_by_group", "product_step_price", "price_list_row")
    return {
        "products": _count(connection, "product"),
        "price_rows": sum(_count(connection, table) for table in tables),
        "promotions": _count(connection, "promotion"),
    }


def _add_customer(shop: Shop, group: str) -> str:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.partners.models import Customer  # noqa: PLC0415 - Django is set up by then

    with tenant_scope(UUID(shop.business_id)):
        row = Customer(business_id=UUID(shop.business_id), code="VIP", name="VIP", price_group_id=UUID(group))
        row.save(force_insert=True)
    return str(row.pk)


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _quotes(shop: Shop, plan: Plan, group: str, customer: str) -> list[Figures]:
    """Both answer the same prices, which is checked first."""
    chance = random.Random(1)
    baskets = [
        ([product for product, _ in chance.sample(shop.products, LINES)], [chance.randint(1, 9) for _ in range(LINES)])
        for _ in range(QUOTES)
    ]
    plain, ours = Figures("tiers", "plain SQL, 50 lines", 1), Figures("tiers", "a quote of 50 lines", 1)
    ways: list[tuple[Figures, Callable[[Any], list[Decimal]]]] = [
        (plain, lambda basket: _plain(shop, group, *basket)),
        (ours, lambda basket: _quote(shop, customer, *basket)),
    ]
    for basket in baskets:
        if (sql := _plain(shop, group, *basket)) != (quoted := _quote(shop, customer, *basket)):
            raise RuntimeError(f"the quote and plain SQL differ: {sql} {quoted}")
    for number in range(plan.rounds):
        for figures, way in ways[:: -1 if number % 2 else 1]:
            figures.rates.append(QUOTES / seconds(lambda way=way: [way(basket) for basket in baskets]))  # type: ignore[misc]  # mypy knows no default of a lambda
    ours.rival = plain.subject
    ours.of_rival = [mine / theirs for mine, theirs in zip(ours.rates, plain.rates, strict=True)]
    return [plain, ours]


def _plain(shop: Shop, group: str, products: list[str], quantities: list[int]) -> list[Decimal]:
    from django.db import connections  # noqa: PLC0415 - Django is set up by then

    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then

    parameters = {"business": shop.business_id, "location": shop.storefront_id, "group": group}
    with tenant_scope(UUID(shop.business_id)), connections["default"].cursor() as cursor:
        cursor.execute(PLAIN, {**parameters, "products": products, "quantities": quantities})
        return [price for (price,) in cursor.fetchall()]


def _quote(shop: Shop, customer: str, products: list[str], quantities: list[int]) -> list[Decimal]:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.models import Membership  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then
    from optimapos.pricing.selectors import QuoteLine  # noqa: PLC0415 - Django is set up by then
    from optimapos.pricing.services import PricingService  # noqa: PLC0415 - Django is set up by then

    business = UUID(shop.business_id)
    if business not in _actors:
        with tenant_scope(business):
            member = Membership.objects.for_business(business).order_by("pk").first()
        assert member is not None
        _actors[business] = actor_of_member(business, member.pk)
    lines = [
        QuoteLine(Decimal(quantity), UUID(product)) for product, quantity in zip(products, quantities, strict=True)
    ]
    found = PricingService.quote(
        business=business,
        actor=_actors[business],
        lines=lines,
        location_id=UUID(shop.storefront_id),
        customer_id=UUID(customer),
        explains=False,
    ).unwrap()
    return [quote.decision.unit_price for quote in found.lines]


_actors: dict[UUID, Any] = {}

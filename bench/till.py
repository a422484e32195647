"""How long does a till load everything, and what does it cost to ask what changed when hardly anything did?"""

import json
import time
import zlib
from http.client import HTTPConnection
from typing import Any

import psycopg

from bench.arena import Arena
from bench.copying import copy_rows, key, without_triggers
from bench.load import Load, run_load
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

LARGE = "shop_till"
KINDS = ("products", "prices", "stock")
PAGE = 5_000


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """One till loads products, prices and stock page by page, gzip as browsers take it; then asks for changes again and
    again, with nothing changed and with the stock of a few products sold since.
    """
    number = max(plan.products, plan.history // 10)
    arena.close(BASE)
    arena.copy(BASE, LARGE)
    with arena.admin(LARGE) as connection:
        with without_triggers(connection):
            fill(connection, shop, number - plan.products)
        connection.execute("VACUUM ANALYZE")
    seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
    sent: dict[str, int] = {}
    for _ in range(plan.rounds):
        for kind in KINDS:
            started = time.perf_counter()
            rows, sent[kind] = _load(arena, shop, kind)
            seconds[kind].append(time.perf_counter() - started)
            if rows != number:
                raise RuntimeError(f"{rows} rows of {kind}, {number} expected")
    medians = {kind: sorted(found)[len(found) // 2] for kind, found in seconds.items()}
    quiet = _cursor(arena, shop)
    run_load(Load("checkout", arena.address(LARGE), shop.tills(1, shop.products[:20]), 0, 0, 5, {}))
    contestants = [
        Contestant(f"changes, {name}", LARGE, "fetch", shop.tills(1), {"path": f"/api/till/changes/?since={cursor}"})
        for name, cursor in (("nothing", _cursor(arena, shop)), ("a few sold", quiet))
    ]
    figures = in_turn(arena, plan, "till", contestants, beside_limit=False)
    arena.close(LARGE)  # most of its stock is made up: there are no books to check
    facts: dict[str, Any] = {"products": number}
    facts |= {f"{kind}, seconds": round(medians[kind], 2) for kind in KINDS}
    facts |= {f"{kind}, megabytes sent": round(sent[kind] / 1e6, 2) for kind in KINDS}
    return Findings(figures, facts)


def _get(arena: Arena, shop: Shop, path: str) -> tuple[Any, int]:
    connection = HTTPConnection(*arena.address(LARGE), timeout=60)
    headers = {"Authorization": f"Terminal {shop.tokens[0]}", "Accept-Encoding": "gzip", "Host": "localhost"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
    plain = zlib.decompress(body, 31) if answer.headers["Content-Encoding"] == "gzip" else body
    return json.loads(plain), len(body)


def _load(arena: Arena, shop: Shop, kind: str) -> tuple[int, int]:
    """How many rows there are, and how many bytes were sent for them."""
    rows, sent, after = 0, 0, ""
    while after is not None:
        page, size = _get(arena, shop, f"/api/till/catalog/?kind={kind}&limit={PAGE}&after={after}")
        rows, sent, after = rows + len(page["rows"]), sent + size, page["after"]
    return rows, sent


def _cursor(arena: Arena, shop: Shop) -> str:
    found: str = _get(arena, shop, "/api/till/")[0]["cursor"]
    return found


def fill(connection: psycopg.Connection, shop: Shop, more: int) -> None:
    """More products, each with a barcode, a price, and stock in one layer."""
    if not more:
        return
    product, item, stored = (
        key("0e", "g"),
        key("0f", "g"),
        f"(SELECT * FROM %s WHERE business_id = '{shop.business_id}'",
    )
    named = {"id": product, "sku": "'X' || lpad(g::text, 7, '0')", "name": "'Product of many words ' || g"}
    copy_rows(connection, "product", more, named, source=f"{stored % 'product'} LIMIT 1) t")
    priced = {"id": key("10", "g"), "product_id": product, "price": "(g % 100) + 0.99"}
    copy_rows(connection, "product_price", more, priced, source=f"{stored % 'product_price'} LIMIT 1) t")
    held = {"id": item, "product_id": product}
    copy_rows(connection, "inventory_item", more, held, source=f"{stored % 'inventory_item'} LIMIT 1) t")
    layer = {"id": key("11", "g"), "item_id": item}
    copy_rows(connection, "inventory_batch", more, layer, source=f"{stored % 'inventory_batch'} LIMIT 1) t")
    connection.execute(
        f"INSERT INTO product_barcode (id, business_id, product_id, code, created_at, updated_at)"
        f" SELECT {key('12', 'g')}, '{shop.business_id}', {product}, lpad(g::text, 13, '0'), now(), now()"
        f" FROM generate_series(1::bigint, {more}) g"
    )

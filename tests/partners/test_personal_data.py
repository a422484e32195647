"""No name, phone or e-mail address of a customer is found where it does not belong: 20 planted values, on a real server."""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connections

from optimapos.core.tenancy import MAINTENANCE
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.imports.files import csv_of
from tests.sales.test_customer_statistics import hand_on
from tests.servers import Answer, Client, running

ONE = {
    "name": "Wanda Zwetschkenbaum",
    "phone": "+359888777011",
    "email": "wanda@zwetschke.example",
    "contact_person": "Xenia Quittenholz",
    "vat_number": "DE136695976",
    "city": "Unterkirnachtal",
    "address": "Mirabellenweg 77311",
    "notes": "rings at Holunderhof",
}
SITE = {
    "name": "Depot Schlehendorn",
    "phone": "+359888777012",
    "email": "depot@schlehe.example",
    "contact_person": "Yorick Weissdorn",
    "city": "Oberhagebuch",
    "address": "Berberitzenstieg 88422",
}
BROUGHT = {
    "name": "Zacharias Maulbeer",
    "phone": "+359888777013",
    "email": "zacharias@maulbeer.example",
    "contact_person": "Walburga Kornelkirsche",
    "city": "Niederfelsenbirn",
    "address": "Speierlinggasse 99533",
}
PLANTED = [*ONE.values(), *SITE.values(), *BROUGHT.values()]
WRONG = {"phone": "not a phone Sanddornzaun", "email": "sanddorn-at-nowhere", "vat_number": "DE000000042"}
"""What is sent and refused belongs nowhere either."""
TABLES = ("audit_log", "audit_detail", "outbox_message", "import_problem")


def everything_happens(shop: Shop, client: Client) -> list[int]:
    """Customers and a site come, change, buy, are searched, imported and merged, with requests that fail; the statuses."""
    tea = make_product(shop, price="2.00", stock="50")

    def sent(method: str, path: str, body: Any = None) -> Answer:
        return client.send(method, path, body, unique("key") if method != "GET" else None)

    made = sent("POST", "/api/customers/", ONE | {"vat_registered": True}).json()
    path = f"/api/customers/{made['id']}/"
    answers = [sent("PATCH", path, ONE)]
    answers += [sent("PATCH", path, {name: value}) for name, value in WRONG.items()]
    site = sent("POST", f"{path}sites/", SITE | {"is_primary": True})
    answers += [site, sent("POST", f"{path}sites/", SITE), sent("POST", f"{path}sites/", SITE | WRONG)]
    answers += [sent("PATCH", f"{path}sites/{site.json()['id']}/", SITE)]
    header = ",".join(["code", *BROUGHT])
    wrong = BROUGHT | {"phone": WRONG["phone"], "email": WRONG["email"]}
    for values in (wrong, BROUGHT, BROUGHT):
        file = csv_of(",".join(["B-1", *values.values()]), header=header)
        answers.append(sent("POST", "/api/imports/?kind=customers&dry_run=false", file))
    other = sent("POST", "/api/customers/", {"name": ONE["name"], "phone": ONE["phone"], "credit_limit": "100"}).json()
    line = {"product": str(tea.pk), "quantity": "1"}
    for payments in ([{"payment_method": "CASH", "amount_paid": "2.00"}], []):
        sold = {"customer": other["id"], "items": [line], "payments": payments}
        answers.append(sent("POST", "/api/sales/checkout/", sold))
    wanted = [ONE["name"], ONE["phone"], ONE["email"], "Zwetschkenbamu"]
    reads = [f"/api/customers/?search={quote(text)}" for text in wanted]
    reads += [
        "/api/customers/doubles/",
        "/api/customers/segments/",
        f"{path}dashboard/",
        f"{path}none/{quote(ONE['name'])}/",
    ]
    answers += [sent("GET", each) for each in reads]
    merge = f"/api/customers/{other['id']}/merge/"
    answers += [sent("POST", merge, {"into": other["id"]}), sent("POST", merge, {"into": made["id"]})]
    answers += [sent("POST", merge, {"into": made["id"]}), sent("PATCH", f"/api/customers/{other['id']}/", ONE)]
    answers += [sent("POST", "/api/customers/", ONE | {"code": made["code"]}), sent("DELETE", path)]
    return [answer.status for answer in answers]


def test_of_20_planted_values_none_is_in_the_log_the_news_or_what_the_server_says(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(PLANTED) == 20
    with running() as server:
        client = server.client(shop.manager_till.token)
        statuses = everything_happens(shop, client)
        client.close()
    said = server.log.read_text(errors="replace") if server.log.exists() else ""
    dump = rows_of(shop)  # with the news that waits
    with caplog.at_level(logging.DEBUG):
        hand_on()
    assert {200, 201, 400, 404, 409, 422} <= set(statuses)
    assert not [status for status in statuses if status >= 500]
    assert len(dump) > 20
    text = "\n".join([*dump, *rows_of(shop), said, caplog.text])
    values = [*PLANTED, *WRONG.values(), *(each[4:] for each in PLANTED if each.startswith("+359"))]
    assert [each for each in values if each.casefold() in text.casefold()] == []


def rows_of(shop: Shop) -> list[str]:
    """Every row of a log, of the news, and of what imports complained of, and the stored answers."""
    found: list[str] = []
    with connections[MAINTENANCE].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE business_id = %s", [shop.id])
            found += [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT body FROM idempotency_key WHERE business_id = %s", [shop.id])
        return found + [row[0] for row in cursor.fetchall()]

"""Sales made offline: a violation is planted, and it is found and named."""

from dataclasses import dataclass

import pytest

from optimapos.verify.invariants.offline import OFFLINE
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.offline.devices import make_device, sent
from tests.verify.planting import drop_checks, found_by, superuser

ONE = "WHERE id = %(row)s"
PLANTS = (
    ("offline.booked", f"UPDATE offline_sale SET sale_id = id {ONE}"),
    ("offline.booked", f"UPDATE offline_sale SET receipt_number = 'S1-T5-20310310-F0009' {ONE}"),
    ("offline.booked", f"UPDATE offline_sale SET total_amount = 9 {ONE}"),
    ("offline.booked", f"UPDATE offline_sale SET flags = '{{BOOKED_ONLINE}}', state = 'ACCEPTED_WITH_NOTE' {ONE}"),
    ("offline.booked", f"UPDATE offline_sale SET flags = '{{OVERSOLD}}' {ONE}"),
    ("offline.booked", f"UPDATE offline_sale SET code = 'BAD_SIGNATURE' {ONE}"),
    ("offline.once", f"UPDATE offline_sale SET state = 'NEEDS_REVIEW' {ONE}"),
    ("offline.kept", f"UPDATE offline_sale SET payload = payload || ' ' {ONE}"),
    ("offline.kept", f"UPDATE offline_sale SET key_id = NULL, is_counted = false {ONE}"),
    ("offline.numbers", f"UPDATE offline_sale SET receipt_number = '' {ONE}"),
    ("offline.waiting", f"DELETE FROM offline_sale {ONE}"),
    ("offline.numbers_waiting", f"DELETE FROM offline_sale {ONE}"),
    ("receipts.form", "UPDATE sale SET receipt_number = series || '-0001' WHERE id = %(sale)s"),
    ("tenancy.loose_references", f"UPDATE offline_sale SET sent_by_terminal = id {ONE}"),
)


@dataclass
class Lived:
    """A shop of which a till has sold three times offline; `row` and `sale` are the second one's."""

    shop: Shop
    row: str
    sale: str


@pytest.fixture(scope="module")
def lived() -> Lived:
    """A new one."""
    shop = make_shop()
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    answers = sent(device, *[device.envelope((tea, "1", "1.00")) for _ in range(3)])
    assert {each["state"] for each in answers} == {"ACCEPTED"}
    return Lived(shop, answers[1]["id"], answers[1]["sale"])


def test_what_is_right_has_no_violation(lived: Lived) -> None:
    assert [each.invariant.id for each in verify(lived.shop.business.slug) if each.count] == []


@pytest.mark.parametrize(("invariant", "statement"), PLANTS)
def test_a_planted_violation_is_found(lived: Lived, invariant: str, statement: str) -> None:
    with superuser() as cursor:
        assert found_by(cursor, invariant, lived.shop.id).count == 0
        drop_checks(cursor, "offline_sale")
        cursor.execute(statement, {"row": lived.row, "sale": lived.sale})
        assert cursor.rowcount > 0, f"planted nothing: {statement}"
        assert found_by(cursor, invariant, lived.shop.id).count == 1


def test_every_invariant_of_offline_sales_has_a_plant() -> None:
    assert {each.id for each in OFFLINE} <= {invariant for invariant, _ in PLANTS}

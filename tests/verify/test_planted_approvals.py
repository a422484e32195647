"""Approvals: a violation is planted, and it is found and named."""

from dataclasses import dataclass

import pytest

from optimapos.verify.invariants.approvals import APPROVALS
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.sales.approving import APPROVALS as PATH
from tests.sales.approving import asked, cart, granted, line, sold
from tests.verify.planting import drop_checks, found_by, superuser

ONE = "WHERE id = %(approval)s"
PLANTS = (
    ("approvals.used", f"UPDATE approval SET sale_id = NULL {ONE}"),
    ("approvals.used", f"UPDATE approval SET requested_by_id = approver_id {ONE}"),
    ("approvals.used", f"UPDATE approval SET location_id = id {ONE}"),
    ("approvals.used", f"UPDATE approval SET used_at = expires_at {ONE}"),
    ("approvals.used", "UPDATE sale SET override_by = NULL WHERE business_id = %(business)s"),
    ("approvals.used", "UPDATE sale SET completed_at = NULL WHERE business_id = %(business)s"),
    ("approvals.trail", f"UPDATE approval SET used_at = NULL {ONE}"),
    ("approvals.trail", f"UPDATE approval SET granted_at = NULL {ONE}"),
    ("approvals.trail", f"UPDATE approval SET denied_at = used_at {ONE}"),
    ("approvals.trail", "DELETE FROM audit_log WHERE event_data ->> 'approval_id' = %(approval)s::text"),
    ("tenancy.loose_references", f"UPDATE approval SET sale_id = id {ONE}"),
    ("tenancy.loose_references", f"UPDATE approval SET cart_id = id {ONE}"),
)


@dataclass
class Approving:
    """A shop where one approval was used, one denied and one is waiting."""

    shop: Shop
    used: str


@pytest.fixture(scope="module")
def approving() -> Approving:
    """A new one."""
    shop = make_shop()
    body = cart(line(make_product(shop), discount_percentage="30"))
    used = granted(shop, "sale.discount", cart=body)
    assert sold(shop.till, body, used, paid="10").status_code == 201
    denied = asked(shop.till, "sale.discount", cart=body)["id"]
    assert shop.manager_till.post(f"{PATH}{denied}/deny/").status_code == 200
    asked(shop.till, "sale.discount", cart=body)
    return Approving(shop, used)


def test_approvals_that_are_right_have_no_violation(approving: Approving) -> None:
    assert [each.invariant.id for each in verify(approving.shop.business.slug) if each.count] == []


@pytest.mark.parametrize(("invariant", "statement"), PLANTS)
def test_a_planted_violation_is_found_and_named(approving: Approving, invariant: str, statement: str) -> None:
    ids = {"business": approving.shop.id, "approval": approving.used}
    with superuser() as cursor:
        assert found_by(cursor, invariant, approving.shop.id).count == 0
        drop_checks(cursor, "approval", "sale")
        cursor.execute(statement, ids)
        assert cursor.rowcount > 0, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, approving.shop.id)
    assert found.count == 1
    assert f"approval {approving.used}" in named(found.violations[0])


def test_every_invariant_of_approvals_has_a_plant() -> None:
    assert {each.id for each in APPROVALS} <= {invariant for invariant, _ in PLANTS}

"""Pages of all models: they open, they show one business only, and ledgers can't be touched."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.config.admin import NOT_SHOWN, site
from optimapos.organization.admin import LedgerAdmin
from optimapos.partners.types import CustomerDayPlan, DayPlan
from tests.admin.desks import LABELS, OWN, FullShop, make_full_shop, model_of, page, row_of, sell, sign_in
from tests.factories.catalog import make_customer, make_product
from tests.factories.partners import make_division, make_site, make_supplier, set_customer_week
from tests.nomenclatures.papers import make_request

LEDGERS = [
    "organization.Approval",
    "core.OutboxMessage",
    "audit.AuditLog",
    "audit.AuditDetail",
    "nomenclatures.DocumentTypeStatus",
    "nomenclatures.DocumentTypeTransition",
    "nomenclatures.DocumentStatusChange",
    "partners.CreditTransaction",
    "partners.CreditAllocation",
    "partners.OpenItem",
    "partners.CustomerStats",
    "inventory.InventoryItem",
    "inventory.InventoryBatch",
    "inventory.InventoryMovement",
    "inventory.StockReservation",
    "inventory.StockAdjustment",
    "inventory.StockAdjustmentLine",
    "inventory.StockCount",
    "inventory.StockCountLine",
    "inventory.StockTransfer",
    "inventory.StockTransferLine",
    "purchases.PurchaseRequest",
    "purchases.PurchaseOrder",
    "purchases.DeliveryReceipt",
    "purchases.SupplierReturn",
    "purchases.PurchaseRequestLine",
    "purchases.PurchaseOrderLine",
    "purchases.PurchaseRequestOrderLink",
    "purchases.DeliveryReceiptLine",
    "purchases.SupplierReturnLine",
    "purchases.SupplierInvoice",
    "purchases.SupplierInvoiceLine",
    "purchases.SupplierCreditNote",
    "purchases.SupplierCreditNoteLine",
    "purchases.SupplierTransaction",
    "purchases.SupplierAllocation",
    "purchases.SupplierPayment",
    "purchases.LandedCost",
    "purchases.LandedCostCharge",
    "purchases.LandedCostTarget",
    "purchases.PurchaseSettings",
    "purchases.SupplierProduct",
    "purchases.ReorderRule",
    "purchases.StockAlert",
    "pricing.PriceList",
    "pricing.Coupon",
    "pricing.PriceListRow",
    "pricing.PriceProposal",
    "pricing.PricingSettings",
    "pricing.ProductPriceByGroup",
    "pricing.ProductStepPrice",
    "pricing.Promotion",
    "pricing.PromotionTarget",
    "imports.ImportJob",
    "imports.ImportProblem",
    "offline.OfflineSale",
    "offline.OfflineSettings",
    "offline.TerminalKey",
    "refunds.Refund",
    "refunds.RefundItem",
    "papers.PaperPrint",
    "papers.PaperMail",
    "shifts.Shift",
    "shifts.CashMovement",
    "shifts.ShiftSupplement",
    "shifts.ShiftLateSale",
    "tills.TillLayout",
    "tills.TillTile",
    "tills.CodeRule",
    "sales.Sale",
    "sales.SaleItem",
    "sales.SaleTax",
    "sales.Payment",
    "wallet.WalletAccount",
    "wallet.WalletEntry",
    "wallet.WalletLot",
    "wallet.WalletTake",
    "wallet.LoyaltyProgram",
    "payments.ProviderAccount",
    "payments.PaymentIntent",
    "payments.ProviderEvent",
]


@pytest.fixture(scope="module")
def full() -> FullShop:
    return make_full_shop()


@pytest.fixture(scope="module")
def other() -> FullShop:
    return make_full_shop()


def test_every_model_has_pages_or_a_reason() -> None:
    assert {model._meta.label for model in site._registry} == set(LABELS)
    assert set(NOT_SHOWN) == {
        "apikit.IdempotencyKey",
        "core.DataKey",
        "imports.ImportFilePart",
        "refunds.RefundCounter",
        "sales.ReceiptCounter",
        "tills.TillChange",
    }


@pytest.mark.parametrize("label", LABELS)
def test_the_list_and_the_row_open_for_the_owner(full: FullShop, label: str) -> None:
    model = model_of(label)
    listed = full.client.get(page(model, "changelist"))
    assert listed.status_code == 200
    row = row_of(full.shop, model)
    shown = full.client.get(page(model, "change", row.pk))
    assert shown.status_code == 200
    assert str(row) in listed.content.decode() or str(row.pk) in listed.content.decode()


@pytest.mark.parametrize("label", LABELS)
def test_another_business_has_no_row_here(full: FullShop, other: FullShop, label: str) -> None:
    model = model_of(label)
    theirs = row_of(other.shop, model)
    client = sign_in(full.owner)
    assert str(theirs.pk) not in client.get(page(model, "changelist")).content.decode()
    answers = [client.get(page(model, kind, theirs.pk)) for kind in ("change", "delete")]
    answers.append(client.post(page(model, "change", theirs.pk), {"name": "Mine now"}))
    # Django's own way: a row that is not there leads to the index with a message, an action that is not allowed to 403.
    for answer in answers:
        assert answer.status_code in {302, 403}
        assert answer.status_code == 403 or answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("label", LEDGERS)
def test_a_ledger_is_read_and_nothing_more(full: FullShop, label: str) -> None:
    model = model_of(label)
    assert isinstance(site._registry[model], LedgerAdmin)
    row = row_of(full.shop, model)
    before = dict(row.__dict__)
    assert full.client.get(page(model, "add")).status_code == 403
    assert full.client.post(page(model, "add"), {}).status_code == 403
    assert full.client.post(page(model, "change", row.pk), {"kind": "X", "_save": "1"}).status_code == 403
    assert full.client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
    full.client.post(page(model, "changelist"), action)
    after = row_of(full.shop, model)
    assert {key: value for key, value in after.__dict__.items() if key != "_state"} == {
        key: value for key, value in before.items() if key != "_state"
    }


def test_all_that_operations_write_is_a_ledger() -> None:
    assert [label for label in LABELS if isinstance(site._registry[model_of(label)], LedgerAdmin)] == sorted(
        LEDGERS, key=LABELS.index
    )


def test_lists_take_the_same_statements_for_more_rows() -> None:
    full = make_full_shop()
    models = [model for model in OWN if model._meta.label != "organization.Business"]
    few = {model._meta.label: _statements(full, page(model, "changelist")) for model in models}
    for number in range(4):
        tea = make_product(full.shop, name=f"Tea {number}", price="1.00", barcodes=[f"tea {number}"])
        customer = make_customer(full.shop, credit_limit=100)
        sell(full.shop, tea, customer=customer.pk)
        make_site(full.shop, customer, is_primary=True)
        set_customer_week(full.shop, customer, CustomerDayPlan("tue", expects_delivery=True))
        make_request(full.shop)
        make_division(full.shop, make_supplier(full.shop, days=[DayPlan("tue", makes_delivery=True)]))
    assert {model._meta.label: _statements(full, page(model, "changelist")) for model in models} == few


def _statements(full: FullShop, path: str) -> int:
    with CaptureQueriesContext(connections["default"]) as queries:
        assert full.client.get(path).status_code == 200
    return len(queries)


def test_djangos_own_permissions_are_not_asked(full: FullShop) -> None:
    assert not full.owner.user_permissions.exists()
    assert not full.owner.is_superuser
    assert full.client.get("/admin/").status_code == 200

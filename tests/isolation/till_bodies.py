"""Bodies of operations on refunds and shifts, as `bodies.py`."""

from collections.abc import Callable
from typing import Any

TILLS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "POST /api/shifts/": lambda ids: {"opening_float": "100.00"},
    "POST /api/shifts/{id}/cash-movements/": lambda ids: {"kind": "IN", "reason": "CHANGE", "amount": "5.00"},
    "POST /api/shifts/{id}/close/": lambda ids: {"counted": [{"method": "CASH", "amount": "100.00"}]},
    "POST /api/refunds/": lambda ids: {
        "sale": ids["receipt"],
        "refund_method": "CASH",
        "items": [
            {
                "sale_item": ids["receipt_line"],
                "quantity": "1",
                "destination": "LOCATION",
                "location": ids["location"],
            }
        ],
    },
    "POST /api/refunds/without-receipt/": lambda ids: {
        "location": ids["location"],
        "customer": ids["customer"],
        "refund_method": "CREDIT_NOTE",
        "notes": "It was a present",
        "brought_by": "Ana, identity card",
        "items": [{"product": ids["product"], "packaging": ids["packaging"], "quantity": "1"}],
    },
    "POST /api/refunds/{id}/approve/": lambda ids: {"override_warranty": True, "override_reason": "a regular"},
    "POST /api/refunds/{id}/reject/": lambda ids: {"reason": "it was used"},
    "POST /api/refunds/{id}/exchange/": lambda ids: {
        "cart": {
            "storefront": ids["location"],
            "customer": ids["customer"],
            "items": [{"product": ids["product"], "quantity": "1"}],
        }
    },
    "POST /api/refunds/{id}/process/": lambda ids: {"tenders": [{"payment": ids["payment"], "amount": "1.00"}]},
    "POST /api/refunds/{id}/credit-note/print/": lambda ids: {"form": "html"},
    "POST /api/sales/{id}/receipt/email/": lambda ids: {"to": "ivan@buyer.example"},
    "POST /api/sales/{id}/receipt/print/": lambda ids: {"form": "escpos", "width": 58},
    "POST /api/shifts/{id}/slip/": lambda ids: {"form": "pdf"},
    "POST /api/sales/{id}/void/": lambda ids: {"reason": "wrong customer"},
}

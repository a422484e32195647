"""Who the demo shop buys from."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from optimapos.partners.services import DivisionFields, SupplierFields
from optimapos.partners.types import DayPlan


@dataclass(frozen=True)
class DemoSupplier:
    """A supplier with its divisions and its week."""

    fields: SupplierFields
    days: tuple[DayPlan, ...]
    divisions: tuple[DivisionFields, ...] = ()


SUPPLIERS = (
    DemoSupplier(
        {
            "code": "HARBOUR",
            "name": "Harbour Roast Trading",
            "contact_person": "Niamh Byrne",
            "city": "Cork",
            "email": "orders@harbour-roast.example",
            "phone": "+353 21 555 0110",
            "credit_limit": Decimal(10000),
            "payment_days": 30,
            "lead_time_days": 3,
        },
        (
            DayPlan("mon", expects_order=True, order_deadline_time=time(14, 0)),
            DayPlan("thu", makes_delivery=True, delivery_time_from=time(8, 0), delivery_time_to=time(12, 0)),
        ),
    ),
    DemoSupplier(
        {
            "code": "NORDFOOD",
            "name": "Nordwind Foods",
            "contact_person": "Lars Holm",
            "city": "Dublin",
            "email": "sales@nordwind.example",
            "credit_limit": Decimal(25000),
            "payment_days": 45,
            "lead_time_days": 1,
        },
        tuple(
            DayPlan(day, expects_order=True, makes_delivery=True, order_deadline_time=time(11, 30))
            for day in ("mon", "tue", "wed", "thu", "fri")
        ),
        (
            {"code": "FRESH", "name": "Fresh goods", "payment_days": 7, "contact_person": "Maria Lind"},
            {"code": "DRY", "name": "Dry goods"},
        ),
    ),
    DemoSupplier(
        {"code": "MARKET", "name": "Wholesale market", "city": "Dublin", "credit_limit": Decimal(0), "payment_days": 0},
        (DayPlan("sat", expects_order=True, makes_delivery=True),),
    ),
)

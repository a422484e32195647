"""The demo shop's first morning: a shift at the back till with sales, goods that came back, and a drawer that was short.

Sales are made as tills make them, each in a transaction of its own, so this comes after the shop is set up.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from optimapos.core.actors import Actor, Origin
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO, round_money
from optimapos.core.tenancy import tenant_scope
from optimapos.demo.goods import GOODS
from optimapos.demo.people import CASHIER, MANAGER, OWNER, Person
from optimapos.organization.models import Business, Location, Membership, Terminal
from optimapos.organization.selectors import actor_of_member
from optimapos.organization.services import TerminalService
from optimapos.organization.types import LocationKind
from optimapos.products.models import Product
from optimapos.refunds.services import RefundService
from optimapos.refunds.types import Asked, AskedItem, Destination, RefundMethod, RefundReason
from optimapos.sales.commands import Checkout, Line, TenderLine
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.calls import Call
from optimapos.sales.types import PaymentMethod
from optimapos.shifts.models import Shift
from optimapos.shifts.selectors import drawer_of, report_of
from optimapos.shifts.services import ShiftService
from optimapos.shifts.types import CashKind, CashReason, Counted

FLOAT = Decimal("100.00")
BANKED = Decimal("50.00")
SHORT = Decimal("0.50")
"""What is missing from the drawer at the end."""

BASKETS: tuple[tuple[PaymentMethod, tuple[tuple[str, str], ...]], ...] = (
    (PaymentMethod.CASH, (("Baguette", "2"), ("Butter 250 g", "1"))),
    (PaymentMethod.CARD, (("Filter coffee 500 g", "1"), ("Oat biscuits 300 g", "2"))),
    (PaymentMethod.CASH, (("Bananas", "1.240"), ("Apples, Gala", "0.865"))),
    (PaymentMethod.CASH, (("Butter croissant", "4"),)),
    (PaymentMethod.CARD, (("LED bulb E27 8 W", "2"),)),
    (PaymentMethod.CASH, (("Orange juice 1 l", "3"), ("Hazelnut wafers 200 g", "2"))),
    (PaymentMethod.MOMO, (("Olive oil 0.75 l", "1"), ("Spaghetti 500 g", "4"))),
    (PaymentMethod.CASH, (("Cinnamon roll", "6"),)),
    (PaymentMethod.CARD, (("Washing-up liquid 500 ml", "1"), ("Kitchen roll, 2", "2"))),
    (PaymentMethod.CASH, (("Lemonade 0.33 l", "12"),)),
)
_PRICES = {goods.name: Decimal(goods.price) for goods in GOODS}


@dataclass(frozen=True)
class _Back:
    """So much of the first line of a basket that came back."""

    basket: int
    quantity: str
    method: RefundMethod
    reason: RefundReason
    destination: Destination


RETURNS = (
    _Back(4, "1", RefundMethod.CASH, RefundReason.DEFECTIVE, Destination.DAMAGED),
    _Back(5, "1", RefundMethod.CREDIT_NOTE, RefundReason.CHANGED_MIND, Destination.SHELF),
)


def sell_a_morning(business: Business, at: datetime) -> None:
    """Open a shift, sell, take goods back, bring money to the bank, count and close.

    Raises: DomainError where a service refuses.
    """
    _Morning(business, at).run()


class _Morning:
    """One morning: the till, who sells there and who approves."""

    def __init__(self, business: Business, at: datetime) -> None:
        self.business, self.at = business, at
        with tenant_scope(business):
            here = Location.objects.for_business(business).get(kind=LocationKind.STOREFRONT)
            self.products = dict(Product.objects.for_business(business).values_list("name", "pk"))
        TerminalService.create_terminal(
            business=business, location_id=here.pk, code="T2", name="Back till", actor=self._member(OWNER), at=at
        ).unwrap()
        with tenant_scope(business):
            till = Terminal.objects.for_business(business).get(code="T2")
        self.manager = self._member(MANAGER)
        self.cashier = replace(
            self._member(CASHIER), terminal_id=till.pk, terminal_code=till.code, terminal_location_id=here.pk
        )

    def run(self) -> None:
        """All of it."""
        shift = ShiftService.open_shift(
            business=self.business, actor=self.cashier, opening_float=FLOAT, at=self.at
        ).unwrap()
        sales = [self._sell(method, goods) for method, goods in BASKETS]
        for back in RETURNS:
            self._take_back(sales[back.basket], back)
        ShiftService.move_cash(
            business=self.business,
            actor=self.cashier,
            shift_id=shift.pk,
            kind=CashKind.OUT,
            reason=CashReason.BANK,
            amount=BANKED,
            at=self.at,
        ).unwrap()
        ShiftService.close_shift(
            business=self.business, actor=self.manager, shift_id=shift.pk, counted=self._count(shift), at=self.at
        ).unwrap()

    def _member(self, person: Person) -> Actor:
        with tenant_scope(self.business):
            member = Membership.objects.for_business(self.business).get(user__email=person.email)
        actor = actor_of_member(self.business.pk, member.pk)
        if actor is None:
            raise AssertionError("they were just added")
        return actor

    def _sell(self, method: PaymentMethod, goods: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """The sale's document."""
        lines = [Line(quantity=quantity, product=self.products[name]) for name, quantity in goods]
        due = sum((round_money(_PRICES[name] * Decimal(quantity), "EUR") for name, quantity in goods), ZERO)
        tender = TenderLine(payment_method=method, amount_paid=str(due))
        call = Call(Caller.at_terminal(self.cashier), str(new_id()), b"", b"", Origin(), self.at)
        answer = CheckoutService.checkout(command=Checkout(items=lines, payments=[tender]), call=call)
        sale: dict[str, Any] = msgspec.json.decode(answer.body)
        return sale

    def _take_back(self, sale: dict[str, Any], back: _Back) -> None:
        item = AskedItem(UUID(sale["items"][0]["id"]), Decimal(back.quantity), back.destination)
        asked = Asked(back.method, back.reason, (item,))
        shared: Any = {"business": self.business, "at": self.at}
        refund = RefundService.request_refund(
            actor=self.cashier, sale_id=UUID(sale["id"]), asked=asked, **shared
        ).unwrap()
        RefundService.approve(actor=self.manager, refund_id=refund.pk, **shared).unwrap()
        RefundService.process_refund(actor=self.cashier, refund_id=refund.pk, **shared).unwrap()

    def _count(self, shift: Shift) -> list[Counted]:
        """What is there of each tender; of cash a little too little."""
        with tenant_scope(self.business):
            _, expected = drawer_of(shift, report_of(shift))
        expected[PaymentMethod.CASH] -= SHORT
        return [Counted(method, amount) for method, amount in expected.items()]

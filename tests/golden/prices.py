"""Vectors of prices: candidates, the choice, a price by hand, and when promotions apply."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.pricing.books import PromotionBook, coupons_taken
from optimapos.pricing.candidates import ListedRow, PriceRow, PriceRows, StepRow, candidates_of
from optimapos.pricing.rules import BEST_FOR_CUSTOMER, STRICT_PRIORITY, choose_price, marked_up, override_price
from optimapos.pricing.types import (
    BASKET_KINDS,
    Buyer,
    Occasion,
    PriceDecision,
    PromotionKind,
    PromotionTerms,
    ShownCoupon,
    Sold,
)
from tests.golden.drawn import Case, D, Draw, refusal_of, text, uuid
from tests.tables import worked_table

POLICIES = (BEST_FOR_CUSTOMER, BEST_FOR_CUSTOMER, STRICT_PRIORITY)
LINE_KINDS = ("PERCENT", "AMOUNT", "FIXED_PRICE")
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def promotion_document(terms: PromotionTerms) -> Case:
    """A promotion as a till's feed carries it, with its places; what is as in any other is left out."""
    document = _document(terms)
    return {name: value for name, value in document.items() if name in ALWAYS or value != _ANY[name]}


def _document(terms: PromotionTerms) -> Case:
    plain = {name: getattr(terms, name) for name in PLAIN}
    decimals = {name: text(getattr(terms, name)) for name in ("value", "min_quantity", "min_amount")}
    sets = {name: sorted(map(str, getattr(terms, name))) for name in NAMED}
    moments = {
        "starts_at": terms.starts_at.isoformat(),
        "ends_at": terms.ends_at and terms.ends_at.isoformat(),
        "hours_from": terms.hours_from and terms.hours_from.isoformat(),
        "hours_until": terms.hours_until and terms.hours_until.isoformat(),
    }
    return {**plain, "kind": str(terms.kind), **decimals, **sets, "weekdays": sorted(terms.weekdays), **moments}


ALWAYS = ("id", "name", "kind", "value", "starts_at")
PLAIN = (
    "id",
    "name",
    "includes_tax",
    "sale_type",
    "priority",
    "set_quantity",
    "get_quantity",
    "max_times",
    "combines",
    "needs_coupon",
    "is_limited",
)
NAMED = ("locations", "price_groups", "products", "groups", "reward_products", "reward_groups")
_ANY = _document(PromotionTerms("", "", "PERCENT", D(0)))


def line_promotion(draw: Draw, number: int, currency: str = "EUR") -> PromotionTerms:
    """A promotion of a line's price, for everything and at any time."""
    kind = draw.choice(LINE_KINDS)
    return PromotionTerms(
        id=uuid(number),
        name=draw.choice(("Sale", "Spring", "Weekend")),
        kind=kind,
        value=draw.percent() if kind == "PERCENT" else draw.price(currency),
        includes_tax=draw.chance(50),
        min_quantity=D(draw.choice((0, 0, 0, 2, 10))),
        priority=draw.choice((0, 0, 1, 5)),
        starts_at=SINCE,
    )


def decision_document(decision: PriceDecision | None) -> Case | None:
    """A decision as it is compared."""
    if decision is None:
        return None
    return {
        "source": str(decision.source),
        "unit_price": text(decision.unit_price),
        "list_price": text(decision.list_price),
        "flags": list(decision.flags),
        "waterfall": decision.waterfall,
    }


def resolved() -> list[Case]:
    """Whole resolutions of one price, and of one set by hand over it."""
    draw = Draw("prices")
    cases = [_worked(case) for case in worked_table("algorithms/pricing.md", "Worked: steps of a line")]
    return cases + [_resolution(draw) for _ in range(250)]


def _worked(case: Case) -> Case:
    of_box = case["sold"].endswith("boxes of 12")
    steps: list[StepRow] = [
        (False, False, "21.50", False, "a", "50"),
        (False, False, "21.00", False, "b", "100"),
        (False, True, "21.80", False, "c", "50"),
        (True, False, "250.00", False, "d", "10"),
    ]
    rows = [row for row in steps if (of_box or not row[0]) and (case["place"] == "here" or not row[1])]
    count = D(case["sold"].split()[0])
    sold = Sold(count, count * 12, 12, 1) if of_box else Sold(count, count)
    found = PriceRows([(False, False, "24.99", False, "base")], step=rows)
    return _case(found, Buyer(), sold, _Terms(), None)


@dataclass(frozen=True)
class _Terms:
    policy: str = BEST_FOR_CUSTOMER
    prices_include_tax: bool = False
    tax_rate: Decimal = ZERO
    floor_price: Decimal | None = None
    floor_includes_tax: bool = False
    may_go_below_floor: bool = False

    @property
    def options(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "policy"}


def _resolution(draw: Draw) -> Case:
    factors = draw.choice(((1, 1), (1, 1), (12, 1), (1, 3), (5, 2)))
    quantity = D(draw.choice((1, 1, 2, 3, 10, 50, "2.5", "0.333")))
    base_qty = quantity * factors[0] / factors[1]
    sold = Sold(quantity, base_qty, *factors, draw.choice(("RETAIL", "RETAIL", "WHOLESALE")))
    is_pack = factors != (1, 1)
    promotions = [(line_promotion(draw, number), _why(draw)) for number in range(draw.choice((0, 0, 1, 2, 3)))]
    rows = PriceRows(
        base=_prices(draw, is_pack, 90),
        group=_prices(draw, is_pack, 30),
        step=_steps(draw, is_pack),
        promotion=promotions,
        listed=_lists(draw, is_pack),
        unit_cost=draw.price() if draw.chance(30) else None,
        markup_percent=draw.percent(),
    )
    terms = _Terms(
        draw.choice(POLICIES),
        draw.chance(50),
        draw.rate(),
        draw.price() if draw.chance(40) else None,
        draw.chance(50),
        draw.chance(40),
    )
    return _case(rows, _buyer(draw), sold, terms, draw.price())


def _why(draw: Draw) -> str:
    return draw.choice(("", "", "", "NOT_NOW", "OTHER_GROUP"))


def _prices(draw: Draw, is_pack: bool, percent: int) -> list[PriceRow]:
    places = [(pack, here) for pack in (False, True)[: 1 + is_pack] for here in (False, True)]
    if not draw.chance(percent):
        return []
    return [
        (pack, here, text(draw.price()), draw.chance(60), f"price {pack} {here}")
        for pack, here in draw.shuffled(draw.some(places, 4) or places[:1])
    ]


def _steps(draw: Draw, is_pack: bool) -> list[StepRow]:
    rows = _prices(draw, is_pack, 40)
    return [(*row, text(D(start))) for row in rows for start in draw.some(("2", "3", "10", "50"), 3)]


def _lists(draw: Draw, is_pack: bool) -> list[ListedRow]:
    if not draw.chance(30):
        return []
    return [
        (
            is_pack and draw.chance(40),
            draw.choice(("", "RETAIL", "WHOLESALE")),
            f"2026-0{number}-01T00:00:00+00:00",
            text(draw.price()),
            draw.chance(50),
            f"list {number}",
            f"List {number}",
        )
        for number in draw.shuffled(range(1, draw.integer(2, 5)))
    ]


def _buyer(draw: Draw) -> Buyer:
    return Buyer(
        own_percent=draw.percent() if draw.chance(40) else ZERO,
        group_percent=draw.percent() if draw.chance(35) else None,
        group_name="VIP",
        site_percent=draw.percent() if draw.chance(20) else None,
    )


def _case(rows: PriceRows, buyer: Buyer, sold: Sold, terms: _Terms, by_hand: Decimal | None) -> Case:
    fallback = marked_up(rows.unit_cost, rows.markup_percent) if rows.unit_cost and rows.markup_percent else None
    decision = choose_price(candidates_of(rows, buyer, sold), policy=terms.policy, **terms.options)
    override = None if by_hand is None else override_price(decision, unit_price=by_hand, **terms.options)
    return {
        "rows": {
            "base": rows.base,
            "group": rows.group,
            "step": rows.step,
            "promotion": [[promotion_document(each), why] for each, why in rows.promotion],
            "listed": rows.listed,
            "fallback": None if fallback is None else text(fallback),
        },
        "buyer": _plain(buyer),
        "sold": _plain(sold),
        "terms": _plain(terms),
        "decision": decision_document(decision),
        "by_hand": None if by_hand is None else text(by_hand),
        "override": decision_document(override),
    }


def _plain(found: Any) -> Case:
    names = found.__dataclass_fields__
    values = {name: getattr(found, name) for name in names}
    return {name: text(value) if isinstance(value, Decimal) else value for name, value in values.items()}


_HERE, _ELSEWHERE, _VIP = uuid(901), uuid(902), uuid(903)
_ZONES = ("Europe/Sofia", "Africa/Casablanca", "America/New_York", "Asia/Kolkata", "UTC")
_HOURS = (None, None, ("12:00", "14:00"), ("22:00", "02:00"), ("08:30", "08:30"), ("00:00", "06:00"))


def occasions() -> list[Case]:
    """When a promotion is told of and when it applies; by the place's clock, through changes of summer time."""
    draw = Draw("occasions")
    cases = [_worked_time(case) for case in worked_table("algorithms/pricing.md", "Worked: when a promotion applies")]
    return cases + [_occasion(draw) for _ in range(300)]


def _worked_time(case: Case) -> Case:
    start, _, end = case["hours"].partition("-")
    terms = PromotionTerms(
        id=uuid(1),
        name="Sale",
        kind="PERCENT",
        value=D(10),
        weekdays=frozenset(int(day) for day in case["weekdays"].split()),
        hours_from=time.fromisoformat(start) if start else None,
        hours_until=time.fromisoformat(end) if end else None,
        starts_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    at = datetime.fromisoformat(f"2024-05-{5 + int(case['at'][0]):02}T{case['at'][2:]}:00+00:00")
    return _judged(terms, at, "UTC", "00:00", None, "RETAIL", (), ())


def _occasion(draw: Draw) -> Case:
    hours = draw.choice(_HOURS)
    at = datetime(2026, 3, 28, 21, tzinfo=UTC) + timedelta(
        days=draw.choice((0, 0, 1, 210, 211)), milliseconds=draw.integer(0, 86_400_000)
    )
    terms = replace(
        line_promotion(draw, 1),
        weekdays=frozenset(draw.some(range(1, 8), 4)) if draw.chance(60) else frozenset(),
        hours_from=time.fromisoformat(hours[0]) if hours else None,
        hours_until=time.fromisoformat(hours[1]) if hours else None,
        locations=frozenset(UUID(each) for each in draw.some((_HERE, _ELSEWHERE), 2)),
        price_groups=frozenset([UUID(_VIP)]) if draw.chance(20) else frozenset(),
        sale_type=draw.choice(("", "", "RETAIL", "WHOLESALE")),
        needs_coupon=draw.chance(20),
        starts_at=at + timedelta(microseconds=draw.choice((-(10**12), -(10**12), -(10**12), 0, 1, -1))),
        ends_at=draw.choice((None, None, at + timedelta(days=1), at, at + timedelta(microseconds=1))),
    )
    chosen = [uuid(1)]
    coupons, spent = draw.some(chosen, 1), draw.some(chosen, 1) if draw.chance(20) else []
    group = _VIP if draw.chance(50) else None
    sale_type = draw.choice(("RETAIL", "WHOLESALE"))
    return _judged(terms, at, draw.choice(_ZONES), draw.choice(("00:00", "06:00")), group, sale_type, coupons, spent)


def _judged(
    terms: PromotionTerms,
    at: datetime,
    zone: str,
    day_starts_at: str,
    group: str | None,
    sale_type: str,
    coupons: Any,
    spent: Any,
) -> Case:
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    occasion = Occasion(
        at=at,
        local=local,
        location=UUID(_HERE),
        price_group=(group and UUID(group)) or None,
        sale_type=sale_type,
        coupons=frozenset(coupons),
        spent=frozenset(spent),
    )
    offered = PromotionBook([terms]).on(occasion).of_line(UUID(int=0), None)
    business_day = local.date() - timedelta(days=1 if local.time() < time.fromisoformat(day_starts_at) else 0)
    return {
        "promotion": promotion_document(terms),
        "at": at.isoformat(timespec="milliseconds"),
        "timezone": zone,
        "day_starts_at": day_starts_at,
        "local": {"date": str(local.date()), "weekday": local.isoweekday(), "time": local.time().isoformat()},
        "business_day": str(business_day),
        "location": _HERE,
        "price_group": group,
        "sale_type": sale_type,
        "coupons": list(coupons),
        "spent": list(spent),
        "why": offered[0][1] if offered else None,
    }


def coupons() -> list[Case]:
    """Which coupons are taken, of those that are shown."""
    draw = Draw("coupons")
    cases = []
    for _ in range(80):
        book = PromotionBook([line_promotion(draw, number) for number in range(3)])
        found = [
            ShownCoupon(uuid(100 + n), f"C{n}", uuid(draw.integer(0, 4)), _problem(draw))
            for n in range(draw.integer(0, 4))
        ]
        codes = draw.shuffled([f"C{number}" for number in draw.some(range(5), 4)])
        case: Case = {
            "promotions": [promotion_document(each) for each in book.by_id.values()],
            "found": [each._asdict() for each in found],
            "codes": codes,
            "forgiven": _named(coupons_taken(codes, found, book, forgiving=True)),
        }
        try:
            case["taken"] = _named(coupons_taken(codes, found, book))
        except DomainError as refusal:
            case["refusal"] = refusal_of(refusal)
        cases.append(case)
    return cases


def _problem(draw: Draw) -> str:
    return draw.choice(("", "", "", "COUPON_EXPIRED", "COUPON_USED_UP"))


def _named(taken: dict[str, ShownCoupon]) -> Case:
    return {promotion: coupon.code for promotion, coupon in taken.items()}


def is_of_basket(kind: str) -> bool:
    """Whether promotions of a kind take something off a basket."""
    return PromotionKind(kind) in BASKET_KINDS

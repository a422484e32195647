"""What something would cost, and why."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import CouponCodeField, InstantField, StrictDecimalField
from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.money import currency_exponent, round_money
from optimapos.core.quantities import shown
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.pricing.api.sentences import (
    amount,
    closing,
    floor_of,
    passed_over,
    sentence,
    shown_steps,
    taken_off,
)
from optimapos.pricing.models import PromotedSales
from optimapos.pricing.selectors import Quotation, Quote, QuoteLine
from optimapos.pricing.services import PricingService

MAX_QUOTES = 200
MAX_SHOWN_COUPONS = 20
ANY_QUANTITY = Decimal(10) ** 18
# What is too much to be counted is refused by its own code.


class QuoteLineQuery(serializers.Serializer[Any]):
    """A line to quote: a product by id, or by `code`, a barcode or its SKU."""

    product = serializers.UUIDField(source="product_id", required=False)
    code = serializers.CharField(max_length=60, required=False, help_text="A barcode or a SKU.")
    packaging = serializers.UUIDField(source="packaging_id", required=False, help_text="What `quantity` counts.")
    quantity = StrictDecimalField(places=6, low=None, high=ANY_QUANTITY, required=False, help_text="1, if left out.")


class QuoteTerms(serializers.Serializer[Any]):
    """For whom, where and when."""

    storefront = serializers.UUIDField(
        source="location_id",
        required=False,
        help_text="A location; the terminal's, else the first by code, if left out.",
    )
    customer = serializers.UUIDField(source="customer_id", required=False)
    customer_site = serializers.UUIDField(source="customer_site_id", required=False)
    at = InstantField(required=False, help_text="Now, if left out.")
    type = serializers.ChoiceField(
        source="sale_type", choices=PromotedSales.choices, required=False, help_text="RETAIL, if left out."
    )


class QuoteQuery(QuoteLineQuery, QuoteTerms):
    """What to quote. `coupon`: one that the customer shows."""

    coupon = CouponCodeField(required=False)


class QuotesBody(QuoteTerms):
    """What to quote, up to 200 lines."""

    lines = serializers.ListField(child=QuoteLineQuery(), min_length=1, max_length=MAX_QUOTES)
    coupons = serializers.ListField(child=CouponCodeField(), max_length=MAX_SHOWN_COUPONS, required=False)


class BasketPromotionSerializer(serializers.Serializer[Any]):
    """What a promotion takes off the basket. `shares` by number of the line, from 1."""

    promotion = serializers.UUIDField()
    name = serializers.CharField()
    amount = serializers.CharField()
    times = serializers.IntegerField()
    shares = serializers.DictField(child=serializers.CharField())
    text = serializers.CharField()


class PassedPromotionSerializer(serializers.Serializer[Any]):
    """A promotion that is for something in the basket and does not apply, and why."""

    promotion = serializers.UUIDField()
    name = serializers.CharField()
    reason = serializers.CharField()
    text = serializers.CharField()


class BasketSerializer(serializers.Serializer[Any]):
    """The lines together: what promotions take off, and which do not apply."""

    subtotal = serializers.CharField()
    promotion_amount = serializers.CharField()
    total = serializers.CharField(help_text="On the business's tax basis.")
    promotions = BasketPromotionSerializer(many=True)
    passed = PassedPromotionSerializer(many=True)


class QuoteSerializer(serializers.Serializer[Any]):
    """A quote, for one package or base unit. Cost, profit and margin, without tax, for those who may see costs."""

    product = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    packaging = serializers.UUIDField(allow_null=True)
    quantity = serializers.CharField()
    base_quantity = serializers.CharField()
    unit_price = serializers.CharField()
    price_source = serializers.CharField()
    list_price = serializers.CharField()
    amount = serializers.CharField(help_text="Quantity x unit price, rounded.")
    includes_tax = serializers.BooleanField()
    tax_rate = serializers.CharField()
    currency = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    unit_cost = serializers.CharField(required=False, allow_null=True)
    profit = serializers.CharField(required=False, allow_null=True)
    margin = serializers.CharField(required=False, allow_null=True)


class QuotesSerializer(serializers.Serializer[Any]):
    """The quotes of the lines, in order, and of all of them together."""

    lines = QuoteSerializer(many=True)
    basket = BasketSerializer()


class ExplainedStepSerializer(serializers.Serializer[Any]):
    """One way to a price, and what became of it."""

    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    price = serializers.CharField()
    chosen = serializers.BooleanField()
    reason = serializers.CharField()
    difference = serializers.CharField(help_text="To the one that was chosen.")
    reference = serializers.CharField()
    text = serializers.CharField()


class ExplanationSerializer(QuoteSerializer):
    """A quote with its waterfall, in figures and in words."""

    steps = ExplainedStepSerializer(many=True)
    basket = BasketSerializer()
    text = serializers.CharField()


class QuoteView(ActorView):
    """What something would cost."""

    capabilities = {"get": Capability.PRODUCT_VIEW, "post": Capability.PRODUCT_VIEW}

    @extend_schema(parameters=[QuoteQuery], responses=QuoteSerializer)
    def get(self, request: Request) -> Response:
        """The price of a product for a customer, at a place and an instant."""
        return _answered(self, lambda found, business: quoted(self, found.lines[0], business))

    @extend_schema(request=QuotesBody, responses=QuotesSerializer)
    def post(self, request: Request) -> Response:
        """The prices of up to 200 lines at once."""
        asked = self.parsed(QuotesBody)
        lines = [_line(line) for line in asked.pop("lines")]
        return self.act(
            PricingService.quote, present=self._presented, actor=self.actor, lines=lines, explains=False, **asked
        )

    def _presented(self, found: Quotation) -> Any:
        business = Business.objects.get(pk=self.actor.business_id)
        return {"lines": [quoted(self, quote, business) for quote in found.lines], "basket": basket_of(found, business)}


class ExplainView(ActorView):
    """Why something would cost that."""

    capabilities = {"get": Capability.PRODUCT_VIEW}

    @extend_schema(parameters=[QuoteQuery], responses=ExplanationSerializer)
    def get(self, request: Request) -> Response:
        """Every way to a price, taken or not, with its reason."""
        return _answered(self, lambda found, business: explained(self, found, business))


def _answered(view: ActorView, present: Any) -> Response:
    asked = view.asked(QuoteQuery)
    coupons = [asked["coupon"]] if "coupon" in asked else []
    terms = {
        name: asked[name]
        for name in ("location_id", "customer_id", "customer_site_id", "at", "sale_type")
        if name in asked
    }
    with tenant_scope(view.actor.business_id):
        result = PricingService.quote(
            business=view.actor.business_id, actor=view.actor, lines=[_line(asked)], coupons=coupons, **terms
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        business = Business.objects.get(pk=view.actor.business_id)
        return Response(present(result.unwrap(), business))


def _line(asked: dict[str, Any]) -> QuoteLine:
    named = {name: asked[name] for name in ("product_id", "code", "packaging_id") if name in asked}
    return QuoteLine(asked.get("quantity", Decimal(1)), **named)


def quoted(view: ActorView, found: Quote, business: Business) -> dict[str, Any]:
    """A quote as it is answered."""
    decision, places = found.decision, currency_exponent(business.currency)
    document = {
        "product": found.product_id,
        "sku": found.sku,
        "name": found.name,
        "packaging": found.packaging_id,
        "quantity": shown(found.sold.quantity),
        "base_quantity": shown(found.sold.base_qty),
        "unit_price": amount(decision.unit_price, places),
        "price_source": decision.source,
        "list_price": amount(decision.list_price, places),
        "amount": amount(_amount_of(found, business), places),
        "includes_tax": business.prices_include_tax,
        "tax_rate": shown(found.tax_rate),
        "currency": business.currency,
        "flags": list(decision.flags),
    }
    if view.actor.can(Capability.COST_VIEW):
        document |= {
            "unit_cost": None if found.cost is None else amount(found.cost, places),
            "profit": None if found.profit is None else amount(found.profit, places),
            "margin": None if found.margin is None else amount(found.margin, 1),
        }
    return document


def explained(view: ActorView, quotation: Quotation, business: Business) -> dict[str, Any]:
    """The same with the waterfall in figures and words."""
    found = quotation.lines[0]
    places, sees_costs = currency_exponent(business.currency), view.actor.can(Capability.COST_VIEW)
    document = quoted(view, found, business)
    shown_to = shown_steps(found.decision, sees_costs=sees_costs)
    steps = [
        {
            "source": step["source"],
            "label": step["label"],
            "price": amount(step["price"], places),
            "chosen": step["chosen"],
            "reason": step["reason"],
            "difference": amount(step["difference"], places),
            "reference": step["reference"],
            "text": sentence(step, places),
        }
        for step in shown_to
    ]
    said = [step["text"] for step in steps]
    said += closing(found.decision, business.price_policy, floor_of(found.decision.waterfall), places)
    if document.get("margin") is not None:
        said.append(f"Cost {document['unit_cost']}, profit {document['profit']}, margin {document['margin']} %.")
    basket = basket_of(quotation, business)
    said += [promotion["text"] for promotion in basket["promotions"]]
    return document | {"steps": steps, "basket": basket, "text": " ".join(str(each) for each in said)}


def basket_of(found: Quotation, business: Business) -> dict[str, Any]:
    """The lines together, with promotions of the basket in figures and words."""
    places = currency_exponent(business.currency)
    subtotal = sum((_amount_of(quote, business) for quote in found.lines), Decimal(0))
    off = found.basket.amount
    return {
        "subtotal": amount(subtotal, places),
        "promotion_amount": amount(off, places),
        "total": amount(subtotal - off, places),
        "promotions": [
            {
                "promotion": offer.promotion.id,
                "name": offer.promotion.name,
                "amount": amount(offer.amount, places),
                "times": offer.times,
                "shares": {str(number): amount(share, places) for number, share in offer.shares.items()},
                "text": taken_off(offer, places),
            }
            for offer in found.basket.offers
        ],
        "passed": [
            {"promotion": terms.id, "name": terms.name, "reason": reason, "text": passed_over(terms, reason, places)}
            for terms, reason in found.basket.passed
        ],
    }


def _amount_of(found: Quote, business: Business) -> Decimal:
    return round_money(found.decision.unit_price * found.sold.quantity, business.currency)

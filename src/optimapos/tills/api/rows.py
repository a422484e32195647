"""Rows of the feed, as described: what a till keeps of each kind. They are written by SQL, not by these serializers."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, PercentField, PriceField, QuantityField
from optimapos.core.actors import Capability
from optimapos.organization.types import PricePolicy, StockPolicy
from optimapos.partners.types import CustomerCategory, CustomerType, PartnerType
from optimapos.pricing.models import KindOfPromotion, PromotedSales
from optimapos.products.types import LifeCycle, ProductKind


def _ids() -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField())


class TillBusinessSerializer(serializers.Serializer[Any]):
    """The business. `notes`: and coins that people pay with like notes."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    currency = serializers.CharField()
    currency_decimals = serializers.IntegerField()
    country = serializers.CharField(allow_blank=True)
    tax_number = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    receipt_footer = serializers.CharField(allow_blank=True)
    prices_include_tax = serializers.BooleanField()
    price_policy = serializers.ChoiceField(choices=PricePolicy.choices)
    cash_rounding_step = AmountField()
    credit_grace_days = serializers.IntegerField()
    reservation_minutes = serializers.IntegerField()
    requires_shift = serializers.BooleanField()
    notes = serializers.ListField(child=serializers.CharField())
    coins = serializers.ListField(child=serializers.CharField())
    takes_points = serializers.BooleanField(help_text="Whether there is a loyalty program, now or later on.")


class TillStorefrontSerializer(serializers.Serializer[Any]):
    """The storefront."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    timezone = serializers.CharField()
    day_starts_at = serializers.TimeField()
    address = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    stock_policy = serializers.ChoiceField(choices=StockPolicy.choices)


class TillTerminalSerializer(serializers.Serializer[Any]):
    """The terminal."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class TillOperatorSerializer(serializers.Serializer[Any]):
    """Who is at the till."""

    member = serializers.UUIDField()
    user = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    role_name = serializers.CharField()
    capabilities = serializers.ListField(child=serializers.ChoiceField(choices=Capability.choices))
    max_discount = PercentField()


class TillSettingsSerializer(serializers.Serializer[Any]):
    """What a till sells by. `terminal` is null for an account that sits at none."""

    business = TillBusinessSerializer()
    storefront = TillStorefrontSerializer()
    terminal = TillTerminalSerializer(allow_null=True)
    operator = TillOperatorSerializer()


class TillUnitSerializer(serializers.Serializer[Any]):
    """A unit. With decimals its goods are weighed or measured."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    decimals = serializers.IntegerField()


class TillGroupSerializer(serializers.Serializer[Any]):
    """A group of products. `path`: ids from the root down to itself."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field
    is_active = serializers.BooleanField()
    path = _ids()


class TillBrandSerializer(serializers.Serializer[Any]):
    """A brand."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()


class TillPriceGroupSerializer(serializers.Serializer[Any]):
    """A price group. One that is not active prices nobody."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    discount_percentage = PercentField()
    is_active = serializers.BooleanField()


class TillTaxRateSerializer(serializers.Serializer[Any]):
    """A rate. `here`: of this storefront alone."""

    code = serializers.CharField()
    rate = PercentField()
    here = serializers.BooleanField()
    valid_from = serializers.DateField()


class TillTaxSerializer(serializers.Serializer[Any]):
    """A tax category. The first of its rates that has begun on the business day applies."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    rates = TillTaxRateSerializer(many=True)


class TillPromotionSerializer(serializers.Serializer[Any]):
    """A promotion that applies at this storefront. Empty lists: everything of that kind."""

    id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=KindOfPromotion.choices)
    value = PriceField()
    includes_tax = serializers.BooleanField()
    sale_type = serializers.ChoiceField(choices=PromotedSales.choices, allow_blank=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    weekdays = serializers.ListField(child=serializers.IntegerField())
    hours_from = serializers.TimeField(allow_null=True)
    hours_until = serializers.TimeField(allow_null=True)
    min_quantity = QuantityField()
    priority = serializers.IntegerField()
    price_groups = _ids()
    products = _ids()
    groups = _ids()
    reward_products = _ids()
    reward_groups = _ids()
    set_quantity = serializers.IntegerField()
    get_quantity = serializers.IntegerField()
    min_amount = AmountField()
    max_times = serializers.IntegerField(allow_null=True)
    combines = serializers.BooleanField()
    needs_coupon = serializers.BooleanField()
    is_limited = serializers.BooleanField()


class TillPriceListSerializer(serializers.Serializer[Any]):
    """An approved price list that has not ended. Its rows come with the prices of their products."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    sale_type = serializers.ChoiceField(choices=PromotedSales.choices, allow_blank=True)
    includes_tax = serializers.BooleanField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)


class TillPackagingSerializer(serializers.Serializer[Any]):
    """A packaging in use: one holds `factor_num / factor_den` base units."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    factor_num = serializers.IntegerField()
    factor_den = serializers.IntegerField()


class TillBarcodeSerializer(serializers.Serializer[Any]):
    """A barcode, perhaps of a packaging."""

    code = serializers.CharField()
    packaging = serializers.UUIDField(allow_null=True)


class TillProductSerializer(serializers.Serializer[Any]):
    """A product that is not archived. Only one that is ACTIVE or PHASE_OUT is sold."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ProductKind.choices)
    life_cycle = serializers.ChoiceField(choices=LifeCycle.choices)
    unit = serializers.UUIDField()
    tax_category = serializers.UUIDField()
    group = serializers.UUIDField(allow_null=True)
    brand = serializers.UUIDField(allow_null=True)
    plu = serializers.CharField(allow_blank=True)
    tracks_stock = serializers.BooleanField()
    tracks_serials = serializers.BooleanField()
    keeps_expiry = serializers.BooleanField()
    warranty_days = serializers.IntegerField()
    weight_kg = QuantityField(allow_null=True)
    prix_br = PriceField(allow_null=True)
    floor_price = PriceField(allow_null=True)
    picture = serializers.CharField(allow_null=True, help_text="Where the small file of its main picture is.")
    packagings = TillPackagingSerializer(many=True)
    barcodes = TillBarcodeSerializer(many=True)


class TillPriceRowSerializer(serializers.Serializer[Any]):
    """A base price. Of each packaging and place (`here`: this storefront) the one that began last and has not ended."""

    id = serializers.UUIDField()
    packaging = serializers.UUIDField(allow_null=True)
    here = serializers.BooleanField()
    price = PriceField()
    includes_tax = serializers.BooleanField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)


class TillGroupPriceRowSerializer(TillPriceRowSerializer):
    """A price of a price group, found likewise."""

    price_group = serializers.UUIDField()


class TillStepPriceRowSerializer(TillPriceRowSerializer):
    """A step price, found likewise for each quantity."""

    min_quantity = QuantityField()


class TillListedRowSerializer(serializers.Serializer[Any]):
    """A row of a price list; the list is of the kind `price_lists`."""

    id = serializers.UUIDField()
    price_list = serializers.UUIDField()
    packaging = serializers.UUIDField(allow_null=True)
    price = PriceField()


class TillPricesSerializer(serializers.Serializer[Any]):
    """All prices of a product. `fallback`: of a base unit without tax, where no other price applies."""

    product = serializers.UUIDField()
    base = TillPriceRowSerializer(many=True)
    group = TillGroupPriceRowSerializer(many=True)
    step = TillStepPriceRowSerializer(many=True)
    listed = TillListedRowSerializer(many=True)
    fallback = PriceField(allow_null=True)


class TillSiteSerializer(serializers.Serializer[Any]):
    """A site of a customer."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    city = serializers.CharField(allow_blank=True)
    special_discount = PercentField(allow_null=True)
    is_primary = serializers.BooleanField()


class TillCustomerSerializer(serializers.Serializer[Any]):
    """A customer in use. `search`: the name in small Latin letters; `phone_end`: the last four digits; `tax_number`: of
    companies alone.
    """

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    search = serializers.CharField(allow_blank=True)
    phone_end = serializers.CharField(allow_blank=True)
    tax_number = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    type = serializers.ChoiceField(choices=PartnerType.choices)
    customer_type = serializers.ChoiceField(choices=CustomerType.choices)
    category = serializers.ChoiceField(choices=CustomerCategory.choices)
    price_group = serializers.UUIDField(allow_null=True)
    discount_percent = PercentField()
    is_tax_exempt = serializers.BooleanField()
    sales_blocked = serializers.BooleanField()
    credit_blocked = serializers.BooleanField()
    credit_limit = AmountField()
    credit_terms_days = serializers.IntegerField()
    sites = TillSiteSerializer(many=True)


class TillCreditSerializer(serializers.Serializer[Any]):
    """What a customer owes. `dues`: pairs of a day, or null, and what is due on it; below 0 what was paid in advance."""

    customer = serializers.UUIDField()
    owed = AmountField()
    dues = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_null=True)))


class TillStockSerializer(serializers.Serializer[Any]):
    """What may be sold of a product here, before what carts hold. `expiring`: pairs of a day and how much of it may be sold
    on that day for the last time.
    """

    product = serializers.UUIDField()
    sellable = QuantityField()
    expiring = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class TillHeldSerializer(serializers.Serializer[Any]):
    """What a cart holds of a product, and until when. A till leaves its own cart out."""

    product = serializers.UUIDField()
    sale = serializers.UUIDField()
    quantity = QuantityField()
    until = serializers.DateTimeField()

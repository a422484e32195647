"""Setting base prices. Stands for `IBasePrices`."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.interfaces import BasePrice
from optimapos.core.money import currency_exponent
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business, Location
from optimapos.organization.selectors import currency_of, visible_locations
from optimapos.partners.models import Customer, CustomerSite
from optimapos.pricing.locks import lock_price_history
from optimapos.pricing.markups import NO_ROUNDING, check_markup, check_rounding
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.selectors import Quotation, QuoteLine, base_prices_at, costing_of, listed_prices_at, quotes
from optimapos.pricing.services.applying import withdraw_replaced
from optimapos.pricing.services.working_out import work_out
from optimapos.pricing.types import RETAIL, PriceKind, Rounding
from optimapos.products.models import Product, ProductPackaging

_OF_BUYER = (
    "discount_percent",
    "is_tax_exempt",
    "price_group__name",
    "price_group__discount_percentage",
    "price_group__is_active",
)
_OF_PLACE = (
    "code",
    "timezone",
    "day_starts_at",
    "business__settings_version",
    "business__currency",
    "business__prices_include_tax",
    "business__price_policy",
    "business__fallback_markup_percent",
)
# What a quote is made of: whole rows cost as much to build as twenty lines.


class PricingService:
    """Sets base prices and tells prices."""

    @staticmethod
    @operation
    def set_base_price(
        *,
        business: BusinessRef,
        product_id: UUID,
        price: Decimal,
        includes_tax: bool | None,
        location_id: UUID | None = None,
        packaging_id: UUID | None = None,
        at: datetime | None = None,
        user_id: UUID | None = None,
    ) -> Result[ProductPrice]:
        """Make `price` the base price of a product, or of one of its packagings, from `at` (now) on.

        The price is for one base unit, or for one package; at one location, or wherever none is set. Earlier prices
        stay as history. `includes_tax` None: as the business keeps its prices. Counts the settings version up.

        Refuses: NOT_FOUND (product or packaging), UNKNOWN_LOCATION, DUPLICATE_PRICE (a second one of one instant).
        """
        _check_known(business, product_id, location_id, packaging_id)
        row = ProductPrice(
            business_id=business_id_of(business),
            product_id=product_id,
            packaging_id=packaging_id,
            location_id=location_id,
            price=price,
            includes_tax=_as_business_does(business) if includes_tax is None else includes_tax,
            valid_from=at or timezone.now(),
        )
        return _set(row, user_id)

    @staticmethod
    @operation
    def set_markup_price(
        *,
        business: BusinessRef,
        actor: Actor,
        product_id: UUID,
        markup_percent: Decimal,
        rounding: Rounding = NO_ROUNDING,
        includes_tax: bool | None = None,
        location_id: UUID | None = None,
        packaging_id: UUID | None = None,
        at: datetime | None = None,
    ) -> Result[ProductPrice]:
        """Make the last purchase cost plus `markup_percent`, rounded, the base price from `at` (now) on.

        The cost is the location's, else the one at which the product was last bought anywhere. The price is worked out now;
        receipts that change the cost propose another one.

        Refuses: PERMISSION_DENIED for who may not see costs (the price would tell), MARKUP_OUT_OF_RANGE,
        BAD_PRICE_ROUNDING, NO_COST, AMOUNT_TOO_LARGE, and as `set_base_price`.
        """
        if not actor.can(Capability.COST_VIEW):
            data = {"capability": Capability.COST_VIEW.value}
            raise DomainError("PERMISSION_DENIED", "Your role may not see costs, which this price would tell.", data)
        check_markup(markup_percent)
        check_rounding(rounding, places=currency_exponent(currency_of(business)))
        _check_known(business, product_id, location_id, packaging_id)
        row = ProductPrice(
            business_id=business_id_of(business),
            product_id=product_id,
            packaging_id=packaging_id,
            location_id=location_id,
            kind=PriceKind.MARKUP.value,
            markup_percent=markup_percent,
            rounding=rounding.kind,
            rounding_to=rounding.to,
            rounding_direction=rounding.direction,
            includes_tax=_as_business_does(business) if includes_tax is None else includes_tax,
            valid_from=at or timezone.now(),
        )
        work_out(row, costing_of(business, [product_id]), row.valid_from)
        return _set(row, actor.user_id)

    @staticmethod
    @operation
    def quote(
        *,
        business: BusinessRef,
        actor: Actor,
        lines: Sequence[QuoteLine],
        location_id: UUID | None = None,
        customer_id: UUID | None = None,
        customer_site_id: UUID | None = None,
        at: datetime | None = None,
        sale_type: str = RETAIL,
        coupons: Sequence[str] = (),
        explains: bool = True,
    ) -> Result[Quotation]:
        """What the lines would cost a customer at a location (the terminal's, else the first by code) and instant (now),
        perhaps for one of the customer's sites. Unless it `explains`, a line's waterfall holds what applies alone.

        Refuses: UNKNOWN_LOCATION, CUSTOMER_NOT_FOUND, SITE_NOT_FOUND, and the refusals of `quotes`.
        """
        customer = None
        if customer_id:
            customers = Customer.objects.for_business(business).select_related("price_group").only(*_OF_BUYER)
            customer = customers.filter(pk=customer_id).first()
            if customer is None:
                raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.")
        site = _site(business, customer_id, customer_site_id) if customer_site_id else None
        place = _place(actor, location_id)
        when = at or timezone.now()
        found = quotes(
            actor,
            lines,
            place=place,
            customer=customer,
            site=site,
            at=when,
            sale_type=sale_type,
            coupons=coupons,
            explains=explains,
        )
        return Result.success(found)

    @staticmethod
    def base_prices(*, business: BusinessRef, product_ids: Sequence[UUID], at: datetime) -> Sequence[BasePrice]:
        """The prices of base units that apply at `at`, one for each product and location, by two queries.

        A price list for retail sales stands before a product's own prices, wherever they are for.
        """
        listed = {
            row.product_id: BasePrice(
                row.product_id, None, row.price, row.price_list.includes_tax, row.price_list.valid_from
            )
            for row in listed_prices_at(business, product_ids, at)
        }
        own = [
            BasePrice(row.product_id, row.location_id, row.price, row.includes_tax, row.valid_from)
            for row in base_prices_at(business, product_ids, at)
            if row.product_id not in listed
        ]
        return [*listed.values(), *own]


def _place(actor: Actor, location_id: UUID | None) -> Location:
    wanted = location_id or actor.terminal_location_id
    rows = visible_locations(actor).select_related("business").only(*_OF_PLACE)
    place = rows.filter(pk=wanted).first() if wanted else rows.filter(is_active=True).order_by("code", "id").first()
    if place is None:
        data = {"location": str(wanted)} if wanted else {}
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", data)
    return place


def _set(row: ProductPrice, user_id: UUID | None) -> Result[ProductPrice]:
    lock_price_history(row)
    row.save(force_insert=True)
    withdraw_replaced(row.business_id, row.valid_from, row.product_id)
    bump_settings_version(row.business_id)
    how = {"markup_percent": shown(row.markup_percent)} if row.markup_percent is not None else {}
    AuditLog.log_event(
        "price.set",
        business=row.business_id,
        user_id=user_id,
        location_id=row.location_id,
        event_data={"product_id": str(row.product_id), "price_id": str(row.pk), "price": f"{row.price:f}", **how},
    )
    return Result.success(row)


def _site(business: BusinessRef, customer_id: UUID | None, site_id: UUID) -> CustomerSite:
    found = CustomerSite.objects.for_business(business).filter(pk=site_id).first()
    if found is None or found.customer_id != customer_id:
        raise DomainError("SITE_NOT_FOUND", "The customer has no such site.")
    return found


def _as_business_does(business: BusinessRef) -> bool:
    return Business.objects.get(pk=business_id_of(business)).prices_include_tax


def _check_known(business: BusinessRef, product_id: UUID, location_id: UUID | None, packaging_id: UUID | None) -> None:
    if not Product.objects.for_business(business).filter(pk=product_id).exists():
        raise DomainError("NOT_FOUND", "There is no such product.", {"product": str(product_id)})
    if location_id and not Location.objects.for_business(business).filter(pk=location_id).exists():
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(location_id)})
    packagings = ProductPackaging.objects.for_business(business).filter(product_id=product_id)
    if packaging_id and not packagings.filter(pk=packaging_id).exists():
        raise DomainError("NOT_FOUND", "The product has no such packaging.", {"packaging": str(packaging_id)})

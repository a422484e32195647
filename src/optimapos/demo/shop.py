"""Setting up the demo shop, by the services that every shop is set up by. All of it or nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeVar

from django.db import connections, models, transaction

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.tenancy import APP, MAINTENANCE, tenant_scope
from optimapos.demo.favourites import CODES, TABS
from optimapos.demo.goods import BRANDS, GOODS, GROUPS, Goods, barcode
from optimapos.demo.people import OWNER, STAFF, Person
from optimapos.demo.pictures import picture_of
from optimapos.demo.suppliers import SUPPLIERS
from optimapos.inventory.services import OpeningLine, OpeningStockService
from optimapos.nomenclatures.models import Brand, PriceGroup, ProductGroup, TaxCategory, UnitOfMeasure
from optimapos.nomenclatures.services import ProductGroupService, TaxRateService
from optimapos.organization.models import Business, BusinessOwned, Location, Membership, User
from optimapos.organization.selectors import actor_of_member
from optimapos.organization.services import BusinessService, LocationService, MembershipService, TerminalService
from optimapos.organization.types import LocationKind
from optimapos.partners.services import (
    CustomerFields,
    CustomerService,
    SupplierDivisionService,
    SupplierScheduleService,
    SupplierService,
)
from optimapos.partners.types import CustomerType, PartnerType
from optimapos.products.models import Product
from optimapos.products.services import PictureService, ProductService
from optimapos.products.types import LifeCycle, NewPackaging, NewPrice, OpeningStock, ProductKind
from optimapos.tills.services import CodeRuleService, LayoutService, Tab, Tile

SLUG = "demo-shop"
RATES_SINCE = date(2020, 1, 1)
_LOCK = 7_017_018_003
# Two servers that find an empty database at once seed it one after the other.
_BOX_OF = 12
GIFT_WRAPPING = "Gift wrapping"
_BOX_CODES_FROM = 500
R = TypeVar("R", bound=BusinessOwned)


@dataclass(frozen=True)
class Seeded:
    """What came of it. `business` is the shop where it is new, and `enrolment_code` its till's, usable once within a day; it
    is told only this time.
    """

    business: Business | None = None
    enrolment_code: str = ""


def seed_demo_shop(at: datetime) -> Seeded | None:
    """Set the demo shop up in an empty database. None where other businesses are, and nothing was done.

    Raises: DomainError where a service refuses; then nothing was written.
    """
    with transaction.atomic(using=APP):
        with connections[APP].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # Read as role `maintenance`: whether there is any business can't be asked from within one.
        slugs = set(Business.objects.using(MAINTENANCE).values_list("slug", flat=True)[:1000])
        if slugs:
            return Seeded() if SLUG in slugs else None
        seeding = _Seeding(at)
        return Seeded(seeding.business, enrolment_code=seeding.run())


class _Seeding:
    """One seeding: the business, and who does it."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.products: dict[str, Product] = {}
        user = User.objects.create_user(OWNER.email, OWNER.password, name=OWNER.name, is_staff=True)
        self.business = BusinessService.create_business(
            name="Demo Shop",
            slug=SLUG,
            currency="EUR",
            owner=user,
            country="IE",
            tax_number="IE1234567T",
            address="7 Harbour Street\nDublin",
            receipt_footer="Thank you and see you soon\nReturns within 14 days with this receipt",
        ).unwrap()
        self.owner = self._owner(user)

    def run(self) -> str:
        """Everything else; the till's enrolment code."""
        here, stored = self._locations()
        for person in STAFF:
            self._join(person, here)
        units, taxes, groups, brands = self._units(), self._taxes(), self._groups(), self._brands()
        for number, goods in enumerate(GOODS, start=1):
            related = {"unit": units[goods.unit], "tax_category": taxes[goods.tax], "group": groups[goods.group]}
            self._product(number, goods, related | {"brand": brands.get(goods.brand or "")}, here, stored)
        self._service(units["PC"], taxes["STD"])
        self._till()
        self._customers()
        self._suppliers()
        issued = TerminalService.create_terminal(
            business=self.business, location_id=here.pk, code="T1", name="Front till", actor=self.owner, at=self.at
        ).unwrap()
        return issued.secret

    def _owner(self, user: User) -> Actor:
        with tenant_scope(self.business):
            member = Membership.objects.for_business(self.business).get(user=user)
        actor = actor_of_member(self.business.pk, member.pk)
        if actor is None:
            raise AssertionError("the owner was just made")
        MembershipService.set_pin(business=self.business, membership_id=member.pk, pin=OWNER.pin, actor=actor).unwrap()
        return actor

    def _locations(self) -> tuple[Location, Location]:
        shared: Any = {"business": self.business, "user_id": self.owner.user_id, "timezone": "Europe/Dublin"}
        here = LocationService.create_location(
            code="S1", name="Main Street", address="7 Main Street\nDublin", phone="+353 1 555 0100", **shared
        ).unwrap()
        stored = LocationService.create_location(
            code="W1", name="Warehouse", kind=LocationKind.WAREHOUSE, **shared
        ).unwrap()
        return here, stored

    def _join(self, person: Person, here: Location) -> None:
        MembershipService.add_member(
            business=self.business,
            email=person.email,
            name=person.name,
            role_code=person.role,
            actor=self.owner,
            password=person.password,
            pin=person.pin,
            location_ids=[here.pk] if person.here_only else [],
        ).unwrap()

    def _record(self, model: type[R], **columns: Any) -> R:
        """A plain record, which has no service of its own."""
        with tenant_scope(self.business):
            row = model.objects.for_business(self.business).create(business=self.business, **columns)
            AuditLog.log_event(
                f"{model._meta.model_name}.created",
                business=self.business,
                actor=self.owner,
                event_data={"id": str(row.pk)},
            )
        return row

    def _units(self) -> dict[str, UnitOfMeasure]:
        pieces = self._record(UnitOfMeasure, code="PC", name="Piece", decimals=0)
        return {"PC": pieces, "KG": self._record(UnitOfMeasure, code="kg", name="Kilogram", decimals=3)}

    def _taxes(self) -> dict[str, TaxCategory]:
        return {"STD": self._tax("STD", "Standard", "20"), "RED": self._tax("RED", "Reduced", "9")}

    def _tax(self, code: str, name: str, rate: str) -> TaxCategory:
        category = self._record(TaxCategory, code=code, name=name)
        TaxRateService.add_rate(
            business=self.business,
            actor=self.owner,
            category_id=category.pk,
            code=code,
            rate=Decimal(rate),
            valid_from=RATES_SINCE,
        ).unwrap()
        return category

    def _groups(self) -> dict[str, ProductGroup]:
        made: dict[str, ProductGroup] = {}
        for code, name, parent in GROUPS:
            made[code] = ProductGroupService.create_group(
                business=self.business,
                actor=self.owner,
                fields={"code": code, "name": name, "parent": made[parent] if parent else None},
            ).unwrap()
        return made

    def _brands(self) -> dict[str, Brand]:
        return {name: self._record(Brand, name=name) for name in BRANDS}

    def _product(
        self, number: int, goods: Goods, related: dict[str, models.Model | None], here: Location, stored: Location
    ) -> None:
        fields: Any = {"name": goods.name, "plu": goods.plu, "warranty_days": goods.warranty_days, **related}
        fields |= {"keeps_expiry": bool(goods.lasts), "tracks_serials": bool(goods.serials)}
        if goods.prix_br:
            fields["prix_br"] = Decimal(goods.prix_br)
        is_told_apart = bool(goods.lasts or goods.serials)
        places = ((stored, goods.stored),) if is_told_apart else ((here, goods.here), (stored, goods.stored))
        product = ProductService.create_product(
            business=self.business,
            actor=self.owner,
            fields=fields,
            life_cycle=LifeCycle.ACTIVE,
            packagings=_box(number, goods),
            barcodes=[] if goods.plu else [barcode(number)],
            prices=[NewPrice(Decimal(goods.price))],
            opening_stock=[
                OpeningStock(place.pk, Decimal(quantity), Decimal(goods.cost))
                for place, quantity in places
                if Decimal(quantity)
            ],
        ).unwrap()
        self.products[goods.name] = product
        if drawn := picture_of(goods.name):
            PictureService.add_picture(
                business=self.business, product_id=product.pk, actor=self.owner, file=BytesIO(drawn)
            ).unwrap()
        if is_told_apart:
            self._batches(product, goods, here)

    def _batches(self, product: Product, goods: Goods, here: Location) -> None:
        """What is at the storefront in batches that expire one after the other, or piece by piece with its numbers."""
        cost, batches = Decimal(goods.cost), len(goods.lasts)
        if goods.serials:
            lines = [OpeningLine(product.pk, Decimal(goods.here), cost, serials=goods.serials)]
        else:
            lines = [
                OpeningLine(
                    product.pk,
                    Decimal(goods.here) // batches,
                    cost,
                    batch_number=f"B{number}",
                    expires_on=self.at.date() + timedelta(days=days),
                )
                for number, days in enumerate(goods.lasts, start=1)
            ]
        OpeningStockService.receive_opening_lines(
            business=self.business, location_id=here.pk, lines=lines, user_id=self.owner.user_id, at=self.at
        ).unwrap()

    def _till(self) -> None:
        """Favourites of all tills, and how they read scanned codes."""
        tabs = [
            Tab(name, [Tile(place, self.products[each].pk) for place, each in enumerate(goods)]) for name, goods in TABS
        ]
        LayoutService.create_layout(
            business=self.business, actor=self.owner, fields={"name": "Favourites", "tabs": tabs}
        ).unwrap()
        CodeRuleService.set_rules(business=self.business, actor=self.owner, rules=CODES).unwrap()

    def _service(self, unit: UnitOfMeasure, tax: TaxCategory) -> None:
        self.products[GIFT_WRAPPING] = ProductService.create_product(
            business=self.business,
            actor=self.owner,
            fields={"name": GIFT_WRAPPING, "kind": ProductKind.SERVICE, "unit": unit, "tax_category": tax},
            life_cycle=LifeCycle.ACTIVE,
            prices=[NewPrice(Decimal("3.00"))],
        ).unwrap()

    def _customers(self) -> None:
        trade = self._record(PriceGroup, code="TRADE", name="Trade customers", discount_percentage=Decimal(5))
        wanted: tuple[CustomerFields, ...] = (
            {"name": "Anna Keller"},
            {"name": "Tomás Rivera", "discount_percent": Decimal(2)},
            {
                "name": "Café Aurora",
                "type": PartnerType.COMPANY,
                "customer_type": CustomerType.WHOLESALE,
                "price_group": trade,
                "credit_limit": Decimal(500),
                "credit_terms_days": 30,
            },
        )
        for fields in wanted:
            CustomerService.create_customer(business=self.business, actor=self.owner, fields=fields).unwrap()

    def _suppliers(self) -> None:
        shared: Any = {"business": self.business, "actor": self.owner}
        for wanted in SUPPLIERS:
            supplier_id = SupplierService.create_supplier(fields=wanted.fields, **shared).unwrap().pk
            SupplierScheduleService.set_week(supplier_id=supplier_id, days=wanted.days, **shared).unwrap()
            for fields in wanted.divisions:
                SupplierDivisionService.create_division(supplier_id=supplier_id, fields=fields, **shared).unwrap()


def _box(number: int, goods: Goods) -> list[NewPackaging]:
    if goods.box_price is None:
        return []
    code = barcode(_BOX_CODES_FROM + number)
    return [NewPackaging(f"Box of {_BOX_OF}", _BOX_OF, barcodes=(code,), price=Decimal(goods.box_price))]

"""The promotions of a business, found by what is sold: one lookup a line, however many promotions run.

A book is made once for each version of the business's settings and then only read; see `pricing.selectors.books`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from optimapos.core.result import DomainError
from optimapos.pricing.candidates import why_not
from optimapos.pricing.types import BASKET_KINDS, Occasion, OfferedPromotion, PromotionTerms, ShownCoupon

Found = tuple[PromotionTerms, ...]


class PromotionBook:
    """Promotions by product, by group of products (with all below it), and those for everything.

    `spent` remembers limited promotions that were found used up; uses only grow, so that they stay so.
    """

    def __init__(self, promotions: Sequence[PromotionTerms]) -> None:
        self.by_id = {terms.id: terms for terms in promotions}
        self.limited = frozenset(terms.id for terms in promotions if terms.is_limited)
        self.spent: set[str] = set()
        self._by_product: dict[UUID, Found] = _by(promotions, lambda terms: terms.products)
        self._by_group: dict[UUID, Found] = _by(promotions, lambda terms: terms.groups)
        self.has_baskets = any(terms.kind in BASKET_KINDS for terms in promotions)
        self._everywhere: Found = tuple(terms for terms in promotions if not (terms.products or terms.groups))

    def of(self, product: UUID, group: UUID | None) -> Found:
        """Promotions that name the product, its group or nothing, whenever they are."""
        own = self._by_product.get(product, ())
        grouped = self._by_group.get(group, ()) if group else ()
        if own and grouped:
            grouped = tuple(terms for terms in grouped if terms not in own)
        return own + grouped + self._everywhere

    def on(self, occasion: Occasion) -> "Offers":
        """What it offers on an occasion."""
        return Offers(self, occasion)


class Offers:
    """A book on one occasion. Whether a promotion applies then is judged once for all lines."""

    def __init__(self, book: PromotionBook, occasion: Occasion) -> None:
        self.book = book
        self.occasion = occasion
        self._judged: dict[str, OfferedPromotion | None] = {}
        self._of: dict[tuple[UUID, UUID | None], list[OfferedPromotion]] = {}

    def of_line(self, product: UUID, group: UUID | None) -> list[OfferedPromotion]:
        """Promotions of a line's own price."""
        return [offered for offered in self._all(product, group) if offered[0].kind not in BASKET_KINDS]

    def of_basket(self, goods: Iterable[tuple[UUID, UUID | None]]) -> list[OfferedPromotion]:
        """Promotions of a basket with these products and their groups, each once."""
        found: dict[str, OfferedPromotion] = {}
        for product, group in goods:
            for offered in self._all(product, group):
                if offered[0].kind in BASKET_KINDS:
                    found[offered[0].id] = offered
        return list(found.values())

    def _all(self, product: UUID, group: UUID | None) -> list[OfferedPromotion]:
        """Promotions of a product, looked up once."""
        key = product, group
        if key not in self._of:
            self._of[key] = [offered for terms in self.book.of(product, group) if (offered := self._offered(terms))]
        return self._of[key]

    def _offered(self, terms: PromotionTerms) -> OfferedPromotion | None:
        if terms.id not in self._judged:
            self._judged[terms.id] = (terms, why_not(terms, self.occasion)) if self._is_told(terms) else None
        return self._judged[terms.id]

    def _is_told(self, terms: PromotionTerms) -> bool:
        """Within its period, and not of other places alone, which perhaps nobody here may see."""
        at: datetime = self.occasion.at
        if terms.locations and self.occasion.location not in terms.locations:
            return False
        return terms.starts_at <= at and (terms.ends_at is None or terms.ends_at > at)


_PROBLEMS = {
    "COUPON_EXPIRED": "Coupon {} is not valid any more.",
    "COUPON_USED_UP": "Coupon {} was used already.",
}


def coupons_taken(
    codes: Sequence[str], found: Iterable[ShownCoupon], book: PromotionBook, *, forgiving: bool = False
) -> dict[str, ShownCoupon]:
    """The coupons with these codes by promotion. `forgiving`: one that is not taken is left out.

    Refuses: COUPON_NOT_FOUND, COUPON_EXPIRED, COUPON_USED_UP; all with `coupon` in their data.
    """
    by_code = {coupon.code: coupon for coupon in found}
    taken: dict[str, ShownCoupon] = {}
    for code in codes:
        coupon = by_code.get(code)
        problem = "COUPON_NOT_FOUND" if coupon is None else coupon.problem
        if coupon and not problem and coupon.promotion not in book.by_id:
            problem = "COUPON_EXPIRED"
        if coupon and not problem:
            taken.setdefault(coupon.promotion, coupon)
        elif not forgiving:
            msg = _PROBLEMS.get(problem, "There is no coupon {}.")
            raise DomainError(problem, msg.format(code), {"coupon": code})
    return taken


def _by(promotions: Sequence[PromotionTerms], named: Callable[[PromotionTerms], Iterable[UUID]]) -> dict[UUID, Found]:
    found: defaultdict[UUID, list[PromotionTerms]] = defaultdict(list)
    for terms in promotions:
        for each in named(terms):
            found[each].append(terms)
    return {each: tuple(rows) for each, rows in found.items()}

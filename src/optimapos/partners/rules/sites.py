"""Which of a customer's sites goods and bills go to. Source: partners-app.md "Handle Sites Properly".

A delivery address first, else the primary site; the same for bills. Where several would do, the primary one does, then the
first by name. A customer without a site has no address here, and nobody assumes one.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, count
from typing import Protocol, TypeVar


class Site(Protocol):
    """What counts of a site."""

    name: str
    is_primary: bool
    is_delivery_address: bool
    is_billing_address: bool
    is_active: bool


S = TypeVar("S", bound=Site)


def in_order(sites: Iterable[S]) -> list[S]:
    """The sites in use, the primary one first."""
    return sorted((site for site in sites if site.is_active), key=lambda site: (not site.is_primary, site.name))


def delivery_site(sites: Iterable[S]) -> S | None:
    """Where goods go."""
    ordered = in_order(sites)
    return _first(ordered, [site for site in ordered if site.is_delivery_address])


def billing_site(sites: Iterable[S]) -> S | None:
    """Where bills go."""
    ordered = in_order(sites)
    return _first(ordered, [site for site in ordered if site.is_billing_address])


def free_name(name: str, taken: Collection[str], *, suffix: str, limit: int) -> str:
    """A name that none of `taken` is: the name itself, else with the suffix behind it, else with a number too."""
    if name not in taken:
        return name
    marks = chain([f" ({suffix})"], (f" ({suffix} {number})" for number in count(2)))
    return next(found for mark in marks if (found := name[: limit - len(mark)] + mark) not in taken)


def _first(ordered: Sequence[S], wanted: Sequence[S]) -> S | None:
    primary = [site for site in ordered if site.is_primary]
    return next(iter([*wanted, *primary]), None)

"""Finding customers by what somebody at a till knows of them: a name written more or less right, with or without its accents,
in whatever letters, a code, a phone or its last digits, an e-mail address, a tax number.

Names are compared by what is stored beside them (`partners.rules.names`), inside one business, whose rows the index gives
first; what is sealed is found by blind index.
"""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from optimapos.core.sealed import keys_of
from optimapos.core.sealing import DataKeys, indexes_of
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer
from optimapos.partners.rules.contacts import LAST, asked_digits, is_phone_like, phone_digits
from optimapos.partners.rules.names import FEWEST_LETTERS, folded, sorted_letters
from optimapos.partners.rules.texts import cleaned_email, cleaned_number
from optimapos.partners.selectors.customers import country_of

ALIKE = 0.5
# Of the trigrams of what is asked for, so many are in the name: `Petrof` finds Petrov, `Smiht` finds Smith.
MOST_OPENED = 500
"""So many numbers with the same last four digits are opened to compare the digits before them."""


def matching(rows: QuerySet[Customer], text: str, business: BusinessRef) -> QuerySet[Customer]:
    """Those of `rows`, which are of `business`, that `text` may mean."""
    found = Q(code__istartswith=text) | Q(name__icontains=text)
    if name := folded(text):
        found |= Q(name_folded__contains=name)
    if len(name) >= FEWEST_LETTERS and not any(sign.isdigit() or sign == "@" for sign in text):
        rows = rows.annotate(likeness=TrigramWordSimilarity(name, "name_folded"))
        found |= Q(likeness__gte=ALIKE) | _swapped(name)
    return rows.filter(found | _sealed(text, business))


def _swapped(name: str) -> Q:
    """Each word as it is, or its letters in another order."""
    found = Q()
    for word in name.split():
        here = Q(name_folded__contains=word)
        if len(word) >= FEWEST_LETTERS:
            here |= Q(name_letters__contains=f" {sorted_letters(word)} ")
        found &= here
    return found


def _sealed(text: str, business: BusinessRef) -> Q:
    """By phone, address or tax number."""
    if "@" not in text and not any(sign.isdigit() for sign in text):
        return Q()
    keys = keys_of(business)
    found = Q(email_index__in=indexes_of(keys, cleaned_email(text), "email_index"))
    found |= Q(vat_number_index__in=indexes_of(keys, cleaned_number(text), "vat_number_index"))
    return found | _by_phone(text, business, keys) if is_phone_like(text) else found


def _by_phone(text: str, business: BusinessRef, keys: list[DataKeys]) -> Q:
    digits = phone_digits(text)
    found = Q()
    for each in asked_digits(text, country_of(business)):
        found |= Q(phone_index__in=indexes_of(keys, each, "phone_index"))
    if len(digits) < LAST:
        return found
    ends_alike = Q(phone_last_index__in=indexes_of(keys, digits[-LAST:], "phone_last_index"))
    if len(digits) == LAST:
        return found | ends_alike
    rows = Customer.objects.for_business(business).filter(ends_alike).only("business_id", "phone")[:MOST_OPENED]
    return found | Q(pk__in=[row.pk for row in rows if phone_digits(row.phone).endswith(digits)])

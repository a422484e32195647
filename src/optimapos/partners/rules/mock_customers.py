"""Which customers look like leftovers of somebody trying things out.

Source: pharmacy-customer-management.md "Mock Patterns Detected".
"""

from optimapos.partners.rules.contacts import asked_digits, phone_digits
from optimapos.partners.rules.texts import cleaned_text

NAME_PARTS = ("test", "mock", "demo", "example", "sample", "dummy")
PHONES = ("123456789", "000000000", "111111111")


def reasons_of(name: str, phone: str, country: str) -> list[str]:
    """Why a customer looks like one; empty for one that doesn't. A person decides: `Testa Rossa` looks like one, too."""
    digits, lowered = phone_digits(phone), name.casefold()
    found = [f"the name contains {part!r}" for part in NAME_PARTS if part in lowered]
    found += [f"the phone is {each}" for each in PHONES if digits and digits in {each, *asked_digits(each, country)}]
    is_number = bool(digits) and (cleaned_text(name) == phone or digits in asked_digits(name, country))
    return [*found, "the name is the phone number"] if is_number else found

"""Phone numbers as they are kept and as they are found, and what a customer's tax number has to satisfy.

A number is kept in international form, such as `+359888123456`, with ` ext. 5` where it has an extension. Without the
country of the business a national number can't be told from another one, so it stays as it was written.
"""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat
from stdnum.bg import egn, pnf, vat

from optimapos.core.result import DomainError
from optimapos.partners.rules.texts import check_vat_number, cleaned_text

EXTENSION = " ext. "
FEWEST_DIGITS, MOST_DIGITS = 5, 15
LAST = 4
"""How many of the last digits have an index of their own."""


def cleaned_phone(text: str, country: str) -> str:
    """A number in international form. `country`: whose national numbers may be written without a prefix; may be empty.

    Refuses: BAD_PHONE (data: field; never the number, which goes into no log).
    """
    written = cleaned_text(text)
    if not written:
        return ""
    number = _parsed(written, country)
    if number is not None and _may_be_dialled(number, is_national=not written.startswith("+")):
        kept: str = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return f"{kept}{EXTENSION}{number.extension}" if number.extension else kept
    if not country and not written.startswith("+") and FEWEST_DIGITS <= len(phone_digits(written)) <= MOST_DIGITS:
        return written
    raise DomainError(
        "BAD_PHONE",
        "This is no phone number. Check its digits, or write it with its country's prefix, such as +359 88 812 3456.",
        {"field": "phone"},
    )


def phone_digits(phone: str) -> str:
    """The digits of a kept number without its extension: what it is found by."""
    return "".join(sign for sign in phone.partition(EXTENSION)[0] if sign.isdecimal() and sign.isascii())


def last_digits(phone: str) -> str:
    """The last four digits; empty for fewer."""
    digits = phone_digits(phone)
    return digits[-LAST:] if len(digits) >= LAST else ""


def is_phone_like(text: str) -> bool:
    """Whether a text may be a phone number or a part of one."""
    return any(sign.isdigit() for sign in text) and all(sign.isdigit() or sign in "+-()./ \u00a0" for sign in text)


def asked_digits(text: str, country: str) -> list[str]:
    """The digits that a number may be kept under which somebody asks for: as written, and in international form."""
    found = [phone_digits(text)]
    number = _parsed(text, country)
    if number is not None and phonenumbers.is_possible_number(number):
        found.append(phone_digits(phonenumbers.format_number(number, PhoneNumberFormat.E164)))
    return sorted({each for each in found if each})


def check_tax_number(number: str, *, is_registered: bool, country: str) -> None:
    """Check a tax number: a VAT number where the customer is registered; in Bulgaria else a BULSTAT of nine digits, or the
    ten of a person or a foreigner.

    Refuses: BAD_VAT_NUMBER.
    """
    if is_registered:
        check_vat_number(number, is_registered=True)
    elif country == "BG" and number.isascii() and number.isdecimal() and not _is_bulgarian(number):
        raise DomainError("BAD_VAT_NUMBER", "This is no BULSTAT and no personal number. Check its digits.")


def _is_bulgarian(number: str) -> bool:
    if len(number) == 13:  # a branch: its company's nine digits and four of its own
        return bool(vat.is_valid(number[:9]))
    return bool(vat.is_valid(number) or egn.is_valid(number) or pnf.is_valid(number))


def _may_be_dialled(number: PhoneNumber, *, is_national: bool) -> bool:
    """A national number is one that the country gives out: a few digits too many or too few are another country's number, or
    nobody's. What was written with a prefix has the right length at least: a country may have given out new ones since.
    """
    if is_national:
        return bool(phonenumbers.is_valid_number(number))
    return bool(phonenumbers.is_possible_number(number))


def _parsed(text: str, country: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country or None)
    except NumberParseException:
        return None

"""How a partner's texts are cleaned before they are kept. Source: partners-app.md "Automatic Data Cleaning"."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.eu import vat

from optimapos.core.result import DomainError


def cleaned_text(text: str) -> str:
    """The text with runs of white space as one blank and none around it."""
    return " ".join(text.split())


def cleaned_name(name: str) -> str:
    """The name as it is kept.

    Refuses: VALIDATION_FAILED for one that is empty.
    """
    text = cleaned_text(name)
    if not text:
        raise DomainError("VALIDATION_FAILED", "The name is empty. Write one.", {"field": "name"})
    return text


def cleaned_lines(text: str) -> str:
    """The text without white space around it; its lines stay."""
    return text.strip()


def cleaned_email(email: str) -> str:
    """The address in lower case."""
    return email.strip().lower()


def cleaned_number(number: str) -> str:
    """A tax number in upper case, without white space."""
    return "".join(number.split()).upper()


CLEANED_BY: Mapping[str, Callable[[str], str]] = {
    "code": cleaned_text,
    "name": cleaned_name,
    "vat_number": cleaned_number,
    "contact_person": cleaned_text,
    "city": cleaned_text,
    "address": cleaned_lines,
    "phone": cleaned_text,
    "email": cleaned_email,
    "notes": cleaned_lines,
}
"""How each text of a partner is cleaned, by column."""


def cleaned_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """All columns, with the texts among them cleaned.

    Refuses: VALIDATION_FAILED (an empty name).
    """
    return {name: CLEANED_BY[name](value) if name in CLEANED_BY else value for name, value in fields.items()}


def check_email(email: str) -> None:
    """Refuses: VALIDATION_FAILED for what is no address; an empty one is none at all."""
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise DomainError("VALIDATION_FAILED", "This is no e-mail address.", {"field": "email"}) from error


def check_vat_number(number: str, *, is_registered: bool) -> None:
    """Check the number of a partner that is registered for VAT, where it starts with a member state of the EU.

    A partner that is not registered may have a national number under the same prefix, which follows other rules.

    Refuses: BAD_VAT_NUMBER (data: vat_number).
    """
    if is_registered and _is_of_the_eu(number) and not vat.is_valid(number):
        raise DomainError(
            "BAD_VAT_NUMBER",
            f"{number} is no VAT number of {number[:2]}. Check its digits, or take the VAT registration off.",
            {"vat_number": number},
        )


def _is_of_the_eu(number: str) -> bool:
    return number[:2].lower() in {*vat.MEMBER_STATES, "el"}  # Greece writes EL, not its country code

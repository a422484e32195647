"""A phone that is to be charged: in international digits, of a network that the account serves."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from optimapos.core.result import DomainError


def payer_number(text: str, country: str) -> str:
    """The number in E.164, such as +233241234567. `country`: whose national numbers may be written without a prefix.

    Refuses: BAD_PHONE (never with the number, which goes into no log).
    """
    try:
        number = phonenumbers.parse(text, country or None)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number) or number.extension:
        raise DomainError(
            "BAD_PHONE",
            "This is no phone number. Check its digits, or write it with its country's prefix, such as +233 24 123 4567.",
            {"field": "phone_number"},
        )
    kept: str = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return kept


def known_network(text: str, networks: list[str]) -> str:
    """The network as the account writes it.

    Refuses: UNKNOWN_NETWORK (data: network, networks).
    """
    for network in networks:
        if network.upper() == text.strip().upper():
            return network
    raise DomainError(
        "UNKNOWN_NETWORK",
        f"No account of the business charges phones of {text[:30]!r}.",
        {"network": text[:30], "networks": networks},
    )

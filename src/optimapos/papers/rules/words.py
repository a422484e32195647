"""The words of a receipt in the languages that it can be printed in. The business's country says which."""

from babel import Locale, UnknownLocaleError

FALLBACK = Locale("en", "GB")
# Day before month, as most of the world reads it.

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "receipt": "Receipt",
        "tax_number": "Tax no.",
        "phone": "Tel.",
        "cashier": "Cashier",
        "till": "Till",
        "customer": "Customer",
        "delivery": "Delivery to",
        "discount": "Discount",
        "subtotal": "Subtotal",
        "tax": "Tax",
        "net": "Net",
        "rounding": "Rounding",
        "total": "Total",
        "change": "Change",
        "due": "Owed",
        "due_date": "due {date}",
        "warranty": "Warranty until {date}",
        "serials": "Serial no. {serials}",
        "CASH": "Cash",
        "CARD": "Card",
        "MOMO": "Mobile money",
        "TRANSFER": "Bank transfer",
        "GIFT_CARD": "Gift card",
        "STORE_CREDIT": "Store credit",
        "LOYALTY": "Loyalty points",
    },
    "bg": {
        "receipt": "Бележка",
        "tax_number": "ДДС №",
        "phone": "Тел.",
        "cashier": "Касиер",
        "till": "Каса",  # noqa: RUF001 - Bulgarian
        "customer": "Клиент",
        "delivery": "Доставка до",
        "discount": "Отстъпка",
        "subtotal": "Междинна сума",
        "tax": "ДДС",
        "net": "Основа",
        "rounding": "Закръгляне",
        "total": "Общо",
        "change": "Ресто",
        "due": "Дължимо",
        "due_date": "до {date}",
        "warranty": "Гаранция до {date}",
        "serials": "Сериен № {serials}",
        "CASH": "В брой",  # noqa: RUF001 - Bulgarian
        "CARD": "Карта",
        "MOMO": "Мобилни пари",
        "TRANSFER": "Банков превод",
        "GIFT_CARD": "Подаръчна карта",
        "STORE_CREDIT": "Кредит от магазина",
        "LOYALTY": "Точки",
    },
    "fr": {
        "receipt": "Ticket",
        "tax_number": "N° TVA",
        "phone": "Tél.",
        "cashier": "Caissier",
        "till": "Caisse",
        "customer": "Client",
        "delivery": "Livraison à",
        "discount": "Remise",
        "subtotal": "Sous-total",
        "tax": "Taxe",
        "net": "HT",
        "rounding": "Arrondi",
        "total": "Total",
        "change": "Rendu",
        "due": "Reste dû",
        "due_date": "échéance {date}",
        "warranty": "Garantie jusqu'au {date}",
        "serials": "N° de série {serials}",
        "CASH": "Espèces",
        "CARD": "Carte",
        "MOMO": "Argent mobile",
        "TRANSFER": "Virement",
        "GIFT_CARD": "Carte cadeau",
        "STORE_CREDIT": "Avoir",
        "LOYALTY": "Points de fidélité",
    },
}


def locale_of(country: str) -> Locale:
    """How a country writes amounts and dates, where its language has words here; else English.

    >>> str(locale_of("BG")), str(locale_of("FR")), str(locale_of("JP")), str(locale_of(""))
    ('bg_BG', 'fr_FR', 'en_GB', 'en_GB')
    """
    try:
        found = Locale.parse(f"und_{country.upper()}") if country else None
    except (UnknownLocaleError, ValueError):
        found = None
    return found if found and found.language in WORDS else FALLBACK

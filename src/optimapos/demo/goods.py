"""What the demo shop sells.

Its barcodes lie in the range that is kept for use inside one shop, so no real product has them.
"""

from dataclasses import dataclass

from stdnum import ean

BARCODE_RANGE = "29900000"


def barcode(number: int) -> str:
    """The shop's own EAN-13 with this number.

    >>> barcode(1)
    '2990000000019'
    """
    digits = f"{BARCODE_RANGE}{number:04d}"
    return f"{digits}{ean.calc_check_digit(digits)}"


@dataclass(frozen=True)
class Goods:
    """A product of the demo: prices and costs for one base unit, stock at the storefront and in the warehouse."""

    name: str
    group: str
    brand: str | None
    price: str
    cost: str
    here: str = "40"
    stored: str = "0"
    unit: str = "PC"
    tax: str = "STD"
    plu: str = ""
    prix_br: str | None = None
    warranty_days: int = 0
    box_price: str | None = None
    lasts: tuple[int, ...] = ()
    """Days until each batch of what is at the storefront expires; none: it keeps no dates."""
    serials: tuple[str, ...] = ()
    """The pieces at the storefront, where each has a number."""


GROUPS = (
    ("FOOD", "Food", None),
    ("DRINKS", "Drinks", None),
    ("HOME", "Household", None),
    ("HEALTH", "Health", None),
    ("BAKERY", "Bread and pastry", "FOOD"),
    ("DAIRY", "Dairy and eggs", "FOOD"),
    ("FRESH", "Fruit and vegetables", "FOOD"),
    ("PANTRY", "Pantry", "FOOD"),
    ("SWEETS", "Sweets", "FOOD"),
    ("COFFEE", "Coffee and tea", "DRINKS"),
    ("SOFT", "Water and soft drinks", "DRINKS"),
    ("ELECTRO", "Small electricals", "HOME"),
)
BRANDS = ("Harbour Roast", "Green Hill", "Miller & Sons", "Nordwind", "Casa Verde", "Clearwell", "Medisan", "Lumen")

GOODS = (
    Goods("Espresso beans 1 kg", "COFFEE", "Harbour Roast", "18.90", "11.20", "24", "60"),
    Goods("Filter coffee 500 g", "COFFEE", "Harbour Roast", "8.50", "4.90", "30", "48"),
    Goods("Decaf beans 250 g", "COFFEE", "Harbour Roast", "6.40", "3.75"),
    Goods("Earl Grey, 25 bags", "COFFEE", "Green Hill", "3.20", "1.60"),
    Goods("Green tea, 25 bags", "COFFEE", "Green Hill", "3.40", "1.70"),
    Goods("Chamomile tea, 20 bags", "COFFEE", "Green Hill", "2.90", "1.35"),
    Goods("Still water 0.5 l", "SOFT", "Clearwell", "0.80", "0.28", "96", "240", box_price="8.40"),
    Goods("Sparkling water 0.5 l", "SOFT", "Clearwell", "0.85", "0.29", "96", "240", box_price="9.00"),
    Goods("Still water 1.5 l", "SOFT", "Clearwell", "1.30", "0.52", "60", "120"),
    Goods("Orange juice 1 l", "SOFT", "Casa Verde", "2.60", "1.45"),
    Goods("Lemonade 0.33 l", "SOFT", "Casa Verde", "1.50", "0.62", "48", "96", box_price="15.60"),
    Goods("Rye bread 750 g", "BAKERY", "Miller & Sons", "3.10", "1.55", "12", tax="RED", lasts=(1, 4)),
    Goods("Baguette", "BAKERY", "Miller & Sons", "1.40", "0.55", "20", tax="RED"),
    Goods("Butter croissant", "BAKERY", "Miller & Sons", "1.60", "0.70", "24", tax="RED"),
    Goods("Cinnamon roll", "BAKERY", "Miller & Sons", "2.20", "0.95", "18", tax="RED"),
    Goods("Whole milk 1 l", "DAIRY", "Nordwind", "1.45", "0.92", "36", tax="RED", lasts=(2, 6)),
    Goods("Butter 250 g", "DAIRY", "Nordwind", "3.30", "2.25", tax="RED", lasts=(25,)),
    Goods("Yoghurt, plain 500 g", "DAIRY", "Nordwind", "2.10", "1.20", tax="RED", lasts=(3, 12)),
    Goods("Gouda, by weight", "DAIRY", "Nordwind", "12.90", "7.80", "9.500", unit="KG", tax="RED", plu="5101"),
    Goods("Eggs, free range, 10", "DAIRY", "Green Hill", "3.60", "2.30", tax="RED"),
    Goods("Bananas", "FRESH", None, "1.99", "1.05", "35.000", unit="KG", tax="RED", plu="4011"),
    Goods("Apples, Gala", "FRESH", None, "2.79", "1.40", "42.500", unit="KG", tax="RED", plu="4133"),
    Goods("Tomatoes on the vine", "FRESH", None, "3.49", "1.95", "18.750", unit="KG", tax="RED", plu="4664"),
    Goods("Lemon", "FRESH", None, "0.45", "0.18", "80", tax="RED", plu="4053"),
    Goods("Potatoes", "FRESH", None, "1.29", "0.60", "120.000", unit="KG", tax="RED", plu="4072"),
    Goods("Spaghetti 500 g", "PANTRY", "Casa Verde", "1.70", "0.85", "48", "96", tax="RED"),
    Goods("Olive oil 0.75 l", "PANTRY", "Casa Verde", "9.90", "6.40", tax="RED"),
    Goods("Tomato passata 700 g", "PANTRY", "Casa Verde", "2.15", "1.10", tax="RED"),
    Goods("Basmati rice 1 kg", "PANTRY", "Casa Verde", "3.80", "2.10", tax="RED"),
    Goods("Sea salt 500 g", "PANTRY", "Green Hill", "1.20", "0.40", tax="RED"),
    Goods("Wildflower honey 450 g", "PANTRY", "Green Hill", "7.20", "4.60", tax="RED"),
    Goods("Dark chocolate 70 %, 100 g", "SWEETS", "Harbour Roast", "2.80", "1.35", "60"),
    Goods("Hazelnut wafers 200 g", "SWEETS", "Miller & Sons", "2.50", "1.20"),
    Goods("Oat biscuits 300 g", "SWEETS", "Miller & Sons", "2.30", "1.05"),
    Goods("Washing-up liquid 500 ml", "HOME", "Clearwell", "2.40", "1.10"),
    Goods("Kitchen roll, 2", "HOME", "Clearwell", "2.90", "1.45"),
    Goods("Bin bags 35 l, 20", "HOME", "Clearwell", "1.90", "0.80"),
    Goods("LED bulb E27 8 W", "ELECTRO", "Lumen", "5.50", "2.40", "20", warranty_days=730),
    Goods(
        "Electric kettle 1.7 l",
        "ELECTRO",
        "Lumen",
        "34.90",
        "21.50",
        "3",
        warranty_days=730,
        serials=("EK17-1001", "EK17-1002", "EK17-1003"),
    ),
    Goods("Paracetamol 500 mg, 20 tablets", "HEALTH", "Medisan", "4.20", "2.65", "30", tax="RED", prix_br="4.20"),
    Goods("Plasters, 20", "HEALTH", "Medisan", "2.60", "1.10"),
    Goods("Hand cream 75 ml", "HEALTH", "Medisan", "3.90", "1.80"),
)

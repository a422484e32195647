"""What stands on the demo's till: goods that cashiers touch, in tabs, by their names, and how it reads scanned codes."""

from optimapos.tills.rules.codes import DEFAULT_PATTERNS, CodePattern
from optimapos.tills.types import CodeKind

TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Bakery",
        ("Butter croissant", "Cinnamon roll", "Baguette", "Rye bread 750 g", "Whole milk 1 l", "Eggs, free range, 10"),
    ),
    ("By weight", ("Bananas", "Apples, Gala", "Tomatoes on the vine", "Potatoes", "Lemon", "Gouda, by weight")),
    (
        "Drinks",
        (
            "Still water 0.5 l",
            "Sparkling water 0.5 l",
            "Lemonade 0.33 l",
            "Orange juice 1 l",
            "Espresso beans 1 kg",
            "Filter coffee 500 g",
        ),
    ),
    ("Other", ("Gift wrapping", "Bin bags 35 l, 20", "Plasters, 20", "Dark chocolate 70 %, 100 g")),
)

CODES = (*DEFAULT_PATTERNS, CodePattern(CodeKind.COUPON, "CPN-*", name="Coupon"))
"""Labels of the shop's scale, and coupons that are printed with their code behind `CPN-`."""

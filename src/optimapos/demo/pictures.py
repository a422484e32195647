"""Pictures of the demo's goods, drawn here: the same each time, and nobody else's."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 1024
SHOWN = 512
# Drawn twice as large as shown, which smooths the edges.
Pen = ImageDraw.ImageDraw
WHITE, DARK, LEAF, WOOD = "#FFFFFF", "#2B2F36", "#3F8F3A", "#6B4A2B"


def _bag(pen: Pen, colour: str, label: str) -> None:
    pen.polygon([(270, 150), (754, 150), (800, 900), (224, 900)], fill=colour)
    pen.rectangle([262, 110, 762, 190], fill=DARK)
    pen.rounded_rectangle([330, 390, 694, 720], 40, fill=label)
    pen.ellipse([430, 450, 594, 660], fill=WOOD)
    pen.arc([470, 420, 650, 690], 110, 250, fill=label, width=22)


def _box(pen: Pen, colour: str, label: str) -> None:
    pen.rectangle([190, 260, 834, 860], fill=colour)
    pen.polygon([(190, 260), (270, 170), (914, 170), (834, 260)], fill=label)
    pen.polygon([(834, 260), (914, 170), (914, 770), (834, 860)], fill=DARK)
    pen.ellipse([380, 400, 644, 664], fill=WHITE)
    pen.polygon([(512, 430), (590, 560), (512, 640), (434, 560)], fill=label)


def _bottle(pen: Pen, colour: str, label: str) -> None:
    pen.rounded_rectangle([440, 60, 584, 150], 20, fill=label)
    pen.rectangle([456, 150, 568, 260], fill=colour)
    pen.polygon([(456, 250), (568, 250), (680, 400), (344, 400)], fill=colour)
    pen.rounded_rectangle([344, 380, 680, 960], 60, fill=colour)
    pen.rectangle([344, 520, 680, 740], fill=label)
    pen.rounded_rectangle([400, 570, 624, 690], 30, fill=WHITE)


def _carton(pen: Pen, colour: str, label: str) -> None:
    pen.rectangle([300, 360, 724, 940], fill=colour)
    pen.polygon([(300, 360), (400, 190), (624, 190), (724, 360)], fill=label)
    pen.rectangle([400, 110, 624, 190], fill=label)
    pen.rectangle([300, 560, 724, 760], fill=label)
    pen.ellipse([432, 580, 592, 740], fill=WHITE)


def _loaf(pen: Pen, colour: str, label: str) -> None:
    pen.rounded_rectangle([110, 380, 914, 780], 190, fill=colour)
    for left in (250, 430, 610):
        pen.line([(left, 460), (left + 120, 680)], fill=label, width=46)


def _stick(pen: Pen, colour: str, label: str) -> None:
    pen.line([(190, 830), (830, 190)], fill=colour, width=190)
    pen.ellipse([100, 740, 280, 920], fill=colour)
    pen.ellipse([740, 100, 920, 280], fill=colour)
    for at in (300, 430, 560, 690):
        pen.line([(at - 60, 1024 - at - 10), (at + 70, 1024 - at + 10)], fill=label, width=30)


def _fruit(pen: Pen, colour: str, label: str) -> None:
    pen.ellipse([170, 270, 590, 900], fill=colour)
    pen.ellipse([434, 270, 854, 900], fill=colour)
    pen.line([(512, 330), (540, 150)], fill=WOOD, width=34)
    pen.ellipse([540, 130, 760, 240], fill=label)
    pen.ellipse([260, 380, 350, 520], fill=WHITE)


def _banana(pen: Pen, colour: str, label: str) -> None:
    pen.pieslice([90, -120, 934, 900], 20, 165, fill=colour)
    pen.ellipse([150, -220, 900, 560], fill=(0, 0, 0, 0))
    pen.ellipse([836, 486, 926, 566], fill=label)


def _bar(pen: Pen, colour: str, label: str) -> None:
    pen.rectangle([230, 130, 794, 900], fill=colour)
    for row in range(3):
        for column in range(2):
            left, top = 262 + column * 262, 160 + row * 130
            pen.rounded_rectangle([left, top, left + 238, top + 108], 18, fill=WOOD)
    pen.rectangle([200, 560, 824, 930], fill=label)


def _bulb(pen: Pen, colour: str, label: str) -> None:
    pen.ellipse([242, 90, 782, 630], fill=colour)
    pen.polygon([(330, 540), (694, 540), (620, 730), (404, 730)], fill=colour)
    for top in (740, 810, 880):
        pen.rounded_rectangle([410, top, 614, top + 54], 26, fill=label)


DRAWN: dict[str, tuple[Callable[[Pen, str, str], None], str, str]] = {
    "Espresso beans 1 kg": (_bag, "#8C2F1B", "#F2DEC4"),
    "Filter coffee 500 g": (_bag, "#1F4E79", "#F2DEC4"),
    "Earl Grey, 25 bags": (_box, "#27476E", "#D9A441"),
    "Green tea, 25 bags": (_box, "#3D7A4A", "#A9D18E"),
    "Still water 0.5 l": (_bottle, "#A9D4F5", "#1F5FBF"),
    "Sparkling water 0.5 l": (_bottle, "#BFE8DC", "#137A3F"),
    "Orange juice 1 l": (_carton, "#F6A532", "#D96B0B"),
    "Rye bread 750 g": (_loaf, "#8A5A33", "#C99A66"),
    "Baguette": (_stick, "#C98B45", "#F0D3A4"),
    "Whole milk 1 l": (_carton, "#E6EFFC", "#1F5FBF"),
    "Bananas": (_banana, "#F3C73B", WOOD),
    "Apples, Gala": (_fruit, "#C8392B", LEAF),
    "Dark chocolate 70 %, 100 g": (_bar, "#4A2C1A", "#8B3FA0"),
    "LED bulb E27 8 W": (_bulb, "#F7DC6F", "#7B8494"),
}
"""How goods are drawn, by their names: the shape and its two colours."""


def picture_of(name: str) -> bytes | None:
    """The picture of goods of this name as PNG, or None where none is drawn."""
    if name not in DRAWN:
        return None
    shape, colour, label = DRAWN[name]
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    shape(ImageDraw.Draw(picture), colour, label)
    file = BytesIO()
    picture.resize((SHOWN, SHOWN), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()

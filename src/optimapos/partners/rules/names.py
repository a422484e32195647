"""Names as they are found and compared: without accents, in Latin letters, whatever somebody's hand did to them. Pure.

What is stored beside a name is made here, so that a search folds what is asked for in the same way. Worked tables:
docs/algorithms/customers.md.
"""

import unicodedata

FEWEST_LETTERS = 4
"""Shorter words are alike by chance."""
LEGAL_FORMS = frozenset(
    {"ad", "ag", "bv", "ead", "eood", "et", "gmbh", "inc", "kg", "llc", "ltd", "nv", "ood", "sa", "sarl", "spa", "srl"}
)
"""Words that say what a company is and not which."""
_CYRILLIC = dict(
    zip("абвгдезийклмнопрстуфхъьыэёіїєґјў", "abvgdeziyklmnoprstufhayyeeiiegju", strict=True),
    ж="zh",
    ц="ts",
    ч="ch",
    ш="sh",
    щ="sht",
    ю="yu",
    я="ya",
    ђ="dj",
    љ="lj",
    њ="nj",
    ћ="c",
    џ="dz",
)
_OTHERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "a",
    "œ": "o",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}
_LETTERS = str.maketrans({**_CYRILLIC, **_OTHERS})
_TWO_FOR_ONE = (("ae", "a"), ("oe", "o"), ("ue", "u"))
# Where there is no umlaut on a keyboard, two letters stand for it.
_NOT_KEPT = frozenset("aeiouyh")


def folded(name: str) -> str:
    """Small Latin letters and digits, one blank between words."""
    latin = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(sign))
    for two, one in _TWO_FOR_ONE:
        plain = plain.replace(two, one)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain if sign != "'").split())


def letters_of(name: str) -> str:
    """The longer words with their letters in order, a blank around each: letters that were swapped make no difference."""
    words = [sorted_letters(word) for word in folded(name).split() if len(word) >= FEWEST_LETTERS]
    return f" {' '.join(words)} " if words else ""


def sorted_letters(word: str) -> str:
    """A word's letters in order."""
    return "".join(sorted(word))


def name_key(name: str) -> str:
    """What very similar names have in common: of each word its first letter and which consonants follow, in any order and
    without an h; legal forms left out. Empty for a name that is too short to tell.
    """
    words = [word for word in folded(name).split() if word not in LEGAL_FORMS]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ""
    return " ".join(sorted(word[0] + "".join(sorted(set(word[1:]) - _NOT_KEPT)) for word in words))

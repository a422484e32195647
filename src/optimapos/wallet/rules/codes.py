"""Codes of bearer accounts: 19 random signs of 5 bits and one that checks them, told in groups of four.

The last four signs are kept in plain, so that a card is told apart in a list; 80 bits of the others are nowhere in plain.
"""

import secrets

from stdnum.iso7064 import mod_37_36

from optimapos.core.result import DomainError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are taken for others."""
LENGTH = 20
GROUP = 4
LONGEST = 60
"""What somebody may type, spaces and all."""
_TAKEN_FOR = str.maketrans("ILO", "110")


def new_code() -> str:
    """A code that nobody can guess."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def in_groups(code: str) -> str:
    """The code as people read it.

    >>> in_groups("0123456789ABCDEFGHJK")
    '0123-4567-89AB-CDEF-GHJK'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(text: str) -> str:
    """The code that somebody typed or scanned, without what stands between its groups; misread signs put right.

    Refuses: WALLET_CODE_WRONG for what can't be a code: mistyped, or of something else.
    """
    code = "".join(sign for sign in text.upper() if sign not in " -\t").translate(_TAKEN_FOR)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or _check(code[:-1]) != code[-1]:
        raise DomainError("WALLET_CODE_WRONG", "This is not a code of a card. Read it again.")
    return code


def _check(body: str) -> str:
    """The check sign by ISO 7064 (mod 33, 32): no single wrong sign passes, and hardly any swapped neighbours."""
    found: str = mod_37_36.calc_check_digit(body, ALPHABET)
    return found

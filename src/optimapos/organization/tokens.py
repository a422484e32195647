"""Secrets that devices hold: made here, kept only as SHA-256.

The tokens are 256 random bits, so a plain hash is enough; PINs are four digits and are hashed like passwords.
"""

import hashlib
import secrets

ENROLMENT_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Without 0, O, 1 and I, which people mistake for each other when they type a code from a screen.
ENROLMENT_LENGTH = 16


def new_token() -> str:
    """A secret for a device or an operator."""
    return secrets.token_urlsafe(32)


def new_enrolment_code() -> str:
    """A code to type into a new terminal: 80 bits in groups of four."""
    return _in_groups("".join(secrets.choice(ENROLMENT_ALPHABET) for _ in range(ENROLMENT_LENGTH)))


def as_enrolment_code(typed: str) -> str:
    """The code that somebody meant, with or without its dashes, in capitals or not.

    >>> as_enrolment_code(" abcd efgh-jklmNPQR ")
    'ABCD-EFGH-JKLM-NPQR'
    """
    return _in_groups("".join(letter for letter in typed.upper() if letter.isalnum()))


def _in_groups(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def token_hash(token: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).digest()

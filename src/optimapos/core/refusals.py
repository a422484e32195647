"""Refusals that the database makes: which constraint stands for which code.

The database holds the invariants; when one of its constraints stops an operation, the caller gets that constraint's own
code and sentence instead of a 500. Apps register theirs in `apps.py`.
"""

from django.db import IntegrityError
from psycopg import Error as PsycopgError

from optimapos.core.result import DomainError

_BY_CONSTRAINT: dict[str, tuple[str, str]] = {}


def register_constraint(name: str, code: str, msg: str) -> None:
    """Say which refusal a violation of the constraint `name` is.

    Raises: ValueError when the constraint already stands for something else.
    """
    if _BY_CONSTRAINT.setdefault(name, (code, msg)) != (code, msg):
        raise ValueError(f"constraint {name} is registered twice")


def refusal_of_constraint(violation: IntegrityError) -> DomainError:
    """The refusal that a violated constraint stands for.

    Raises: the violation itself, when nobody registered its constraint: then it is a bug.
    """
    cause = violation.__cause__
    refusal = refusal_named(cause.diag.constraint_name) if isinstance(cause, PsycopgError) else None
    if refusal is None:
        raise violation
    return refusal


def refusal_named(constraint: str | None) -> DomainError | None:
    """The refusal that a constraint of this name stands for, or None where nobody registered it."""
    if constraint not in _BY_CONSTRAINT:
        return None
    return DomainError(*_BY_CONSTRAINT[constraint])


def too_large() -> DomainError:
    """The refusal for a figure that no column can hold."""
    return DomainError("AMOUNT_TOO_LARGE", "A figure that comes of this is too large to be kept.")

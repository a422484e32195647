"""An intent's steps: only forward, and what a provider's word makes of a status.

A charge that we closed may still turn out paid: that is a step forward, to money without a sale.
"""

from optimapos.payments.types import IntentStatus, Said

S = IntentStatus
STEPS: dict[IntentStatus, frozenset[IntentStatus]] = {
    S.CREATED: frozenset({S.PENDING, S.SUCCEEDED, S.FAILED, S.CANCELLED, S.EXPIRED}),
    S.PENDING: frozenset({S.SUCCEEDED, S.FAILED, S.CANCELLED, S.EXPIRED}),
    S.FAILED: frozenset({S.SUCCEEDED}),
    S.CANCELLED: frozenset({S.SUCCEEDED}),
    S.EXPIRED: frozenset({S.SUCCEEDED}),
    S.SUCCEEDED: frozenset(),
}
"""From where to where; the database holds it by a trigger, docs/algorithms/payments.md shows it."""

_MEANT = {
    Said.PENDING: S.PENDING,
    Said.SUCCEEDED: S.SUCCEEDED,
    Said.FAILED: S.FAILED,
    Said.CANCELLED: S.CANCELLED,
}


def is_forward(now: IntentStatus, then: IntentStatus) -> bool:
    """Whether the step may be taken."""
    return then in STEPS[now]


def status_meant(now: IntentStatus, said: Said) -> IntentStatus | None:
    """Where a provider's word takes an intent, or None where it changes nothing: an old word is never news."""
    then = _MEANT.get(said)
    return then if then is not None and is_forward(now, then) else None


def is_closed_there(said: Said) -> bool:
    """Whether nothing can come of it any more at the provider."""
    return said in {Said.SUCCEEDED, Said.FAILED, Said.CANCELLED, Said.UNKNOWN}

"""Segments of customers by how recently, how often and for how much they bought. Pure; worked tables:
docs/algorithms/customers.md.

A score from 1 to 5 is the fifth of the business's buyers that a customer stands in, equals in the same one, 5 the best.
"""

from dataclasses import dataclass

from optimapos.partners.types import Segment

FIFTHS = 5
_ALL, _HIGH, _LOW = (1, FIFTHS), (4, FIFTHS), (1, 2)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Who is in a segment: lowest and highest score of each kind; `only_once`: whoever bought a single time."""

    segment: Segment
    recency: tuple[int, int] = _ALL
    frequency: tuple[int, int] = _ALL
    value: tuple[int, int] = _ALL
    only_once: bool = False


BOUNDS = (
    Bounds(Segment.NEW, recency=_HIGH, only_once=True),
    Bounds(Segment.CHAMPION, recency=_HIGH, frequency=_HIGH, value=_HIGH),
    Bounds(Segment.LOYAL, recency=(3, FIFTHS), frequency=_HIGH),
    Bounds(Segment.POTENTIAL, recency=_HIGH),
    Bounds(Segment.NEEDS_ATTENTION, recency=(3, 3)),
    Bounds(Segment.AT_RISK, recency=_LOW, frequency=_HIGH),
    Bounds(Segment.AT_RISK, recency=_LOW, value=_HIGH),
    Bounds(Segment.HIBERNATING, recency=(2, 2)),
    Bounds(Segment.LOST, recency=(1, 1)),
)
"""The first that fits says it."""

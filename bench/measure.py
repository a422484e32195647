"""Rounds in turn, and what they say: medians and spreads. Only what was measured in one round is compared."""

import statistics
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.arena import Arena
from bench.flows import Till
from bench.load import Load, Outcome, run_load

THE_LIMIT = "the limit"


@dataclass(frozen=True)
class Plan:
    """How long to measure, and the sizes of what is measured."""

    rounds: int = 5
    seconds: float = 4.0
    warm_up: float = 0.5
    history: int = 1_000_000
    movements: int = 1_000_000
    products: int = 5_000


@dataclass
class Figures:
    """One thing under one number of clients: a rate for each round, latencies of all, and what went wrong."""

    question: str
    subject: str
    clients: int
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    succeeded: int = 0
    client_cpu: float = 0.0
    compared_with: str = THE_LIMIT
    shares: list[float] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Take the outcome of a round."""
        self.rates.append(len(outcome.latencies) / outcome.seconds)
        self.latencies += outcome.latencies
        self.errors += outcome.errors
        self.succeeded += outcome.succeeded
        self.client_cpu += outcome.cpu_seconds

    @property
    def rate(self) -> float:
        """The median of the rounds' rates, a second."""
        return statistics.median(self.rates)

    @property
    def share(self) -> float | None:
        """The median over the rounds of this rate to that of `compared_with`."""
        return statistics.median(self.shares) if self.shares else None

    def percentile(self, percent: int) -> float | None:
        """A percentile of all rounds' latencies, in ms."""
        if not self.latencies:
            return None
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def as_json(self) -> dict[str, Any]:
        """Its figures, rounded."""
        return {
            "question": self.question,
            "subject": self.subject,
            "clients": self.clients,
            "rate": round(self.rate, 1),
            "rate_spread": [round(min(self.rates), 1), round(max(self.rates), 1)],
            "rates": [round(rate, 1) for rate in self.rates],
            "p50_ms": _rounded(self.percentile(50)),
            "p95_ms": _rounded(self.percentile(95)),
            "compared_with": self.compared_with,
            "ratio": _rounded(self.share, 4),
            "ratio_spread": [round(min(self.shares), 4), round(max(self.shares), 4)] if self.shares else None,
            "compared_over_it": _rounded(1 / self.share if self.share else None, 2),
            "succeeded": self.succeeded,
            "errors": dict(self.errors),
            "client_cpu_seconds": round(self.client_cpu, 2),
        }


def _rounded(value: float | None, places: int = 2) -> float | None:
    return None if value is None else round(value, places)


@dataclass
class Contestant:
    """What is measured in turn with others: a flow, on the server of a database, by some tills."""

    subject: str
    database: str
    flow: str
    tills: list[Till]
    options: dict[str, Any] = field(default_factory=dict)


def in_turn(
    arena: Arena,
    plan: Plan,
    question: str,
    contestants: list[Contestant],
    *,
    with_limit: bool = True,
    against: Mapping[str, str] | None = None,
) -> list[Figures]:
    """Measure each in each round, the limit first; the ratio is to the limit, or to the subject that `against` names."""
    clients = len(contestants[0].tills)
    limit = Figures(question, THE_LIMIT, clients)
    figures = [Figures(question, each.subject, len(each.tills)) for each in contestants]
    for each in contestants:
        run_load(_load(arena, each, seed=0, seconds=0.2, warm_up=plan.warm_up))
    for number in range(plan.rounds):
        if with_limit:
            limit.rates.append(arena.limit_rate(clients, plan.seconds))
        # Every other round goes backwards, so that what drifts drifts for all alike.
        for each, mine in list(zip(contestants, figures, strict=True))[:: -1 if number % 2 else 1]:
            mine.add(run_load(_load(arena, each, seed=number + 1, seconds=plan.seconds, warm_up=plan.warm_up)))
    _compare(figures, limit, against or {})
    return [limit, *figures] if with_limit else figures


def _compare(figures: list[Figures], limit: Figures, against: Mapping[str, str]) -> None:
    by_subject = {each.subject: each for each in figures} | {THE_LIMIT: limit}
    for each in figures:
        each.compared_with = against.get(each.subject, THE_LIMIT)
        rival = by_subject[each.compared_with]
        each.shares = [mine / other for mine, other in zip(each.rates, rival.rates, strict=False)]


def _load(arena: Arena, each: Contestant, *, seed: int, seconds: float, warm_up: float) -> Load:
    return Load(
        flow=each.flow,
        address=arena.address(each.database),
        tills=each.tills,
        seconds=seconds,
        warm_up=warm_up,
        seed=seed,
        options=each.options,
    )


Question = Callable[..., list[Figures]]

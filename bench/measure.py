"""Rounds in turn, and what they say: medians and spreads. Only what was measured in one round is compared."""

import statistics
from collections import Counter
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
    held: int = 100_000
    acts: int = 40
    lines: int = 200


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
    of_limit: list[float] = field(default_factory=list)
    rival: str = ""
    of_rival: list[float] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Take the outcome of a round."""
        self.rates.append(len(outcome.latencies) / outcome.seconds)
        self.latencies += outcome.latencies
        self.errors += outcome.errors
        self.succeeded += outcome.succeeded
        self.client_cpu += outcome.cpu_seconds

    def add_middle(self, outcome: Outcome) -> None:
        """Take the outcome of a round whose few flows are slow: its rate is that of the middle one's time."""
        self.add(outcome)
        self.rates[-1] = 1_000 / statistics.median(outcome.latencies)

    @property
    def rate(self) -> float:
        """The median of the rounds' rates, a second."""
        return statistics.median(self.rates)

    @property
    def share(self) -> float | None:
        """The median over the rounds of this rate to the limit's of the same round."""
        return statistics.median(self.of_limit) if self.of_limit else None

    @property
    def relative(self) -> float | None:
        """The median over the rounds of this rate to the rival's of the same round."""
        return statistics.median(self.of_rival) if self.of_rival else None

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
            "rate_spread": _spread(self.rates, 1),
            "rates": [round(rate, 1) for rate in self.rates],
            "p50_ms": _rounded(self.percentile(50)),
            "p95_ms": _rounded(self.percentile(95)),
            "of_limit": _rounded(self.share, 4),
            "of_limit_spread": _spread(self.of_limit, 4),
            "limit_over_it": _rounded(1 / self.share if self.share else None),
            "rival": self.rival or None,
            "of_rival": _rounded(self.relative, 4),
            "of_rival_spread": _spread(self.of_rival, 4),
            "succeeded": self.succeeded,
            "errors": dict(self.errors),
            "client_cpu_seconds": round(self.client_cpu, 2),
        }


def _rounded(value: float | None, places: int = 2) -> float | None:
    return None if value is None else round(value, places)


def _spread(values: list[float], places: int) -> list[float] | None:
    return [round(min(values), places), round(max(values), places)] if values else None


@dataclass
class Findings:
    """What a question found: figures measured in rounds, and single facts by name."""

    figures: list[Figures] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Contestant:
    """What is measured in turn with others: a flow, on the server of a database, by some tills."""

    subject: str
    database: str
    flow: str
    tills: list[Till]
    options: dict[str, Any] = field(default_factory=dict)


def in_turn(
    arena: Arena, plan: Plan, question: str, contestants: list[Contestant], *, beside_limit: bool = True
) -> list[Figures]:
    """Measure each in each round, the limit first. The contestants after the first are also compared with it."""
    clients = len(contestants[0].tills)
    limit = Figures(question, THE_LIMIT, clients)
    figures = [Figures(question, each.subject, len(each.tills)) for each in contestants]
    _warm_up(arena, plan, contestants)
    for number in range(plan.rounds):
        if beside_limit:
            limit.rates.append(arena.limit_rate(clients, plan.seconds))
        # Every other round goes backwards, so that what drifts drifts for all alike.
        for each, mine in list(zip(contestants, figures, strict=True))[:: -1 if number % 2 else 1]:
            mine.add(run_load(_load(arena, each, seed=number + 1, seconds=plan.seconds, warm_up=plan.warm_up)))
    for mine in figures:
        mine.of_limit = [ours / most for ours, most in zip(mine.rates, limit.rates, strict=False)]
    for mine in figures[1:]:
        mine.rival = figures[0].subject
        mine.of_rival = [ours / theirs for ours, theirs in zip(mine.rates, figures[0].rates, strict=True)]
    return [limit, *figures] if beside_limit else figures


def _warm_up(arena: Arena, plan: Plan, contestants: list[Contestant]) -> None:
    """Fill caches and open connections, then analyze, as autovacuum would soon do."""
    for each in contestants:
        run_load(_load(arena, each, seed=0, seconds=plan.warm_up, warm_up=plan.warm_up))
    for database in {each.database for each in contestants}:
        with arena.admin(database) as connection:
            connection.execute("ANALYZE")


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

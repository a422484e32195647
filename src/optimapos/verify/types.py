"""What is checked and what was found."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


class Cursor(Protocol):
    """What invariants are read through: Django's cursor or psycopg's."""

    def execute(self, query: Any, params: Any = None, /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """Its rows."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that always holds. `sql` returns one row for each place where it does not.

    Its columns: `business_id` (NULL for what concerns the whole database), `what` names the place, `figures` is a jsonb
    object. `fails` is False for what is listed without being wrong.
    """

    id: str
    sentence: str
    sql: str
    fails: bool = True


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where an invariant does not hold. `business` is its slug, empty for the whole database."""

    business_id: UUID | None
    business: str
    what: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One invariant's answer: how many places violate it, the first of them, and how long the query took."""

    invariant: Invariant
    count: int
    violations: tuple[Violation, ...]
    seconds: float

    @property
    def is_violated(self) -> bool:
        """Whether this makes the verification fail."""
        return self.invariant.fails and self.count > 0

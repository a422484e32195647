"""How far a job is. It is told through the cache, because the job's own transaction shows nothing before its end."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.cache import cache

from optimapos.core.ids import UUID

_SECONDS = 3600


@dataclass(frozen=True)
class Progress:
    """Tells how many lines are done of how many: to the cache, which may be lost, and to a `watch`er."""

    business_id: UUID
    job_id: UUID
    watch: Callable[[int, int], None] | None = field(default=None)

    def at(self, done: int, total: int) -> None:
        """Say how far it is."""
        cache.set(_key(self.business_id, self.job_id), (done, total), _SECONDS)
        if self.watch:
            self.watch(done, total)


def progress_of(business_id: UUID, job_id: UUID) -> tuple[int, int]:
    """Lines done and lines in all, as last told; zeros where nothing is known."""
    done, total = cache.get(_key(business_id, job_id)) or (0, 0)
    return int(done), int(total)


def _key(business_id: UUID, job_id: UUID) -> str:
    return f"imports:{business_id}:{job_id}"

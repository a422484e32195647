"""The progress bar: baskets, rate, time left, and refusals as they come. Shown to a terminal only."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tqdm import tqdm

from optimapos.replay.clients import Outcome


@contextmanager
def progress_bar(outcomes: Sequence[Outcome], before: int, total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` baskets that starts at `before`."""
    with tqdm(total=total, initial=before, unit="basket", smoothing=0.1, disable=None, dynamic_ncols=True) as bar:

        def watch() -> None:
            refused = sum(len(outcome.refused) for outcome in outcomes)
            if refused:
                bar.set_postfix(refused=refused, refresh=False)
            bar.update(before + sum(outcome.done for outcome in outcomes) - bar.n)

        yield watch

"""A benchmark that sells must leave books on which `verify` finds nothing."""

import subprocess
import sys

from bench.arena import ROOT, Arena


def check_books(arena: Arena, database: str) -> None:
    """Prove every invariant on the database.

    Raises: RuntimeError with what `verify` found.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", "verify"],
        cwd=ROOT,
        env=arena.environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the books of {database} are wrong:\n{done.stdout}{done.stderr}")

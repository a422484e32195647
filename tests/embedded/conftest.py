"""Fixtures: a short folder for engines, an environment without anybody else's URLs, and the console script as a process."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from optimapos.core.embedded import TestCluster, start_test_cluster

NAMED_ELSEWHERE = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_MAINTENANCE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
    "OPTIMAPOS_VAR",
    "OPTIMAPOS_SECRET_KEY",
    "OPTIMAPOS_HOSTS",
)

Optimapos = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder with a short path, gone after the module."""
    folder = Path(tempfile.mkdtemp(prefix="optimapos-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def bare() -> dict[str, str]:
    """This process's environment without the servers that the test run has set up."""
    return {name: value for name, value in os.environ.items() if name not in NAMED_ELSEWHERE}


@pytest.fixture(scope="module")
def cluster() -> Iterator[TestCluster]:
    """A server of the module's own, reachable by TCP as well."""
    started = start_test_cluster(tcp_port=54_329)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def optimapos(home: Path, bare: dict[str, str]) -> Optimapos:
    """Run a command of the console script to its end, in `home` unless OPTIMAPOS_VAR says otherwise."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "optimapos.config.cli", *arguments],
            env=bare | {"OPTIMAPOS_VAR": str(home / "var"), "COLUMNS": "300"} | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run

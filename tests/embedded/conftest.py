"""Fixtures: a short folder for engines, an environment without anybody else's URLs, and the console script."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from optimapos.config.cli import main
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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = start_test_cluster(tcp_port=port)
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


@pytest.fixture(scope="module")
def here(home: Path, bare: dict[str, str]) -> Optimapos:
    """The same within this process, for what ends before it starts anything that would outlive it."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = bare | {"OPTIMAPOS_VAR": str(home / "var")} | environment
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ, variables, clear=True), redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(list(arguments))
            except SystemExit as end:
                code = int(end.code or 0)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    return run

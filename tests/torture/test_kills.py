"""kill -9 of the server and of PostgreSQL in the middle of checkouts: nothing acknowledged is lost, doubled or changed."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from optimapos.core.embedded import TestCluster, processes, start_test_cluster
from optimapos.core.embedded.roles import create_database
from optimapos.core.embedded.system_user import binaries
from tests.concurrency.books import assert_books_balance, one
from tests.servers import Server, running
from tests.torture.clerks import Crew, assert_nothing_lost_or_doubled
from tests.torture.conftest import WARM
from tests.torture.stand import make_stand, stand_elsewhere

CLERKS = 6
RECOVERY_SECONDS = 10.0
KEYS = "SELECT count(*) FROM idempotency_key WHERE business_id = %s"
IDLE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%%'"


def kill_the_server(server: Server, times: int) -> None:
    """Kill it so many times while clerks sell: its workers, and each 25th time all of it."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice, stand = random.Random(seed), make_stand()
    crew = Crew(server, stand, seed, CLERKS)
    with crew.at_work():
        for number in range(1, times + 1):
            crew.wait_for_progress()
            time.sleep(dice.uniform(0, 0.06))
            if number % 25:
                server.kill_workers()
            else:
                server.kill()
                server.start()
        crew.wait_for_progress(CLERKS)
    print(f"{times} kills, {len(crew.steps)} requests answered, 5xx on the way: {dict(Counter(crew.failures))}")  # noqa: T201
    assert not crew.failures, "a killed server answers nothing; it never answers a 5xx"
    assert_nothing_lost_or_doubled(server, stand, crew.steps)
    assert one(KEYS, [UUID(stand.business)]) == (len(crew.steps),)
    assert one(IDLE) == (0,)
    assert_books_balance(UUID(stand.business))


def test_a_server_killed_fifty_times_in_the_middle_of_checkouts_loses_and_doubles_nothing(mortal: Server) -> None:
    kill_the_server(mortal, times=50)


@pytest.mark.slow
def test_a_server_killed_two_thousand_times_loses_and_doubles_nothing(mortal: Server) -> None:
    kill_the_server(mortal, times=2000)


@pytest.fixture
def durable() -> Iterator[tuple[TestCluster, dict[str, str]]]:
    """A PostgreSQL of the test's own that promises what production's does, and the environment that reaches it."""
    folder = Path(tempfile.mkdtemp(prefix="optimapos-kill-"))
    cluster = start_test_cluster(folder, durable=True)
    create_database(cluster.admin_dsn, "shop")
    _copy_schema(cluster)
    yield cluster, os.environ | cluster.environment("shop")
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _copy_schema(cluster: TestCluster) -> None:
    """The tables as this worker's database has them: quicker than to migrate again."""
    dumped = subprocess.run(
        [binaries() / "pg_dump", "--schema-only", os.environ["DATABASE_OWNER_URL"]],
        capture_output=True,
        check=True,
    )
    subprocess.run(
        [binaries() / "psql", "--quiet", "--output", os.devnull, cluster.server.dsn(database="shop")],
        input=dumped.stdout,
        check=True,
    )


def kill_postgresql(cluster: TestCluster, environment: dict[str, str], times: int) -> None:
    """Kill the postmaster and all its children so many times while clerks sell; the server runs on."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice, stand = random.Random(seed), stand_elsewhere(environment)
    dsn = environment["DATABASE_MAINTENANCE_URL"]
    outages = []
    with running(WARM, environment=environment) as server:
        crew = Crew(server, stand, seed, CLERKS)
        with crew.at_work():
            for _ in range(times):
                crew.wait_for_progress(CLERKS)
                time.sleep(dice.uniform(0, 0.5))
                processes.send(processes.running_in(cluster.server.folder, "postgres"), signal.SIGKILL)
                killed = time.monotonic()
                cluster.server.start()
                crew.wait_for_progress()
                outages.append(time.monotonic() - killed)
            crew.wait_for_progress(CLERKS)
        print(  # noqa: T201
            f"{times} kills, {len(crew.steps)} requests answered, up again within {max(outages):.1f} s at most, "
            f"5xx on the way: {dict(Counter(crew.failures))}"
        )
        assert max(outages) < RECOVERY_SECONDS
        assert_nothing_lost_or_doubled(server, stand, crew.steps, dsn)
        assert one(KEYS, [UUID(stand.business)], dsn) == (len(crew.steps),)
        assert_books_balance(UUID(stand.business), dsn)


def test_postgresql_killed_five_times_loses_nothing_and_the_server_goes_on_by_itself(
    durable: tuple[TestCluster, dict[str, str]],
) -> None:
    kill_postgresql(*durable, times=5)


@pytest.mark.slow
def test_postgresql_killed_two_hundred_times_loses_nothing(durable: tuple[TestCluster, dict[str, str]]) -> None:
    kill_postgresql(*durable, times=200)

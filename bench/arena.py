"""The place of a run: an embedded PostgreSQL of its own, configured as `optimapos run` does, durable, gone afterwards.

In it stand the limit's database and one database for each state of OptimaPOS that is compared, each with a production
server of its own. Nothing here touches an installation's data.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from optimapos.config.cli.server import await_server, start_server, stop_server
from optimapos.core.embedded.roles import create_database
from optimapos.core.embedded.system_user import binaries
from optimapos.core.embedded.testing import TestCluster, start_test_cluster
from optimapos.core.embedded.valkey import EmbeddedValkey

ROOT = Path(__file__).resolve().parent.parent
LIMIT = Path(__file__).resolve().parent / "limit"
LIMIT_DATABASE = "the_limit"


@dataclass
class Arena:
    """The running engines, and the servers that were started on them."""

    cluster: TestCluster
    valkey: EmbeddedValkey
    servers: dict[str, tuple[subprocess.Popen[bytes], str]] = field(default_factory=dict)

    def environment(self, database: str) -> dict[str, str]:
        """The environment of a server on `database`."""
        return {
            **os.environ,
            **self.cluster.environment(database),
            "REDIS_URL": self.valkey.url,
            "CELERY_BROKER_URL": self.valkey.broker_url,
            "OPTIMAPOS_SECRET_KEY": "only for a benchmark",
            "OPTIMAPOS_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "optimapos.config.settings",
        }

    def create(self, database: str) -> None:
        """A migrated database."""
        create_database(self.cluster.admin_dsn, database)
        command = [sys.executable, "manage.py", "migrate", "--database", "owner", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=self.environment(database), check=True)

    def copy(self, source: str, database: str) -> None:
        """A copy of a database that is served no longer."""
        create_database(self.cluster.admin_dsn, database, template=source)

    def admin(self, database: str) -> psycopg.Connection:
        """A superuser's connection, each statement by itself."""
        return psycopg.connect(self.cluster.server.dsn(database=database), autocommit=True)

    def address(self, database: str) -> tuple[str, int]:
        """Where the production server for `database` answers; started at the first call."""
        if database not in self.servers:
            var = self.cluster.folder / f"var-{database}"
            var.mkdir(exist_ok=True)
            server = start_server(var, "--no-worker", "--no-seed", environment=self.environment(database))
            self.servers[database] = server, await_server(server, var)
        parts = urlsplit(self.servers[database][1])
        return parts.hostname or "", parts.port or 0

    def close(self, database: str) -> None:
        """Stop the server of `database`, if one runs."""
        if database in self.servers:
            stop_server(self.servers.pop(database)[0])

    def supervisor(self, database: str) -> int:
        """The process id of the server's supervisor."""
        return self.servers[database][0].pid

    def prepare_limit(self) -> None:
        """Make the limit's database."""
        create_database(self.cluster.admin_dsn, LIMIT_DATABASE)
        with self.admin(LIMIT_DATABASE) as connection:
            connection.execute((LIMIT / "schema.sql").read_text())
            connection.execute("VACUUM ANALYZE")

    def limit_rate(self, clients: int, seconds: float) -> float:
        """Sales a second of the limit: one call of one function on the server, by pgbench."""
        command = [
            *(str(binaries() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2"),
            *("-T", str(max(1, round(seconds))), "-f", str(LIMIT / "sell.sql")),
            self.cluster.server.dsn(database=LIMIT_DATABASE),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
        if not found or "failed transactions: 0 " not in done.stdout:
            raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}")
        return float(found[1])


@contextmanager
def open_arena() -> Iterator[Arena]:
    """Start the engines; stop everything and remove the folder at the end."""
    folder = Path(tempfile.mkdtemp(prefix="optimapos-bench-"))
    cluster = start_test_cluster(folder, durable=True)
    valkey = EmbeddedValkey(folder / "valkey", log=folder / "valkey.log", die_with_parent=True)
    valkey.start()
    arena = Arena(cluster, valkey)
    try:
        arena.prepare_limit()
        yield arena
    finally:
        for database in list(arena.servers):
            arena.close(database)
        valkey.stop()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)

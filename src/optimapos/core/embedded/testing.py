"""A PostgreSQL server for one test run: in a folder of its own, fast rather than durable, gone with the run."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from optimapos.core.embedded.postgres import EmbeddedPostgres
from optimapos.core.embedded.roles import APP, MAINTENANCE, OWNER, prepare_cluster


@dataclass(frozen=True)
class TestCluster:
    """A running server with the roles in place and no database yet: see `create_database`."""

    __test__ = False

    server: EmbeddedPostgres
    folder: Path

    @property
    def admin_dsn(self) -> str:
        """The superuser's URL."""
        return self.server.dsn()

    def environment(self, database: str) -> dict[str, str]:
        """The variables by which the settings reach `database` under the three roles."""
        return {
            "DATABASE_URL": self.server.dsn(APP, database),
            "DATABASE_OWNER_URL": self.server.dsn(OWNER, database),
            "DATABASE_MAINTENANCE_URL": self.server.dsn(MAINTENANCE, database),
        }

    def stop(self) -> None:
        """Stop the server and remove its folder. May be called twice."""
        self.server.stop(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_test_cluster(
    folder: Path | None = None, *, durable: bool = False, tcp_port: int | None = None
) -> TestCluster:
    """Start a server in `folder`, by default a new one under the system's temporary folder.

    It stops by `stop()`, at the latest when the interpreter ends; even after kill -9 it shuts down by itself (Linux).
    Call it from the main thread of the process that outlives the tests.

    Raises: EngineError when it doesn't start.
    """
    home = folder or Path(tempfile.mkdtemp(prefix="optimapos-test-"))
    home.mkdir(parents=True, exist_ok=True)
    server = EmbeddedPostgres(
        home / "postgres", log=home / "postgres.log", tcp_port=tcp_port, durable=durable, die_with_parent=True
    )
    cluster = TestCluster(server=server, folder=home)
    atexit.register(cluster.stop)
    server.start()
    prepare_cluster(server.dsn())
    return cluster

"""Both embedded engines of one `var/` folder, shared by the processes that use them at the same time.

Each user holds a shared lock while it works; whoever leaves last stops the engines. So `optimapos manage` beside
`optimapos run` uses the running ones and leaves them alone, and by itself starts and stops them.
"""

from pathlib import Path

from optimapos.core.embedded.errors import EngineError
from optimapos.core.embedded.folders import prepare_var, secret_key
from optimapos.core.embedded.locks import FileLock, exclusively
from optimapos.core.embedded.postgres import EmbeddedPostgres
from optimapos.core.embedded.roles import APP, MAINTENANCE, OWNER, create_database, prepare_cluster
from optimapos.core.embedded.valkey import EmbeddedValkey

DATABASE = "optimapos"


class Engines:
    """PostgreSQL and Valkey under `var`; each can be left out where a server of one's own takes its place.

    With `die_with_parent` the engines started here end with this process, even when it is killed.
    """

    def __init__(
        self,
        var: Path,
        *,
        postgres: bool = True,
        valkey: bool = True,
        die_with_parent: bool = False,
        durable: bool = True,
    ) -> None:
        self.var = var.resolve()
        logs = self.var / "log"
        self.postgres = (
            EmbeddedPostgres(
                self.var / "postgres", log=logs / "postgres.log", durable=durable, die_with_parent=die_with_parent
            )
            if postgres
            else None
        )
        self.valkey = (
            EmbeddedValkey(self.var / "valkey", log=logs / "valkey.log", die_with_parent=die_with_parent)
            if valkey
            else None
        )
        self._die_with_parent = die_with_parent
        self._users = FileLock(self.var / "run" / "users.lock")

    def start(self) -> None:
        """Start the engines or find them running, with roles and database in place.

        Raises: EngineError when the folder can't be written to or an engine can't be had.
        """
        prepare_var(self.var)
        with exclusively(self.var / "run" / "start.lock"):
            self._users.take(shared=True)
            try:
                self._start_each()
            except OSError as error:
                raise EngineError(f"The engines can't be started under {self.var}: {error}.") from error

    def _start_each(self) -> None:
        if self.postgres:
            self.postgres.start()
            prepare_cluster(self.postgres.dsn())
            create_database(self.postgres.dsn(), DATABASE)
        if self.valkey:
            self.valkey.start()

    def environment(self) -> dict[str, str]:
        """The variables by which the settings reach the engines."""
        variables = {"OPTIMAPOS_VAR": str(self.var)}
        if self.postgres:
            variables |= {
                "DATABASE_URL": self.postgres.dsn(APP, DATABASE),
                "DATABASE_OWNER_URL": self.postgres.dsn(OWNER, DATABASE),
                "DATABASE_MAINTENANCE_URL": self.postgres.dsn(MAINTENANCE, DATABASE),
                "OPTIMAPOS_SECRET_KEY": secret_key(self.var),
            }
        if self.valkey:
            variables |= {"REDIS_URL": self.valkey.url, "CELERY_BROKER_URL": self.valkey.broker_url}
        return variables

    def revive(self) -> list[str]:
        """Start again what has died, and name it.

        Raises: EngineError when it can't be started.
        """
        engines = (("PostgreSQL", self.postgres), ("Valkey", self.valkey))
        dead = [(name, engine) for name, engine in engines if engine and not engine.is_alive()]
        for _, engine in dead:
            with exclusively(self.var / "run" / "start.lock"):
                engine.start()
        return [name for name, _ in dead]

    def stop(self) -> None:
        """Leave the engines. They are stopped when nobody else uses them, or when they would end with us anyway."""
        if not self._users.is_held:
            return
        with exclusively(self.var / "run" / "start.lock"):
            last = self._users.take()
            for engine in (self.valkey, self.postgres):
                if engine and (last or (self._die_with_parent and not engine.adopted)):
                    engine.stop()
            self._users.release()

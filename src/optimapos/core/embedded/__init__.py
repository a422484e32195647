"""The embedded engines: PostgreSQL and Valkey from their wheels, with their data under `var/`.

The only package that knows those wheels. `Engines` is what a command uses: it starts both, or finds them running, and
tells the URLs under which the settings reach them. `roles` prepares any PostgreSQL server, embedded or not.
"""

from optimapos.core.embedded.engines import Engines
from optimapos.core.embedded.errors import EngineError
from optimapos.core.embedded.postgres import EmbeddedPostgres
from optimapos.core.embedded.roles import create_database, drop_database, prepare_cluster
from optimapos.core.embedded.testing import TestCluster, start_test_cluster
from optimapos.core.embedded.valkey import EmbeddedValkey

__all__ = [
    "EmbeddedPostgres",
    "EmbeddedValkey",
    "EngineError",
    "Engines",
    "TestCluster",
    "create_database",
    "drop_database",
    "prepare_cluster",
    "start_test_cluster",
]

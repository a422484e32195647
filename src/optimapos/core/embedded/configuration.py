"""The configuration of the embedded PostgreSQL: a shop's machine with two cores and some spare memory."""

SERVER_MAJOR = 18

HBA = """\
# Only the socket, in a folder that nobody else may enter, needs no password: whoever can open it owns the files anyway.
local   all           all                 trust
local   replication   all                 trust
host    all           all   127.0.0.1/32  scram-sha-256
"""

_DURABLE = """\
fsync = on
full_page_writes = on
synchronous_commit = on
"""

_THROWAWAY = """\
fsync = off
full_page_writes = off
synchronous_commit = off
"""

_SERVER = """\
# Written by OptimaPOS at each start; changes here don't last.
max_connections = 100
unix_socket_permissions = 0700
password_encryption = scram-sha-256

shared_buffers = 256MB
effective_cache_size = 2GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
effective_io_concurrency = 200
jit = off

wal_level = replica
min_wal_size = 256MB
max_wal_size = 2GB
checkpoint_timeout = 10min
checkpoint_completion_target = 0.9

# Ledgers only grow, while a few rows (stock, counters) change with each sale: vacuum often and little.
autovacuum_naptime = 20s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_vacuum_insert_scale_factor = 0.1
autovacuum_analyze_scale_factor = 0.05

timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] %u@%d '
log_checkpoints = off
log_lock_waits = on
# Statements hold names, phone numbers and amounts: none is ever written to the log.
log_statement = 'none'
log_min_error_statement = 'panic'
log_min_duration_statement = -1
log_parameter_max_length_on_error = 0

shared_preload_libraries = 'pg_stat_statements'
"""


def server_configuration(*, socket_folder: str, tcp_port: int | None, durable: bool) -> str:
    """The text of our part of the server's configuration. Without a port it listens on its socket alone."""
    listen = f"listen_addresses = '{'127.0.0.1' if tcp_port else ''}'\nport = {tcp_port or 5432}\n"
    socket = f"unix_socket_directories = '{socket_folder}'\n"
    return _SERVER + listen + socket + (_DURABLE if durable else _THROWAWAY)

"""The steps before the server serves: its port, its engines, its database. Each is refused in one sentence."""

import socket
import subprocess
import sys
from typing import IO

from optimapos.config.cli.console import done
from optimapos.config.cli.environment import Installation, check_servers, settings_environment
from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded import Engines

LAST_PORT = 65535
SEEDED = "\x1e"
"""The line of the preparing child after which the seeding speaks."""


def reserve(host: str, port: int) -> socket.socket:
    """A bound socket. The supervisor keeps it, so that a restarted web server finds its port and its waiting clients.

    Raises: Refusal when the address can't be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except socket.gaierror as error:
        raise Refusal(f"The host {host} is not an address of this machine; choose another with --host.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refusal(f"Port {port} on {host} can't be used ({reason}); choose another with --port.") from error
    return listener


def reserve_beside(listener: socket.socket, host: str, port: int | None) -> socket.socket:
    """A bound socket for the live stream: at `port`, else at the one after the web server's, else at a free one.

    Raises: Refusal when a port that was asked for can't be had.
    """
    own: int = listener.getsockname()[1]
    if port is not None or own == LAST_PORT:
        return reserve(host, port or 0)
    try:
        return reserve(host, own + 1)
    except Refusal:
        return reserve(host, 0)


def start_engines(installation: Installation, engines: Engines) -> dict[str, str]:
    """Start the embedded engines, check the others, and answer the environment for the children.

    Raises: Refusal or EngineError when one can't be had.
    """
    if engines.postgres or engines.valkey:
        engines.start()
    for name, engine in (("PostgreSQL", engines.postgres), ("Valkey", engines.valkey)):
        if engine:
            done(f"{name} {'found running' if engine.adopted else 'started'}")
    environment = settings_environment(engines.environment() | {"OPTIMAPOS_VAR": str(installation.var)})
    check_servers(environment)
    return environment


def prepare_database(installation: Installation, environment: dict[str, str], *, seed: bool) -> list[str]:
    """Migrations, static files and the demo shop, in a child process; answers what the seeding told.

    Raises: Refusal with the child's own sentence.
    """
    words = [*(["--migrate"] if environment.get("DATABASE_OWNER_URL") else []), *(["--seed"] if seed else [])]
    with (installation.var / "log" / "prepare.log").open("w+") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "optimapos.config.cli.prepare", *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        try:
            told = _listen(child.stdout)
            failed = child.wait() != 0
        finally:
            child.terminate()
            child.wait()
        if failed:
            errors.seek(0)
            raise Refusal(_reason(errors.read()))
    return told


def _listen(lines: IO[str] | None) -> list[str]:
    """Show the steps as they come, and keep what comes after them."""
    told: list[str] = []
    seeding = False
    for line in lines or ():
        text = line.rstrip("\n")
        if seeding:
            told.append(text)
        elif text == SEEDED:
            seeding = True
        else:
            done(text)
    return told


def _reason(errors: str) -> str:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return lines[-1].removeprefix("✗ ") if lines else "The database couldn't be prepared."

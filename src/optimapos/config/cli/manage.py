"""`optimapos manage ...`, and the commands that are management commands under a name of their own."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from optimapos.config.cli.environment import check_database_url, read_installation, settings_environment
from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded import Engines

_TERMINATED = 128 + signal.SIGTERM


def command(arguments: list[str]) -> int:
    """Run one of Django's management commands; `migrate` goes to the owner's connection unless it is told another."""
    if arguments[:1] == ["migrate"] and not any(word.startswith("--database") for word in arguments):
        arguments = [*arguments, "--database", "owner"]
    return execute(arguments)


def execute(arguments: list[str]) -> int:
    """Run a management command with the engines at hand and answer its exit code."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (Django is slow to import)
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    with engines_at_hand():
        try:
            execute_from_command_line(["optimapos manage", *arguments])
        except ImproperlyConfigured as error:
            raise Refusal(f"The settings are incomplete: {error}") from error
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def engines_at_hand() -> Iterator[Engines]:
    """This process's environment names the engines: those that run, or ones started now and stopped afterwards.

    Raises: Refusal or EngineError when they can't be had.
    """
    installation = read_installation()
    if not installation.own_postgres:
        check_database_url("DATABASE_URL", os.environ["DATABASE_URL"])
    engines = installation.engines()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))  # so that the engines are left in order
    try:
        if installation.own_postgres or installation.own_valkey:
            engines.start()
        os.environ.update(settings_environment(engines.environment()))
        yield engines
    finally:
        sys.stdout.flush()
        engines.stop()

"""`optimapos doctor`: everything that could keep this installation from serving, with what to do about it."""

import argparse
import os
from collections.abc import Callable, Iterable

import psycopg
from rich.table import Table
from rich.text import Text

from optimapos.config.cli import findings
from optimapos.config.cli.console import show
from optimapos.config.cli.environment import Installation, read_installation, settings_environment
from optimapos.config.cli.findings import Finding
from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded import EngineError
from optimapos.core.embedded.folders import prepare_var

Check = Callable[[], Iterable[Finding]]


def command(arguments: list[str]) -> int:
    """Show a table of findings; exit code 1 when one of them is bad."""
    parser = argparse.ArgumentParser(prog="optimapos doctor", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address that `run` will listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port that `run` will listen on (8000)")
    options = parser.parse_args(arguments)
    found = [*findings.python(), *_of_installation(options.host, options.port)]
    show(_table(found))
    return 0 if all(finding.is_good for finding in found) else 1


def _of_installation(host: str, port: int) -> list[Finding]:
    try:
        installation = read_installation()
    except Refusal as refusal:
        return [Finding("Settings", str(refusal), is_good=False)]
    return [
        *_checked("Folder", lambda: _folder(installation)),
        *_checked("Port", lambda: findings.port(installation.var, host, port)),
        *_checked("Engines", lambda: _of_engines(installation)),
    ]


def _folder(installation: Installation) -> list[Finding]:
    prepare_var(installation.var)
    return [Finding("Folder", f"{installation.var} can be written to")]


def _of_engines(installation: Installation) -> list[Finding]:
    """What can be seen only with the engines running; embedded ones are started for it and stopped afterwards."""
    engines = installation.engines()
    try:
        if engines.postgres or engines.valkey:
            engines.start()
        os.environ.update(settings_environment(engines.environment()))
        return [
            *_checked("Database", findings.databases),
            *_checked("Redis", findings.queues),
            *_checked("Migrations", findings.migrations),
            *_checked("Row-level security", findings.row_level_security),
            *_checked("Pictures", findings.pictures),
        ]
    finally:
        engines.stop()


def _checked(subject: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except (Refusal, EngineError, psycopg.Error) as refusal:
        return [Finding(subject, str(refusal).strip(), is_good=False)]


def _table(found: Iterable[Finding]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for finding in found:
        mark = Text("✓", style="green") if finding.is_good else Text("✗", style="red")
        table.add_row(mark, finding.subject, Text(finding.text))
    return table

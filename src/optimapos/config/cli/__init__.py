"""The console script `optimapos`: each command is a module with one function `command(arguments) -> exit code`.

Whatever a person can put right is told in one sentence on stderr with exit code 1, never as a traceback.
"""

import sys
from importlib import import_module

from optimapos import __version__
from optimapos.config.cli.console import complain, say
from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded.errors import EngineError

COMMANDS = {
    "run": "start everything: engines, migrations, web server, worker; Ctrl-C stops it",
    "verify": "prove every invariant of the stored data; exit code 1 names each violation",
    "replay": "sell a year's real baskets over HTTP and compare the money",
    "reprice": "price real baskets again, their discounts as promotions, and compare the money",
    "doctor": "check the installation and say what to put right",
    "roles": "create the roles and the database on a PostgreSQL server of your own",
    "manage": "Django's management commands, with the engines started when needed",
    "with-engines": "run any command with the engines started and their URLs in its environment",
}
_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments.pop(0) if arguments else "--help"
    if name in COMMANDS:
        return _execute(name, arguments)
    if name in {"--version", "-V"}:
        say(f"optimapos {__version__}")
        return 0
    _help()
    return 0 if name in {"--help", "-h", "help"} else 2


def _execute(name: str, arguments: list[str]) -> int:
    module = import_module(f"optimapos.config.cli.{name.replace('-', '_')}")
    try:
        code: int = module.command(arguments)
    except (Refusal, EngineError) as refusal:
        complain(str(refusal))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _help() -> None:
    say("usage: optimapos COMMAND [options]\n")
    for name, purpose in COMMANDS.items():
        say(f"  {name:<14}{purpose}")
    say("\nEach command tells its options with --help.")

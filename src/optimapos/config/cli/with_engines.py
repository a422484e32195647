"""`optimapos with-engines -- CMD`: any program beside the engines, with their URLs in its environment."""

import subprocess

from optimapos.config.cli.manage import engines_at_hand
from optimapos.config.cli.refusal import Refusal


def command(arguments: list[str]) -> int:
    """Run a program and answer its exit code.

    Raises: Refusal when there is none, or it can't be started.
    """
    program = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not program or program[0] in {"-h", "--help"}:
        raise Refusal("Name the program to run: optimapos with-engines -- PROGRAM [arguments].")
    with engines_at_hand():
        try:
            return subprocess.run(program, check=False).returncode
        except OSError as error:
            raise Refusal(f"{program[0]} can't be started: {error.strerror}.") from error

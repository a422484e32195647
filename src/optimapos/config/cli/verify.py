"""`optimapos verify`: the management command of that name."""

from optimapos.config.cli.manage import execute


def command(arguments: list[str]) -> int:
    """Prove the invariants; the arguments are the management command's."""
    return execute(["verify", *arguments])
